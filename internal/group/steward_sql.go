package group

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

func founderOf(ctx context.Context, tx *db.Tx, group string) (Membership, error) {
	r, err := db.One[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.role = 'facilitator' AND m.standing IN ('here', 'out') ORDER BY m.joined_at, m.id LIMIT 1`, group)
	return r.membership(), err
}

func memberByFold(ctx context.Context, tx *db.Tx, group, fold string) (Membership, error) {
	r, err := db.One[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m WHERE m.group_id = ? AND m.name_fold = ? AND m.standing IN ('here', 'out')`, group, fold)
	return r.membership(), err
}

const verificationColumns = `f.id, f.membership_id, f.claim, f.proof, f.state, f.checked, f.checked_where, f.made_at, COALESCE(f.until_at, 0)`

type verificationRow struct {
	Verification
	made, until int64
}

// Fields are verificationColumns.
func (r *verificationRow) Fields() []any {
	return []any{&r.ID, &r.Membership, &r.Claim, &r.Proof, &r.State, &r.Checked, &r.Where, &r.made, &r.until}
}

func (r verificationRow) verification() Verification {
	f := r.Verification
	f.Asked, f.Until = clock.FromMillis(r.made).Truncate(24*time.Hour), timeOf(r.until)
	return f
}

func insertVerification(ctx context.Context, tx *db.Tx, f Verification, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_verification (id, membership_id, claim, proof, state, checked, checked_where, checked_by, made_at) VALUES (?, ?, ?, ?, ?, '', '', '', ?)`,
		f.ID, f.Membership, f.Claim, f.Proof, string(f.State), clock.Millis(now))
	return err
}

// writeVerification keeps a steward's answer. What proved it goes.
func writeVerification(ctx context.Context, tx *db.Tx, f Verification, by string) error {
	_, err := tx.Exec(ctx, `UPDATE group_verification SET state = ?, checked = ?, checked_where = ?, checked_by = ?, proof = '', until_at = ? WHERE id = ?`,
		string(f.State), f.Checked, f.Where, by, orNever(f.Until), f.ID)
	return err
}

func verificationByID(ctx context.Context, tx *db.Tx, id string) (Verification, error) {
	r, err := db.One[verificationRow](ctx, tx, `SELECT `+verificationColumns+` FROM group_verification f WHERE f.id = ?`, id)
	return r.verification(), err
}

// latestVerification is what was last asked for or decided about a membership.
func latestVerification(ctx context.Context, tx *db.Tx, membership string) (Verification, error) {
	r, err := db.One[verificationRow](ctx, tx, `SELECT `+verificationColumns+` FROM group_verification f WHERE f.membership_id = ? ORDER BY f.made_at DESC, f.id LIMIT 1`, membership)
	return r.verification(), err
}

func askedVerifications(ctx context.Context, tx *db.Tx) ([]Verification, error) {
	rows, err := db.All[verificationRow](ctx, tx, `SELECT `+verificationColumns+` FROM group_verification f WHERE f.state = 'asked' ORDER BY f.made_at, f.id LIMIT 100`)
	return verifications(rows), err
}

func lapsedVerifications(ctx context.Context, tx *db.Tx, now time.Time) ([]Verification, error) {
	rows, err := db.All[verificationRow](ctx, tx, `SELECT `+verificationColumns+` FROM group_verification f WHERE f.state = 'verified' AND f.until_at <= ? LIMIT 100`, clock.Millis(now))
	return verifications(rows), err
}

func verifications(rows []verificationRow) []Verification {
	list := make([]Verification, len(rows))
	for i, r := range rows {
		list[i] = r.verification()
	}
	return list
}

func countClaims(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_verification WHERE state = 'asked'`)
}

func insertVouch(ctx context.Context, tx *db.Tx, membership, by, mark string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_vouch (membership_id, by_id, code_mark, made_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (membership_id, by_id) DO UPDATE SET code_mark = excluded.code_mark, made_at = excluded.made_at`, membership, by, mark, clock.Millis(now))
	return err
}

// vouchers are the facilitators who heard this code.
func vouchers(ctx context.Context, tx *db.Tx, membership, mark string, since time.Time) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_vouch h JOIN group_membership m ON m.id = h.by_id
		WHERE h.membership_id = ? AND h.code_mark = ? AND h.made_at > ? AND m.account_id IS NOT NULL AND m.standing IN ('here', 'out') AND m.role = 'facilitator' ORDER BY m.id LIMIT 50`,
		membership, mark, clock.Millis(since))
	return memberships(rows), err
}

func sweepVouches(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_vouch WHERE made_at <= ?`, clock.Millis(before))
	return err
}
