package realtime_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/realtime"
)

// eachSetup runs the test with one node, and with two that share a Redis. What
// is revoked is revoked on the first of the nodes; the pages are on the last.
func eachSetup(t *testing.T, test func(t *testing.T, h *house, revoking, serving *node)) {
	t.Run("one node", func(t *testing.T) {
		h := newHouse()
		n := h.node(t)
		test(t, h, n, n)
	})
	t.Run("two nodes", func(t *testing.T) {
		h, address := newHouse(), redisAddress(t)
		a, b := h.node(t, withRedis(address)), h.node(t, withRedis(address))
		test(t, h, a, b)
	})
}

func revoke(t *testing.T, n *node, r realtime.Revocation) {
	t.Helper()
	if err := n.hub.Revoke(t.Context(), r); err != nil {
		t.Error(err)
	}
}

func TestARevokedSessionLosesItsConnections(t *testing.T) {
	eachSetup(t, func(t *testing.T, h *house, revoking, serving *node) {
		phone, second, desk, sam := serving.open("zoe-phone"), serving.open("zoe-phone"), serving.open("zoe-desk"), serving.open("sam-phone")
		desk.mustSubscribe("check:group")
		sam.mustSubscribe("check:open")
		h.change(func() { delete(h.sessions, "zoe-phone") })
		revoke(t, revoking, realtime.Revocation{Session: "zoe-phone"})
		if got := phone.isCut(); got != 4500 {
			t.Errorf("closed with %d, want 4500", got)
		}
		second.isCut()
		if conn, status := serving.dial("zoe-phone", nil); conn != nil || status != http.StatusUnauthorized {
			t.Errorf("connected again: %d", status)
		}
		desk.works(revoking, "check:group")
		sam.works(revoking, "check:open")
	})
}

func TestARevokedSubjectLosesAllItsConnections(t *testing.T) {
	eachSetup(t, func(t *testing.T, h *house, revoking, serving *node) {
		phone, desk, sam := serving.open("zoe-phone"), serving.open("zoe-desk"), serving.open("sam-phone")
		sam.mustSubscribe("check:group")
		h.change(func() { delete(h.sessions, "zoe-phone"); delete(h.sessions, "zoe-desk") })
		revoke(t, revoking, realtime.Revocation{Subject: "account:zoe"})
		for _, p := range []*page{phone, desk} {
			if got := p.isCut(); got != 4500 {
				t.Errorf("closed with %d, want 4500", got)
			}
		}
		sam.works(revoking, "check:group")
	})
}

func TestARevokedMembershipLosesItsSubscriptions(t *testing.T) {
	eachSetup(t, func(t *testing.T, h *house, revoking, serving *node) {
		phone, desk, sam := serving.open("zoe-phone"), serving.open("zoe-desk"), serving.open("sam-phone")
		for _, p := range []*page{phone, desk, sam} {
			p.mustSubscribe("check:group")
			p.mustSubscribe("check:open")
		}
		h.change(func() { delete(h.members, "account:zoe") })
		revoke(t, revoking, realtime.Revocation{Membership: "member-zoe"})
		for _, p := range []*page{phone, desk} {
			if got := p.isUnsubscribed("check:group"); got != 2100 {
				t.Errorf("unsubscribed with %d, want 2100", got)
			}
		}
		sam.works(revoking, "check:group")
		phone.works(revoking, "check:open") // and hears nothing of the group before
		if problem := phone.subscribe("check:group"); problem == nil || problem.Code != 103 {
			t.Errorf("subscribed again: %+v", problem)
		}
	})
}

