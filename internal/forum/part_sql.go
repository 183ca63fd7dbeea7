package forum

import (
	"context"

	"handrail/internal/platform/db"
)

func talksIn(ctx context.Context, tx *db.Tx, topic, membership, mark string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM (SELECT 1 FROM forum_post WHERE topic_id = ? AND state = 'here' AND (membership_id = ? OR mark = ?) LIMIT 1) p`, topic, membership, mark)
	return n > 0, err
}

func titleOf(ctx context.Context, tx *db.Tx, topic string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT title FROM forum_topic WHERE id = ?`, topic)
}
