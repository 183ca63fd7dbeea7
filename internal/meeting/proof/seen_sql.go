package proof

import (
	"context"

	"handrail/internal/platform/db"
)

// seenRow is that somebody was there, where they let it be seen.
type seenRow struct{ membership, meeting, slot string }

const seenColumns = `membership_id, meeting_id, slot`

// Fields are seenColumns.
func (r *seenRow) Fields() []any { return []any{&r.membership, &r.meeting, &r.slot} }

func isSeeing(ctx context.Context, tx *db.Tx, membership string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_seeing WHERE membership_id = ?`, membership)
	return n > 0, err
}

func insertSeeing(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_seeing (membership_id) VALUES (?) ON CONFLICT (membership_id) DO NOTHING`, membership)
	return err
}

// deleteSeeing takes all that was seen with it.
func deleteSeeing(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_seeing WHERE membership_id = ?`, membership)
	return err
}

func insertSeen(ctx context.Context, tx *db.Tx, r seenRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_seen (`+seenColumns+`) VALUES (?, ?, ?) ON CONFLICT (membership_id, meeting_id, slot) DO NOTHING`, r.membership, r.meeting, r.slot)
	return err
}

// seenIn are the rows of a group's meetings, those of the latest dates first.
func seenIn(ctx context.Context, tx *db.Tx, group string) ([]seenRow, error) {
	return db.All[seenRow](ctx, tx, `SELECT s.membership_id, s.meeting_id, s.slot FROM meeting_seen s JOIN meeting_meeting m ON m.id = s.meeting_id
		WHERE m.group_id = ? ORDER BY s.slot DESC, s.membership_id LIMIT 2000`, group)
}