// Sessions run out, and messages between nodes get lost.
func TestWhatNobodyAnnouncedIsFoundBySweeping(t *testing.T) {
	h := newHouse()
	n := h.node(t, func(o *realtime.Options) { o.Sweep, o.Standing = 20*time.Millisecond, h.stands })
	zoe, sam := n.open("zoe-phone"), n.open("sam-phone")
	for _, p := range []*page{zoe, sam} {
		p.mustSubscribe("check:group")
		p.mustSubscribe("check:open")
	}
	h.change(func() { h.standing["member-sam"] = false })
	if got := sam.isUnsubscribed("check:group"); got != 2100 {
		t.Errorf("unsubscribed with %d, want 2100", got)
	}
	h.change(func() { delete(h.sessions, "zoe-phone") })
	if got := zoe.isCut(); got != 4500 {
		t.Errorf("closed with %d, want 4500", got)
	}
	sam.works(n, "check:open")
}

// With the sweep as it is set by default a lost message costs two seconds at
// most.
func TestTheDefaultSweepIsQuickEnough(t *testing.T) {
	h := newHouse()
	n := h.node(t, func(o *realtime.Options) { o.Sweep = 0 })
	zoe := n.open("zoe-phone")
	h.change(func() { delete(h.sessions, "zoe-phone") })
	zoe.isCut()
}

func TestWhoMayListenIsAskedAgain(t *testing.T) {
	h := newHouse()
	n := h.node(t, func(o *realtime.Options) { o.Recheck = 20 * time.Millisecond })
	zoe, sam := n.open("zoe-phone"), n.open("sam-phone")
	zoe.mustSubscribe("check:group")
	sam.mustSubscribe("check:group")
	h.change(func() { delete(h.members, "account:zoe"); h.members["account:sam"] = "member-again" })
	if got := zoe.isUnsubscribed("check:group"); got != 2100 {
		t.Errorf("who may no longer listen was unsubscribed with %d, want 2100", got)
	}
	if got := sam.isUnsubscribed("check:group"); got != 2600 {
		t.Errorf("who left and joined again was unsubscribed with %d, want 2600", got)
	}
	sam.mustSubscribe("check:group")
	h.change(func() { h.failing = fault.New(fault.Unavailable, "x") })
	if got := sam.isUnsubscribed("check:group"); got != 2600 {
		t.Errorf("when it cannot be looked up any more, unsubscribed with %d, want 2600", got)
	}
}

func TestNobodyStaysWhoCannotBeLookedUp(t *testing.T) {
	h := newHouse()
	n := h.node(t, func(o *realtime.Options) { o.Sweep = 5 * time.Millisecond })
	zoe := n.open("zoe-phone")
	zoe.mustSubscribe("check:open")
	h.change(func() { h.failing = fmt.Errorf("disk on fire") })
	eventually(t, 5*time.Second, "some failed sweeps", func() bool { return n.metric("handrail_realtime_failed_sweeps_total") >= 3 })
	zoe.works(n, "check:open") // for a while it goes on
	if got := zoe.isCut(); got != 4000 {
		t.Errorf("closed with %d, want 4000, which lets pages come back", got)
	}
	if !strings.Contains(n.log.String(), "disk on fire") {
		t.Error("nothing in the log")
	}
}

