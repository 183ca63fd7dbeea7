package seat_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/apptest"
	"handrail/internal/platform/fault"
)

// weighty is every way on these pages to change what opens a door, or to put
// somebody out.
func weighty(b *browser) map[string]url.Values {
	keys := b.keys()
	return map[string]url.Values{
		"/settings/keys/passkey":                               {"state": {"x"}, "answer": {"{}"}},
		"/settings/keys/phrase":                                nil,
		"/settings/keys/phrase/kept":                           {"kept": {"yes"}},
		"/settings/keys/passphrase":                            {"passphrase": {"violet tractors hum beneath Lisbon"}},
		"/settings/keys/app":                                   nil,
		"/settings/keys/app/code":                              {"code": {"000000"}},
		"/settings/keys/codes":                                 nil,
		"/settings/keys/" + keys[account.Passkey] + "/removal": nil,
		"/settings/name":                                       {"name": {"Somebody Else"}},
		"/settings/devices/end-others":                         nil,
		"/settings/devices/" + b.viewer().Session + "/end":     nil,
	}
}

func TestAStolenSessionChangesNoKeys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ana := at(t, a, apptest.Ana)
		ana.keepPhrase()
		told := ana.told()
		told()
		a.Clock.Advance(account.FreshFor + time.Second)
		thief, before := ana.thief(), a.Dump()
		for path, form := range weighty(ana) {
			got := thief.do("POST", path, form)
			if got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/settings/prove?next=%2Fsettings") {
				t.Errorf("POST %s: %d to %q", path, got.Code, got.Header.Get("Location"))
			}
		}
		if got := thief.do("POST", "/settings/keys/passkey/begin", nil); got.Code != http.StatusConflict || got.Body != "" {
			t.Errorf("a question for a passkey: %d %q", got.Code, got.Body)
		}
		if a.Dump() != before {
			t.Error("something was changed")
		}
		if got := told(); len(got) > 0 {
			t.Errorf("told of nothing: %v", got)
		}
		// The core says so itself, whatever a page forgets.
		ctx, v := context.Background(), thief.viewer()
		for name, try := range map[string]func() error{
			"passkey":    func() error { _, err := a.Accounts.BeginPasskey(ctx, v); return err },
			"answer":     func() error { _, err := a.Accounts.AddPasskey(ctx, v, "x", nil, ""); return err },
			"phrase":     func() error { _, err := a.Accounts.OfferPhrase(ctx, v); return err },
			"kept":       func() error { _, err := a.Accounts.KeepPhrase(ctx, v, "x"); return err },
			"passphrase": func() error { _, err := a.Accounts.SetPassphrase(ctx, v, "x"); return err },
			"app":        func() error { _, err := a.Accounts.OfferApp(ctx, v); return err },
			"code":       func() error { _, err := a.Accounts.KeepApp(ctx, v, "x", "0"); return err },
			"codes":      func() error { _, _, err := a.Accounts.NewCodes(ctx, v); return err },
			"removal":    func() error { _, err := a.Accounts.RemoveKey(ctx, v, "x"); return err },
			"name":       func() error { _, err := a.Accounts.Rename(ctx, v, "x"); return err },
			"one":        func() error { return a.Accounts.EndOne(ctx, v, v.Session) },
			"others":     func() error { return a.Accounts.EndOthers(ctx, v) },
		} {
			if err := try(); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestProvingTakesWhatSigningInTakes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		words, phone := zoe.keepPhrase(), passkeytest.New(a.Base.String())
		zoe.keepPasskey(phone)
		app := zoe.keepApp()
		codes := zoe.makeCodes()
		a.Clock.Advance(time.Hour)
		zoe.want("/settings/prove?next=/settings/keys")
		for _, c := range []struct{ words, code, why string }{
			{"wrong words are these here now", app.code(a), "These are not the words of your key."},
			{words, "", "That code does not fit."},
			{words, "000000", "That code does not fit."},
			{codes[0], app.code(a), "These are not the words of your key."},
			{codes[0], codes[1], "These are not the words of your key."},
		} {
			zoe.refused("/settings/prove", url.Values{"next": {"/settings/keys"}, "words": {c.words}, "code": {c.code}}, c.why)
			if strings.Contains(zoe.last.Body, c.words) {
				t.Errorf("%q is shown again", c.words)
			}
		}
		q := zoe.begin("/settings/prove/passkey/begin")
		phone.Bend = func(said *passkeytest.Answer) { said.Flags &^= passkeytest.Verified }
		unseen, err := phone.Assert(q.Options)
		must(t, err)
		zoe.post("/settings/prove/passkey", url.Values{"state": {q.Token}, "answer": {string(unseen)}}, "/settings/prove?next=%2Fsettings")
		if zoe.viewer().Proved.Equal(a.Clock.Now()) {
			t.Fatal("proved by what is wrong")
		}
		old, right := zoe.thief(), app.code(a)
		zoe.post("/settings/prove", url.Values{"next": {"/settings/keys"}, "words": {words}, "code": {right}}, "/settings/keys")
		old.wantIn(false, "with the cookie from before")
		a.Clock.Advance(time.Second)
		zoe.refused("/settings/prove", url.Values{"words": {words}, "code": {right}}, "That code does not fit.")
		zoe.post("/settings/prove", url.Values{"words": {words}, "code": {codes[5]}}, "/settings")
		zoe.refused("/settings/prove", url.Values{"words": {words}, "code": {codes[5]}}, "That code does not fit.")
	})
}

