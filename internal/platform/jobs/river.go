package jobs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/clock"
)

// Who looks for work, and how often. A node is woken by each commit that adds
// a job; the poll finds what no commit announced: retries, scheduled jobs, and
// jobs added by another process on SQLite.
const (
	pollEvery = 800 * time.Millisecond
	pollPause = 10 * time.Millisecond // at the least, between two looks
)

// How long River keeps what is over.
const (
	keepDone = time.Hour
	keepDead = 30 * 24 * time.Hour
)

func (q *Queue) config() *river.Config {
	c := &river.Config{
		ID:                          q.o.Node,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: q.o.Workers}},
		Workers:                     q.workers,
		MaxAttempts:                 q.o.Attempts,
		JobTimeout:                  q.o.Timeout,
		RescueStuckJobsAfter:        2 * q.o.Timeout,
		FetchCooldown:               pollPause,
		FetchPollInterval:           pollEvery,
		CompletedJobRetentionPeriod: keepDone,
		CancelledJobRetentionPeriod: keepDone,
		DiscardedJobRetentionPeriod: keepDead,
		Logger:                      slog.New(warnings{q.o.Log.Handler()}),
	}
	if q.o.Backoff != nil {
		c.RetryPolicy = backoff{q.o.Clock, q.o.Backoff}
	}
	if q.o.Clock != clock.System() {
		move(c, q.o.Clock)
	}
	return c
}

// args is how a job looks to River. Key makes it unique where that is asked.
type args struct {
	Payload json.RawMessage `json:"payload"`
	Key     string          `json:"key,omitempty" river:"unique"`

	kind string
}

// Kind is what River asks of every job.
func (a args) Kind() string { return a.kind }

// move makes River go by a clock other than the machine's. It still cleans up
// and rescues by the machine's, so with another it does neither.
func move(c *river.Config, other clock.Clock) {
	c.Test.Time = moved{other}
	c.RescueStuckJobsAfter = 200 * 365 * 24 * time.Hour
	c.CompletedJobRetentionPeriod, c.CancelledJobRetentionPeriod, c.DiscardedJobRetentionPeriod = -1, -1, -1
}

// moved lets a clock other than the machine's rule River too. With the
// machine's clock River takes the database's time, which all nodes share.
type moved struct{ clock.Clock }

// NowOrNil is the time that statements use.
func (m moved) NowOrNil() *time.Time {
	now := m.Now()
	return &now
}

type backoff struct {
	clock clock.Clock
	pause func(attempt int) time.Duration
}

// NextRetry is when a job that failed is tried again.
func (b backoff) NextRetry(job *rivertype.JobRow) time.Time {
	return b.clock.Now().Add(b.pause(len(job.Errors) + 1))
}

// warnings passes on what River says when something is wrong, and drops the
// rest: what happens to a job is logged here, once.
type warnings struct{ slog.Handler }

// Enabled tells whether a record of this level is wanted.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// WithAttrs keeps the filter.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the filter.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
