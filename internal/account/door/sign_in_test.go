package door_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/secret"
	"handrail/internal/apptest"
	"handrail/internal/platform/id"
	"handrail/internal/platform/web"
)

func TestWordsOpenTheDoor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a)
		b := newBrowser(t, a)
		page := b.get("/sign-in")
		for _, word := range []string{`autocomplete="username"`, `autocomplete="current-password"`, `type="password"`, `begin="/sign-in/passkey/begin"`, `href="/lost"`, `href="/come-in"`} {
			if page.Code != 200 || !strings.Contains(page.Body, word) {
				t.Errorf("%s is missing", word)
			}
		}
		b.want(b.post("/sign-in", p.form()), 303, "/home", "with the phrase")
		if v := b.viewer(); v.Account != p.b.viewer().Account || v.Factors != 1 {
			t.Errorf("signed in as %+v", v)
		}
		if c := b.jar["__Host-seat"]; c.MaxAge != 0 {
			t.Error("a device is remembered unasked")
		}
		kept := newBrowser(t, a)
		kept.want(kept.post("/sign-in", with(p.form(), "remember", "yes")), 303, "/home", "remembered")
		if c := kept.jar["__Host-seat"]; c.MaxAge != int(account.KeptFor.Seconds()) {
			t.Errorf("remembered for %d", c.MaxAge)
		}
	})
}

func TestWhereSigningInLeads(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a)
		for next, to := range map[string]string{
			"/settings": "/settings", "/settings/keys?a=b": "/settings/keys?a=b", "": "/home", "https://evil.test/": "/home", "//evil.test": "/home",
			`/\evil.test`: "/home", "javascript:alert(1)": "/home", "/sign-in?next=/sign-in": "/home", "/exit": "/home", "/%0d%0aSet-Cookie:x": "/%0d%0aSet-Cookie:x",
		} {
			b := newBrowser(t, a)
			page := b.get("/sign-in?" + url.Values{"next": {next}}.Encode())
			if strings.Contains(page.Body, "evil") || strings.Contains(page.Body, "javascript:") {
				t.Errorf("%s stands on the page", next)
			}
			b.want(b.post("/sign-in", with(p.form(), "next", next)), 303, to, next)
		}
	})
}

// TestWhetherANameExistsIsNotTold signs in with names that exist and names that
// do not, with every sort of wrong words.
func TestWhetherANameExistsIsNotTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		known := []*person{keeps(t, a), keeps(t, a).addApp()}
		words := []string{"", "wrong", "six words that are not yours", strings.Repeat("x", 16<<10), secret.NewCodes()[0], "a\x00b", "\u202Eabc", known[0].words + " more"}
		pages := map[string]int{}
		try := func(name, words string) {
			a.Clock.Advance(time.Minute)
			got := newBrowser(t, a).post("/sign-in", url.Values{"name": {name}, "words": {words}, web.OnceField: {id.Token()}})
			pages[fmt.Sprint(got.Code, strings.ReplaceAll(same(got.Body), name, ""), got.Header.Values("Set-Cookie"))]++
		}
		for _, word := range words {
			for _, p := range known {
				try(p.name, word)
			}
			try("Nobody Here-1234", word)
			try("Nobody Either-4321", word)
		}
		if len(pages) != 1 {
			t.Errorf("%d answers can be told apart", len(pages))
		}
		for page := range pages {
			if !strings.HasPrefix(page, "422") || !strings.Contains(page, "do not go together") || strings.Contains(page, "xxxxx") {
				t.Error(brief(page))
			}
		}
	})
}

func TestTheOldVisitEndsWithANewOne(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		first, second := keeps(t, a), keeps(t, a)
		b := newBrowser(t, a)
		planted := first.b.token() // somebody else's, put into this browser
		b.set(planted)
		if !strings.Contains(b.get("/sign-in").Body, "Signing in here ends that visit.") {
			t.Error("whoever is signed in is not told")
		}
		b.want(b.post("/sign-in", second.form()), 303, "/home", "over another's visit")
		if b.token() == planted || b.viewer().Account != second.b.viewer().Account {
			t.Error("the planted cookie stayed")
		}
		if !first.b.viewer().IsVisitor() {
			t.Error("the old visit lives on, for whoever planted it")
		}
		made := newBrowser(t, a)
		made.set("a-token-of-somebodys-choice-that-was-never-made")
		made.want(made.post("/sign-in", second.form()), 303, "/home", "over a token that was made up")
		if made.token() == "a-token-of-somebodys-choice-that-was-never-made" {
			t.Error("a token that was made up counts")
		}
	})
}

