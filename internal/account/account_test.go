package account_test

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/account"
	"handrail/internal/account/passkey"
	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/seal"
)

var (
	noon     = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	errPower = errors.New("the power is gone")
)

// house is the service with what it stands on.
type house struct {
	*account.Service
	t      *testing.T
	d      *db.DB
	keys   *seal.Keeper
	store  *db.DB
	clock  *clock.Manual
	events *event.Bus
	base   *url.URL

	mu      sync.Mutex
	fail    func(point string) error // of the database
	lost    bool                     // the store of data keys is away
	commits int
	ended   []account.SessionEnded
	house   account.House
	refuse  error // what the reaction to SessionEnded answers
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	schema := func(ctx context.Context, d *db.DB) error {
		if err := dbtest.Schema(ctx, d); err != nil {
			return err
		}
		return jobs.Migrate(ctx, d)
	}
	dbtest.EachAddress(t, schema, func(t *testing.T, address string) { test(t, open(t, address)) })
}

func open(t *testing.T, address string) *house {
	t.Helper()
	h := &house{t: t, clock: clock.NewManual(noon)}
	h.d = dbtest.Open(t, db.Options{Address: address, Points: h.point})
	h.store = dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db"), Points: h.keyPoint})
	var err error
	h.keys, err = seal.Open(t.Context(), h.store, h.clock, make([]byte, seal.KeyBytes))
	must(t, err)
	queue, err := jobs.New(h.d, jobs.Options{Clock: h.clock, Log: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry()})
	must(t, err)
	events := event.New(queue)
	h.events = events
	event.Within(events, func(_ context.Context, _ *db.Tx, e account.SessionEnded) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.ended = append(h.ended, e)
		return h.refuse
	})
	hasher, err := secret.NewHasher(secret.Options{Memory: 64})
	must(t, err)
	limiter, err := limit.New(limit.Options{Clock: h.clock})
	must(t, err)
	h.base = &url.URL{Scheme: "https", Host: "lantern.test"}
	h.house = account.House{Name: "Lantern Street", Door: account.Open}
	h.Service = account.New(account.Options{
		DB: h.d, Clock: h.clock, Events: events, Keys: h.keys, Hasher: hasher, Passkeys: passkey.New(h.base, h.clock), Limiter: limiter,
		House: func(context.Context) account.House {
			h.mu.Lock()
			defer h.mu.Unlock()
			return h.house
		},
	})
	return h
}

func (h *house) point(name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if name == "db.commit" {
		h.commits++
	}
	if h.fail != nil {
		return h.fail(name)
	}
	return nil
}

func (h *house) keyPoint(string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.lost {
		return errPower
	}
	return nil
}

func (h *house) set(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
}

func (h *house) comeIn(kind account.Kind) (account.Viewer, string) {
	h.t.Helper()
	w, err := h.ComeIn(h.t.Context(), account.Arrival{Kind: kind, Device: "Firefox on Android", Consents: true})
	must(h.t, err)
	return w.Viewer, w.Token
}

func (h *house) here(token string) bool {
	h.t.Helper()
	v, err := h.Find(h.t.Context(), token)
	must(h.t, err)
	return !v.IsVisitor()
}

func (h *house) wantHere(token string, want bool, why string) {
	h.t.Helper()
	if h.here(token) != want {
		h.t.Errorf("%s: here is %v", why, !want)
	}
}

func (h *house) count(query string) (n int64) {
	h.t.Helper()
	must(h.t, h.d.Writer().QueryRowContext(h.t.Context(), query).Scan(&n))
	return n
}

func (h *house) issue(lasts time.Duration) string {
	h.t.Helper()
	token, err := h.Issue(h.t.Context(), account.SetUp, "", lasts)
	must(h.t, err)
	return token
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestASessionIsFoundByItsTokenAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v, token := h.comeIn(account.Kept)
		found, err := h.Find(t.Context(), token)
		if err != nil || found != v || found.Subject() != "account:"+v.Account || found.HasPass(account.SetUp) {
			t.Errorf("found %+v, %v", found, err)
		}
		for _, other := range []string{"", "x", token + "x", token[1:], strings.ToUpper(token), v.Session, v.Account} {
			h.wantHere(other, false, "with "+other)
		}
		s, err := h.SessionFor(t.Context(), v)
		want := account.Session{ID: v.Session, Kind: account.Kept, Device: "Firefox on Android", Began: noon, Seen: noon, Ends: noon.Add(account.KeptFor), Present: true}
		if err != nil || s != want {
			t.Errorf("the session is %+v, %v", s, err)
		}
		if _, err := h.SessionFor(t.Context(), account.Viewer{}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a visitor's session: %v", err)
		}
		h.set(func() { h.fail = func(string) error { return errPower } })
		if v, err := h.Find(t.Context(), token); err == nil || !v.IsVisitor() {
			t.Errorf("with the records away: %+v, %v", v, err)
		}
	})
}

func TestAnAccountThatWasNotWrittenIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.set(func() { h.fail = func(p string) error { return map[string]error{"db.commit": errPower}[p] } })
		w, err := h.ComeIn(t.Context(), account.Arrival{Consents: true})
		if !errors.Is(err, errPower) {
			t.Fatal(err)
		}
		h.set(func() { h.fail = nil })
		h.wantHere(w.Token, false, "after a commit that failed")
		if n := h.count(`SELECT COUNT(*) FROM account_account`); n != 0 {
			t.Errorf("%d accounts", n)
		}
	})
}

