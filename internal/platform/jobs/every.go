package jobs

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"

	"handrail/internal/platform/db"
)

const (
	tickPrefix    = "every:" // before the kind, for the job that keeps the time
	tickAttempts  = 10_000   // a clock does not give up
	tickPause     = 10 * time.Second
	everyAttempts = 5 // then the next interval begins anew
	mostJitter    = 30 * time.Second
)

// tick keeps the time of one periodic job. It is one row in the database,
// whatever the number of nodes, and it outlives restarts: when it is due it
// adds a job of its kind and goes back to sleep until the next time.
type tick struct {
	river.WorkerDefaults[args]
	q        *Queue
	kind     string
	interval time.Duration
}

// Every runs fn once in each interval, on one node, and not again while it is
// still at work or waiting to be tried again. The very first time is a little
// after Start; after a restart the rhythm goes on where it was, and what was
// missed meanwhile is made up for once. It is exact to some seconds.
func (q *Queue) Every(kind string, interval time.Duration, fn func(ctx context.Context) error, opts ...HandleOption) {
	if interval < time.Second {
		panic(fmt.Sprintf("jobs: %q cannot run every %s: a second is the shortest", kind, interval))
	}
	opts = append([]HandleOption{Attempts(everyAttempts)}, opts...)
	Handle(q, kind, func(ctx context.Context, _ struct{}) error { return fn(ctx) }, opts...)
	t := tick{q: q, kind: kind, interval: interval}
	q.ticks = append(q.ticks, t)
	river.AddWorkerArgs(q.workers, t.args(), &t)
}

// args has the interval as its key: a new interval makes a new row.
func (t *tick) args() args {
	return args{Payload: []byte(`{}`), Key: t.interval.String(), kind: tickPrefix + t.kind}
}

// startTicks makes the rows that are not there yet.
func (q *Queue) startTicks(ctx context.Context) error {
	if len(q.ticks) == 0 {
		return nil
	}
	return q.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, t := range q.ticks {
			first := q.o.Clock.Now().Add(rand.N(min(t.interval/10, mostJitter)))
			if err := q.insert(ctx, tx, t.args(), request{at: first, unique: true}, tickAttempts); err != nil {
				return err
			}
		}
		return nil
	})
}

// Work adds the job that is due, and sleeps until the next time.
func (t *tick) Work(ctx context.Context, job *river.Job[args]) error {
	if job.Args.Key != t.interval.String() {
		return nil // of an earlier version, with another interval: let it end
	}
	err := t.q.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return t.q.Add(ctx, tx, t.kind, struct{}{}, Unique(""))
	})
	if err != nil {
		return shortened{err}
	}
	return river.JobSnooze(t.rest(job.ScheduledAt, t.q.o.Clock.Now()))
}

// rest is how long it is until the next time after now in the rhythm that due
// is a part of.
func (t *tick) rest(due, now time.Time) time.Duration {
	late := now.Sub(due) % t.interval
	if late < 0 {
		late = 0
	}
	return t.interval - late
}

// NextRetry keeps a tick that failed from waiting ever longer.
func (t *tick) NextRetry(*river.Job[args]) time.Time { return t.q.o.Clock.Now().Add(tickPause) }
