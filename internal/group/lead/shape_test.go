package lead_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
)

func TestAFirstDayTicksItselfOff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := &people{App: a, t: t, ids: map[apptest.Person]string{}}
		p.lead, p.second = a.Newcomer("lead"), a.Newcomer("second")
		a.AddKey(p.lead)
		p.group = p.found(p.lead, "Low Tide", "Marisol", func(g *group.Group) { g.Visibility, g.Joining = group.Unlisted, group.Freely })
		done := func() int { return strings.Count(p.Get(p.lead, p.at("/begin")).Body, `badge-on">Done`) }
		wants(t, p.Get(p.lead, p.at("/begin")), http.StatusOK, "First, add a second key.", "/settings/keys", "Say when and where you meet.",
			"Nobody can find this group by looking.", "are you thinking of ending your life?", "/help")
		if n := done(); n != 1 {
			t.Errorf("%d steps are done at first", n)
		}
		a.AddKey(p.lead)
		if body := p.Get(p.lead, p.at("/begin")).Body; strings.Contains(body, "First, add a second key.") {
			t.Error("it still asks for a second key")
		}
		p.join(p.second, "Tomasz")
		wants(t, p.Post(p.lead, p.invitations(), url.Values{"uses": {"1"}, "lasts": {"week"}}), http.StatusOK)
		wants(t, p.Get(p.lead, p.at("/begin")), http.StatusOK, "1 invitation works now.")
		p.appoint(p.second, group.CoFacilitator)
		wants(t, p.Get(p.lead, p.at("/begin")), http.StatusOK, "Tomasz")
		if n := done(); n != 3 {
			t.Errorf("%d steps are done at last", n)
		}
	})
}

func TestASheetSaysNoMoreThanAnybodyKnows(t *testing.T) {
	for visibility, named := range map[group.Visibility]bool{group.Public: true, group.Listed: true, group.Unlisted: false} {
		t.Run(string(visibility), func(t *testing.T) {
			each(t, func(g *group.Group) { g.Visibility = visibility }, func(t *testing.T, p *people) {
				sheet := p.Get(p.lead, p.at("/poster"))
				wants(t, sheet, http.StatusOK)
				_, paper, there := strings.Cut(sheet.Body, `class="poster`)
				if there != named || named && !strings.Contains(paper, p.Base.String()+"/groups/"+p.group.Slug) {
					t.Errorf("a sheet of its address: %v", there)
				}
				made := p.Post(p.lead, p.invitations(), url.Values{"uses": {"3"}, "lasts": {"season"}})
				wants(t, made, http.StatusOK, "shown this once", "qr-code")
				_, paper, _ = strings.Cut(made.Body, `class="poster`)
				paper, _, _ = strings.Cut(paper, "</section>")
				if strings.Contains(paper, "Low Tide") != named || !named && !strings.Contains(paper, "Lantern Street") {
					t.Errorf("the sheet names the group: %s", sentences("<main>"+paper))
				}
				if regexp.MustCompile(`(?i)recover|support|addict|sober`).MatchString(sentences("<main " + paper)) {
					t.Error("the sheet says what it is for")
				}
			})
		})
	}
}

