package notify

import (
	"context"
	"database/sql"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

type settingRow struct {
	Setting
	DigestDue  int64 // when the next mail goes out, or 0
	DigestTold int64 // up to when mails have told
}

// Fields are the columns of readSetting.
func (r *settingRow) Fields() []any {
	return []any{&r.Quiet.From, &r.Quiet.To, &r.UrgentOut, &r.NormalOut, &r.Digest, &r.DigestHour, &r.DigestDue, &r.DigestTold}
}

// readSetting is what an account chose, and the usual where it chose nothing.
func readSetting(ctx context.Context, tx *db.Tx, account string) (settingRow, error) {
	row, err := db.One[settingRow](ctx, tx, `SELECT quiet_from, quiet_to, urgent_out, normal_out, digest, digest_hour,
		COALESCE(digest_at, 0), told_at FROM notify_setting WHERE account_id = ?`, account)
	if isGone(err) {
		return settingRow{Setting: usual()}, nil
	}
	return row, err
}

func writeSetting(ctx context.Context, tx *db.Tx, account string, r settingRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO notify_setting
		(account_id, quiet_from, quiet_to, urgent_out, normal_out, digest, digest_hour, digest_at, told_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (account_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
		urgent_out = excluded.urgent_out, normal_out = excluded.normal_out, digest = excluded.digest,
		digest_hour = excluded.digest_hour, digest_at = excluded.digest_at, told_at = excluded.told_at`,
		account, r.Quiet.From, r.Quiet.To, r.UrgentOut, r.NormalOut, string(r.Digest), r.DigestHour, orNever(r.DigestDue), r.DigestTold)
	return err
}

type dueRow struct {
	AccountID string
	Due       int64
}

// Fields are the columns of dueDigests.
func (r *dueRow) Fields() []any { return []any{&r.AccountID, &r.Due} }

func dueDigests(ctx context.Context, tx *db.Tx, now time.Time) ([]dueRow, error) {
	return db.All[dueRow](ctx, tx, `SELECT account_id, digest_at FROM notify_setting WHERE digest_at <= ?
		ORDER BY digest_at LIMIT 500`, clock.Millis(now))
}

// moveDigest puts the next digest where it belongs, unless somebody else did.
func moveDigest(ctx context.Context, tx *db.Tx, account string, from, to int64) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE notify_setting SET digest_at = ? WHERE account_id = ? AND digest_at = ?`, orNever(to), account, from)
	return n == 1, err
}

// markTold moves the mark of what mails have told, unless it was moved.
func markTold(ctx context.Context, tx *db.Tx, account string, from, to int64) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE notify_setting SET told_at = ? WHERE account_id = ? AND told_at = ? AND digest <> 'none'`,
		to, account, from)
	return n == 1, err
}

func stopDigest(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `UPDATE notify_setting SET digest = 'none', digest_at = NULL WHERE account_id = ?`, account)
	return err
}

func orNever(at int64) sql.NullInt64 { return sql.NullInt64{Int64: at, Valid: at != 0} }
