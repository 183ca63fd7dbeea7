package group

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

// pairRow is two memberships.
type pairRow struct{ a, b string }

// Fields are the two.
func (r *pairRow) Fields() []any { return []any{&r.a, &r.b} }

var apartOf = db.Pair{
	SQLite: `SELECT x.id, y.id FROM group_block b CROSS JOIN group_membership x CROSS JOIN group_membership y
		WHERE b.group_id = ? AND x.group_id = b.group_id AND x.account_id = b.account_id AND y.group_id = b.group_id AND b.other_id IN (y.account_id, y.id)
		AND x.id IN (SELECT j.value FROM json_each(?) j) AND y.id IN (SELECT j.value FROM json_each(?) j) LIMIT 10000`,
	Postgres: `SELECT x.id, y.id FROM group_block b JOIN group_membership x ON x.group_id = b.group_id AND x.account_id = b.account_id
		JOIN group_membership y ON y.group_id = b.group_id AND b.other_id IN (y.account_id, y.id) WHERE b.group_id = ?
		AND x.id IN (SELECT jsonb_array_elements_text(?::jsonb)) AND y.id IN (SELECT jsonb_array_elements_text(?::jsonb)) LIMIT 10000`,
}

func apartAmong(ctx context.Context, tx *db.Tx, group string, ids []string) ([]pairRow, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return db.All[pairRow](ctx, tx, tx.Pick(apartOf), group, string(list), string(list))
}
