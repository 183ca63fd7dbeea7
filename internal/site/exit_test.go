package site_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/platform/web"
)

const awayCookie = "away"

func here(t *testing.T, a *apptest.App, p apptest.Person) bool {
	t.Helper()
	v, err := a.Accounts.Find(t.Context(), a.Token(p))
	if err != nil {
		t.Fatal(err)
	}
	return !v.IsVisitor()
}

func TestLeavingEndsTheVisit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := as(a, apptest.Ana)
		left := b.post("/exit", nil)
		wantCode(t, left, 200, "left")
		wantIn(t, left.Body, `content="0; url=/month"`, `data-to="/month"`)
		wantNotIn(t, left.Body, "Lantern Street", "Help", "manifest")
		if got := left.Header.Get("Clear-Site-Data"); !strings.Contains(got, `"cache"`) || !strings.Contains(got, `"storage"`) {
			t.Errorf("Clear-Site-Data is %q", got)
		}
		if here(t, a, apptest.Ana) {
			t.Error("the old cookie still finds somebody")
		}
		if b.holds(account.Cookie) != "" {
			t.Error("the browser still holds the cookie")
		}
		if b.holds(awayCookie) == "" {
			t.Error("the browser does not know that somebody left")
		}
		if !here(t, a, apptest.Zoe) {
			t.Error("somebody else's visit ended")
		}
		bland := b.get("/month")
		wantCode(t, bland, 200, "the dull page")
		wantIn(t, bland.Body, "November 2026", `abbr="Monday"`, "Mon")
		wantNotIn(t, bland.Body, "Lantern", `href="/"`, `href="/help"`, "manifest", "Leave")
	})
}

func TestBackAfterLeavingShowsTheDullPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := as(a, apptest.Ana)
		b.post("/exit", nil)
		for _, path := range []string{"/", "/help", "/settings/visit", "/no/such/page"} {
			wantTo(t, b.get(path, "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "document"), "/month")
		}
		// Typed, or gone back to a typed page: the calendar asks the browser which.
		wantTo(t, b.get("/help?country=IE", "Sec-Fetch-Site", "none", "Sec-Fetch-Dest", "document"), "/month?on=%2Fhelp%3Fcountry%3DIE")
		if page := b.get("/month?on=%2Fhelp", "Sec-Fetch-Site", "none").Body; !strings.Contains(page, "/exit/return?to=%2Fhelp") {
			t.Error("the calendar offers no way on")
		}
		if page := b.get("/month?on=%2F%2Fevil.test", "Sec-Fetch-Site", "none").Body; strings.Contains(page, "evil") {
			t.Error("the calendar leads to another site")
		}
		wantTo(t, b.get("/exit/return?to=%2F%2Fevil.test", "Sec-Fetch-Site", "cross-site"), "/")
		if b.holds(awayCookie) == "" {
			t.Error("another site brought somebody back")
		}
		wantTo(t, b.get("/exit/return?to=%2Fhelp", "Sec-Fetch-Site", "same-origin"), "/help")
		wantCode(t, b.get("/help", "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "document"), 200, "whoever comes back on purpose stays")

		b = as(a, apptest.Zoe)
		b.post("/exit", nil)
		wantCode(t, b.get("/help", "Sec-Fetch-Site", "cross-site"), 200, "so has whoever follows a link from elsewhere")
		if b.holds(awayCookie) != "" {
			t.Error("the browser still counts as away")
		}
	})
}

func TestTheMarkOfBeingAwayLastsAQuarterOfAnHour(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := as(a, apptest.Ana)
		b.post("/exit", nil)
		if ttl := b.jar["__Host-"+awayCookie].MaxAge; ttl != int((15 * time.Minute).Seconds()) {
			t.Errorf("it lasts %d s", ttl)
		}
	})
}

func TestNoOtherSiteCanSignAnybodyOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, from := range []string{"cross-site", "same-site", ""} {
			b := as(a, apptest.Ana)
			answer := b.get("/exit", "Sec-Fetch-Site", from)
			wantCode(t, answer, 200, "the way out leads out for everybody")
			if len(cookiesOf(answer)) > 0 {
				t.Errorf("a link from %q changed the cookies: %v", from, cookiesOf(answer))
			}
		}
		b := as(a, apptest.Ana)
		wantCode(t, b.post("/exit", nil, "Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example"), 403, "a form elsewhere")
		if !here(t, a, apptest.Ana) || b.holds(account.Cookie) == "" {
			t.Error("another site ended the visit")
		}
		for _, from := range []string{"same-origin", "none"} {
			b := as(a, apptest.Ana)
			b.get("/exit", "Sec-Fetch-Site", from)
			if b.holds(account.Cookie) != "" {
				t.Errorf("our own link (%s) did not make the browser forget", from)
			}
		}
		if !here(t, a, apptest.Ana) {
			t.Error("a GET changed the records")
		}
	})
}

func TestLeavingLeadsWhereAStewardSaid(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wantTo(t, a.Post(apptest.Stella, "/admin/site", answers("exit_to", `https://weather.example/?a=1&b="2"`)), "/admin/site")
		answer := newBrowser(a).post("/exit", nil)
		wantIn(t, answer.Body, `url=https://weather.example/?a=1&amp;b=&#34;2&#34;`)
	})
}

func TestSigningOutEndsThisVisitAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wantCode(t, newBrowser(a).get("/settings/visit"), 404, "a visitor has no visit")
		b := as(a, apptest.Ana)
		visit := b.get("/settings/visit")
		wantIn(t, visit.Body, "On Chrome on Android.", "Only you can see this.")
		out := b.post("/settings/visit/end", url.Values{web.OnceField: {visit.OnceKey()}})
		wantTo(t, out, "/")
		if got := out.Header.Get("Clear-Site-Data"); !strings.Contains(got, `"cookies"`) || strings.Contains(got, `"storage"`) {
			t.Errorf("Clear-Site-Data is %q", got)
		}
		if here(t, a, apptest.Ana) || b.holds(account.Cookie) != "" || !here(t, a, apptest.Zoe) {
			t.Error("not this visit, or not it alone, has ended")
		}
	})
}
