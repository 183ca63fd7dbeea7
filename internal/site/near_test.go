package site_test

import (
	"net/http"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/site"
	"handrail/internal/site/helplines"
)

// has tells whether the id is among the lines of a page.
func has(p helplines.Page, id string) bool {
	for _, section := range p.Sections {
		for _, l := range section.Lines {
			if l.ID == id {
				return true
			}
		}
	}
	return false
}

// The lines beside what people write cost a page nothing, are those of the
// writer's device, and lose one that a steward took off at once.
func TestHelpLinesAreAtHand(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		near := func(cookie string) helplines.Page {
			t.Helper()
			r := a.Request("GET", "/", nil)
			if cookie != "" {
				r.AddCookie(&http.Cookie{Name: "__Host-reading", Value: cookie})
			}
			return a.Site.LinesNear(r.WithContext(site.With(r.Context(), site.Site{Country: "GB"})))
		}
		on := shipped(t, func(l helplines.Line) bool { return l.On && l.Country == "GB" && l.Kind == helplines.Crisis })
		if p := near(""); p.Place != "GB" || !has(p, on.ID) {
			t.Errorf("lines of %s", p.Place)
		}
		if p := near("k=US"); p.Place != "US" {
			t.Errorf("the device remembers the US, and the lines are of %s", p.Place)
		}
		if err := a.Site.Rest(t.Context(), a.Viewer(apptest.Stella), on.ID); err != nil {
			t.Fatal(err)
		}
		if has(near(""), on.ID) {
			t.Error("a line that was taken off is shown")
		}
		a.Break("db.begin")
		if has(near(""), on.ID) {
			t.Error("a page pays a statement for the lines")
		}
		a.Clock.Advance(11 * time.Second)
		if has(near(""), on.ID) {
			t.Error("without records, what was decided is forgotten")
		}
		a.Mend("db.begin")
	})
}
