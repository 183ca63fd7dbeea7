package lift

import (
	"context"

	"handrail/internal/platform/db"
)

// liftRow is an asking as it lies in the database.
type liftRow struct {
	ID, Group, Post, Asker  string
	State                   State
	reason, answer          []byte
	StewardMark, AuthorMark string
	made, decided           int64
}

const liftColumns = `l.id, l.group_id, l.post_id, COALESCE(l.asker_id, ''), l.state, l.reason, l.answer, l.steward_mark, l.author_mark, l.made_at, COALESCE(l.decided_at, 0)`

// Fields are liftColumns.
func (r *liftRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Post, &r.Asker, &r.State, &r.reason, &r.answer, &r.StewardMark, &r.AuthorMark, &r.made, &r.decided}
}

func liftByID(ctx context.Context, tx *db.Tx, id string) (liftRow, error) {
	return db.One[liftRow](ctx, tx, `SELECT `+liftColumns+` FROM forum_lift l WHERE l.id = ?`, id)
}

// liftsOfPost are those about a post, the last first.
func liftsOfPost(ctx context.Context, tx *db.Tx, post string) ([]liftRow, error) {
	return db.All[liftRow](ctx, tx, `SELECT `+liftColumns+` FROM forum_lift l WHERE l.post_id = ? ORDER BY l.made_at DESC, l.id LIMIT 100`, post)
}

// liftsOf are those that a membership asked, the last first.
func liftsOf(ctx context.Context, tx *db.Tx, asker string) ([]liftRow, error) {
	return db.All[liftRow](ctx, tx, `SELECT `+liftColumns+` FROM forum_lift l WHERE l.asker_id = ? ORDER BY l.made_at DESC, l.id LIMIT 100`, asker)
}

// knownIn are those of a group by which it became known who wrote something.
func knownIn(ctx context.Context, tx *db.Tx, group string) ([]liftRow, error) {
	return db.All[liftRow](ctx, tx, `SELECT `+liftColumns+` FROM forum_lift l WHERE l.group_id = ? AND l.state = 'lifted' ORDER BY l.made_at DESC, l.id LIMIT 1000`, group)
}

// liftsIn are those of one state, or of the two others, the longest first.
func liftsIn(ctx context.Context, tx *db.Tx, waiting bool) ([]liftRow, error) {
	if waiting {
		return db.All[liftRow](ctx, tx, `SELECT `+liftColumns+` FROM forum_lift l WHERE l.state = 'asked' ORDER BY l.made_at, l.id LIMIT 200`)
	}
	return db.All[liftRow](ctx, tx, `SELECT `+liftColumns+` FROM forum_lift l WHERE l.state <> 'asked' ORDER BY l.decided_at DESC, l.id LIMIT 50`)
}

func countAsked(ctx context.Context, tx *db.Tx, asker string, since int64) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM forum_lift WHERE asker_id = ? AND made_at > ?`, asker, since)
}

func insertLift(ctx context.Context, tx *db.Tx, r liftRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_lift (id, group_id, post_id, asker_id, state, reason, steward_mark, author_mark, made_at) VALUES (?, ?, ?, ?, ?, ?, '', '', ?)`,
		r.ID, r.Group, r.Post, r.Asker, string(r.State), r.reason, r.made)
	return err
}

func writeDecision(ctx context.Context, tx *db.Tx, r liftRow) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE forum_lift SET state = ?, answer = ?, steward_mark = ?, author_mark = ?, decided_at = ? WHERE id = ? AND state = 'asked'`,
		string(r.State), r.answer, r.StewardMark, r.AuthorMark, r.decided, r.ID)
	return n > 0, err
}

func cutAsker(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_lift SET asker_id = NULL WHERE asker_id = ?`, membership)
	return err
}

func dueLifts(ctx context.Context, tx *db.Tx, refused, decided int64) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM forum_lift WHERE (state = 'refused' AND decided_at < ?) OR made_at < ? ORDER BY id LIMIT 1000`, refused, decided)
}

func deleteLift(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_lift WHERE id = ?`, id)
	return err
}

// idRow is a single id.
type idRow string

// Fields is the id.
func (r *idRow) Fields() []any { return []any{(*string)(r)} }
