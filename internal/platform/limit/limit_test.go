package limit_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
)

var (
	home    = netip.MustParseAddr("192.0.2.10")
	sameLAN = netip.MustParseAddr("192.0.2.77")
	away    = netip.MustParseAddr("198.51.100.3")
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newLimiter(t *testing.T, c clock.Clock) *limit.Limiter {
	t.Helper()
	l, err := limit.New(limit.Options{Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// passed counts how many of n requests in a row pass without waiting.
func passed(t *testing.T, l *limit.Limiter, n int, rule limit.Rule, subject string, from netip.Addr) int {
	t.Helper()
	count := 0
	for range n {
		err := l.Take(t.Context(), rule, subject, from)
		switch {
		case err == nil:
			count++
		case fault.KindOf(err) != fault.TooMany:
			t.Fatalf("refused with %v", err)
		}
	}
	return count
}

func TestEachBucketCounts(t *testing.T) {
	three := limit.Rate{Count: 3, Per: time.Hour}
	for name, c := range map[string]struct {
		rule   limit.Rule
		same   func(i int) (string, netip.Addr) // requests that share the bucket
		apart  string                           // a request that does not
		apartA netip.Addr
	}{
		"subject": {
			limit.Rule{Name: "r", Subject: three},
			func(i int) (string, netip.Addr) { return "zoe", netip.AddrFrom4([4]byte{10, 0, byte(i), 1}) },
			"sam", home,
		},
		"claimed subject": {
			limit.Rule{Name: "r", Subject: three, Claimed: true},
			func(int) (string, netip.Addr) { return "zoe", home },
			"zoe", away,
		},
		"network": {
			limit.Rule{Name: "r", Network: three},
			func(i int) (string, netip.Addr) {
				return fmt.Sprint("s", i), netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})
			},
			"s1", away,
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLimiter(t, clock.NewManual(start))
			count := 0
			for i := range 10 {
				subject, from := c.same(i)
				count += passed(t, l, 1, c.rule, subject, from)
			}
			if count != 3 {
				t.Errorf("%d of 10 passed, want 3", count)
			}
			if passed(t, l, 1, c.rule, c.apart, c.apartA) != 1 {
				t.Error("somebody else was refused with them")
			}
		})
	}
	t.Run("global", func(t *testing.T) {
		l := newLimiter(t, clock.NewManual(start))
		count := 0
		for i := range 10 {
			count += passed(t, l, 1, limit.Rule{Name: "r", Global: three}, fmt.Sprint("s", i), netip.AddrFrom4([4]byte{10, byte(i), 0, 1}))
		}
		if count != 3 {
			t.Errorf("%d of 10 passed, want 3", count)
		}
		if passed(t, l, 1, limit.Rule{Name: "other", Global: three}, "s", home) != 1 {
			t.Error("another rule was spent too")
		}
	})
}

func TestNetworks(t *testing.T) {
	rule := limit.Rule{Name: "r", Network: limit.Rate{Count: 1, Per: time.Hour}}
	for _, c := range []struct {
		first, second string
		same          bool
	}{
		{"192.0.2.1", "192.0.2.254", true},
		{"192.0.2.1", "192.0.3.1", false},
		{"192.0.2.1", "::ffff:192.0.2.9", true},
		{"::ffff:192.0.2.1", "::ffff:198.51.100.1", false},
		{"2001:db8:1::1", "2001:db8:1:ffff::2", true},
		{"2001:db8:1::1", "2001:db8:2::1", false},
		{"fe80::1%eth0", "fe80::2%eth1", true},
	} {
		l := newLimiter(t, clock.NewManual(start))
		passed(t, l, 1, rule, "", netip.MustParseAddr(c.first))
		refused := passed(t, l, 1, rule, "", netip.MustParseAddr(c.second)) == 0
		if refused != c.same {
			t.Errorf("%s and %s: counted together %v, want %v", c.first, c.second, refused, c.same)
		}
	}
	l := newLimiter(t, clock.NewManual(start))
	if err := l.Take(t.Context(), rule, "", netip.Addr{}); err != nil {
		t.Errorf("without an address: %v", err)
	}
}

func TestALittleTooFastWaitsAndMuchTooFastIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, clock.System())
		rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 2, Per: 4 * time.Second}, Wait: 5 * time.Second}
		passed(t, l, 2, rule, "zoe", home)
		before := time.Now()
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() {
				if err := l.Take(t.Context(), rule, "zoe", home); err != nil {
					t.Errorf("one that should wait: %v", err)
				}
			})
		}
		synctest.Wait()
		err := l.Take(t.Context(), rule, "zoe", home)
		f, ok := fault.From(err)
		if !ok || f.Kind != fault.TooMany || f.Wait != 6*time.Second {
			t.Errorf("the one too many got %v, wait %v; want 6 s", err, f.Wait)
		}
		group.Wait()
		if waited := time.Since(before); waited != 4*time.Second {
			t.Errorf("they waited %v, want 4 s", waited)
		}
	})
}

