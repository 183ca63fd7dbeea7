package seat_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/account/secret"
	"handrail/internal/apptest"
	"handrail/internal/platform/fault"
)

func TestAPhraseIsKeptUsedAndTakenAway(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		told := zoe.told()
		if page := zoe.want("/settings/keys"); !strings.Contains(page, "<h1>Keep my seat</h1>") {
			t.Error("somebody without a key is not asked to keep their seat")
		}
		zoe.post("/settings/keys/phrase", nil, "/settings/keys/phrase")
		first := shown(t, zoe.want("/settings/keys/phrase"))
		zoe.post("/settings/keys/phrase", nil, "/settings/keys/phrase")
		page := zoe.want("/settings/keys/phrase")
		words := shown(t, page)
		if words == first || len(strings.Fields(words)) != secret.PhraseWords {
			t.Errorf("another phrase is %q", words)
		}
		if !strings.Contains(page, zoe.name()) || !strings.Contains(page, a.Base.Host) {
			t.Error("the name and the address are missing beside the words")
		}
		zoe.refused("/settings/keys/phrase/kept", nil, "Write the words down first")
		zoe.post("/settings/keys/phrase/kept", url.Values{"kept": {"yes"}}, "/settings/keys")
		if page := zoe.want("/settings/keys"); !strings.Contains(page, "Your phrase is kept.") || !strings.Contains(page, "Phrase of six words") {
			t.Error("the phrase is not among the keys")
		}
		for _, path := range []string{"/settings/keys/phrase", "/settings/keys"} {
			if strings.Contains(zoe.want(path), words) {
				t.Errorf("%s shows the phrase once more", path)
			}
		}
		if _, err := signIn(t, a, zoe.name(), first); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the phrase that was not kept: %v", err)
		}
		if _, err := signIn(t, a, zoe.name(), strings.ToUpper(words)); err != nil {
			t.Errorf("the phrase opens nothing: %v", err)
		}
		zoe.keepPasskey(passkeytest.New(a.Base.String()))
		id := zoe.keys()[account.Phrase]
		if page := zoe.want("/settings/keys/" + id + "/removal"); !strings.Contains(page, "Take this key away?") {
			t.Error("it is not asked once more")
		}
		zoe.post("/settings/keys/"+id+"/removal", nil, "/settings/keys")
		if _, err := signIn(t, a, zoe.name(), words); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a phrase that was taken away: %v", err)
		}
		if got := told(); !slices.Equal(got, []string{"key-added", "key-added", "key-removed", "signed-in"}) {
			t.Errorf("the owner was told %v", got)
		}
	})
}

func TestAPassphraseIsKeptAndUsed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		told := zoe.told()
		const words = "violet tractors hum beneath Lisbon"
		for typed, why := range map[string]string{
			"short":                    "",
			"":                         "",
			zoe.name() + " 1234567890": "Your sign-in name is in it",
		} {
			zoe.refused("/settings/keys/passphrase", url.Values{"passphrase": {typed}}, why)
			if typed != "" && strings.Contains(zoe.last.Body, `value="`+typed) {
				t.Errorf("%q is shown again", typed)
			}
			if !strings.Contains(zoe.last.Body, `id="passphrase-passphrase-error"`) {
				t.Errorf("%q: the reason does not stand at the field", typed)
			}
		}
		if got := zoe.do("POST", "/settings/keys/passphrase", url.Values{"passphrase": {strings.Repeat("a", 1_000_000)}}); got.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("a million letters: %d", got.Code)
		}
		if got := told(); len(got) > 0 {
			t.Errorf("told of nothing: %v", got)
		}
		zoe.post("/settings/keys/passphrase", url.Values{"passphrase": {words}}, "/settings/keys")
		if _, err := signIn(t, a, zoe.name(), words); err != nil {
			t.Errorf("the passphrase opens nothing: %v", err)
		}
		const other = "seven lamps over a quiet harbour wall"
		zoe.post("/settings/keys/passphrase", url.Values{"passphrase": {other}}, "/settings/keys")
		if _, err := signIn(t, a, zoe.name(), words); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the passphrase from before: %v", err)
		}
		if got := told(); !slices.Equal(got, []string{"key-added", "key-added", "signed-in"}) {
			t.Errorf("told %v", got)
		}
		if strings.Contains(a.Dump(), "tractors") || strings.Contains(a.Log.Text(), "tractors") {
			t.Error("the passphrase stands in the records or the log")
		}
	})
}

func TestAPasskeyIsKeptUsedAndTakenAway(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		phone := passkeytest.New(a.Base.String())
		zoe.keepPasskey(phone)
		page := zoe.want("/settings/keys")
		for _, words := range []string{"Passkey: Firefox on Android", "Whoever shares your account with the maker of your phone may see it"} {
			if !strings.Contains(page, words) {
				t.Errorf("the page lacks %q", words)
			}
		}
		a.Clock.Advance(account.FreshFor + time.Second)
		zoe.provePasskey(phone, "/settings/name", "/settings/name")
		if v := zoe.viewer(); v.Factors != 2 {
			t.Errorf("a passkey that looked at a finger counts %d", v.Factors)
		}
		ctx := context.Background()
		q, err := a.Accounts.AskPasskey(ctx)
		must(t, err)
		answer, err := phone.Assert(q.Options)
		must(t, err)
		if _, err := a.Accounts.SignInWithPasskey(ctx, q.Token, answer, account.Visit{Kind: account.Shared}); err != nil {
			t.Errorf("the passkey opens nothing: %v", err)
		}
		zoe.keepPhrase()
		zoe.post("/settings/keys/"+zoe.keys()[account.Passkey]+"/removal", nil, "/settings/keys")
		q, err = a.Accounts.AskPasskey(ctx)
		must(t, err)
		answer, err = phone.Assert(q.Options)
		must(t, err)
		if _, err := a.Accounts.SignInWithPasskey(ctx, q.Token, answer, account.Visit{Kind: account.Shared}); err == nil {
			t.Error("a passkey that was taken away opens the door")
		}
	})
}

