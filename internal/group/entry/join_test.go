package entry_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
)

func TestJoiningIsOnePage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		b := newBrowser(t, a, apptest.Zoe)
		want(t, b.get(at(g, "/join")), 200, "Your name in this group", "Show me others", "I agree to this.", "Would you like to be greeted?", "The members of Low Tide see this name")
		form := with(b.joins(at(g, "/join"), "Wren"), "pronouns", "they", "persona-about", "I like tea.", "hello", "yes")
		leads(t, b.post(at(g, "/join"), form), at(g, ""))
		if _, said := b.jar["__Host-flash"]; !said {
			t.Error("nothing is said")
		}
		m := a.Inside(apptest.Zoe, g)
		if m.Self.Name != "Wren" || m.Self.Pronouns != "they" || m.Self.About != "I like tea." || !m.Self.WantsHello {
			t.Errorf("joined as %+v", m.Self)
		}
		again := b.post(at(g, "/join"), form)
		leads(t, again, at(g, ""))
		if again.Header.Get("Idempotency-Replayed") == "" {
			t.Error("the same form was worked on twice")
		}
		leads(t, b.get(at(g, "/join")), at(g, ""))
		want(t, b.get(at(g, "")), 200, "Low Tide")
	})
}

func TestAMistakeKeepsAllThatWasTyped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", func(p *group.Plan) { p.Group.Joining, p.Group.Question = group.ByAsking, "What brings you?" })
		b := newBrowser(t, a, apptest.Zoe)
		form := with(b.joins(at(g, "/join"), "Wren"), "pronouns", "they/them", "persona-about", "I like tea.", "hello", "yes")
		form.Del("agreed")
		page := b.post(at(g, "/join"), form)
		want(t, page, 422, "Error: ", "Tick this if you agree.", "Say a few words, so that the group can answer you.", `value="Wren"`, `value="they/them"`, "I like tea.", form.Get("seeds"))
		if !strings.Contains(page.Body, `name="hello" value="yes" checked`) {
			t.Error("the wish to be greeted is lost")
		}
		want(t, b.post(at(g, "/join"), with(form, "agreed", "yes", "version", "7", "answer", "Sundays.")), 422, "The agreements of this group have changed.", "Sundays.")
		leads(t, b.post(at(g, "/join"), with(form, "version", "1", "answer", "Sundays.")), at(g, ""))
		want(t, b.get(at(g, "")), 200, "You have asked to join", "You asked as Wren.", "Take it back")
		leads(t, b.post(at(g, "/withdrawal"), nil), "/groups")
		want(t, b.get(at(g, "")), 200, "Ask to join")
		if strings.Contains(a.Dump(), "Sundays.") {
			t.Error("the answer is still kept")
		}
	})
}

