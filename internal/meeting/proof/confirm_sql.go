package proof

import (
	"context"

	"handrail/internal/platform/db"
)

// askingRow is an asking as it lies in the database.
type askingRow struct {
	id, place, mark string
	words           []byte
	until           string
}

const askingColumns = `id, place, mark, words, until`

// Fields are askingColumns.
func (r *askingRow) Fields() []any { return []any{&r.id, &r.place, &r.mark, &r.words, &r.until} }

func askingBy(ctx context.Context, tx *db.Tx, mark string) (askingRow, error) {
	return db.One[askingRow](ctx, tx, `SELECT `+askingColumns+` FROM meeting_confirming WHERE mark = ?`, mark)
}

func askingsAt(ctx context.Context, tx *db.Tx, place string) ([]askingRow, error) {
	return db.All[askingRow](ctx, tx, `SELECT `+askingColumns+` FROM meeting_confirming WHERE place = ? ORDER BY id LIMIT 500`, place)
}

func insertAsking(ctx context.Context, tx *db.Tx, r askingRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_confirming (`+askingColumns+`) VALUES (?, ?, ?, ?, ?) ON CONFLICT (mark) DO NOTHING`, r.id, r.place, r.mark, r.words, r.until)
	return err
}

func updateAsking(ctx context.Context, tx *db.Tx, id string, words []byte) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_confirming SET words = ? WHERE id = ?`, words, id)
	return err
}

func deleteAsking(ctx context.Context, tx *db.Tx, mark string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_confirming WHERE mark = ?`, mark)
	return err
}

// deleteConfirming forgets askings whose day is over.
func deleteConfirming(ctx context.Context, tx *db.Tx, today string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_confirming WHERE until < ?`, today)
	return err
}
