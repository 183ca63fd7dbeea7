package realtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"handrail/internal/platform/id"
	"handrail/internal/platform/realtime"
)

func TestPagesOfEveryNodeHearWhatIsPublished(t *testing.T) {
	h, address := newHouse(), redisAddress(t)
	a, b := h.node(t, withRedis(address)), h.node(t, withRedis(address))
	zoe, sam := a.open("zoe-phone"), b.open("sam-phone")
	channel := "check:open-" + id.Random()
	zoe.mustSubscribe(channel)
	sam.mustSubscribe(channel)
	for i := range 100 {
		data := fmt.Sprintf(`{"n":%d}`, i)
		[]*node{a, b}[i%2].publish(channel, data)
		zoe.hears(channel, data)
		sam.hears(channel, data)
	}
}

// Another house on the same Redis, or somebody who can write there, ends
// nothing here.
func TestAnotherSecretRevokesNothing(t *testing.T) {
	h, address := newHouse(), redisAddress(t)
	a := h.node(t, withRedis(address), func(o *realtime.Options) { o.Secret = []byte(id.Token()) })
	b := h.node(t, withRedis(address))
	zoe := b.open("zoe-phone")
	zoe.mustSubscribe("check:open")
	revoke(t, a, realtime.Revocation{Session: "zoe-phone", Subject: "account:zoe"})
	zoe.works(b, "check:open")
}

// Redis is killed, started empty, and stopped for a while. What is published
// is heard again within five seconds each time; nobody is thrown out.
func TestRedisGoesAwayAndComesBack(t *testing.T) {
	server := startRedis(t)
	h := newHouse()
	a, b := h.node(t, withRedis(server.address)), h.node(t, withRedis(server.address))
	b.hub.Namespace("kept", h.authorise, realtime.NamespaceOptions{Keep: 10, KeepFor: time.Minute})
	a.hub.Namespace("kept", h.authorise, realtime.NamespaceOptions{Keep: 10, KeepFor: time.Minute})
	sam := b.open("sam-phone")
	sam.mustSubscribe("check:group")
	sam.works(a, "check:group")

	server.stop()
	err := a.hub.Publish(t.Context(), "check:group", json.RawMessage(`{"lost":1}`))
	if !errors.Is(err, realtime.ErrAway) {
		t.Errorf("published without Redis: %v", err)
	}
	before := time.Now()
	for range 100 {
		a.hub.Publish(t.Context(), "check:group", json.RawMessage(`{"lost":2}`))
	}
	if took := time.Since(before); took > time.Second {
		t.Errorf("100 publications without Redis took %v", took)
	}
	server.start()
	sam.worksAgain(a, "check:group")

	server.signal(syscall.SIGSTOP)
	before = time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := a.hub.Publish(ctx, "check:group", json.RawMessage(`{"lost":3}`)); err == nil {
		t.Error("published while Redis hangs")
	}
	if took := time.Since(before); took > time.Second {
		t.Errorf("a publication took %v while Redis hangs", took)
	}
	eventually(t, 10*time.Second, "it is noticed", func() bool { return a.metric("handrail_realtime_unpublished_total") >= 2 })
	before = time.Now()
	for range 20 {
		if err := a.hub.Publish(t.Context(), "check:group", json.RawMessage(`{"lost":4}`)); !errors.Is(err, realtime.ErrAway) {
			t.Errorf("published while Redis hangs: %v", err)
		}
	}
	if took := time.Since(before); took > 900*time.Millisecond {
		t.Errorf("once it was noticed, 20 publications still took %v", took)
	}
	server.signal(syscall.SIGCONT)
	sam.worksAgain(a, "check:group")

	sam.mustSubscribe("kept:group")
	sam.works(a, "kept:group")
	server.flush()
	a.hub.Publish(t.Context(), "kept:group", json.RawMessage(`{"after":1}`))
	if f := sam.next(); f.Push != nil && f.Push.Unsub != nil && f.Push.Unsub.Code == 2500 {
		sam.mustSubscribe("kept:group") // told that it missed something, it asks again
	}
	sam.worksAgain(a, "kept:group")
}

// worksAgain publishes until the page hears it, within five seconds. What was
// published before may still come first.
func (p *page) worksAgain(n *node, channel string) {
	p.t.Helper()
	tries := 0
	eventually(p.t, 5*time.Second, "live again", func() bool {
		tries++
		n.hub.Publish(p.t.Context(), channel, json.RawMessage(fmt.Sprintf(`{"try":%d}`, tries)))
		select {
		case f, ok := <-p.frames:
			if !ok {
				p.t.Fatal("the connection is closed")
			}
			return f.Push != nil && f.Push.Channel == channel
		case <-time.After(50 * time.Millisecond):
			return false
		}
	})
	for drained := false; !drained; {
		select {
		case <-p.frames:
		case <-time.After(200 * time.Millisecond):
			drained = true
		}
	}
}

// What is revoked while Redis is away takes effect here at once and elsewhere
// with the sweep, and afterwards all is as before.
func TestRevokedWhileRedisIsAway(t *testing.T) {
	server := startRedis(t)
	h := newHouse()
	sweeping := func(o *realtime.Options) { o.Sweep, o.Standing = 0, h.stands }
	a, b := h.node(t, withRedis(server.address)), h.node(t, withRedis(server.address), sweeping)
	here, there, sam := a.open("zoe-phone"), b.open("zoe-phone"), b.open("sam-phone")
	sam.mustSubscribe("check:group")
	sam.mustSubscribe("check:open")

	server.stop()
	h.change(func() { delete(h.sessions, "zoe-phone"); h.standing["member-sam"] = false })
	for _, r := range []realtime.Revocation{{Session: "zoe-phone"}, {Membership: "member-sam"}} {
		if err := a.hub.Revoke(t.Context(), r); !errors.Is(err, realtime.ErrAway) {
			t.Errorf("announced without Redis: %v", err)
		}
	}
	here.isCut()
	there.isCut()
	sam.isUnsubscribed("check:group")
	server.start()
	sam.worksAgain(a, "check:open")
}

func TestARevocationDoesNotHangWithRedis(t *testing.T) {
	server := startRedis(t)
	h := newHouse()
	n := h.node(t, withRedis(server.address))
	zoe := n.open("zoe-phone")
	server.signal(syscall.SIGSTOP)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := n.hub.Revoke(ctx, realtime.Revocation{Session: "zoe-phone"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	zoe.isCut()
	server.signal(syscall.SIGCONT)
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
	eventually(s.t, 10*time.Second, "a Redis that answers", func() bool {
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

// flush loses all data.
func (s *redisServer) flush() {
	s.t.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+s.port)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "FLUSHALL\r\n")
	answer := make([]byte, 5)
	if _, err := conn.Read(answer); err != nil || string(answer) != "+OK\r\n" {
		s.t.Fatalf("flush: %q, %v", answer, err)
	}
}
