package belongings

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/seal"
)

// State says what there is to show of a value.
type State int

// The states.
const (
	Shown  State = iota // Value holds it
	Empty               // there is none
	Secret              // there is one, and it is not shown
	Locked              // its key is destroyed, or belongs to somebody unknown
	Broken              // it does not open with its key
)

// Field is one value of a row.
type Field struct {
	Column declare.Column
	State  State
	// Value is a string, an int64, a bool, a []byte or, where
	// Column.IsTime, a time.Time; nil unless State is Shown. What was sealed is
	// a string.
	Value any
}

// Row is one row, its fields in the order of the declaration.
type Row struct{ Fields []Field }

// Field is the value of a column; its State is Empty where the row has none of
// that name.
func (r Row) Field(name string) Field {
	for _, f := range r.Fields {
		if f.Column.Name == name {
			return f
		}
	}
	return Field{State: Empty}
}

// Read calls visit with every row that belongs to the account and has something
// in a copy for its owner, table after table: the columns declared ToOwner that
// are theirs, sealed ones opened. Rows are read in pages and not all at one
// moment.
func (b *Belongings) Read(ctx context.Context, account string, visit func(table string, row Row) error) error {
	return b.read(ctx, account, false, visit)
}

// ReadAll calls visit with every row that belongs to the account, and every
// column of it, as the server could hand it over. Secrets are only said to be
// there.
func (b *Belongings) ReadAll(ctx context.Context, account string, visit func(table string, row Row) error) error {
	return b.read(ctx, account, true, visit)
}

func (b *Belongings) read(ctx context.Context, account string, all bool, visit func(string, Row) error) error {
	if account == "" {
		return errNobody
	}
	for _, t := range b.tables {
		if !all && !exported(t.Columns) {
			continue
		}
		if err := b.readTable(ctx, t, account, all, func(r Row) error { return visit(t.Name, r) }); err != nil {
			return err
		}
	}
	for _, o := range b.own {
		if !all && !exported(o.Columns) {
			continue
		}
		if err := o.Read(ctx, account, all, func(r Row) error { return visit(o.name, r) }); err != nil {
			return err
		}
	}
	return nil
}

func exported(columns []declare.Column) bool {
	return slices.ContainsFunc(columns, func(c declare.Column) bool { return c.Export == declare.ToOwner })
}

// readTable opens what is sealed between the pages, never in a transaction.
func (b *Belongings) readTable(ctx context.Context, t table, account string, all bool, visit func(Row) error) error {
	var after []any
	for {
		var rows []found
		err := b.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			rows, err = t.rowsAfter(ctx, tx, account, after)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			row, err := b.shown(ctx, t, r, account, all)
			if err != nil {
				return err
			}
			if len(row.Fields) == 0 {
				continue // nothing of it is theirs to have
			}
			if err := visit(row); err != nil {
				return err
			}
		}
		if len(rows) < page {
			return nil
		}
		after = t.place(rows[len(rows)-1])
	}
}

func (b *Belongings) shown(ctx context.Context, t table, r found, account string, all bool) (Row, error) {
	var row Row
	for i, c := range t.Columns {
		if !all && (c.Export != declare.ToOwner || c.Of != declare.Everyone && !r.by[t.WayOf(c)]) {
			continue
		}
		f := Field{Column: c}
		var err error
		switch value := r.values[i]; {
		case value == nil || c.IsTime() && value == int64(0):
			f.State = Empty
		case c.Secret:
			f.State = Secret
		case c.Sealed:
			f, err = b.opened(ctx, t, r, c, account)
		case c.IsTime():
			f.Value = moment(value)
		default:
			f.Value = value
		}
		if err != nil {
			return row, err
		}
		row.Fields = append(row.Fields, f)
	}
	return row, nil
}

func moment(value any) any {
	if ms, is := value.(int64); is {
		return clock.FromMillis(ms)
	}
	return value
}

// opened opens a value with the key of the account that the column belongs to.
func (b *Belongings) opened(ctx context.Context, t table, r found, c declare.Column, account string) (Field, error) {
	owner := t.ownerOf(c, r, account)
	sealed, is := t.value(r, c.Name).([]byte)
	if owner == "" || !is {
		return Field{Column: c, State: Locked}, nil
	}
	plain, err := b.keys.Open(ctx, c.SealedBy.Owner(owner), sealed, declare.About(t.Name, c.Name, t.id(r)))
	switch {
	case errors.Is(err, seal.ErrDestroyed):
		return Field{Column: c, State: Locked}, nil
	case errors.Is(err, seal.ErrNotOpened):
		return Field{Column: c, State: Broken}, nil
	case err != nil:
		return Field{}, fmt.Errorf("open %s.%s: %w", t.Name, c.Name, err)
	}
	return Field{Column: c, Value: string(plain)}, nil
}

// ownerOf is the account whose key seals a column of this row, or "" where the
// row does not say.
func (t table) ownerOf(c declare.Column, r found, account string) string {
	way := t.WayOf(c)
	if r.by[way] {
		return account
	}
	if t.Of[way].Table != "" {
		return ""
	}
	owner, _ := t.value(r, t.Of[way].Column).(string)
	return owner
}

func (t table) value(r found, column string) any {
	return r.values[slices.IndexFunc(t.Columns, func(c declare.Column) bool { return c.Name == column })]
}

// place is where a row stands in the order of its table.
func (t table) place(r found) []any {
	values := make([]any, len(t.Order))
	for i, name := range t.Order {
		values[i] = t.value(r, name)
	}
	return values
}

// id is the row's id, as declare.About takes it.
func (t table) id(r found) string {
	var parts []string
	for _, value := range t.place(r) {
		parts = append(parts, fmt.Sprint(value))
	}
	return strings.Join(parts, ":")
}
