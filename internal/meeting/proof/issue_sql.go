package proof

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

// paperRow is a paper as it lies in the database.
type paperRow struct {
	id, account string
	words       []byte
}

const paperColumns = `id, account_id, words`

// Fields are paperColumns.
func (r *paperRow) Fields() []any { return []any{&r.id, &r.account, &r.words} }

func papersOf(ctx context.Context, tx *db.Tx, account string) ([]paperRow, error) {
	return db.All[paperRow](ctx, tx, `SELECT `+paperColumns+` FROM meeting_paper WHERE account_id = ? ORDER BY id LIMIT 1001`, account)
}

func paperBy(ctx context.Context, tx *db.Tx, account, id string) (paperRow, error) {
	return db.One[paperRow](ctx, tx, `SELECT `+paperColumns+` FROM meeting_paper WHERE account_id = ? AND id = ?`, account, id)
}

func insertPaper(ctx context.Context, tx *db.Tx, r paperRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_paper (`+paperColumns+`) VALUES (?, ?, ?)`, r.id, r.account, r.words)
	return err
}

func deletePaper(ctx context.Context, tx *db.Tx, account, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM meeting_paper WHERE account_id = ? AND id = ?`, account, id)
}

// markRow is the mark of a paper that counts no more.
type markRow struct{ mark string }

// Fields are what the statements below read.
func (r *markRow) Fields() []any { return []any{&r.mark} }

var withdrawnMarks = db.Pair{
	SQLite:   `SELECT w.mark FROM json_each(?) j CROSS JOIN meeting_withdrawn w WHERE w.mark = j.value LIMIT 2000`,
	Postgres: `SELECT w.mark FROM jsonb_array_elements_text(?::jsonb) j JOIN meeting_withdrawn w ON w.mark = j LIMIT 2000`,
}

// withdrawnAmong are those of these marks that are there.
func withdrawnAmong(ctx context.Context, tx *db.Tx, marks []string) (map[string]bool, error) {
	list, err := json.Marshal(marks)
	if err != nil {
		return nil, err
	}
	rows, err := db.All[markRow](ctx, tx, tx.Pick(withdrawnMarks), string(list))
	found := map[string]bool{}
	for _, row := range rows {
		found[row.mark] = true
	}
	return found, err
}

func insertWithdrawn(ctx context.Context, tx *db.Tx, mark, until string) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_withdrawn (mark, until) VALUES (?, ?) ON CONFLICT (mark) DO NOTHING`, mark, until)
	return err
}

func deleteMark(ctx context.Context, tx *db.Tx, mark string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_withdrawn WHERE mark = ?`, mark)
	return err
}

// deleteWithdrawn forgets the marks of papers that count no more anyway.
func deleteWithdrawn(ctx context.Context, tx *db.Tx, today string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_withdrawn WHERE until < ?`, today)
	return err
}
