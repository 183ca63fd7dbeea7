package leaving_test

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/redis/rueidis"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/backup"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

// wantForgotten looks for what was planted wherever this house keeps anything.
func wantForgotten(t *testing.T, a *apptest.App, texts ...string) {
	t.Helper()
	places := map[string]string{"the database": a.Dump(), "the log": a.Log.Text(), "the data folder": allFiles(t, string(a.Config.Folder))}
	if a.Config.Redis != "" {
		places["Redis"] = redisDump(t, a.Config.Redis)
	}
	for place, all := range places {
		for _, text := range texts {
			if strings.Contains(all, text) {
				t.Errorf("%s still holds %q", place, text)
			}
		}
	}
}

// wantNoRow looks for the account itself. Jobs that were done lie there for an
// hour more, and name it.
func wantNoRow(t *testing.T, a *apptest.App, id string) {
	t.Helper()
	for _, line := range strings.Split(a.Dump(), "\n") {
		if strings.Contains(line, id) && !strings.HasPrefix(line, "river_") {
			t.Errorf("a row still names the account: %.200s", line)
		}
	}
}

// ours is every row but those of the jobs, which go on meanwhile.
func ours(a *apptest.App) string {
	lines := strings.Split(a.Dump(), "\n")
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "river_") }), "\n")
}

func redisDump(t *testing.T, address string) string {
	t.Helper()
	o, err := rueidis.ParseURL(address)
	must(t, err)
	o.DisableCache = true
	client, err := rueidis.NewClient(o)
	must(t, err)
	defer client.Close()
	keys, err := client.Do(t.Context(), client.B().Keys().Pattern("*").Build()).AsStrSlice()
	must(t, err)
	var all strings.Builder
	for _, key := range keys {
		all.WriteString(key + "\n")
		if dump, err := client.Do(t.Context(), client.B().Dump().Key(key).Build()).ToString(); err == nil {
			all.WriteString(dump + "\n")
		}
	}
	return all.String()
}

func TestNothingIsLeftOfWhoIsErased(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Redis: os.Getenv("HANDRAIL_TEST_REDIS")}, func(t *testing.T, a *apptest.App) {
		started(t, a)
		p := plant(t, a)
		phrase := ask(t, a, apptest.Ana)
		settle(t, a)
		before := allFiles(t, string(a.Config.Folder)) + a.Dump()
		if !strings.Contains(before, "Antarctica/Troll") {
			t.Fatal("nothing was planted that could be found")
		}
		id := a.Viewer(apptest.Ana).Account
		counts, err := a.Belongings.Count(t.Context(), id)
		must(t, err)
		for _, table := range []string{"account_account", "account_session", "account_key", "account_consent", "account_trust", "account_copy"} {
			if counts[table] == 0 {
				t.Errorf("nothing was planted in %s", table)
			}
		}
		eraseNow(t, a, apptest.Ana)
		wantForgotten(t, a, append(p.ofAna, p.passphrase, phrase, "planted key of Ana")...)
		wantNoRow(t, a, id)
		if n := len(copies(t, a)); n != 0 {
			t.Errorf("%d files are left", n)
		}
		if counts, err = a.Belongings.Count(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		for table, n := range counts {
			if n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
		report, err := a.Audit.Verify(t.Context())
		if err != nil || !report.Sound() {
			t.Errorf("the record: %+v, %v", report, err)
		}
		if !a.Viewer(apptest.Ana).IsVisitor() {
			t.Error("she is still here")
		}
		if a.Viewer(apptest.Zoe).IsVisitor() {
			t.Error("somebody else was erased with her")
		}
		wantShut(t, a.Accounts, p)
	})
}

// wantShut signs in as somebody who was erased: it is answered like any wrong
// name.
func wantShut(t *testing.T, s *account.Service, p planted) {
	t.Helper()
	_, gone := s.SignIn(t.Context(), account.Attempt{Name: p.name, Words: p.passphrase})
	_, never := s.SignIn(t.Context(), account.Attempt{Name: "Nobodyatall 0000", Words: p.passphrase})
	if fault.KindOf(gone) != fault.Invalid || gone.Error() != never.Error() {
		t.Errorf("signing in says %v, and for somebody who never was %v", gone, never)
	}
}

