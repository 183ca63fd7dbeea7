package finder

import (
	"context"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

type noteRow struct {
	ID         string
	Number, At int64
	Text       string
}

// Fields are the columns of a note.
func (r *noteRow) Fields() []any { return []any{&r.ID, &r.Number, &r.At, &r.Text} }

func insertNote(ctx context.Context, tx *db.Tx, r noteRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_note (id, number, at, text, done_at) VALUES (?, ?, ?, ?, 0)`, r.ID, r.Number, r.At, r.Text)
	return err
}

func openNotes(ctx context.Context, tx *db.Tx, most int) ([]noteRow, error) {
	return db.All[noteRow](ctx, tx, `SELECT id, number, at, text FROM finder_note WHERE done_at = 0 ORDER BY at, id LIMIT ?`, most)
}

func countNotes(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM finder_note WHERE done_at = 0`)
}

func settleNote(ctx context.Context, tx *db.Tx, id string, now int64) error {
	n, err := tx.Exec(ctx, `UPDATE finder_note SET done_at = ?, text = '' WHERE id = ? AND done_at = 0`, now, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

type originRow struct{ Origin string }

// Fields is the origin.
func (r *originRow) Fields() []any { return []any{&r.Origin} }

func embedders(ctx context.Context, tx *db.Tx) ([]originRow, error) {
	return db.All[originRow](ctx, tx, `SELECT origin FROM finder_embedder ORDER BY origin LIMIT 100`)
}

func clearEmbedders(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `DELETE FROM finder_embedder`)
	return err
}

func insertEmbedder(ctx context.Context, tx *db.Tx, origin string, now int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_embedder (origin, made_at) VALUES (?, ?) ON CONFLICT (origin) DO NOTHING`, origin, now)
	return err
}
