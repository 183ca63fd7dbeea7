package forum

import (
	"context"

	"handrail/internal/platform/db"
)

func insertVersion(ctx context.Context, tx *db.Tx, was postRow, now, ends int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_version (post_id, number, source, html, made_at, ends_at)
		SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ? FROM forum_version WHERE post_id = ?`, was.ID, was.source, was.HTML, now, ends, was.ID)
	return err
}

func versionsOf(ctx context.Context, tx *db.Tx, post string) ([]textRow, error) {
	return db.All[textRow](ctx, tx, `SELECT html FROM forum_version WHERE post_id = ? ORDER BY number DESC LIMIT 50`, post)
}

func deleteVersions(ctx context.Context, tx *db.Tx, now int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_version WHERE ends_at <= ?`, now)
	return err
}

// quotesOf are the posts that quote this one, with what they quote.
func quotesOf(ctx context.Context, tx *db.Tx, post string) ([]ownRow, error) {
	return db.All[ownRow](ctx, tx, `SELECT id, quote_text FROM forum_post WHERE quote_id = ? AND quote_text <> '' LIMIT 10000`, post)
}

func writeQuoteText(ctx context.Context, tx *db.Tx, post, text string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET quote_text = ? WHERE id = ?`, text, post)
	return err
}
