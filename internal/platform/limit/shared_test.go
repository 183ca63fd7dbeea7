package limit_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/rueidis"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/limit"
)

func sharedRedis(t *testing.T) string {
	t.Helper()
	address := os.Getenv("HANDRAIL_TEST_REDIS")
	if address == "" {
		t.Skip("set HANDRAIL_TEST_REDIS to the address of a Redis to run this test")
	}
	return address
}

func newShared(t *testing.T, o limit.Options) *limit.Limiter {
	t.Helper()
	o.Clock = clock.System()
	if o.Secret == nil {
		o.Secret = []byte(id.Token())
	}
	l, err := limit.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

func TestNodesShareTheirCounts(t *testing.T) {
	address, secret := sharedRedis(t), []byte(id.Token())
	a := newShared(t, limit.Options{Redis: address, Secret: secret})
	b := newShared(t, limit.Options{Redis: address, Secret: secret})
	three := limit.Rate{Count: 3, Per: time.Hour}
	for name, c := range map[string]struct {
		rule    limit.Rule
		subject func(i int) string
		apart   int // how many of 3 by somebody elsewhere still pass
	}{
		"subject": {limit.Rule{Subject: three}, func(int) string { return "zoe" }, 3},
		"claimed": {limit.Rule{Subject: three, Claimed: true}, func(int) string { return "zoe" }, 3},
		"network": {limit.Rule{Network: three}, func(i int) string { return fmt.Sprint("s", i) }, 3},
		"global":  {limit.Rule{Global: three}, func(i int) string { return fmt.Sprint("s", i) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c.rule.Name = name
			count := 0
			for i := range 10 {
				node := a
				if i%2 == 1 {
					node = b
				}
				count += passed(t, node, 1, c.rule, c.subject(i), home)
			}
			if count != 3 {
				t.Errorf("%d of 10 passed on two nodes, want 3", count)
			}
			if got := passed(t, b, 3, c.rule, "sam", away); got != c.apart {
				t.Errorf("%d of 3 from elsewhere passed, want %d", got, c.apart)
			}
		})
	}
}

func TestSharedCountsDelayRefuseAndSpendNothingWhenRefused(t *testing.T) {
	l := newShared(t, limit.Options{Redis: sharedRedis(t)})
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 2, Per: 200 * time.Millisecond}, Wait: 10 * time.Second}
	before := time.Now()
	if got := passed(t, l, 6, rule, "zoe", home); got != 6 {
		t.Errorf("%d of 6 passed", got)
	}
	if waited := time.Since(before); waited < 350*time.Millisecond {
		t.Errorf("four too many were let in after %v, want 400 ms", waited)
	}

	hour := limit.Rule{Name: "h", Subject: limit.Rate{Count: 2, Per: time.Hour}, Network: limit.Rate{Count: 4, Per: time.Hour}, Global: limit.Rate{Count: 6, Per: time.Hour}}
	f, _ := fault.From(takeAll(t, l, hour))
	if f == nil || f.Kind != fault.TooMany || f.Wait < 29*time.Minute || f.Wait > 30*time.Minute {
		t.Errorf("the refusal is %+v, want one of half an hour", f)
	}
	if got := passed(t, l, 9, hour, "sam", home); got != 2 {
		t.Errorf("the neighbour passed %d times, want the 2 left of the network", got)
	}
	if got := passed(t, l, 9, hour, "kim", away); got != 2 {
		t.Errorf("somebody elsewhere passed %d times, want the 2 left of all", got)
	}
}

func takeAll(t *testing.T, l *limit.Limiter, rule limit.Rule) (last error) {
	for range 9 {
		last = l.Take(t.Context(), rule, "zoe", home)
	}
	return last
}

func TestASharedNetworkOnlyDelays(t *testing.T) {
	l := newShared(t, limit.Options{Redis: sharedRedis(t)})
	rule := limit.Rule{Name: "r", Network: limit.Rate{Count: 1, Per: time.Hour}, Wait: 20 * time.Millisecond}
	before := time.Now()
	if got := passed(t, l, 5, rule, "", home); got != 5 {
		t.Errorf("%d of 5 passed", got)
	}
	if waited := time.Since(before); waited < 80*time.Millisecond {
		t.Errorf("four too many were let in after %v", waited)
	}
}

