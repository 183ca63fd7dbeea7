package forum

import (
	"context"

	"handrail/internal/platform/db"
)

// draftRow is a draft as it lies in the database.
type draftRow struct {
	membership, target string
	words              []byte
	changed            int64
}

const draftColumns = `membership_id, target_id, words, changed_at`

// Fields are draftColumns.
func (r *draftRow) Fields() []any { return []any{&r.membership, &r.target, &r.words, &r.changed} }

func draftOf(ctx context.Context, tx *db.Tx, membership, target string) (draftRow, error) {
	return db.One[draftRow](ctx, tx, `SELECT `+draftColumns+` FROM forum_draft WHERE membership_id = ? AND target_id = ?`, membership, target)
}

func draftsOf(ctx context.Context, tx *db.Tx, membership string) ([]draftRow, error) {
	return db.All[draftRow](ctx, tx, `SELECT `+draftColumns+` FROM forum_draft WHERE membership_id = ? ORDER BY changed_at DESC LIMIT 100`, membership)
}

// draftsBeside is how many drafts somebody has beside the one for a target.
func draftsBeside(ctx context.Context, tx *db.Tx, membership, target string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM forum_draft WHERE membership_id = ? AND target_id <> ?`, membership, target)
}

func writeDraft(ctx context.Context, tx *db.Tx, r draftRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_draft (`+draftColumns+`) VALUES (?, ?, ?, ?)
		ON CONFLICT (membership_id, target_id) DO UPDATE SET words = excluded.words, changed_at = excluded.changed_at`, r.membership, r.target, r.words, r.changed)
	return err
}

func deleteDraft(ctx context.Context, tx *db.Tx, membership, target string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_draft WHERE membership_id = ? AND target_id = ?`, membership, target)
	return err
}

func deleteDrafts(ctx context.Context, tx *db.Tx, before int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_draft WHERE changed_at <= ?`, before)
	return err
}
