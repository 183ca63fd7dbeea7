package account

import (
	"context"

	"handrail/internal/platform/db"
)

// StewardsIn are the accounts of the stewards who are here, within a
// transaction: for notices, and to know whether there is another one.
func (s *Service) StewardsIn(ctx context.Context, tx *db.Tx) (ids []string, err error) {
	rows, err := stewardsHere(ctx, tx)
	for _, one := range rows {
		ids = append(ids, string(one))
	}
	return ids, err
}
