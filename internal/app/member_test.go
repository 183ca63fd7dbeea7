package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/platform/audit"
)

// socketOf opens the live connection of somebody of the cast.
func socketOf(t *testing.T, ctx context.Context, base, token string) *websocket.Conn {
	t.Helper()
	socket, _, err := websocket.Dial(ctx, strings.Replace(base, "http", "ws", 1)+"/connection/websocket", &websocket.DialOptions{HTTPHeader: http.Header{
		"Origin": {base}, "Cookie": {account.Cookie + "=" + token},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.CloseNow() })
	if err := socket.Write(ctx, websocket.MessageText, []byte(`{"id":1,"connect":{}}`)); err != nil {
		t.Fatal(err)
	}
	if _, answer, err := socket.Read(ctx); err != nil || !strings.Contains(string(answer), `"connect"`) {
		t.Fatalf("%s, %v", answer, err)
	}
	return socket
}

// closesWithin waits for a socket to be closed by the other side.
func closesWithin(t *testing.T, ctx context.Context, socket *websocket.Conn, most time.Duration, why string) {
	t.Helper()
	began := time.Now()
	for {
		if _, _, err := socket.Read(ctx); err != nil {
			break
		}
	}
	if took := time.Since(began); took > most || ctx.Err() != nil {
		t.Errorf("%s: the socket lived for %v", why, took)
	}
}

func TestWhatStewardsDecideReachesTheSocketsOfTheOtherNode(t *testing.T) {
	a, _, base := twoNodes(t)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	by, err := account.ByViewer(a.Viewer(apptest.Stella), "a reason")
	if err != nil {
		t.Fatal(err)
	}
	zoe := a.Viewer(apptest.Zoe).Account
	operator := account.By{Subject: account.OperatorSubject, Reason: "another reason"}
	for _, c := range []struct {
		why string
		do  func() error
	}{
		{"paused", func() error { return a.Accounts.Pause(ctx, by, zoe) }},
		{"resumed", func() error { return a.Accounts.Resume(ctx, by, zoe) }},
		{"made a steward", func() error { return a.Accounts.SetSteward(ctx, operator, zoe, true) }},
		{"taken from", func() error { return a.Accounts.SetSteward(ctx, by, zoe, false) }},
		{"closed", func() error { return a.Accounts.Close(ctx, by, zoe) }},
	} {
		socket := socketOf(t, ctx, base, a.Token(apptest.Zoe))
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		closesWithin(t, ctx, socket, 2*time.Second, c.why)
	}
	if v := a.Viewer(apptest.Zoe); !v.IsVisitor() {
		t.Error("whose seat was closed is still here")
	}
}

// A command has no sockets of its own: it tells the running server by work.
func TestACommandBesideTheServerReachesItsSockets(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	base := localhost(server)
	a := apptest.Open(t, apptest.Options{Base: base}, "")
	server.Config.Handler = a.Router
	server.Start()
	t.Cleanup(server.Close)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := a.Jobs.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Jobs.Stop(context.Background()) })
	zoe := a.Viewer(apptest.Zoe).Account
	operator := account.By{Subject: account.OperatorSubject, Reason: "asked on the phone"}
	for _, c := range []struct {
		why string
		do  func(s *account.Service) error
	}{
		{"paused", func(s *account.Service) error { return s.Pause(ctx, operator, zoe) }},
		{"closed", func(s *account.Service) error { return s.Close(ctx, operator, zoe) }},
	} {
		socket := socketOf(t, ctx, base, a.Token(apptest.Zoe))
		err := app.Beside(ctx, a.Config, func(_ context.Context, b *app.App) error { return c.do(b.Accounts) })
		if err != nil {
			t.Fatal(err)
		}
		closesWithin(t, ctx, socket, 5*time.Second, c.why)
	}
	if report, err := a.Audit.Verify(ctx); err != nil || !report.Sound() {
		t.Errorf("two programs wrote the record, and it does not hold: %+v, %v", report, err)
	}
}

func TestTheOperatorIsCalledTheSameEverywhere(t *testing.T) {
	if account.OperatorSubject != audit.Operator {
		t.Errorf("%q and %q", account.OperatorSubject, audit.Operator)
	}
}