func TestTheWaitToldIsRoundedUp(t *testing.T) {
	l := newLimiter(t, clock.NewManual(start))
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 1, Per: 1500 * time.Millisecond}}
	passed(t, l, 1, rule, "zoe", home)
	if f, _ := fault.From(l.Take(t.Context(), rule, "zoe", home)); f == nil || f.Wait != 2*time.Second {
		t.Errorf("got %+v, want a wait of 2 s", f)
	}
}

func TestWhoGivesUpWaitingIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, clock.System())
		rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 1, Per: time.Minute}, Wait: time.Hour}
		passed(t, l, 1, rule, "zoe", home)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- l.Take(ctx, rule, "zoe", home) }()
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

// A hall full of people stands behind one address. However fast somebody
// there goes, the others are slowed and not shut out.
func TestANetworkOnlyDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, clock.System())
		rule := limit.Rule{Name: "r", Network: limit.Rate{Count: 5, Per: time.Hour}, Wait: 2 * time.Second}
		passed(t, l, 5, rule, "flood", home)
		for range 20 {
			before := time.Now()
			if err := l.Take(t.Context(), rule, "zoe", sameLAN); err != nil {
				t.Fatalf("a neighbour was refused: %v", err)
			}
			if waited := time.Since(before); waited != rule.Wait {
				t.Fatalf("waited %v, want %v", waited, rule.Wait)
			}
		}
	})
}

// A stalker who knows a member's sign-in name tries it without end. The member
// signs in from elsewhere with a delay at worst.
func TestAStalkerCannotLockAMemberOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, clock.System())
		rule := limit.Rule{Name: "sign in", Subject: limit.Rate{Count: 5, Per: time.Minute}, Wait: 3 * time.Second, Claimed: true}
		ctx, stop := context.WithCancel(t.Context())
		var group sync.WaitGroup
		var refused atomic.Int64
		for range 40 {
			group.Go(func() {
				for ctx.Err() == nil {
					if err := l.Take(ctx, rule, "zoe", away); fault.KindOf(err) == fault.TooMany {
						refused.Add(1)
						sleep(ctx, time.Second)
					}
				}
			})
		}
		for range 30 {
			before := time.Now()
			if err := l.Take(t.Context(), rule, "zoe", home); err != nil {
				t.Fatalf("the member was refused: %v", err)
			}
			if waited := time.Since(before); waited > rule.Wait {
				t.Errorf("the member waited %v", waited)
			}
			sleep(t.Context(), 15*time.Second)
		}
		stop()
		group.Wait()
		if refused.Load() == 0 {
			t.Error("the stalker was never refused")
		}
	})
}

