package proof_test

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/meeting/proof"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
	"handrail/internal/platform/web"
)

var ctx = context.Background()

// house is a group in Lisbon with a leader and two members, and an evening that
// begins in half an hour.
type house struct {
	*apptest.App
	t    *testing.T
	g    group.Group
	fay  apptest.Person // leads it
	ben  apptest.Person
	gus  apptest.Person // leads another group
	date meeting.Occurrence
}

func open(t *testing.T, a *apptest.App, kind word.Kind) *house {
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben"), gus: a.Facilitator("Gus")}
	h.g = a.Found(h.fay, "Tomasz", func(p *group.Plan) {
		p.Group.Kind, p.Group.Name = kind, "Low Tide Circle"
		if kind == word.Therapy {
			p.Group.Joining = group.Freely
		}
	})
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	a.Found(h.gus, "Gustav", func(p *group.Plan) { p.Group.Name = "High Tide" })
	h.date = h.plan("Tuesdays at the harbour")
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, open(t, a, word.Peer)) })
}

// plan puts an evening of an hour on the calendar, from 20:00 on the day of the
// test, in Lisbon.
func (h *house) plan(title string) meeting.Occurrence {
	h.t.Helper()
	zone, err := recur.Zone("Europe/Lisbon")
	must(h.t, err)
	first := recur.WallOf(h.Clock.Now().In(zone)).Midnight().Add(20 * time.Hour)
	rule, err := recur.ParseRule("FREQ=WEEKLY")
	must(h.t, err)
	made, err := h.Meetings.Make(ctx, h.in(h.fay), meeting.Draft{
		Meeting: meeting.Meeting{Title: title, Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan:    meeting.Plan{Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: 60, Way: meeting.InPerson, Area: "Near the harbour", Placing: meeting.Exact},
		Inside:  meeting.Inside{Address: "Quay 4"},
	})
	must(h.t, err)
	o, err := h.Meetings.DateFor(ctx, h.in(h.fay), meeting.Key(made.ID, first))
	must(h.t, err)
	return o
}

func (h *house) in(p apptest.Person) group.Member { return h.Inside(p, h.g) }

// at sets the clock to so long after the evening began.
func (h *house) at(after time.Duration) { h.Clock.Set(h.date.Start.Add(after)) }

func (h *house) path(parts string) string {
	return "/groups/" + h.g.Slug + "/meetings/" + h.date.Key() + parts
}

// code is what stands on the page of a host now.
func (h *house) code() string {
	h.t.Helper()
	found := regexp.MustCompile(`<bdi dir="ltr">(\d{3} \d{3})</bdi>`).FindStringSubmatch(h.Get(h.fay, h.path("/code")).Body)
	if found == nil {
		h.t.Fatal("no code is shown")
	}
	return found[1]
}

// types sends a code, and tells whether it was taken.
func (h *house) types(p apptest.Person, code string) bool {
	h.t.Helper()
	got := h.Post(p, h.path("/attendance/codes"), url.Values{"code": {code}, web.OnceField: {id.Token()}})
	if got.Code != http.StatusSeeOther && got.Code != http.StatusUnprocessableEntity {
		h.t.Fatalf("%s types a code: %d\n%s", p.Name, got.Code, words(got.Body))
	}
	return got.Code == http.StatusSeeOther
}

// stays has somebody type the code at these moments.
func (h *house) stays(p apptest.Person, moments ...time.Duration) {
	h.t.Helper()
	for _, after := range moments {
		h.at(after)
		if !h.types(p, h.code()) {
			h.t.Fatalf("%s types the code at %v, and it is refused", p.Name, after)
		}
	}
}

func (h *house) record(p apptest.Person) proof.Record {
	h.t.Helper()
	r, err := h.Proof.RecordFor(ctx, h.Viewer(p), h.date.Key())
	must(h.t, err)
	return r
}

func (h *house) issues(p apptest.Person) proof.Paper {
	h.t.Helper()
	paper, err := h.Proof.Issue(ctx, h.in(p), h.date)
	must(h.t, err)
	return paper
}

func (h *house) arranges(set proof.Setting) {
	h.t.Helper()
	must(h.t, h.Proof.Arrange(ctx, h.in(h.fay), set))
}

// wants opens a page, and fails unless all of this is on it.
func (h *house) wants(p apptest.Person, path string, parts ...string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s opens %s: %d\n%s", p.Name, path, got.Code, words(got.Body))
	}
	for _, part := range parts {
		if !strings.Contains(got.Body, part) {
			h.t.Errorf("%s does not read %q on %s:\n%s", p.Name, part, path, words(got.Body))
		}
	}
	return got.Body
}

func (h *house) sends(p apptest.Person, path string, form url.Values, code int) apptest.Answer {
	h.t.Helper()
	sent := url.Values{web.OnceField: {id.Token()}} // as every form of a page has it
	for name, values := range form {
		sent[name] = values
	}
	form = sent
	got := h.Post(p, path, form)
	if got.Code != code {
		h.t.Fatalf("%s sends to %s: %d, not %d\n%s", p.Name, path, got.Code, code, words(got.Body))
	}
	return got
}

var here = netip.MustParseAddr("198.51.100.7")

var (
	tags   = regexp.MustCompile(`(?s)<svg.*?</svg>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// words are those of a page, for a failure.
func words(page string) string {
	_, main, _ := strings.Cut(page, `<main`)
	all := spaces.ReplaceAllString(tags.ReplaceAllString(main, " "), " ")
	return all[:min(len(all), 1500)]
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("%s: %v", what, err)
	}
}
