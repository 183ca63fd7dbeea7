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
)

func TestTheSettingsListWhatThereIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		page := zoe.want("/settings")
		for _, path := range []string{"/settings/keys", "/settings/name", "/settings/devices", "/settings/agreed", "/settings/reading", "/settings/visit", "/settings/notices"} {
			if !strings.Contains(page, `href="`+path+`"`) {
				t.Errorf("no line leads to %s", path)
			}
			zoe.want(path)
		}
		if !strings.Contains(page, zoe.name()) {
			t.Error("the sign-in name is missing")
		}
		if strings.Contains(page, `action="/hide"`) {
			t.Error("somebody without a key could lock themselves out")
		}
		if page := at(t, a, apptest.Ana).want("/settings"); !strings.Contains(page, `action="/hide"`) {
			t.Error("somebody with a key cannot hide")
		}
		// Whoever is paused still looks after their own things.
		pia := at(t, a, apptest.Pia)
		for _, path := range []string{"/settings", "/settings/keys", "/settings/devices", "/settings/agreed"} {
			pia.want(path)
		}
	})
}

func TestASeatIsCalledOtherwise(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		words, before := zoe.keepPhrase(), zoe.name()
		for typed, why := range map[string]string{
			"": "Please use between", "x": "Please use between", "p\u0430ypal": "one alphabet", strings.Repeat("long ", 30): "Please use between",
			"a\u202eb": "letters, numbers", "<b>Zoe</b>": "letters, numbers",
		} {
			zoe.refused("/settings/name", url.Values{"name": {typed}}, why)
		}
		if !strings.Contains(zoe.last.Body, `name="name"`) {
			t.Error("the form is gone")
		}
		zoe.post("/settings/name", url.Values{"name": {"Blue Door"}}, "/settings/name")
		after := zoe.name()
		if page := zoe.want("/settings/name"); !strings.HasPrefix(after, "Blue Door-") || shown(t, page) != after || !strings.Contains(page, "opens nothing any more") {
			t.Errorf("is called %q", after)
		}
		// The same name again is never "taken".
		at(t, a, apptest.Ana).post("/settings/name", url.Values{"name": {"Blue Door"}}, "/settings/name")
		if _, err := signIn(t, a, before, words); err == nil {
			t.Error("the name from before opens the door")
		}
		if _, err := signIn(t, a, after, words); err != nil {
			t.Errorf("the name opens nothing: %v", err)
		}
	})
}

func TestOtherDevicesAreSignedOutQuietly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		words := zoe.keepPhrase()
		var others []*browser
		for range 3 {
			entry, err := signIn(t, a, zoe.name(), words)
			must(t, err)
			others = append(others, holding(t, a, entry.Token))
		}
		page := zoe.want("/settings/devices")
		for _, words := range []string{"Chrome on Android", "Edge on Windows", "Your own. Signed in: today. Last here: today.", "This device", "Other devices"} {
			if !strings.Contains(page, words) {
				t.Errorf("the page lacks %q", words)
			}
		}
		zoe.post("/settings/devices/"+others[0].viewer().Session+"/end", nil, "/settings/devices")
		others[0].wantIn(false, "the one that was signed out")
		others[1].wantIn(true, "another one")
		if page := zoe.want("/settings/keys"); !strings.Contains(page, "You are signed in on 2 other devices.") {
			t.Error("where keys change, nothing is said of the other devices")
		}
		zoe.post("/settings/devices/end-others", nil, "/settings/devices")
		others[1].wantIn(false, "everywhere else")
		others[2].wantIn(false, "everywhere else")
		zoe.wantIn(true, "here")
		if page := zoe.want("/settings/devices"); !strings.Contains(page, "You are signed in nowhere else.") {
			t.Error("the empty list says nothing")
		}
		if got := others[2].get("/settings"); got.Code == http.StatusOK {
			t.Error("a device that was signed out reads on")
		}
	})
}

func TestConsentIsReadTakenBackAndGivenAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		if page := zoe.want("/settings/agreed"); !strings.Contains(page, "I agree that this site keeps what I choose to write") || !strings.Contains(page, "You agreed: today.") {
			t.Error("the words, or when they were said, are missing")
		}
		zoe.refused("/settings/agreed/taken-back", nil, "Tick this if you want to take it back.")
		zoe.post("/settings/agreed/taken-back", url.Values{"sure": {"yes"}}, "/settings/agreed")
		if v := zoe.viewer(); v.TakesPart() || v.May(account.Leave) != nil {
			t.Errorf("takes part: %v, may leave: %v", v.TakesPart(), v.May(account.Leave))
		}
		a.Clock.Advance(24 * time.Hour)
		if page := zoe.want("/settings/agreed"); !strings.Contains(page, "You agreed: yesterday. You took it back: yesterday.") {
			t.Error("when it was taken back is missing")
		}
		zoe.refused("/settings/agreed", nil, "Tick this if you agree.")
		zoe.post("/settings/agreed", url.Values{"consent": {"yes"}}, "/settings/agreed")
		if !zoe.viewer().TakesPart() || strings.Count(zoe.want("/settings/agreed"), "You agreed: ") != 2 {
			t.Error("who agreed again takes no part, or what was before is gone")
		}
	})
}

func TestAStewardIsToldWhatIsMissing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ctx := context.Background()
		stella, zoe := at(t, a, apptest.Stella), at(t, a, apptest.Zoe)
		const lacks = "You look after this site."
		if page := stella.want("/settings/keys"); strings.Contains(page, lacks) {
			t.Error("a steward with all it takes is told that something is missing")
		}
		by := account.By{Subject: account.OperatorSubject, Reason: "a second pair of eyes"} // a steward would have to wait for the keys
		must(t, a.Accounts.SetSteward(ctx, by, zoe.viewer().Account, true))
		if page := zoe.want("/settings/keys"); !strings.Contains(page, lacks) || !strings.Contains(page, "This needs two keys") {
			t.Error("nobody says that two keys are missing")
		}
		words := zoe.keepPhrase()
		zoe.post("/settings/keys/passphrase", url.Values{"passphrase": {"violet tractors hum beneath Lisbon"}}, "/settings/keys")
		if page := zoe.want("/settings/keys"); !strings.Contains(page, "Sign in with two keys for this") || !strings.Contains(page, `href="/settings/prove?next=%2Fsettings%2Fkeys"`) {
			t.Error("nobody says that the second step is missing")
		}
		app := zoe.keepApp()
		if page := zoe.want("/settings/keys"); strings.Contains(page, lacks) {
			t.Error("with an app that was shown, something is still missing")
		}
		entry, err := signIn(t, a, zoe.name(), words)
		must(t, err)
		a.Clock.Advance(time.Minute)
		entry, err = a.Accounts.Step(ctx, entry.Step, app.code(a), zeroAddr)
		must(t, err)
		if !holding(t, a, entry.Token).viewer().IsSteward() {
			t.Error("with words and the app, a steward cannot act")
		}
	})
}

func TestNothingSecretLiesWhereItCouldBeFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		words, app := zoe.keepPhrase(), zoe.keepApp()
		codes := zoe.makeCodes()
		everything := a.Dump() + a.Log.Text()
		for _, secret := range append([]string{words, string(app), zoe.token(), zoe.name()}, codes...) {
			if strings.Contains(everything, secret) {
				t.Errorf("%q stands in the records or in the log", secret)
			}
		}
		for _, path := range []string{"/settings/keys/phrase", "/settings/keys/app", "/settings/keys/codes", "/settings/name"} {
			if got := zoe.get(path); got.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s may be kept: %q", path, got.Header.Get("Cache-Control"))
			}
		}
	})
}

func TestNoTwoThingsOnAPageShareAnID(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		paths := []string{"/settings", "/settings/keys", "/settings/keys/phrase", "/settings/keys/passphrase", "/settings/keys/app", "/settings/keys/codes",
			"/settings/name", "/settings/devices", "/settings/agreed"}
		walk := func(paths []string) {
			for _, path := range paths {
				seen := map[string]bool{}
				for _, found := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(zoe.want(path), -1) {
					if seen[found[1]] {
						t.Errorf("%s has two of %q", path, found[1])
					}
					seen[found[1]] = true
				}
			}
		}
		walk(paths)
		words := zoe.keepPhrase()
		_, err := signIn(t, a, zoe.name(), words)
		must(t, err)
		zoe.keepPasskey(passkeytest.New(a.Base.String()))
		zoe.keepApp()
		zoe.makeCodes()
		zoe.post("/settings/keys/phrase", nil, "/settings/keys/phrase")
		zoe.post("/settings/keys/app", nil, "/settings/keys/app")
		walk(append(paths, "/settings/prove", "/settings/keys/"+zoe.keys()[account.App]+"/removal"))
	})
}
