package realtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/realtime"
)

func TestAPageHearsWhatIsPublished(t *testing.T) {
	n := newHouse().node(t)
	zoe, sam := n.open("zoe-phone"), n.open("sam-phone")
	zoe.mustSubscribe("check:group")
	sam.mustSubscribe("check:open")
	n.publish("check:group", `{"n":1}`)
	n.publish("check:open", `{"n":2}`)
	zoe.hears("check:group", `{"n":1}`)
	sam.hears("check:open", `{"n":2}`)
}

// Out of reach, unknown and malformed look the same.
func TestWhoMayListen(t *testing.T) {
	n := newHouse().node(t)
	guest := n.open("guest")
	guest.mustSubscribe("check:open")
	var first *problem
	for _, channel := range []string{"check:group", "check:forbidden", "check:nowhere", "other:open", "check", "check:", ":open", "CHECK:open", "check:open" + strings.Repeat("x", 100)} {
		problem := guest.subscribe(channel)
		if problem == nil {
			t.Errorf("a guest may listen to %s", channel)
			continue
		}
		if first == nil {
			first = problem
		}
		if *problem != *first || problem.Code != 103 {
			t.Errorf("%s: %+v, want %+v", channel, problem, first)
		}
	}
}

func TestWhatFailsForAMomentMayBeTriedAgain(t *testing.T) {
	h := newHouse()
	n := h.node(t)
	zoe := n.open("zoe-phone")
	h.change(func() { h.failing = fmt.Errorf("disk on fire") })
	if problem := zoe.subscribe("check:group"); problem == nil || !problem.Temporary {
		t.Errorf("got %+v, want one that is temporary", problem)
	}
	if !strings.Contains(n.log.String(), "disk on fire") {
		t.Error("nothing in the log")
	}
	h.change(func() { h.failing = nil })
	zoe.mustSubscribe("check:group")
}

func TestAPageCanOnlyListen(t *testing.T) {
	n := newHouse().node(t)
	sam := n.open("sam-phone")
	sam.mustSubscribe("check:group")
	for _, command := range []string{
		`"publish":{"channel":"check:group","data":{"spoofed":true}}`,
		`"history":{"channel":"check:group","limit":5}`,
		`"presence":{"channel":"check:group"}`,
		`"presence_stats":{"channel":"check:group"}`,
		`"rpc":{"method":"x","data":{}}`,
		`"sub_refresh":{"channel":"check:group","token":"x"}`,
		`"refresh":{"token":"x"}`,
		`"subscribe":{"channel":"check:open","type":1}`,
	} {
		zoe := n.open("zoe-desk")
		zoe.mustSubscribe("check:group")
		zoe.last++
		zoe.say(fmt.Sprintf(`{"id":%d,%s}`, zoe.last, command))
		select {
		case f := <-zoe.frames:
			if f.ID == zoe.last && f.Error == nil {
				t.Errorf("%s was answered", command)
			}
		case <-zoe.closed:
		}
		zoe.conn.CloseNow()
	}
	sam.works(n, "check:group") // and hears nothing else first
	if strings.Contains(sam.all.String(), "spoofed") {
		t.Error("what a page published was heard")
	}
}

// Two pages of one account, and a listener who compares all that they are sent.
func TestNothingOnTheWireSaysWhoseItIs(t *testing.T) {
	n := newHouse().node(t)
	listener := n.open("sam-phone")
	listener.mustSubscribe("check:group")
	a, b := n.open("zoe-phone"), n.open("zoe-desk")
	for _, p := range []*page{a, b} {
		p.mustSubscribe("check:group")
		p.works(n, "check:group")
	}
	a.conn.CloseNow()
	b.works(n, "check:group")
	for range 2 {
		listener.next()
	}
	for _, user := range n.hub.Users() {
		if strings.Contains(user, "zoe") || strings.Contains(user, "sam") || len(user) != 32 {
			t.Errorf("the library knows a user as %q", user)
		}
	}
	heard := listener.all.String()
	for _, word := range []string{"zoe", "account", "member", "join", "leave", "user", "info"} {
		if strings.Contains(strings.ToLower(heard+a.all.String()+b.all.String()), word) {
			t.Errorf("%q is on the wire: %s", word, heard)
		}
	}
}

func TestPublishRefusesWhatCannotBeHeard(t *testing.T) {
	n := newHouse().node(t)
	for channel, data := range map[string]string{
		"other:group": `{}`, "check:": `{}`, "check:group": `{"half`,
		"check:large": `"` + strings.Repeat("x", 16<<10) + `"`,
	} {
		if err := n.hub.Publish(t.Context(), channel, json.RawMessage(data)); err == nil {
			t.Errorf("published to %s", channel)
		}
	}
}

