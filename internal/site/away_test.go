package site_test

import (
	"testing"
	"time"

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
