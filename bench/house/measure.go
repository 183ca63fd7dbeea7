//go:build bench

package house

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/platform/clock"
)

// Ask is something that is asked of the house again and again.
type Ask struct {
	Name  string
	Paths []string                      // asked for in turn
	As    []Visitor                     // who asks, in turn; visitors without a session where there is nobody
	Form  func(n int) (form url.Values) // what is sent the nth time; nil for opening a page
	Times int                           // instead of as often as the command line says

	Holds  string        // what each answer has to hold
	Within time.Duration // how much of a processor it may take together, p95; 0 where nothing is promised
	Bytes  int           // how long an answer may be; 0 for any length
}

// Cost is what something takes.
//
// Own is what was seen on the thread that served a request, one figure for each.
// The thread is kept for it, so Own has all that the handler does itself: the
// router and its limits, SQLite, the page and what Go's collector makes a request
// do for what it allocates. It has not: reading the request from its socket and
// writing the answer to one, and what others do meanwhile.
//
// Database is what the processes of PostgreSQL took for each request; none on
// SQLite.
//
// Elsewhere is what others did meanwhile, an average: all that this program's
// other threads took while requests were served. That is Go's collector, also where
// it works only because a processor has nothing else to do; what a handler gave to
// others; and jobs. With Own it makes the average of the whole program.
type Cost struct {
	Own, Database []time.Duration
	Elsewhere     time.Duration
	Bytes         int // of the longest answer
}

// Together is what so many per cent of the requests took at most, the database's
// part included.
func (c Cost) Together(percent int) time.Duration {
	sums := make([]time.Duration, len(c.Own))
	for i := range sums {
		sums[i] = c.Own[i] + c.Database[i]
	}
	return Share(sums, percent)
}

// meter serves requests one after the other and reads the clocks around each.
type meter struct {
	app  *app.App
	body bytes.Buffer // of the last answer
}

// warm is how often everything is asked before it counts.
const warm = 40

// Measure opens the house at this place, within this program, has it do its usual
// work in the background, asks it everything, and prints a row for each.
func (p Place) Measure(ctx context.Context, f *Flags, asks []Ask) error {
	a, err := p.Open(ctx, Base, clock.System())
	if err != nil {
		return err
	}
	defer a.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := a.Start(ctx); err != nil {
		return err
	}
	defer a.Jobs.Stop(context.WithoutCancel(ctx))
	if err := a.Finder.Warm(ctx); err != nil {
		return err
	}
	calm()
	stop, err := f.profile(p.Engine)
	if err != nil {
		return err
	}
	defer stop()
	m := &meter{app: a}
	head(p.Engine)
	var wrong error
	for _, one := range asks {
		cost, err := m.measure(ctx, one, f.times(one))
		if err != nil {
			return fmt.Errorf("%s: %w", one.Name, err)
		}
		if tooMuch := row(p.Engine, one, cost); tooMuch != "" && f.Strict() {
			wrong = errors.Join(wrong, fmt.Errorf("%s takes %s", one.Name, tooMuch))
		}
	}
	return wrong
}

// calm waits until what is done at the start is done: until this program takes
// hardly any processor for a second, or for half a minute.
func calm() {
	for range 30 {
		before := ProcessTime()
		time.Sleep(time.Second)
		if ProcessTime()-before < 30*time.Millisecond {
			return
		}
	}
}

// measure asks one thing so often.
func (m *meter) measure(ctx context.Context, a Ask, times int) (c Cost, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for n := range warm {
		if _, err := m.ask(ctx, a, n); err != nil {
			return c, err
		}
	}
	backends, err := BackendsOf(ctx, m.app.DB)
	if err != nil {
		return c, err
	}
	program, thread := ProcessTime(), ThreadTime()
	for n := range times {
		before := backends.Used()
		took, err := m.ask(ctx, a, n+warm)
		if err != nil {
			return c, err
		}
		c.Own, c.Database = append(c.Own, took), append(c.Database, backends.Used()-before)
		c.Bytes = max(c.Bytes, m.body.Len())
	}
	program, thread = ProcessTime()-program, ThreadTime()-thread
	c.Elsewhere = (program - thread) / time.Duration(times)
	return c, nil
}

// ask serves one request, the nth, and says how much processor that took on its
// thread.
func (m *meter) ask(ctx context.Context, a Ask, n int) (time.Duration, error) {
	ctx, done := context.WithCancel(ctx) // as a server's: some watch for its end
	defer done()
	r, want := m.request(ctx, a, n), http.StatusOK
	if a.Form != nil {
		want = http.StatusSeeOther
	}
	m.body.Reset()
	w := &kept{header: http.Header{}, body: &m.body}
	before := ThreadTime()
	m.app.Router.ServeHTTP(w, r)
	took := ThreadTime() - before
	if w.status != want || !bytes.Contains(m.body.Bytes(), []byte(a.Holds)) {
		return 0, fmt.Errorf("%s answers %d, or does not hold %q", r.URL.Path, w.status, a.Holds)
	}
	return took, nil
}

// request is the nth, by one of those who look, from a network of their own.
func (m *meter) request(ctx context.Context, a Ask, n int) *http.Request {
	method, form := http.MethodGet, url.Values{}
	if a.Form != nil {
		method, form = http.MethodPost, a.Form(n)
	}
	r := httptest.NewRequestWithContext(ctx, method, Base+a.Paths[n%len(a.Paths)], strings.NewReader(form.Encode()))
	from := n
	if len(a.As) > 0 {
		who := a.As[n%len(a.As)]
		from = who.N
		r.AddCookie(&http.Cookie{Name: account.Cookie, Value: who.Token})
	}
	r.RemoteAddr = network(from).String() + ":4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if a.Form != nil {
		r.Header.Set("Origin", Base)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// kept is an answer that goes nowhere.
type kept struct {
	header http.Header
	status int
	body   *bytes.Buffer
}

// Header is the answer's.
func (k *kept) Header() http.Header { return k.header }

// WriteHeader keeps the status.
func (k *kept) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
}

// Write keeps a part of the body.
func (k *kept) Write(b []byte) (int, error) {
	k.WriteHeader(http.StatusOK)
	return k.body.Write(b)
}
