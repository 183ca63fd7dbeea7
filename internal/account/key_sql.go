package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const keyColumns = `id, account_id, kind, COALESCE(mark, ''), detail, last_step, made_at, COALESCE(used_at, 0)`

type keyRow struct {
	ID, Account    string
	Kind           KeyKind
	Mark           string
	Detail         []byte
	LastStep       int64
	MadeAt, UsedAt int64
}

// Fields are keyColumns.
func (r *keyRow) Fields() []any {
	return []any{&r.ID, &r.Account, &r.Kind, &r.Mark, &r.Detail, &r.LastStep, &r.MadeAt, &r.UsedAt}
}

func keysOf(ctx context.Context, tx *db.Tx, account string) ([]keyRow, error) {
	return db.All[keyRow](ctx, tx, `SELECT `+keyColumns+` FROM account_key WHERE account_id = ? ORDER BY made_at, id LIMIT 100`, account)
}

func countKeys(ctx context.Context, tx *db.Tx, account string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_key WHERE account_id = ? AND kind <> 'code'`, account)
}

func keyByMark(ctx context.Context, tx *db.Tx, mark string) (keyRow, error) {
	return db.One[keyRow](ctx, tx, `SELECT `+keyColumns+` FROM account_key WHERE mark = ?`, mark)
}

func insertKey(ctx context.Context, tx *db.Tx, r keyRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_key (id, account_id, kind, mark, detail, last_step, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Account, string(r.Kind), orNull(r.Mark), r.Detail, r.LastStep, r.MadeAt)
	return err
}

func insertKeys(ctx context.Context, tx *db.Tx, rows []keyRow) error {
	for _, r := range rows {
		if err := insertKey(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func deleteKey(ctx context.Context, tx *db.Tx, account, key string) error {
	n, err := tx.Exec(ctx, `DELETE FROM account_key WHERE id = ? AND account_id = ?`, key, account)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func deleteKeysOf(ctx context.Context, tx *db.Tx, account string, kind KeyKind) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_key WHERE account_id = ? AND kind = ?`, account, string(kind))
	return err
}

func deleteAllKeys(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_key WHERE account_id = ?`, account)
	return err
}

// spendCode uses up a recovery code: of two who show it at once, one is told
// that it is gone.
func spendCode(ctx context.Context, tx *db.Tx, account, mark string) error {
	n, err := tx.Exec(ctx, `DELETE FROM account_key WHERE account_id = ? AND kind = 'code' AND mark = ?`, account, mark)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// spendStep uses up a step of an app: a code that was used, or is older than
// one that was, opens nothing.
func spendStep(ctx context.Context, tx *db.Tx, key string, step int64, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE account_key SET last_step = ?, used_at = ? WHERE id = ? AND last_step < ?`, step, day(now), key, step)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// writeUsed notes the day on which a key was used, and what a passkey keeps.
func writeUsed(ctx context.Context, tx *db.Tx, key string, detail []byte, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE account_key SET detail = ?, used_at = ? WHERE id = ?`, detail, day(now), key)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// day is as much as is kept of when a key was used.
func day(now time.Time) int64 { return clock.Millis(now.Truncate(24 * time.Hour)) }
