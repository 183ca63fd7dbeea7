package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"
)

// ErrNested is returned by In and Read when they are called inside another
// transaction: with one writer they could only wait for themselves.
var ErrNested = errors.New("db: a transaction was asked for inside another")

const (
	attempts   = 5
	turnLimit  = 15 * time.Second // how long to queue for a connection
	firstPause = 15 * time.Millisecond
)

// Tx is a transaction: the only thing a statement can run on, so that every
// read and write of one use case sees one consistent state.
type Tx struct {
	db    *DB
	tx    *sql.Tx
	conn  *sql.Conn
	ready *prepared
	after []func()
}

// insideKey marks a context as being inside a transaction of one database. The
// store of data keys is a database of its own and may be asked inside.
type insideKey struct{ db *DB }

// beforeKey holds what one database does before it commits.
type beforeKey struct{ db *DB }

// In runs fn in a write transaction and commits it when fn returns nil. Inside,
// fn uses the context it is given: with it, a second In fails at once instead
// of waiting for ever. A transaction that loses a deadlock is run again, so fn
// has no effects outside the database. When In returns nil, the change is on
// the disk.
func (d *DB) In(ctx context.Context, fn func(context.Context, *Tx) error) error {
	after, err := d.attempt(ctx, d.writer, nil, func(ctx context.Context, tx *Tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return runBefore(ctx, tx)
	})
	for _, f := range after {
		f()
	}
	return err
}

// Read runs fn in a read-only transaction.
func (d *DB) Read(ctx context.Context, fn func(context.Context, *Tx) error) error {
	_, err := d.attempt(ctx, d.reader, &sql.TxOptions{ReadOnly: true}, fn)
	return err
}

// BeforeCommit returns a context in which every In of this database ends by
// running fn inside its transaction, just before the commit. Package web ties a request's
// idempotency key to the write with it.
func (d *DB) BeforeCommit(ctx context.Context, fn func(context.Context, *Tx) error) context.Context {
	return context.WithValue(ctx, beforeKey{d}, fn)
}

func runBefore(ctx context.Context, tx *Tx) error {
	if fn, ok := ctx.Value(beforeKey{tx.db}).(func(context.Context, *Tx) error); ok {
		return fn(ctx, tx)
	}
	return nil
}

// AfterCommit runs f once the change is on the disk and the connection is given
// back, and never if the transaction fails. In a Read it never runs.
func (t *Tx) AfterCommit(f func()) { t.after = append(t.after, f) }

// Lock makes transactions that lock the same kind and id take turns until they
// end. Every check-then-act begins with it. On SQLite there is one writer, so
// there is nothing to do.
func (t *Tx) Lock(ctx context.Context, kind, id string) error {
	if t.db.engine == SQLite {
		return nil
	}
	_, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, kind+":"+id)
	return err
}

// SQL is the transaction as database/sql has it, for package jobs.
func (t *Tx) SQL() *sql.Tx { return t.tx }

// Conn is the connection the transaction runs on, for package jobs.
func (t *Tx) Conn() *sql.Conn { return t.conn }

// Engine is the engine behind t.
func (t *Tx) Engine() Engine { return t.db.engine }

func (d *DB) attempt(ctx context.Context, pool *sql.DB, o *sql.TxOptions, fn func(context.Context, *Tx) error) ([]func(), error) {
	if ctx.Value(insideKey{d}) != nil {
		return nil, ErrNested
	}
	for n := 1; ; n++ {
		after, err := d.once(ctx, pool, o, fn)
		if err == nil || n == attempts || !again(err) {
			return after, explain(err)
		}
		if err := pause(ctx, n); err != nil {
			return nil, err
		}
	}
}

// once is one try. The connection is back in its pool when it returns.
func (d *DB) once(ctx context.Context, pool *sql.DB, o *sql.TxOptions, fn func(context.Context, *Tx) error) ([]func(), error) {
	if err := d.at("db.begin"); err != nil {
		return nil, err
	}
	conn, err := takeTurn(ctx, pool)
	if err != nil {
		return nil, begun{err}
	}
	defer conn.Close()
	inner, err := conn.BeginTx(ctx, o)
	if err != nil {
		return nil, begun{err}
	}
	defer inner.Rollback() // does nothing after a commit
	tx := &Tx{db: d, tx: inner, conn: conn, ready: d.ready[pool]}
	if err := fn(context.WithValue(ctx, insideKey{d}, true), tx); err != nil {
		return nil, err
	}
	if o != nil {
		return nil, nil // nothing was written, so there is nothing to commit
	}
	if err := d.at("db.commit"); err != nil {
		return nil, err
	}
	return tx.after, inner.Commit()
}

func takeTurn(ctx context.Context, pool *sql.DB) (*sql.Conn, error) {
	turn, cancel := context.WithTimeout(ctx, turnLimit)
	defer cancel()
	conn, err := pool.Conn(turn)
	if err != nil && ctx.Err() == nil && turn.Err() != nil {
		return nil, errBusy
	}
	return conn, err
}

// pause waits longer each time, with a random share so that two losers of one
// deadlock do not meet again.
func pause(ctx context.Context, n int) error {
	wait := firstPause << (n - 1)
	timer := time.NewTimer(wait + rand.N(wait))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
