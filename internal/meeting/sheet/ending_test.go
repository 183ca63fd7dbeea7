package sheet_test

import (
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/meeting/sheet"
)

// A meeting that is deleted takes the keys of its sheets along, also of a date that
// was called off.
func TestTheKeyGoesWithTheMeeting(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.does(h.fay, h.at("/sheet"), form("template", sheet.First))
		var id string
		must(t, h.DB.Writer().QueryRowContext(ctx, `SELECT id FROM meeting_sheet`).Scan(&id))
		sealed, err := h.Keys.Seal(ctx, "sheet:"+id, []byte("a word"), "here")
		must(t, err)
		must(t, h.Meetings.Cancel(ctx, h.in(h.fay), h.date.Key(), ""))
		if n := h.count(`SELECT COUNT(*) FROM meeting_sheet`); n != 1 {
			t.Fatalf("%d sheets", n)
		}
		must(t, h.Meetings.EndFrom(ctx, h.in(h.fay), h.date.Key()))
		if n := h.count(`SELECT COUNT(*) FROM meeting_meeting`) + h.count(`SELECT COUNT(*) FROM meeting_sheet`); n != 0 {
			t.Fatalf("%d rows are left", n)
		}
		if _, err := h.Keys.Open(ctx, "sheet:"+id, sealed, "here"); err == nil {
			t.Error("the key is left")
		}
	})
}
