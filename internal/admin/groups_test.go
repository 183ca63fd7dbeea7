package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/word"
)

const secretWords = "what only members may read"

// found founds a group as p, who leads it as the persona Marisol.
func found(t *testing.T, a *apptest.App, p apptest.Person, name string, kind word.Kind) group.Group {
	t.Helper()
	plan := group.NewPlan(t.Context(), kind, "")
	plan.Group.Name, plan.Group.Summary, plan.Group.Zone, plan.Group.About = name, "For neighbours who listen.", "Europe/London", secretWords
	plan.Group.Languages, plan.Group.Joining = []string{"en"}, group.Freely
	plan.Face.Name = "Marisol"
	g, err := a.Groups.Found(t.Context(), a.Viewer(p), plan)
	must(t, err)
	return g
}

// open founds a group that a steward has said yes to.
func openGroup(t *testing.T, a *apptest.App, p apptest.Person, name string) group.Group {
	t.Helper()
	g := found(t, a, p, name, word.Peer)
	must(t, a.Groups.Decide(t.Context(), a.Viewer(apptest.Stella), g.ID, true, "go well"))
	return g
}

// join makes p a member under the name.
func join(t *testing.T, a *apptest.App, p apptest.Person, g group.Group, name string) {
	t.Helper()
	out, err := a.Groups.Join(t.Context(), a.Viewer(p), g.Slug, group.Coming{Face: group.Face{Name: name}, Agreed: 1})
	must(t, err)
	if out != group.Came {
		t.Fatalf("%s is %q", name, out)
	}
}

func groupAt(id, what string) string { return "/admin/groups/" + id + what }

func stateOf(t *testing.T, a *apptest.App, id string) group.StewardsView {
	t.Helper()
	v, err := a.Groups.OneFor(t.Context(), a.Viewer(apptest.Stella), id)
	must(t, err)
	return v
}

func TestAStewardAnswersWhoFounds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		good, bad := found(t, a, apptest.Ana, "Low Tide", word.Peer), found(t, a, apptest.Ana, "High Tide", word.Therapy)
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Answer 2 groups that ask to begin")
		list := a.Get(apptest.Stella, "/admin/groups")
		wants(t, list, http.StatusOK, "They ask to begin", "Low Tide", "High Tide", "Therapy group. Fewer than five people.", "To be answered")
		page := a.Get(apptest.Stella, groupAt(good.ID, ""))
		wants(t, page, http.StatusOK, "For neighbours who listen.", "Let it begin", "Say no to it", "1 person")
		if strings.Contains(page.Body, secretWords) || strings.Contains(page.Body, "Marisol") {
			t.Error("a steward reads what the group has inside, or who is there")
		}
		wants(t, a.Post(apptest.Stella, groupAt(good.ID, "/opening"), url.Values{"reason": {" "}}), http.StatusUnprocessableEntity, "Write something here.")
		wants(t, a.Post(apptest.Stella, groupAt(good.ID, "/opening"), yes()), http.StatusSeeOther)
		wants(t, a.Post(apptest.Stella, groupAt(bad.ID, "/refusal"), yes()), http.StatusSeeOther)
		if s := stateOf(t, a, good.ID).State; s != group.Open {
			t.Errorf("let begin, it is %q", s)
		}
		wants(t, a.Get(apptest.Stella, groupAt(bad.ID, "")), http.StatusOK, "A steward said no to this group.", "Nothing is left to do here.")
		// An old tab: the page leads back, and the answer is not given twice.
		wants(t, a.Get(apptest.Stella, groupAt(good.ID, "/refusal")), http.StatusSeeOther)
		wants(t, a.Post(apptest.Stella, groupAt(good.ID, "/refusal"), yes()), http.StatusConflict, "Somebody answered this already.")
		wants(t, a.Get(apptest.Stella, "/admin/groups?state=refused"), http.StatusOK, "High Tide")
		wants(t, a.Get(apptest.Stella, "/admin/groups?state=happy"), http.StatusNotFound)
		wants(t, a.Get(apptest.Stella, "/admin/record"), http.StatusOK, "A group was let begin", "A steward said no to a group", why)
		sound(t, a)
	})
}

func TestAStewardPausesEndsAndOpensAGroup(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := openGroup(t, a, apptest.Ana, "Low Tide")
		for _, c := range []struct {
			act  string
			want group.State
			does string
		}{
			{"/pause", group.Paused, "group.paused"},
			{"/return", group.Open, "group.open"},
			{"/archive", group.Archived, "group.archived"},
			{"/return", group.Open, "group.open"},
		} {
			before := countAction(t, a, c.does)
			wants(t, a.Get(apptest.Stella, groupAt(g.ID, c.act)), http.StatusOK, "Why?", "Not now")
			wants(t, a.Post(apptest.Stella, groupAt(g.ID, c.act), yes()), http.StatusSeeOther)
			if got := stateOf(t, a, g.ID).State; got != c.want || countAction(t, a, c.does) != before+1 {
				t.Errorf("%s: now %q, and %d entries more", c.act, got, countAction(t, a, c.does)-before)
			}
			wants(t, a.Post(apptest.Stella, groupAt(g.ID, c.act), yes()), http.StatusConflict, "This changed meanwhile.")
		}
		wants(t, a.Post(apptest.Stella, groupAt(g.ID, "/archive"), url.Values{"reason": {why}}), http.StatusUnprocessableEntity, "Tick this if it is so.", why)
		wants(t, a.Post(apptest.Stella, groupAt(g.ID, "/tickle"), yes()), http.StatusNotFound)
		wants(t, a.Post(apptest.Stella, groupAt("nobody", "/pause"), yes()), http.StatusNotFound)
		sound(t, a)
	})
}

