package apptest

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"

	"handrail/internal/account"
	"handrail/internal/platform/web"
)

// Answer is what came back.
type Answer struct {
	Code   int
	Header http.Header
	Body   string
}

// Get opens a page as p.
func (a *App) Get(p Person, path string) Answer { return a.Do(p, a.Request("GET", path, nil)) }

// Post sends a form as p, as a page of the site would.
func (a *App) Post(p Person, path string, form url.Values) Answer {
	return a.Do(p, a.Request("POST", path, form))
}

// Request is a request as a browser sends it from a page of the site.
func (a *App) Request(method, path string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, a.Base.String()+path, strings.NewReader(form.Encode()))
	r.RemoteAddr = "198.51.100.7:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Dest", "document")
	if method != http.MethodGet {
		r.Header.Set("Origin", a.Base.String())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// Do sends a request with the cookie of p.
func (a *App) Do(p Person, r *http.Request) Answer {
	a.t.Helper()
	if token := a.seats[p]; token != "" {
		r.AddCookie(&http.Cookie{Name: a.cookieName(account.Cookie), Value: token})
	}
	if p.purpose == account.GuestSpeaker { // in its own place too, and in the other one in vain
		r.AddCookie(&http.Cookie{Name: a.cookieName(account.GuestCookie), Value: a.seats[p]})
	}
	w := httptest.NewRecorder()
	a.Router.ServeHTTP(w, r)
	return Answer{Code: w.Code, Header: w.Header(), Body: w.Body.String()}
}

func (a *App) cookieName(name string) string {
	if a.Base.Scheme == "https" {
		return "__Host-" + name
	}
	return name
}

// OnceKey is the idempotency key in the first form of a page.
func (r Answer) OnceKey() string {
	_, rest, _ := strings.Cut(r.Body, `name="`+web.OnceField+`" value="`)
	key, _, _ := strings.Cut(rest, `"`)
	return key
}

// Log gathers what is logged.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write takes one line.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// Text is all that was logged so far.
func (l *Log) Text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *Log) handler() slog.Handler {
	return slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug})
}
