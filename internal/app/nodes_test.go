package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/jobs"
)

// twoNodes are two houses on one PostgreSQL and one Redis, both serving.
func twoNodes(t *testing.T) (a, b *apptest.App, addressOfB string) {
	t.Helper()
	redis := os.Getenv("HANDRAIL_TEST_REDIS")
	if redis == "" {
		t.Skip("HANDRAIL_TEST_REDIS is not set: bin/test starts a server and sets it")
	}
	address := dbtest.Postgres(t, app.Schema)
	server := httptest.NewUnstartedServer(nil)
	base := localhost(server)
	key := strings.Repeat("A", 43) + "="
	t.Setenv("HANDRAIL_SERVER_KEY", key)
	o := apptest.Options{Base: base, Redis: redis}
	a = apptest.Open(t, o, address)
	o.Fresh = true
	b = apptest.Open(t, o, address)
	server.Config.Handler = b.Router
	server.Start()
	t.Cleanup(server.Close)
	return a, b, base
}

// listen opens a socket on a node with somebody's cookie, and waits until it is
// connected.
func listen(ctx context.Context, t *testing.T, base, token string) *websocket.Conn {
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

// TestWhoLosesASessionLosesItsSocketOnTheOtherNode walks every way in which what
// somebody may do can shrink, and waits for the socket of the other node.
func TestWhoLosesASessionLosesItsSocketOnTheOtherNode(t *testing.T) {
	a, _, base := twoNodes(t)
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	by := account.By{Subject: account.OperatorSubject, Reason: "a test"}
	for name, end := range map[string]func(here, there account.Viewer) error{
		"signed out there":     func(_, there account.Viewer) error { return a.Accounts.End(ctx, there) },
		"signed out from here": func(here, there account.Viewer) error { return a.Accounts.EndOne(ctx, here, there.Session) },
		"everywhere else":      func(here, _ account.Viewer) error { return a.Accounts.EndOthers(ctx, here) },
		"hidden there":         func(_, there account.Viewer) error { return a.Accounts.Hide(ctx, there) },
		"paused by a steward":  func(here, _ account.Viewer) error { return a.Accounts.Pause(ctx, by, here.Account) },
		"closed by a steward":  func(here, _ account.Viewer) error { return a.Accounts.Close(ctx, by, here.Account) },
		"consent taken back":   func(here, _ account.Viewer) error { return a.Accounts.TakeBack(ctx, here) },
		"erased":               func(here, _ account.Viewer) error { return a.Accounts.EraseNow(ctx, here) },
	} {
		t.Run(name, func(t *testing.T) {
			here, there := twoSessions(ctx, t, a)
			v, err := a.Accounts.Find(ctx, there)
			if err != nil {
				t.Fatal(err)
			}
			socket := listen(ctx, t, base, there)
			began := time.Now()
			if err := end(here, v); err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, _, err = socket.Read(ctx)
			}
			if took := time.Since(began); took > 2*time.Second || ctx.Err() != nil {
				t.Errorf("the socket on the other node lived for %v: %v", took, err)
			}
		})
	}
}

// twoSessions is somebody with a phrase who is signed in twice: the viewer of
// one session, and the token of the other.
func twoSessions(ctx context.Context, t *testing.T, a *apptest.App) (here account.Viewer, there string) {
	t.Helper()
	w, err := a.Accounts.ComeIn(ctx, account.Arrival{Kind: account.Kept, Consents: true})
	if err != nil {
		t.Fatal(err)
	}
	offered, err := a.Accounts.OfferPhrase(ctx, w.Viewer)
	if err != nil {
		t.Fatal(err)
	}
	words, err := a.Accounts.OfferedPhraseFor(ctx, w.Viewer, offered)
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.Accounts.KeepPhrase(ctx, w.Viewer, offered)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := a.Accounts.SignIn(ctx, account.Attempt{Name: w.Name, Words: words, Visit: account.Visit{Kind: account.Kept}})
	if err != nil {
		t.Fatal(err)
	}
	if here, err = a.Accounts.Find(ctx, token); err != nil {
		t.Fatal(err)
	}
	found, err := a.Accounts.Find(ctx, entry.Token)
	if err != nil || found.Session == here.Session {
		t.Fatalf("%+v, %v", found, err)
	}
	return here, entry.Token
}

func TestAJobRunsOnceOnTwoNodes(t *testing.T) {
	a, b, _ := twoNodes(t)
	type probe struct{ ProbeID string }
	var ran sync.Map
	var runs atomic.Int64
	for _, node := range []*apptest.App{a, b} {
		jobs.Handle(node.Jobs, "test.probe", func(_ context.Context, p probe) error {
			ran.Store(p.ProbeID, true)
			runs.Add(1)
			return nil
		})
		if err := node.Jobs.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 50 {
		node := []*apptest.App{a, b}[n%2]
		err := node.DB.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			return node.Jobs.Add(ctx, tx, "test.probe", probe{ProbeID: "probe-" + strconv.Itoa(n)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for _, node := range []*apptest.App{a, b} {
		if err := node.Jobs.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		if err := node.Jobs.Stop(ctx); err != nil {
			t.Error(err)
		}
	}
	different := 0
	ran.Range(func(any, any) bool { different++; return true })
	if runs.Load() != 50 || different != 50 {
		t.Errorf("50 jobs ran %d times, %d of them", runs.Load(), different)
	}
}

func TestNodesThatStartTogetherMigrateOnce(t *testing.T) {
	address := dbtest.Postgres(t, func(context.Context, *db.DB) error { return nil })
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			d, err := db.Open(context.Background(), db.Options{Address: address})
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if err := app.Schema(context.Background(), d); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestASteadyHandFindsTheSameSiteOnBothNodes(t *testing.T) {
	a, b, _ := twoNodes(t)
	form := url.Values{"name": {"Elm House"}, "registration": {"open"}, "country": {"IE"}, "language": {"en"}, "zone": {"Europe/Dublin"}}
	if got := a.Post(apptest.Stella, "/admin/site", form); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	b.Clock.Advance(3 * time.Second)
	if got := b.Get(apptest.Vera, "/"); !strings.Contains(got.Body, "Elm House") {
		t.Error("the other node still shows the old name")
	}
}
