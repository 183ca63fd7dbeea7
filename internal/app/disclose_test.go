package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/account/belongings"
	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/platform/db"
)

// rawRows counts, by table, the rows that hold an account's id in whatever
// column, or the id of such a row: what somebody finds who searches the
// database with nothing but patience.
func rawRows(t *testing.T, a *apptest.App, id string) map[string]int {
	t.Helper()
	lines := strings.Split(a.Dump(), "\n")
	reached, counts := []string{id}, map[string]int{}
	seen := map[int]bool{}
	for again := true; again; {
		again = false
		for n, line := range lines {
			if seen[n] || !slices.ContainsFunc(reached, func(one string) bool { return strings.Contains(line, one) }) {
				continue
			}
			seen[n], again = true, true
			table, rest, _ := strings.Cut(line, " ")
			counts[table]++
			if own, is := strings.CutPrefix(rest, "id="); is && !strings.HasPrefix(table, "river_") {
				reached = append(reached, strings.Fields(own)[0])
			}
		}
	}
	return counts
}

func TestWhatIsDisclosedAgreesWithARawSearch(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ctx := t.Context()
		ana := a.Viewer(apptest.Ana)
		name, err := a.Accounts.Rename(ctx, ana, "Plantedana")
		must(t, err)
		token, err := a.Accounts.SetPassphrase(ctx, ana, "a heron plants reeds by the quarry")
		must(t, err)
		a.Hold(apptest.Ana, token)
		_, err = a.Accounts.SignIn(ctx, account.Attempt{Name: name, Words: "a heron plants reeds by the quarry", Visit: account.Visit{Kind: account.Kept, Device: "Planted Tablet"}})
		must(t, err)
		link, err := a.Accounts.NewTrust(ctx, a.Viewer(apptest.Ana), "planted label")
		must(t, err)
		must(t, a.Accounts.TakeTrust(ctx, a.Viewer(apptest.Stella), link, "a label by Stella"))
		_, err = a.Accounts.AskCopy(ctx, a.Viewer(apptest.Ana))
		must(t, err)
		by, err := account.ByViewer(a.Viewer(apptest.Stella), "planted reason")
		must(t, err)
		must(t, a.Accounts.Pause(ctx, by, ana.Account))
		must(t, a.Accounts.Resume(ctx, by, ana.Account))

		found, err := app.Disclose(ctx, a.Config, strings.ToUpper(name))
		must(t, err)
		counts, all := map[string]int{}, ""
		for _, table := range found.Tables {
			counts[table.Name] += len(table.Rows)
			all += fmt.Sprintf("%v\n", table.Rows)
		}
		if n := counts["audit_entry"]; n != 2 {
			t.Errorf("%d entries of the record, want those of a pause and its end", n)
		}
		delete(counts, "audit_entry") // it holds marks, which no search finds
		for table, n := range rawRows(t, a, ana.Account) {
			if counts[table] != n {
				t.Errorf("%s: a raw search finds %d rows, and %d are disclosed", table, n, counts[table])
			}
			delete(counts, table)
		}
		if len(counts) > 0 {
			t.Errorf("disclosed, and not found by a raw search: %v", counts)
		}
		for _, text := range []string{name, "Planted Tablet", "planted label", "planted reason"} {
			if !strings.Contains(all, text) {
				t.Errorf("it lacks %q", text)
			}
		}
		if strings.Contains(all, "a heron plants") {
			t.Error("a secret is disclosed, which is not even kept")
		}
	})
}

// Every declared column of every row is there, secrets only as such.
func TestWhatIsDisclosedIsEveryColumn(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	name, err := a.Accounts.NameFor(t.Context(), a.Viewer(apptest.Ana))
	must(t, err)
	found, err := app.Disclose(t.Context(), a.Config, name)
	must(t, err)
	for _, declared := range app.Declared() {
		for _, table := range found.Tables {
			if table.Name != declared.Name || len(declared.Of) == 0 {
				continue
			}
			for _, c := range declared.Columns {
				f := table.Rows[0].Field(c.Name)
				if f.Column.Name != c.Name {
					t.Errorf("%s.%s is not disclosed", table.Name, c.Name)
				}
				if c.Secret && f.State != belongings.Secret && f.State != belongings.Empty {
					t.Errorf("%s.%s is a secret, and is shown", table.Name, c.Name)
				}
			}
		}
	}
}

func TestDisclosingNobodySaysSo(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	_, err := app.Disclose(t.Context(), a.Config, "nobody-0000")
	if err == nil || !strings.Contains(err.Error(), `nobody signs in here as "nobody-0000"`) {
		t.Errorf("said %v", err)
	}
	c := a.Config
	c.Folder = app.Folder(t.TempDir())
	if _, err := app.Disclose(t.Context(), c, "nobody-0000"); err == nil || !strings.Contains(err.Error(), "there is no Handrail in") {
		t.Errorf("in an empty folder: %v", err)
	}
}

func TestASteward(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	name, err := a.Accounts.NameFor(t.Context(), a.Viewer(apptest.Stella))
	must(t, err)
	found, err := app.Disclose(t.Context(), a.Config, name)
	must(t, err)
	var entries int64
	a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		entries, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM audit_entry`)
		return err
	})
	i := slices.IndexFunc(found.Tables, func(d app.DisclosedTable) bool { return d.Title == "What you did as a steward" })
	if i < 0 || len(found.Tables[i].Rows) == 0 || int64(len(found.Tables[i].Rows)) > entries {
		t.Errorf("of %d entries: %+v", entries, found.Tables)
	}
}
