package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

type consentRow struct {
	ID, Account, Purpose string
	Version              int64
	GivenAt, WithdrawnAt int64
}

// Fields are the columns of consentsOf.
func (r *consentRow) Fields() []any {
	return []any{&r.ID, &r.Account, &r.Purpose, &r.Version, &r.GivenAt, &r.WithdrawnAt}
}

func consentsOf(ctx context.Context, tx *db.Tx, account string) ([]consentRow, error) {
	return db.All[consentRow](ctx, tx, `SELECT id, account_id, purpose, version, given_at, COALESCE(withdrawn_at, 0)
		FROM account_consent WHERE account_id = ? ORDER BY given_at DESC, id LIMIT 200`, account)
}

func holdingConsents(ctx context.Context, tx *db.Tx, account string, version int64) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_consent
		WHERE account_id = ? AND purpose = 'keep-records' AND version = ? AND withdrawn_at IS NULL`, account, version)
}

func insertConsent(ctx context.Context, tx *db.Tx, r consentRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_consent (id, account_id, purpose, version, given_at) VALUES (?, ?, ?, ?, ?)`,
		r.ID, r.Account, r.Purpose, r.Version, r.GivenAt)
	return err
}

func withdrawConsents(ctx context.Context, tx *db.Tx, account string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_consent SET withdrawn_at = ? WHERE account_id = ? AND withdrawn_at IS NULL`, clock.Millis(now), account)
	return err
}
