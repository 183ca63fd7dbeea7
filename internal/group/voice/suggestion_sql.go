package voice

import (
	"context"

	"handrail/internal/platform/db"
)

const suggestionColumns = `id, group_id, membership_id, version, source, html, rendered, why, state, made_at`

type suggestionRow struct {
	ID, Group, By string
	Version       int64
	Source, HTML  string
	Rendered      int64
	Why           string
	State         SuggestionState
	MadeAt        int64
}

// Fields are suggestionColumns.
func (r *suggestionRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.By, &r.Version, &r.Source, &r.HTML, &r.Rendered, &r.Why, &r.State, &r.MadeAt}
}

type commentRow struct {
	ID, By, HTML string
	MadeAt       int64
}

// Fields are the columns of commentsOn.
func (r *commentRow) Fields() []any { return []any{&r.ID, &r.By, &r.HTML, &r.MadeAt} }

func insertSuggestion(ctx context.Context, tx *db.Tx, r suggestionRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_suggestion (`+suggestionColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Group, r.By, r.Version, r.Source, r.HTML, r.Rendered, r.Why, string(r.State), r.MadeAt)
	return err
}

func suggestionByID(ctx context.Context, tx *db.Tx, id string) (suggestionRow, error) {
	return db.One[suggestionRow](ctx, tx, `SELECT `+suggestionColumns+` FROM group_suggestion WHERE id = ?`, id)
}

func suggestionsOf(ctx context.Context, tx *db.Tx, group string, over bool) ([]suggestionRow, error) {
	return db.All[suggestionRow](ctx, tx, `SELECT `+suggestionColumns+` FROM group_suggestion
		WHERE group_id = ? AND (state <> 'open') = CAST(? AS BOOLEAN) ORDER BY id DESC LIMIT 50`, group, over)
}

// suggestionsBy counts the open ones of one member.
func suggestionsBy(ctx context.Context, tx *db.Tx, group, membership string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_suggestion WHERE group_id = ? AND membership_id = ? AND state = 'open'`, group, membership)
}

func writeSuggestionState(ctx context.Context, tx *db.Tx, id string, state SuggestionState) error {
	_, err := tx.Exec(ctx, `UPDATE group_suggestion SET state = ? WHERE id = ?`, string(state), id)
	return err
}

func insertComment(ctx context.Context, tx *db.Tx, r commentRow, suggestion, source string, rendered int) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_comment (id, suggestion_id, membership_id, source, html, rendered, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.ID, suggestion, r.By, source, r.HTML, rendered, r.MadeAt)
	return err
}

func commentsOn(ctx context.Context, tx *db.Tx, suggestion string) ([]commentRow, error) {
	return db.All[commentRow](ctx, tx, `SELECT id, membership_id, html, made_at FROM group_comment WHERE suggestion_id = ? ORDER BY id LIMIT 500`, suggestion)
}

func countComments(ctx context.Context, tx *db.Tx, suggestion string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_comment WHERE suggestion_id = ?`, suggestion)
}

func deleteComment(ctx context.Context, tx *db.Tx, id, group, membership string, any bool) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM group_comment WHERE id = ? AND (? OR membership_id = ?)
		AND suggestion_id IN (SELECT s.id FROM group_suggestion s WHERE s.group_id = ?)`, id, any, membership, group)
}
