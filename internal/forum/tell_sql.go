package forum

import (
	"context"

	"handrail/internal/platform/db"
)

func writeTold(ctx context.Context, tx *db.Tx, post string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET told = TRUE WHERE id = ?`, post)
	return err
}

func spaceOf(ctx context.Context, tx *db.Tx, topic string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT space_id FROM forum_topic WHERE id = ?`, topic)
}

func postAt(ctx context.Context, tx *db.Tx, topic string, number int64) (postRow, error) {
	return db.One[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p WHERE p.topic_id = ? AND p.number = ?`, topic, number)
}
