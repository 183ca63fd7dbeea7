package bmlt

import (
	"context"
	"errors"
	"time"

	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// An answer of more rows than these is a large one. Few are sent at a time.
const (
	largeRows  = 5000
	mostLarge  = 2
	largeAgain = 30 * time.Second // when to ask anew
)

// A question that reads more rows than fewRows counts for itself. Of those that read
// more than manyRows one is worked on at a time: the others wait.
const (
	fewRows  = 250
	manyRows = 2000
)

// mostSorting is how many long lists are put in order at a time.
const mostSorting = 2

// largeLimit is for whoever asks for large answers again and again, readLimit for
// questions that only the rows themselves can answer. Both refuse at once: whoever
// asks so is a program.
var (
	largeLimit = limit.Rule{Name: "bmlt large", Network: limit.Rate{Count: 10, Per: time.Minute}}
	readLimit  = limit.Rule{Name: "bmlt read", Network: limit.Rate{Count: 30, Per: time.Minute}}
)

// errBusy tells that others are being sent large answers.
var errBusy = errors.New("others are sent large answers")

// enter waits for nothing: it takes one of the few places for large answers. Who may
// send calls leave when done.
func (s *Service) enter(ctx context.Context, rows int) (leave func(), err error) {
	if rows <= largeRows {
		return func() {}, nil
	}
	if err := s.o.Limiter.Take(ctx, largeLimit, "", web.Address(ctx)); err != nil {
		return nil, err
	}
	select {
	case s.large <- struct{}{}:
		return func() { <-s.large }, nil
	default:
		return nil, errBusy
	}
}

// turn waits until one may read so many rows to answer a question.
func (s *Service) turn(ctx context.Context, rows int) (done func(), err error) {
	if rows > fewRows {
		if err := s.o.Limiter.Take(ctx, readLimit, "", web.Address(ctx)); err != nil {
			return nil, err
		}
	}
	if rows <= manyRows {
		return func() {}, nil
	}
	return alone(ctx, s.reading)
}

// alone waits for one of the places of a room.
func alone(ctx context.Context, room chan struct{}) (done func(), err error) {
	select {
	case room <- struct{}{}:
		return func() { <-room }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
