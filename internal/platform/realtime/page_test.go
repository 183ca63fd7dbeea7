package realtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/platform/id"
	"handrail/internal/platform/realtime"
)

// page is an open page with a websocket. All it hears goes to frames.
type page struct {
	t      *testing.T
	hub    *realtime.Hub
	client string // its id
	conn   *websocket.Conn
	last   int
	frames chan frame
	closed chan websocket.StatusCode // once, then closed
	all    lockedBuffer              // everything it was ever sent
}

type frame struct {
	ID        int             `json:"id"`
	Error     *problem        `json:"error"`
	Connect   json.RawMessage `json:"connect"`
	Subscribe json.RawMessage `json:"subscribe"`
	Push      *struct {
		Channel string                          `json:"channel"`
		Pub     *struct{ Data json.RawMessage } `json:"pub"`
		Unsub   *struct{ Code int }             `json:"unsubscribe"`
	} `json:"push"`
}

type problem struct {
	Code      int
	Message   string
	Temporary bool
}

// open connects a page, which must succeed.
func (n *node) open(session string) *page {
	n.t.Helper()
	conn, status := n.dial(session, nil)
	if conn == nil {
		n.t.Fatalf("%s cannot connect: %d", session, status)
	}
	p := &page{t: n.t, hub: n.hub, conn: conn, frames: make(chan frame, 4096), closed: make(chan websocket.StatusCode, 1)}
	go p.listen()
	f := p.ask(`"connect":{"token":"not looked at","subs":{"check:group":{}}}`)
	if f.Error != nil || f.Connect == nil {
		n.t.Fatalf("%s is refused: %+v", session, f)
	}
	var connected struct{ Client string }
	if err := json.Unmarshal(f.Connect, &connected); err != nil {
		n.t.Fatal(err)
	}
	p.client = connected.Client
	for end := time.Now().Add(10 * time.Second); !n.hub.Knows(p.client) && time.Now().Before(end); runtime.Gosched() {
	}
	return p
}

func (p *page) listen() {
	defer close(p.closed)
	defer close(p.frames)
	for {
		_, data, err := p.conn.Read(context.Background())
		if err != nil {
			p.closed <- websocket.CloseStatus(err)
			return
		}
		p.all.Write(data)
		for line := range bytes.Lines(data) {
			if line = bytes.TrimSpace(line); string(line) == "{}" {
				p.say(`{}`)
				continue
			}
			var f frame
			if err := json.Unmarshal(line, &f); err != nil {
				p.t.Errorf("not JSON: %s", line)
			}
			p.frames <- f
		}
	}
}

func (p *page) say(frame string) {
	p.conn.Write(context.Background(), websocket.MessageText, []byte(frame))
}

// ask sends a command and waits for its answer; what was published meanwhile
// stays to be read, in order.
func (p *page) ask(command string) frame {
	p.t.Helper()
	p.last++
	p.say(fmt.Sprintf(`{"id":%d,%s}`, p.last, command))
	var kept []frame
	defer func() {
		for _, f := range kept {
			p.frames <- f
		}
	}()
	for {
		f := p.next()
		if f.ID == p.last {
			return f
		}
		kept = append(kept, f)
	}
}

func (p *page) next() frame {
	p.t.Helper()
	select {
	case f, ok := <-p.frames:
		if !ok {
			p.t.Fatal("the connection is closed")
		}
		return f
	case <-time.After(10 * time.Second):
		p.t.Fatal("nothing came")
	}
	return frame{}
}

func (p *page) subscribe(channel string) *problem {
	p.t.Helper()
	return p.ask(fmt.Sprintf(`"subscribe":{"channel":%q}`, channel)).Error
}

func (p *page) mustSubscribe(channel string) {
	p.t.Helper()
	if problem := p.subscribe(channel); problem != nil {
		p.t.Fatalf("subscribe to %s: %+v", channel, problem)
	}
	for end := time.Now().Add(10 * time.Second); !p.hub.Listens(p.client, channel); runtime.Gosched() {
		if time.Now().After(end) {
			p.t.Fatalf("the subscription to %s is not in force", channel)
		}
	}
}

// hears waits for the next publication.
func (p *page) hears(channel, data string) {
	p.t.Helper()
	f := p.next()
	if f.Push == nil || f.Push.Pub == nil || f.Push.Channel != channel || string(f.Push.Pub.Data) != data {
		p.t.Errorf("got %+v, want %s in %s", f.Push, data, channel)
	}
}

// isCut waits until the connection is closed, which must be within two
// seconds, and gives the code.
func (p *page) isCut() websocket.StatusCode {
	p.t.Helper()
	select {
	case code := <-p.closed:
		return code
	case <-time.After(2 * time.Second):
		p.t.Error("still connected after two seconds")
		return 0
	}
}

// isUnsubscribed waits until the subscription is ended, within two seconds.
func (p *page) isUnsubscribed(channel string) int {
	p.t.Helper()
	select {
	case f := <-p.frames:
		if f.Push == nil || f.Push.Unsub == nil || f.Push.Channel != channel {
			p.t.Fatalf("got %+v, want the end of %s", f, channel)
		}
		return f.Push.Unsub.Code
	case <-time.After(2 * time.Second):
		p.t.Fatalf("still subscribed to %s after two seconds", channel)
		return 0
	}
}

// works checks that the page still hears what is published.
func (p *page) works(n *node, channel string) {
	p.t.Helper()
	data := fmt.Sprintf(`{"mark":%q}`, id.Random())
	n.publish(channel, data)
	p.hears(channel, data)
}
