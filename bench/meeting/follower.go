//go:build bench

package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/meeting/sheet"
)

// follower is an open page, as the script in it behaves.
type follower struct {
	evening *evening
	visitor visitor

	mu     sync.Mutex
	frame  sheet.Frame
	socket *websocket.Conn
	there  map[int64]bool // the changes during which the connection was up all the time
	order  []int64
}

// connect opens the connection and listens. Then it looks at the state once, as
// something may have been said meanwhile.
func (f *follower) connect(ctx context.Context) error {
	header := http.Header{}
	f.evening.dress(header, f.visitor)
	socket, _, err := websocket.Dial(ctx, strings.Replace(f.evening.house.URL, "http", "ws", 1)+"/connection/websocket", &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return err
	}
	socket.SetReadLimit(1 << 20)
	for _, say := range []string{`{"id":1,"connect":{}}`, `{"id":2,"subscribe":{"channel":"sheet:` + f.evening.town.sheet + `.` + f.visitor.member.Self.ID + `"}}`} {
		if err := socket.Write(ctx, websocket.MessageText, []byte(say)); err != nil {
			return err
		}
		if _, _, err := socket.Read(ctx); err != nil {
			return err
		}
	}
	f.mu.Lock()
	f.socket, f.there = socket, map[int64]bool{}
	f.mu.Unlock()
	go f.listen(ctx, socket)
	state, err := f.evening.state(ctx, f.visitor)
	f.take(state)
	return err
}

func (f *follower) drop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.socket != nil {
		f.socket.CloseNow()
	}
	f.socket, f.there = nil, nil
}

// note says that a change is about to come.
func (f *follower) note(number int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.socket != nil {
		f.there[number] = true
	}
}

func (f *follower) listen(ctx context.Context, socket *websocket.Conn) {
	for {
		_, said, err := socket.Read(ctx)
		if err != nil {
			return
		}
		at := time.Now()
		for line := range strings.SplitSeq(string(said), "\n") {
			f.hear(ctx, socket, line, at)
		}
	}
}

func (f *follower) hear(ctx context.Context, socket *websocket.Conn, line string, at time.Time) {
	if strings.TrimSpace(line) == "{}" {
		socket.Write(ctx, websocket.MessageText, []byte("{}")) // the server asks whether we are there
		return
	}
	var push struct {
		Push struct {
			Pub struct{ Data sheet.Frame } `json:"pub"`
		} `json:"push"`
	}
	if json.Unmarshal([]byte(line), &push) != nil || push.Push.Pub.Data.Number == 0 {
		return
	}
	frame := push.Push.Pub.Data
	f.mu.Lock()
	waited := f.there[frame.Number]
	f.order = append(f.order, frame.Number)
	f.mu.Unlock()
	f.evening.heard(frame, waited, at)
	f.take(frame)
}

func (f *follower) take(frame sheet.Frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	frame.Now = 0
	if frame.Number > f.frame.Number {
		f.frame = frame
	}
}

func (f *follower) now() sheet.Frame {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.frame
}

// inOrder tells whether numbers only grew.
func (f *follower) inOrder() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := 1; i < len(f.order); i++ {
		if f.order[i] <= f.order[i-1] {
			return false
		}
	}
	return true
}
