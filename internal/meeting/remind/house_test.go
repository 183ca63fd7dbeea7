package remind_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/remind"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

var ctx = context.Background()

// house is a group with a leader and two members, none of whom has quiet hours.
type house struct {
	*apptest.App
	t   *testing.T
	g   group.Group
	fay apptest.Person // leads it
	ben apptest.Person

	members map[apptest.Person]group.Member // who they were at first: a visit ends when clocks jump
}

func open(t *testing.T, a *apptest.App) *house {
	h := &house{App: a, t: t, members: map[apptest.Person]group.Member{}, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	for _, p := range []apptest.Person{h.fay, h.ben, apptest.Ana} {
		h.members[p] = h.Inside(p, h.g)
		must(t, h.Groups.Introduce(ctx, h.members[p], "Hello.")) // whoever said nothing yet can be named by nobody
		h.quiet(p, 0, 0)
	}
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, open(t, a)) })
}

func (h *house) in(p apptest.Person) group.Member {
	if m, known := h.members[p]; known {
		return m
	}
	return h.Inside(p, h.g)
}

// as is who somebody is to the house.
func (h *house) as(p apptest.Person) account.Viewer { return h.in(p).Viewer }

// quiet gives somebody quiet hours, in minutes of the day.
func (h *house) quiet(p apptest.Person, from, to int) {
	h.t.Helper()
	must(h.t, h.Notices.Change(ctx, h.as(p), func(s *notify.Setting) { s.Quiet = notify.Hours{From: from, To: to} }))
}

// draft is a meeting of an hour online in this zone, first at a wall-clock time,
// and again as the rule says.
func (h *house) draft(zone, first, rule string) meeting.Draft {
	h.t.Helper()
	at, err := recur.Zone(zone)
	must(h.t, err)
	wall, err := recur.ParseWall(first)
	must(h.t, err)
	r, err := recur.ParseRule(rule)
	must(h.t, err)
	return meeting.Draft{
		Meeting: meeting.Meeting{Title: "Evening Circle", Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan:    meeting.Plan{Series: recur.Series{First: wall, Zone: at, Rule: r}, Minutes: 60, Way: meeting.Online, Placing: meeting.Exact},
	}
}

func (h *house) plans(zone, first, rule string) meeting.Meeting {
	h.t.Helper()
	made, err := h.Meetings.Make(ctx, h.in(h.fay), h.draft(zone, first, rule))
	must(h.t, err)
	return made
}

// daily is a meeting each day at seven in the evening, UTC, from tomorrow on.
func (h *house) daily() meeting.Meeting {
	h.t.Helper()
	return h.plans("UTC", recur.WallOf(h.Clock.Now()).Midnight().AddDays(1).Add(19*time.Hour).String(), "FREQ=DAILY")
}

// dates are the next ones of a meeting.
func (h *house) dates(made meeting.Meeting) []meeting.Occurrence {
	h.t.Helper()
	list, err := h.Meetings.DatesFor(ctx, h.in(h.fay), made.ID, h.Clock.Now(), h.Clock.Now().AddDate(0, 0, 30))
	must(h.t, err)
	return list
}

func (h *house) chooses(p apptest.Person, made meeting.Meeting, dates remind.Dates, lead int) {
	h.t.Helper()
	must(h.t, h.Remind.Choose(ctx, h.in(p), made.ID, remind.Wish{Dates: dates, Lead: lead}))
}

func (h *house) runs() {
	h.t.Helper()
	must(h.t, h.Remind.Run(ctx))
}

// lives lets time pass until then, with a run in every step.
func (h *house) lives(until time.Time, step time.Duration) {
	h.t.Helper()
	for h.Clock.Now().Before(until) {
		h.Clock.Set(earlier(h.Clock.Now().Add(step), until))
		h.runs()
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// notice is a row, for what no page shows: when it was made.
type notice struct {
	Kind, Target, Account string
	Made                  int64
}

// Fields are the columns of told.
func (n *notice) Fields() []any { return []any{&n.Kind, &n.Target, &n.Account, &n.Made} }

// told are all reminders that anybody has of an account: kind and target.
func (h *house) told(p apptest.Person) (list []string) {
	h.t.Helper()
	for _, n := range h.notices(p) {
		list = append(list, strings.TrimPrefix(n.Kind, "meeting.")+" "+n.Target)
	}
	return list
}

func (h *house) notices(p apptest.Person) []notice { return h.noticesOf(h.as(p).Account) }

func (h *house) noticesOf(account string) []notice {
	h.t.Helper()
	var rows []notice
	h.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = db.All[notice](ctx, tx, `SELECT kind, target, account_id, made_at FROM notify_notice
			WHERE account_id = ? AND kind LIKE 'meeting.%' ORDER BY made_at, id`, account)
		return err
	})
	return rows
}

func (h *house) wantTold(p apptest.Person, want ...string) {
	h.t.Helper()
	if got := h.told(p); !slices.Equal(got, want) {
		h.t.Errorf("at %s %s was told %q, not %q", h.Clock.Now(), p.Name, got, want)
	}
}

// kept is how many wishes anybody has.
func (h *house) kept() (n int64) {
	h.t.Helper()
	h.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_reminder`)
		return err
	})
	return n
}

// reads is what the notices of somebody say, the newest first.
func (h *house) reads(p apptest.Person) (lines []string) {
	h.t.Helper()
	list, err := h.Notices.ListFor(ctx, h.as(p), 1)
	must(h.t, err)
	for _, l := range list.Lines {
		if strings.HasPrefix(l.Kind, "meeting.") {
			lines = append(lines, l.Say)
		}
	}
	return lines
}

func (h *house) path(parts string) string { return "/groups/" + h.g.Slug + parts }

// wants opens a page, and fails unless all of this is on it.
func (h *house) wants(p apptest.Person, path string, parts ...string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s opens %s: %d\n%s", p.Name, path, got.Code, got.Body)
	}
	for _, part := range parts {
		if !strings.Contains(got.Body, part) {
			h.t.Errorf("%s does not read %q on %s:\n%s", p.Name, part, path, got.Body)
		}
	}
	return got.Body
}

func (h *house) sends(p apptest.Person, path string, form url.Values, code int) apptest.Answer {
	h.t.Helper()
	got := h.Post(p, path, form)
	if got.Code != code {
		h.t.Fatalf("%s sends to %s: %d, not %d\n%s", p.Name, path, got.Code, code, got.Body)
	}
	return got
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || err == nil {
		t.Errorf("%s: %v", what, err)
	}
}