func TestNamesFollowTheRules(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		b := newBrowser(t, a, apptest.Zoe)
		for _, name := range []string{
			"", "T0masz", "TOMASZ", "Тomasz", "Dr Ana", "Counsellor Jo", "Official Helper", strings.Repeat("a", 41), "a\u202eb", "...", "ana@example.org",
		} {
			page := b.post(at(g, "/join"), b.joins(at(g, "/join"), name))
			if page.Code != 422 || !strings.Contains(page.Body, `id="join-persona-error"`) {
				t.Errorf("%q: %d", name, page.Code)
			}
		}
		for _, hostile := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`} {
			page := b.post(at(g, "/join"), with(b.joins(at(g, "/join"), "Dr Ana"), "persona-about", hostile, "pronouns", hostile))
			if strings.Contains(page.Body, "<script>alert") || strings.Contains(page.Body, "<img src=x") {
				t.Errorf("%q is markup", hostile)
			}
		}
		leads(t, b.post(at(g, "/join"), b.joins(at(g, "/join"), "Zoë ☂")), at(g, ""))
	})
}

func TestAFullGroupKeepsAList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Capacity, p.Group.Queues = 2, true })
		a.Enter(apptest.Ana, g, "Marisol")
		must(t, a.Groups.CountMembers(ctx))
		zoe, cy := newBrowser(t, a, apptest.Zoe), newBrowser(t, a, a.Newcomer("Cy"))
		want(t, zoe.get(at(g, "")), 200, "Every place is taken. You can wait for one", "Wait for a place")
		leads(t, zoe.post(at(g, "/join"), zoe.joins(at(g, "/join"), "Wren")), at(g, ""))
		a.Clock.Advance(time.Minute)
		leads(t, cy.post(at(g, "/join"), cy.joins(at(g, "/join"), "Cy")), at(g, ""))
		want(t, zoe.get(at(g, "")), 200, "You are on the list", "Nobody is before you.")
		want(t, cy.get(at(g, "")), 200, "One person is before you.")
		want(t, cy.post(at(g, "/place"), nil), 409, "No place is free for you yet.")
		must(t, a.Groups.Leave(ctx, a.Viewer(apptest.Ana), g.Slug, group.AsFormer))
		want(t, zoe.get(at(g, "")), 200, "A place is free for you", "Take the place")
		leads(t, zoe.post(at(g, "/place"), nil), at(g, ""))
		a.Inside(apptest.Zoe, g)
		change := a.Inside(fay, g)
		change.Group.Queues = false
		must(t, a.Groups.Change(ctx, change, change.Group))
		want(t, newBrowser(t, a, apptest.Stella).get(at(g, "")), 200, "Every place is taken.", "Look at other groups")
	})
}

func TestAGroupThatTakesNobodyLeadsOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		for says, change := range map[string]func(*group.Plan){
			"You join when somebody":      func(p *group.Plan) { p.Group.Joining = group.ByInvitation },
			"Nobody can join for now.":    func(p *group.Plan) { p.Group.Joining = group.Shut },
			"This group has begun, and s": func(p *group.Plan) { p.Group.Starts = apptest.Start.Add(-time.Hour) },
		} {
			g := a.Found(fay, "Tomasz", change)
			b := newBrowser(t, a, apptest.Zoe)
			want(t, b.get(at(g, "")), 200, says, "Look at other groups")
			leads(t, b.get(at(g, "/join")), at(g, ""))
			form := url.Values{"persona": {"Wren"}, "agreed": {"yes"}, "version": {"1"}}
			want(t, b.post(at(g, "/join"), form), 403, "This group cannot take you in right now.", `value="Wren"`)
		}
	})
}

// link makes an invitation to a group.
func link(t *testing.T, a *apptest.App, by apptest.Person, g group.Group, admits bool) string {
	t.Helper()
	token, err := a.Groups.Invite(ctx, a.Inside(by, g), 1, time.Hour, admits)
	must(t, err)
	return "/group-invitation/" + token
}

func TestAnInvitationShowsAndLetsIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Visibility, p.Group.Joining = group.Unlisted, group.ByInvitation })
		path := link(t, a, fay, g, true)
		visitor := newBrowser(t, a, apptest.Vera).get(path)
		want(t, visitor, 200, "Tomasz invites you", "Low Tide", "Come in first", `/come-in?next=`+url.QueryEscape(path))
		b := newBrowser(t, a, apptest.Zoe)
		for range 3 { // looking spends nothing
			want(t, b.get(path), 200, "Tomasz invites you", "Your name in this group", "Our agreements")
		}
		form := b.joins(path, "T0masz")
		if form.Get("link") != strings.TrimPrefix(path, "/group-invitation/") {
			t.Error("the form does not carry the link")
		}
		want(t, b.post(at(g, "/join"), form), 422, "looks too much like", form.Get("link")) // nor does a mistake
		leads(t, b.post(at(g, "/join"), with(form, "persona", "Wren")), at(g, ""))
		if m := a.Inside(apptest.Zoe, g); m.Self.Name != "Wren" {
			t.Errorf("joined as %q", m.Self.Name)
		}
		dead := newBrowser(t, a, apptest.Ana)
		used := dead.get(path)
		want(t, used, http.StatusNotFound, "This invitation does not work.")
		lacks(t, used, "Low Tide")
		taken := link(t, a, fay, g, false)
		list, err := a.Groups.InvitationsFor(ctx, a.Inside(fay, g))
		must(t, err)
		must(t, a.Groups.TakeBackInvitation(ctx, a.Inside(fay, g), list[0].ID))
		old := link(t, a, fay, g, false)
		a.Clock.Advance(2 * time.Hour)
		for _, other := range []string{taken, old, "/group-invitation/never", "/group-invitation/" + strings.Repeat("x", 5000)} {
			if bytesOf(dead.get(other), other) != bytesOf(used, path) {
				t.Errorf("%s is answered otherwise", other[:40])
			}
		}
		form = with(form, "link", strings.TrimPrefix(path, "/group-invitation/"))
		want(t, dead.post(at(g, "/join"), form), 404)
	})
}