func TestAPageThatWasAwayIsSentWhatItMissed(t *testing.T) {
	h := newHouse()
	n := h.node(t)
	n.hub.Namespace("kept", h.authorise, realtime.NamespaceOptions{Keep: 10, KeepFor: time.Minute})
	first := n.open("zoe-phone")
	answer := first.ask(`"subscribe":{"channel":"kept:group"}`)
	var at struct {
		Epoch  string
		Offset uint64
	}
	if err := json.Unmarshal(answer.Subscribe, &at); err != nil || at.Epoch == "" {
		t.Fatalf("no position to go on from: %s", answer.Subscribe)
	}
	first.conn.CloseNow()
	n.publish("kept:group", `{"missed":1}`)
	answer = n.open("zoe-phone").ask(fmt.Sprintf(`"subscribe":{"channel":"kept:group","recover":true,"epoch":%q,"offset":%d}`, at.Epoch, at.Offset))
	if !strings.Contains(string(answer.Subscribe), `{"missed":1}`) {
		t.Errorf("what was missed is not in %s", answer.Subscribe)
	}
}

func TestShutdownTellsPagesToComeBack(t *testing.T) {
	n := newHouse().node(t)
	p := n.open("zoe-phone")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := n.hub.Shutdown(ctx); err != nil {
		t.Error(err)
	}
	if got := p.isCut(); got != 3001 {
		t.Errorf("closed with %d, want 3001", got)
	}
	if conn, status := n.dial("zoe-phone", nil); conn != nil || status != http.StatusServiceUnavailable {
		t.Errorf("a new one got %d", status)
	}
	if err := n.hub.Revoke(ctx, realtime.Revocation{Session: "zoe-phone"}); err != nil {
		t.Errorf("a late revocation: %v", err)
	}
}

func TestAuthenticationDecidesTheAnswer(t *testing.T) {
	h := newHouse()
	n := h.node(t)
	for want, err := range map[int]error{
		401: fault.New(fault.SignIn, "x"), 403: fault.New(fault.Forbidden, "x"), 404: fault.Missing(),
		429: fault.Later(time.Second, "x"), 503: fault.New(fault.Unavailable, "x"), 500: fmt.Errorf("disk on fire"),
	} {
		h.change(func() { h.failing = err })
		if conn, status := n.dial("zoe-phone", nil); conn != nil || status != want {
			t.Errorf("websocket: %d, want %d", status, want)
		}
		for _, path := range []string{"/connection/stream", "/connection/emulation"} {
			if got := n.post(path, "zoe-phone", `{}`, nil).StatusCode; got != want {
				t.Errorf("%s: %d, want %d", path, got, want)
			}
		}
	}
}

// A website elsewhere makes the browser of a member connect, cookie and all.
func TestOnlyOurOwnPagesConnect(t *testing.T) {
	h := newHouse()
	n := h.node(t)
	lax := h.node(t, func(o *realtime.Options) { o.SameOrigin = func(*http.Request) bool { return true } })
	for name, c := range map[string]struct {
		node   *node
		origin []string
	}{
		"elsewhere":    {n, []string{"https://evil.example"}},
		"null":         {n, []string{"null"}},
		"another port": {n, []string{"http://127.0.0.1:1"}},
		"absent":       {lax, nil},
		"empty":        {lax, []string{""}},
	} {
		if conn, status := c.node.dial("zoe-phone", http.Header{"Origin": c.origin}); conn != nil || status != http.StatusForbidden {
			t.Errorf("websocket, origin %s: %d, want 403", name, status)
		}
		for _, path := range []string{"/connection/stream", "/connection/emulation"} {
			if got := c.node.post(path, "zoe-phone", `{"id":1,"connect":{}}`, http.Header{"Origin": c.origin}).StatusCode; got != http.StatusForbidden {
				t.Errorf("%s, origin %s: %d, want 403", path, name, got)
			}
		}
	}
	if got := n.metric("handrail_realtime_sockets"); got != 0 {
		t.Errorf("%v connections are open", got)
	}
}

func TestIdsStayOutOfLogsAndMetrics(t *testing.T) {
	n := newHouse().node(t)
	p := n.open("zoe-phone")
	p.mustSubscribe("check:open-secretroom")
	p.subscribe("secretname:x")
	p.works(n, "check:open-secretroom")
	p.say(`{"id":"secretword`)
	p.isCut()
	families, err := n.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprint(families) + n.log.String()
	for _, word := range []string{"secret", "zoe"} {
		if strings.Contains(all, word) {
			t.Errorf("%q is in the logs or metrics", word)
		}
	}
	if !strings.Contains(all, "centrifuge_") {
		t.Error("the metrics of the library are not there")
	}
}

func TestNewNeedsWhatItNeeds(t *testing.T) {
	h := newHouse()
	whole := realtime.Options{
		Clock: clock.System(), Secret: make([]byte, 32), Authenticate: h.authenticate, Alive: h.alive,
		SameOrigin: func(*http.Request) bool { return true },
	}
	for name, spoil := range map[string]func(*realtime.Options){
		"clock":        func(o *realtime.Options) { o.Clock = nil },
		"secret":       func(o *realtime.Options) { o.Secret = make([]byte, 31) },
		"authenticate": func(o *realtime.Options) { o.Authenticate = nil },
		"alive":        func(o *realtime.Options) { o.Alive = nil },
		"origin":       func(o *realtime.Options) { o.SameOrigin = nil },
		"redis":        func(o *realtime.Options) { o.Redis = "redis://127.0.0.1:1" },
	} {
		o := whole
		spoil(&o)
		if _, err := realtime.New(o); err == nil {
			t.Errorf("made with a bad %s", name)
		}
	}
}
