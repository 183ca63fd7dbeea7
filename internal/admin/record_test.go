package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants checks the status of a page and what it says.
func wants(t *testing.T, got apptest.Answer, code int, says ...string) {
	t.Helper()
	if got.Code != code {
		t.Fatalf("answered %d, want %d", got.Code, code)
	}
	for _, one := range says {
		if !strings.Contains(got.Body, one) {
			t.Errorf("the page does not say %q", one)
		}
	}
}

// fresh is a house before set-up, in which nothing has happened yet.
func fresh(t *testing.T, engine string) *apptest.App {
	t.Helper()
	address := ""
	if engine == "postgres" {
		address = dbtest.Postgres(t, app.Schema)
	}
	return apptest.Open(t, apptest.Options{Fresh: true}, address)
}

func countAction(t *testing.T, a *apptest.App, action string) (n int64) {
	t.Helper()
	a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM audit_entry WHERE action = ?`, action)
		return err
	})
	return n
}

func TestTheRecordSaysWhatWasDone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stella := a.Viewer(apptest.Stella)
		other := account.Viewer{Session: "other", Pass: "other", Purpose: account.SetUp}
		must(t, a.Site.Rest(t.Context(), stella, "gb-samaritans"))
		must(t, a.Site.Confirm(t.Context(), other, "gb-samaritans"))
		page := a.Get(apptest.Stella, "/admin/record")
		wants(t, page, http.StatusOK, "A help line was taken off the page", "A help line was confirmed", "Samaritans", "By you", "By a steward", "That is where the record begins.")
		if strings.Index(page.Body, "A help line was confirmed") > strings.Index(page.Body, "A help line was taken off") {
			t.Error("the newest does not come first")
		}
	})
}

func TestTheRecordIsReadInPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for range 32 { // and three from gathering the cast
			must(t, a.Site.Confirm(t.Context(), a.Viewer(apptest.Stella), "gb-samaritans"))
		}
		first := a.Get(apptest.Stella, "/admin/record")
		wants(t, first, http.StatusOK, "No. 35", "No. 6<", "/admin/record?before=6")
		if strings.Contains(first.Body, "No. 5<") || strings.Contains(first.Body, "record begins") {
			t.Error("the first page goes too far back")
		}
		wants(t, a.Get(apptest.Stella, "/admin/record?before=6"), http.StatusOK, "No. 5<", "No. 1<", "That is where the record begins.", "The newest")
	})
}

func TestCheckingTheRecord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		must(t, a.Site.Confirm(t.Context(), a.Viewer(apptest.Stella), "gb-samaritans"))
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "It was not checked since the program was started.")
		wants(t, a.Post(apptest.Stella, "/admin/record/check", url.Values{}), http.StatusSeeOther)
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "The record holds. All 4 entries are as they were written")
		must(t, a.Admin.CheckRecord(t.Context()))

		must(t, a.DB.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE audit_entry SET object = 'gb-shout' WHERE seq = 2`)
			return err
		}))
		wants(t, a.Post(apptest.Stella, "/admin/record/check", url.Values{}), http.StatusSeeOther)
		wants(t, a.Get(apptest.Stella, "/admin/record"), http.StatusOK, "The record does not hold. From entry 2 on", "handrail doctor")
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Find out what happened to the record")
		if err := a.Admin.CheckRecord(t.Context()); err == nil || !strings.Contains(err.Error(), "entry 2") {
			t.Errorf("the house does not notice: %v", err)
		}
	})
}

func TestOverviewSaysWhatIsLeftToDo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		before := a.Get(apptest.Stella, "/admin")
		wants(t, before, http.StatusOK, "Keep the server&#39;s key", "Say who runs this place", "2 things are left to do.",
			"A help line for your country is confirmed.", "over a safe line (https)", "Chrome on Android")
		site, err := a.Site.Get(t.Context())
		must(t, err)
		site.Contact = "The noticeboard in the hall"
		must(t, a.Site.Change(t.Context(), a.Viewer(apptest.Stella), site))
		must(t, a.Site.KeepKey(t.Context(), a.Viewer(apptest.Stella)))
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Everything is set up.", "The server&#39;s key is kept")
	})
}

func TestACountryWithoutAConfirmedLineIsNoticed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stella := a.Viewer(apptest.Stella)
		lines, err := a.Site.Lines(t.Context())
		must(t, err)
		for _, l := range lines {
			if l.Country == "GB" && l.On {
				must(t, a.Site.Rest(t.Context(), stella, l.ID))
			}
		}
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Confirm a help line")
		must(t, a.Site.Confirm(t.Context(), stella, "gb-samaritans"))
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "A help line for your country is confirmed.")
	})
}
