package archtest

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"handrail/internal/account/belongings"
	"handrail/internal/app"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/seal"
)

// TestEveryWayIsTakenByBothEngines runs all that is made from the declaration:
// counting, reading, copying, erasing.
func TestEveryWayIsTakenByBothEngines(t *testing.T) {
	dbtest.EachAddress(t, app.Schema, func(t *testing.T, address string) {
		ctx := context.Background()
		main := dbtest.Open(t, db.Options{Address: address})
		store := dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db")})
		keys, err := seal.Open(ctx, store, clock.System(), bytes.Repeat([]byte{1}, seal.KeyBytes))
		if err != nil {
			t.Fatal(err)
		}
		b, err := belongings.New(main, keys, app.Declared())
		if err != nil {
			t.Fatal(err)
		}
		counts, err := b.Count(ctx, "nobody")
		if err != nil || len(counts) < 8 {
			t.Errorf("counted %v, %v", counts, err)
		}
		for name, do := range map[string]func() error{
			"read":  func() error { return b.ReadAll(ctx, "nobody", func(string, belongings.Row) error { return nil }) },
			"copy":  func() error { return b.WriteCopy(ctx, io.Discard, "nobody", time.Unix(0, 0), nil) },
			"leave": func() error { _, err := b.Leave(ctx, "nobody", 0); return err },
			"erase": func() error { _, err := b.Erase(ctx, "nobody", 0); return err },
		} {
			if err := do(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// reference is a foreign key of the schema.
type reference struct{ From, Column, To, Deleted string }

func references(t *testing.T) []reference {
	t.Helper()
	d := dbtest.Open(t, db.Options{Address: dbtest.SQLite(t, app.Schema)})
	rows, err := d.Writer().QueryContext(context.Background(),
		`SELECT m.name, f."from", f."table", f.on_delete FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []reference
	for rows.Next() {
		var r reference
		if err := rows.Scan(&r.From, &r.Column, &r.To, &r.Deleted); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if len(all) < 5 {
		t.Fatalf("only %d references were found", len(all))
	}
	return all
}

// TestRowsReferOnlyToTablesDeclaredBefore: erasing goes through the tables from
// the last to the first.
func TestRowsReferOnlyToTablesDeclaredBefore(t *testing.T) {
	place := map[string]int{}
	for i, table := range app.Declared() {
		place[table.Name] = i
	}
	for _, r := range references(t) {
		from, known := place[r.From]
		if to, declared := place[r.To]; known && declared && r.From != r.To && from < to {
			t.Errorf("%s.%s refers to %s, which is declared after it", r.From, r.Column, r.To)
		}
	}
}

// sameAccount names references between rows that belong to one account, though
// no way leads along them.
var sameAccount = []string{
	"notify_device.session_id", // a browser takes notices for whoever is signed in on it
}

// TestErasingARowTakesNothingOfAnother: what the database deletes together with
// a row belongs to the same account.
func TestErasingARowTakesNothingOfAnother(t *testing.T) {
	owned := map[string]declare.Table{}
	for _, table := range app.Declared() {
		if len(table.Of) > 0 {
			owned[table.Name] = table
		}
	}
	for _, r := range references(t) {
		from, both := owned[r.From]
		if _, is := owned[r.To]; !both || !is || r.Deleted != "CASCADE" || slices.Contains(sameAccount, r.From+"."+r.Column) {
			continue
		}
		if !slices.ContainsFunc(from.Of, func(w declare.Way) bool { return w.Column == r.Column }) {
			t.Errorf("rows of %s are deleted with those of %s by %s, and no way of theirs begins there", r.From, r.To, r.Column)
		}
	}
}

// TestOwnedRowsHaveAPlaceInTheirOrder: reading by pages and the place of a
// sealed value need columns that are never NULL.
func TestOwnedRowsHaveAPlaceInTheirOrder(t *testing.T) {
	d := dbtest.Open(t, db.Options{Address: dbtest.SQLite(t, app.Schema)})
	for _, table := range app.Declared() {
		for _, column := range table.Order {
			if len(table.Of) == 0 {
				continue
			}
			var place bool
			err := d.Writer().QueryRowContext(context.Background(),
				`SELECT "notnull" OR pk > 0 FROM pragma_table_info(?) WHERE name = ?`, table.Name, column).Scan(&place)
			if err != nil || !place {
				t.Errorf("%s is ordered by %s, which may be NULL (%v)", table.Name, column, err)
			}
		}
	}
}
