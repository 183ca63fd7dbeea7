package meeting

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

type nearRow struct{ Meeting, Slot string }

// Fields are the meeting and the slot.
func (r *nearRow) Fields() []any { return []any{&r.Meeting, &r.Slot} }

// nearOf are the next dates of a group that end after a time.
func nearOf(ctx context.Context, tx *db.Tx, group string, from, to time.Time, most int) ([]nearRow, error) {
	return db.All[nearRow](ctx, tx, `SELECT meeting_id, slot FROM meeting_occurrence WHERE group_id = ? AND start_at < ? AND end_at > ? ORDER BY start_at, meeting_id LIMIT ?`,
		group, clock.Millis(to), clock.Millis(from), most)
}

// nextMeeting is the meeting of a group whose next date ends first.
func nextMeeting(ctx context.Context, tx *db.Tx, group string, now time.Time) ([]string, error) {
	rows, err := db.All[keyRow](ctx, tx, `SELECT id FROM meeting_meeting WHERE group_id = ? AND next_at > ? AND next_at < ? ORDER BY next_at, id LIMIT 1`,
		group, clock.Millis(now), clock.Millis(never))
	return keys(rows), err
}

func clearNear(ctx context.Context, tx *db.Tx, meeting string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_occurrence WHERE meeting_id = ?`, meeting)
	return err
}

func insertNear(ctx context.Context, tx *db.Tx, o Occurrence) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_occurrence (meeting_id, slot, group_id, start_at, end_at) VALUES (?, ?, ?, ?, ?)`,
		o.Meeting.ID, o.Slot.String(), o.Meeting.Group, clock.Millis(o.Start), clock.Millis(o.End))
	return err
}

func writeNext(ctx context.Context, tx *db.Tx, id string, next time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_meeting SET next_at = ? WHERE id = ?`, clock.Millis(next), id)
	return err
}

// meetingsAfter are the ids of meetings after one, for working through all.
func meetingsAfter(ctx context.Context, tx *db.Tx, after string, most int) ([]string, error) {
	rows, err := db.All[keyRow](ctx, tx, `SELECT id FROM meeting_meeting WHERE id > ? ORDER BY id LIMIT ?`, after, most)
	return keys(rows), err
}

func meetingsIn(ctx context.Context, tx *db.Tx, group string) ([]string, error) {
	rows, err := db.All[keyRow](ctx, tx, `SELECT id FROM meeting_meeting WHERE group_id = ? ORDER BY id`, group)
	return keys(rows), err
}
