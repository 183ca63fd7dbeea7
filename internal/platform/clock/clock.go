// Package clock is the only reader of the time. Everything else is handed a
// Clock, so that a test can stand still, jump a year, or step through a night.
package clock

import (
	"context"
	"sync"
	"time"
)

// Clock tells the time, always in UTC.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
func System() Clock { return system{} }

type system struct{}

func (system) Now() time.Time { return time.Now().UTC() }

// Sleep waits until d has passed on the clock, or the context ends, whose error
// it returns then. Under a Manual clock nobody waits: it moves on by d.
func Sleep(ctx context.Context, c Clock, d time.Duration) error {
	if manual, ok := c.(*Manual); ok {
		manual.Advance(d)
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Manual stands still until it is told to move. It is safe for concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that shows t.
func NewManual(t time.Time) *Manual { return &Manual{now: t.UTC()} }

// Now is the time last set.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to t, forwards or backwards.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = t.UTC()
}

// Advance moves the clock by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// Millis is how the database keeps a time: unix milliseconds, UTC.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// FromMillis reads a time kept by Millis.
func FromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
