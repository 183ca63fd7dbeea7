package belongings

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
)

// The statements of this file are made from the declaration of data, whose
// names have passed declare.Check. Values are always bound.

// table is a declared table with the condition that each of its ways puts to a
// row: true where the row belongs to the account that is bound to its one ?.
type table struct {
	declare.Table
	ways []string
}

func newTable(t declare.Table, all []declare.Table) table {
	made := table{Table: t}
	for _, w := range t.Of {
		made.ways = append(made.ways, condition(w, all))
	}
	return made
}

func condition(w declare.Way, all []declare.Table) string {
	if w.Table == "" {
		return quoted(w.Column) + ` = ?`
	}
	parent := all[slices.IndexFunc(all, func(t declare.Table) bool { return t.Name == w.Table })]
	return quoted(w.Column) + ` IN (SELECT ` + quoted(w.Key) + ` FROM ` + quoted(w.Table) + ` WHERE ` + condition(parent.Of[0], all) + `)`
}

func quoted(name string) string { return `"` + name + `"` }

func list(names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, quoted(name))
	}
	return strings.Join(all, ", ")
}

func (t table) any() string { return `(` + strings.Join(t.ways, ` OR `) + `)` }

// each is the account once for every way.
func (t table) each(account string) []any {
	var args []any
	for range t.ways {
		args = append(args, account)
	}
	return args
}

func (t table) count(ctx context.Context, tx *db.Tx, account string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM `+quoted(t.Name)+` WHERE `+t.any(), t.each(account)...)
}

// found is a row as it lies in the database.
type found struct {
	by     []bool // which of the ways lead to the account
	values []any  // of the columns
}

// rowsAfter are the next rows of the account in the order of the table.
func (t table) rowsAfter(ctx context.Context, tx *db.Tx, account string, after []any) ([]found, error) {
	var terms []string
	for _, way := range t.ways {
		terms = append(terms, `CASE WHEN `+way+` THEN 1 ELSE 0 END`)
	}
	for _, c := range t.Columns {
		terms = append(terms, quoted(c.Name))
	}
	args := append(t.each(account), t.each(account)...)
	query := `SELECT ` + strings.Join(terms, ", ") + ` FROM ` + quoted(t.Name) + ` WHERE ` + t.any()
	if after != nil {
		query += ` AND (` + list(t.Order) + `) > (` + strings.TrimSuffix(strings.Repeat(`?, `, len(after)), `, `) + `)`
		args = append(args, after...)
	}
	query += ` ORDER BY ` + list(t.Order) + ` LIMIT ` + strconv.Itoa(page)
	if tx.Engine() == db.Postgres {
		query = db.Numbered(query)
	}
	rows, err := tx.SQL().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return t.scan(rows)
}

func (t table) scan(rows *sql.Rows) ([]found, error) {
	kinds, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	var all []found
	for rows.Next() {
		values, into := make([]any, len(kinds)), make([]any, len(kinds))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		r := found{values: values[len(t.ways):]}
		for i := range t.ways {
			r.by = append(r.by, values[i] == int64(1))
		}
		for i := range r.values {
			if n, is := r.values[i].(int64); is && kindOf(kinds[len(t.ways)+i].DatabaseTypeName()) == Truth {
				r.values[i] = n != 0 // as SQLite has it
			}
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// Kind is what a column holds.
type Kind string

// The kinds, as a copy names them.
const (
	Words  Kind = "text"
	Whole  Kind = "number"
	Truth  Kind = "truth"
	Bytes  Kind = "bytes"
	Moment Kind = "time"
)

func kindOf(databaseType string) Kind {
	switch strings.ToUpper(databaseType) {
	case "TEXT":
		return Words
	case "BOOLEAN", "BOOL":
		return Truth
	case "BYTEA", "BLOB":
		return Bytes
	}
	return Whole
}

// shape is a column as the database has it.
type shape struct {
	Name, Type string
	Required   bool // it takes no NULL
}

// Fields are the columns of shapes.
func (s *shape) Fields() []any { return []any{&s.Name, &s.Type, &s.Required} }

var shapes = db.Pair{
	SQLite: `SELECT name, type, "notnull" FROM pragma_table_info(?)`,
	Postgres: `SELECT column_name, data_type, is_nullable = 'NO' FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name = ?`,
}

func (t table) shapes(ctx context.Context, tx *db.Tx) (map[string]shape, error) {
	found, err := db.All[shape](ctx, tx, tx.Pick(shapes), t.Name)
	all := map[string]shape{}
	for _, s := range found {
		all[s.Name] = s
	}
	return all, err
}

// remove deletes at most so many rows to which a way leads, and says how many.
func (t table) remove(ctx context.Context, tx *db.Tx, way int, account string, most int) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM `+quoted(t.Name)+t.some(t.ways[way], most), account)
}

// cut empties columns of at most so many rows to which a way leads.
func (t table) cut(ctx context.Context, tx *db.Tx, way int, columns []string, account string, most int) (int64, error) {
	shapes, err := t.shapes(ctx, tx)
	if err != nil {
		return 0, err
	}
	var set, full []string
	for _, name := range columns {
		empty := `NULL`
		filled := quoted(name) + ` IS NOT NULL`
		if s := shapes[name]; s.Required {
			empty = emptyOf(kindOf(s.Type), tx.Engine())
			filled = quoted(name) + ` <> ` + empty
		}
		set = append(set, quoted(name)+` = `+empty)
		full = append(full, filled)
	}
	where := t.ways[way] + ` AND (` + strings.Join(full, ` OR `) + `)`
	return tx.Exec(ctx, `UPDATE `+quoted(t.Name)+` SET `+strings.Join(set, ", ")+t.some(where, most), account)
}

func (t table) some(where string, most int) string {
	return ` WHERE (` + list(t.Order) + `) IN (SELECT ` + list(t.Order) + ` FROM ` + quoted(t.Name) +
		` WHERE ` + where + ` ORDER BY ` + list(t.Order) + ` LIMIT ` + strconv.Itoa(most) + `)`
}

// emptyOf is what stands in a column that takes no NULL when its value is cut.
func emptyOf(kind Kind, engine db.Engine) string {
	switch {
	case kind == Words:
		return `''`
	case kind == Truth:
		return `FALSE`
	case kind == Bytes && engine == db.Postgres:
		return `''::bytea`
	case kind == Bytes:
		return `x''`
	}
	return `0`
}

// scrub takes deleted bytes out of the database's own history: the write-ahead
// log of SQLite, the dead rows of PostgreSQL. It is false while somebody still
// reads that history.
func (b *Belongings) scrub(ctx context.Context) (bool, error) {
	if b.db.Engine() == db.SQLite {
		var busy, frames, moved int64
		err := b.db.Writer().QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
		return busy == 0, err
	}
	for _, t := range b.tables {
		if _, err := b.db.Writer().ExecContext(ctx, `VACUUM `+quoted(t.Name)); err != nil {
			return false, err
		}
	}
	return true, nil
}
