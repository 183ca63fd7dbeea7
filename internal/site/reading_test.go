package site_test

import (
	"net/url"
	"testing"

	"handrail/internal/apptest"
)

func TestReadingChoicesStayOnTheDevice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.get("/help?country=FR")
		wantTo(t, b.post("/settings/reading", reading()), "/settings/reading")
		page := b.get("/settings/reading").Body
		wantIn(t, page, `lang="es"`, `data-theme="dark"`, `data-contrast="high"`, "Cambiado.")
		wantNotIn(t, b.get("/settings/reading").Body, "Cambiado.") // said once
		wantIn(t, b.get("/about").Body, `lang="es"`, "Acerca de este lugar")
		wantIn(t, b.get("/help").Body, `href="tel:15"`) // the country stays
		wantIn(t, newBrowser(a).get("/about").Body, `lang="en"`)
		wantNotIn(t, a.Dump(), "America/Lima") // the server keeps none of it
	})
}

// Whoever has a seat finds their choices on their next device too.
func TestReadingChoicesFollowTheSeat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		form := reading("motion", "still")
		form.Set("discreet", "yes")
		wantTo(t, a.Post(apptest.Ana, "/settings/reading", form), "/settings/reading")
		page := a.Get(apptest.Ana, "/about").Body // without the cookie
		wantIn(t, page, `lang="es"`, `data-theme="dark"`, `data-motion="still"`, "<title>Notas</title>")
		wantNotIn(t, page, "<span>Lantern Street</span>")
		wantIn(t, a.Get(apptest.Zoe, "/about").Body, `lang="en"`, "Lantern Street")
		settings, _, err := a.Accounts.SettingsOf(t.Context(), a.Viewer(apptest.Ana).Account)
		if err != nil || settings.Zone != "America/Lima" || settings.Language != "es" {
			t.Errorf("kept %+v, %v", settings, err)
		}
	})
}

func reading(changes ...string) url.Values {
	form := url.Values{"language": {"es"}, "zone": {"America/Lima"}, "theme": {"dark"}, "contrast": {"high"}}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

func TestUnknownReadingChoicesAreDropped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.post("/settings/reading", reading("language", "tlh", "theme", "purple", "contrast", `"><script>`))
		page := b.get("/safety").Body
		wantIn(t, page, `lang="en"`)
		wantNotIn(t, page, "data-theme", "data-contrast", "purple", "<script>\"")

		again := b.post("/settings/reading", reading("zone", "Nowhere/Land"))
		wantCode(t, again, 422, "a zone that does not exist")
		wantIn(t, again.Body, "<title>Error: ", `value="dark" checked`)

		bent := newBrowser(a)
		for _, cookie := range []string{"%zz", "z=../../etc/passwd&t=x&c=y&k=<b>", "l=en-XB%00", "k=usa"} {
			answer := bent.get("/safety", "Cookie", "__Host-reading="+cookie)
			wantCode(t, answer, 200, "a cookie bent by hand: "+cookie)
			wantNotIn(t, answer.Body, "data-theme", "passwd")
		}
	})
}

func TestNothingChosenLeavesNoCookie(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.post("/settings/reading", reading())
		if b.holds("reading") == "" {
			t.Fatal("the choices were not kept")
		}
		b.post("/settings/reading", reading("language", "", "zone", "", "theme", "", "contrast", ""))
		if got := b.holds("reading"); got != "" {
			t.Errorf("the cookie still says %q", got)
		}
	})
}
