package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Failure is a job that failed for the last time. It is kept for 30 days.
type Failure struct {
	ID       int64
	Kind     string
	At       time.Time // of the last attempt's end
	Attempts int
	Error    string // the first line of the last error, at most 200 bytes
}

// Counts is how many jobs there are.
type Counts struct {
	Waiting int64 // for a worker, for their time, or to be tried again
	Running int64
	Failed  int64 // for the last time
}

// mostFailures is as far as Failed looks.
const mostFailures = 10_000

// Failed lists the jobs that failed for the last time, the newest first.
func (q *Queue) Failed(ctx context.Context, limit, offset int) ([]Failure, error) {
	limit = max(1, min(limit, mostFailures))
	offset = max(0, min(offset, mostFailures-limit))
	var rows []*rivertype.JobRow
	err := q.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = q.river.list(ctx, tx, river.NewJobListParams().States(rivertype.JobStateDiscarded).
			OrderBy(river.JobListOrderByFinalizedAt, river.SortOrderDesc).First(offset+limit))
		return err
	})
	var list []Failure
	for _, row := range rows[min(offset, len(rows)):] {
		list = append(list, failure(row))
	}
	return list, err
}

func failure(row *rivertype.JobRow) Failure {
	f := Failure{ID: row.ID, Kind: row.Kind, Attempts: row.Attempt}
	if row.FinalizedAt != nil {
		f.At = row.FinalizedAt.UTC()
	}
	if n := len(row.Errors); n > 0 {
		f.Error = shortened{errors.New(row.Errors[n-1].Error)}.Error()
	}
	return f
}

// Retry gives a job that failed for the last time one more attempt, in the
// transaction of whoever decided so. NotFound when there is no such failure.
// When the same work is waiting already, the error is one of db.IsTaken, the
// transaction is spent, and the failed job can only be discarded.
func (q *Queue) Retry(ctx context.Context, tx *db.Tx, job int64) (Failure, error) {
	return q.change(ctx, tx, job, q.river.retry)
}

// Discard forgets a job that failed for the last time, in the transaction of
// whoever decided so. NotFound when there is no such failure.
func (q *Queue) Discard(ctx context.Context, tx *db.Tx, job int64) (Failure, error) {
	return q.change(ctx, tx, job, q.river.remove)
}

func (q *Queue) change(ctx context.Context, tx *db.Tx, job int64, do func(context.Context, *db.Tx, int64) error) (Failure, error) {
	rows, err := q.river.list(ctx, tx, river.NewJobListParams().IDs(job).States(rivertype.JobStateDiscarded))
	if err != nil {
		return Failure{}, err
	}
	if len(rows) == 0 {
		return Failure{}, fault.New(fault.NotFound, "This is not on the list any more. Somebody may have tried it again, or removed it.")
	}
	if err := do(ctx, tx, job); err != nil {
		return Failure{}, err
	}
	return failure(rows[0]), q.river.wake(ctx, tx)
}
