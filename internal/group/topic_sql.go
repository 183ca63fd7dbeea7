package group

import (
	"context"

	"handrail/internal/platform/db"
)

type topicRow struct {
	ID, Label string
	Gone      bool
}

// Fields are the columns of topicRows.
func (r *topicRow) Fields() []any { return []any{&r.ID, &r.Label, &r.Gone} }

func topicRows(ctx context.Context, tx *db.Tx) ([]topicRow, error) {
	return db.All[topicRow](ctx, tx, `SELECT id, label, gone FROM group_topic ORDER BY label, id LIMIT 500`)
}

func writeTopic(ctx context.Context, tx *db.Tx, r topicRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_topic (id, label, gone) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET label = excluded.label, gone = excluded.gone`, r.ID, r.Label, r.Gone)
	return err
}

// askedBy is how many groups somebody founded that wait for a steward.
func askedBy(ctx context.Context, tx *db.Tx, account string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_group g JOIN group_membership m ON m.group_id = g.id
		WHERE g.state = 'asked' AND m.account_id = ? AND m.role = 'facilitator'`, account)
}

func endStepsOut(ctx context.Context, tx *db.Tx, now int64) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET standing = 'here', out_until = NULL WHERE standing = 'out' AND out_until <= ?`, now)
	return err
}
