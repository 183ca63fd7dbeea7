package entry_test

import (
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
	"handrail/internal/site"
)

// founds is the form of founding as the page has it.
func (b *browser) founds(k word.Kind, link string) url.Values {
	b.t.Helper()
	path := "/groups/new?kind=" + string(k)
	if link != "" {
		path += "&link=" + link
	}
	page := b.get(path)
	want(b.t, page, 200)
	plan := group.NewPlan(ctx, k, "")
	form := url.Values{
		"kind": {string(k)}, "was": {field(page.Body, "was")}, "link": {field(page.Body, "link")}, "once": {page.OnceKey()}, "seeds": {field(page.Body, "seeds")},
		"words": {string(plan.Group.Words)}, "visibility": {string(plan.Group.Visibility)}, "joining": {string(plan.Group.Joining)}, "invites": {plan.Group.Invites},
		"about": {strings.ReplaceAll(plan.Group.About, "\n", "\r\n")}, "agreements": {plan.Agreements}, "zone": {"Europe/Lisbon"}, "languages": {"en"},
		"name": {"Low Tide"}, "summary": {"For people who drink."}, "persona": {"Tomasz"},
	}
	if plan.Group.Capacity > 0 {
		form.Set("capacity", "10")
	}
	return form
}

// founded is the address of the group that was founded, from the answer.
func founded(t *testing.T, got apptest.Answer) string {
	t.Helper()
	slug, is := strings.CutSuffix(strings.TrimPrefix(got.Header.Get("Location"), "/groups/"), "/lead/begin")
	if got.Code != 303 || !is {
		t.Fatalf("%d to %q\n%s", got.Code, got.Header.Get("Location"), brief(got.Body))
	}
	return slug
}

func foundingIs(t *testing.T, a *apptest.App, by site.Founding) {
	t.Helper()
	current, err := a.Site.Get(ctx)
	must(t, err)
	current.Founding = by
	must(t, a.Site.Change(ctx, a.Viewer(apptest.Stella), current))
}

func TestAGroupOfEachKindIsFounded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		foundingIs(t, a, site.FoundByAnyone)
		b := newBrowser(t, a, apptest.Ana)
		want(t, b.get("/groups/new"), 200, "Choose one of the three", "Peer group", "Twelve-step group", "Therapy group")
		for _, k := range word.Kinds() {
			page := b.get("/groups/new?kind=" + string(k))
			want(t, page, 200, i18n.T(ctx, k.Label()), "Found the group")
			lacks(t, page, "A steward looks at each new group")
			slug := founded(t, b.post("/groups", with(b.founds(k, ""), "persona", "Tomasz "+string(k), "anyway", "yes")))
			m, err := a.Groups.MemberFor(ctx, a.Viewer(apptest.Ana), slug)
			must(t, err)
			plan := group.NewPlan(ctx, k, "")
			if m.Group.Kind != k || m.Group.State != group.Open || m.Group.Words != plan.Group.Words || m.Group.Capacity != plan.Group.Capacity || m.Self.Role != group.Facilitator {
				t.Errorf("%s: %+v", k, m.Group)
			}
			agreed, err := a.Groups.AgreementOf(ctx, m.Group)
			must(t, err)
			if agreed.Version != 1 || strings.TrimSpace(agreed.Source) != strings.TrimSpace(plan.Agreements) {
				t.Errorf("%s: the agreements are %q", k, agreed.Source)
			}
		}
	})
}

func TestWhoMayFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		want(t, newBrowser(t, a, apptest.Zoe).get("/groups/new"), 200, "Keep your seat first", `href="/settings/keys"`)
		want(t, newBrowser(t, a, apptest.Vera).get("/groups/new"), 401)
		ana := newBrowser(t, a, apptest.Ana)
		want(t, ana.get("/groups/new?kind=peer"), 200, "A steward looks at each new group before it opens.")
		slug := founded(t, ana.post("/groups", ana.founds(word.Peer, "")))
		m, err := a.Groups.MemberFor(ctx, a.Viewer(apptest.Ana), slug)
		must(t, err)
		if m.Group.State != group.Asked {
			t.Errorf("without a steward it is %s", m.Group.State)
		}
		want(t, newBrowser(t, a, apptest.Vera).get("/groups/"+slug), 404)

		token, err := a.Groups.InviteToFound(ctx, a.Viewer(apptest.Stella))
		must(t, err)
		for range 2 { // looking spends nothing
			want(t, ana.get("/groups/new?link="+token), 200, "kind=peer&link="+token)
		}
		lacks(t, ana.get("/groups/new?kind=peer&link="+token), "A steward looks at each new group")
		slug = founded(t, ana.post("/groups", with(ana.founds(word.Peer, token), "persona", "Marisol")))
		if m, err = a.Groups.MemberFor(ctx, a.Viewer(apptest.Ana), slug); err != nil || m.Group.State != group.Open {
			t.Errorf("with a link it is %s, %v", m.Group.State, err)
		}
		again := ana.post("/groups", with(ana.founds(word.Peer, token), "persona", "Juniper"))
		want(t, again, 409, "This link does not work any more.", `value="Low Tide"`)
		if field(again.Body, "link") != "" {
			t.Error("the next try takes the same link")
		}
	})
}

