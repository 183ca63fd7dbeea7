package meeting

import (
	"context"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const meetingColumns = `m.id, m.group_id, m.title, m.about, m.reach, m.opening, m.cross_talk, m.languages, m.formats, m.sequence, m.made_at, m.changed_at, m.next_at`

type meetingRow struct {
	Meeting
	languages, formats            string
	sequence, made, changed, next int64
}

// Fields are meetingColumns.
func (r *meetingRow) Fields() []any {
	return []any{
		&r.ID, &r.Group, &r.Title, &r.About, &r.Reach, &r.Opening, &r.CrossTalk, &r.languages, &r.formats, &r.sequence, &r.made, &r.changed, &r.next,
	}
}

func (r meetingRow) meeting() Meeting {
	m := r.Meeting
	m.Sequence, m.Made, m.Changed, m.next = int(r.sequence), clock.FromMillis(r.made), clock.FromMillis(r.changed), clock.FromMillis(r.next)
	m.Languages = strings.Fields(r.languages)
	for _, f := range strings.Fields(r.formats) {
		m.Formats = append(m.Formats, Format(f))
	}
	return m
}

func meetingByID(ctx context.Context, tx *db.Tx, id string) (Meeting, error) {
	r, err := db.One[meetingRow](ctx, tx, `SELECT `+meetingColumns+` FROM meeting_meeting m WHERE m.id = ?`, id)
	return r.meeting(), err
}

func insertMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_meeting (id, group_id, title, about, reach, opening, cross_talk, languages, formats, sequence, made_at, changed_at, next_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.Group, m.Title, m.About, string(m.Reach), string(m.Opening), string(m.CrossTalk), strings.Join(m.Languages, " "), joined(m.Formats),
		m.Sequence, clock.Millis(m.Made), clock.Millis(m.Changed), clock.Millis(m.next))
	return err
}

func writeMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_meeting SET title = ?, about = ?, reach = ?, opening = ?, cross_talk = ?, languages = ?, formats = ? WHERE id = ?`,
		m.Title, m.About, string(m.Reach), string(m.Opening), string(m.CrossTalk), strings.Join(m.Languages, " "), joined(m.Formats), m.ID)
	return err
}

func joined(formats []Format) string {
	words := make([]string, len(formats))
	for i, f := range formats {
		words[i] = string(f)
	}
	return strings.Join(words, " ")
}

// touch notes that something about a meeting is otherwise now.
func touch(ctx context.Context, tx *db.Tx, id string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_meeting SET sequence = sequence + 1, changed_at = ? WHERE id = ?`, clock.Millis(now), id)
	return err
}

func deleteMeeting(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_meeting WHERE id = ?`, id)
	return err
}

// liveCount is how many meetings of a group have a date to come.
func liveCount(ctx context.Context, tx *db.Tx, group string, now, never time.Time) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_meeting WHERE group_id = ? AND next_at >= ? AND next_at < ?`,
		group, clock.Millis(now), clock.Millis(never))
}

// chairs tells whether somebody has a role of the kind "chair" on a date. Whoever
// was only asked, or has one that was taken away, does not.
func chairs(ctx context.Context, tx *db.Tx, meeting, membership, slot string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_service v JOIN meeting_role r ON r.id = v.role_id
		WHERE v.meeting_id = ? AND v.membership_id = ? AND r.kind = 'chair' AND r.gone_at = 0 AND v.state <> 'asked' AND v.from_slot <= ? AND v.to_slot >= ?`,
		meeting, membership, slot, slot)
	return n > 0, err
}

// chairsByTrust is chairs for a role that leaders gave somebody, or confirmed.
func chairsByTrust(ctx context.Context, tx *db.Tx, meeting, membership, slot string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_service v JOIN meeting_role r ON r.id = v.role_id
		WHERE v.meeting_id = ? AND v.membership_id = ? AND r.kind = 'chair' AND r.gone_at = 0 AND v.state <> 'asked' AND v.vouched AND v.from_slot <= ? AND v.to_slot >= ?`,
		meeting, membership, slot, slot)
	return n > 0, err
}

type keyRow struct{ key string }

// Fields is the one column.
func (r *keyRow) Fields() []any { return []any{&r.key} }

func keys(rows []keyRow) []string {
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = r.key
	}
	return list
}

// listingGroups are the groups that list a meeting for everybody.
func listingGroups(ctx context.Context, tx *db.Tx) ([]string, error) {
	rows, err := db.All[keyRow](ctx, tx, `SELECT DISTINCT group_id FROM meeting_meeting WHERE reach = 'listed' ORDER BY group_id LIMIT 100000`)
	return keys(rows), err
}