func TestInvitationsAreMadeAndTakenBack(t *testing.T) {
	each(t, byAsking, func(t *testing.T, p *people) {
		form := url.Values{"uses": {"2"}, "lasts": {"day"}, "admits": {"yes"}}
		wants(t, p.Get(p.lead, p.invitations()), http.StatusOK, "Let them in without asking", "None.")
		wants(t, p.Post(p.lead, p.invitations(), url.Values{"uses": {"51"}, "lasts": {"day"}}), http.StatusUnprocessableEntity, "Choose a number from 1 to 50.", `value="51"`)
		wants(t, p.Post(p.lead, p.invitations(), url.Values{"uses": {"1"}, "lasts": {"ever"}}), http.StatusUnprocessableEntity, "Choose how long the link works from the list.")
		link := linkIn(t, p.Post(p.second, p.invitations(), form))
		door := p.Get(p.outsider, "/group-invitation/"+link)
		wants(t, door, http.StatusOK, "You can join at once.")
		if strings.Contains(door.Body, "Where do you walk?") {
			t.Error("whoever need not ask is asked")
		}
		if out, err := p.come(p.outsider, "Wren", link); err != nil || out != group.Came {
			t.Errorf("by a leader’s link they are %q, %v", out, err)
		}
		list := p.Get(p.lead, p.invitations())
		wants(t, list, http.StatusOK, "For 1 more person", "Made by Tomasz", "Without asking")
		if strings.Contains(list.Body, link) {
			t.Error("the link is shown again")
		}

		// A member's link never gives more than the member has, and only the member and leaders see it.
		own := p.Get(p.member, p.invitations())
		wants(t, own, http.StatusOK, "Links that you made", "None.")
		if strings.Contains(own.Body, "without asking") || strings.Contains(own.Body, "Looking after it") {
			t.Error("a member is offered what is for leaders")
		}
		wants(t, p.Post(p.member, p.invitations(), form), http.StatusNotFound)
		form.Del("admits")
		form.Set("uses", "1")
		dana := p.Newcomer("dana")
		asks := linkIn(t, p.Post(p.member, p.invitations(), form))
		wants(t, p.Get(dana, "/group-invitation/"+asks), http.StatusOK, "You ask to join", "Where do you walk?")
		if out, err := p.come(dana, "Moss", asks); err != nil || out != group.Asks {
			t.Errorf("by a member’s link they are %q, %v", out, err)
		}
		linkIn(t, p.Post(p.member, p.invitations(), form))
		leaders := p.Get(p.lead, p.invitations()).Body
		mine := regexp.MustCompile(`/invitations/[0-9a-f-]+/end`).FindString(p.Get(p.member, p.invitations()).Body)
		for _, end := range regexp.MustCompile(`/invitations/[0-9a-f-]+/end`).FindAllString(leaders, -1) {
			if end != mine {
				wants(t, p.Post(p.member, "/groups/"+p.group.Slug+end, nil), http.StatusNotFound)
			}
		}
		wants(t, p.Post(p.greeter, "/groups/"+p.group.Slug+mine, nil), http.StatusNotFound)
		wantsTo(t, p.Post(p.lead, "/groups/"+p.group.Slug+mine, nil), p.invitations())
		wants(t, p.Post(p.member, "/groups/"+p.group.Slug+mine, nil), http.StatusNotFound) // an old tab

		zed := p.Newcomer("zed")
		for _, who := range []apptest.Person{p.outsider, p.former, p.elsewhere, zed, apptest.Stella} {
			if who == p.outsider {
				continue // a member by now
			}
			wants(t, p.Get(who, p.invitations()), http.StatusNotFound)
			wants(t, p.Post(who, p.invitations(), form), http.StatusNotFound)
		}
	})
}

func TestWhereLeadersInviteMembersDoNot(t *testing.T) {
	each(t, func(g *group.Group) { g.Invites = "leaders" }, func(t *testing.T, p *people) {
		wants(t, p.Get(p.member, p.invitations()), http.StatusForbidden, "In this group the leaders invite.")
		wants(t, p.Post(p.member, p.invitations(), url.Values{"uses": {"1"}, "lasts": {"day"}}), http.StatusForbidden)
		wants(t, p.Get(p.second, p.invitations()), http.StatusOK, "Make a link")
	})
}

func linkIn(t *testing.T, page apptest.Answer) string {
	t.Helper()
	found := regexp.MustCompile(`/group-invitation/([\w-]{43})`).FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("there is no link: %s", sentences(page.Body))
	}
	return found[1]
}

