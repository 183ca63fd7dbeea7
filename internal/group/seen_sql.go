package group

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// writeRead notes a visit. When the last one is long ago, its end is kept: what
// came after it is new.
func writeRead(ctx context.Context, tx *db.Tx, membership, group string, at, gap int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_read (membership_id, group_id, read_at, before_at)
		SELECT id, ?, ?, 0 FROM group_membership WHERE id = ?
		ON CONFLICT (membership_id) DO UPDATE SET
		before_at = CASE WHEN group_read.read_at <= ? THEN group_read.read_at ELSE group_read.before_at END,
		read_at = excluded.read_at, group_id = excluded.group_id`, group, at, membership, gap)
	return err
}

type readRow struct{ at, before int64 }

// Fields are the columns of readOf.
func (r *readRow) Fields() []any { return []any{&r.at, &r.before} }

func readOf(ctx context.Context, tx *db.Tx, membership string) ([]readRow, error) {
	return db.All[readRow](ctx, tx, `SELECT read_at, before_at FROM group_read WHERE membership_id = ?`, membership)
}

// readSince is how many looked in since then, of those who had joined by a
// moment.
func readSince(ctx context.Context, tx *db.Tx, group string, since, joined time.Time) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_read r JOIN group_membership m ON m.id = r.membership_id
		WHERE r.group_id = ? AND r.read_at >= ? AND m.joined_at <= ? AND m.standing IN ('here', 'out')`, group, clock.Millis(since), clock.Millis(joined))
}

// changedFor tells, for each membership of an account, whether its group said
// hello or changed its agreements since the last visit.
func changedFor(ctx context.Context, tx *db.Tx, account string) (map[string]bool, error) {
	rows, err := db.All[idRow](ctx, tx, `SELECT m.id FROM group_membership m LEFT JOIN group_read r ON r.membership_id = m.id
		WHERE m.account_id = ? AND m.standing IN ('here', 'out') AND (
		EXISTS (SELECT 1 FROM group_hello h WHERE h.group_id = m.group_id AND h.author_id <> m.id AND h.author_id = h.newcomer_id AND h.made_at > COALESCE(r.read_at, m.joined_at))
		OR EXISTS (SELECT 1 FROM group_agreement a WHERE a.group_id = m.group_id AND a.made_at > COALESCE(r.read_at, m.joined_at))
		OR EXISTS (SELECT 1 FROM group_ballot b WHERE b.group_id = m.group_id AND b.made_at > COALESCE(r.read_at, m.joined_at)))`, account)
	changed := map[string]bool{}
	for _, r := range rows {
		changed[string(r)] = true
	}
	return changed, err
}
