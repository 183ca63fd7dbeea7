package group

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const helloColumns = `h.id, h.newcomer_id, h.author_id, h.html, h.made_at`

type helloRow struct {
	ID, Newcomer, Author, HTML string
	MadeAt                     int64
}

// Fields are helloColumns.
func (r *helloRow) Fields() []any { return []any{&r.ID, &r.Newcomer, &r.Author, &r.HTML, &r.MadeAt} }

func insertHello(ctx context.Context, tx *db.Tx, r helloRow, group, source string, rendered int) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_hello (id, group_id, newcomer_id, author_id, source, html, rendered, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, group, r.Newcomer, r.Author, source, r.HTML, rendered, r.MadeAt)
	return err
}

// deleteHello takes away what somebody said to somebody before.
func deleteHello(ctx context.Context, tx *db.Tx, newcomer, author string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_hello WHERE newcomer_id = ? AND author_id = ?`, newcomer, author)
	return err
}

func deleteOwnHello(ctx context.Context, tx *db.Tx, id, author, group string, any bool) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM group_hello WHERE id = ? AND group_id = ? AND (? OR author_id = ?)`, id, group, any, author)
}

func hellosTo(ctx context.Context, tx *db.Tx, newcomer string, all bool) ([]helloRow, error) {
	return db.All[helloRow](ctx, tx, `SELECT `+helloColumns+` FROM group_hello h WHERE h.newcomer_id = ? AND (? OR h.author_id = h.newcomer_id) ORDER BY h.id LIMIT 200`, newcomer, all)
}

func introductions(ctx context.Context, tx *db.Tx, group string, most int) ([]helloRow, error) {
	return db.All[helloRow](ctx, tx, `SELECT `+helloColumns+` FROM group_hello h WHERE h.group_id = ? AND h.author_id = h.newcomer_id ORDER BY h.id DESC LIMIT ?`, group, most)
}

// ungreeted are those who came and were not greeted, those who asked for it
// first.
func ungreeted(ctx context.Context, tx *db.Tx, group, except string, now time.Time) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.standing = 'here' AND m.shown_at <= ? AND m.id <> ? AND m.role = 'member' AND (m.spoke_at IS NULL OR m.wants_hello)
		AND NOT EXISTS (SELECT 1 FROM group_hello h WHERE h.newcomer_id = m.id AND h.author_id <> m.id)
		ORDER BY m.wants_hello DESC, m.name_fold, m.id LIMIT 100`, group, clock.Millis(now), except)
	return memberships(rows), err
}

// deleteWordsOf takes away all that a membership said in the tables of groups.
// Features do the same with theirs when they hear of Gone.
func deleteWordsOf(ctx context.Context, tx *db.Tx, membership string) error {
	for _, statement := range []func(context.Context, *db.Tx, string) error{deleteHellosOf, deleteSuggestionsOf, deleteCommentsOf, deleteProposalsOf} {
		if err := statement(ctx, tx, membership); err != nil {
			return err
		}
	}
	return nil
}

func deleteHellosOf(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_hello WHERE author_id = ? OR newcomer_id = ?`, membership, membership)
	return err
}

func deleteSuggestionsOf(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_suggestion WHERE membership_id = ?
		AND NOT EXISTS (SELECT 1 FROM group_proposal p WHERE p.suggestion_id = group_suggestion.id AND p.state = 'voting')`, membership)
	return err
}

// sweepSuggestions takes away the texts of those who erased their words while
// others were voting on them.
func sweepSuggestions(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_suggestion WHERE membership_id IN (SELECT id FROM group_membership WHERE left_how = 'erased')
		AND NOT EXISTS (SELECT 1 FROM group_proposal p WHERE p.suggestion_id = group_suggestion.id AND p.state = 'voting')`)
	return err
}

func deleteCommentsOf(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_comment WHERE membership_id = ?`, membership)
	return err
}

func deleteSecondsOf(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_second WHERE membership_id = ?`, membership)
	return err
}

func deleteProposalsOf(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_proposal WHERE membership_id = ? AND ballot_id IS NULL`, membership)
	return err
}
