package limit_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/limit"
)

// However the clock jumps, nobody stays shut out, and it lets in no more than
// one fill of the bucket.
func TestClockJumps(t *testing.T) {
	jumps := []time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour, 365 * 24 * time.Hour}
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 3, Per: time.Minute}, Global: limit.Rate{Count: 100, Per: time.Minute}}
	for range 50 {
		c := clock.NewManual(start)
		l := newLimiter(t, c)
		passed(t, l, 5, rule, "zoe", home)
		for range 6 {
			jump := jumps[rand.IntN(len(jumps))]
			if rand.IntN(2) == 0 {
				jump = -jump
			}
			c.Advance(jump)
			if got := passed(t, l, 5, rule, "zoe", home); got > 3 {
				t.Fatalf("after a jump of %v %d passed", jump, got)
			}
			c.Advance(time.Minute)
			if got := passed(t, l, 5, rule, "zoe", home); got != 3 {
				t.Fatalf("a minute after a jump of %v %d passed, want 3", jump, got)
			}
		}
	}
}

func TestMemoryIsBoundedAndCountsExpire(t *testing.T) {
	c := clock.NewManual(start)
	registry := prometheus.NewRegistry()
	l, err := limit.New(limit.Options{Clock: c, Registry: registry})
	if err != nil {
		t.Fatal(err)
	}
	l.Bound(1000)
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 3, Per: time.Minute}}
	for i := range 1500 {
		passed(t, l, 1, rule, fmt.Sprint("s", i), home)
	}
	if got := metric(t, registry, "handrail_limit_buckets", ""); got != 1000 {
		t.Errorf("%v buckets", got)
	}
	c.Advance(time.Hour)
	for range 1000 {
		passed(t, l, 1, rule, "zoe", home)
	}
	if got := metric(t, registry, "handrail_limit_buckets", ""); got != 1 {
		t.Errorf("%v buckets are left an hour later", got)
	}
}

func TestConcurrentRequestsShareTheCount(t *testing.T) {
	registry := prometheus.NewRegistry()
	l, err := limit.New(limit.Options{Clock: clock.NewManual(start), Registry: registry})
	if err != nil {
		t.Fatal(err)
	}
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 100, Per: time.Hour}, Network: limit.Rate{Count: 150, Per: time.Hour}}
	var group sync.WaitGroup
	var count atomic.Int64
	for i := range 400 {
		group.Go(func() {
			if l.Take(t.Context(), rule, fmt.Sprint("s", i%2), home) == nil {
				count.Add(1)
			}
		})
	}
	group.Wait()
	if count.Load() != 150 {
		t.Errorf("%d passed, want 150", count.Load())
	}
	if got := metric(t, registry, "handrail_limit_taken_total", "passed"); got != 150 {
		t.Errorf("the metric says %v passed", got)
	}
	if got := metric(t, registry, "handrail_limit_taken_total", "refused"); got != 250 {
		t.Errorf("the metric says %v were refused", got)
	}
}

func TestNoRateIsNoLimit(t *testing.T) {
	l := newLimiter(t, clock.NewManual(start))
	if got := passed(t, l, 1000, limit.Rule{Name: "r"}, "zoe", home); got != 1000 {
		t.Errorf("%d of 1000 passed", got)
	}
}

func BenchmarkTake(b *testing.B) {
	l, err := limit.New(limit.Options{Clock: clock.System()})
	if err != nil {
		b.Fatal(err)
	}
	all := limit.Rate{Count: 1 << 30, Per: time.Second}
	rule := limit.Rule{Name: "r", Subject: all, Network: all, Global: all}
	for b.Loop() {
		if err := l.Take(b.Context(), rule, "zoe", home); err != nil {
			b.Fatal(err)
		}
	}
}