func TestProvingLeadsToAPageOfOurs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		if got := zoe.get("/settings/prove?next=/settings/name"); got.Code != http.StatusSeeOther || got.Header.Get("Location") != "/settings/name" {
			t.Errorf("who has no key to show is kept: %d", got.Code)
		}
		words := zoe.keepPhrase()
		for _, next := range []string{"https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", ""} {
			if page := zoe.want("/settings/prove?next=" + url.QueryEscape(next)); strings.Contains(page, "evil") || strings.Contains(page, "alert(1)") {
				t.Errorf("%q stands in the page", next)
			}
			zoe.post("/settings/prove", url.Values{"next": {next}, "words": {words}}, "/settings")
		}
	})
}

func TestOfTwoTabsOneKeepsTheFirstKey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ctx := context.Background()
		zoe := at(t, a, apptest.Zoe)
		told := zoe.told()
		v := zoe.viewer() // as both tabs saw it
		var tokens [2]string
		for i := range tokens {
			token, err := a.Accounts.OfferPhrase(ctx, v)
			must(t, err)
			tokens[i] = token
		}
		var group sync.WaitGroup
		errs := make([]error, len(tokens))
		for i, token := range tokens {
			group.Go(func() { _, errs[i] = a.Accounts.KeepPhrase(ctx, v, token) })
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case fault.KindOf(err) != fault.Conflict:
				t.Errorf("the other tab is told %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d tabs kept the first key", won)
		}
		if got := told(); len(got) != 1 {
			t.Errorf("told %v", got)
		}
	})
}

func TestWhatWasOfferedIsGoodOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ana, zoe := at(t, a, apptest.Ana), at(t, a, apptest.Zoe)
		ana.post("/settings/keys/phrase", nil, "/settings/keys/phrase")
		stale := ana.cookies["__Host-words"]
		words := shown(t, ana.want("/settings/keys/phrase"))

		// Somebody else with the same cookie finds nothing, and keeps nothing.
		zoe.cookies["__Host-words"] = stale
		if page := zoe.want("/settings/keys/phrase"); strings.Contains(page, words) {
			t.Error("somebody else reads the words")
		}
		zoe.post("/settings/keys/phrase/kept", url.Values{"kept": {"yes"}}, "/settings/keys/phrase")
		if zoe.viewer().Keys != 0 {
			t.Error("somebody else keeps the words")
		}

		ana.post("/settings/keys/phrase/kept", url.Values{"kept": {"yes"}}, "/settings/keys")
		ana.cookies["__Host-words"] = stale
		ana.post("/settings/keys/phrase/kept", url.Values{"kept": {"yes"}}, "/settings/keys/phrase")
		if page := ana.want("/settings/keys/phrase"); strings.Contains(page, words) {
			t.Error("the words are shown once they are kept")
		}

		// After ten minutes they are gone.
		zoe.post("/settings/keys/phrase", nil, "/settings/keys/phrase")
		a.Clock.Advance(10*time.Minute + time.Second)
		zoe.post("/settings/keys/phrase/kept", url.Values{"kept": {"yes"}}, "/settings/keys/phrase")
		if zoe.viewer().Keys != 0 {
			t.Error("words were kept that had gone")
		}
	})
}

func TestSomebodyElsesKeysAndDevicesAreNotThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ana, stella := at(t, a, apptest.Ana), at(t, a, apptest.Stella)
		before := a.Dump()
		for _, path := range []string{
			"/settings/keys/" + ana.keys()[account.Passkey] + "/removal", "/settings/devices/" + ana.viewer().Session + "/end",
			"/settings/keys/no-such-key/removal", "/settings/devices/no-such-session/end",
		} {
			if got := stella.do("POST", path, nil); got.Code != http.StatusNotFound {
				t.Errorf("POST %s: %d", path, got.Code)
			}
		}
		if got := stella.get("/settings/keys/" + ana.keys()[account.Passkey] + "/removal"); got.Code != http.StatusNotFound {
			t.Errorf("the page: %d", got.Code)
		}
		if a.Dump() != before {
			t.Error("something was changed")
		}
		ana.wantIn(true, "after somebody else tried")
	})
}

func TestEveryChangeOfRightsGivesAnotherToken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		var words string
		phone := passkeytest.New(a.Base.String())
		for _, step := range []struct {
			name string
			do   func()
		}{
			{"a phrase is added", func() { words = zoe.keepPhrase() }},
			{"a passkey is added", func() { zoe.keepPasskey(phone) }},
			{"a passphrase is added", func() {
				zoe.post("/settings/keys/passphrase", url.Values{"passphrase": {"violet tractors hum beneath Lisbon"}}, "/settings/keys")
			}},
			{"words are shown", func() { zoe.post("/settings/prove", url.Values{"words": {words}}, "/settings") }},
			{"a passkey is shown", func() { zoe.provePasskey(phone, "", "/settings") }},
			{"an app is added", func() { zoe.keepApp() }},
			{"codes are made", func() { zoe.makeCodes() }},
			{"the app is taken away", func() { zoe.post("/settings/keys/"+zoe.keys()[account.App]+"/removal", nil, "/settings/keys") }},
			{"the passkey is taken away", func() { zoe.post("/settings/keys/"+zoe.keys()[account.Passkey]+"/removal", nil, "/settings/keys") }},
		} {
			thief := zoe.thief()
			thief.wantIn(true, "before "+step.name)
			step.do()
			zoe.wantIn(true, "after "+step.name)
			thief.wantIn(false, "with the old cookie once "+step.name)
		}
	})
}
