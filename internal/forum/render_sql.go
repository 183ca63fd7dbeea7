package forum

import (
	"context"

	"handrail/internal/platform/db"
)

// postsRenderedBefore are some posts that an older renderer made, after the one
// with this id.
func postsRenderedBefore(ctx context.Context, tx *db.Tx, version int64, after string) ([]postRow, error) {
	return db.All[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p WHERE p.rendered < ? AND p.state <> 'gone' AND p.id > ? ORDER BY p.id LIMIT 200`, version, after)
}

// writeRendering keeps a newer rendering of words that nobody changed meanwhile.
func writeRendering(ctx context.Context, tx *db.Tx, was postRow, html string, version int64) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET html = ?, rendered = ? WHERE id = ? AND source = ? AND rendered = ? AND state <> 'gone'`, html, version, was.ID, was.source, was.rendered)
	return err
}
