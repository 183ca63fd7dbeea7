package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/db"
)

const (
	drainLook  = 10 * time.Millisecond
	drainBatch = 1000
)

// Drain waits until no job is due or running, by the queue's clock: what is
// scheduled for later, or waits to be tried again later, is left alone. It is
// for tests, and needs a started queue.
func (q *Queue) Drain(ctx context.Context) error {
	q.mu.Lock()
	started := q.started
	q.mu.Unlock()
	if !started {
		return errors.New("jobs: Drain needs a queue that was started")
	}
	look := time.NewTicker(drainLook)
	defer look.Stop()
	for {
		due, err := q.hasDue(ctx)
		if err != nil || !due {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
}

// hasDue tells whether anything is due or running, and sends it on its way.
func (q *Queue) hasDue(ctx context.Context) (due bool, err error) {
	err = q.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		now := q.o.Clock.Now()
		rows, err := q.river.list(ctx, tx, river.NewJobListParams().
			States(rivertype.JobStateAvailable, rivertype.JobStateRunning, rivertype.JobStateScheduled, rivertype.JobStateRetryable).
			OrderBy(river.JobListOrderByScheduledAt, river.SortOrderAsc).First(1))
		if err != nil || len(rows) == 0 || rows[0].ScheduledAt.After(now) {
			due = false
			return err
		}
		due = true
		err = q.river.run(tx, func(e riverdriver.ExecutorTx) error {
			_, err := e.JobSchedule(ctx, &riverdriver.JobScheduleParams{Max: drainBatch, Now: &now})
			return err
		})
		if err != nil {
			return err
		}
		return q.river.wake(ctx, tx)
	})
	return due, err
}
