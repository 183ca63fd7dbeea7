package sheet_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/db/dbtest"

	"handrail/internal/app"
)

// follower is an open page: it keeps the newest frame, and looks once after each
// connection.
type follower struct {
	h    *house
	who  apptest.Person
	base string
	id   string

	mu     sync.Mutex
	frame  sheet.Frame
	heard  []int64
	said   strings.Builder
	over   chan struct{}
	socket *websocket.Conn
}

func (f *follower) take(frame sheet.Frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if frame.Number > f.frame.Number {
		f.frame = frame
	}
}

// connect opens the connection, listens, and looks at the state.
func (f *follower) connect(ctx context.Context) {
	f.h.t.Helper()
	socket, _, err := websocket.Dial(ctx, strings.Replace(f.base, "http", "ws", 1)+"/connection/websocket", &websocket.DialOptions{HTTPHeader: http.Header{
		"Origin": {f.base}, "Cookie": {account.Cookie + "=" + f.h.Token(f.who)},
	}})
	must(f.h.t, err)
	f.socket, f.over = socket, make(chan struct{})
	must(f.h.t, socket.Write(ctx, websocket.MessageText, []byte(`{"id":1,"connect":{}}`)))
	if _, answer, err := socket.Read(ctx); err != nil || !strings.Contains(string(answer), `"connect"`) {
		f.h.t.Fatalf("%s, %v", answer, err)
	}
	must(f.h.t, socket.Write(ctx, websocket.MessageText, []byte(`{"id":2,"subscribe":{"channel":"sheet:`+f.id+`"}}`)))
	if _, answer, err := socket.Read(ctx); err != nil || !strings.Contains(string(answer), `"subscribe"`) {
		f.h.t.Fatalf("%s, %v", answer, err)
	}
	go f.listen(ctx, socket, f.over)
	f.take(f.h.frame(f.who))
}

func (f *follower) listen(ctx context.Context, socket *websocket.Conn, over chan struct{}) {
	defer close(over)
	for {
		_, said, err := socket.Read(ctx)
		if err != nil || strings.Contains(string(said), `"unsubscribe"`) {
			return
		}
		for line := range strings.SplitSeq(string(said), "\n") {
			f.hear(line)
		}
	}
}

func (f *follower) hear(line string) {
	var push struct {
		Push struct {
			Pub struct{ Data sheet.Frame } `json:"pub"`
		} `json:"push"`
	}
	if json.Unmarshal([]byte(line), &push) != nil || push.Push.Pub.Data.Number == 0 {
		return
	}
	f.mu.Lock()
	f.said.WriteString(line)
	f.heard = append(f.heard, push.Push.Pub.Data.Number)
	f.mu.Unlock()
	f.take(push.Push.Pub.Data)
}

func (f *follower) now() sheet.Frame {
	f.mu.Lock()
	defer f.mu.Unlock()
	frame := f.frame
	frame.Now = 0
	return frame
}

// served is a house on a port of its own.
func served(t *testing.T, address string) (*house, string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	base := fmt.Sprintf("http://localhost:%d", server.Listener.Addr().(*net.TCPAddr).Port)
	a := apptest.Open(t, apptest.Options{Base: base}, address)
	server.Config.Handler = a.Router
	server.Start()
	t.Cleanup(server.Close)
	return open(t, a), base
}

func eachServed(t *testing.T, test func(t *testing.T, h *house, base string)) {
	t.Run("sqlite", func(t *testing.T) {
		h, base := served(t, "")
		h.t = t
		test(t, h, base)
	})
	t.Run("postgres", func(t *testing.T) {
		h, base := served(t, dbtest.Postgres(t, app.Schema))
		h.t = t
		test(t, h, base)
	})
}

func (h *house) channel(who apptest.Person) string {
	h.t.Helper()
	found := regexp.MustCompile(`channel="sheet:([^"]+)"`).FindStringSubmatch(h.Get(who, h.at("/sheet")).Body)
	if found == nil {
		h.t.Fatal("the page has no channel")
	}
	return found[1]
}