func TestTheSecondStep(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p, other := keeps(t, a).addApp(), keeps(t, a).addApp()
		a.Clock.Advance(time.Minute)
		b := newBrowser(t, a)
		b.want(b.get("/sign-in/step"), 303, "/sign-in", "the second step first")
		b.want(b.post("/sign-in/step", url.Values{"code": {p.code()}}), 303, "/sign-in", "the second step first")

		b.want(b.post("/sign-in", with(p.form(), "next", "/settings")), 303, "/sign-in/step?next=%2Fsettings", "with the phrase")
		if b.token() != "" || b.jar["__Host-step"] == nil {
			t.Fatal("one step opens the door")
		}
		page := b.get("/sign-in/step?next=/settings")
		for _, word := range []string{`autocomplete="one-time-code"`, `inputmode="numeric"`, `value="/settings"`} {
			if !strings.Contains(page.Body, word) {
				t.Errorf("%s is missing", word)
			}
		}
		if strings.Contains(page.Body, b.jar["__Host-step"].Value) {
			t.Error("the token stands on the page")
		}
		for _, code := range []string{"", "000000", other.code(), strings.Repeat("1", 1<<20)[:200_000]} {
			if got := b.post("/sign-in/step", url.Values{"code": {code}}); got.Code != 422 || b.token() != "" {
				t.Errorf("%.10q: %d", code, got.Code)
			}
		}
		b.want(b.post("/sign-in/step", url.Values{"code": {p.code()}, "next": {"/settings"}}), 303, "/settings", "with the code")
		if v := b.viewer(); v.Factors != 2 || b.jar["__Host-step"] != nil {
			t.Errorf("signed in as %+v", v)
		}

		// The same code opens nothing again; a recovery code does, once.
		b = newBrowser(t, a)
		b.want(b.post("/sign-in", p.form()), 303, "/sign-in/step", "again")
		if got := b.post("/sign-in/step", url.Values{"code": {p.code()}}); got.Code != 422 {
			t.Errorf("a code counts twice: %d", got.Code)
		}
		b.want(b.post("/sign-in/step", url.Values{"recovery": {p.codes[0]}}), 303, "/home", "with a recovery code")
		b = newBrowser(t, a)
		b.want(b.post("/sign-in", p.form()), 303, "/sign-in/step", "again")
		if got := b.post("/sign-in/step", url.Values{"recovery": {p.codes[0]}}); got.Code != 422 || b.token() != "" {
			t.Errorf("a recovery code counts twice: %d", got.Code)
		}
	})
}

func TestAStepIsItsOwnersAndIsTakenOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p, other := keeps(t, a).addApp(), keeps(t, a).addApp()
		a.Clock.Advance(time.Minute)
		b := newBrowser(t, a)
		b.want(b.post("/sign-in", p.form()), 303, "/sign-in/step", "the first step")
		step := *b.jar["__Host-step"]

		// The other one's code does not fit; nor do codes of one sheet twice.
		if got := b.post("/sign-in/step", url.Values{"recovery": {other.codes[0]}}); got.Code != 422 {
			t.Errorf("another's code: %d", got.Code)
		}
		b.want(b.post("/sign-in/step", url.Values{"code": {p.code()}}), 303, "/home", "the second step")
		again := newBrowser(t, a)
		again.jar["__Host-step"] = &step
		a.Clock.Advance(time.Minute)
		again.want(again.post("/sign-in/step", url.Values{"code": {p.code()}}), 303, "/sign-in", "a step that was taken")
		if again.token() != "" || again.jar["__Host-step"] != nil {
			t.Error("a step that was taken opens the door")
		}

		sheet := newBrowser(t, a)
		sheet.want(sheet.post("/sign-in", with(p.form(), "words", p.codes[1])), 303, "/sign-in/step", "with a recovery code")
		if got := sheet.post("/sign-in/step", url.Values{"recovery": {p.codes[2]}}); got.Code != 422 || sheet.token() != "" {
			t.Errorf("one sheet of paper opens the door alone: %d", got.Code)
		}

		for _, why := range []string{"five tries", "ten minutes"} {
			a.Clock.Advance(time.Hour)
			b := newBrowser(t, a)
			b.want(b.post("/sign-in", p.form()), 303, "/sign-in/step", why)
			if why == "five tries" {
				for range 5 {
					if got := b.post("/sign-in/step", url.Values{"code": {"000000"}}); got.Code != 422 {
						t.Fatalf("%d", got.Code)
					}
				}
			} else {
				a.Clock.Advance(10*time.Minute + time.Second)
			}
			b.want(b.post("/sign-in/step", url.Values{"code": {p.code()}}), 303, "/sign-in", "after "+why)
			if b.token() != "" {
				t.Error("a step is good for ever")
			}
		}
	})
}

