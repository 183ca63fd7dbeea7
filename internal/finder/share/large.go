package share

import (
	"context"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// A feed of more rows than these is a large one. Few are sent at a time.
const (
	largeRows  = 5000
	mostLarge  = 2
	largeAgain = 30 * time.Second // when to ask anew
)

// largeLimit is for programs that ask for large feeds again and again. It refuses:
// a delay would only hold more of them open.
var largeLimit = limit.Rule{Name: "large feed", Network: limit.Rate{Count: 10, Per: time.Minute}}

// enter takes one of the few places for large feeds, or says at once when to come
// back. Who got one calls leave when done.
func (s *Service) enter(ctx context.Context) (leave func(), err error) {
	if err := s.o.Limiter.Take(ctx, largeLimit, "", web.Address(ctx)); err != nil {
		return nil, err
	}
	select {
	case s.large <- struct{}{}:
		return func() { <-s.large }, nil
	default:
		return nil, &fault.Fault{Kind: fault.Unavailable, Say: "Others are loading all meetings right now. Please try again in half a minute.", Wait: largeAgain}
	}
}
