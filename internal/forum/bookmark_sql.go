package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
)

func insertBookmark(ctx context.Context, tx *db.Tx, membership, post string, made int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_bookmark (membership_id, post_id, made_at) VALUES (?, ?, ?) ON CONFLICT (membership_id, post_id) DO NOTHING`, membership, post, made)
	return err
}

func deleteBookmark(ctx context.Context, tx *db.Tx, membership, post string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_bookmark WHERE membership_id = ? AND post_id = ?`, membership, post)
	return err
}

// keptRow is a post that somebody keeps, with its topic.
type keptRow struct {
	readRow
	topic topicRow
}

// Fields are readColumns and topicColumns.
func (r *keptRow) Fields() []any { return append(r.readRow.Fields(), r.topic.Fields()...) }

func keptOf(ctx context.Context, tx *db.Tx, m group.Member, skip, most int) ([]keptRow, error) {
	rows, err := db.All[keptRow](ctx, tx, `SELECT `+readColumns+`, `+topicColumns+` FROM forum_bookmark b
		JOIN forum_post p ON p.id = b.post_id LEFT JOIN forum_post q ON q.id = p.quote_id
		JOIN forum_topic t ON t.id = p.topic_id JOIN forum_space s ON s.id = t.space_id JOIN forum_post f ON f.topic_id = t.id AND f.number = 1
		WHERE b.membership_id = ? AND p.group_id = ? ORDER BY b.made_at DESC, b.post_id LIMIT ? OFFSET ?`, m.Self.ID, m.Group.ID, most, skip)
	for i := range rows {
		rows[i].topic = rows[i].topic.settle()
	}
	return rows, err
}
