package proof_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/meeting/proof"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

// later has the evening, and all to come, begin so much later than it was planned.
func (h *house) later(by time.Duration) {
	h.t.Helper()
	rule, err := recur.ParseRule("FREQ=WEEKLY")
	must(h.t, err)
	was := h.date
	made, err := h.Meetings.ChangeFrom(ctx, h.in(h.fay), was.Key(), meeting.Draft{
		Meeting: was.Meeting,
		Plan:    meeting.Plan{Series: recur.Series{First: was.Slot.Add(by), Zone: was.Zone(), Rule: rule}, Minutes: 60, Way: meeting.InPerson, Area: "Near the harbour", Placing: meeting.Exact},
	})
	must(h.t, err)
	h.date, err = h.Meetings.DateFor(ctx, h.in(h.fay), meeting.Key(made.ID, was.Slot.Add(by)))
	must(h.t, err)
}

// What was typed before a date got another hour is there at that hour, and the
// code in the room stays the same.
func TestARecordFollowsItsDate(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, word.Therapy)
		h.verify(h.fay)
		must(t, h.Proof.LetSee(ctx, h.in(apptest.Ana), true))
		h.arranges(proof.Setting{Naming: proof.SiteName, Confirms: true})
		h.stays(apptest.Ana, -4*time.Minute)
		must(t, h.Proof.Ask(ctx, h.in(apptest.Ana), h.date))
		code := h.code()
		for range 2 {
			h.later(5 * time.Minute)
			if r := h.record(apptest.Ana); !r.ByCode() {
				t.Fatal("the record stayed behind")
			}
			if got := h.code(); got != code {
				t.Errorf("the code in the room was %s and is %s", code, got)
			}
			if h.asking(h.fay) == "" {
				t.Error("who asked stayed behind")
			}
			h.sends(h.fay, h.path("/confirmations/"+h.asking(h.fay)), url.Values{"seen": {"yes"}}, http.StatusSeeOther)
		}
		seen, err := h.Proof.SeenFor(ctx, h.in(h.fay))
		must(t, err)
		if len(seen) != 1 || len(seen[0].Dates) != 1 || seen[0].Dates[0].Slot != h.date.Slot {
			t.Errorf("professionals see %+v", seen)
		}
		h.stays(apptest.Ana, 50*time.Minute)
		if got := h.record(apptest.Ana); got.Minutes() != 50 || got.Key != h.date.Key() {
			t.Errorf("%d minutes at %s", got.Minutes(), got.Key)
		}
		if !h.issues(apptest.Ana).Facts.Confirmed {
			t.Error("what a host said stayed behind")
		}
	})
}

// Where one date after another begins at an hour and moves on, no two share a name: they
// would have the same code, and the records of each other.
func TestDatesThatBeganAtOneHourShareNoName(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, at := h.date.Meeting.ID, h.date.Slot
		codes := map[string]bool{}
		for i := range 4 {
			h.at(-10 * time.Minute)
			codes[h.code()] = true
			to := at.Add(time.Duration(i+1) * time.Minute)
			must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				return h.Proof.Renamed(ctx, tx, meeting.Renamed{Meeting: id, Moves: []meeting.Move{{From: at.String(), To: to.String()}}})
			}))
		}
		if len(codes) != 4 {
			t.Errorf("4 dates have %d codes", len(codes))
		}
		var names int
		must(t, h.DB.Writer().QueryRowContext(ctx, `SELECT COUNT(DISTINCT was) FROM meeting_slot_was WHERE meeting_id = '`+id+`'`).Scan(&names))
		if names != 4 {
			t.Errorf("they have %d names", names)
		}
	})
}
