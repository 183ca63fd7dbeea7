package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/platform/web"
)

// reaches says who may use what: the access table in words a person can check.
var reaches = map[web.Audience][]apptest.Person{
	web.Everyone:      apptest.Cast(),
	web.Machines:      apptest.Cast(),
	web.InDevelopment: apptest.Cast(), // the house in tests is a development one
	web.Sessions:      {apptest.Ana, apptest.Zoe, apptest.Pia, apptest.Lee, apptest.Stella},
	web.Speakers:      {apptest.Sam},
	web.Accounts:      {apptest.Ana, apptest.Zoe, apptest.Pia, apptest.Stella},
	web.Members:       {apptest.Ana, apptest.Zoe, apptest.Stella},
	web.InDemo:        {}, // the house in tests is none
	web.Stewards:      {apptest.Stella},
}

// path fills the places of a pattern with something that does not exist.
func path(pattern string) (method, at string) {
	method, at, _ = strings.Cut(pattern, " ")
	at = strings.ReplaceAll(at, "{$}", "")
	return method, regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(at, "0")
}

// differs is what differs between two answers for reasons that tell nothing: the
// nonce, the key of the form, what a form carries sealed, and the mark of the
// current place.
var differs = regexp.MustCompile(`(nonce="[^"]*"|name="once" value="[^"]*"|name="page" value="[^"]*"|aria-current="[^"]*")`)

// walkPace is the time that goes by from route to route, so that nobody asks for
// more than one may at once.
const walkPace = 30 * time.Second

func TestEveryRouteForEveryAudience(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		nowhere := map[apptest.Person]string{}
		for _, p := range apptest.Cast() {
			nowhere[p] = differs.ReplaceAllString(a.Get(p, "/no/such/page").Body, "")
		}
		for _, route := range a.Router.Routes() {
			allowed, known := reaches[route.Audience]
			if !known {
				t.Errorf("%s has the audience %q, which no test knows", route.Pattern, route.Audience)
			}
			a.Clock.Advance(walkPace)
			for _, p := range apptest.Cast() {
				checkReach(t, a, route, p, in(allowed, p), nowhere[p])
			}
		}
	})
}

func checkReach(t *testing.T, a *apptest.App, route web.Route, p apptest.Person, allowed bool, nowhere string) {
	t.Helper()
	method, at := path(route.Pattern)
	if at == "/exit" || at == "/settings/visit/end" || at == "/hide" {
		return // they end the session that the rest of the walk needs; tested by themselves
	}
	if allowed && method != http.MethodGet && (route.Audience == web.Accounts || route.Audience == web.Members) {
		p = a.Newcomer("somebody who may " + route.Pattern) // what it does to them is not for the rest of the walk
	}
	r := a.Request(method, at, url.Values{})
	if strings.HasPrefix(at, "/connection/") {
		r.Header.Set("Origin", a.Base.String()) // browsers send one with an upgrade
	}
	got := a.Do(p, r)
	switch {
	case got.Code >= 500 && got.Code != http.StatusNotImplemented:
		t.Errorf("%s as %s: %d", route.Pattern, p.Name, got.Code)
	case allowed && got.Code == http.StatusUnauthorized:
		t.Errorf("%s refuses %s with %d", route.Pattern, p.Name, got.Code)
	case !allowed && route.Audience == web.Speakers:
		if got.Code != http.StatusNotFound || !strings.Contains(got.Body, "This page is for guest speakers.") {
			t.Errorf("%s answers %s with %d, and does not say whom it is for", route.Pattern, p.Name, got.Code)
		}
	case !allowed && (route.Audience == web.Accounts || route.Audience == web.Members):
		if got.Code != http.StatusUnauthorized && got.Code != http.StatusForbidden {
			t.Errorf("%s answers %s with %d, and does not ask to come in", route.Pattern, p.Name, got.Code)
		}
	case !allowed && got.Code != http.StatusNotFound:
		t.Errorf("%s answers %s with %d, and not as if it did not exist", route.Pattern, p.Name, got.Code)
	case !allowed && method == http.MethodGet && differs.ReplaceAllString(got.Body, "") != nowhere:
		t.Errorf("%s refuses %s with another page than one that does not exist", route.Pattern, p.Name)
	}
}

