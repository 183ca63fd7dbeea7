package voice

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const proposalColumns = `p.id, p.group_id, p.membership_id, p.what, COALESCE(p.up_id, ''), COALESCE(p.down_id, ''), COALESCE(p.suggestion_id, ''),
	p.text, p.agreed, p.state, COALESCE(p.ballot_id, ''), p.made_at, p.ends_at,
	COALESCE((SELECT s.why FROM group_suggestion s WHERE s.id = p.suggestion_id), ''), COALESCE((SELECT s.membership_id FROM group_suggestion s WHERE s.id = p.suggestion_id), '')`

type proposalRow struct {
	ID, Group, By        string
	What                 What
	Up, Down, Suggestion string
	Text                 string
	Agreed               bool
	State                State
	Ballot               string
	MadeAt, EndsAt       int64
	Why, WhyBy           string // of the suggested text, and who wrote it
}

// Fields are proposalColumns.
func (r *proposalRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.By, &r.What, &r.Up, &r.Down, &r.Suggestion, &r.Text, &r.Agreed, &r.State, &r.Ballot, &r.MadeAt, &r.EndsAt,
		&r.Why, &r.WhyBy}
}

// idRow is one id.
type idRow string

// Fields is the one column.
func (r *idRow) Fields() []any { return []any{(*string)(r)} }

func plain(rows []idRow) []string {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = string(r)
	}
	return ids
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

func insertProposal(ctx context.Context, tx *db.Tx, r proposalRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_proposal (id, group_id, membership_id, what, up_id, down_id, suggestion_id, text, agreed, state, ballot_id, made_at, ends_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)`,
		r.ID, r.Group, r.By, string(r.What), orNull(r.Up), orNull(r.Down), orNull(r.Suggestion), r.Text, r.Agreed, string(r.State), r.MadeAt, r.EndsAt)
	return err
}

func proposalByID(ctx context.Context, tx *db.Tx, id string) (proposalRow, error) {
	return db.One[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p WHERE p.id = ?`, id)
}

func proposalByBallot(ctx context.Context, tx *db.Tx, ballot string) (proposalRow, error) {
	return db.One[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p
		WHERE p.group_id = (SELECT b.group_id FROM group_ballot b WHERE b.id = ?) AND p.ballot_id = ?`, ballot, ballot)
}

func openProposals(ctx context.Context, tx *db.Tx, group string) ([]proposalRow, error) {
	return db.All[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p
		WHERE p.group_id = ? AND p.state IN ('gathering', 'voting') ORDER BY p.id DESC LIMIT 100`, group)
}

func pastProposals(ctx context.Context, tx *db.Tx, group string, most int) ([]proposalRow, error) {
	return db.All[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p
		WHERE p.group_id = ? AND p.state NOT IN ('gathering', 'voting') ORDER BY p.id DESC LIMIT ?`, group, most)
}

func proposalsOfSuggestion(ctx context.Context, tx *db.Tx, suggestion string) ([]proposalRow, error) {
	return db.All[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p WHERE p.suggestion_id = ? ORDER BY p.id DESC LIMIT 20`, suggestion)
}

func overdueProposals(ctx context.Context, tx *db.Tx, now time.Time) ([]proposalRow, error) {
	return db.All[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p
		WHERE p.state = 'gathering' AND p.ends_at <= ? ORDER BY p.ends_at, p.id LIMIT 200`, clock.Millis(now))
}

// gatheringProposals are those that still wait for voices.
func gatheringProposals(ctx context.Context, tx *db.Tx, now time.Time) ([]proposalRow, error) {
	return db.All[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p
		WHERE p.state = 'gathering' AND p.ends_at > ? ORDER BY p.ends_at, p.id LIMIT 500`, clock.Millis(now))
}

// emptyProposals are those about who leads in which nobody named is a member
// any more.
func emptyProposals(ctx context.Context, tx *db.Tx) ([]proposalRow, error) {
	return db.All[proposalRow](ctx, tx, `SELECT `+proposalColumns+` FROM group_proposal p
		WHERE p.state IN ('gathering', 'voting') AND p.what = 'leader' AND NOT EXISTS
		(SELECT 1 FROM group_membership m WHERE m.id IN (p.up_id, p.down_id) AND m.standing IN ('here', 'out')) ORDER BY p.id LIMIT 200`)
}

// lostBallots are open ones of this package whose proposal went with the words
// of whoever wrote it.
func lostBallots(ctx context.Context, tx *db.Tx) ([]string, error) {
	rows, err := db.All[idRow](ctx, tx, `SELECT b.id FROM group_ballot b WHERE b.state = 'open' AND b.kind IN ('leader', 'agreement', 'question')
		AND NOT EXISTS (SELECT 1 FROM group_proposal p WHERE p.group_id = b.group_id AND p.ballot_id = b.id) ORDER BY b.closes_at, b.id LIMIT 200`)
	return plain(rows), err
}

func writeProposalState(ctx context.Context, tx *db.Tx, id string, state State) error {
	_, err := tx.Exec(ctx, `UPDATE group_proposal SET state = ? WHERE id = ?`, string(state), id)
	return err
}

func writeConsent(ctx context.Context, tx *db.Tx, id string, yes bool) error {
	_, err := tx.Exec(ctx, `UPDATE group_proposal SET agreed = ?, up_id = CASE WHEN ? OR down_id IS NULL THEN up_id ELSE NULL END WHERE id = ?`, yes, yes, id)
	return err
}

func writeBallot(ctx context.Context, tx *db.Tx, id, ballot string) error {
	_, err := tx.Exec(ctx, `UPDATE group_proposal SET state = 'voting', ballot_id = ? WHERE id = ?`, ballot, id)
	return err
}

func insertSecond(ctx context.Context, tx *db.Tx, proposal, membership string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_second (proposal_id, membership_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, proposal, membership)
	return err
}

func deleteSecond(ctx context.Context, tx *db.Tx, proposal, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_second WHERE proposal_id = ? AND membership_id = ?`, proposal, membership)
	return err
}

func secondsOf(ctx context.Context, tx *db.Tx, proposal string) ([]string, error) {
	rows, err := db.All[idRow](ctx, tx, `SELECT membership_id FROM group_second WHERE proposal_id = ? ORDER BY membership_id LIMIT 100`, proposal)
	return plain(rows), err
}

// oldMembers are some who have been here since then: enough to know whether
// three of them have keys.
func oldMembers(ctx context.Context, tx *db.Tx, group string, since time.Time) ([]string, error) {
	rows, err := db.All[idRow](ctx, tx, `SELECT id FROM group_membership WHERE group_id = ? AND standing IN ('here', 'out') AND joined_at <= ?
		ORDER BY id LIMIT 500`, group, clock.Millis(since))
	return plain(rows), err
}
