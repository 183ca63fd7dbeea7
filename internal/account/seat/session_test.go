package seat_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/apptest"
	"handrail/internal/platform/web"
)

const planted = "planted-by-somebody-else-planted-by-somebod"

func TestAPlantedCookieIsNeverTaken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		come := url.Values{"age": {"over"}, "consent": {"yes"}, "device": {"own"}}
		victim := holding(t, a, planted)
		victim.post("/come-in", come, "/come-in/done")
		victim.wantIn(true, "whoever came in")
		if victim.token() == planted {
			t.Error("the planted cookie opens a seat")
		}
		holding(t, a, planted).wantIn(false, "with the planted cookie")

		// The cookie of a seat of the attacker's own leads to no other seat either.
		words, name := victim.keepPhrase(), victim.name()
		attacker := at(t, a, apptest.Zoe)
		trapped := attacker.thief()
		trapped.post("/sign-in", url.Values{"name": {name}, "words": {words}}, "/home")
		if trapped.token() == attacker.token() || trapped.viewer().Account != victim.viewer().Account {
			t.Error("signing in went on with the cookie that was there")
		}
		if v := attacker.viewer(); v.Account == victim.viewer().Account {
			t.Error("the attacker is in")
		}
	})
}

func TestAStolenCookieIsWorthNothingOnceItsOwnerShowsAKey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		phone := passkeytest.New(a.Base.String())
		zoe.keepPasskey(phone)
		a.Clock.Advance(time.Hour)
		thief := zoe.thief()
		thief.want("/settings")
		zoe.provePasskey(phone, "/settings/devices", "/settings/devices")
		for _, path := range []string{"/settings", "/settings/keys", "/settings/devices", "/home"} {
			if got := thief.get(path); got.Code == http.StatusOK {
				t.Errorf("%s is open to the old cookie", path)
			}
		}
		// What the thief's browser does cannot give the owner's session away, or end it.
		thief.do("POST", "/settings/visit/end", nil)
		zoe.wantIn(true, "after the thief signed out")
	})
}

func TestEveryPageOfASeatOffersTheWayOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		exit := regexp.MustCompile(`<form[^>]* action="/exit"`)
		walked := 0
		for _, route := range a.Router.Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			if method != http.MethodGet || strings.Contains(path, "{") || route.Audience == web.Machines || strings.HasPrefix(path, "/connection/") {
				continue
			}
			stella := at(t, a, apptest.Stella)
			got := stella.get(path)
			if got.Code != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") || route.Headers == web.Leaving || !stays(path) || strings.HasPrefix(path, "/embed/") { // a part of somebody else's page
				continue
			}
			walked++
			if !exit.MatchString(got.Body) {
				t.Errorf("%s has no way out", path)
			}
		}
		if walked < 25 {
			t.Errorf("only %d pages were walked", walked)
		}
	})
}

// stays leaves out the dull pages that show after leaving: there nobody is
// signed in any more.
func stays(path string) bool { return path != "/month" && path != "/exit/return" && path != "/offline" }

func TestSessionsEndByTheirLimits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		words := zoe.keepPhrase()
		entry, err := a.Accounts.SignIn(context.Background(), account.Attempt{Name: zoe.name(), Words: words, Visit: account.Visit{Kind: account.Shared}})
		must(t, err)
		borrowed := holding(t, a, entry.Token)
		a.Clock.Advance(account.SharedIdle + account.SeenStep)
		borrowed.wantIn(false, "on a borrowed device, left alone for two hours")
		if got := borrowed.get("/settings"); got.Code == http.StatusOK {
			t.Error("a page opens after the limit")
		}
		zoe.wantIn(true, "on their own device")
		a.Clock.Advance(account.KeptFor)
		zoe.wantIn(false, "on their own device, after a month")
	})
}
