package door_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
)

func TestHiddenIsOpenedByAKeyAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a).addPasskey()
		b, before := p.b, p.b.viewer()
		b.want(b.get("/open-again"), 303, "/sign-in", "nothing is hidden")
		b.want(b.post("/open-again", url.Values{"words": {p.words}}), 303, "/sign-in", "nothing is hidden")
		if got := b.post("/open-again/passkey/begin", nil); got.Code != 404 {
			t.Errorf("a question about nothing: %d", got.Code)
		}
		b.want(b.post("/hide", nil), 303, "/", "hiding")
		if v := b.viewer(); v.Account != "" || v.Hidden != before.Session {
			t.Fatalf("hidden is %+v", v)
		}
		if got := b.get("/home"); got.Code != 401 {
			t.Errorf("home of what is hidden: %d", got.Code)
		}
		page := b.get("/open-again")
		if page.Code != 200 || !strings.Contains(page.Body, "<title>Open again</title>") || strings.Contains(page.Body, p.name) {
			t.Error(brief(page.Body))
		}
		hidden := b.token()
		if got := b.post("/open-again", url.Values{"words": {"wrong"}}); got.Code != 422 || b.viewer().Account != "" {
			t.Errorf("wrong words: %d", got.Code)
		}
		b.want(b.post("/open-again", url.Values{"words": {p.words}}), 303, "/home", "with the phrase")
		v := b.viewer()
		if v.Account != before.Account || v.Session != before.Session || v.Hidden != "" || b.token() == hidden {
			t.Errorf("opened as %+v", v)
		}
		if b.jar["__Host-seat"].MaxAge != int(account.KeptFor.Seconds()) {
			t.Error("the device is forgotten")
		}

		b.want(b.post("/hide", nil), 303, "/", "hiding again")
		other := keeps(t, a).addPasskey()
		if got := b.post("/open-again/passkey", b.forged(other)); got.Code != 422 || b.viewer().Account != "" {
			t.Errorf("another's passkey: %d", got.Code)
		}
		b.want(b.post("/open-again/passkey", b.answered("/open-again/passkey/begin", p.device)), 303, "/home", "with the passkey")
	})
}

// forged is the answer of another's device to the question of this browser.
func (b *browser) forged(other *person) url.Values {
	b.t.Helper()
	state, _ := b.question("/open-again/passkey/begin")
	form := newBrowser(b.t, b.a).answered("/sign-in/passkey/begin", other.device)
	form.Set("state", state)
	return form
}

func TestHiddenTakesAsMuchAsSigningIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a).addApp()
		b := p.b
		a.Clock.Advance(time.Minute)
		b.want(b.post("/hide", nil), 303, "/", "hiding")
		if page := b.get("/open-again"); !strings.Contains(page.Body, `autocomplete="one-time-code"`) {
			t.Error("no code is asked for")
		}
		if got := b.post("/open-again", url.Values{"words": {p.words}}); got.Code != 422 || b.viewer().Account != "" {
			t.Errorf("words alone: %d", got.Code)
		}
		b.want(b.post("/open-again", url.Values{"words": {p.words}, "code": {p.code()}}), 303, "/home", "words and the code")
		if b.viewer().Factors != 2 {
			t.Error("the second factor does not count")
		}
	})
}

func TestWhatIsHiddenEndsWhenSomebodyElseSignsIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p, other := keeps(t, a), keeps(t, a)
		p.b.want(p.b.post("/hide", nil), 303, "/", "hiding")
		if page := p.b.get("/sign-in"); !strings.Contains(page.Body, `href="/open-again"`) {
			t.Error("there is no way back to what is hidden")
		}
		hidden := p.b.token()
		p.b.want(p.b.post("/sign-in", other.form()), 303, "/home", "somebody else")
		left := newBrowser(t, a)
		left.set(hidden)
		if left.viewer().Hidden != "" {
			t.Error("what was hidden lives on beside")
		}
	})
}

func TestASeatWithoutAKeyIsNotHidden(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(t, a)
		b.want(b.post("/come-in", arrival()), 303, "/come-in/done", "coming in")
		if got := b.post("/hide", nil); got.Code != 409 || b.viewer().Account == "" {
			t.Errorf("%d: it could never be opened again", got.Code)
		}
	})
}