func TestAStewardNamesSomebodyForAGroupWithoutLeaders(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := openGroup(t, a, apptest.Ana, "Low Tide")
		join(t, a, apptest.Zoe, g, "Juniper")
		wants(t, a.Post(apptest.Stella, groupAt(g.ID, "/leader"), url.Values{"reason": {why}, "name": {"Juniper"}}), http.StatusConflict, "This group has leaders again.")
		must(t, a.Groups.Leave(t.Context(), a.Viewer(apptest.Ana), g.Slug, group.AsFormer))
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Look after 1 group without leaders")
		wants(t, a.Get(apptest.Stella, "/admin/groups?state=care"), http.StatusOK, "Low Tide", "Without leaders")
		wants(t, a.Get(apptest.Stella, groupAt(g.ID, "")), http.StatusOK, "Nobody leads it", "Name somebody to lead")
		for typed, says := range map[string]string{"": "Type the name of the persona.", "Junip": "Nobody in this group has this name."} {
			wants(t, a.Post(apptest.Stella, groupAt(g.ID, "/leader"), url.Values{"reason": {why}, "name": {typed}}), http.StatusUnprocessableEntity, says, why)
		}
		wants(t, a.Post(apptest.Stella, groupAt(g.ID, "/leader"), url.Values{"reason": {why}, "name": {"Juniper"}}), http.StatusSeeOther)
		if v := stateOf(t, a, g.ID); v.Care || v.Leaders != 1 {
			t.Errorf("afterwards: care %v, %d leaders", v.Care, v.Leaders)
		}
		sound(t, a)
	})
}

func TestTheAccountBehindAPersonaIsClosedUnseen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		here, elsewhere := openGroup(t, a, apptest.Ana, "Low Tide"), openGroup(t, a, apptest.Ana, "Far Shore")
		join(t, a, apptest.Zoe, here, "Juniper")
		join(t, a, apptest.Zoe, elsewhere, "Cedar")
		zoe := a.Viewer(apptest.Zoe).Account
		at := groupAt(here.ID, "/behind")
		form := url.Values{"reason": {why}, "name": {"Juniper"}}
		wants(t, a.Get(apptest.Stella, at), http.StatusOK, "within two days", "You are shown nothing")
		wants(t, a.Post(apptest.Stella, at, form), http.StatusUnprocessableEntity, "Tick this if it is so.", "Juniper")
		form.Set("sure", "yes")
		form.Set("name", "Cedar")
		wants(t, a.Post(apptest.Stella, at, form), http.StatusUnprocessableEntity, "Nobody in this group has this name.")
		form.Set("name", "Juniper")
		done := a.Post(apptest.Stella, at, form)
		wants(t, done, http.StatusSeeOther)
		wants(t, a.Get(apptest.Zoe, "/home"), http.StatusUnauthorized)
		for _, path := range []string{done.Header.Get("Location"), "/admin/record", groupAt(elsewhere.ID, "")} {
			if body := a.Get(apptest.Stella, path).Body; strings.Contains(body, zoe) || strings.Contains(body, "Cedar") {
				t.Errorf("%s shows the steward more than they may know", path)
			}
		}
		if past := a.Get(apptest.Stella, memberPath(zoe, "")).Body; strings.Contains(past, "behind a persona") {
			t.Error("the page of the seat leads from the persona to the account")
		}
		sound(t, a)
	})
}

func TestStewardsActOnGroupsWithFreshKeys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := openGroup(t, a, apptest.Ana, "Low Tide")
		a.Clock.Advance(account.FreshFor + time.Minute)
		for _, act := range []string{"/pause", "/archive", "/behind"} {
			for _, got := range []apptest.Answer{a.Get(apptest.Stella, groupAt(g.ID, act)), a.Post(apptest.Stella, groupAt(g.ID, act), yes())} {
				if to := got.Header.Get("Location"); got.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/settings/prove") {
					t.Errorf("%s without a fresh key: %d to %q", act, got.Code, to)
				}
			}
		}
		if stateOf(t, a, g.ID).State != group.Open {
			t.Error("an open page was enough")
		}
	})
}