func TestAnOlderBackupTellsNothingOfWhoIsErased(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		started(t, a)
		p := plant(t, a)
		id := a.Viewer(apptest.Ana).Account
		who, err := age.GenerateX25519Identity()
		must(t, err)
		folder := t.TempDir()
		old, keys, server := filepath.Join(folder, "old.age"), filepath.Join(folder, "keys.json"), filepath.Join(folder, "server.key")
		_, err = app.Backup(t.Context(), a.Config, backup.Order{File: old, Recipients: []age.Recipient{who.Recipient()}})
		must(t, err)
		eraseNow(t, a, apptest.Ana)
		_, err = app.Backup(t.Context(), a.Config, backup.Order{Keys: keys})
		must(t, err)
		body, err := os.ReadFile(a.Config.Folder.ServerKey())
		must(t, err)
		must(t, os.WriteFile(server, body, 0o600))

		c := a.Config
		c.Folder, c.Database = app.Folder(filepath.Join(folder, "new")), ""
		if a.DB.Engine() == db.Postgres {
			c.Database = dbtest.Postgres(t, func(context.Context, *db.DB) error { return nil })
		}
		_, err = app.Restore(t.Context(), c, app.From{File: old, Keys: keys, ServerKey: server, Choice: backup.Choice{Identities: []age.Identity{who}}})
		must(t, err)
		there, err := app.New(t.Context(), c, a.Base)
		must(t, err)
		defer there.Close()
		must(t, there.Audit.NoteRestored(t.Context()))

		var name []byte
		must(t, there.DB.Writer().QueryRowContext(t.Context(), `SELECT name FROM account_account WHERE id = '`+id+`'`).Scan(&name))
		if _, err := there.Keys.Open(t.Context(), "account:"+id, name, "account_account.name:"+id); !errors.Is(err, seal.ErrDestroyed) {
			t.Errorf("her name opens: %v", err)
		}
		wantShut(t, there.Accounts, p)
		list, err := there.Accounts.Members(t.Context(), "", "")
		must(t, err) // the rows that came back break no list
		if len(list) != 4 {
			t.Errorf("%d members", len(list))
		}
		must(t, there.Accounts.EraseAgain(t.Context()))
		must(t, there.Jobs.Start(t.Context()))
		must(t, there.Jobs.Drain(t.Context()))
		must(t, there.Jobs.Stop(t.Context()))
		counts, err := there.Belongings.Count(t.Context(), id)
		must(t, err)
		for table, n := range counts {
			if n != 0 {
				t.Errorf("%d rows are back in %s", n, table)
			}
		}
		report, err := there.Audit.Verify(t.Context())
		if err != nil || !report.Sound() {
			t.Errorf("the record: %+v, %v", report, err)
		}
		if zoe, err := there.Accounts.Find(t.Context(), a.Token(apptest.Zoe)); err != nil || zoe.IsVisitor() {
			t.Errorf("somebody else was erased with her: %v", err)
		}
	})
}

// A plug that is pulled at any commit leaves an erasing that the next run ends,
// and keys that are destroyed for good once they are.
func TestErasingBearsBeingCutOff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := plant(t, a)
		id := a.Viewer(apptest.Ana).Account
		must(t, a.Accounts.EraseNow(t.Context(), a.Viewer(apptest.Ana)))
		pulled := 0
		for n := 0; n < 200; n++ {
			a.BreakAfter("db.commit", n)
			done, err := a.Leaving.Erase(t.Context(), id)
			a.Mend("db.commit")
			if err == nil && done {
				break
			}
			if err != nil && !errors.Is(err, apptest.ErrPulled) {
				t.Fatal(err)
			}
			pulled++
			a.Clock.Advance(15 * time.Minute) // so that signing in is not refused for its number
			wantShut(t, a.Accounts, p)
			if _, err := a.Keys.MAC(t.Context(), "private:"+id, "test", nil); !errors.Is(err, seal.ErrDestroyed) {
				t.Fatalf("after %d commits the keys still open: %v", n, err)
			}
		}
		if pulled < 3 {
			t.Errorf("the plug was pulled %d times alone", pulled)
		}
		wantForgotten(t, a, p.ofAna...)
		wantNoRow(t, a, id)
	})
}

func TestErasingTwiceIsErasingOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		started(t, a)
		v := a.Viewer(apptest.Zoe)
		eraseNow(t, a, apptest.Zoe)
		if err := a.Accounts.EraseNow(t.Context(), v); fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old tab: %v", err)
		}
		before := ours(a)
		done, err := a.Leaving.Erase(t.Context(), v.Account)
		if err != nil || !done || ours(a) != before {
			t.Errorf("a second time: %v, %v", done, err)
		}
		if done, err := a.Leaving.Erase(t.Context(), a.Viewer(apptest.Ana).Account); err != nil || !done || a.Viewer(apptest.Ana).IsVisitor() {
			t.Errorf("somebody who did not ask: %v, %v", done, err)
		}
	})
}

// A copy that is being made when its owner goes leaves no file.
func TestErasingWhileACopyIsMade(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		plant(t, a)
		ask(t, a, apptest.Ana)
		c := copyOf(t, a, apptest.Ana)
		v := a.Viewer(apptest.Ana)
		var all sync.WaitGroup
		made := make(chan error, 1)
		all.Go(func() { made <- a.Leaving.Make(t.Context(), c.ID) })
		must(t, a.Accounts.EraseNow(t.Context(), v))
		for done := false; !done; {
			var err error
			done, err = a.Leaving.Erase(t.Context(), v.Account)
			must(t, err)
		}
		all.Wait()
		if err := <-made; err != nil && !strings.Contains(err.Error(), "destroyed") {
			t.Errorf("making it: %v", err)
		}
		must(t, a.Leaving.Make(t.Context(), c.ID))
		if n := len(copies(t, a)); n != 0 {
			t.Errorf("%d files are left", n)
		}
		wantNoRow(t, a, v.Account)
	})
}

// Whoever is being erased gets no copy any more, even before their keys are
// destroyed.
func TestNoCopyIsMadeOfWhoIsBeingErased(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ask(t, a, apptest.Zoe)
		c := copyOf(t, a, apptest.Zoe)
		must(t, a.Accounts.EraseNow(t.Context(), a.Viewer(apptest.Zoe)))
		must(t, a.Leaving.Make(t.Context(), c.ID))
		if n := len(copies(t, a)); n != 0 {
			t.Errorf("%d files", n)
		}
	})
}

// Somebody stays in the very moment in which their time is over: they are
// erased, or they are here, and never half of both.
func TestStayingAtTheLastMoment(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stayed, gone := 0, 0
		for range 8 {
			w, err := a.Accounts.ComeIn(t.Context(), account.Arrival{Kind: account.Kept, Device: "a phone", Consents: true})
			must(t, err)
			must(t, a.Accounts.LeaveLater(t.Context(), w.Viewer))
			v, err := a.Accounts.Find(t.Context(), w.Token)
			must(t, err)
			a.Clock.Advance(account.LeaveIn)
			var all sync.WaitGroup
			returned := make(chan error, 1)
			all.Go(func() { returned <- a.Accounts.Return(t.Context(), v) })
			all.Go(func() {
				if err := a.Accounts.EraseDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
			all.Wait()
			err = <-returned
			member, found := a.Accounts.MemberByID(t.Context(), v.Account)
			switch {
			case err == nil && found == nil && member.Standing == account.Here:
				stayed++
				done, err := a.Leaving.Erase(t.Context(), v.Account)
				if err != nil || !done {
					t.Errorf("erasing somebody who stayed: %v, %v", done, err)
				}
				if _, err := a.Accounts.NameFor(t.Context(), v); err != nil {
					t.Errorf("somebody who stayed has no name: %v", err)
				}
			case fault.KindOf(err) == fault.Conflict && fault.KindOf(found) == fault.NotFound:
				gone++
			default:
				t.Fatalf("returning says %v, and they stand %+v, %v", err, member, found)
			}
		}
		t.Logf("%d stayed, %d are gone", stayed, gone)
	})
}

func TestThirtyDaysAndNotAMomentLess(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		w, err := a.Accounts.ComeIn(t.Context(), account.Arrival{Kind: account.Kept, Device: "a phone", Consents: true})
		must(t, err)
		must(t, a.Accounts.LeaveLater(t.Context(), w.Viewer))
		started(t, a)
		a.Clock.Advance(account.LeaveIn - time.Millisecond)
		must(t, a.Accounts.EraseDue(t.Context()))
		settle(t, a)
		if _, err := a.Accounts.MemberByID(t.Context(), w.Viewer.Account); err != nil {
			t.Fatalf("gone too early: %v", err)
		}
		a.Clock.Advance(time.Millisecond)
		must(t, a.Accounts.EraseDue(t.Context()))
		finish(t, a)
		wantNoRow(t, a, w.Viewer.Account)
	})
}

