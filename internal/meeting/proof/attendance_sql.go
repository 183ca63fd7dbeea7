package proof

import (
	"context"

	"handrail/internal/platform/db"
)

// recordRow is a record as it lies in the database.
type recordRow struct {
	id, account, mark string
	words             []byte
}

const recordColumns = `id, account_id, mark, words`

// Fields are recordColumns.
func (r *recordRow) Fields() []any { return []any{&r.id, &r.account, &r.mark, &r.words} }

func recordBy(ctx context.Context, tx *db.Tx, account, mark string) (recordRow, error) {
	return db.One[recordRow](ctx, tx, `SELECT `+recordColumns+` FROM meeting_attendance WHERE account_id = ? AND mark = ?`, account, mark)
}

// recordsOf are all of somebody's: recordsMost keeps them few.
func recordsOf(ctx context.Context, tx *db.Tx, account string) ([]recordRow, error) {
	return db.All[recordRow](ctx, tx, `SELECT `+recordColumns+` FROM meeting_attendance WHERE account_id = ? LIMIT 5000`, account)
}

func countRecords(ctx context.Context, tx *db.Tx, account string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_attendance WHERE account_id = ?`, account)
}

func insertRecord(ctx context.Context, tx *db.Tx, r recordRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_attendance (`+recordColumns+`) VALUES (?, ?, ?, ?)`, r.id, r.account, r.mark, r.words)
	return err
}

// updateRecord changes a record that is still as it was read.
func updateRecord(ctx context.Context, tx *db.Tx, id string, words, was []byte) (int64, error) {
	return tx.Exec(ctx, `UPDATE meeting_attendance SET words = ? WHERE id = ? AND words = ?`, words, id, was)
}

func deleteRecord(ctx context.Context, tx *db.Tx, account, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM meeting_attendance WHERE account_id = ? AND id = ?`, account, id)
}
