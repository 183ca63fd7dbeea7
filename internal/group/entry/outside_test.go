package entry_test

import (
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/word"
)

func TestTheListShowsWhatShows(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Whom = "Whoever drinks" })
		a.Found(fay, "Tomasz B", func(p *group.Plan) {
			p.Group.Name, p.Group.Summary, p.Group.Visibility, p.Group.Joining = "Quiet Hours", "For those who grieve.", group.Listed, group.ByAsking
			p.Group.Topics, p.Group.Kind = []string{"grief"}, word.Therapy
		})
		a.Found(fay, "Tomasz C", func(p *group.Plan) { p.Group.Name, p.Group.Visibility = "Under the Roof", group.Unlisted })
		for _, p := range []apptest.Person{apptest.Vera, apptest.Zoe} {
			page := newBrowser(t, a, p).get("/groups")
			want(t, page, 200, "Low Tide", "For people who change how they live with alcohol.", "Quiet Hours", "For those who grieve.", "You ask first", "Peer group · Alcohol · English")
			lacks(t, page, "Under the Roof", "Therapy group ·", "Your groups")
		}
		b := newBrowser(t, a, apptest.Vera)
		for query, found := range map[string]string{"q=GRIEVE": "Quiet Hours", "topic=grief": "Quiet Hours", "kind=peer": "Low Tide", "q=tide": "Low Tide"} {
			page := b.get("/groups?" + query)
			want(t, page, 200, found, "Show all groups")
			for _, other := range []string{"Quiet Hours", "Low Tide"} {
				if other != found && strings.Contains(page.Body, other) {
					t.Errorf("%s shows %s", query, other)
				}
			}
		}
		want(t, b.get("/groups?language=fr"), 200, "No group is like that yet.")
		want(t, b.get("/groups?q="+url.QueryEscape(`<script>"'%_!\`)), 200, "No group is like that yet.")
		if body := b.get("/groups?q=" + url.QueryEscape(`"><script>`)).Body; strings.Contains(body, `"><script>`) {
			t.Error("what was looked for is markup")
		}
		mine := newBrowser(t, a, fay).get("/groups")
		want(t, mine, 200, "Your groups", "Under the Roof", "You are Tomasz C here", "Found a group")
	})
}

func TestAnEmptyListSaysWhatWillBeThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		want(t, newBrowser(t, a, apptest.Vera).get("/groups"), 200, "Groups will be here.")
		want(t, newBrowser(t, a, apptest.Ana).get("/groups"), 200, "Found a group")
	})
}

func TestALongListGoesOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for range group.GroupsPage + 1 {
			a.Found(apptest.Stella, "Stella", nil)
		}
		b := newBrowser(t, a, apptest.Vera)
		first := b.get("/groups?q=tide")
		want(t, first, 200, "More groups")
		if n := strings.Count(first.Body, `class="whole"`); n != group.GroupsPage {
			t.Errorf("%d groups on the first page", n)
		}
		_, rest, _ := strings.Cut(first.Body, `<a href="/groups?after=`)
		after, _, _ := strings.Cut(rest, `"`)
		last := b.get("/groups?after=" + strings.ReplaceAll(after, "&amp;", "&"))
		want(t, last, 200, "Back to the first", "That is all.")
		if n := strings.Count(last.Body, `class="whole"`); n != 1 {
			t.Errorf("%d groups on the last page", n)
		}
	})
}

func TestANewcomerUnderstandsAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", func(p *group.Plan) { p.Group.Whom = "Whoever drinks" })
		page := newBrowser(t, a, apptest.Vera).get(at(g, ""))
		want(t, page, 200, "What happens here", "Whoever drinks", "Tomasz", "Facilitator", "Our agreements", "What others can see of you", "How to join", "The first days",
			"You can join at once.", `href="/come-in?next=%2Fgroups%2F`+g.Slug+`"`)
		want(t, newBrowser(t, a, apptest.Zoe).get(at(g, "")), 200, `href="/groups/`+g.Slug+`/join"`)
		want(t, newBrowser(t, a, apptest.Pia).get(at(g, "")), 200, "Your seat is paused.")
		want(t, newBrowser(t, a, apptest.Vera).get(at(g, "/join")), 401)
	})
}

