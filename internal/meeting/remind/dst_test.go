package remind_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/meeting"
	"handrail/internal/meeting/remind"
	"handrail/internal/platform/recur"
)

// expectation is one reminder of a time that clocks skip or show twice.
type expectation struct {
	Zone  string    `json:"zone"`
	Wall  string    `json:"local_wall"`
	Kind  string    `json:"kind"`
	Fires int       `json:"expected_fires"`
	At    time.Time `json:"expected_utc"`
}

// expectations are those of the shared data, the first first.
func expectations(t *testing.T) []expectation {
	t.Helper()
	folder := os.Getenv("HANDRAIL_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	text, err := os.ReadFile(filepath.Join(folder, "hostile", "generated", "dst_cases.json"))
	if os.IsNotExist(err) {
		t.Skip("the shared data is not here: set HANDRAIL_SHARED_DATA")
	}
	must(t, err)
	var cases struct {
		List []expectation `json:"reminder_expectations"`
	}
	must(t, json.Unmarshal(text, &cases))
	if len(cases.List) < 16 {
		t.Fatalf("there are only %d cases", len(cases.List))
	}
	slices.SortFunc(cases.List, func(a, b expectation) int { return a.At.Compare(b.At) })
	return cases.List
}

// TestAReminderOfATimeThatClocksSkipOrShowTwice comes once, at the one moment
// that the time means.
func TestAReminderOfATimeThatClocksSkipOrShowTwice(t *testing.T) {
	list := expectations(t)
	each(t, func(t *testing.T, h *house) {
		fay, ana := h.in(h.fay), h.in(apptest.Ana)
		account := h.as(apptest.Ana).Account
		h.Clock.Set(list[0].At.AddDate(0, 0, -3))
		made := make([]meeting.Meeting, len(list))
		for n, one := range list {
			var err error
			made[n], err = h.Meetings.Make(ctx, fay, h.draft(one.Zone, strings.NewReplacer("-", "", ":", "").Replace(one.Wall), ""))
			must(t, err)
			must(t, h.Remind.Choose(ctx, ana, made[n].ID, remind.Wish{Dates: remind.AllDates, Lead: 0}))
		}
		for n, one := range list {
			told := func() int { return h.count(account, made[n].ID) }
			h.Clock.Set(one.At.Add(-time.Minute))
			h.runs()
			if told() != 0 {
				t.Errorf("%s %s, a %s: it comes early", one.Zone, one.Wall, one.Kind)
			}
			for _, later := range []time.Duration{0, 30 * time.Minute, time.Hour, 2 * time.Hour, 25 * time.Hour} {
				h.Clock.Set(one.At.Add(later))
				h.runs()
				if told() != one.Fires {
					t.Errorf("%s %s, a %s: %v after %s it came %d times", one.Zone, one.Wall, one.Kind, later, one.At, told())
				}
			}
		}
	})
}

// TestAWeeklyMeetingIsRemindedOfByTheClockOfItsGroup through the weeks in which
// clocks are changed: in UTC the reminder moves, on the wall it does not.
func TestAWeeklyMeetingIsRemindedOfByTheClockOfItsGroup(t *testing.T) {
	for zone, around := range map[string]string{
		"Europe/Lisbon":       "20270314T1900",
		"America/New_York":    "20270228T1900",
		"America/Santiago":    "20270322T0100",
		"Australia/Lord_Howe": "20270321T1900",
		"Pacific/Chatham":     "20270321T1900",
		"Africa/Casablanca":   "20270131T1900",
	} {
		t.Run(zone, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				ana, account := h.in(apptest.Ana), h.as(apptest.Ana).Account
				made := h.plans(zone, around, "FREQ=WEEKLY")
				must(t, h.Remind.Choose(ctx, ana, made.ID, remind.Wish{Dates: remind.AllDates, Lead: 60}))
				in, err := recur.Zone(zone)
				must(t, err)
				wall, err := recur.ParseWall(around)
				must(t, err)
				offsets := map[int]bool{}
				for week := range 6 {
					year, month, day := wall.AddDays(7 * week).Date()
					hour, minute := wall.Clock()
					start := time.Date(year, month, day, hour, minute, 0, 0, in)
					_, offset := start.Zone()
					offsets[offset] = true
					h.Clock.Set(start.Add(-61 * time.Minute).UTC())
					h.runs()
					if n := h.count(account, made.ID); n != week {
						t.Errorf("in week %d there are %d reminders too early", week, n)
					}
					h.Clock.Set(start.Add(-time.Hour).UTC())
					h.runs()
					must(t, h.Notices.SeeAll(ctx, ana.Viewer)) // so that they do not stop by themselves
					h.Clock.Advance(time.Hour)
					h.runs()
					if n := h.count(account, made.ID); n != week+1 {
						t.Errorf("after week %d there are %d reminders", week, n)
					}
				}
				if len(offsets) < 2 {
					t.Errorf("clocks were not changed in these weeks")
				}
			})
		})
	}
}

// count is how many reminders of a meeting an account has.
func (h *house) count(account, meeting string) (n int) {
	h.t.Helper()
	for _, one := range h.noticesOf(account) {
		if (one.Kind == "meeting.reminder" || one.Kind == "meeting.reminder-late") && strings.HasPrefix(one.Target, meeting) {
			n++
		}
	}
	return n
}
