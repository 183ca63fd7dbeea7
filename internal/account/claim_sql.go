package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const claimColumns = `id, COALESCE(account_id, ''), made_at, ends_at`

type claimRow struct {
	ID, Account    string
	MadeAt, EndsAt int64
}

// Fields are claimColumns.
func (r *claimRow) Fields() []any { return []any{&r.ID, &r.Account, &r.MadeAt, &r.EndsAt} }

type wordRow struct {
	Claim   string
	Kind    WordKind
	GivenAt int64
	Givers  string // marks, with spaces between them
}

// Fields are the columns of wordsOf.
func (r *wordRow) Fields() []any { return []any{&r.Claim, &r.Kind, &r.GivenAt, &r.Givers} }

func insertClaim(ctx context.Context, tx *db.Tx, r claimRow, tokenMark, codeMark string) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_claim (id, account_id, token_mark, code_mark, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, orNull(r.Account), tokenMark, codeMark, r.MadeAt, r.EndsAt)
	return err
}

func claimByID(ctx context.Context, tx *db.Tx, id string) (claimRow, error) {
	return db.One[claimRow](ctx, tx, `SELECT `+claimColumns+` FROM account_claim WHERE id = ?`, id)
}

func claimByToken(ctx context.Context, tx *db.Tx, mark string, now time.Time) (claimRow, error) {
	return db.One[claimRow](ctx, tx, `SELECT `+claimColumns+` FROM account_claim WHERE token_mark = ? AND ends_at > ?`, mark, clock.Millis(now))
}

// claimByCode is the claim about this account that a spoken code belongs to,
// as long as it may still be confirmed: it was made after since.
func claimByCode(ctx context.Context, tx *db.Tx, account, mark string, since, now time.Time) (claimRow, error) {
	return db.One[claimRow](ctx, tx, `SELECT `+claimColumns+` FROM account_claim
		WHERE code_mark = ? AND account_id = ? AND made_at > ? AND ends_at > ?`, mark, account, clock.Millis(since), clock.Millis(now))
}

func claimsOf(ctx context.Context, tx *db.Tx, account string, now time.Time) ([]claimRow, error) {
	return db.All[claimRow](ctx, tx, `SELECT `+claimColumns+` FROM account_claim c WHERE c.account_id = ? AND c.ends_at > ?
		ORDER BY (SELECT COUNT(*) FROM account_word w WHERE w.claim_id = c.id) DESC, c.made_at DESC, c.id LIMIT 50`, account, clock.Millis(now))
}

// claimsBefore counts what was asked about the same account in the time before
// a claim.
func claimsBefore(ctx context.Context, tx *db.Tx, r claimRow, since int64) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_claim
		WHERE account_id = ? AND made_at > ? AND (made_at < ? OR made_at = ? AND id < ?)`, r.Account, since, r.MadeAt, r.MadeAt, r.ID)
}

func wordsOf(ctx context.Context, tx *db.Tx, claim string) ([]wordRow, error) {
	return db.All[wordRow](ctx, tx, `SELECT claim_id, kind, given_at, givers FROM account_word WHERE claim_id = ? ORDER BY given_at, kind LIMIT 20`, claim)
}

func wordsAbout(ctx context.Context, tx *db.Tx, account string) ([]wordRow, error) {
	return db.All[wordRow](ctx, tx, `SELECT w.claim_id, w.kind, w.given_at, w.givers FROM account_word w JOIN account_claim c ON c.id = w.claim_id
		WHERE c.account_id = ? ORDER BY w.given_at, w.kind LIMIT 1000`, account)
}

// insertWord adds a word, and tells whether it is the first of its kind.
func insertWord(ctx context.Context, tx *db.Tx, r wordRow) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO account_word (claim_id, kind, given_at, givers) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.Claim, string(r.Kind), r.GivenAt, r.Givers)
	return n > 0, err
}

// deleteWords takes back the words of one kind, from claims whose door was not
// opened yet.
func deleteWords(ctx context.Context, tx *db.Tx, account string, kind WordKind) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_word WHERE kind = ? AND claim_id IN (SELECT c.id FROM account_claim c WHERE c.account_id = ?
		AND NOT EXISTS (SELECT 1 FROM account_word w WHERE w.claim_id = c.id AND w.kind = 'opened'))`, string(kind), account)
}

// writeOpens notes for every claim about an account when its door opens: a
// while after the last of the words that it takes.
func writeOpens(ctx context.Context, tx *db.Tx, account string, needed int) error {
	_, err := tx.Exec(ctx, `UPDATE account_claim SET opens_at = (SELECT w.given_at + CAST(? AS BIGINT) FROM account_word w
		WHERE w.claim_id = account_claim.id AND w.kind <> 'opened' ORDER BY w.given_at, w.kind LIMIT 1 OFFSET ?) WHERE account_id = ?`,
		ClaimWait.Milliseconds(), needed-1, account)
	return err
}

// cutClaim takes the account from a claim: from then on it leads nowhere, like
// one for a name that nobody has.
func cutClaim(ctx context.Context, tx *db.Tx, account, claim string) error {
	n, err := tx.Exec(ctx, `UPDATE account_claim SET account_id = NULL, opens_at = NULL WHERE id = ? AND account_id = ?
		AND NOT EXISTS (SELECT 1 FROM account_word w WHERE w.claim_id = account_claim.id AND w.kind = 'opened')`, claim, account)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func deleteClaim(ctx context.Context, tx *db.Tx, claim string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_claim WHERE id = ?`, claim)
}

func deleteOtherClaims(ctx context.Context, tx *db.Tx, account, but string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_claim WHERE account_id = ? AND id <> ?`, account, but)
	return err
}

func deleteChallengesOf(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_challenge WHERE account_id = ?`, account)
	return err
}

func sweepClaims(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_claim WHERE ends_at <= ?`, clock.Millis(now))
	return err
}
