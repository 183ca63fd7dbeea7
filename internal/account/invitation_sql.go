package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

type invitationRow struct {
	ID, Mark, By             string
	UsesLeft, MadeAt, EndsAt int64
}

// Fields are the columns of invitations.
func (r *invitationRow) Fields() []any { return []any{&r.ID, &r.UsesLeft, &r.MadeAt, &r.EndsAt} }

func insertInvitation(ctx context.Context, tx *db.Tx, r invitationRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_invitation (id, link_mark, made_by, uses_left, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, r.Mark, r.By, r.UsesLeft, r.MadeAt, r.EndsAt)
	return err
}

func invitations(ctx context.Context, tx *db.Tx, now time.Time) ([]invitationRow, error) {
	return db.All[invitationRow](ctx, tx, `SELECT id, uses_left, made_at, ends_at FROM account_invitation
		WHERE ends_at > ? AND uses_left > 0 ORDER BY made_at DESC, id LIMIT 200`, clock.Millis(now))
}

// openInvitations counts the invitation with this mark, if it still lets
// somebody in.
func openInvitations(ctx context.Context, tx *db.Tx, mark string, now time.Time) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_invitation WHERE link_mark = ? AND uses_left > 0 AND ends_at > ?`, mark, clock.Millis(now))
}

func useInvitation(ctx context.Context, tx *db.Tx, mark string, now time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE account_invitation SET uses_left = uses_left - 1 WHERE link_mark = ? AND uses_left > 0 AND ends_at > ?`, mark, clock.Millis(now))
}

func deleteInvitation(ctx context.Context, tx *db.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM account_invitation WHERE id = ?`, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func sweepInvitations(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_invitation WHERE ends_at <= ? OR uses_left <= 0`, clock.Millis(now))
	return err
}
