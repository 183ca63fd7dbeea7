package realtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/realtime"
)

// house is what the nodes of a test share: who has a session, and who is a
// member of what.
type house struct {
	mu       sync.Mutex
	sessions map[string]string // the subject of each good session
	members  map[string]string // the membership of a subject
	standing map[string]bool
	failing  error // what every look-up answers
	pause    chan struct{}
	paused   chan struct{}
}

func newHouse() *house {
	return &house{
		sessions: map[string]string{"zoe-phone": "account:zoe", "zoe-desk": "account:zoe", "sam-phone": "account:sam", "guest": "pass:guest"},
		members:  map[string]string{"account:zoe": "member-zoe", "account:sam": "member-sam"},
		standing: map[string]bool{"member-zoe": true, "member-sam": true},
	}
}

func (h *house) authenticate(r *http.Request) (realtime.Peer, error) {
	cookie, err := r.Cookie("session")
	if err != nil {
		return realtime.Peer{}, fault.New(fault.SignIn, "Sign in.")
	}
	h.mu.Lock()
	subject, ok := h.sessions[cookie.Value]
	err, pause := h.failing, h.pause
	h.mu.Unlock()
	if pause != nil {
		h.paused <- struct{}{}
		<-pause
	}
	if err != nil {
		return realtime.Peer{}, err
	}
	if !ok {
		return realtime.Peer{}, fault.New(fault.SignIn, "Sign in.")
	}
	return realtime.Peer{Session: cookie.Value, Subject: subject, Lang: "en"}, nil
}

func (h *house) alive(_ context.Context, sessions []string) (map[string]bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	good := map[string]bool{}
	for _, s := range sessions {
		_, good[s] = h.sessions[s]
	}
	return good, h.failing
}

func (h *house) stands(_ context.Context, memberships []string) (map[string]bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	good := map[string]bool{}
	for _, m := range memberships {
		good[m] = h.standing[m]
	}
	return good, h.failing
}

// authorise lets members into "group", and anybody into "open".
func (h *house) authorise(_ context.Context, peer realtime.Peer, channel string) (realtime.Grant, error) {
	h.mu.Lock()
	member, err, pause := h.members[peer.Subject], h.failing, h.pause
	h.mu.Unlock()
	if pause != nil {
		h.paused <- struct{}{}
		<-pause
	}
	switch {
	case err != nil:
		return realtime.Grant{}, err
	case channel == "open" || strings.HasPrefix(channel, "open-"):
		return realtime.Grant{}, nil
	case channel == "group" && member != "":
		return realtime.Grant{Membership: member}, nil
	case channel == "forbidden":
		return realtime.Grant{}, fault.New(fault.Forbidden, "No.")
	}
	return realtime.Grant{}, fault.Missing()
}

// hold makes the next look-ups wait until the returned function is called.
func (h *house) hold() (arrived chan struct{}, resume func()) {
	pause := make(chan struct{})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pause, h.paused = pause, make(chan struct{}, 16)
	return h.paused, func() {
		h.change(func() { h.pause = nil })
		close(pause)
	}
}

func (h *house) change(fn func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fn()
}

// node is one running Hub with its server.
type node struct {
	t        *testing.T
	house    *house
	hub      *realtime.Hub
	registry *prometheus.Registry
	server   *httptest.Server
	log      *lockedBuffer
}

func (h *house) node(t *testing.T, adjust ...func(*realtime.Options)) *node {
	t.Helper()
	n := &node{t: t, house: h, registry: prometheus.NewRegistry(), log: &lockedBuffer{}}
	n.server = httptest.NewUnstartedServer(nil)
	o := realtime.Options{
		Clock: clock.System(), Secret: []byte(strings.Repeat("s", 32)), Log: slog.New(slog.NewTextHandler(n.log, nil)), Registry: n.registry,
		Authenticate: h.authenticate, Alive: h.alive, Sweep: time.Hour, Recheck: time.Hour,
		SameOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == n.server.URL },
	}
	for _, fn := range adjust {
		fn(&o)
	}
	var err error
	if n.hub, err = realtime.New(o); err != nil {
		t.Fatal(err)
	}
	n.hub.Namespace("check", h.authorise, realtime.NamespaceOptions{})
	mux := http.NewServeMux()
	for pattern, handler := range n.hub.Handlers() {
		mux.Handle(pattern, handler)
	}
	n.server.Config.Handler = mux
	n.server.Config.ReadTimeout, n.server.Config.WriteTimeout = 2*time.Second, 2*time.Second
	n.server.Start()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		n.hub.Shutdown(ctx)
		n.server.Close()
	})
	return n
}

func withRedis(address string) func(*realtime.Options) {
	return func(o *realtime.Options) { o.Redis = address }
}

func redisAddress(t *testing.T) string {
	t.Helper()
	address := os.Getenv("HANDRAIL_TEST_REDIS")
	if address == "" {
		t.Skip("set HANDRAIL_TEST_REDIS to the address of a Redis to run this test")
	}
	return address
}

func (n *node) publish(channel, data string) {
	n.t.Helper()
	if err := n.hub.Publish(n.t.Context(), channel, json.RawMessage(data)); err != nil {
		n.t.Errorf("publish to %s: %v", channel, err)
	}
}

// dial opens a websocket as a page of the session, and gives the status when
// it is refused.
func (n *node) dial(session string, header http.Header) (*websocket.Conn, int) {
	n.t.Helper()
	if header == nil {
		header = http.Header{"Origin": {n.server.URL}}
	}
	header.Set("Cookie", "session="+session)
	conn, answer, err := websocket.Dial(n.t.Context(), n.server.URL+"/connection/websocket", &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		if answer == nil {
			n.t.Fatal(err)
		}
		return nil, answer.StatusCode
	}
	conn.SetReadLimit(1 << 20)
	n.t.Cleanup(func() { conn.CloseNow() })
	return conn, answer.StatusCode
}

// post sends a request of a page.
func (n *node) post(path, session, body string, header http.Header) *http.Response {
	n.t.Helper()
	r, err := http.NewRequestWithContext(n.t.Context(), http.MethodPost, n.server.URL+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	r.Header = http.Header{"Origin": {n.server.URL}, "Content-Type": {"application/json"}}
	for name, values := range header {
		if r.Header[name] = values; values == nil {
			r.Header.Del(name)
		}
	}
	r.AddCookie(&http.Cookie{Name: "session", Value: session})
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { answer.Body.Close() })
	return answer
}

// metric adds up the series of that name, only those with the label value when
// one is given.
func (n *node) metric(name string, label ...string) float64 {
	n.t.Helper()
	families, err := n.registry.Gather()
	if err != nil {
		n.t.Fatal(err)
	}
	total := 0.0
	for _, f := range families {
		for _, m := range f.GetMetric() {
			has := func(p *dto.LabelPair) bool { return slices.Contains(label, p.GetValue()) }
			if f.GetName() == name && (len(label) == 0 || slices.ContainsFunc(m.GetLabel(), has)) {
				total += m.GetGauge().GetValue() + m.GetCounter().GetValue()
			}
		}
	}
	return total
}

// eventually tries until it is so, for at most so long.
func eventually(t *testing.T, within time.Duration, what string, try func() bool) {
	t.Helper()
	deadline := time.After(within)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !try() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not within %v: %s", within, what)
		}
	}
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

func (l *lockedBuffer) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.b = bytes.Buffer{}
}
