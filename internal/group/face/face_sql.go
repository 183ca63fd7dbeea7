package face

import (
	"context"

	"handrail/internal/platform/db"
)

// uploadRow is a picture that was sent.
type uploadRow struct {
	Picture, By, Look string
	MadeAt            int64
}

const uploadColumns = `picture, made_by, picture_mark, made_at`

// Fields are uploadColumns.
func (r *uploadRow) Fields() []any { return []any{&r.Picture, &r.By, &r.Look, &r.MadeAt} }

// keyRow is the key of a picture.
type keyRow string

// Fields is the key.
func (r *keyRow) Fields() []any { return []any{(*string)(r)} }

func insertUpload(ctx context.Context, tx *db.Tx, r uploadRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_upload (`+uploadColumns+`) VALUES (?, ?, ?, ?)`, r.Picture, r.By, r.Look, r.MadeAt)
	return err
}

// uploadBy is a picture that is nobody's face yet: one file is one face, so that
// it can go with it.
func uploadBy(ctx context.Context, tx *db.Tx, key, by string, since int64) (uploadRow, error) {
	return db.One[uploadRow](ctx, tx, `SELECT `+uploadColumns+` FROM group_upload WHERE picture = ? AND made_by = ? AND made_at > ?
	AND NOT EXISTS (SELECT 1 FROM group_membership m WHERE m.picture = group_upload.picture AND m.picture <> '')`, key, by, since)
}

// forgetUsed forgets who sent a picture that is somebody's face now.
func forgetUsed(ctx context.Context, tx *db.Tx, before int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_upload WHERE made_at < ? AND picture IN (SELECT picture FROM group_membership WHERE picture <> '')`, before)
	return err
}

func unusedUploads(ctx context.Context, tx *db.Tx, before int64) ([]keyRow, error) {
	return db.All[keyRow](ctx, tx, `SELECT picture FROM group_upload WHERE made_at < ? ORDER BY made_at LIMIT 500`, before)
}

func forgetUpload(ctx context.Context, tx *db.Tx, key string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_upload WHERE picture = ?`, key)
	return err
}
