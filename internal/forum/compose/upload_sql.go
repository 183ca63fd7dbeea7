package compose

import (
	"context"

	"handrail/internal/platform/db"
)

// uploadRow is a picture that was sent.
type uploadRow struct {
	Picture, By         string
	Width, Height, Ends int64
}

const uploadColumns = `picture, made_by, width, height, ends_at`

// Fields are uploadColumns.
func (r *uploadRow) Fields() []any { return []any{&r.Picture, &r.By, &r.Width, &r.Height, &r.Ends} }

// keyRow is the key of a picture.
type keyRow string

// Fields is the key.
func (r *keyRow) Fields() []any { return []any{(*string)(r)} }

func insertUpload(ctx context.Context, tx *db.Tx, r uploadRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_upload (`+uploadColumns+`) VALUES (?, ?, ?, ?, ?)`, r.Picture, r.By, r.Width, r.Height, r.Ends)
	return err
}

// uploadBy is a picture that is in no post yet: one file is one picture, so that
// it can go with it.
func uploadBy(ctx context.Context, tx *db.Tx, key, by string, now int64) (uploadRow, error) {
	return db.One[uploadRow](ctx, tx, `SELECT `+uploadColumns+` FROM forum_upload WHERE picture = ? AND made_by = ? AND ends_at > ?
		AND NOT EXISTS (SELECT 1 FROM forum_post p WHERE p.picture = forum_upload.picture AND p.picture <> '')`, key, by, now)
}

func writeUploadEnd(ctx context.Context, tx *db.Tx, key, by string, ends int64) error {
	_, err := tx.Exec(ctx, `UPDATE forum_upload SET ends_at = ? WHERE picture = ? AND made_by = ?`, ends, key, by)
	return err
}

// forgetUsed forgets who sent a picture that is in a post now.
func forgetUsed(ctx context.Context, tx *db.Tx, before int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_upload WHERE ends_at < ? AND picture IN (SELECT picture FROM forum_post WHERE picture <> '')`, before)
	return err
}

func unusedUploads(ctx context.Context, tx *db.Tx, before int64) ([]keyRow, error) {
	return db.All[keyRow](ctx, tx, `SELECT picture FROM forum_upload WHERE ends_at < ? ORDER BY ends_at LIMIT 500`, before)
}

func forgetUpload(ctx context.Context, tx *db.Tx, key string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_upload WHERE picture = ?`, key)
	return err
}
