package finder

import (
	"context"

	"handrail/internal/platform/db"
)

func goneAfter(ctx context.Context, tx *db.Tx, source string, after int64, most int) ([]listingRow, error) {
	return db.All[listingRow](ctx, tx, `SELECT `+listingColumns+` FROM finder_listing l WHERE l.source_id = ? AND l.gone_at > 0 AND l.number > ? ORDER BY l.number LIMIT ?`, source, after, most)
}
