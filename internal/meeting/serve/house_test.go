package serve_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/meeting/serve"
	"handrail/internal/platform/recur"
)

var ctx = context.Background()

// hall is a twelve-step group in Amsterdam that meets on Tuesdays: Fay leads it
// as Tomasz, Ana is Marisol, Ben is Quiet Cedar.
type hall struct {
	*apptest.App
	t        *testing.T
	g        group.Group
	fay, ben apptest.Person
	meeting  meeting.Meeting
}

// each runs a test in the hall, once on each engine.
func each(t *testing.T, test func(t *testing.T, h *hall)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, open(t, a)) })
}

func open(t *testing.T, a *apptest.App) *hall {
	t.Helper()
	h := &hall{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Newcomer("Ben")}
	a.AddKey(h.ben)
	h.g = a.Found(h.fay, "Tomasz", func(p *group.Plan) {
		p.Group.Kind, p.Group.Words, p.Group.Zone = word.TwelveStep, word.StepSet, "Europe/Amsterdam"
	})
	h.enter(apptest.Ana, "Marisol")
	h.enter(h.ben, "Quiet Cedar")
	made, err := a.Meetings.Make(ctx, h.in(h.fay), h.tuesdays())
	must(t, err)
	h.meeting = made
	return h
}

func (h *hall) enter(p apptest.Person, name string) {
	h.t.Helper()
	m := h.Enter(p, h.g, name)
	must(h.t, h.Groups.Introduce(ctx, m, "Hello, I am "+name))
}

func (h *hall) in(p apptest.Person) group.Member { return h.Inside(p, h.g) }

func (h *hall) id(p apptest.Person) string { return h.in(p).Self.ID }

// tuesdays is a weekly meeting at seven in the evening, from the next day on.
func (h *hall) tuesdays() meeting.Draft {
	h.t.Helper()
	zone, err := recur.Zone("Europe/Amsterdam")
	must(h.t, err)
	rule, err := recur.ParseRule("FREQ=WEEKLY;BYDAY=TU")
	must(h.t, err)
	return meeting.Draft{
		Meeting: meeting.Meeting{Title: "Tuesday Lamp", Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan: meeting.Plan{
			Series:  recur.Series{First: recur.WallOf(h.Clock.Now().In(zone)).Midnight().AddDays(3).Add(19 * time.Hour), Zone: zone, Rule: rule},
			Minutes: 60, Way: meeting.Hybrid, Area: "Near the harbour", Placing: meeting.Exact,
		},
		Inside: meeting.Inside{Address: "Quay 4", Link: "https://meet.example/lamp"},
	}
}

// dates are the next ones.
func (h *hall) dates() []meeting.Occurrence {
	h.t.Helper()
	now := h.Clock.Now()
	list, err := h.Meetings.DatesFor(ctx, h.in(h.fay), h.meeting.ID, now, now.AddDate(0, 8, 0))
	must(h.t, err)
	return list
}

// begin has the meeting begin with the roles of its kind, and gives the id of
// each by its kind.
func (h *hall) begin() map[serve.Kind]string {
	h.t.Helper()
	must(h.t, h.Serving.Begin(ctx, h.in(h.fay), h.dates()[0].Key()))
	roles, _, err := h.Serving.RolesFor(ctx, h.in(h.fay), h.meeting.ID)
	must(h.t, err)
	of := map[serve.Kind]string{}
	for _, r := range roles {
		of[r.Kind] = r.ID
	}
	return of
}

// role is the id of one more role.
func (h *hall) role(r serve.Role) string {
	h.t.Helper()
	must(h.t, h.Serving.KeepRole(ctx, h.in(h.fay), h.dates()[0].Key(), r))
	roles, _, err := h.Serving.RolesFor(ctx, h.in(h.fay), h.meeting.ID)
	must(h.t, err)
	return roles[len(roles)-1].ID
}

func (h *hall) take(p apptest.Person, o meeting.Occurrence, role string, long bool) {
	h.t.Helper()
	must(h.t, h.Serving.Take(ctx, h.in(p), o.Key(), role, long))
}

// duty is a role on a date as somebody sees it.
func (h *hall) duty(p apptest.Person, o meeting.Occurrence, role string) serve.Duty {
	h.t.Helper()
	days, err := h.Serving.DaysFor(ctx, h.in(p), []meeting.Occurrence{o})
	must(h.t, err)
	for _, d := range days[0].Duties {
		if d.Role.ID == role {
			return d
		}
	}
	h.t.Fatalf("there is no such role on %s", o.Slot)
	return serve.Duty{}
}

// mine is somebody's own turn in a role on a date.
func (h *hall) mine(p apptest.Person, o meeting.Occurrence, role string) string {
	h.t.Helper()
	d := h.duty(p, o, role)
	for _, one := range d.Places {
		if one.Mine {
			return one.Turn.ID
		}
	}
	if d.Asked != nil {
		return d.Asked.ID
	}
	h.t.Fatalf("%s has nothing on %s", p.Name, o.Slot)
	return ""
}

// has tells whether somebody has a role on a date.
func (h *hall) has(p apptest.Person, o meeting.Occurrence, role string) bool {
	h.t.Helper()
	return h.duty(p, o, role).Mine
}

func (h *hall) hosts(p apptest.Person, o meeting.Occurrence) bool {
	h.t.Helper()
	yes, err := h.Meetings.HostsFor(ctx, h.in(p), o)
	must(h.t, err)
	return yes
}

// path is the address of something about a date.
func (h *hall) path(o meeting.Occurrence, below string) string {
	return "/groups/" + h.g.Slug + "/meetings/" + o.Key() + below
}

// post sends a form and wants to be led on.
func (h *hall) post(p apptest.Person, o meeting.Occurrence, below string, form url.Values) string {
	h.t.Helper()
	got := h.Post(p, h.path(o, below), form)
	if got.Code != http.StatusSeeOther {
		h.t.Fatalf("POST %s: %d\n%s", below, got.Code, got.Body)
	}
	return got.Header.Get("Location")
}

// reads opens a page.
func (h *hall) reads(p apptest.Person, path string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("GET %s: %d", path, got.Code)
	}
	return got.Body
}

// wants looks for words on a page, and lacks for words that must not be there.
func (h *hall) wants(p apptest.Person, path string, words ...string) string {
	h.t.Helper()
	body := h.reads(p, path)
	for _, w := range words {
		if !strings.Contains(body, w) {
			h.t.Errorf("%s does not say %q to %s", path, w, p.Name)
		}
	}
	return body
}

// main is the page without what stands in its head and foot.
func main(body string) string {
	_, body, _ = strings.Cut(body, "<h1")
	body, _, _ = strings.Cut(body, "</main>")
	return body
}

// notices are what somebody finds among theirs.
func (h *hall) notices(p apptest.Person) (lines []string) {
	h.t.Helper()
	list, err := h.Notices.ListFor(ctx, h.Viewer(p), 1)
	must(h.t, err)
	for _, one := range list.Lines {
		lines = append(lines, one.Say)
	}
	return lines
}

// told counts the notices of somebody that hold these words.
func (h *hall) told(p apptest.Person, words string) (n int) {
	h.t.Helper()
	for _, one := range h.notices(p) {
		if strings.Contains(one, words) {
			n++
		}
	}
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustRule(t *testing.T, text string) recur.Rule {
	t.Helper()
	rule, err := recur.ParseRule(text)
	must(t, err)
	return rule
}