// The pages lead there and back, and say what happens first.
func TestTheWaysToRestAndGo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := apptest.Zoe
		want(t, a.Get(zoe, "/settings/leaving"), 200, "Rest for a while", "Leave in 30 days", "Erase everything now", "What remains", "The number of the entry")
		wantLocation(t, a.Post(zoe, "/settings/leaving/rest", url.Values{}), "/settings/leaving")
		want(t, a.Get(zoe, "/settings/leaving"), 200, "You are resting", "Come back")
		want(t, a.Get(zoe, "/home"), 200, "You are resting", `action="/settings/leaving/return"`)
		wantLocation(t, a.Post(zoe, "/settings/leaving/return", url.Values{}), "/settings/leaving")
		want(t, a.Post(zoe, "/settings/leaving/return", url.Values{}), 409)
		wantLocation(t, a.Post(zoe, "/settings/leaving/leave", url.Values{}), "/settings/leaving")
		want(t, a.Get(zoe, "/settings/leaving"), 200, "You are leaving", "24 December 2026", "Stay")
		want(t, a.Get(zoe, "/home"), 200, "24 December 2026", "Stay")
		wantLocation(t, a.Post(zoe, "/settings/leaving/return", url.Values{}), "/settings/leaving")
		if s := a.Viewer(zoe).Standing; s != account.Here {
			t.Errorf("she stands %q", s)
		}
		lacks(t, a.Get(zoe, "/home"), "/settings/leaving/return")

		pia := a.Get(apptest.Pia, "/settings/leaving")
		want(t, pia, 200, "Erase everything now")
		lacks(t, pia, "Rest for a while", "/settings/leaving/leave") // they would end the pause
		want(t, a.Get(apptest.Stella, "/settings/leaving"), 200, "first make somebody else one")
	})
}

func TestNobodyEndsAPauseByLeaving(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		if got := a.Post(apptest.Pia, "/settings/leaving/leave", url.Values{}); got.Code != 409 {
			t.Errorf("leaving: %d", got.Code)
		}
		a.Post(apptest.Pia, "/settings/leaving/return", url.Values{})
		if s := a.Viewer(apptest.Pia).Standing; s != account.Paused {
			t.Errorf("she stands %q", s)
		}
	})
}

func TestErasingAsksOnceMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stale(a)
		wantLocation(t, a.Get(apptest.Ana, "/settings/leaving/erase"), "/settings/prove?next=%2Fsettings%2Fleaving%2Ferase")
		wantLocation(t, a.Post(apptest.Ana, "/settings/leaving/erase", url.Values{"sure": {"yes"}}), "/settings/prove?next=%2Fsettings%2Fleaving%2Ferase")
		want(t, a.Get(apptest.Zoe, "/settings/leaving/erase"), 200, "Are you sure?")
		want(t, a.Post(apptest.Zoe, "/settings/leaving/erase", url.Values{}), 422, "Tick the box")
		if a.Viewer(apptest.Zoe).IsVisitor() {
			t.Fatal("erased without being asked")
		}
		got := a.Post(apptest.Zoe, "/settings/leaving/erase", url.Values{"sure": {"yes"}})
		wantLocation(t, got, "/gone")
		if got.Header.Get("Clear-Site-Data") != `"cache", "cookies"` || !strings.Contains(got.Header.Get("Set-Cookie"), account.Cookie+"=;") {
			t.Errorf("the browser keeps what it has: %v", got.Header)
		}
		if !a.Viewer(apptest.Zoe).IsVisitor() {
			t.Error("the session did not end at once")
		}
		wantLocation(t, a.Post(apptest.Zoe, "/settings/leaving/erase", url.Values{"sure": {"yes"}}), "/gone") // a second tap
		want(t, a.Get(apptest.Zoe, "/gone"), 200, "It is done.", `href="/help"`, "What remains")
		want(t, a.Get(apptest.Vera, "/gone"), 200, "It is done.")
	})
}

// An erasing whose job was lost goes on all the same.
func TestALostJobIsMadeAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		id := a.Viewer(apptest.Zoe).Account
		must(t, a.Accounts.EraseNow(t.Context(), a.Viewer(apptest.Zoe)))
		_, err := a.DB.Writer().ExecContext(t.Context(), `DELETE FROM river_job`)
		must(t, err)
		must(t, a.EraseDue(t.Context()))
		started(t, a)
		finish(t, a)
		wantNoRow(t, a, id)
	})
}
