package group

import (
	"context"

	"handrail/internal/platform/db"
)

func moveMembership(ctx context.Context, tx *db.Tx, id, to string) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET group_id = ?, invited_by = NULL, role = CASE WHEN role = 'greeter' THEN 'greeter' ELSE 'member' END WHERE id = ?`, to, id)
	return err
}

// moveHellos takes along what somebody said about themselves. What was said to
// them is the words of others, and stays where those are.
func moveHellos(ctx context.Context, tx *db.Tx, id, to string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM group_hello WHERE (newcomer_id = ? OR author_id = ?) AND author_id <> newcomer_id`, id, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE group_hello SET group_id = ? WHERE author_id = ?`, to, id)
	return err
}

func moveRead(ctx context.Context, tx *db.Tx, id, to string) error {
	_, err := tx.Exec(ctx, `UPDATE group_read SET group_id = ? WHERE membership_id = ?`, to, id)
	return err
}

func writeStandingOnly(ctx context.Context, tx *db.Tx, id string, standing Standing) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET standing = ? WHERE id = ?`, string(standing), id)
	return err
}
