package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
)

type challengeRow struct {
	ID, Account, Purpose string
	Detail               []byte
	EndsAt               int64
}

// Fields are the columns of challengeByID.
func (r *challengeRow) Fields() []any {
	return []any{&r.ID, &r.Account, &r.Purpose, &r.Detail, &r.EndsAt}
}

func challengeByID(ctx context.Context, tx *db.Tx, hash, purpose string, now time.Time) (challengeRow, error) {
	return db.One[challengeRow](ctx, tx, `SELECT id, COALESCE(account_id, ''), purpose, detail, ends_at FROM account_challenge
		WHERE id = ? AND purpose = ? AND ends_at > ?`, hash, purpose, clock.Millis(now))
}

// stepByToken is the second step of signing in that a token leads to.
func stepByToken(ctx context.Context, tx *db.Tx, token string, now time.Time) (challengeRow, error) {
	return challengeByID(ctx, tx, id.Hash(token), forSecondStep, now)
}

func insertChallenge(ctx context.Context, tx *db.Tx, r challengeRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_challenge (id, account_id, purpose, detail, ends_at) VALUES (?, ?, ?, ?, ?)`,
		r.ID, orNull(r.Account), r.Purpose, r.Detail, r.EndsAt)
	return err
}

func tryChallenge(ctx context.Context, tx *db.Tx, hash string, most int, now time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE account_challenge SET tries = tries + 1 WHERE id = ? AND tries < ? AND ends_at > ?`, hash, most, clock.Millis(now))
}

func deleteChallenge(ctx context.Context, tx *db.Tx, hash string, now time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_challenge WHERE id = ? AND ends_at > ?`, hash, clock.Millis(now))
}

// deleteSteps ends every second step of signing in that an account is at.
func deleteSteps(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_challenge WHERE account_id = ? AND purpose = 'second step'`, account)
	return err
}

func sweepChallenges(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_challenge WHERE ends_at <= ?`, clock.Millis(now))
	return err
}
