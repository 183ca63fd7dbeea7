package group

import (
	"context"

	"handrail/internal/platform/db"
)

func formerGroups(ctx context.Context, tx *db.Tx, account string) ([]Group, error) {
	rows, err := db.All[groupRow](ctx, tx, `SELECT `+groupColumns+` FROM group_group g
		WHERE g.id IN (SELECT group_id FROM group_membership WHERE account_id = ? AND standing IN ('left', 'removed')) ORDER BY g.slug LIMIT 50`, account)
	return groups(rows), err
}
