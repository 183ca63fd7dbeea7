package jobs

import (
	"context"

	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/db"
)

// countStates leaves out the jobs that only keep the time of others.
const countStates = `SELECT CAST(state AS TEXT), COUNT(*) FROM river_job WHERE kind NOT LIKE 'every:%' GROUP BY state`

type stateCount struct {
	State string
	Count int64
}

// Fields are the columns of countStates.
func (s *stateCount) Fields() []any { return []any{&s.State, &s.Count} }

// Count tells how many jobs there are.
func (q *Queue) Count(ctx context.Context) (Counts, error) {
	var c Counts
	err := q.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		states, err := db.All[stateCount](ctx, tx, countStates)
		for _, s := range states {
			c.add(rivertype.JobState(s.State), s.Count)
		}
		return err
	})
	return c, err
}

func (c *Counts) add(state rivertype.JobState, n int64) {
	switch state {
	case rivertype.JobStateRunning:
		c.Running += n
	case rivertype.JobStateDiscarded:
		c.Failed += n
	case rivertype.JobStateCompleted, rivertype.JobStateCancelled:
	default:
		c.Waiting += n
	}
}
