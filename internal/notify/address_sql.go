package notify

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

type addressRow struct {
	Address              []byte
	CodeMark             string
	AskedAt, ConfirmedAt int64
	Tries                int64
}

// Fields are the columns of readAddress.
func (r *addressRow) Fields() []any {
	return []any{&r.Address, &r.CodeMark, &r.AskedAt, &r.ConfirmedAt, &r.Tries}
}

func readAddress(ctx context.Context, tx *db.Tx, account string) (addressRow, error) {
	return db.One[addressRow](ctx, tx, `SELECT address, COALESCE(code_mark, ''), asked_at, COALESCE(confirmed_at, 0), tries
		FROM notify_address WHERE account_id = ?`, account)
}

func writeAddress(ctx context.Context, tx *db.Tx, account string, sealed []byte, asked int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO notify_address (account_id, address, asked_at, tries) VALUES (?, ?, ?, 0)
		ON CONFLICT (account_id) DO UPDATE SET address = excluded.address, asked_at = excluded.asked_at,
		tries = 0, code_mark = NULL, confirmed_at = NULL`, account, sealed, asked)
	return err
}

// claimCode keeps the mark of a code, unless one was kept for this asking.
func claimCode(ctx context.Context, tx *db.Tx, account string, asked int64, mark string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE notify_address SET code_mark = ? WHERE account_id = ? AND asked_at = ?
		AND code_mark IS NULL AND confirmed_at IS NULL`, mark, account, asked)
	return n == 1, err
}

func unclaimCode(ctx context.Context, tx *db.Tx, account string, asked int64) error {
	_, err := tx.Exec(ctx, `UPDATE notify_address SET code_mark = NULL WHERE account_id = ? AND asked_at = ?`, account, asked)
	return err
}

func confirmAddress(ctx context.Context, tx *db.Tx, account string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE notify_address SET confirmed_at = ?, code_mark = NULL WHERE account_id = ?`, clock.Millis(now), account)
	return err
}

func countTry(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `UPDATE notify_address SET tries = tries + 1 WHERE account_id = ?`, account)
	return err
}

func deleteAddress(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM notify_address WHERE account_id = ?`, account)
	return err
}

func deleteUnconfirmed(ctx context.Context, tx *db.Tx, askedBefore time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM notify_address WHERE confirmed_at IS NULL AND asked_at < ?`, clock.Millis(askedBefore))
	return err
}
