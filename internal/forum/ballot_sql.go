package forum

import (
	"context"

	"handrail/internal/platform/db"
)

func writeBallot(ctx context.Context, tx *db.Tx, topic, ballot string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET ballot_id = ? WHERE id = ?`, ballot, topic)
	return err
}

func ballotOfGone(ctx context.Context, tx *db.Tx, topic string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT ballot_id FROM forum_topic WHERE id = ? AND state = 'gone'`, topic)
}