func TestAMistakeInFoundingKeepsAllThatWasTyped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(t, a, apptest.Ana)
		form := with(b.founds(word.Therapy, ""), "name", "", "summary", "", "persona", "Dr Ana", "whom", "Whoever drinks", "capacity", "many", "starts", "soon",
			"about", "Our own words.", "agreements", "- Ours.", "question", "Why?")
		form["topics"] = []string{"alcohol", "drugs"}
		page := b.post("/groups", form)
		want(t, page, 422, "Give the group a name.", "Say in a sentence or two what this group is.", "Type a whole number, or leave it empty.", "Type a day like", `id="found-persona-error"`,
			"Whoever drinks", `value="many"`, `value="soon"`, "Our own words.", "- Ours.", `value="Why?"`, `name="topics" value="alcohol" checked`)
		for _, wrong := range [][2]string{{"topics", "nonsense"}, {"zone", "Mars/Base"}, {"visibility", "x"}, {"joining", ""}, {"words", "x"}, {"invites", "x"}, {"kind", "x"}, {"young", "400"}, {"capacity", "-1"}} {
			got := b.post("/groups", with(b.founds(word.Peer, ""), wrong[0], wrong[1]))
			if got.Code != 422 {
				t.Errorf("%s %q: %d", wrong[0], wrong[1], got.Code)
			}
		}
		six := b.founds(word.Peer, "")
		six["topics"] = []string{"alcohol", "drugs", "gambling", "grief", "trauma", "sleep"}
		want(t, b.post("/groups", six), 422, "Choose at most 5.")
		if strings.Contains(a.Dump(), "Low Tide") {
			t.Error("something was founded all the same")
		}
	})
}

func TestOtherWordsChangeOnlyTextsThatNobodyTouched(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		foundingIs(t, a, site.FoundByAnyone)
		b := newBrowser(t, a, apptest.Ana)
		form := with(b.founds(word.Peer, ""), "words", string(word.GriefSet), "agreements", "- Our own.")
		page := b.post("/groups", form)
		want(t, page, 422, "You chose other words", "- Our own.", strings.Split(word.StartingAbout(ctx, word.Peer, word.GriefSet), "\n")[0])
		lacks(t, page, "There is a problem", "Error: ")
		slug := founded(t, b.post("/groups", with(form, "was", field(page.Body, "was"), "about", word.StartingAbout(ctx, word.Peer, word.GriefSet))))
		m, err := a.Groups.MemberFor(ctx, a.Viewer(apptest.Ana), slug)
		must(t, err)
		if m.Group.Words != word.GriefSet {
			t.Errorf("it speaks %s", m.Group.Words)
		}
	})
}

func TestTheDaysOfACohortAreThoseOfItsZone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		foundingIs(t, a, site.FoundByAnyone)
		b := newBrowser(t, a, apptest.Ana)
		slug := founded(t, b.post("/groups", with(b.founds(word.Therapy, ""), "starts", "2027-01-04", "ends", "2027-03-01", "zone", "America/New_York", "visibility", "public")))
		m, err := a.Groups.MemberFor(ctx, a.Viewer(apptest.Ana), slug)
		must(t, err)
		if got := m.Group.Starts.UTC().String() + " " + m.Group.Ends.UTC().String(); got != "2027-01-04 05:00:00 +0000 UTC 2027-03-02 05:00:00 +0000 UTC" {
			t.Errorf("it goes from %s", got)
		}
		want(t, newBrowser(t, a, apptest.Vera).get("/groups/"+slug), 200, "First day", "4 January 2027", "Last day", "1 March 2027")
	})
}
