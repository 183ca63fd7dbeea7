package clock_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"handrail/internal/platform/clock"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestSleepTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := time.Now()
		if err := clock.Sleep(t.Context(), clock.System(), 3*time.Second); err != nil || time.Since(before) != 3*time.Second {
			t.Errorf("slept %v: %v", time.Since(before), err)
		}
	})
}

func TestSleepEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := clock.Sleep(ctx, clock.System(), time.Hour)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(before) != time.Second {
			t.Errorf("slept %v: %v", time.Since(before), err)
		}
	})
}

func TestAManualClockMovesInsteadOfSleeping(t *testing.T) {
	c := clock.NewManual(noon)
	if err := clock.Sleep(t.Context(), c, time.Hour); err != nil || !c.Now().Equal(noon.Add(time.Hour)) {
		t.Errorf("it shows %v: %v", c.Now(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := clock.Sleep(ctx, c, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context ended: %v", err)
	}
}
