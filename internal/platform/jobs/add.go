package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/db"
)

type request struct {
	at     time.Time
	unique bool
	key    string
}

// Option says how one job differs from others of its kind.
type Option func(*request)

// At is the time before which the job is not done. It is done within seconds
// of it.
func At(t time.Time) Option { return func(r *request) { r.at = t } }

// Unique adds nothing when a job of this kind and key is waiting or running.
// The key is an id. The running one may have read its data before your change,
// so this is for work where being a little late does no harm, or that looks
// again at its end.
func Unique(key string) Option {
	return func(r *request) { r.unique, r.key = true, key }
}

// waitingOrRunning are the states in which a unique job keeps others out.
func waitingOrRunning() []rivertype.JobState {
	return []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
}

// Add adds a job to tx: it exists when tx commits, and never if it does not.
// payload is of the type that the kind's handler takes. A kind that nobody
// handles is refused.
func (q *Queue) Add(ctx context.Context, tx *db.Tx, kind string, payload any, opts ...Option) error {
	k, known := q.kinds[kind]
	if !known {
		return fmt.Errorf("jobs: nobody handles %q", kind)
	}
	if t := reflect.TypeOf(payload); t != k.payload {
		return fmt.Errorf("jobs: %q takes %s, not %v", kind, k.payload, t)
	}
	if err := checkValue(reflect.ValueOf(payload)); err != nil {
		return fmt.Errorf("jobs: add %q: %w", kind, err)
	}
	encoded, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("jobs: add %q: %w", kind, err)
	}
	var r request
	for _, opt := range opts {
		opt(&r)
	}
	if err := checkID(r.key); err != nil {
		return fmt.Errorf("jobs: the unique key of %q: %w", kind, err)
	}
	return q.insert(ctx, tx, args{Payload: encoded, Key: r.key, kind: kind}, r, k.attempts)
}

func (q *Queue) insert(ctx context.Context, tx *db.Tx, a args, r request, attempts int) error {
	o := river.InsertOpts{MaxAttempts: attempts}
	if r.at.After(q.o.Clock.Now()) {
		o.ScheduledAt = r.at
	}
	if r.unique {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: waitingOrRunning()}
	}
	if err := q.river.insert(ctx, tx, a, o); err != nil {
		return fmt.Errorf("jobs: add %q: %w", a.kind, err)
	}
	return q.river.wake(ctx, tx)
}
