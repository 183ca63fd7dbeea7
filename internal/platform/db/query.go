package db

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"handrail/internal/platform/fault"
)

// Row is implemented by *T: Fields are the destinations of a SELECT, in the
// order of its columns.
type Row[T any] interface {
	*T
	Fields() []any
}

// Exec runs a statement and says how many rows it changed.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	t.db.ran.Add(1)
	result, err := t.exec(ctx, query, args)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// All reads every row that the query finds. The query has a LIMIT.
func All[T any, P Row[T]](ctx context.Context, t *Tx, query string, args ...any) ([]T, error) {
	t.db.ran.Add(1)
	rows, err := t.query(ctx, query, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var v T
		if err := rows.Scan(P(&v).Fields()...); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// One reads the row that the query finds, and is fault.Missing when it finds
// none.
func One[T any, P Row[T]](ctx context.Context, t *Tx, query string, args ...any) (T, error) {
	var v T
	t.db.ran.Add(1)
	err := t.queryRow(ctx, query, args).Scan(P(&v).Fields()...)
	return v, missing(err)
}

// Scalar reads a single value, and is fault.Missing when there is no row.
func Scalar[V any](ctx context.Context, t *Tx, query string, args ...any) (V, error) {
	var v V
	t.db.ran.Add(1)
	err := t.queryRow(ctx, query, args).Scan(&v)
	return v, missing(err)
}

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing()
	}
	return err
}

func (d *DB) bind(query string) string {
	if d.engine == SQLite {
		return query
	}
	if bound, ok := d.bound.Load(query); ok {
		return bound.(string)
	}
	bound := Numbered(query)
	d.bound.Store(query, bound)
	return bound
}

// Numbered writes the ? placeholders of a statement as $1, $2 …, which is what
// PostgreSQL takes. A ? inside quotes is left alone.
func Numbered(query string) string {
	var b strings.Builder
	n, quoted := 0, false
	for _, r := range query {
		switch {
		case r == '\'':
			quoted = !quoted
		case r == '?' && !quoted:
			n++
			b.WriteString("$" + strconv.Itoa(n))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
