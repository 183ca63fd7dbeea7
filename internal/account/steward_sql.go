package account

import (
	"context"

	"handrail/internal/platform/db"
)

func stewardsHere(ctx context.Context, tx *db.Tx) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM account_account WHERE steward AND standing = 'here' ORDER BY id LIMIT 500`)
}
