package admin_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/platform/id"
)

// page is an open page with a live connection.
type page struct {
	t    *testing.T
	conn *websocket.Conn
}

// reply is a frame of the connection, as far as these tests look at it.
type reply struct {
	ID    int
	Error *struct{ Code int }
	Push  *struct {
		Channel string
		Pub     *struct{ Data struct{ Mark string } }
	}
}

// open connects a page of p.
func open(t *testing.T, a *apptest.App, p apptest.Person) *page {
	t.Helper()
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	header := http.Header{"Origin": {a.Base.String()}, "Cookie": {"__Host-" + account.Cookie + "=" + a.Token(p)}}
	conn, _, err := websocket.Dial(t.Context(), server.URL+"/connection/websocket", &websocket.DialOptions{HTTPHeader: header})
	must(t, err)
	t.Cleanup(func() { conn.CloseNow() })
	opened := &page{t, conn}
	if r := opened.ask(`{"id":1,"connect":{}}`); r.Error != nil {
		t.Fatalf("the connection is refused: %+v", r.Error)
	}
	return opened
}

// ask sends a command and gives what comes next.
func (p *page) ask(command string) reply {
	p.t.Helper()
	must(p.t, p.conn.Write(p.t.Context(), websocket.MessageText, []byte(command)))
	return p.next()
}

func (p *page) next() (r reply) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	_, frame, err := p.conn.Read(ctx)
	must(p.t, err)
	must(p.t, json.Unmarshal(frame, &r))
	return r
}

func TestAPingComesBackToTheOwnPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		channel := "check:" + id.Hash(a.Viewer(apptest.Stella).Session)
		wants(t, a.Get(apptest.Stella, "/admin/live"), http.StatusOK, `channel="`+channel+`"`, "handrail-live", "<noscript>")
		stella := open(t, a, apptest.Stella)
		if r := stella.ask(`{"id":2,"subscribe":{"channel":"` + channel + `"}}`); r.Error != nil {
			t.Fatalf("may not listen to her own channel: %+v", r.Error)
		}
		wants(t, a.Post(apptest.Stella, "/admin/live/ping", url.Values{"mark": {"k3yof7"}}), http.StatusSeeOther)
		if r := stella.next(); r.Push == nil || r.Push.Channel != channel || r.Push.Pub == nil || r.Push.Pub.Data.Mark != "k3yof7" {
			t.Errorf("got %+v, want the mark", r)
		}
	})
}

func TestNobodyListensToAnother(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stella, ana := a.Viewer(apptest.Stella).Session, a.Viewer(apptest.Ana).Session
		channels := map[string]bool{id.Hash(ana): true, id.Hash(stella): false, stella: false, ana: false, id.Hash(""): false}
		for channel, want := range channels {
			r := open(t, a, apptest.Ana).ask(`{"id":2,"subscribe":{"channel":"check:` + channel + `"}}`)
			if got := r.Error == nil; got != want {
				t.Errorf("Ana listens to check:%s: %t, want %t", channel, got, want)
			}
		}
	})
}

func TestAPingCarriesNothingButAMark(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, mark := range []string{"", "two words", "<b>", "UPPER", strings.Repeat("a", 33)} {
			wants(t, a.Post(apptest.Stella, "/admin/live/ping", url.Values{"mark": {mark}}), http.StatusUnprocessableEntity)
		}
	})
}