func TestSessionsEndByThemselves(t *testing.T) {
	step := account.SeenStep
	for _, c := range []struct {
		name  string
		kind  account.Kind
		every time.Duration // how often it is used
		lasts time.Duration
	}{
		{"kept, in use", account.Kept, 24 * time.Hour, account.KeptFor},
		{"shared, in use", account.Shared, time.Hour, account.SharedFor},
		{"shared, left alone", account.Shared, 0, account.SharedIdle + time.Millisecond},
		{"kept, left alone", account.Kept, 0, account.KeptFor},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				v, token := h.comeIn(c.kind)
				for at := c.every; c.every > 0 && at < c.lasts; at += c.every {
					h.clock.Set(noon.Add(at))
					h.wantHere(token, true, "in use")
					h.Saw(v)
					must(t, h.WriteSeen(t.Context()))
				}
				h.clock.Set(noon.Add(c.lasts - time.Millisecond))
				h.wantHere(token, true, "just before the end")
				h.clock.Set(noon.Add(c.lasts))
				h.wantHere(token, false, "at the end")
			})
		})
	}
	if account.SharedIdle < 10*step {
		t.Error("the time seen is too coarse for the idle limit")
	}
}

func TestAJumpOfTheClockNeitherExtendsNorLocksOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v, token := h.comeIn(account.Shared)
		for _, jump := range []time.Duration{-48 * time.Hour, 365 * 24 * time.Hour} {
			h.clock.Set(noon.Add(time.Hour + jump))
			if h.here(token) {
				h.Saw(v)
			}
			must(t, h.WriteSeen(t.Context()))
			h.clock.Set(noon.Add(time.Hour))
			h.wantHere(token, true, "after the clock was put right")
		}
		h.clock.Set(noon.Add(account.SharedIdle + time.Millisecond))
		h.wantHere(token, false, "idle all the same")
		h.Saw(v)
		must(t, h.WriteSeen(t.Context()))
		h.clock.Set(noon.Add(account.SharedFor))
		h.wantHere(token, false, "at the end all the same")
	})
}

func TestManyPagesAreOneWrite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v, token := h.comeIn(account.Shared)
		w, _ := h.comeIn(account.Shared)
		h.clock.Set(noon.Add(7 * time.Minute))
		before := h.commits
		for range 100 {
			h.Saw(v)
			h.Saw(w)
			h.Saw(account.Viewer{})
			h.wantHere(token, true, "reading")
		}
		if h.commits != before {
			t.Errorf("reading wrote %d times", h.commits-before)
		}
		must(t, h.WriteSeen(t.Context()))
		must(t, h.WriteSeen(t.Context())) // nothing new
		if h.commits != before+1 {
			t.Errorf("%d writes, want 1", h.commits-before)
		}
		s, err := h.SessionFor(t.Context(), v)
		if err != nil || !s.Seen.Equal(noon.Add(5*time.Minute)) {
			t.Errorf("seen at %v, %v: want it to five minutes", s.Seen, err)
		}
	})
}

func TestWhatCouldNotBeWrittenIsWrittenLater(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v, token := h.comeIn(account.Shared)
		h.clock.Advance(time.Hour)
		h.Saw(v)
		h.set(func() { h.fail = func(p string) error { return map[string]error{"db.commit": errPower}[p] } })
		if err := h.WriteSeen(t.Context()); !errors.Is(err, errPower) {
			t.Fatal(err)
		}
		h.set(func() { h.fail = nil })
		h.clock.Set(noon.Add(account.SharedIdle + 30*time.Minute))
		h.wantHere(token, true, "by what is not yet written")
		must(t, h.WriteSeen(t.Context()))
		if s, err := h.SessionFor(t.Context(), v); err != nil || !s.Seen.Equal(noon.Add(time.Hour)) {
			t.Errorf("seen at %v, %v", s.Seen, err)
		}
	})
}

func TestARotatedTokenOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v, old := h.comeIn(account.Kept)
		fresh, err := h.Rotate(t.Context(), v)
		must(t, err)
		h.wantHere(old, false, "with the old token")
		if found, err := h.Find(t.Context(), fresh); err != nil || found != v {
			t.Errorf("with the new token: %+v, %v", found, err)
		}
		must(t, h.End(t.Context(), v))
		if _, err := h.Rotate(t.Context(), v); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a session that ended was given a token: %v", err)
		}
	})
}

func TestEndingIsSaidWithTheCommit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		v, token := h.comeIn(account.Kept)
		w, other := h.comeIn(account.Kept)
		h.set(func() { h.refuse = errPower })
		if err := h.End(ctx, v); !errors.Is(err, errPower) {
			t.Fatal(err)
		}
		h.wantHere(token, true, "when ending was undone")
		h.set(func() { h.refuse, h.ended = nil, nil })
		must(t, h.End(ctx, account.Viewer{}))
		must(t, h.End(ctx, v))
		h.wantHere(token, false, "after the end")
		h.wantHere(other, true, "somebody else")
		alive, err := h.Alive(ctx, []string{v.Session, w.Session, "nobody", `","`})
		if err != nil || len(alive) != 1 || !alive[w.Session] {
			t.Errorf("alive: %v, %v", alive, err)
		}
		must(t, h.EndAll(ctx, w.Subject()))
		h.wantHere(other, false, "after the end of all")
		if want := []account.SessionEnded{{SessionID: v.Session}, {Subject: w.Subject()}}; !slices.Equal(h.ended, want) {
			t.Errorf("said %+v, want %+v", h.ended, want)
		}
		if err := h.EndAll(ctx, "nonsense"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("nobody's sessions ended: %v", err)
		}
		third, _ := h.comeIn(account.Shared)
		h.clock.Advance(account.SharedFor)
		if alive, err := h.Alive(ctx, []string{third.Session}); err != nil || len(alive) != 0 {
			t.Errorf("alive: %v, %v", alive, err)
		}
	})
}
