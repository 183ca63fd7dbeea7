package realtime_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"handrail/internal/platform/realtime"
)

// streamed is a page behind something that websockets do not pass.
type streamed struct {
	t       *testing.T
	lines   chan string // closed with the connection
	session string      // of the connection, for emulation
	node    string
}

func (n *node) openStream(session string) *streamed {
	n.t.Helper()
	answer := n.post("/connection/stream", session, `{"id":1,"connect":{}}`, nil)
	if answer.StatusCode != http.StatusOK {
		n.t.Fatalf("%s is refused: %d", session, answer.StatusCode)
	}
	s := &streamed{t: n.t, lines: make(chan string, 1024)}
	go func() {
		defer close(s.lines)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if lines.Text() != "{}" {
				s.lines <- lines.Text()
			}
		}
	}()
	var first struct {
		Connect struct{ Session, Node string }
	}
	if line := s.next(); json.Unmarshal([]byte(line), &first) != nil || first.Connect.Session == "" {
		n.t.Fatalf("connected with %s", line)
	}
	s.session, s.node = first.Connect.Session, first.Connect.Node
	return s
}

func (s *streamed) next() string {
	s.t.Helper()
	select {
	case line, ok := <-s.lines:
		if !ok {
			s.t.Error("the connection is closed")
		}
		return line
	case <-time.After(10 * time.Second):
		s.t.Error("nothing came")
		return ""
	}
}

// say sends a command by a request of its own, which may reach any node.
func (s *streamed) say(n *node, as, command string) int {
	s.t.Helper()
	body, _ := json.Marshal(map[string]string{"session": s.session, "node": s.node, "data": command})
	return n.post("/connection/emulation", as, string(body), nil).StatusCode
}

func (s *streamed) mustSubscribe(n *node, as, channel string) {
	s.t.Helper()
	if got := s.say(n, as, fmt.Sprintf(`{"id":2,"subscribe":{"channel":%q}}`, channel)); got != http.StatusNoContent {
		s.t.Fatalf("emulation: %d", got)
	}
	if line := s.next(); !strings.Contains(line, `"subscribe"`) {
		s.t.Fatalf("subscribed with %s", line)
	}
}

func TestWithoutWebsocketsAStreamDoesTheSame(t *testing.T) {
	eachSetup(t, func(t *testing.T, h *house, other, serving *node) {
		zoe := serving.openStream("zoe-phone")
		if other != serving {
			eventually(t, 10*time.Second, "the nodes know each other", func() bool {
				return zoe.say(other, "zoe-phone", `{"id":9,"rpc":{}}`) == http.StatusNoContent
			})
			zoe.next()
		}
		zoe.mustSubscribe(other, "zoe-phone", "check:group")
		other.publish("check:group", `{"n":1}`)
		if line := zoe.next(); !strings.Contains(line, `{"n":1}`) {
			t.Errorf("heard %s", line)
		}
		h.change(func() { delete(h.sessions, "zoe-phone") })
		revoke(t, other, realtime.Revocation{Session: "zoe-phone"})
		cut := time.After(2 * time.Second)
		for open := true; open; {
			select {
			case _, open = <-zoe.lines:
			case <-cut:
				t.Fatal("still connected after two seconds")
			}
		}
		if got := zoe.say(other, "zoe-phone", `{"id":3,"subscribe":{"channel":"check:open"}}`); got != http.StatusUnauthorized {
			t.Errorf("may still speak: %d", got)
		}
	})
}

// The time-outs of the server, two seconds in these tests, are for requests
// that end.
func TestAStreamOutlivesTheTimeoutsOfTheServer(t *testing.T) {
	n := newHouse().node(t)
	zoe := n.openStream("zoe-phone")
	zoe.mustSubscribe(n, "zoe-phone", "check:open")
	select {
	case line, ok := <-zoe.lines:
		t.Fatalf("%q, still open %v", line, ok)
	case <-time.After(3 * time.Second):
	}
	n.publish("check:open", `{"n":1}`)
	if line := zoe.next(); !strings.Contains(line, `{"n":1}`) {
		t.Errorf("heard %s", line)
	}
}

func TestStreamsCountAndAreLetGo(t *testing.T) {
	n := newHouse().node(t)
	for range 12 {
		n.openStream("zoe-phone")
	}
	answer := n.post("/connection/stream", "zoe-phone", `{"id":1,"connect":{}}`, nil)
	if answer.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one more got %d", answer.StatusCode)
	}
	n.server.CloseClientConnections()
	eventually(t, 5*time.Second, "nothing left", func() bool { return n.metric("handrail_realtime_sockets") == 0 })
}

func TestBodiesAreSmallJSON(t *testing.T) {
	n := newHouse().node(t)
	for _, path := range []string{"/connection/stream", "/connection/emulation"} {
		for _, kind := range []string{"application/octet-stream", "text/plain", "", "multipart/form-data"} {
			if got := n.post(path, "zoe-phone", `{}`, http.Header{"Content-Type": {kind}}).StatusCode; got != http.StatusUnsupportedMediaType {
				t.Errorf("%s as %q: %d, want 415", path, kind, got)
			}
		}
		if got := n.post(path, "zoe-phone", strings.Repeat(" ", 17<<10), nil).StatusCode; got != http.StatusRequestEntityTooLarge {
			t.Errorf("%s too large: %d, want 413", path, got)
		}
	}
	endless := &counted{}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, n.server.URL+"/connection/stream", endless)
	r.Header = http.Header{"Origin": {n.server.URL}, "Content-Type": {"application/json"}, "Cookie": {"session=zoe-phone"}}
	if answer, err := http.DefaultClient.Do(r); err == nil {
		answer.Body.Close()
	}
	if got := endless.read.Load(); got > 16<<20 {
		t.Errorf("%d bytes of an endless body were taken", got)
	}
	if got := n.post("/connection/emulation", "zoe-phone", `{"half`, nil).StatusCode; got != http.StatusBadRequest {
		t.Errorf("emulation of half a word: %d, want 400", got)
	}
	if got := n.post("/connection/emulation", "zoe-phone", `{"session":"x","node":"nobody","data":"{}"}`, nil).StatusCode; got != http.StatusNotFound {
		t.Errorf("emulation at a node that is not there: %d, want 404", got)
	}
	if got := n.metric("handrail_realtime_sockets"); got != 0 {
		t.Errorf("%v connections are counted", got)
	}
}

// counted is a body of spaces that ends only after 256 MiB.
type counted struct{ read atomic.Int64 }

func (c *counted) Read(p []byte) (int, error) {
	if c.read.Load() >= 256<<20 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	c.read.Add(int64(len(p)))
	return len(p), nil
}
