package voice

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// mournedRow is somebody who is said to have died.
type mournedRow struct {
	Membership, Name, Group string
	Since                   int64
	Remembered              bool
}

// Fields are the columns of mourned.
func (r *mournedRow) Fields() []any {
	return []any{&r.Membership, &r.Name, &r.Group, &r.Since, &r.Remembered}
}

// rememberedRow is a group that remembers somebody.
type rememberedRow struct{ Membership, Group, Slug, Name string }

// Fields are the columns of rememberedOf.
func (r *rememberedRow) Fields() []any { return []any{&r.Membership, &r.Group, &r.Slug, &r.Name} }

func insertSaying(ctx context.Context, tx *db.Tx, membership, by string, steward bool, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_remembrance (membership_id, said_by, steward, made_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		membership, by, steward, clock.Millis(at))
	return err
}

func deleteSaying(ctx context.Context, tx *db.Tx, membership, by string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_remembrance WHERE membership_id = ? AND said_by = ?`, membership, by)
	return err
}

func deleteSayings(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_remembrance WHERE membership_id = ?`, membership)
	return err
}

func sayersOf(ctx context.Context, tx *db.Tx, membership string) ([]string, error) {
	rows, err := db.All[idRow](ctx, tx, `SELECT said_by FROM group_remembrance WHERE membership_id = ? AND NOT steward ORDER BY said_by LIMIT 50`, membership)
	return plain(rows), err
}

// mourned are those about whom two said something, and those who are
// remembered.
func mourned(ctx context.Context, tx *db.Tx) ([]mournedRow, error) {
	return db.All[mournedRow](ctx, tx, `SELECT m.id, m.name, g.name, MIN(r.made_at), m.standing = 'remembered'
		FROM group_remembrance r JOIN group_membership m ON m.id = r.membership_id JOIN group_group g ON g.id = m.group_id
		WHERE m.standing IN ('here', 'out', 'remembered') GROUP BY m.id, m.name, g.name, m.standing HAVING COUNT(*) >= 2
		ORDER BY 4 DESC, m.id LIMIT 200`)
}

func groupOf(ctx context.Context, tx *db.Tx, membership string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT group_id FROM group_membership WHERE id = ?`, membership)
}

// leadersBut counts those who lead a group, without one of them.
func leadersBut(ctx context.Context, tx *db.Tx, group, but string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE group_id = ? AND standing IN ('here', 'out')
		AND role IN ('facilitator', 'cofacilitator') AND id <> ?`, group, but)
}

// livingOf counts how often an account is in a group.
func livingOf(ctx context.Context, tx *db.Tx, group, account string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE group_id = ? AND account_id = ? AND standing IN ('asking', 'waiting', 'offered', 'here', 'out')`, group, account)
}

func rememberedOf(ctx context.Context, tx *db.Tx, account string) ([]rememberedRow, error) {
	return db.All[rememberedRow](ctx, tx, `SELECT m.id, g.id, g.slug, g.name FROM group_membership m JOIN group_group g ON g.id = m.group_id
		WHERE m.account_id = ? AND m.standing = 'remembered' ORDER BY g.name, g.id LIMIT 50`, account)
}