// Guessing one member's phrase from many places at once is slowed as a whole.
func TestAClaimedSubjectIsSlowedAcrossNetworks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, clock.System())
		rule := limit.Rule{Name: "sign in", Subject: limit.Rate{Count: 5, Per: time.Hour}, Wait: 3 * time.Second, Claimed: true}
		for i := range 20 {
			before := time.Now()
			if err := l.Take(t.Context(), rule, "zoe", netip.AddrFrom4([4]byte{10, 0, byte(i), 1})); err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(before); (i >= 5) != (waited == rule.Wait) {
				t.Errorf("try %d waited %v", i, waited)
			}
		}
	})
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// A flood from one network fills its own places to wait and spends nothing of
// what everybody shares.
func TestAFloodKeepsToItsOwnRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := prometheus.NewRegistry()
		l, err := limit.New(limit.Options{Clock: clock.System(), Registry: registry})
		if err != nil {
			t.Fatal(err)
		}
		rule := limit.Rule{
			Name: "r", Wait: time.Second,
			Network: limit.Rate{Count: 10, Per: time.Hour}, Global: limit.Rate{Count: 200, Per: time.Hour},
		}
		ctx, stop := context.WithCancel(t.Context())
		var refused atomic.Int64
		var group sync.WaitGroup
		for range 500 {
			group.Go(func() {
				if fault.KindOf(l.Take(ctx, rule, "", home)) == fault.TooMany {
					refused.Add(1)
				}
			})
			synctest.Wait()
		}
		if got := refused.Load(); got != 500-10-32 {
			t.Errorf("%d refused, want all but 10 that pass and 32 that wait", got)
		}
		if got := passed(t, l, 10, rule, "", away); got != 10 {
			t.Errorf("%d of 10 from elsewhere passed", got)
		}
		if waiting := metric(t, registry, "handrail_limit_waiting", ""); waiting != 32 {
			t.Errorf("the metric says %v wait", waiting)
		}
		stop()
		group.Wait()
	})
}

// However many wait, who needs no delay goes through.
func TestAFullWaitingRoomOnlyTurnsAwayWhoWouldWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, clock.System())
		rule := limit.Rule{Name: "r", Wait: time.Minute, Subject: limit.Rate{Count: 1, Per: time.Second}}
		ctx, stop := context.WithCancel(t.Context())
		var refused atomic.Int64
		var group sync.WaitGroup
		for i := range 300 {
			group.Go(func() {
				if fault.KindOf(l.Take(ctx, rule, fmt.Sprint("s", i/30), netip.AddrFrom4([4]byte{10, 0, byte(i), 1}))) == fault.TooMany {
					refused.Add(1)
				}
			})
			synctest.Wait()
		}
		if got := refused.Load(); got != 300-10-256 {
			t.Errorf("%d refused, want all but the 10 first and the 256 that wait", got)
		}
		if got := passed(t, l, 1, rule, "zoe", home); got != 1 {
			t.Error("somebody who need not wait was refused")
		}
		stop()
		group.Wait()
	})
}

// metric reads the one series of that name, or the one with the label value.
func metric(t *testing.T, registry *prometheus.Registry, name, label string) float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			if label == "" || slices.ContainsFunc(m.GetLabel(), func(p *dto.LabelPair) bool { return p.GetValue() == label }) {
				return m.GetGauge().GetValue() + m.GetCounter().GetValue()
			}
		}
	}
	return 0
}

func TestARefusalSpendsNothingAnywhere(t *testing.T) {
	l := newLimiter(t, clock.NewManual(start))
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 2, Per: time.Hour}, Network: limit.Rate{Count: 4, Per: time.Hour}, Global: limit.Rate{Count: 6, Per: time.Hour}}
	passed(t, l, 50, rule, "zoe", home)
	if got := passed(t, l, 50, rule, "sam", home); got != 2 {
		t.Errorf("the neighbour passed %d times, want the 2 left of the network", got)
	}
	if got := passed(t, l, 50, rule, "kim", away); got != 2 {
		t.Errorf("somebody elsewhere passed %d times, want the 2 left of all", got)
	}
}