func TestGuessingInOnePlaceDoesNotLockTheOwnerOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a)
		guesser := newBrowser(t, a)
		guesser.from = "203.0.113.9:1"
		refused := 0
		for range 15 {
			got := guesser.post("/sign-in", with(p.form(), "words", "a guess"))
			if got.Code == 429 {
				refused++
				if got.Header.Get("Retry-After") == "" {
					t.Error("nobody says how long to wait")
				}
			}
		}
		if refused < 4 {
			t.Errorf("%d of 15 guesses were refused", refused)
		}
		if got := guesser.post("/sign-in", p.form()); got.Code != 429 {
			t.Errorf("the right words after guessing: %d", got.Code)
		}
		b := newBrowser(t, a)
		a.Clock.Advance(time.Minute)
		b.want(b.post("/sign-in", p.form()), 303, "/home", "the owner, elsewhere")
		// A name that nobody has is slowed down in the same way.
		refused = 0
		for range 15 {
			if guesser.post("/sign-in", with(p.form(), "name", "Nobody Here-1234")).Code == 429 {
				refused++
			}
		}
		if refused < 4 {
			t.Errorf("%d of 15 guesses at nobody were refused", refused)
		}
	})
}

// Whoever shows the keys of a closed seat meets a kind page; for everybody else
// it is a seat like any other.
func TestAClosedSeatIsSaidToWhoHoldsItsKeys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		words, two, phone := keeps(t, a), keeps(t, a).addApp(), keeps(t, a).addPasskey()
		by, err := account.ByViewer(a.Viewer(apptest.Stella), "a reason that stays here")
		must(t, err)
		for _, p := range []*person{words, two, phone} {
			must(t, a.Accounts.Close(t.Context(), by, p.b.viewer().Account))
		}
		said := func(got apptest.Answer, b *browser, how string) {
			t.Helper()
			if got.Code != 403 || !strings.Contains(got.Body, "This seat is closed.") || !strings.Contains(got.Body, `href="/help"`) || !strings.Contains(got.Body, `href="/about"`) {
				t.Errorf("%s: %d %s", how, got.Code, brief(got.Body))
			}
			if strings.Contains(got.Body, "a reason that stays here") || len(b.jar) != 0 {
				t.Errorf("%s: the reason is told, or the browser holds %v", how, b.jar)
			}
		}
		b := newBrowser(t, a)
		said(b.post("/sign-in", words.form()), b, "with words")
		b = newBrowser(t, a)
		said(b.post("/sign-in/passkey", b.answered("/sign-in/passkey/begin", phone.device)), b, "with a passkey")
		b = newBrowser(t, a)
		b.want(b.post("/sign-in", two.form()), 303, "/sign-in/step", "the first of two")
		a.Clock.Advance(time.Minute) // the next code
		said(b.post("/sign-in/step", url.Values{"code": {two.code()}}), b, "with both of two")

		open := keeps(t, a)
		wrong := newBrowser(t, a).post("/sign-in", with(open.form(), "words", "wrong", "name", "x")).Body
		for name, p := range map[string]*person{"closed": words, "open": open} {
			got := newBrowser(t, a).post("/sign-in", with(p.form(), "words", "wrong"))
			if got.Code != 422 || same(strings.ReplaceAll(got.Body, p.name, "x")) != same(wrong) {
				t.Errorf("without its keys a seat that is %s looks otherwise: %d", name, got.Code)
			}
		}
	})
}
