package forum

import (
	"context"

	"handrail/internal/platform/db"
)

func writeRead(ctx context.Context, tx *db.Tx, membership, topic string, number int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_read (membership_id, topic_id, number)
		SELECT m.membership_id, t.id, ? FROM forum_visit m, forum_topic t WHERE m.membership_id = ? AND t.id = ?
		ON CONFLICT (membership_id, topic_id) DO UPDATE SET number = excluded.number WHERE forum_read.number < excluded.number`, number, membership, topic)
	return err
}

func writeVisit(ctx context.Context, tx *db.Tx, membership string, seq int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_visit (membership_id, seq) VALUES (?, ?) ON CONFLICT (membership_id) DO UPDATE SET seq = excluded.seq`, membership, seq)
	return err
}

// isUnread is true of a post p that others wrote, that the member can see, and
// that they have not read. It takes their membership, and those they do not hear.
const isUnread = `p.state = 'here' AND (p.membership_id IS NULL OR (p.membership_id <> ? AND CAST(? AS TEXT) NOT LIKE '%' || p.membership_id || '%'))`

type unreadRow struct {
	topic, space string
	number       int64
}

// Fields are the columns of unreadTopics.
func (r *unreadRow) Fields() []any { return []any{&r.topic, &r.space, &r.number} }

// unreadTopics are the topics of a group in which a member has something to read.
func unreadTopics(ctx context.Context, tx *db.Tx, membership, group, hidden string) ([]unreadRow, error) {
	return db.All[unreadRow](ctx, tx, `SELECT t.id, t.space_id, t.number FROM forum_visit v
		JOIN forum_topic t ON t.group_id = ? AND t.seq > v.seq JOIN forum_post f ON f.topic_id = t.id AND f.number = 1
		LEFT JOIN forum_read r ON r.membership_id = v.membership_id AND r.topic_id = t.id
		WHERE v.membership_id = ? AND t.state = 'here' AND t.number > COALESCE(r.number, 0)
		AND (f.membership_id IS NULL OR CAST(? AS TEXT) NOT LIKE '%' || f.membership_id || '%')
		AND NOT EXISTS (SELECT 1 FROM forum_follow w WHERE w.membership_id = v.membership_id AND w.target_id IN (t.id, t.space_id) AND w.how = 'mute')
		AND EXISTS (SELECT 1 FROM forum_post p WHERE p.topic_id = t.id AND p.number > COALESCE(r.number, 0) AND p.seq > v.seq AND `+isUnread+`)
		ORDER BY t.seq DESC LIMIT 100`, group, membership, hidden, membership, hidden)
}

func groupOf(ctx context.Context, tx *db.Tx, topic string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT group_id FROM forum_topic WHERE id = ?`, topic)
}
