package remind

import (
	"context"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const reminderColumns = `r.id, r.group_id, r.membership_id, COALESCE(r.meeting_id, ''), r.dates, r.lead, r.unanswered, r.stopped, r.since_at`

type reminderRow struct {
	Reminder
	lead, since int64
}

// Fields are reminderColumns.
func (r *reminderRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Membership, &r.Meeting, &r.Dates, &r.lead, &r.unanswered, &r.Stopped, &r.since}
}

func (r reminderRow) reminder() Reminder {
	one := r.Reminder
	one.Lead, one.Since = int(r.lead), clock.FromMillis(r.since)
	return one
}

func reminderByID(ctx context.Context, tx *db.Tx, id string) (Reminder, error) {
	r, err := db.One[reminderRow](ctx, tx, `SELECT `+reminderColumns+` FROM meeting_reminder r WHERE r.id = ?`, id)
	return r.reminder(), err
}

// reminderOf is a member's wish for a meeting, or with "" for all of the group.
func reminderOf(ctx context.Context, tx *db.Tx, membership, meeting string) (Reminder, error) {
	r, err := db.One[reminderRow](ctx, tx, `SELECT `+reminderColumns+` FROM meeting_reminder r WHERE r.membership_id = ? AND COALESCE(r.meeting_id, '') = ?`,
		membership, meeting)
	return r.reminder(), err
}

// reminderHolding is the wish that counts for a meeting.
func reminderHolding(ctx context.Context, tx *db.Tx, membership, meeting string) (Reminder, error) {
	r, err := db.One[reminderRow](ctx, tx, `SELECT `+reminderColumns+` FROM meeting_reminder r
		WHERE r.membership_id = ? AND (r.meeting_id = ? OR r.meeting_id IS NULL) ORDER BY CASE WHEN r.meeting_id IS NULL THEN 1 ELSE 0 END LIMIT 1`, membership, meeting)
	return r.reminder(), err
}

func remindersBy(ctx context.Context, tx *db.Tx, membership string) ([]Reminder, error) {
	rows, err := db.All[reminderRow](ctx, tx, `SELECT `+reminderColumns+` FROM meeting_reminder r LEFT JOIN meeting_meeting m ON m.id = r.meeting_id
		WHERE r.membership_id = ? ORDER BY m.title, r.id LIMIT 1000`, membership)
	list := make([]Reminder, len(rows))
	for i, r := range rows {
		list[i] = r.reminder()
	}
	return list, err
}

func insertReminder(ctx context.Context, tx *db.Tx, r Reminder) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_reminder (id, group_id, membership_id, meeting_id, dates, lead, unanswered, stopped, since_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.ID, r.Group, r.Membership, orNull(r.Meeting), string(r.Dates), r.Lead, r.unanswered, r.Stopped, millis(r.Since))
	return err
}

func writeReminder(ctx context.Context, tx *db.Tx, r Reminder) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_reminder SET dates = ?, lead = ?, unanswered = ?, stopped = ?, since_at = ? WHERE id = ?`,
		string(r.Dates), r.Lead, r.unanswered, r.Stopped, millis(r.Since), r.ID)
	return err
}

func deleteReminder(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_reminder WHERE id = ?`, id)
	return err
}

func deleteRemindersBy(ctx context.Context, tx *db.Tx, membership string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM meeting_reminder WHERE membership_id = ?`, membership); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM meeting_reminded WHERE membership_id = ?`, membership)
	return err
}

func groupOf(ctx context.Context, tx *db.Tx, meeting string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT group_id FROM meeting_meeting WHERE id = ?`, meeting)
}

func comes(ctx context.Context, tx *db.Tx, membership, meeting, slot string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_coming WHERE membership_id = ? AND meeting_id = ? AND slot = ?`, membership, meeting, slot)
	return n > 0, err
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}
