package notify

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// wayMail is the way of a notice that goes by mail; all others are devices.
const wayMail = "mail"

// claim takes a notice for one way out, unless it was taken.
func claim(ctx context.Context, tx *db.Tx, notice, way string, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO notify_outgoing (notice_id, way, at) VALUES (?, ?, ?) ON CONFLICT (notice_id, way) DO NOTHING`,
		notice, way, clock.Millis(now))
	return n == 1, err
}

// release gives a notice back that could not be sent.
func release(ctx context.Context, tx *db.Tx, notice, way string) error {
	_, err := tx.Exec(ctx, `DELETE FROM notify_outgoing WHERE notice_id = ? AND way = ?`, notice, way)
	return err
}