func TestAListedGroupShowsItsNameAndOneParagraph(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", func(p *group.Plan) {
			p.Group.Visibility, p.Group.Whom, p.Group.About = group.Listed, "Whoever drinks", "We meet in the blue room."
		})
		page := newBrowser(t, a, apptest.Zoe).get(at(g, ""))
		want(t, page, 200, "Low Tide", "For people who change how they live with alcohol.", "How to join")
		lacks(t, page, "Whoever drinks", "blue room", "Tomasz", "Alcohol")
	})
}

// outsiders are those for whom an unlisted group is nothing.
func outsiders() []apptest.Person {
	return []apptest.Person{apptest.Vera, apptest.Zoe, apptest.Ana, apptest.Stella}
}

func TestAnUnlistedGroupIsNowhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Visibility = group.Unlisted })
		a.Enter(apptest.Ana, a.Found(fay, "Tomasz B", nil), "Marisol") // so that the warning about names has something to say
		for _, p := range outsiders() {
			b := newBrowser(t, a, p)
			for _, path := range []string{"", "/join"} {
				got, nowhere := b.get(at(g, path)), b.get("/groups/no-such-abcd"+path)
				if bytesOf(got, at(g, path)) != bytesOf(nowhere, "/groups/no-such-abcd"+path) {
					t.Errorf("%s: GET %s tells that the group exists: %d", p.Name, path, got.Code)
				}
			}
			form := url.Values{"persona": {"Marisol"}, "agreed": {"yes"}, "version": {"1"}}
			for _, path := range []string{"/join", "/withdrawal", "/place", "/words/erasure"} {
				got, nowhere := b.post(at(g, path), form), b.post("/groups/no-such-abcd"+path, form)
				if bytesOf(got, at(g, path)) != bytesOf(nowhere, "/groups/no-such-abcd"+path) || got.Code < 400 {
					t.Errorf("%s: POST %s tells that the group exists: %d", p.Name, path, got.Code)
				}
			}
		}
		want(t, newBrowser(t, a, fay).get(at(g, "")), 200, "Low Tide")
	})
}

func TestAGroupThatWaitsOrIsOverIsNowhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", nil)
		must(t, a.Groups.Move(ctx, a.Inside(fay, g), group.Paused))
		b := newBrowser(t, a, apptest.Zoe)
		want(t, b.get(at(g, "")), 200, "This group takes a pause.")
		leads(t, b.get(at(g, "/join")), at(g, ""))
		want(t, b.get("/groups"), 200, "Takes a pause")
		must(t, a.Groups.Move(ctx, a.Inside(fay, g), group.Archived))
		want(t, b.get(at(g, "")), 404)
		lacks(t, b.get("/groups"), "Low Tide")
	})
}

func TestThoseWhoLeftCanTakeTheirWordsAway(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		for _, visibility := range []group.Visibility{group.Public, group.Unlisted} {
			g := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Joining = group.Freely })
			m := a.Enter(apptest.Ana, g, "Marisol")
			must(t, a.Groups.Introduce(ctx, m, "I am here."))
			must(t, a.Groups.Leave(ctx, a.Viewer(apptest.Ana), g.Slug, group.AsFormer))
			change := a.Inside(fay, g)
			change.Group.Visibility = visibility
			must(t, a.Groups.Change(ctx, change, change.Group))
			b := newBrowser(t, a, apptest.Ana)
			want(t, b.get("/groups"), 200, "Groups you left", at(g, "/words/erasure"))
			want(t, b.get(at(g, "/words/erasure")), 200, "Your words are still here", "Take my words away")
			if visibility == group.Public {
				want(t, b.get(at(g, "")), 200, "Your words are still here")
			} else {
				want(t, b.get(at(g, "")), 404)
				want(t, b.get("/groups"), 200, "A group you left")
			}
			want(t, newBrowser(t, a, apptest.Zoe).get(at(g, "/words/erasure")), 404)
			lacks(t, newBrowser(t, a, apptest.Zoe).get(at(g, "")), "Your words are still here")
			lacks(t, newBrowser(t, a, apptest.Zoe).get("/groups"), "Groups you left")
			leads(t, b.post(at(g, "/words/erasure"), nil), "/groups")
			want(t, b.get("/groups"), 200, "Your words are gone from that group.")
			lacks(t, b.get("/groups"), "Groups you left")
			want(t, b.get(at(g, "/words/erasure")), 404)
			if strings.Contains(a.Dump(), "I am here.") {
				t.Error("the words are still there")
			}
			want(t, b.post(at(g, "/words/erasure"), nil), 404)
		}
	})
}
