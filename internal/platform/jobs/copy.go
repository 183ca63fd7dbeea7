package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/db"
)

// Waiting is a job that is not done yet, as a backup has it: the same whatever
// the engine.
type Waiting struct {
	Kind     string          `json:"kind"`
	Payload  json.RawMessage `json:"payload"`
	Key      string          `json:"key,omitempty"`
	Unique   bool            `json:"unique,omitempty"`
	At       int64           `json:"at"`       // not before, in unix milliseconds
	Attempts int             `json:"attempts"` // how often it may be tried
}

const copyPage = 500

// Export calls fn for every job that tx sees as waiting or running, in the
// order in which they were added. What keeps the time of periodic jobs is left
// out: the next start makes it again.
func Export(ctx context.Context, d *db.DB, tx *db.Tx, fn func(Waiting) error) error {
	b, err := copyBackend(d)
	if err != nil {
		return err
	}
	p := river.NewJobListParams().States(waitingOrRunning()...).OrderBy(river.JobListOrderByID, river.SortOrderAsc).First(copyPage)
	for {
		rows, err := b.list(ctx, tx, p)
		if err != nil {
			return fmt.Errorf("jobs: list the waiting ones: %w", err)
		}
		for _, row := range rows {
			if strings.HasPrefix(row.Kind, tickPrefix) {
				continue
			}
			w, err := waiting(row)
			if err != nil {
				return err
			}
			if err := fn(w); err != nil {
				return err
			}
		}
		if len(rows) < copyPage {
			return nil
		}
		p = p.After(river.JobListCursorFromJob(rows[len(rows)-1]))
	}
}

func waiting(row *rivertype.JobRow) (Waiting, error) {
	var a args
	if err := json.Unmarshal(row.EncodedArgs, &a); err != nil {
		return Waiting{}, fmt.Errorf("jobs: read job %d: %w", row.ID, err)
	}
	return Waiting{
		Kind: row.Kind, Payload: a.Payload, Key: a.Key, Unique: len(row.UniqueKey) > 0,
		At: row.ScheduledAt.UnixMilli(), Attempts: row.MaxAttempts,
	}, nil
}

// Import adds the jobs of a backup to tx. They begin with no attempt spent, and
// wait for a node that knows their kind.
func Import(ctx context.Context, d *db.DB, tx *db.Tx, list []Waiting) error {
	b, err := copyBackend(d)
	if err != nil {
		return err
	}
	for _, w := range list {
		if strings.HasPrefix(w.Kind, tickPrefix) || !kindName.MatchString(w.Kind) {
			return fmt.Errorf("jobs: %q is not a kind", w.Kind)
		}
		o := river.InsertOpts{MaxAttempts: max(1, w.Attempts), ScheduledAt: time.UnixMilli(w.At).UTC()}
		if w.Unique {
			o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: waitingOrRunning()}
		}
		if err := b.insert(ctx, tx, args{Payload: w.Payload, Key: w.Key, kind: w.Kind}, o); err != nil {
			return fmt.Errorf("jobs: add %q: %w", w.Kind, err)
		}
	}
	return nil
}

// copyBackend is River without workers: it lists and adds.
func copyBackend(d *db.DB) (backend, error) {
	return newBackend(d, &river.Config{Logger: slog.New(slog.DiscardHandler)})
}
