// Package apptest starts a whole Handrail for a test: real database, real
// routes, a clock that the test moves, fault points that it switches on by
// name, and a small cast who are the same in every test.
package apptest

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/app"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/outbound"
)

// Start is the moment at which every test begins: a Tuesday evening.
var Start = time.Date(2026, 11, 24, 19, 30, 0, 0, time.UTC)

// Base is where the house stands in tests.
const Base = "https://handrail.test"

// ErrPulled is what a broken fault point answers with.
var ErrPulled = errors.New("the plug was pulled")

// App is a running Handrail with its cast.
type App struct {
	*app.App
	Clock *clock.Manual
	Log   *Log

	t      testing.TB
	points *points
	seats  map[Person]string // the cookies of those who have a session

	devices map[Person]*passkeytest.Authenticator
}

// Options change what is started.
type Options struct {
	Base  string // instead of Base
	Redis string
	Demo  bool
	Fresh bool // before set-up, and without the cast
	Feeds outbound.Options
}

// Each runs the test once per engine.
func Each(t *testing.T, test func(t *testing.T, a *App)) {
	t.Helper()
	EachWith(t, Options{}, test)
}

// EachWith is Each for a house that is started otherwise.
func EachWith(t *testing.T, o Options, test func(t *testing.T, a *App)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Open(t, o, "")) })
	t.Run("postgres", func(t *testing.T) { test(t, Open(t, o, dbtest.Postgres(t, app.Schema))) })
}

// Open starts one Handrail, on SQLite or on the PostgreSQL at address.
func Open(t testing.TB, o Options, address string) *App {
	t.Helper()
	if o.Base == "" {
		o.Base = Base
	}
	base, err := url.Parse(o.Base)
	must(t, err)
	a := &App{Clock: clock.NewManual(Start), Log: &Log{}, t: t, points: &points{}, seats: map[Person]string{}, devices: map[Person]*passkeytest.Authenticator{}}
	folder := app.Folder(t.TempDir())
	if address == "" {
		must(t, folder.Make())
		dbtest.SQLiteAt(t, folder.Database(), app.Schema)
	}
	a.App, err = app.New(context.Background(), app.Config{
		Folder: folder, Database: address, Redis: o.Redis, Demo: o.Demo, Development: true,
		Clock: a.Clock, Log: slog.New(a.Log.handler()), Points: a.points.ask, HashMemory: 64, Built: a.built(), Feeds: o.Feeds,
	}, base)
	must(t, err)
	t.Cleanup(a.Close)
	if !o.Fresh {
		a.gather()
	}
	return a
}

// read reads what was built into the program: once, since it takes longer than
// all else that a house does to open.
var read = sync.OnceValues(func() (*app.Built, error) { return app.ReadBuilt(true) })

func (a *App) built() *app.Built {
	a.t.Helper()
	built, err := read()
	must(a.t, err)
	return built
}

// Viewer is who a person of the cast is to the house.
func (a *App) Viewer(p Person) account.Viewer {
	a.t.Helper()
	return a.viewer(a.seats[p])
}

func (a *App) viewer(token string) account.Viewer {
	a.t.Helper()
	v, err := a.Accounts.Find(context.Background(), token)
	must(a.t, err)
	return v
}

// Token is the cookie that a person of the cast holds.
func (a *App) Token(p Person) string { return a.seats[p] }

// Hold gives a person of the cast another cookie: the session had a new token,
// or there is a new session.
func (a *App) Hold(p Person, token string) { a.seats[p] = token }

// Break makes a fault point fail, and Mend lets it pass again.
func (a *App) Break(point string) { a.BreakAfter(point, 0) }

// BreakAfter lets a fault point pass so often, and then makes it fail.
func (a *App) BreakAfter(point string, passes int) { a.points.set(point, passes) }

// Mend lets a fault point pass again.
func (a *App) Mend(point string) { a.points.set(point, -1) }

type points struct {
	mu     sync.Mutex
	broken map[string]int // how often the point still passes
}

// set breaks a point after so many passes, or mends it where that is negative.
func (p *points) set(name string, passes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken == nil {
		p.broken = map[string]int{}
	}
	p.broken[name] = passes
	if passes < 0 {
		delete(p.broken, name)
	}
}

func (p *points) ask(name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	left, broken := p.broken[name]
	switch {
	case !broken:
		return nil
	case left > 0:
		p.broken[name]--
		return nil
	}
	return ErrPulled
}

// Read reads from the database, for what no page shows.
func (a *App) Read(fn func(ctx context.Context, tx *db.Tx) error) {
	a.t.Helper()
	must(a.t, a.DB.Read(context.Background(), fn))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
