package realtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/realtime"
)

func TestMalformedPagesAreDropped(t *testing.T) {
	for name, c := range map[string]struct {
		kind  websocket.MessageType
		frame string
		code  websocket.StatusCode
	}{
		"not JSON":              {websocket.MessageText, `{"id":`, 3501},
		"nothing":               {websocket.MessageText, ``, 3501},
		"nested":                {websocket.MessageText, strings.Repeat("[", 10_000), 3501},
		"too large":             {websocket.MessageText, `{"id":9,"rpc":{"data":"` + strings.Repeat("x", 16<<10) + `"}}`, websocket.StatusMessageTooBig},
		"binary":                {websocket.MessageBinary, `{"id":9,"subscribe":{"channel":"check:open"}}`, -1},
		"a pong for no ping":    {websocket.MessageText, `{}`, 3501},
		"a command without id":  {websocket.MessageText, `{"subscribe":{"channel":"check:open"}}`, 3501},
		"connecting once again": {websocket.MessageText, `{"id":9,"connect":{}}`, 3501},
	} {
		t.Run(name, func(t *testing.T) {
			n := newHouse().node(t)
			p := n.open("zoe-phone")
			p.conn.Write(t.Context(), c.kind, []byte(c.frame))
			if got := p.isCut(); got != c.code {
				t.Errorf("closed with %d, want %d", got, c.code)
			}
			n.open("zoe-phone").mustSubscribe("check:open")
		})
	}
}

func TestAPageThatTalksTooMuchIsDropped(t *testing.T) {
	c := clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	n := newHouse().node(t, func(o *realtime.Options) { o.Clock = c })
	p := n.open("zoe-phone")
	for range 99 {
		p.subscribe("check:nowhere")
	}
	c.Advance(time.Second)
	for range 20 {
		p.subscribe("check:nowhere")
	}
	p.say(`{"id":999,"subscribe":{"channel":"check:nowhere"}}`)
	if got := p.isCut(); got != 3013 {
		t.Errorf("closed with %d, want 3013", got)
	}
}

func TestAPageListensToSoManyChannels(t *testing.T) {
	p := newHouse().node(t).open("zoe-phone")
	for i := range 32 {
		p.mustSubscribe(fmt.Sprint("check:open-", i))
	}
	if problem := p.subscribe("check:open-more"); problem == nil || problem.Code != 106 {
		t.Errorf("got %+v, want 106", problem)
	}
}

func TestASessionHasSoManyConnections(t *testing.T) {
	n := newHouse().node(t)
	var conns []*websocket.Conn
	for range 12 { // without a word: what counts is the connection
		conn, status := n.dial("zoe-phone", nil)
		if conn == nil {
			t.Fatalf("refused with %d", status)
		}
		conns = append(conns, conn)
	}
	if conn, status := n.dial("zoe-phone", nil); conn != nil || status != http.StatusTooManyRequests {
		t.Errorf("one more got %d", status)
	}
	n.open("zoe-desk")
	conns[0].CloseNow()
	eventually(t, 5*time.Second, "room again", func() bool { return n.metric("handrail_realtime_sockets") == 12 })
	n.open("zoe-phone")
}

func TestANodeHasSoManyConnections(t *testing.T) {
	n := newHouse().node(t, func(o *realtime.Options) { o.Sockets = 2 })
	n.open("zoe-phone")
	n.open("sam-phone")
	if conn, status := n.dial("guest", nil); conn != nil || status != http.StatusServiceUnavailable {
		t.Errorf("one more got %d", status)
	}
}

func TestWhoSaysNothingIsLetGo(t *testing.T) {
	n := newHouse().node(t)
	conn, _ := n.dial("zoe-phone", nil)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, _, err := conn.Read(ctx)
	if got := websocket.CloseStatus(err); got != 3502 {
		t.Errorf("closed with %v, want 3502", err)
	}
	eventually(t, 5*time.Second, "nothing left", func() bool { return n.metric("handrail_realtime_sockets") == 0 })
}

// A page asks for another form of the protocol; it is spoken to in JSON.
func TestOnlyJSONIsSpoken(t *testing.T) {
	n := newHouse().node(t)
	conn, answer, err := websocket.Dial(t.Context(), n.server.URL+"/connection/websocket?format=protobuf&cf_ws_frame_ping_pong=true", &websocket.DialOptions{
		HTTPHeader: http.Header{"Origin": {n.server.URL}, "Cookie": {"session=zoe-phone"}}, Subprotocols: []string{"centrifuge-protobuf"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.CloseNow()
	if got := answer.Header.Get("Sec-Websocket-Protocol"); got != "" {
		t.Errorf("agreed to %q", got)
	}
	conn.Write(t.Context(), websocket.MessageText, []byte(`{"id":1,"connect":{}}`))
	kind, data, err := conn.Read(t.Context())
	var f frame
	if err != nil || kind != websocket.MessageText || json.Unmarshal(data, &f) != nil || !strings.Contains(string(f.Connect), `"ping":20,"pong":true`) {
		t.Errorf("connected with %s, %v", data, err)
	}
}

func TestWhatIsNoLongerListenedToIsForgotten(t *testing.T) {
	n := newHouse().node(t)
	zoe := n.open("zoe-phone")
	zoe.mustSubscribe("check:group")
	zoe.mustSubscribe("check:open")
	if got := n.hub.Held(); got != 2 {
		t.Errorf("%d subscriptions are kept in mind, want 2", got)
	}
	if f := zoe.ask(`"unsubscribe":{"channel":"check:group"}`); f.Error != nil {
		t.Error(f.Error)
	}
	if got := n.hub.Held(); got != 1 {
		t.Errorf("%d subscriptions are kept in mind, want 1", got)
	}
	zoe.mustSubscribe("check:group")
	zoe.conn.CloseNow()
	eventually(t, 5*time.Second, "forgotten", func() bool { return n.hub.Held() == 0 })
}

func TestAnUpgradeThatFailsLeavesNothing(t *testing.T) {
	n := newHouse().node(t)
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, n.server.URL+"/connection/websocket", nil)
	r.Header.Set("Origin", n.server.URL)
	r.AddCookie(&http.Cookie{Name: "session", Value: "zoe-phone"})
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusBadRequest {
		t.Fatalf("%v, %v", answer, err)
	}
	answer.Body.Close()
	if got := n.metric("handrail_realtime_sockets"); got != 0 {
		t.Errorf("%v connections are counted", got)
	}
}
