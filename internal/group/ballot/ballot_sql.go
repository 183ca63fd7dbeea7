package ballot

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const ballotColumns = `id, group_id, kind, title, detail, quorum, electorate, cast_votes, state, made_at, closes_at`

type ballotRow struct {
	ID, Group, Kind          string
	Title, Detail            string
	Quorum, Electorate, Cast int64
	State                    State
	MadeAt, ClosesAt         int64
}

// Fields are ballotColumns.
func (r *ballotRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Kind, &r.Title, &r.Detail, &r.Quorum, &r.Electorate, &r.Cast, &r.State, &r.MadeAt, &r.ClosesAt}
}

// optionRow is an answer, with the votes it has so far. They leave this package
// in a Result alone.
type optionRow struct {
	Ballot, Label string
	Votes         int64
}

// Fields are optionColumns.
func (r *optionRow) Fields() []any { return []any{&r.Ballot, &r.Label, &r.Votes} }

const optionColumns = `ballot_id, label, votes`

func (r ballotRow) ballot(options []optionRow) Ballot {
	b := Ballot{
		ID: r.ID, Group: r.Group, Kind: r.Kind, Title: r.Title, Detail: r.Detail, State: r.State,
		Quorum: int(r.Quorum), Electorate: int(r.Electorate), Opened: clock.FromMillis(r.MadeAt), Closes: clock.FromMillis(r.ClosesAt),
	}
	for _, o := range options {
		b.Options = append(b.Options, o.Label)
	}
	if r.State == Open || r.State == Withdrawn {
		return b
	}
	b.Result = &Result{Cast: int(r.Cast)}
	for _, o := range options {
		if r.State != Short {
			b.Result.Votes = append(b.Result.Votes, int(o.Votes))
		}
	}
	return b
}

func insertBallot(ctx context.Context, tx *db.Tx, b Ballot) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_ballot (`+ballotColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
		b.ID, b.Group, b.Kind, b.Title, b.Detail, b.Quorum, b.Electorate, string(b.State), clock.Millis(b.Opened), clock.Millis(b.Closes))
	for place, label := range b.Options {
		if err != nil {
			break
		}
		_, err = tx.Exec(ctx, `INSERT INTO group_ballot_option (ballot_id, place, label, votes) VALUES (?, ?, ?, 0)`, b.ID, place, label)
	}
	return err
}

func ballotByID(ctx context.Context, tx *db.Tx, id string) (ballotRow, error) {
	return db.One[ballotRow](ctx, tx, `SELECT `+ballotColumns+` FROM group_ballot WHERE id = ?`, id)
}

func optionsOf(ctx context.Context, tx *db.Tx, ballot string) ([]optionRow, error) {
	return db.All[optionRow](ctx, tx, `SELECT `+optionColumns+` FROM group_ballot_option WHERE ballot_id = ? ORDER BY place LIMIT 100`, ballot)
}

func ballotsOf(ctx context.Context, tx *db.Tx, group string, state State, limit int) ([]ballotRow, error) {
	return db.All[ballotRow](ctx, tx, `SELECT `+ballotColumns+` FROM group_ballot
		WHERE group_id = ? AND (state = ? OR CAST(? AS TEXT) = '') ORDER BY id DESC LIMIT ?`, group, string(state), string(state), limit)
}

// optionsOfGroup are the answers of the ballots that ballotsOf finds.
func optionsOfGroup(ctx context.Context, tx *db.Tx, group string, state State, limit int) ([]optionRow, error) {
	return db.All[optionRow](ctx, tx, `SELECT `+optionColumns+` FROM group_ballot_option WHERE ballot_id IN (SELECT id FROM group_ballot WHERE group_id = ? AND (state = ? OR CAST(? AS TEXT) = '') ORDER BY id DESC LIMIT ?)
		ORDER BY ballot_id, place LIMIT 10000`, group, string(state), string(state), limit)
}

// insertVoter tells whether this is the first vote of whoever has the mark.
func insertVoter(ctx context.Context, tx *db.Tx, ballot, mark string) (first bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO group_ballot_voter (ballot_id, mark) VALUES (?, ?) ON CONFLICT DO NOTHING`, ballot, mark)
	return n > 0, err
}

func isVoter(ctx context.Context, tx *db.Tx, ballot, mark string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_ballot_voter WHERE ballot_id = ? AND mark = ?`, ballot, mark)
	return n > 0, err
}

func addVote(ctx context.Context, tx *db.Tx, ballot string, place int) error {
	n, err := tx.Exec(ctx, `UPDATE group_ballot_option SET votes = votes + 1 WHERE ballot_id = ? AND place = ?`, ballot, place)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func dueBallots(ctx context.Context, tx *db.Tx, now time.Time) ([]string, error) {
	rows, err := db.All[ballotRow](ctx, tx, `SELECT `+ballotColumns+` FROM group_ballot
		WHERE state = 'open' AND closes_at <= ? ORDER BY closes_at, id LIMIT ?`, clock.Millis(now), dueAtOnce)
	due := make([]string, len(rows))
	for i, r := range rows {
		due[i] = r.ID
	}
	return due, err
}

func writeState(ctx context.Context, tx *db.Tx, ballot string, state State, cast int64) error {
	_, err := tx.Exec(ctx, `UPDATE group_ballot SET state = ?, cast_votes = ? WHERE id = ?`, string(state), cast, ballot)
	return err
}

func clearVotes(ctx context.Context, tx *db.Tx, ballot string) error {
	_, err := tx.Exec(ctx, `UPDATE group_ballot_option SET votes = 0 WHERE ballot_id = ?`, ballot)
	return err
}

func deleteVoters(ctx context.Context, tx *db.Tx, ballot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_ballot_voter WHERE ballot_id = ?`, ballot)
	return err
}
