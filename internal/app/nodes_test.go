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

func TestARevokedSessionLosesItsSocketOnTheOtherNode(t *testing.T) {
	a, _, base := twoNodes(t)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, strings.Replace(base, "http", "ws", 1)+"/connection/websocket", &websocket.DialOptions{HTTPHeader: http.Header{
		"Origin": {base}, "Cookie": {account.Cookie + "=" + a.Token(apptest.Ana)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.CloseNow()
	if err := socket.Write(ctx, websocket.MessageText, []byte(`{"id":1,"connect":{}}`)); err != nil {
		t.Fatal(err)
	}
	if _, answer, err := socket.Read(ctx); err != nil || !strings.Contains(string(answer), `"connect"`) {
		t.Fatalf("%s, %v", answer, err)
	}
	began := time.Now()
	if err := a.Accounts.End(ctx, a.Viewer(apptest.Ana)); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, _, err = socket.Read(ctx)
	}
	if took := time.Since(began); took > 2*time.Second || ctx.Err() != nil {
		t.Errorf("the socket on the other node lived for %v: %v", took, err)
	}
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
