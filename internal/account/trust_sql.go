package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const trustColumns = `id, account_id, COALESCE(trusted_id, ''), label, their_label, made_at, COALESCE(ends_at, 0)`

type trustRow struct {
	ID, Account, Trusted string
	Label, TheirLabel    []byte
	MadeAt, EndsAt       int64
}

// Fields are trustColumns.
func (r *trustRow) Fields() []any {
	return []any{&r.ID, &r.Account, &r.Trusted, &r.Label, &r.TheirLabel, &r.MadeAt, &r.EndsAt}
}

func insertTrust(ctx context.Context, tx *db.Tx, r trustRow, linkMark string) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_trust (id, account_id, link_mark, label, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, r.Account, linkMark, r.Label, r.MadeAt, r.EndsAt)
	return err
}

func trustByLink(ctx context.Context, tx *db.Tx, mark string, now time.Time) (trustRow, error) {
	return db.One[trustRow](ctx, tx, `SELECT `+trustColumns+` FROM account_trust
		WHERE link_mark = ? AND trusted_id IS NULL AND ends_at > ?`, mark, clock.Millis(now))
}

func trustByID(ctx context.Context, tx *db.Tx, id string) (trustRow, error) {
	return db.One[trustRow](ctx, tx, `SELECT `+trustColumns+` FROM account_trust WHERE id = ?`, id)
}

// trustsGiven are those whom an account trusts, and its links that nobody has
// taken yet.
func trustsGiven(ctx context.Context, tx *db.Tx, account string, now time.Time) ([]trustRow, error) {
	return db.All[trustRow](ctx, tx, `SELECT `+trustColumns+` FROM account_trust
		WHERE account_id = ? AND (trusted_id IS NOT NULL OR ends_at > ?) ORDER BY made_at, id LIMIT 100`, account, clock.Millis(now))
}

// trustsHeld are those who trust an account.
func trustsHeld(ctx context.Context, tx *db.Tx, account string) ([]trustRow, error) {
	return db.All[trustRow](ctx, tx, `SELECT `+trustColumns+` FROM account_trust WHERE trusted_id = ? ORDER BY made_at, id LIMIT 100`, account)
}

// isTrusted counts whether one account is somebody whom the other trusts, and
// was before the moment.
func isTrusted(ctx context.Context, tx *db.Tx, account, trusted string, before int64) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_trust WHERE account_id = ? AND trusted_id = ? AND made_at < ?`, account, trusted, before)
	return n > 0, err
}

// takeTrust spends the link. Of two who take it at once, one gets it.
func takeTrust(ctx context.Context, tx *db.Tx, r trustRow, mark string, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE account_trust SET trusted_id = ?, their_label = ?, made_at = ?, link_mark = NULL, ends_at = NULL
		WHERE id = ? AND link_mark = ? AND trusted_id IS NULL AND ends_at > ?`, r.Trusted, r.TheirLabel, r.MadeAt, r.ID, mark, clock.Millis(now))
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func deleteTrust(ctx context.Context, tx *db.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM account_trust WHERE id = ?`, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// deleteTrustLinks ends the links of an account that nobody has taken.
func deleteTrustLinks(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_trust WHERE account_id = ? AND trusted_id IS NULL`, account)
	return err
}

func sweepTrusts(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_trust WHERE trusted_id IS NULL AND ends_at <= ?`, clock.Millis(now))
	return err
}
