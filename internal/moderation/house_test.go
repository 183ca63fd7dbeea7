package moderation_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/moderation"
)

var ctx = context.Background()

// house is a group with two leaders, two members, one who left, and people who
// have no business there.
type house struct {
	*apptest.App
	t *testing.T
	g group.Group

	fay, gil, bo, former, elsewhere, outsider apptest.Person // Fay and Gil lead; Ana and Bo are members
	ids                                       map[apptest.Person]string
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, gather(t, a)) })
}

func gather(t *testing.T, a *apptest.App) *house {
	t.Helper()
	h := &house{App: a, t: t, ids: map[apptest.Person]string{}}
	h.fay, h.gil, h.elsewhere = a.Facilitator("Fay"), a.Facilitator("Gil"), a.Facilitator("Ada")
	h.bo, h.former, h.outsider = a.Newcomer("Bo"), a.Newcomer("Former"), a.Newcomer("Outsider")
	a.AddKey(h.bo)
	a.AddKey(h.former)
	h.g = a.Found(h.fay, "Tomasz", nil)
	h.ids[h.fay] = h.in(h.fay).Self.ID
	a.Found(h.elsewhere, "Ada", func(p *group.Plan) { p.Group.Name = "High Tide" })
	for p, name := range map[apptest.Person]string{h.gil: "Gilda", apptest.Ana: "Marisol", h.bo: "Willow", h.former: "Cedar"} {
		m := a.Enter(p, h.g, name)
		must(t, a.Groups.Introduce(ctx, m, "Hello, I am "+name))
		h.ids[p] = m.Self.ID
	}
	must(t, a.Groups.Appoint(ctx, h.in(h.fay), h.ids[h.gil], group.CoFacilitator))
	must(t, a.Groups.Leave(ctx, a.Viewer(h.former), h.g.Slug, group.AsFormer))
	return h
}

func (h *house) in(p apptest.Person) group.Member { return h.Inside(p, h.g) }

func (h *house) at(below string) string { return "/groups/" + h.g.Slug + below }

// wants opens a page and looks for words on it.
func (h *house) wants(p apptest.Person, path string, words ...string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("GET %s as %s: %d", path, p.Name, got.Code)
	}
	for _, w := range words {
		if !strings.Contains(got.Body, w) {
			h.t.Errorf("%s does not say %q to %s", path, w, p.Name)
		}
	}
	return got.Body
}

// sends posts a form, and wants to be led on.
func (h *house) sends(p apptest.Person, path string, form url.Values) string {
	h.t.Helper()
	got := h.Post(p, path, form)
	if got.Code != http.StatusSeeOther {
		h.t.Fatalf("POST %s as %s: %d\n%s", path, p.Name, got.Code, got.Body)
	}
	return got.Header.Get("Location")
}

// refuses wants a page not to be there for these people.
func (h *house) refuses(path string, people ...apptest.Person) {
	h.t.Helper()
	for _, p := range people {
		if got := h.Get(p, path); got.Code != http.StatusNotFound {
			h.t.Errorf("GET %s as %s: %d", path, p.Name, got.Code)
		}
	}
}

var hidden = regexp.MustCompile(`name="page" value="([^"]*)"`)

// reports has somebody report a persona through its page, and finds its id.
func (h *house) reports(p apptest.Person, about string, form url.Values) string {
	h.t.Helper()
	path := h.at("/report/persona/" + about)
	page := h.wants(p, path, "Tell that something is wrong")
	if form.Get("page") == "" {
		form.Set("page", hidden.FindStringSubmatch(page)[1])
	}
	h.sends(p, path, form)
	return h.latest()
}

// latest is the report that was made last.
func (h *house) latest() (id string) {
	h.t.Helper()
	must(h.t, h.DB.Writer().QueryRowContext(ctx, `SELECT id FROM moderation_report ORDER BY made_at DESC LIMIT 1`).Scan(&id))
	h.Clock.Advance(time.Second)
	return id
}

func (h *house) count(query string) (n int) {
	h.t.Helper()
	must(h.t, h.DB.Writer().QueryRowContext(ctx, query).Scan(&n))
	return n
}

// desk is the leaders' page of a report.
func (h *house) desk(report string) string { return h.at("/lead/reports/" + report) }

// saw is what a page says that its reader saw of a case.
var saw = regexp.MustCompile(`name="saw" value="(\d+)"`)

func (h *house) sawOf(p apptest.Person, path string) string {
	h.t.Helper()
	found := saw.FindStringSubmatch(h.wants(p, path))
	if found == nil {
		h.t.Fatalf("%s offers nothing to do to %s", path, p.Name)
	}
	return found[1]
}

// act has a keeper do something on a case.
func (h *house) act(p apptest.Person, path string, what moderation.What, reason string, more url.Values) apptest.Answer {
	h.t.Helper()
	form := url.Values{"what": {string(what)}, "reason": {reason}, "saw": {h.sawOf(p, path)}}
	for name, values := range more {
		form[name] = values
	}
	return h.Post(p, path+"/acts", form)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func form(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}

// notices are the kinds of notice that an account has, oldest first.
func (h *house) notices(p apptest.Person) (kinds []string) {
	h.t.Helper()
	query := `SELECT kind FROM notify_notice WHERE account_id = ? ORDER BY made_at, id`
	if h.DB.Engine().String() == "PostgreSQL" {
		query = strings.Replace(query, "?", "$1", 1)
	}
	rows, err := h.DB.Writer().QueryContext(ctx, query, h.Viewer(p).Account)
	must(h.t, err)
	defer rows.Close()
	for rows.Next() {
		var kind string
		must(h.t, rows.Scan(&kind))
		if strings.HasPrefix(kind, "report.") {
			kinds = append(kinds, kind)
		}
	}
	must(h.t, rows.Err())
	return kinds
}