// until waits for a condition.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !is(); {
		if time.Now().After(deadline) {
			t.Fatalf("%s never came", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func TestThoseWhoFollowSeeWhatTheDatabaseHolds(t *testing.T) {
	eachServed(t, func(t *testing.T, h *house, base string) {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		h.begun()
		people := []apptest.Person{h.fay, h.gil, h.ana, h.ben, h.cleo}
		var all []*follower
		for _, who := range append(people, h.ana) { // Marisol on two devices
			f := &follower{h: h, who: who, base: base, id: h.channel(who)}
			f.connect(ctx)
			all = append(all, f)
		}
		random := rand.New(rand.NewPCG(7, 7))
		deeds := []sheet.Deed{sheet.Raise, sheet.Raise, sheet.Raise, sheet.Lower, sheet.Pass, sheet.NotToday}
		leads := []sheet.Deed{sheet.Next, sheet.Next, sheet.More, sheet.Earlier, sheet.Round, sheet.EndRound, sheet.Pairs, sheet.Together, sheet.Shut, sheet.Open}
		for range 60 {
			h.Clock.Advance(time.Second)
			who := people[random.IntN(len(people))]
			switch random.IntN(5) {
			case 0:
				f := all[random.IntN(len(all))]
				f.socket.CloseNow()
				<-f.over
				f.connect(ctx)
			case 1, 2:
				h.Post(who, h.at("/hands"), form("do", string(deeds[random.IntN(len(deeds))])))
			case 3:
				h.Post(h.gil, h.at("/queue"), form("do", string(leads[random.IntN(len(leads))]), "who", h.self(who), "turns", fmt.Sprint(h.frame(h.gil).Turns)))
			case 4:
				f := h.frame(h.fay)
				h.Post(h.fay, h.at("/sheet/step"), form("to", fmt.Sprint(random.IntN(9)), "moves", fmt.Sprint(f.Moves)))
			}
		}
		h.does(h.fay, h.at("/queue/room"), form("room", "in the second row"))
		want := h.frame(h.fay)
		want.Now = 0
		if want.Number < 20 {
			t.Fatalf("hardly anything happened: %+v", want)
		}
		for _, f := range all {
			until(t, "the last frame of "+f.who.Name, func() bool { return f.now().Number >= want.Number })
			if got := f.now(); !reflect.DeepEqual(got, want) {
				t.Errorf("%s has %+v, and not %+v", f.who.Name, got, want)
			}
			for i := range f.heard[1:] {
				if f.heard[i] == f.heard[i+1] {
					t.Errorf("%s heard number %d twice", f.who.Name, f.heard[i])
				}
			}
		}
	})
}

func TestWhoMayListen(t *testing.T) {
	eachServed(t, func(t *testing.T, h *house, base string) {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		h.begun()
		own, others := h.channel(h.cleo), h.channel(h.ana)
		h.does(h.cleo, h.at("/sheet/presence"), form("do", "leave"))
		for _, c := range []struct {
			who     apptest.Person
			channel string
		}{{h.cleo, own}, {h.cleo, others}, {apptest.Zoe, others}, {apptest.Stella, others}, {h.ben, others}, {h.fay, others}, {h.ben, strings.Split(others, ".")[0]}} {
			if refused := refusal(ctx, h, base, c.who, c.channel); !strings.Contains(refused, "permission denied") {
				t.Errorf("%s hears the meeting at %s: %s", c.who.Name, c.channel, refused)
			}
		}
		f := &follower{h: h, who: h.ben, base: base, id: h.channel(h.ben)}
		f.connect(ctx)
		began := time.Now()
		must(t, h.Groups.Remove(ctx, h.in(h.fay), h.self(h.ben), false, ""))
		select {
		case <-f.over:
		case <-ctx.Done():
			t.Fatal("it never ended")
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("somebody who was removed heard the meeting for %v", took)
		}
	})
}

// refusal is what somebody is answered who wants to listen.
func refusal(ctx context.Context, h *house, base string, who apptest.Person, id string) string {
	h.t.Helper()
	socket, _, err := websocket.Dial(ctx, strings.Replace(base, "http", "ws", 1)+"/connection/websocket", &websocket.DialOptions{HTTPHeader: http.Header{
		"Origin": {base}, "Cookie": {account.Cookie + "=" + h.Token(who)},
	}})
	must(h.t, err)
	defer socket.CloseNow()
	must(h.t, socket.Write(ctx, websocket.MessageText, []byte(`{"id":1,"connect":{}}`)))
	_, _, err = socket.Read(ctx)
	must(h.t, err)
	must(h.t, socket.Write(ctx, websocket.MessageText, []byte(`{"id":2,"subscribe":{"channel":"sheet:`+id+`"}}`)))
	_, answer, err := socket.Read(ctx)
	must(h.t, err)
	return string(answer)
}

func TestFramesCarryNoWordsOfAReading(t *testing.T) {
	eachServed(t, func(t *testing.T, h *house, base string) {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		h.begun()
		f := &follower{h: h, who: h.ana, base: base, id: h.channel(h.ana)}
		f.connect(ctx)
		h.does(h.fay, h.at("/sheet/parts/new"), form("kind", "reading", "title", titled, "words", toSay, "page", page, "link", linked, "pasted", pasted, "may", "yes"))
		h.steps(h.fay, "9", "Now "+titled, pasted)
		h.steps(h.fay, h.part(sheet.Celebrations))
		h.does(h.ana, h.at("/sheet/celebrations"), form("celebrate", celebrate))
		h.does(h.fay, h.at("/queue/room"), form("room", inRoom))
		want := h.frame(h.ana).Number
		until(t, "the last frame", func() bool { return f.now().Number >= want })
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, word := range []string{pasted, toSay, titled, page, linked, celebrate} {
			if strings.Contains(f.said.String(), word) {
				t.Errorf("a frame carries %q", word)
			}
		}
		if !strings.Contains(f.said.String(), inRoom) {
			t.Error("no frame was read")
		}
	})
}

// TestATicketIsForOneLooker has people compare what they are sent of one who hides.
func TestATicketIsForOneLooker(t *testing.T) {
	eachServed(t, func(t *testing.T, h *house, base string) {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		h.begun()
		var all []*follower
		for _, who := range []apptest.Person{h.gil, h.ana, h.ben} {
			f := &follower{h: h, who: who, base: base, id: h.channel(who)}
			f.connect(ctx)
			all = append(all, f)
		}
		h.hand(h.cleo, sheet.HideName)
		h.hand(h.cleo, sheet.Raise)
		want, seen := h.frame(h.fay).Number, map[string]bool{}
		for _, f := range all {
			until(t, "the last frame of "+f.who.Name, func() bool { return f.now().Number >= want })
			sent, looked := f.now().Hands[0], h.frame(f.who).Hands[0]
			if sent != looked || !sent.Hidden || seen[sent.Who] {
				t.Errorf("%s is sent %+v, and sees %+v", f.who.Name, sent, looked)
			}
			seen[sent.Who] = true
		}
	})
}
