package site_test

import (
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
)

func TestVisitorsFindHelpAndTheWayOutWithoutTheRecords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wantCode(t, a.Get(apptest.Vera, "/"), 200, "this node has read the site")
		a.Post(apptest.Stella, "/admin/site", answers("country", "GB")) // and has to read it again
		a.Break("db.begin")
		a.Clock.Advance(time.Minute)
		b := newBrowser(a)
		help := b.get("/help")
		wantCode(t, help, 200, "help lines")
		wantIn(t, help.Body, `href="tel:999"`, "Samaritans", "Lantern Street")
		left := b.post("/exit", nil)
		wantCode(t, left, 200, "left")
		wantIn(t, left.Body, "/month")
		wantCode(t, b.get("/month"), 200, "the dull page")
	})
}

func TestMembersFindHelpAndTheWayOutWithoutTheRecords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		a.Break("db.begin")
		help := as(a, apptest.Ana).get("/help?country=GB")
		wantCode(t, help, 200, "help lines")
		wantIn(t, help.Body, `href="tel:999"`, "Samaritans")
		b := as(a, apptest.Ana)
		left := b.post("/exit", nil)
		wantCode(t, left, 200, "left")
		wantIn(t, left.Body, "/month")
		if b.holds(account.Cookie) != "" || b.holds(awayCookie) == "" {
			t.Error("the browser still holds the cookie, or does not know that somebody left")
		}
		wantCode(t, as(a, apptest.Zoe).get("/exit", "Sec-Fetch-Site", "none"), 200, "the plain link")
		if code := as(a, apptest.Ana).get("/settings/visit").Code; code < 500 {
			t.Errorf("a page about somebody answers %d though nobody can tell who asks", code)
		}
	})
}
