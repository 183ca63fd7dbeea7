package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const copyColumns = `id, account_id, state, secret, file, done, total, made_at, ends_at`

type copyRow struct {
	ID, Account    string
	State          CopyState
	Secret         []byte
	File           string
	Done, Total    int64
	MadeAt, EndsAt int64
}

// Fields are copyColumns.
func (r *copyRow) Fields() []any {
	return []any{&r.ID, &r.Account, &r.State, &r.Secret, &r.File, &r.Done, &r.Total, &r.MadeAt, &r.EndsAt}
}

func (r copyRow) copy() Copy {
	return Copy{ID: r.ID, State: r.State, File: r.File, Done: r.Done, Total: r.Total, Asked: clock.FromMillis(r.MadeAt), Ends: clock.FromMillis(r.EndsAt)}
}

// copyOf is the newest copy of an account.
func copyOf(ctx context.Context, tx *db.Tx, account string) (copyRow, error) {
	return db.One[copyRow](ctx, tx, `SELECT `+copyColumns+` FROM account_copy WHERE account_id = ? ORDER BY made_at DESC, id LIMIT 1`, account)
}

func copyByID(ctx context.Context, tx *db.Tx, id string) (copyRow, error) {
	return db.One[copyRow](ctx, tx, `SELECT `+copyColumns+` FROM account_copy WHERE id = ?`, id)
}

func insertCopy(ctx context.Context, tx *db.Tx, r copyRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_copy (id, account_id, state, secret, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, r.Account, string(r.State), r.Secret, r.MadeAt, r.EndsAt)
	return err
}

func deleteCopy(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_copy WHERE id = ?`, id)
	return err
}

func beginCopy(ctx context.Context, tx *db.Tx, id, file string) error {
	return wanted(tx.Exec(ctx, `UPDATE account_copy SET state = 'asked', file = ?, done = 0, total = 0 WHERE id = ? AND state <> 'ready'`, file, id))
}

func writeCopyProgress(ctx context.Context, tx *db.Tx, id, file string, done, total int64) error {
	return wanted(tx.Exec(ctx, `UPDATE account_copy SET done = ?, total = ? WHERE id = ? AND file = ? AND state = 'asked'`, done, total, id, file))
}

func finishCopy(ctx context.Context, tx *db.Tx, id, file string, ends time.Time) error {
	return wanted(tx.Exec(ctx, `UPDATE account_copy SET state = 'ready', secret = NULL, done = total, ends_at = ? WHERE id = ? AND file = ? AND state = 'asked'`,
		clock.Millis(ends), id, file))
}

func stickCopy(ctx context.Context, tx *db.Tx, id, file string) error {
	return wanted(tx.Exec(ctx, `UPDATE account_copy SET state = 'stuck' WHERE id = ? AND file = ? AND state = 'asked'`, id, file))
}

// wanted is fault.Missing when no row was changed: nobody waits for it.
func wanted(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.Missing()
	}
	return err
}

func filesOf(ctx context.Context, tx *db.Tx, account string) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT file FROM account_copy WHERE account_id = ? AND file <> '' LIMIT 500`, account)
}

func filesUntil(ctx context.Context, tx *db.Tx, now time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT file FROM account_copy WHERE ends_at <= ? AND file <> '' ORDER BY ends_at LIMIT 500`, clock.Millis(now))
}

func deleteCopiesUntil(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_copy WHERE ends_at <= ?`, clock.Millis(now))
	return err
}

// deleteCopiesOf forgets the copies of an account. Files without a row are swept.
func deleteCopiesOf(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_copy WHERE account_id = ?`, account)
	return err
}

func copiesIn(ctx context.Context, tx *db.Tx, file string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_copy WHERE file = ?`, file)
}
