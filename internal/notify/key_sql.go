package notify

import (
	"context"

	"handrail/internal/platform/db"
)

func selectKey(ctx context.Context, tx *db.Tx) ([]byte, error) {
	return db.Scalar[[]byte](ctx, tx, `SELECT secret FROM notify_key WHERE id = ?`, keyID)
}

// insertKey keeps a key unless another node was quicker.
func insertKey(ctx context.Context, tx *db.Tx, sealed []byte, now int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO notify_key (id, secret, made_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING`, keyID, sealed, now)
	return err
}
