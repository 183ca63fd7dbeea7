package jobs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/db"
)

const rescueBatch = 1000

// takeBack frees what a process of this name left running when it died. It
// waits for nobody: a process that is starting has no job at work.
func (q *Queue) takeBack(ctx context.Context) error {
	return q.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return q.river.run(tx, func(e riverdriver.ExecutorTx) error {
			for after := int64(0); ; {
				ended := q.o.Clock.Now().Add(24 * time.Hour) // later than any start
				rows, err := e.JobGetStuck(ctx, &riverdriver.JobGetStuckParams{AfterID: after, Max: rescueBatch, StuckHorizon: ended})
				if err != nil || len(rows) == 0 {
					return err
				}
				after = rows[len(rows)-1].ID
				p := riverdriver.JobRescueManyParams{StuckHorizon: ended}
				for _, row := range rows {
					q.free(&p, row)
				}
				if _, err := e.JobRescueMany(ctx, &p); err != nil {
					return err
				}
				if len(p.ID) > 0 {
					q.o.Log.LogAttrs(ctx, slog.LevelWarn, "jobs taken back from a process that died", slog.Int("jobs", len(p.ID)))
				}
			}
		})
	})
}

// free puts row among those to take back, if it is ours. A job that ended the
// program at its last attempt is not given another.
func (q *Queue) free(p *riverdriver.JobRescueManyParams, row *rivertype.JobRow) {
	if n := len(row.AttemptedBy); n == 0 || row.AttemptedBy[n-1] != q.o.Node {
		return
	}
	now := q.o.Clock.Now()
	state, finalized := rivertype.JobStateAvailable, (*time.Time)(nil)
	if row.Attempt >= row.MaxAttempts {
		state, finalized = rivertype.JobStateDiscarded, &now
	}
	why, _ := json.Marshal(rivertype.AttemptError{At: now, Attempt: row.Attempt, Error: "the program ended while this job was at work"}) // cannot fail: numbers and text
	p.ID = append(p.ID, row.ID)
	p.Error = append(p.Error, why)
	p.FinalizedAt = append(p.FinalizedAt, finalized)
	p.ScheduledAt = append(p.ScheduledAt, now)
	p.State = append(p.State, string(state))
}
