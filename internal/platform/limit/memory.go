package limit

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// mostBuckets bounds the memory of one process, at some 300 bytes each. Past
	// it the bucket longest unused is forgotten.
	mostBuckets = 1 << 16

	// sweptEachTime is how many of the longest unused buckets are looked at with
	// every Take, and dropped once they are full again.
	sweptEachTime = 2

	// nothing is a delay too short to be worth a timer.
	nothing = time.Millisecond
)

// memory holds the buckets of one process.
type memory struct {
	mu      sync.Mutex
	most    int
	buckets map[key]*list.Element // of *bucket
	used    *list.List            // the last used one in front
}

type bucket struct {
	key   key
	limit *rate.Limiter
}

func newMemory(most int) *memory {
	return &memory{most: most, buckets: map[key]*list.Element{}, used: list.New()}
}

// spend takes one from every bucket and says how long to wait for it, or takes
// nothing and says how long until it would be worth another try. It holds the
// lock over all of them: a reservation can then always be given back whole.
func (m *memory) spend(now time.Time, bill bill) (time.Duration, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var delay, refused time.Duration
	taken := make([]*rate.Reservation, 0, len(bill.charges))
	for _, c := range bill.charges {
		r := m.bucket(c).ReserveN(now, 1)
		d := r.DelayFrom(now)
		if d <= bill.wait || d < nothing {
			taken, delay = append(taken, r), max(delay, d)
			continue
		}
		r.CancelAt(now)
		delay = max(delay, bill.wait)
		if c.refuses {
			refused = max(refused, d)
		}
	}
	m.sweep(now)
	if refused > 0 {
		for _, r := range taken {
			r.CancelAt(now)
		}
		return refused, false
	}
	if delay < nothing {
		return 0, true
	}
	return delay, true
}

func (m *memory) bucket(c charge) *rate.Limiter {
	if e, ok := m.buckets[c.key]; ok {
		m.used.MoveToFront(e)
		return e.Value.(*bucket).limit
	}
	if len(m.buckets) >= m.most {
		m.drop(m.used.Back())
	}
	b := &bucket{c.key, rate.NewLimiter(rate.Every(c.rate.interval()), c.rate.Count)}
	m.buckets[c.key] = m.used.PushFront(b)
	return b.limit
}

// sweep forgets buckets that are full again: they say nothing a new one would
// not say.
func (m *memory) sweep(now time.Time) {
	for range sweptEachTime {
		e := m.used.Back()
		if e == nil {
			return
		}
		limit := e.Value.(*bucket).limit
		if limit.TokensAt(now) < float64(limit.Burst()) {
			return
		}
		m.drop(e)
	}
}

func (m *memory) drop(e *list.Element) {
	m.used.Remove(e)
	delete(m.buckets, e.Value.(*bucket).key)
}

func (m *memory) size() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.buckets)
}
