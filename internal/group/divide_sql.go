package group

import (
	"context"
	"time"

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

// writeHonoured makes a member one who is remembered, or a member again. The role
// is given back either way.
func writeHonoured(ctx context.Context, tx *db.Tx, id string, standing Standing, how How, departs time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET standing = ?, role = 'member', code_at = NULL, left_how = ?, departs_at = ? WHERE id = ?`,
		string(standing), string(how), orNever(departs), id)
	return err
}
