package account

import (
	"context"
	"sync"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// SeenStep is how coarse account_session.seen_at is: nobody needs to know to
// the second when somebody was here.
const SeenStep = 5 * time.Minute

// anotherVisit is how long somebody has to be away for coming back to be
// another visit.
const anotherVisit = 30 * time.Minute

// seen gathers which sessions were used, so that reading a page writes nothing
// and many pages cost one small write.
type seen struct {
	mu sync.Mutex
	at map[string]int64
}

func newSeen() *seen { return &seen{at: map[string]int64{}} }

// Saw notes that the viewer's session was used. It is called after the answer,
// and never for a page that a browser fetched ahead.
func (s *Service) Saw(v Viewer) {
	if v.IsVisitor() {
		return
	}
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	s.seen.at[v.Session] = clock.Millis(s.clock.Now().Truncate(SeenStep))
}

// WriteSeen writes what Saw gathered. The house calls it every minute, and when
// it stops.
func (s *Service) WriteSeen(ctx context.Context) error {
	gathered := s.seen.take()
	if len(gathered) == 0 {
		return nil
	}
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for session, at := range gathered {
			if err := writeSeen(ctx, tx, session, at); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.seen.put(gathered)
	}
	return err
}

func (s *seen) take() map[string]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	gathered := s.at
	s.at = map[string]int64{}
	return gathered
}

// put gives back what could not be written, unless something newer came.
func (s *seen) put(gathered map[string]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for session, at := range gathered {
		s.at[session] = max(s.at[session], at)
	}
}

// idleFor is how long a session was not used, also by what is not yet written.
func (s *Service) idleFor(session string, written int64) time.Duration {
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	return s.clock.Now().Sub(clock.FromMillis(max(written, s.seen.at[session])))
}
