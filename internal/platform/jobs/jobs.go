// Package jobs does work after the page has been answered: a job is a row
// written in the transaction of its cause, so it exists exactly when the cause
// does, and it is done at least once, on whichever node is free. A job that
// fails is tried again, later each time; one that fails for the last time is
// kept for a steward to look at.
//
// At least once means that a handler may meet the same job twice: after a
// crash, or when it ran longer than it may. What it does is written so that
// the second time changes nothing.
//
// A job carries ids and kinds, never what somebody wrote: see Handle.
//
// River does the work behind this package and does not show through it. Its
// tables are made by Migrate and belong to no person.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
)

// What holds where Options say nothing.
const (
	DefaultWorkers  = 8
	DefaultAttempts = 15 // with River's pauses this is a day and a half
	DefaultTimeout  = time.Minute
)

// Options say how a Queue works. Clock and Log are needed.
type Options struct {
	// Clock rules when jobs are due. With another than the machine's, nothing
	// is cleaned up and no node takes over from another.
	Clock    clock.Clock
	Log      *slog.Logger
	Registry prometheus.Registerer // nil: nothing is counted
	// Node names this process among those that share the database, the same
	// name after a restart. What a process of that name left running when it
	// died is taken back when it starts again. Two running processes never
	// share a name. Without one, SQLite takes a constant, since its folder
	// belongs to one process, and PostgreSQL a new name each time.
	Node string
	// Workers is how many jobs run side by side in this process.
	Workers int
	// Attempts is how often a job is tried unless its handler says otherwise.
	Attempts int
	// Timeout is how long one attempt may take unless its handler says
	// otherwise. A job that runs for twice as long is thought to have lost its
	// worker, and any node may take it over.
	Timeout time.Duration
	// Backoff is the pause after the failure of the given attempt, counted from
	// 1. Without it the pause is that number to the power of four, in seconds.
	Backoff func(attempt int) time.Duration
}

// Queue is where jobs are added and done. Handle and Every come first, then
// Add and Start. A process that never calls Start only adds.
type Queue struct {
	o       Options
	db      *db.DB
	kinds   map[string]kind
	ticks   []tick
	workers *river.Workers
	river   backend
	count   metrics

	mu      sync.Mutex // guards started, and with it the start and the stop
	started bool
}

// ErrStarted is returned by a second Start.
var ErrStarted = errors.New("jobs: started already")

// New makes a queue on d.
func New(d *db.DB, o Options) (*Queue, error) {
	o = o.withDefaults(d.Engine())
	q := &Queue{o: o, db: d, kinds: map[string]kind{}, workers: river.NewWorkers(), count: newMetrics(o.Registry)}
	var err error
	q.river, err = newBackend(d, q.config())
	return q, err
}

func (o Options) withDefaults(engine db.Engine) Options {
	if o.Workers == 0 {
		o.Workers = DefaultWorkers
	}
	if o.Attempts == 0 {
		o.Attempts = DefaultAttempts
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Node == "" {
		o.Node = "handrail"
		if engine == db.Postgres {
			o.Node = id.Random()
		}
	}
	return o
}

// Start begins to do jobs. The end of ctx does not stop it: Stop does.
func (q *Queue) Start(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.started {
		return ErrStarted
	}
	if err := q.takeBack(ctx); err != nil {
		return err
	}
	if err := q.startTicks(ctx); err != nil {
		return err
	}
	if err := q.river.start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	q.started = true
	return nil
}

// stopGrace is how long a job that was told to stop may take to return.
const stopGrace = 5 * time.Second

// Stop takes no new jobs and waits for the running ones. When ctx ends first,
// their contexts are cancelled; those that heed it go back to waiting, with no
// attempt spent. An error means that some did not return.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.started {
		return nil
	}
	if err := q.river.stop(ctx); err != nil {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopGrace)
		defer cancel()
		if err := q.river.cancel(grace); err != nil {
			return errors.New("jobs: some were still running when the program had to stop; they are done again later")
		}
	}
	q.started = false
	return nil
}
