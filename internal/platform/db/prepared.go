package db

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
)

// prepared keeps statements of one pool ready on SQLite, where parsing one costs
// as much as running it. Statements are constants, so there are only so many.
// (pgx does this by itself.)
type prepared struct {
	pool  *sql.DB
	known sync.Map // query -> *readied
}

// readied is a statement, once it was used twice. A connection prepares it when
// it first needs it, and keeps it.
type readied struct {
	uses atomic.Int64
	stmt atomic.Pointer[sql.Stmt]
}

// find is the statement for a query, or nil for one that is not ready. What is
// used for the second time is made ready aside: the connection of the moment is
// taken, and with one writer there is no other.
func (p *prepared) find(query string) *sql.Stmt {
	if p == nil {
		return nil
	}
	found, ok := p.known.Load(query)
	if !ok {
		found, _ = p.known.LoadOrStore(query, &readied{})
	}
	r := found.(*readied)
	if r.uses.Add(1) == 2 {
		go func() {
			if stmt, err := p.pool.PrepareContext(context.Background(), query); err == nil {
				r.stmt.Store(stmt)
			}
		}()
	}
	return r.stmt.Load()
}

func (t *Tx) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if stmt := t.ready.find(query); stmt != nil {
		return t.tx.StmtContext(ctx, stmt).QueryContext(ctx, args...)
	}
	return t.tx.QueryContext(ctx, t.db.bind(query), args...)
}

func (t *Tx) queryRow(ctx context.Context, query string, args []any) *sql.Row {
	if stmt := t.ready.find(query); stmt != nil {
		return t.tx.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
	}
	return t.tx.QueryRowContext(ctx, t.db.bind(query), args...)
}

func (t *Tx) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	if stmt := t.ready.find(query); stmt != nil {
		return t.tx.StmtContext(ctx, stmt).ExecContext(ctx, args...)
	}
	return t.tx.ExecContext(ctx, t.db.bind(query), args...)
}
