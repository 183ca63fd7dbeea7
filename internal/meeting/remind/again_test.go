package remind_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/platform/db"
)

// TestAskingAndEndingTellsOnce: nobody is told again and again that they are asked.
func TestAskingAndEndingTellsOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		asked := func() int { return strings.Count(h.kinds(h.ben), "nudge-asked") }
		nudge := h.agreed()
		if asked() != 1 {
			t.Fatalf("he is told: %s", h.kinds(h.ben))
		}
		for range 3 {
			must(t, h.Notices.SeeAll(ctx, h.as(h.ben))) // what is not seen is not repeated anyway
			must(t, h.Remind.End(ctx, h.in(apptest.Ana), nudge))
			if len(h.nudges(apptest.Ana))+len(h.nudges(h.ben)) != 0 {
				t.Fatal("an ended nudge is shown")
			}
			h.Clock.Advance(time.Hour)
			nudge = h.agreed()
			if asked() != 1 {
				t.Fatalf("he is told %d times", asked())
			}
		}
		must(t, h.Remind.End(ctx, h.in(h.ben), nudge))
		h.lives(h.Clock.Now().Add(8*24*time.Hour), 100*time.Minute)
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_nudge`)
			if n != 0 {
				t.Errorf("%d rows are there after a week", n)
			}
			return err
		})
		before := asked()
		h.asks(apptest.Ana, "Quiet Cedar", "A walk")
		if asked() != before+1 {
			t.Error("after a week he is not told")
		}
	})
}
