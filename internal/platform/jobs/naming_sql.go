package jobs

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/platform/db"
)

// Named is a job whose payload names something.
type Named struct {
	ID      int64
	Kind    string
	State   string // as River calls it: available, running, completed …
	payload string
}

// Fields are the columns of naming.
func (n *Named) Fields() []any { return []any{&n.ID, &n.Kind, &n.State, &n.payload} }

var naming = db.Pair{
	SQLite:   `SELECT id, kind, state, json(args) FROM river_job WHERE id > ? ORDER BY id LIMIT 1000`,
	Postgres: `SELECT id, kind, CAST(state AS TEXT), CAST(args AS TEXT) FROM river_job WHERE id > ? ORDER BY id LIMIT 1000`,
}

// Naming lists the jobs, waiting, running or kept for a while after, whose
// payload holds one of these ids.
func Naming(ctx context.Context, tx *db.Tx, ids map[string]bool) ([]Named, error) {
	var found []Named
	for after := int64(0); ; {
		page, err := db.All[Named](ctx, tx, tx.Pick(naming), after)
		if err != nil || len(page) == 0 {
			return found, err
		}
		for _, job := range page {
			if slices.ContainsFunc(strings.Split(job.payload, `"`), func(part string) bool { return ids[part] }) {
				found = append(found, job)
			}
			after = job.ID
		}
	}
}
