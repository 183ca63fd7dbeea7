package site_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/apptest"
)

// founder is a browser that took the one-time link and answered the questions.
func founder(t *testing.T, a *apptest.App) *browser {
	t.Helper()
	b := newBrowser(a)
	wantTo(t, b.post(link(t, a), url.Values{"device": {"own"}}), "/set-up")
	wantTo(t, b.post("/set-up", answers()), "/set-up/key")
	return b
}

func (b *browser) viewer(t *testing.T) account.Viewer {
	t.Helper()
	v, err := b.a.Accounts.Find(t.Context(), b.holds(account.Cookie))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// addPasskey gives whoever sits at the browser another key.
func (b *browser) addPasskey(t *testing.T) {
	t.Helper()
	q, err := b.a.Accounts.BeginPasskey(t.Context(), b.viewer(t))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := passkeytest.New(b.a.Base.String()).Register(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	token, err := b.a.Accounts.AddPasskey(t.Context(), b.viewer(t), q.Token, answer, "a phone")
	if err != nil {
		t.Fatal(err)
	}
	b.jar["__Host-"+account.Cookie] = &http.Cookie{Name: "__Host-" + account.Cookie, Value: token}
}

func seat() url.Values {
	return url.Values{"consent": {"yes"}, "device": {"own"}, "name": {"Quiet River"}}
}

func TestSetUpEndsWithTheFirstStewardsSeat(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		b := founder(t, a)
		wantIn(t, b.get("/set-up/key").Body, `href="/set-up/steward"`)
		wantTo(t, b.post("/set-up/key", url.Values{"kept": {"yes"}}), "/set-up/steward")
		wantIn(t, b.get("/admin").Body, "Make your own seat, with two keys", `href="/set-up/steward"`)
		wantCode(t, b.get("/admin/members"), 403, "looking after people by the link alone")
		wantCode(t, b.post("/admin/invitations", url.Values{"uses": {"1"}, "lasts": {"day"}}), 403, "inviting by the link alone")

		refused := b.post("/set-up/steward", url.Values{"name": {"Quiet River"}})
		wantCode(t, refused, 422, "without consent")
		wantIn(t, refused.Body, "Tick this if you agree.", `value="Quiet River"`)

		pass := *b.jar["__Host-"+account.Cookie]
		wantIn(t, b.get("/set-up/steward").Body, "I agree to this.", "What I write here can say something about my health.")
		wantTo(t, b.post("/set-up/steward", seat()), "/settings/keys")
		wantCode(t, b.get("/admin"), 404, "a steward without keys")
		for n := range 2 {
			if has, err := a.Accounts.HasSteward(t.Context()); has || err != nil {
				t.Fatalf("with %d keys: %v %v", n, has, err)
			}
			if shown, err := a.SetUpLink(t.Context()); shown == "" || err != nil {
				t.Errorf("with %d keys the next start prints %q, %v", n, shown, err)
			}
			other := newBrowser(a)
			other.jar["__Host-"+account.Cookie] = &pass
			wantCode(t, other.get("/admin"), 200, "the pass, until there is a steward")
			b.addPasskey(t)
		}
		wantCode(t, b.get("/admin"), 200, "with two keys")
		wantIn(t, b.get("/admin").Body, "A steward has a seat with two keys.")
		if shown, err := a.SetUpLink(t.Context()); shown != "" || err != nil {
			t.Errorf("a link is printed beside a steward: %q, %v", shown, err)
		}
		late := newBrowser(a)
		late.jar["__Host-"+account.Cookie] = &pass
		wantCode(t, late.get("/admin"), 404, "the pass, after that")
		wantCode(t, late.post("/set-up/steward", seat()), 404, "a second founder")
		wantCode(t, b.get("/set-up/steward"), 404, "who has a seat")
		if report, err := a.Audit.Verify(t.Context()); err != nil || !report.Sound() {
			t.Errorf("the record does not hold: %+v %v", report, err)
		}
	})
}

func TestOneFormMakesOneFounder(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		b := founder(t, a)
		pass := *b.jar["__Host-"+account.Cookie]
		form := withOnce(seat(), b.get("/set-up/steward").OnceKey())
		wantTo(t, b.post("/set-up/steward", form), "/settings/keys")
		again := newBrowser(a)
		again.jar["__Host-"+account.Cookie] = &pass
		wantTo(t, again.post("/set-up/steward", form), "/settings/keys")
		if b.viewer(t).Account == "" || b.viewer(t).Account != again.viewer(t).Account {
			t.Error("the answer that was lost is not given again")
		}
		list, err := a.Accounts.Members(t.Context(), "", "")
		if err != nil || len(list) != 1 || !strings.HasPrefix(list[0].Name, "Quiet River-") {
			t.Errorf("the seats: %+v, %v", list, err)
		}
	})
}

func TestTheSeatComesAfterTheQuestions(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		wantTo(t, b.post(link(t, a), url.Values{"device": {"borrowed"}}), "/set-up")
		wantTo(t, b.get("/set-up/steward"), "/set-up")
		// Where the server's key comes from elsewhere there is no page that shows it.
		if err := os.Remove(a.Config.Folder.ServerKey()); err != nil {
			t.Fatal(err)
		}
		wantTo(t, b.post("/set-up", answers()), "/set-up/steward")
		// Who takes a later link, in a house that was set up, goes there at once.
		wantTo(t, newBrowser(a).post(link(t, a), url.Values{"device": {"own"}}), "/set-up/steward")
	})
}