// settings is a form that changes nothing but what is given.
func settings(pairs ...string) url.Values {
	form := url.Values{
		"name": {"Low Tide"}, "summary": {"For neighbours."}, "visibility": {"public"}, "joining": {"open"}, "words": {"plain"}, "zone": {"Europe/London"},
		"invites": {"members"}, "about": {inside}, "languages": {"en"},
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestLeadersShapeTheGroup(t *testing.T) {
	each(t, nil, func(t *testing.T, p *people) {
		wants(t, p.Get(p.second, p.at("/settings")), http.StatusOK, "Low Tide", inside, "Its kind and its address stay as they are.")
		for field, c := range map[string][2]string{
			"name":       {"", "Give the group a name."},
			"summary":    {strings.Repeat("é", 301), "Shorten this to 300 characters."},
			"capacity":   {"a few", "Type a whole number, or leave it empty."},
			"young":      {"31", "Choose a number of days from 0 to 30."},
			"starts":     {"tomorrow", "Type a day like 2027-03-14"},
			"zone":       {"Mars/Olympus", "Choose a time zone from the list."},
			"visibility": {"secret", "Choose who can see that the group exists."},
			"topics":     {"weather", "Choose topics from the list."},
		} {
			page := p.Post(p.lead, p.at("/settings"), settings(field, c[0], "whom", "Those who kept this"))
			wants(t, page, http.StatusUnprocessableEntity, "There is a problem", c[1], "Those who kept this", "Error: ")
		}
		form := settings("name", "Ebb and Flow", "whom", "Anybody", "words", "grief", "capacity", "12", "queues", "yes", "starts", "2026-12-01", "ends", "2026-12-31", "joining", "ask", "question", "Why here?", "kind", "therapy")
		form["topics"] = []string{"grief", "sleep"}
		wantsTo(t, p.Post(p.second, p.at("/settings"), form), p.at("/settings"))
		g := p.as(p.lead).Group
		if g.Name != "Ebb and Flow" || g.Capacity != 12 || !g.Queues || g.Joining != group.ByAsking || g.Kind != "peer" || g.Slug != p.group.Slug || len(g.Topics) != 2 {
			t.Errorf("now it is %+v", g)
		}
		if want := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC); !g.Ends.Equal(want) {
			t.Errorf("it ends %v, want %v", g.Ends, want)
		}
		// What the page shows is what is sent back.
		wants(t, p.Get(p.lead, p.at("/settings")), http.StatusOK, `value="2026-12-31"`, `value="2026-12-01"`, "Why here?", `value="grief" checked`)
		must(t, p.Groups.ShowTopic(t.Context(), p.Viewer(apptest.Stella), "sleep", false))
		wantsTo(t, p.Post(p.lead, p.at("/settings"), form), p.at("/settings"))
		if body := p.Get(p.lead, p.at("/settings")).Body; !strings.Contains(body, `value="sleep" checked`) || strings.Contains(body, `value="gaming" checked`) {
			t.Error("a topic that was taken off the list is lost")
		}
	})
}

func TestAGroupIsPausedEndedAndOpenedAgain(t *testing.T) {
	each(t, nil, func(t *testing.T, p *people) {
		state := func() group.State { return p.as(p.lead).Group.State }
		wants(t, p.Get(p.lead, p.at("/state")), http.StatusOK, "Pause the group", "End the group")
		wants(t, p.Get(p.second, p.at("/state")), http.StatusOK, "This is for: Facilitator.")
		wants(t, p.Post(p.second, p.at("/state/pause"), nil), http.StatusNotFound)
		for _, c := range []struct {
			move string
			want group.State
		}{
			{"/pause", group.Paused}, {"/return", group.Open}, {"/pause", group.Paused}, {"/archive", group.Archived}, {"/return", group.Open}, {"/archive", group.Archived},
		} {
			wants(t, p.Get(p.lead, p.at("/state", c.move)), http.StatusOK, "Not now", "Everybody in the group sees it at once.")
			wantsTo(t, p.Post(p.lead, p.at("/state", c.move), nil), p.at("/state"))
			if got := state(); got != c.want {
				t.Errorf("%s: now %q", c.move, got)
			}
			wants(t, p.Post(p.lead, p.at("/state", c.move), nil), http.StatusConflict, "This changed meanwhile.") // an old tab
			wantsTo(t, p.Get(p.lead, p.at("/state", c.move)), p.at("/state"))
		}
		wants(t, p.Post(p.lead, p.at("/state/explode"), nil), http.StatusNotFound)
		wants(t, p.Post(p.lead, p.at("/settings"), settings()), http.StatusForbidden, "This group is over.")
		wants(t, p.Get(p.lead, p.at("/settings")), http.StatusOK, "This group is over.")
	})
}

func TestLeadingTakesTwoKeys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := &people{App: a, t: t, ids: map[apptest.Person]string{}}
		p.lead, p.member = a.Newcomer("lead"), a.Newcomer("member")
		a.AddKey(p.lead)
		p.group = p.found(p.lead, "Low Tide", "Marisol", nil)
		_, err := p.come(p.member, "Juniper", "")
		must(t, err)
		p.ids[p.member] = p.self(p.member).ID
		a.Clock.Advance(31 * time.Minute)
		for _, path := range []string{p.at(), p.at("/askings"), p.at("/people/", p.ids[p.member]), p.at("/people/", p.ids[p.member], "/removal"), p.at("/bans"), p.at("/settings"), p.at("/state"), p.at("/greeters")} {
			wants(t, p.Get(p.lead, path), http.StatusOK, "First, add a second key.", "/settings/keys")
		}
		for path, form := range map[string]url.Values{
			p.at("/people/", p.ids[p.member], "/role"):    {"role": {"greeter"}},
			p.at("/people/", p.ids[p.member], "/removal"): {"ban": {"no"}},
			p.at("/settings"):    settings(),
			p.at("/state/pause"): nil,
		} {
			wants(t, p.Post(p.lead, path, form), http.StatusForbidden, "This needs two keys")
		}
		if p.gone(p.member) || p.roleOf(p.member) != group.Plain {
			t.Error("one key was enough")
		}
	})
}
