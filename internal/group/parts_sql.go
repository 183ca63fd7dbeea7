package group

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

// membershipsAmong are those of a group with these ids.
func membershipsAmong(ctx context.Context, tx *db.Tx, group string, ids []string) ([]Membership, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := db.All[membershipRow](ctx, tx, tx.Pick(membershipsOf), string(list), group)
	return memberships(rows), err
}

var membershipsOf = db.Pair{
	SQLite: `SELECT ` + membershipColumns + ` FROM group_membership m JOIN json_each(?) j ON j.value = m.id WHERE m.group_id = ? LIMIT 1000`,
	Postgres: `SELECT ` + membershipColumns + ` FROM group_membership m JOIN jsonb_array_elements_text(?::jsonb) j ON j = m.id
		WHERE m.group_id = ? LIMIT 1000`,
}
