package group

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const invitationColumns = `id, group_id, made_by, uses_left, admits, made_at, ends_at`

type invitationRow struct {
	ID, Group, By  string
	UsesLeft       int64
	Admits         bool
	MadeAt, EndsAt int64
}

// Fields are invitationColumns.
func (r *invitationRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.By, &r.UsesLeft, &r.Admits, &r.MadeAt, &r.EndsAt}
}

func insertInvitation(ctx context.Context, tx *db.Tx, r invitationRow, mark string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_invitation (id, group_id, made_by, link_mark, uses_left, admits, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Group, r.By, mark, r.UsesLeft, r.Admits, r.MadeAt, r.EndsAt)
	return err
}

func invitationByMark(ctx context.Context, tx *db.Tx, mark string, now time.Time) (invitationRow, error) {
	return db.One[invitationRow](ctx, tx, `SELECT `+invitationColumns+` FROM group_invitation WHERE link_mark = ? AND uses_left > 0 AND ends_at > ?`, mark, clock.Millis(now))
}

func invitations(ctx context.Context, tx *db.Tx, group, only string, now time.Time) ([]invitationRow, error) {
	return db.All[invitationRow](ctx, tx, `SELECT `+invitationColumns+` FROM group_invitation
		WHERE group_id = ? AND (? = '' OR made_by = ?) AND uses_left > 0 AND ends_at > ? ORDER BY ends_at, id LIMIT 200`, group, only, only, clock.Millis(now))
}

func useInvitation(ctx context.Context, tx *db.Tx, id string, now time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE group_invitation SET uses_left = uses_left - 1 WHERE id = ? AND uses_left > 0 AND ends_at > ?`, id, clock.Millis(now))
}

func deleteInvitation(ctx context.Context, tx *db.Tx, id, group, only string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM group_invitation WHERE id = ? AND group_id = ? AND (? = '' OR made_by = ?)`, id, group, only, only)
}

// weakenInvitations has the links of somebody who leads no more let in nobody
// without asking.
func weakenInvitations(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `UPDATE group_invitation SET admits = FALSE WHERE made_by = ?`, membership)
	return err
}

// deleteInvitationsBy ends all links that somebody made.
func deleteInvitationsBy(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_invitation WHERE made_by = ?`, membership)
	return err
}

func sweepInvitations(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_invitation WHERE ends_at <= ? OR uses_left < 1`, clock.Millis(now))
	return err
}

func insertFounding(ctx context.Context, tx *db.Tx, id, by, mark string, uses int, now, ends time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_founding (id, made_by, link_mark, uses_left, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)`,
		id, by, mark, uses, clock.Millis(now), clock.Millis(ends))
	return err
}

func useFounding(ctx context.Context, tx *db.Tx, mark string, now time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE group_founding SET uses_left = uses_left - 1 WHERE link_mark = ? AND uses_left > 0 AND ends_at > ?`, mark, clock.Millis(now))
}

func sweepFoundings(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_founding WHERE ends_at <= ? OR uses_left < 1`, clock.Millis(now))
	return err
}
