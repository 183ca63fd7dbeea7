package sheet_test

import (
	"context"
	"errors"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/meeting"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
)

// works does the work that is due.
func (h *house) works() {
	h.t.Helper()
	must(h.t, h.Jobs.Start(ctx))
	must(h.t, h.Jobs.Drain(ctx))
	must(h.t, h.Jobs.Stop(ctx))
}

// A sheet takes its key along, in whatever way it goes, and the work to do that is
// on the disk with the deletion: a program that ends in between leaves nothing.
func TestTheKeyGoesWithTheSheet(t *testing.T) {
	for name, goes := range map[string]func(h *house) error{
		"with its meeting, when the date was called off": func(h *house) error {
			must(h.t, h.Meetings.Cancel(ctx, h.in(h.fay), h.date.Key(), ""))
			if n := h.count(`SELECT COUNT(*) FROM meeting_sheet`); n != 1 {
				h.t.Fatalf("%d sheets", n)
			}
			return h.Meetings.EndFrom(ctx, h.in(h.fay), h.date.Key())
		},
		"with its date": func(h *house) error {
			return h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				return h.Sheets.Renamed(ctx, tx, meeting.Renamed{Meeting: h.date.Meeting.ID, Moves: []meeting.Move{{From: h.date.Slot.String()}}})
			})
		},
		"before the meeting": func(h *house) error { return h.Sheets.Discard(ctx, h.in(h.fay), h.date.Key()) },
		"after it": func(h *house) error {
			h.Clock.Set(h.date.End.Add(sheet.ClearLatest))
			return h.Sheets.Sweep(ctx)
		},
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, a *apptest.App) {
				h := open(t, a)
				h.does(h.fay, h.at("/sheet"), form("template", sheet.First))
				var id string
				must(t, h.DB.Writer().QueryRowContext(ctx, `SELECT id FROM meeting_sheet`).Scan(&id))
				sealed, err := h.Keys.Seal(ctx, "sheet:"+id, []byte("a word"), "here")
				must(t, err)
				must(t, goes(h))
				if n := h.count(`SELECT COUNT(*) FROM meeting_sheet`); n != 0 {
					t.Fatalf("%d sheets are left", n)
				}
				if n := h.count(`SELECT COUNT(*) FROM river_job WHERE kind = 'meeting.forget-sheet'`); n != 1 {
					t.Errorf("%d times the key is to go", n)
				}
				h.works()
				if _, err := h.Keys.Open(ctx, "sheet:"+id, sealed, "here"); !errors.Is(err, seal.ErrDestroyed) {
					t.Errorf("the key is left: %v", err)
				}
			})
		})
	}
}
