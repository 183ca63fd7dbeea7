package site

import (
	"context"
	"time"

	"handrail/internal/site/helplines"
)

// keptLines are the help lines as last read: they stand beside what people
// write, and seldom change.
type keptLines struct {
	lines []helplines.Line
	at    time.Time
}

// nearStaleAfter bounds how long another node shows lines beside what people
// write as they were before.
const nearStaleAfter = 10 * time.Second

// nearLines are the lines as they were read not long ago. They are not to be
// changed. While the records cannot be reached they are as last known.
func (s *Service) nearLines(ctx context.Context) []helplines.Line {
	now, last := s.clock.Now(), s.near.Load()
	if last != nil && now.Sub(last.at).Abs() < nearStaleAfter {
		return last.lines
	}
	lines, err := s.Lines(ctx)
	switch {
	case err == nil:
		s.near.Store(&keptLines{lines, now})
		return lines
	case last != nil:
		return last.lines
	}
	return s.shipped
}

// lineChanged has the next who writes see what was decided.
func (s *Service) lineChanged() { s.near.Store(nil) }
