package private

import (
	"context"
	"sync"

	"handrail/internal/platform/db"
)

// reads gathers how far people have read in their threads, so that opening one
// writes nothing.
type reads struct {
	mu sync.Mutex
	at map[readAt]int64
}

type readAt struct {
	thread string
	side   Side
}

// numberOf is how far one side has read, as far as it is not written yet.
func (n *reads) numberOf(at readAt) int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.at[at]
}

func (n *reads) add(at readAt, number int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.at[at] = max(n.at[at], number)
}

func (n *reads) take() map[readAt]int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	taken := n.at
	n.at = map[readAt]int64{}
	return taken
}

// Saw notes how far the member has read in a thread. Nobody is shown this. It is
// never called for a page that a browser fetched ahead.
func (s *Service) Saw(t Thread) {
	if t.Fresh {
		s.reads.add(readAt{t.ID, t.Side}, t.number)
	}
}

// WriteSeen writes what Saw gathered. The house calls it every minute, and when
// it stops.
func (s *Service) WriteSeen(ctx context.Context) error {
	gathered := s.reads.take()
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
			s.reads.add(at, number)
		}
	}
	return err
}
