package finder

import (
	"context"

	"handrail/internal/platform/db"
)

// takeReading makes a program the reader of a source, unless another is. That one
// cannot be reading still after last: its clock was wrong.
func takeReading(ctx context.Context, tx *db.Tx, source, reader string, now, until, last int64) (taken bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO finder_reading (source_id, reader, until) VALUES (?, ?, ?)
		ON CONFLICT (source_id) DO UPDATE SET reader = excluded.reader, until = excluded.until WHERE finder_reading.until <= ? OR finder_reading.until > ?`,
		source, reader, until, now, last)
	return n > 0, err
}

func keepReading(ctx context.Context, tx *db.Tx, source, reader string, until int64) (mine bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE finder_reading SET until = ? WHERE source_id = ? AND reader = ?`, until, source, reader)
	return n > 0, err
}

func endReading(ctx context.Context, tx *db.Tx, source, reader string) (mine bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM finder_reading WHERE source_id = ? AND reader = ?`, source, reader)
	return n > 0, err
}