// Nothing readable is stored, all of it expires, and a clock of the server
// that was set back does not lock anybody out.
func TestWhatIsStoredIsHashedExpiresAndOutlivesAClockSetBack(t *testing.T) {
	address := sharedRedis(t)
	option, err := rueidis.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	option.DisableCache = true
	client, err := rueidis.NewClient(option)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	before := storedKeys(t, client)
	l := newShared(t, limit.Options{Redis: address})
	rule := limit.Rule{Name: "sign in", Subject: limit.Rate{Count: 2, Per: time.Hour}, Wait: time.Millisecond}
	if got := passed(t, l, 5, rule, "zoe@example.org", home); got != 2 {
		t.Fatalf("%d of 5 passed", got)
	}
	var mine []string
	for k := range storedKeys(t, client) {
		if strings.Contains(k, "zoe") || strings.Contains(k, "192.0.2") || strings.Contains(k, "sign in") {
			t.Errorf("a key can be read: %q", k)
		}
		if !before[k] {
			mine = append(mine, k)
		}
	}
	recovered := false
	for _, k := range mine {
		if ttl, err := client.Do(t.Context(), client.B().Pttl().Key(k).Build()).AsInt64(); err != nil || ttl <= 0 || ttl > 3_600_000 {
			t.Errorf("a key lives %d ms (%v)", ttl, err)
		}
		ahead := fmt.Sprint(time.Now().Add(365 * 24 * time.Hour).UnixMicro())
		client.Do(t.Context(), client.B().Set().Key(k).Value(ahead).PxMilliseconds(60_000).Build())
		recovered = recovered || passed(t, l, 1, rule, "zoe@example.org", home) == 1
	}
	if !recovered {
		t.Error("a clock set back by a year keeps the member out")
	}
}

func storedKeys(t *testing.T, client rueidis.Client) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	all, err := client.Do(t.Context(), client.B().Keys().Pattern("handrail:{limit}:*").Build()).AsStrSlice()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		keys[k] = true
	}
	return keys
}

func TestASharedStoreNeedsASecretAndAnAnswer(t *testing.T) {
	if _, err := limit.New(limit.Options{Clock: clock.System(), Redis: "redis://127.0.0.1:1"}); err == nil {
		t.Error("made without a secret")
	}
	if _, err := limit.New(limit.Options{Clock: clock.System(), Redis: "redis://127.0.0.1:1", Secret: []byte(id.Token())}); err == nil {
		t.Error("made although nobody answers")
	}
}

// While Redis hangs or is gone each node counts for itself, without making
// anybody wait for it; when it is back the counts are shared again.
func TestRedisGoesAwayAndComesBack(t *testing.T) {
	server := startRedis(t)
	var log lockedBuffer
	registry, secret := prometheus.NewRegistry(), []byte(id.Token())
	a := newShared(t, limit.Options{Redis: server.address, Secret: secret, Registry: registry, Log: slog.New(slog.NewTextHandler(&log, nil))})
	b := newShared(t, limit.Options{Redis: server.address, Secret: secret})
	rule := func(name string) limit.Rule {
		return limit.Rule{Name: name, Subject: limit.Rate{Count: 3, Per: time.Hour}}
	}
	shared := func(name string) bool {
		return passed(t, a, 3, rule(name), "zoe", home)+passed(t, b, 3, rule(name), "zoe", home) == 3
	}
	if !shared("before") {
		t.Fatal("not shared to begin with")
	}

	server.signal(syscall.SIGSTOP)
	before := time.Now()
	if got := passed(t, a, 50, rule("paused"), "zoe", home); got != 3 {
		t.Errorf("%d of 50 passed while Redis hung, want the 3 this node allows", got)
	}
	if took := time.Since(before); took > 2*time.Second {
		t.Errorf("50 requests took %v while Redis hung", took)
	}
	if metric(t, registry, "handrail_limit_redis_failures_total", "") == 0 || !strings.Contains(log.String(), "while Redis is away") {
		t.Error("nothing tells the operator")
	}
	server.signal(syscall.SIGCONT)
	eventually(t, func(i int) bool { return shared(fmt.Sprint("resumed", i)) })

	server.stop()
	if got := passed(t, a, 10, rule("gone"), "zoe", home); got != 3 {
		t.Errorf("%d of 10 passed while Redis was gone", got)
	}
	server.start()
	eventually(t, func(i int) bool { return shared(fmt.Sprint("restarted", i)) })
	if !strings.Contains(log.String(), "shared between the nodes again") {
		t.Error("nothing tells the operator that it is well again")
	}
}

