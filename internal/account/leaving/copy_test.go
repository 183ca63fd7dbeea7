package leaving_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/archive"
	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

func TestACopyFromAskingToDeleting(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Make a copy")
		phrase := ask(t, a, apptest.Zoe)
		if n := len(strings.Fields(phrase)); n != 10 {
			t.Errorf("the phrase has %d words: too few to be guessed at for years", n)
		}
		page := a.Get(apptest.Zoe, "/settings/copy")
		want(t, page, 200, "Your copy is being made", "Look again", "/cancel")
		lacks(t, page, phrase)

		started(t, a)
		settle(t, a)
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Your copy is ready", "Save the file")
		c := copyOf(t, a, apptest.Zoe)
		if c.Done == 0 || c.Done != c.Total || c.Ends != apptest.Start.Add(account.CopyKept) {
			t.Errorf("the copy is %+v", c)
		}
		got := a.Get(apptest.Zoe, "/settings/copy/"+c.ID+"/file")
		want(t, got, 200)
		if d := got.Header.Get("Content-Disposition"); d != "attachment; filename="+archive.FileName {
			t.Errorf("it is handed over as %q", d)
		}
		if !json.Valid([]byte(fetch(t, a, apptest.Zoe, phrase))) {
			t.Error("what is inside is not JSON")
		}
		for _, other := range []apptest.Person{apptest.Ana, apptest.Stella} {
			want(t, a.Get(other, "/settings/copy/"+c.ID+"/file"), 404)
			want(t, a.Post(other, "/settings/copy/"+c.ID+"/removal", url.Values{}), 404)
		}
		if n := len(copies(t, a)); n != 1 {
			t.Errorf("%d files", n)
		}
		wantLocation(t, a.Post(apptest.Zoe, "/settings/copy/"+c.ID+"/cancel", url.Values{}), "/settings/copy")
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Your copy is ready") // it was made while they stopped it
		wantLocation(t, a.Post(apptest.Zoe, "/settings/copy/"+c.ID+"/removal", url.Values{}), "/settings/copy")
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Make a copy")
		want(t, a.Get(apptest.Zoe, "/settings/copy/"+c.ID+"/file"), 404)
		if n := len(copies(t, a)); n != 0 {
			t.Errorf("%d files are left", n)
		}
	})
}