// What is revoked while a connection or a subscription is being made does not
// slip through.
func TestRevokedInBetween(t *testing.T) {
	cases := map[string]realtime.Revocation{"session": {Session: "zoe-phone"}, "subject": {Subject: "account:zoe"}}
	for name, r := range cases {
		t.Run(name+", while authenticating", func(t *testing.T) {
			h := newHouse()
			n := h.node(t)
			arrived, resume := h.hold()
			status := make(chan int)
			go func() { _, s := n.dial("zoe-phone", nil); status <- s }()
			<-arrived
			revoke(t, n, r)
			resume()
			if got := <-status; got != http.StatusUnauthorized {
				t.Errorf("got %d, want 401", got)
			}
		})
		t.Run(name+", before the first word", func(t *testing.T) {
			h := newHouse()
			n := h.node(t)
			conn, _ := n.dial("zoe-phone", nil)
			revoke(t, n, r)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			if _, _, err := conn.Read(ctx); err == nil || ctx.Err() != nil {
				t.Errorf("still connected: %v", err)
			}
		})
	}
	t.Run("membership, while subscribing", func(t *testing.T) {
		h := newHouse()
		n := h.node(t)
		zoe := n.open("zoe-phone")
		arrived, resume := h.hold()
		problems := make(chan *problem)
		go func() { problems <- zoe.subscribe("check:group") }()
		<-arrived
		revoke(t, n, realtime.Revocation{Membership: "member-zoe"})
		resume()
		if got := <-problems; got == nil || got.Code != 103 {
			t.Errorf("subscribed: %+v", got)
		}
	})
	t.Run("with very many others", func(t *testing.T) {
		h := newHouse()
		n := h.node(t)
		arrived, resume := h.hold()
		status := make(chan int)
		go func() { _, s := n.dial("zoe-phone", nil); status <- s }()
		<-arrived
		revoke(t, n, realtime.Revocation{Session: "zoe-phone"})
		for i := range 5000 {
			revoke(t, n, realtime.Revocation{Session: fmt.Sprint("other", i)})
		}
		resume()
		if got := <-status; got != http.StatusUnauthorized {
			t.Errorf("got %d, want 401", got)
		}
	})
	t.Run("others are not in the way", func(t *testing.T) {
		h := newHouse()
		n := h.node(t)
		for i := range 10_000 { // many more than are remembered
			revoke(t, n, realtime.Revocation{Session: fmt.Sprint("old", i)})
		}
		if got := n.hub.Remembered(); got > 4096 {
			t.Errorf("%d revocations are remembered", got)
		}
		revoke(t, n, realtime.Revocation{Session: "zoe-phone"})
		n.open("zoe-phone").mustSubscribe("check:group") // good again: it was made anew
		arrived, resume := h.hold()
		status := make(chan int)
		go func() { _, s := n.dial("sam-phone", nil); status <- s }()
		<-arrived
		revoke(t, n, realtime.Revocation{Session: "zoe-phone"})
		resume()
		if got := <-status; got != http.StatusSwitchingProtocols {
			t.Errorf("somebody else got %d", got)
		}
	})
}

// A page that does not read and does not answer is closed all the same.
func TestARevokedPageThatDoesNotAnswerIsSevered(t *testing.T) {
	h := newHouse()
	n := h.node(t)
	raw := n.stuck("zoe-phone")
	defer raw.Close()
	h.change(func() { delete(h.sessions, "zoe-phone") })
	revoke(t, n, realtime.Revocation{Session: "zoe-phone"})
	raw.SetReadDeadline(time.Now().Add(2 * time.Second))
	if _, err := io.Copy(io.Discard, raw); err != nil {
		t.Errorf("still connected after two seconds: %v", err)
	}
}

// stuck opens a websocket by hand that subscribes to check:open and then reads
// nothing.
func (n *node) stuck(session string) net.Conn {
	n.t.Helper()
	raw, err := net.Dial("tcp", n.server.Listener.Addr().String())
	if err != nil {
		n.t.Fatal(err)
	}
	raw.(*net.TCPConn).SetReadBuffer(4 << 10)
	nonce := make([]byte, 16)
	rand.Read(nonce)
	fmt.Fprintf(raw, "GET /connection/websocket HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nCookie: session=%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
		n.server.URL, session, base64.StdEncoding.EncodeToString(nonce))
	reader := bufio.NewReader(raw)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		n.t.Fatal(answer, err)
	}
	raw.Write(textFrame(`{"id":1,"connect":{}}`))
	raw.Write(textFrame(`{"id":2,"subscribe":{"channel":"check:open"}}`))
	for heard := ""; !strings.Contains(heard, `"id":2,"subscribe"`); {
		b, err := reader.ReadByte()
		if err != nil {
			n.t.Fatal(err, heard)
		}
		heard += string(b)
	}
	return raw
}

// textFrame is one masked frame of a client, RFC 6455 §5.2, with a mask of
// zeros.
func textFrame(text string) []byte {
	return append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)
}
