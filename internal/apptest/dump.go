package apptest

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"handrail/internal/platform/db"
)

// Dump is every row of every table as text, for a test that looks for what must
// or must not be there, or that compares before and after.
func (a *App) Dump() string {
	a.t.Helper()
	var all []string
	for _, table := range a.tables() {
		query := `SELECT * FROM "` + table + `"`
		rows, err := a.DB.Writer().QueryContext(context.Background(), query)
		must(a.t, err)
		columns, err := rows.Columns()
		must(a.t, err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			must(a.t, rows.Scan(values...))
			line := table
			for i, v := range values {
				line += fmt.Sprintf(" %s=%v", columns[i], text(*v.(*any)))
			}
			all = append(all, line)
		}
		must(a.t, rows.Close())
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

func text(v any) any {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return v
}

func (a *App) tables() []string {
	a.t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if a.DB.Engine() == db.Postgres {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`
	}
	rows, err := a.DB.Writer().QueryContext(context.Background(), query)
	must(a.t, err)
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		must(a.t, rows.Scan(&name))
		names = append(names, name)
	}
	return names
}