func TestThePhraseIsShownOnceAndKeptOnlySealed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		once := url.Values{"once": {id.Token()}}
		first := a.Post(apptest.Zoe, "/settings/copy", once)
		phrase := secretOnPage.FindStringSubmatch(first.Body)[1]
		again := a.Post(apptest.Zoe, "/settings/copy", once)
		if again.Code != 303 || strings.Contains(again.Body, phrase) {
			t.Errorf("the same form again: %d", again.Code)
		}
		wantLocation(t, a.Post(apptest.Zoe, "/settings/copy", url.Values{}), "/settings/copy") // one at a time
		if strings.Contains(a.Dump(), phrase) {
			t.Error("the phrase lies in the database")
		}
		started(t, a)
		settle(t, a)
		if strings.Contains(a.Dump(), phrase) || strings.Contains(a.Log.Text(), phrase) {
			t.Error("the phrase lies in the database, or the log")
		}
		var secrets int64
		must(t, a.DB.Writer().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM account_copy WHERE secret IS NOT NULL`).Scan(&secrets))
		if secrets != 0 {
			t.Error("the sealed phrase outlives the work")
		}
	})
}

func TestWhoHasKeysShowsOneBeforeACopy(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stale(a)
		wantLocation(t, a.Post(apptest.Ana, "/settings/copy", url.Values{}), "/settings/prove?next=%2Fsettings%2Fcopy")
		if _, err := a.Accounts.AskCopy(t.Context(), a.Viewer(apptest.Ana)); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a copy without a key: %v", err)
		}
		want(t, a.Post(apptest.Zoe, "/settings/copy", url.Values{}), 200) // a seat without keys has none to show
	})
}

// What is in the copy agrees with the declaration, row by row, and nothing of
// anybody else is in it.
func TestACopyIsWholeAndHoldsNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		planted := plant(t, a)
		phrase := ask(t, a, apptest.Ana)
		counts, err := a.Belongings.Count(t.Context(), a.Viewer(apptest.Ana).Account)
		must(t, err)
		started(t, a)
		settle(t, a)
		opened := fetch(t, a, apptest.Ana, phrase)
		var c struct {
			Sections []struct {
				Name    string
				Columns []struct{ Name string }
				Rows    []map[string]any
			}
		}
		must(t, json.Unmarshal([]byte(opened), &c))
		rows := map[string]int{}
		for _, s := range c.Sections {
			rows[s.Name] = len(s.Rows)
			if int64(len(s.Rows)) != counts[s.Name] {
				t.Errorf("%s: %d rows in the copy, %d in the records", s.Name, len(s.Rows), counts[s.Name])
			}
		}
		for _, table := range app.Declared() {
			for _, column := range table.Columns {
				if _, has := rows[table.Name]; column.Export == declare.ToOwner && len(table.Of) > 0 && !has {
					t.Errorf("%s is declared to be in a copy, and is not", table.Name)
				}
			}
		}
		for _, own := range planted.ofAna {
			if !strings.Contains(opened, own) {
				t.Errorf("the copy lacks %q", own)
			}
		}
		for _, foreign := range planted.ofZoe {
			if strings.Contains(opened, foreign) {
				t.Errorf("the copy has %q, which is somebody else's", foreign)
			}
		}
	})
}

func TestACopyIsDeletedAfterTwoDays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ask(t, a, apptest.Zoe)
		started(t, a)
		settle(t, a)
		c := copyOf(t, a, apptest.Zoe)
		a.Clock.Advance(account.CopyKept - time.Millisecond)
		must(t, a.Leaving.Sweep(t.Context()))
		want(t, a.Get(apptest.Zoe, "/settings/copy/"+c.ID+"/file"), 200)
		a.Clock.Advance(time.Millisecond)
		want(t, a.Get(apptest.Zoe, "/settings/copy/"+c.ID+"/file"), 404)
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Make a copy")
		must(t, a.Leaving.Sweep(t.Context()))
		if n := len(copies(t, a)); n != 0 {
			t.Errorf("%d files are left", n)
		}
		ask(t, a, apptest.Zoe) // and there can be another
	})
}

// A plug that is pulled at any commit leaves a copy that the next run makes, no
// half file, and nothing that is left behind.
func TestACopyBearsBeingCutOff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		phrase := ask(t, a, apptest.Zoe)
		c := copyOf(t, a, apptest.Zoe)
		tries := 0
		for ; tries < 20; tries++ {
			a.BreakAfter("db.commit", tries)
			err := a.Leaving.Make(t.Context(), c.ID)
			a.Mend("db.commit")
			if err == nil {
				break
			}
			if !errors.Is(err, apptest.ErrPulled) {
				t.Fatal(err)
			}
			page := a.Get(apptest.Zoe, "/settings/copy")
			want(t, page, 200)
			lacks(t, page, "Save the file")
			want(t, a.Get(apptest.Zoe, "/settings/copy/"+c.ID+"/file"), 404)
		}
		if tries < 3 {
			t.Errorf("the plug was pulled at %d places alone", tries)
		}
		if !json.Valid([]byte(fetch(t, a, apptest.Zoe, phrase))) {
			t.Error("the copy is not whole")
		}
		must(t, a.Leaving.Make(t.Context(), c.ID)) // at least once: a second time changes nothing
		fetch(t, a, apptest.Zoe, phrase)
		must(t, a.Leaving.Sweep(t.Context()))
		if n := len(copies(t, a)); n != 1 {
			t.Errorf("%d files", n)
		}
	})
}

func TestFilesOfNobodyAreSwept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ask(t, a, apptest.Zoe)
		must(t, a.Leaving.Make(t.Context(), copyOf(t, a, apptest.Zoe).ID))
		kept := copies(t, a)
		orphan(t, a)
		must(t, a.Leaving.Sweep(t.Context()))
		if left := copies(t, a); len(left) != 1 || left[0] != kept[0] {
			t.Errorf("left are %v, want %v", left, kept)
		}
	})
}

func TestAStoppedCopyIsNotMade(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ask(t, a, apptest.Zoe)
		c := copyOf(t, a, apptest.Zoe)
		wantLocation(t, a.Post(apptest.Zoe, "/settings/copy/"+c.ID+"/cancel", url.Values{}), "/settings/copy")
		must(t, a.Leaving.Make(t.Context(), c.ID))
		if n := len(copies(t, a)); n != 0 {
			t.Errorf("%d files", n)
		}
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Make a copy")
	})
}

// Another node takes the work over, while the first one is at its last step.
func TestTheLastTryWins(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ask(t, a, apptest.Zoe)
		c := copyOf(t, a, apptest.Zoe)
		first := id.Random()
		_, err := a.Accounts.BeginCopy(t.Context(), c.ID, first)
		must(t, err)
		cutOff := orphan(t, a) // the second one is killed when its file is there
		second, err := a.Accounts.BeginCopy(t.Context(), c.ID, cutOff)
		must(t, err)
		if second.Stale != first {
			t.Errorf("the file of the first try is %q, and %q is to be deleted", first, second.Stale)
		}
		lost := func() {
			t.Helper()
			for name, err := range map[string]error{
				"progress": a.Accounts.CopyProgress(t.Context(), c.ID, first, 1, 2),
				"the end":  a.Accounts.FinishCopy(t.Context(), c.ID, first),
				"failing":  a.Accounts.StickCopy(t.Context(), c.ID, first),
			} {
				if fault.KindOf(err) != fault.NotFound {
					t.Errorf("%s of a try that lost: %v", name, err)
				}
			}
		}
		lost()
		must(t, a.Leaving.Make(t.Context(), c.ID))
		lost()
		if left := copies(t, a); len(left) != 1 || left[0] == cutOff {
			t.Errorf("left are %v", left)
		}
		if copyOf(t, a, apptest.Zoe).State != account.CopyReady {
			t.Error("the try that won is lost too")
		}
	})
}

func TestACopyThatFailsSaysSoAndIsTriedAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		phrase := ask(t, a, apptest.Zoe)
		c := copyOf(t, a, apptest.Zoe)
		must(t, os.RemoveAll(a.Config.Folder.Copies()))
		if err := a.Leaving.Make(t.Context(), c.ID); err == nil {
			t.Fatal("it was made in a place that is not there")
		}
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Your copy is not made yet", "We try again by ourselves", "Stop trying")
		a.Clock.Advance(time.Hour)
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "ask for a new one", "Put it away")
		must(t, os.MkdirAll(a.Config.Folder.Copies()+"/kept", 0o700))
		must(t, os.MkdirAll(a.Config.Folder.Copies()+"/incoming", 0o700))
		if err := a.Leaving.Make(t.Context(), c.ID); err == nil {
			fetch(t, a, apptest.Zoe, phrase)
		}
	})
}

func TestALostFileIsSaidKindly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ask(t, a, apptest.Zoe)
		c := copyOf(t, a, apptest.Zoe)
		must(t, a.Leaving.Make(t.Context(), c.ID))
		for _, file := range copies(t, a) {
			must(t, os.Remove(a.Config.Folder.Copies()+"/kept/"+file))
		}
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "The file is not here any more")
		wantLocation(t, a.Get(apptest.Zoe, "/settings/copy/"+c.ID+"/file"), "/settings/copy")
		wantLocation(t, a.Post(apptest.Zoe, "/settings/copy/"+c.ID+"/removal", url.Values{}), "/settings/copy")
		want(t, a.Get(apptest.Zoe, "/settings/copy"), 200, "Make a copy")
	})
}

func TestNothingOfACopyLiesInTheClear(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	planted := plant(t, a)
	ask(t, a, apptest.Ana)
	must(t, a.Leaving.Make(t.Context(), copyOf(t, a, apptest.Ana).ID))
	files := allFiles(t, string(a.Config.Folder))
	for _, own := range planted.sealed {
		if strings.Contains(files, own) {
			t.Errorf("%q lies on the disk in the clear", own)
		}
	}
	if regexp.MustCompile(`\.copy-`).MatchString(strings.Join(names(t, string(a.Config.Folder)), " ")) {
		t.Error("a draft is left")
	}
}