func in(people []apptest.Person, p apptest.Person) bool {
	for _, one := range people {
		if one == p {
			return true
		}
	}
	return false
}

func TestNothingUnsafeIsDoneFromElsewhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		elsewhere := []map[string]string{
			{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"},
			{"Sec-Fetch-Site": "same-site", "Origin": "https://other.handrail.test"},
			{"Sec-Fetch-Site": "same-origin", "Origin": "null"},
			{"Sec-Fetch-Site": "", "Origin": "null"},
			{"Sec-Fetch-Site": "", "Origin": "https://handrail.test.evil.test"},
			{"Sec-Fetch-Site": "", "Origin": "http://other.test"},
		}
		before := a.Dump()
		walked := 0
		for _, route := range a.Router.Routes() {
			method, at := path(route.Pattern)
			if method == http.MethodGet {
				continue
			}
			a.Clock.Advance(walkPace)
			for _, headers := range elsewhere {
				r := a.Request(method, at, url.Values{})
				for name, value := range headers {
					r.Header.Set(name, value)
					if value == "" {
						r.Header.Del(name)
					}
				}
				if got := a.Do(apptest.Stella, r); got.Code != http.StatusForbidden {
					t.Errorf("%s with %v: %d", route.Pattern, headers, got.Code)
				}
				walked++
			}
		}
		if walked < 60 {
			t.Errorf("only %d requests were tried", walked)
		}
		if a.Dump() != before {
			t.Error("something was changed")
		}
	})
}

func TestSocketsOpenFromHereAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, origin := range []string{"", "null", "https://evil.test", "https://handrail.test.evil.test", "http://handrail.test"} {
			for _, route := range a.Router.Routes() {
				method, at := path(route.Pattern)
				if !strings.HasPrefix(at, "/connection/") {
					continue
				}
				r := a.Request(method, at, nil)
				r.Header.Del("Origin")
				r.Header.Del("Sec-Fetch-Site")
				if origin != "" {
					r.Header.Set("Origin", origin)
				}
				r.Header.Set("Connection", "Upgrade")
				r.Header.Set("Upgrade", "websocket")
				r.Header.Set("Sec-WebSocket-Version", "13")
				r.Header.Set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
				if got := a.Do(apptest.Ana, r); got.Code != http.StatusForbidden {
					t.Errorf("%s from %q: %d", route.Pattern, origin, got.Code)
				}
			}
		}
	})
}

func TestNoGetChangesTheDatabase(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		before := a.Dump()
		for _, route := range a.Router.Routes() {
			method, at := path(route.Pattern)
			if method != http.MethodGet {
				continue
			}
			a.Clock.Advance(walkPace)
			for _, p := range apptest.Cast() {
				a.Get(p, at)
			}
		}
		if after := a.Dump(); after != before {
			t.Errorf("a GET changed the database:\n%s\n---\n%s", before, after)
		}
	})
}

var nonceIn = regexp.MustCompile(`'nonce-([^']+)'`)

func TestHeadersOfEveryRoute(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		seen := map[string]bool{}
		style := regexp.MustCompile(`/assets/app\.[^"]*\.css`).FindString(a.Get(apptest.Vera, "/").Body)
		for _, route := range a.Router.Routes() {
			method, at := path(route.Pattern)
			if route.Headers == web.Asset {
				at = style // an error is not kept for ever
			}
			a.Clock.Advance(walkPace)
			got := a.Do(apptest.Stella, a.Request(method, at, url.Values{}))
			found := nonceIn.FindStringSubmatch(got.Header.Get("Content-Security-Policy"))
			if found == nil || seen[found[1]] {
				t.Errorf("%s has no nonce of its own: %v", route.Pattern, found)
				continue
			}
			seen[found[1]] = true
			headers := web.HeadersFor(a.Base, found[1], route.Headers)
			if got.Code >= 400 {
				headers["Cache-Control"] = "no-store" // an error is never kept
			}
			for name, want := range headers {
				if got := got.Header.Get(name); got != want {
					t.Errorf("%s: %s is %q, not %q", route.Pattern, name, got, want)
				}
			}
		}
	})
}
