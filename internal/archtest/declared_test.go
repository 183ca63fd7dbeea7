package archtest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"handrail/internal/app"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/declare"
)

// theirTables are tables that libraries and engines make for themselves, like
// FTS5 for its index. Everything else in the database is ours and has to be
// declared.
var theirTables = []string{"river_", "goose_", "sqlite_", "search_index"}

// TestTheDeclarationHoldsTogether: a way leads from every row about an account
// to that account, and no column outlives its row.
func TestTheDeclarationHoldsTogether(t *testing.T) {
	if err := declare.Check(app.Declared()); err != nil {
		t.Error(err)
	}
}

// TestEveryColumnIsDeclared compares the migrated schema with the declaration of
// data, both ways.
func TestEveryColumnIsDeclared(t *testing.T) {
	dbtest.EachAddress(t, app.Schema, func(t *testing.T, address string) {
		main := dbtest.Open(t, db.Options{Address: address})
		real := columnsOf(t, main)
		real = append(real, columnsOf(t, keyStore(t, main, address))...)
		var declared []string
		for _, table := range app.Declared() {
			for _, c := range table.Columns {
				declared = append(declared, table.Name+"."+c.Name)
				if c.Why == "" || c.Kept == "" {
					t.Errorf("%s.%s does not say why it is kept, or for how long", table.Name, c.Name)
				}
			}
			for _, c := range table.Order {
				if !slices.Contains(real, table.Name+"."+c) {
					t.Errorf("%s is ordered by %s, which it does not have", table.Name, c)
				}
			}
		}
		for _, c := range real {
			if !slices.Contains(declared, c) {
				t.Errorf("%s is not declared: say whose it is, why, and for how long", c)
			}
		}
		for _, c := range declared {
			if !slices.Contains(real, c) {
				t.Errorf("%s is declared, but no such column exists", c)
			}
		}
	})
}

// columnsOf are the columns that hold something. One that is generated holds
// what the others do; SQLite leaves it out of its list by itself.
func columnsOf(t *testing.T, d *db.DB) []string {
	t.Helper()
	query := `SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	if d.Engine() == db.Postgres {
		query = `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_generated = 'NEVER'`
	}
	rows, err := d.Writer().QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(theirTables, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			columns = append(columns, name)
		}
	}
	return columns
}
