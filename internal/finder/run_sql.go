package finder

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const runColumns = `id, source_id, at, outcome, problem, records, came, changed, went, refused, odd, oddities`

type runRow struct {
	ID, Source                                 string
	At                                         int64
	Outcome, Problem                           string
	Records, Came, Changed, Went, Refused, Odd int64
	Oddities                                   string
}

// Fields are the columns of runColumns.
func (r *runRow) Fields() []any {
	return []any{&r.ID, &r.Source, &r.At, &r.Outcome, &r.Problem, &r.Records, &r.Came, &r.Changed, &r.Went, &r.Refused, &r.Odd, &r.Oddities}
}

func (r runRow) run() Run {
	return Run{
		ID: r.ID, Source: r.Source, At: clock.FromMillis(r.At), Outcome: Outcome(r.Outcome), Problem: ProblemOf(r.Problem),
		Records: int(r.Records), Came: int(r.Came), Changed: int(r.Changed), Went: int(r.Went), Refused: int(r.Refused), Odd: int(r.Odd),
	}
}

func runsOf(ctx context.Context, tx *db.Tx, source string, most int) ([]runRow, error) {
	return db.All[runRow](ctx, tx, `SELECT `+runColumns+` FROM finder_run WHERE source_id = ? ORDER BY at DESC, id DESC LIMIT ?`, source, most)
}

func runByID(ctx context.Context, tx *db.Tx, source, id string) (runRow, error) {
	return db.One[runRow](ctx, tx, `SELECT `+runColumns+` FROM finder_run WHERE source_id = ? AND id = ?`, source, id)
}

func insertRun(ctx context.Context, tx *db.Tx, r runRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_run (`+runColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Source, r.At, r.Outcome, r.Problem, r.Records, r.Came, r.Changed, r.Went, r.Refused, r.Odd, r.Oddities)
	return err
}

func sweep(ctx context.Context, tx *db.Tx, runs, changes int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM finder_run WHERE at < ?`, runs); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM finder_change WHERE at < ?`, changes); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM finder_note WHERE done_at > 0 AND done_at < ?`, runs)
	return err
}

type changeRow struct {
	ID, Number        int64
	Source            string
	At                int64
	What, Was, Became string
}

// Fields are the columns of finder_change.
func (r *changeRow) Fields() []any {
	return []any{&r.ID, &r.Number, &r.Source, &r.At, &r.What, &r.Was, &r.Became}
}

func (r changeRow) change() (one Change, err error) {
	one = Change{ID: r.ID, Number: r.Number, Source: r.Source, At: clock.FromMillis(r.At), What: Happened(r.What)}
	if r.Was != "" {
		err = json.Unmarshal([]byte(r.Was), &one.Was)
	}
	if err == nil && r.Became != "" {
		err = json.Unmarshal([]byte(r.Became), &one.Became)
	}
	return one, err
}

func insertChange(ctx context.Context, tx *db.Tx, r changeRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_change (id, number, source_id, at, what, was, became) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Number, r.Source, r.At, r.What, r.Was, r.Became)
	return err
}

func changesBetween(ctx context.Context, tx *db.Tx, from, to, number int64, most int) ([]changeRow, error) {
	return db.All[changeRow](ctx, tx, `SELECT c.id, c.number, c.source_id, c.at, c.what, c.was, c.became FROM finder_change c JOIN finder_source s ON s.id = c.source_id
		WHERE c.at >= ? AND c.at < ? AND (? = 0 OR c.number = ?) AND NOT s.resting ORDER BY c.at DESC, c.id DESC LIMIT ?`, from, to, number, number, most)
}
