package finder

import (
	"context"
	"errors"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Hold is the right to read a source. One program at a time has it: a job, a
// command, or a steward who sends a file. Of a program that dies it ends by itself.
type Hold struct {
	Source Source // as it was when the hold began

	service *Service
	reader  string
	guard   time.Time // when the source is due again where nothing comes of this
	due     time.Time // since when it was due; zero where nobody asked
	end     chan struct{}
	ended   chan struct{}
}

const (
	holdFor   = 2 * time.Minute  // a program that has not said for so long that it still reads is dead
	holdAgain = 20 * time.Second // how often it says so

	clocksApart = 10 * time.Minute // how far the clocks of two programs may be apart
)

// errLost tells a program that was thought dead that another reads the source now.
var errLost = errors.New("finder: another program reads this source now")

// Begin takes a source to read it, due or not. That it is being read already is a
// fault (Conflict). Whoever begins calls End.
func (s *Service) Begin(ctx context.Context, id string) (*Hold, error) {
	return s.hold(ctx, id, func(*Hold) bool { return true })
}

// Claim is Begin for a source that is due. There is no hold, and no error, where it
// is not due, rests, is a file or is being read. A program that dies while it holds
// one leaves it alone for as long as one that could not read it.
func (s *Service) Claim(ctx context.Context, id string) (*Hold, error) {
	now := s.clock.Now()
	h, err := s.hold(ctx, id, func(h *Hold) bool {
		kept := &h.Source
		if kept.URL == "" || kept.Resting || kept.Next.IsZero() || kept.Next.After(now) {
			return false
		}
		h.due, h.guard = kept.Next, clock.FromMillis(clock.Millis(now.Add(firstWait)))
		kept.Next = h.guard
		return true
	})
	if fault.KindOf(err) == fault.Conflict {
		return nil, nil
	}
	return h, err
}

// hold takes a source that may be taken.
func (s *Service) hold(ctx context.Context, source string, may func(*Hold) bool) (*Hold, error) {
	h := &Hold{service: s, reader: id.Random(), end: make(chan struct{}), ended: make(chan struct{})}
	mine := false
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if h.Source, err = s.held(ctx, tx, source); err != nil {
			return err
		}
		if mine = may(h); !mine {
			return nil
		}
		now := s.clock.Now()
		taken, err := takeReading(ctx, tx, source, h.reader, clock.Millis(now), clock.Millis(now.Add(holdFor)), clock.Millis(now.Add(holdFor+clocksApart)))
		if err != nil {
			return err
		}
		if !taken {
			return fault.New(fault.Conflict, "This list is being read right now. Try again in a few minutes.")
		}
		return updateSource(ctx, tx, h.Source)
	})
	if err != nil || !mine {
		return nil, err
	}
	go h.keep(ctx)
	return h, nil
}

// keep says again and again that the source is being read still.
func (h *Hold) keep(ctx context.Context) {
	tick := time.NewTicker(holdAgain)
	defer tick.Stop()
	h.keepAt(ctx, tick.C)
}

func (h *Hold) keepAt(ctx context.Context, ticks <-chan time.Time) {
	defer close(h.ended)
	for {
		select {
		case <-h.end:
			return
		case <-ctx.Done():
			return
		case <-ticks:
			err := h.service.db.In(ctx, h.still)
			if errors.Is(err, errLost) {
				return
			}
		}
	}
}

// still keeps the hold from ending, and tells whether it did: then nothing may be
// written any more. Our own meetings are written without one.
func (h *Hold) still(ctx context.Context, tx *db.Tx) error {
	if h == nil {
		return nil
	}
	mine, err := keepReading(ctx, tx, h.Source.ID, h.reader, clock.Millis(h.service.clock.Now().Add(holdFor)))
	if err == nil && !mine {
		return errLost
	}
	return err
}

// End lets others read the source. One that was due and was cut off, because the
// program stops, is due again at once.
func (h *Hold) End(ctx context.Context) error {
	cut := errors.Is(ctx.Err(), context.Canceled)
	close(h.end)
	<-h.ended
	return h.service.db.In(context.WithoutCancel(ctx), func(ctx context.Context, tx *db.Tx) error {
		kept, err := h.service.held(ctx, tx, h.Source.ID)
		if fault.KindOf(err) == fault.NotFound {
			return nil // removed meanwhile
		}
		if err != nil {
			return err
		}
		mine, err := endReading(ctx, tx, h.Source.ID, h.reader)
		if err != nil || !mine || !cut || h.due.IsZero() || !kept.Next.Equal(h.guard) {
			return err
		}
		kept.Next = h.due
		return updateSource(ctx, tx, kept)
	})
}

// read is the source as it is now, but for its address: what was read is from where
// the source was when it was fetched.
func (h *Hold) read(ctx context.Context) (Source, error) {
	source, err := h.service.Source(ctx, h.Source.ID)
	source.URL = h.Source.URL
	return source, err
}

// Take takes in a good copy of the source.
func (h *Hold) Take(ctx context.Context, c Copy, tell func(Progress)) (Run, error) {
	if tell == nil {
		tell = func(Progress) {}
	}
	return h.service.take(ctx, h, c, tell)
}

// Unchanged notes that the server says that nothing changed (304).
func (h *Hold) Unchanged(ctx context.Context) error {
	source, err := h.read(ctx)
	if err != nil {
		return err
	}
	_, err = h.service.finish(ctx, h, source, Copy{ETag: source.ETag, Modified: source.Modified}, Run{Outcome: Same})
	return err
}

// Failed notes that the source could not be fetched, and why. The next try waits
// longer each time, and at least for as long as the site asks; a day at most.
func (h *Hold) Failed(ctx context.Context, why Problem, wait time.Duration) error {
	return h.service.note(ctx, h, &Run{Outcome: Unreached, Problem: why}, wait)
}
