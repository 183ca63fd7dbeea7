package backup

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
)

// The statements of this file are made from the declaration of data, and the
// names in them have passed Table.check. All other statements of Handrail are
// constants.

func quoted(name string) string { return `"` + name + `"` }

func list(columns []Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quoted(c.Name)
	}
	return strings.Join(names, ", ")
}

// describeDeclared is how the tables of the logical export look, in the order
// of their names, and how many rows they have in all.
func describeDeclared(ctx context.Context, tx *db.Tx, declared []declare.Table) ([]Table, int64, error) {
	var tables []Table
	var total int64
	for _, d := range declared {
		if d.Outside {
			continue
		}
		t := Table{Name: d.Name, Order: d.Order}
		for _, c := range d.Columns {
			t.Columns = append(t.Columns, Column{Name: c.Name})
		}
		if err := t.check(); err != nil {
			return nil, 0, fmt.Errorf("%s: %w", t.Name, err)
		}
		if err := t.describe(ctx, tx); err != nil {
			return nil, 0, err
		}
		rows, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM `+quoted(t.Name))
		if err != nil {
			return nil, 0, err
		}
		total += rows
		tables = append(tables, t)
	}
	slices.SortFunc(tables, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	return tables, total, nil
}

// describe asks the database for the kind of each column.
func (t Table) describe(ctx context.Context, tx *db.Tx) error {
	rows, err := tx.SQL().QueryContext(ctx, `SELECT `+list(t.Columns)+` FROM `+quoted(t.Name)+` LIMIT 0`)
	if err != nil {
		return fmt.Errorf("the table %s is not as it is declared: %w", t.Name, err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	for i, c := range types {
		kind, known := kindOf(c.DatabaseTypeName())
		if !known {
			return fmt.Errorf("the column %s.%s is missing, or of a type that no backup carries", t.Name, t.Columns[i].Name)
		}
		t.Columns[i].Kind = kind
	}
	return rows.Err()
}

// canonical sorts the rows alike on both engines: byte by byte, and what is
// missing first.
func (t Table) canonical(engine db.Engine) string {
	collation := ` COLLATE BINARY`
	if engine == db.Postgres {
		collation = ` COLLATE "C"`
	}
	terms := make([]string, len(t.Order))
	for i, name := range t.Order {
		terms[i] = quoted(name)
		if t.column(name).Kind == Words {
			terms[i] += collation
		}
		terms[i] += ` NULLS FIRST`
	}
	return strings.Join(terms, ", ")
}

// eachRow calls fn with every row of t as a line, in canonical order. The line
// is only lent.
func eachRow(ctx context.Context, tx *db.Tx, t Table, fn func(line []byte) error) error {
	rows, err := tx.SQL().QueryContext(ctx, `SELECT `+list(t.Columns)+` FROM `+quoted(t.Name)+` ORDER BY `+t.canonical(tx.Engine()))
	if err != nil {
		return err
	}
	defer rows.Close()
	values, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	var line bytes.Buffer
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		line.Reset()
		if err := appendRow(&line, t.Columns, values); err != nil {
			return err
		}
		if err := fn(line.Bytes()); err != nil {
			return err
		}
	}
	return rows.Err()
}

func clearTable(ctx context.Context, tx *db.Tx, t Table) error {
	_, err := tx.Exec(ctx, `DELETE FROM `+quoted(t.Name))
	return err
}

// parameters is how many one statement may have: fewer than the least that
// either engine takes.
const parameters = 30000

// inserter writes many rows with few statements.
type inserter struct {
	tx    *db.Tx
	table Table
	rows  int // in a full statement
	args  []any
	full  *sql.Stmt
}

func newInserter(ctx context.Context, tx *db.Tx, t Table) (*inserter, error) {
	i := &inserter{tx: tx, table: t, rows: max(1, min(200, parameters/len(t.Columns)))}
	var err error
	i.full, err = tx.SQL().PrepareContext(ctx, i.statement(i.rows))
	return i, err
}

func (i *inserter) statement(rows int) string {
	one := `(` + strings.TrimSuffix(strings.Repeat(`?, `, len(i.table.Columns)), `, `) + `)`
	statement := `INSERT INTO ` + quoted(i.table.Name) + ` (` + list(i.table.Columns) + `) VALUES ` +
		strings.TrimSuffix(strings.Repeat(one+`, `, rows), `, `)
	if i.tx.Engine() == db.Postgres {
		return db.Numbered(statement)
	}
	return statement
}

func (i *inserter) add(ctx context.Context, values []any) error {
	i.args = append(i.args, values...)
	if len(i.args) < i.rows*len(i.table.Columns) {
		return nil
	}
	_, err := i.full.ExecContext(ctx, i.args...)
	i.args = i.args[:0]
	return err
}

// close writes what is left, where all went well so far.
func (i *inserter) close(ctx context.Context, well bool) error {
	defer i.full.Close()
	if len(i.args) == 0 || !well {
		return nil
	}
	_, err := i.tx.SQL().ExecContext(ctx, i.statement(len(i.args)/len(i.table.Columns)), i.args...)
	return err
}

// deferKeys puts off looking at foreign keys until the function that it returns
// is called.
func deferKeys(ctx context.Context, tx *db.Tx) (check func(context.Context) error, err error) {
	if tx.Engine() == db.SQLite {
		_, err := tx.Exec(ctx, `PRAGMA defer_foreign_keys = ON`)
		return func(ctx context.Context) error { return looseRows(ctx, tx) }, err
	}
	keys, err := db.All[foreignKey](ctx, tx, foreignKeys)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if _, err := tx.Exec(ctx, `ALTER TABLE `+k.Table+` DROP CONSTRAINT `+k.Name); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error {
		for _, k := range keys {
			if _, err := tx.Exec(ctx, `ALTER TABLE `+k.Table+` ADD CONSTRAINT `+k.Name+` `+k.Is); err != nil {
				return fmt.Errorf("%w (rows of %s refer to rows that are not there: %v)", ErrDamaged, k.Table, err)
			}
		}
		return nil
	}, nil
}

const foreignKeys = `SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
	WHERE contype = 'f' AND connamespace = current_schema()::text::regnamespace ORDER BY 1, 2 LIMIT 10000`

type foreignKey struct{ Table, Name, Is string }

// Fields are the columns of foreignKeys.
func (k *foreignKey) Fields() []any { return []any{&k.Table, &k.Name, &k.Is} }

func looseRows(ctx context.Context, tx *db.Tx) error {
	table, err := db.Scalar[string](ctx, tx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("%w (rows of %s refer to rows that are not there)", ErrDamaged, table)
}

// pastTimes are the names of columns that say when something was.
func pastTimes() []string { return []string{"at", "made_at", "seen_at", "changed_at"} }

// NewestRow is the latest time, in unix milliseconds, that any row of the
// declared tables says it was written; 0 when there is none.
func NewestRow(ctx context.Context, tx *db.Tx, declared []declare.Table) (int64, error) {
	var newest int64
	for _, d := range declared {
		for _, c := range d.Columns {
			if d.Outside || !slices.Contains(pastTimes(), c.Name) || !plainName.MatchString(d.Name) {
				continue
			}
			at, err := db.Scalar[int64](ctx, tx, `SELECT COALESCE(MAX(`+quoted(c.Name)+`), 0) FROM `+quoted(d.Name))
			if err != nil {
				return 0, err
			}
			newest = max(newest, at)
		}
	}
	return newest, nil
}
