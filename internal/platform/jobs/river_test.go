package jobs

import (
	"log/slog"
	"testing"
	"time"

	"handrail/internal/platform/clock"
)

// River looks for jobs that run too long, and for rows to clean up, by the
// machine's clock: under another clock every job would seem to.
func TestAnotherClockNeitherRescuesNorCleans(t *testing.T) {
	q := &Queue{o: Options{Clock: clock.NewManual(time.Date(1999, 12, 31, 23, 0, 0, 0, time.UTC)), Log: slog.Default(), Timeout: time.Minute}}
	c := q.config()
	if c.RescueStuckJobsAfter < 100*365*24*time.Hour || c.CompletedJobRetentionPeriod != -1 || c.DiscardedJobRetentionPeriod != -1 || c.CancelledJobRetentionPeriod != -1 {
		t.Errorf("rescued after %s, kept for %s and %s", c.RescueStuckJobsAfter, c.CompletedJobRetentionPeriod, c.DiscardedJobRetentionPeriod)
	}
	q.o.Clock = clock.System()
	c = q.config()
	if c.Test.Time != nil || c.RescueStuckJobsAfter != 2*time.Minute || c.CompletedJobRetentionPeriod != time.Hour || c.DiscardedJobRetentionPeriod != 30*24*time.Hour {
		t.Errorf("with the machine's clock: rescued after %s, kept for %s and %s", c.RescueStuckJobsAfter, c.CompletedJobRetentionPeriod, c.DiscardedJobRetentionPeriod)
	}
}
