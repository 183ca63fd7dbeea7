package finder

import (
	"context"

	"handrail/internal/platform/db"
)

// SourcesHere are all sources, for whoever has a shell on this machine.
func (s *Service) SourcesHere(ctx context.Context) (list []Source, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = allSources(ctx, tx)
		return err
	})
	return list, err
}

// RemoveHere is Remove for whoever has a shell on this machine.
func (s *Service) RemoveHere(ctx context.Context, id string) error { return s.remove(ctx, id, "") }