func TestACallerWhoLeavesIsNotAFailureOfRedis(t *testing.T) {
	registry := prometheus.NewRegistry()
	l := newShared(t, limit.Options{Redis: sharedRedis(t), Registry: registry})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Take(ctx, limit.Rule{Name: "r", Subject: limit.Rate{Count: 3, Per: time.Hour}}, "zoe", home); err != context.Canceled {
		t.Errorf("got %v", err)
	}
	if metric(t, registry, "handrail_limit_redis_failures_total", "") != 0 {
		t.Error("counted as a failure")
	}
}

func TestConcurrentRequestsOnTwoNodes(t *testing.T) {
	address, secret := sharedRedis(t), []byte(id.Token())
	nodes := []*limit.Limiter{
		newShared(t, limit.Options{Redis: address, Secret: secret}),
		newShared(t, limit.Options{Redis: address, Secret: secret}),
	}
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 40, Per: time.Hour}}
	var group sync.WaitGroup
	var count atomic.Int64
	for i := range 200 {
		group.Go(func() {
			if nodes[i%2].Take(t.Context(), rule, "zoe", home) == nil {
				count.Add(1)
			}
		})
	}
	group.Wait()
	if count.Load() != 40 {
		t.Errorf("%d passed, want 40", count.Load())
	}
}

// While many are asking Redis at the same moment, no more than may wait do.
func TestManyAtOnceDoNotOverfillTheWaitingRoom(t *testing.T) {
	l := newShared(t, limit.Options{Redis: sharedRedis(t)})
	rule := limit.Rule{Name: "r", Wait: 10 * time.Minute, Network: limit.Rate{Count: 1, Per: 15 * time.Second}}
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	var refused atomic.Int64
	for range 200 {
		group.Go(func() {
			if fault.KindOf(l.Take(ctx, rule, "", home)) == fault.TooMany {
				refused.Add(1)
			}
		})
	}
	eventually(t, func(int) bool { return refused.Load() == 200-1-32 })
	if passed(t, l, 5, rule, "", sameLAN) != 0 {
		t.Error("with the waiting room full, what the others have spent was forgotten")
	}
	stop()
	group.Wait()
}

func TestAnotherSecretIsAnotherHouse(t *testing.T) {
	address := sharedRedis(t)
	rule := limit.Rule{Name: "r", Subject: limit.Rate{Count: 3, Per: time.Hour}}
	for range 2 {
		if got := passed(t, newShared(t, limit.Options{Redis: address}), 5, rule, "zoe", home); got != 3 {
			t.Errorf("%d of 5 passed", got)
		}
	}
}

// eventually tries until it is so, for at most ten seconds.
func eventually(t *testing.T, try func(i int) bool) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for i := 0; !try(i); i++ {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("it never came to be")
		}
	}
}

// redisServer is a Redis of the test's own, which it may stop.
type redisServer struct {
	t       *testing.T
	port    string
	dir     string
	address string
	process *exec.Cmd
}

func startRedis(t *testing.T) *redisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("there is no redis-server here to start and stop")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
	listener.Close()
	s := &redisServer{t: t, port: port, dir: t.TempDir(), address: "redis://127.0.0.1:" + port}
	s.start()
	t.Cleanup(s.stop)
	return s
}

func (s *redisServer) start() {
	s.t.Helper()
	s.process = exec.Command("redis-server", "--port", s.port, "--bind", "127.0.0.1", "--save", "", "--dir", s.dir, "--logfile", filepath.Join(s.dir, "log"))
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	eventually(s.t, func(int) bool {
		conn, err := net.Dial("tcp", "127.0.0.1:"+s.port)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
}

func (s *redisServer) signal(what syscall.Signal) {
	s.t.Helper()
	if err := s.process.Process.Signal(what); err != nil {
		s.t.Fatal(err)
	}
}

func (s *redisServer) stop() {
	s.process.Process.Kill()
	s.process.Wait()
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
