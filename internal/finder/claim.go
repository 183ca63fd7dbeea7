package finder

import (
	"context"
	"time"

	"handrail/internal/platform/db"
)

// Claim is a source that is due, for whoever fetches it. Until the lease is over
// nobody else gets it; what the fetch comes to (Take, Unchanged, Failed) says when
// it is due again. It is not mine when it is not due, rests, or is a file.
func (s *Service) Claim(ctx context.Context, id string, lease time.Duration) (one Source, mine bool, err error) {
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		one, mine = Source{}, false
		kept, err := s.held(ctx, tx, id)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		if kept.URL == "" || kept.Resting || kept.Next.IsZero() || kept.Next.After(now) {
			return nil
		}
		kept.Next = now.Add(lease)
		one, mine = kept, true
		return updateSource(ctx, tx, kept)
	})
	return one, mine, err
}
