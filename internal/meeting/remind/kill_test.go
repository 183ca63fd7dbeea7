package remind_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/meeting/remind"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
)

// kills is how often a worker is cut off.
const kills = 500

// pulled are the places where it is: between the row and the notice, after both,
// and on the way to the disk.
var pulled = []string{"remind.marked", "remind.sent", "db.commit"}

// TestTwoWorkersThatAreCutOffRemindOnce lets two workers do the same work at the
// same time and cuts them off 500 times between "sent" and "marked": nobody is
// reminded twice, and nobody is forgotten. On SQLite they share one process, on
// PostgreSQL each is a whole program of its own.
func TestTwoWorkersThatAreCutOffRemindOnce(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		a := apptest.Open(t, apptest.Options{}, "")
		cutOff(t, open(t, a), []*apptest.App{a, a})
	})
	t.Run("postgres", func(t *testing.T) {
		address := dbtest.Postgres(t, app.Schema)
		t.Setenv("HANDRAIL_SERVER_KEY", strings.Repeat("A", 43)+"=")
		a := apptest.Open(t, apptest.Options{}, address)
		b := apptest.Open(t, apptest.Options{Fresh: true}, address)
		cutOff(t, open(t, a), []*apptest.App{a, b})
	})
}

func cutOff(t *testing.T, h *house, workers []*apptest.App) {
	seed := uint64(20261124)
	random := rand.New(rand.NewPCG(seed, 0))
	made := h.daily()
	people := []apptest.Person{h.fay, h.ben, apptest.Ana}
	for _, p := range people {
		h.chooses(p, made, remind.AllDates, 60)
	}
	first := h.dates(made)[0]
	fell, days := 0, 0
	for ; fell < kills && days < 3*kills; days++ {
		now := first.Start.AddDate(0, 0, days).Add(-time.Hour)
		for _, one := range workers {
			one.Clock.Set(now)
		}
		victim := workers[random.IntN(2)]
		victim.BreakAfter(pulled[random.IntN(len(pulled))], random.IntN(3))
		fell += runBoth(t, workers)
		for _, point := range pulled {
			victim.Mend(point)
		}
		must(t, workers[random.IntN(2)].Remind.Run(ctx))
	}
	if fell < kills {
		t.Fatalf("only %d were cut off in %d days, seed %d", fell, days, seed)
	}
	h.Read(func(ctx context.Context, tx *db.Tx) error {
		all, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM notify_notice WHERE kind LIKE 'meeting.reminder%'`)
		if err != nil {
			return err
		}
		each, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM (SELECT DISTINCT account_id, target FROM notify_notice WHERE kind = 'meeting.reminder') d`)
		if want := int64(days * len(people)); all != want || each != want {
			t.Errorf("%d reminders of %d dates for %d, with %d cut off, seed %d", all, each, want, fell, seed)
		}
		return err
	})
}

// runBoth runs both workers at once, and says how many were cut off.
func runBoth(t *testing.T, workers []*apptest.App) (fell int) {
	t.Helper()
	var all sync.WaitGroup
	errs := make([]error, len(workers))
	for n, one := range workers {
		all.Go(func() { errs[n] = one.Remind.Run(ctx) })
	}
	all.Wait()
	for _, err := range errs {
		switch {
		case errors.Is(err, apptest.ErrPulled):
			fell++
		case err != nil:
			t.Fatal(err)
		}
	}
	return fell
}
