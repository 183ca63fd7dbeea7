package home_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
)

func TestHomeSaysWhatIsNext(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wants(t, a, apptest.Zoe, "Good evening.", "Nothing is waiting for you.")
		a.Clock.Set(time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC))
		wants(t, a, apptest.Zoe, "Good morning.")
		if got := a.Get(apptest.Vera, "/home"); got.Code != http.StatusUnauthorized || !strings.Contains(got.Body, `href="/sign-in?next=%2Fhome"`) {
			t.Errorf("a visitor gets %d", got.Code)
		}
	})
}

// Whatever somebody's standing, home says it and leads on.
func TestHomeSaysHowThingsStand(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ctx := t.Context()
		wants(t, a, apptest.Pia, "A steward has paused your seat.", `href="/settings"`)
		must(t, a.Accounts.Rest(ctx, a.Viewer(apptest.Zoe)))
		wants(t, a, apptest.Zoe, "You are resting.", `href="/settings/leaving"`)
		must(t, a.Accounts.Return(ctx, a.Viewer(apptest.Zoe)))
		must(t, a.Accounts.TakeBack(ctx, a.Viewer(apptest.Zoe)))
		wants(t, a, apptest.Zoe, "Please look at what you agreed to.", `href="/settings/agreed"`)
		must(t, a.Accounts.Agree(ctx, a.Viewer(apptest.Zoe)))
		must(t, a.Accounts.LeaveLater(ctx, a.Viewer(apptest.Zoe)))
		wants(t, a, apptest.Zoe, "You can still stay.")
	})
}

// A steward with one factor is told what is missing, and is none until then.
func TestHomeTellsAStewardWhatIsMissing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		by := account.By{Subject: account.OperatorSubject, Reason: "helps a lot"}
		must(t, a.Accounts.SetSteward(t.Context(), by, a.Viewer(apptest.Zoe).Account, true))
		wants(t, a, apptest.Zoe, "You look after this place", `href="/settings/keys"`)
		if code := a.Get(apptest.Zoe, "/admin").Code; code != http.StatusNotFound {
			t.Errorf("without keys the stewards' page answers %d", code)
		}
		if body := a.Get(apptest.Stella, "/home").Body; strings.Contains(body, "You look after this place") {
			t.Error("a steward who may act is told to add keys")
		}
	})
}

func wants(t *testing.T, a *apptest.App, p apptest.Person, texts ...string) {
	t.Helper()
	got := a.Get(p, "/home")
	if got.Code != http.StatusOK {
		t.Fatalf("%s gets %d", p.Name, got.Code)
	}
	for _, text := range texts {
		if !strings.Contains(got.Body, text) {
			t.Errorf("%s is not told %q", p.Name, text)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
