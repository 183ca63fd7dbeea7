package private

import (
	"context"

	"handrail/internal/platform/db"
)

type readAt struct {
	thread string
	side   Side
}

// Saw notes how far the member has read in a thread. Nobody is shown this. It is
// never called for a page that a browser fetched ahead.
func (s *Service) Saw(t Thread) {
	if t.Fresh {
		s.reads.Add(readAt{t.ID, t.Side}, t.number)
	}
}

// WriteSeen writes what Saw gathered. The house calls it every minute, and when
// it stops.
func (s *Service) WriteSeen(ctx context.Context) error {
	gathered := s.reads.Take()
	if len(gathered) == 0 {
		return nil
	}
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for at, number := range gathered {
			if err := writeSeen(ctx, tx, at.thread, at.side, number); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		for at, number := range gathered {
			s.reads.Add(at, number)
		}
	}
	return err
}
