package account

import (
	"context"
	"errors"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

// BeingErased are accounts whose erasing has begun and has not ended.
func (s *Service) BeingErased(ctx context.Context) (accounts []string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := erasing(ctx, tx)
		for _, row := range rows {
			accounts = append(accounts, string(row))
		}
		return err
	})
	return accounts, err
}

// EraseAgain begins to erase those who were erased before, and whose rows came
// back with a backup: their keys are destroyed, so nobody can be in there.
func (s *Service) EraseAgain(ctx context.Context) error {
	after := ""
	for {
		var rows []sealedName
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			rows, err = sealedNames(ctx, tx, after)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			after = row.ID
			if _, err := s.nameOf(ctx, accountRow{ID: row.ID, Name: row.Name}); !errors.Is(err, seal.ErrDestroyed) {
				continue // a name that is damaged is for doctor to find
			}
			err := s.EraseFor(ctx, By{Subject: "system"}, row.ID)
			if err != nil && fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Conflict {
				return err
			}
		}
	}
}
