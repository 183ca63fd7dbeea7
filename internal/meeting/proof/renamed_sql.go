package proof

import (
	"context"

	"handrail/internal/platform/db"
)

func slotWas(ctx context.Context, tx *db.Tx, meeting, slot string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT was FROM meeting_slot_was WHERE meeting_id = ? AND slot = ?`, meeting, slot)
}

// countSlotWas is how many dates began with a slot, and are at another one.
func countSlotWas(ctx context.Context, tx *db.Tx, meeting, slot string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_slot_was WHERE meeting_id = ? AND (was = ? OR was LIKE ?)`, meeting, slot, slot+againName+"%")
}

func insertSlotWas(ctx context.Context, tx *db.Tx, meeting, slot, was string) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_slot_was (meeting_id, slot, was) VALUES (?, ?, ?) ON CONFLICT (meeting_id, slot) DO UPDATE SET was = excluded.was`, meeting, slot, was)
	return err
}

func deleteSlotWas(ctx context.Context, tx *db.Tx, meeting, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_slot_was WHERE meeting_id = ? AND slot = ?`, meeting, slot)
	return err
}

func moveSeen(ctx context.Context, tx *db.Tx, meeting, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_seen SET slot = ? WHERE meeting_id = ? AND slot = ?`, to, meeting, from)
	return err
}
