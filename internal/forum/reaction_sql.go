package forum

import (
	"context"

	"handrail/internal/platform/db"
)

// textRow is a row of one text.
type textRow string

// Fields is that text.
func (r *textRow) Fields() []any { return []any{(*string)(r)} }

func insertReaction(ctx context.Context, tx *db.Tx, post, membership, kind string) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_reaction (post_id, membership_id, kind) VALUES (?, ?, ?) ON CONFLICT (post_id, membership_id, kind) DO NOTHING`, post, membership, kind)
	return err
}

func deleteReaction(ctx context.Context, tx *db.Tx, post, membership, kind string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_reaction WHERE post_id = ? AND membership_id = ? AND kind = ?`, post, membership, kind)
	return err
}

func kindsAt(ctx context.Context, tx *db.Tx, post string) ([]textRow, error) {
	return db.All[textRow](ctx, tx, `SELECT DISTINCT kind FROM forum_reaction WHERE post_id = ? LIMIT 20`, post)
}

func writeCared(ctx context.Context, tx *db.Tx, post, kinds string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET cared = ? WHERE id = ?`, kinds, post)
	return err
}

// reactionsAt are the reactions at a post: who, and which.
func reactionsAt(ctx context.Context, tx *db.Tx, post string) ([]ownRow, error) {
	return db.All[ownRow](ctx, tx, `SELECT membership_id, kind FROM forum_reaction WHERE post_id = ? ORDER BY membership_id, kind LIMIT 2000`, post)
}

// reactedTo are the posts at which a member left something.
func reactedTo(ctx context.Context, tx *db.Tx, membership string) ([]textRow, error) {
	return db.All[textRow](ctx, tx, `SELECT DISTINCT post_id FROM forum_reaction WHERE membership_id = ? LIMIT 100000`, membership)
}

func deleteReactionsOf(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_reaction WHERE membership_id = ?`, membership)
	return err
}
