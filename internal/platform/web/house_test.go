package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var often = limit.Rule{Name: "often", Subject: limit.Rate{Count: 10000, Per: time.Minute}}

// house is a small router over a real database, whose viewer is whoever the
// header X-Who names.
type house struct {
	*web.Router
	t        *testing.T
	d        *db.DB
	clock    *clock.Manual
	registry *prometheus.Registry
	log      *record
	points   *points
	o        web.Options
}

// points are the fault points that are switched on.
type points struct {
	mu   sync.Mutex
	fail func(name string) error
}

func (p *points) at(name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail == nil {
		return nil
	}
	return p.fail(name)
}

func (p *points) set(fail func(name string) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = fail
}

var errPower = errors.New("the power is gone")

// record gathers what is logged, at every level.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// eachHouse runs the test in a house on each engine, with a table of work done.
func eachHouse(t *testing.T, test func(t *testing.T, h *house)) {
	dbtest.EachAddress(t, dbtest.Schema, func(t *testing.T, address string) {
		p := &points{}
		d := dbtest.Open(t, db.Options{Address: address, Points: p.at})
		if _, err := d.Writer().ExecContext(t.Context(), `CREATE TABLE work (note TEXT UNIQUE, n BIGINT)`); err != nil {
			t.Fatal(err)
		}
		h := build(t, d, "https://house.example", nil)
		h.points = p
		test(t, h)
	})
}

// plainHouse is one for tests that write nothing.
func plainHouse(t *testing.T, base string, change func(*web.Options)) *house {
	t.Helper()
	d := dbtest.Open(t, db.Options{Address: dbtest.SQLite(t, dbtest.Schema)})
	return build(t, d, base, change)
}

func build(t *testing.T, d *db.DB, base string, change func(*web.Options)) *house {
	t.Helper()
	h := &house{t: t, d: d, clock: clock.NewManual(noon), registry: prometheus.NewRegistry(), log: &record{}}
	limiter, err := limit.New(limit.Options{Clock: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(limiter.Close)
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	h.o = web.Options{
		Base: at, DB: d, Clock: h.clock, Registry: h.registry, Limiter: limiter,
		Log:   slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Enter: enter, Admit: admit, Subject: who, Problem: problem,
	}
	if change != nil {
		change(&h.o)
	}
	h.Router = web.NewRouter(h.o)
	return h
}

type whoKey struct{}

func enter(_ http.ResponseWriter, r *http.Request) (context.Context, error) {
	return context.WithValue(r.Context(), whoKey{}, r.Header.Get("X-Who")), nil
}

func who(ctx context.Context) string { w, _ := ctx.Value(whoKey{}).(string); return w }

func admit(ctx context.Context, audience web.Audience) error {
	if audience == web.Everyone || audience == web.Sessions && who(ctx) != "" {
		return nil
	}
	return fault.Missing()
}

func problem(ctx context.Context, p web.Problem) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>"+p.Say+"</p><i>"+who(ctx)+"</i>")
		return err
	})
}

// route declares a route for everyone.
func (h *house) route(pattern string, handler web.Handler, change ...func(*web.Route)) {
	r := web.Route{Pattern: pattern, Audience: web.Everyone, Limit: often, Handler: handler}
	for _, c := range change {
		c(&r)
	}
	h.Handle(r)
}

func (h *house) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(path string, headers ...string) *http.Request {
	return with(httptest.NewRequest(http.MethodGet, path, nil), headers)
}

// post is a form sent from a page of the house.
func post(path string, form url.Values, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Origin", "https://house.example")
	return with(r, headers)
}

// with sets headers, given as name, value, name, value.
func with(r *http.Request, headers []string) *http.Request {
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	return r
}

func (h *house) want(got *httptest.ResponseRecorder, status int, location string) {
	h.t.Helper()
	if got.Code != status || got.Header().Get("Location") != location {
		h.t.Fatalf("answered %d to %q, want %d to %q: %s", got.Code, got.Header().Get("Location"), status, location, got.Body)
	}
}

// metric is the value of a counter.
func (h *house) metric(name string) float64 {
	h.t.Helper()
	families, err := h.registry.Gather()
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetCounter().GetValue()
		}
	}
	h.t.Fatalf("there is no metric %s", name)
	return 0
}

func say(text string) web.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func fails(err error) web.Handler {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

func addrOf(text string) netip.Addr { return netip.MustParseAddr(text) }