func TestAnswersOfBrokenAuthenticatorsAreToldKindly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		for _, form := range []url.Values{{}, {"state": {"x"}, "answer": {"{}"}}, {"state": {zoe.begin("/settings/keys/passkey/begin").Token}, "answer": {"{"}}} {
			zoe.post("/settings/keys/passkey", form, "/settings/keys")
			if page := zoe.want("/settings/keys"); !strings.Contains(page, `class="toast"`) {
				t.Errorf("%v: nothing is said", form)
			}
		}
		if len(zoe.keys()) != 0 {
			t.Error("a key was made of nothing")
		}
	})
}

func TestAnAppIsASecondStepWithCodesBesideIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		told := zoe.told()
		zoe.post("/settings/keys/app", nil, "/settings/keys") // first a key that opens the door
		words := zoe.keepPhrase()
		zoe.post("/settings/keys/app", nil, "/settings/keys/app")
		page := zoe.want("/settings/keys/app")
		if !strings.Contains(page, `<svg class="qr-code"`) || strings.Contains(page, "data:") {
			t.Error("there is no square code drawn in the page")
		}
		app := strings.ReplaceAll(shown(t, page), " ", "")
		zoe.refused("/settings/keys/app/code", url.Values{"code": {"000000"}}, "That code does not fit.")
		zoe.post("/settings/keys/app/code", url.Values{"code": {secret.TOTPCode(app, a.Clock.Now())}}, "/settings/keys/codes")
		if strings.Contains(zoe.want("/settings/keys/app"), app[:4]) {
			t.Error("the secret of the app is shown once more")
		}
		got := zoe.do("POST", "/settings/keys/codes", nil)
		codes := strings.Fields(shown(t, got.Body))
		if got.Code != http.StatusOK || len(codes) != secret.Codes {
			t.Fatalf("%d codes", len(codes))
		}
		if page := zoe.want("/settings/keys/codes"); strings.Contains(page, codes[0]) || !strings.Contains(page, "10 codes are left.") {
			t.Error("the codes can be seen again, or are not counted")
		}

		entry, err := signIn(t, a, zoe.name(), words)
		if err != nil || entry.Step == "" {
			t.Fatalf("words alone: %+v, %v", entry, err)
		}
		if _, err := a.Accounts.Step(context.Background(), entry.Step, codes[3], zeroAddr); err != nil {
			t.Errorf("a recovery code in place of the app: %v", err)
		}
		if page := zoe.want("/settings/keys/codes"); !strings.Contains(page, "9 codes are left.") {
			t.Error("a used code still counts")
		}
		before := codes[0]
		zoe.do("POST", "/settings/keys/codes", nil)
		if _, err := signIn(t, a, zoe.name(), before); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a code from before opens the first step: %v", err)
		}

		zoe.post("/settings/keys/"+zoe.keys()[account.App]+"/removal", nil, "/settings/keys")
		if entry, err := signIn(t, a, zoe.name(), words); err != nil || entry.Token == "" {
			t.Errorf("without the app words are enough: %+v, %v", entry, err)
		}
		if v := zoe.viewer(); v.Factors != 1 || v.Steps {
			t.Errorf("a session keeps what the app gave: %+v", v)
		}
		want := []string{"code-used", "key-added", "key-added", "key-added", "key-added", "key-removed", "signed-in"}
		if got := told(); !slices.Equal(got, want) {
			t.Errorf("the owner was told of %v, want %v", got, want)
		}
	})
}

func TestTheLastKeyStaysAndAStewardHoldsTwo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ana := at(t, a, apptest.Ana)
		ana.post("/settings/keys/"+ana.keys()[account.Passkey]+"/removal", nil, "/settings/keys")
		if page := ana.want("/settings/keys"); !strings.Contains(page, "This is the last key that opens the door.") || ana.viewer().Keys != 1 {
			t.Error("the last key went, or nothing was said")
		}
		stella := at(t, a, apptest.Stella)
		stella.post("/settings/keys/"+stella.keys()[account.Passkey]+"/removal", nil, "/settings/keys")
		if page := stella.want("/settings/keys"); !strings.Contains(page, "A steward holds two keys.") || stella.viewer().Keys != 2 {
			t.Error("a steward went below two keys, or nothing was said")
		}
	})
}

func TestNotNowIsRespectedForAWeek(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := at(t, a, apptest.Zoe)
		zoe.post("/settings/keys/not-now", url.Values{"back": {"https://evil.test/"}}, "/settings")
		zoe.post("/settings/keys/not-now", url.Values{"back": {"/home"}}, "/home")
		if v := zoe.viewer(); v.AskAfter.Sub(a.Clock.Now()) != 7*24*time.Hour {
			t.Errorf("asked again at %v", v.AskAfter)
		}
	})
}