func TestAProfessionIsChecked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := openGroup(t, a, apptest.Ana, "Low Tide")
		ask := func() string {
			m, err := a.Groups.MemberFor(t.Context(), a.Viewer(apptest.Ana), g.Slug)
			must(t, err)
			must(t, a.Groups.AskVerification(t.Context(), m, "Psychologist", "Register 4711"))
			page := a.Get(apptest.Stella, "/admin/verifications")
			wants(t, page, http.StatusOK, "Psychologist", "Marisol, in Low Tide")
			return regexp.MustCompile(`/admin/verifications/[0-9a-f-]+`).FindString(page.Body)
		}
		at := ask()
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Check 1 profession")
		wants(t, a.Get(apptest.Stella, at), http.StatusOK, "Register 4711", "2027-11-24")
		form := url.Values{"answer": {"yes"}, "checked": {"Licensed"}, "where": {"The register"}, "until": {"2099-01-01"}}
		wants(t, a.Post(apptest.Stella, at, url.Values{"checked": {"Licensed"}}), http.StatusUnprocessableEntity, "Choose yes or no.", "Licensed")
		wants(t, a.Post(apptest.Stella, at, form), http.StatusUnprocessableEntity, "Choose a day within two years.", "The register")
		form.Set("until", "2027-11-24")
		wants(t, a.Post(apptest.Stella, at, form), http.StatusSeeOther)
		wants(t, a.Post(apptest.Stella, at, form), http.StatusNotFound)
		if n := countAction(t, a, "group.verification-verified"); n != 1 {
			t.Errorf("the record says it %d times", n)
		}
		a.Clock.Advance(time.Minute)
		wants(t, a.Post(apptest.Stella, ask(), url.Values{"answer": {"no"}}), http.StatusSeeOther)
		wants(t, a.Get(apptest.Stella, "/admin/verifications"), http.StatusOK, "Nothing to check.")
		sound(t, a)
	})
}

func TestStewardsKeepTheListOfTopics(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wants(t, a.Get(apptest.Stella, "/admin/topics"), http.StatusOK, "Gambling", "Nothing was taken off.")
		for typed, says := range map[string]string{"": "Type what the topic is called.", "gambling": "This topic is on the list already.", strings.Repeat("x", 41): "Shorten this to 40 characters."} {
			wants(t, a.Post(apptest.Stella, "/admin/topics", url.Values{"label": {typed}}), http.StatusUnprocessableEntity, says)
		}
		wants(t, a.Post(apptest.Stella, "/admin/topics", url.Values{"label": {"Night shifts"}}), http.StatusSeeOther)
		own := regexp.MustCompile(`/admin/topics/[0-9a-f-]{36}/removal`).FindString(a.Get(apptest.Stella, "/admin/topics").Body)
		for _, path := range []string{"/admin/topics/gambling/removal", own} {
			wants(t, a.Post(apptest.Stella, path, nil), http.StatusSeeOther)
			back := strings.Replace(path, "removal", "return", 1)
			wants(t, a.Get(apptest.Stella, "/admin/topics"), http.StatusOK, back)
			wants(t, a.Post(apptest.Stella, back, nil), http.StatusSeeOther)
			wants(t, a.Get(apptest.Stella, "/admin/topics"), http.StatusOK, path, "Night shifts")
		}
		wants(t, a.Post(apptest.Stella, "/admin/topics/weather/removal", nil), http.StatusNotFound)
	})
}

func TestAStewardsLinkOpensAGroupAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wants(t, a.Get(apptest.Stella, "/admin/founding"), http.StatusOK, "Members ask, and a steward says yes or no.")
		page := a.Post(apptest.Stella, "/admin/founding", nil)
		wants(t, page, http.StatusOK, "It is shown this once.", "qr-code")
		token := regexp.MustCompile(`/groups/new\?link=([\w-]{43})`).FindStringSubmatch(page.Body)
		if token == nil {
			t.Fatal("there is no link")
		}
		plan := group.NewPlan(t.Context(), word.Peer, "")
		plan.Group.Name, plan.Group.Summary, plan.Group.Zone, plan.Face.Name, plan.Link = "Low Tide", "For neighbours.", "Europe/London", "Marisol", token[1]
		g, err := a.Groups.Found(t.Context(), a.Viewer(apptest.Ana), plan)
		must(t, err)
		if g.State != group.Open {
			t.Errorf("with a link it is %q", g.State)
		}
		if _, err := a.Groups.Found(t.Context(), a.Viewer(apptest.Ana), plan); err == nil {
			t.Error("the link works twice")
		}
	})
}

func TestNobodyElseLooksAfterGroups(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := openGroup(t, a, apptest.Ana, "Low Tide")
		for _, p := range []apptest.Person{apptest.Vera, apptest.Ana, apptest.Pia, apptest.Lee, apptest.Zoe} {
			for _, path := range []string{"/admin/groups", groupAt(g.ID, ""), groupAt(g.ID, "/pause"), "/admin/verifications", "/admin/topics", "/admin/founding"} {
				wants(t, a.Get(p, path), http.StatusNotFound)
			}
			for _, path := range []string{groupAt(g.ID, "/pause"), groupAt(g.ID, "/behind"), "/admin/topics", "/admin/founding", "/admin/topics/gambling/removal"} {
				wants(t, a.Post(p, path, yes()), http.StatusNotFound)
			}
		}
		if stateOf(t, a, g.ID).State != group.Open {
			t.Error("somebody else paused it")
		}
	})
}
