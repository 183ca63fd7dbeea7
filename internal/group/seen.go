package group

import (
	"context"
	"sync"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// seen gathers which members looked in, so that reading a page writes nothing.
type seen struct {
	mu sync.Mutex
	at map[string]look // by membership
}

type look struct {
	group string
	at    int64
}

func newSeen() *seen { return &seen{at: map[string]look{}} }

// Saw notes that the member looked at what is new in their group. It is called
// after the answer, and never for a page that a browser fetched ahead.
func (s *Service) Saw(m Member) {
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	s.seen.at[m.Self.ID] = look{m.Group.ID, clock.Millis(s.clock.Now())}
}

// WriteSeen writes what Saw gathered. The house calls it every minute, and when
// it stops.
func (s *Service) WriteSeen(ctx context.Context) error {
	s.seen.mu.Lock()
	gathered := s.seen.at
	s.seen.at = map[string]look{}
	s.seen.mu.Unlock()
	if len(gathered) == 0 {
		return nil
	}
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for id, at := range gathered {
			if err := writeRead(ctx, tx, id, at.group, at.at, at.at-visitGap.Milliseconds()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.putBack(gathered)
	}
	return err
}

func (s *Service) putBack(gathered map[string]look) {
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	for id, at := range gathered {
		if s.seen.at[id].at < at.at {
			s.seen.at[id] = at
		}
	}
}

// visitGap is how long somebody has to be away for coming back to be another
// visit: until then, what is new stays marked.
const visitGap = 30 * time.Minute

// SinceFor is when the member's visit before this one ended: what came later is
// new to them. Zero where they were never here before.
func (s *Service) SinceFor(ctx context.Context, m Member) (since time.Time, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := readOf(ctx, tx, m.Self.ID)
		if err != nil || len(r) == 0 {
			return err
		}
		since = timeOf(r[0].before)
		if s.clock.Now().Sub(clock.FromMillis(r[0].at)) >= visitGap {
			since = clock.FromMillis(r[0].at)
		}
		return nil
	})
	return since, err
}
