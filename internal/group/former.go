package group

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/platform/db"
)

// FormerGroupsFor are the groups that the viewer left, or was sent from, and in
// which their words still are. What such a group is called now is theirs to know
// only where it Shows.
func (s *Service) FormerGroupsFor(ctx context.Context, v account.Viewer) (list []Group, err error) {
	if v.Account == "" {
		return nil, account.NeedsSession()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = formerGroups(ctx, tx, v.Account)
		return err
	})
	return list, err
}
