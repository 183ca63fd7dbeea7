// Package db is one face over SQLite and PostgreSQL. Statements are written
// once, with ? placeholders, in the SQL both engines take.
//
// SQLite runs in WAL mode with synchronous=FULL: one writer, which begins
// IMMEDIATE, and a pool of readers that cannot write. PostgreSQL runs READ
// COMMITTED. On both, what In has returned from without an error survives the
// end of the process and the loss of power.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Engine says which database is behind a DB.
type Engine int

// The engines.
const (
	SQLite Engine = iota
	Postgres
)

func (e Engine) String() string {
	if e == Postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

// Options say what to open.
type Options struct {
	// Address is postgres://… or the path of an SQLite file, which is made
	// when it does not exist.
	Address string
	// ReadOnly is for one who only looks, also while another process writes:
	// nothing is made and nothing can be changed.
	ReadOnly bool
	// Points, where set, is asked at each named fault point ("db.begin",
	// "db.commit") and may answer with an error to be returned from there.
	// Tests set it; a program leaves it nil.
	Points func(name string) error
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	writer *sql.DB
	reader *sql.DB // the same as writer on PostgreSQL, and where it is ReadOnly
	pool   *pgxpool.Pool
	points func(string) error
	bound  sync.Map // statement with ? -> statement with $1
	ran    atomic.Int64
	ready  map[*sql.DB]*prepared // by pool; only on SQLite
}

// Statements is how many statements have run since it was opened, for tests and
// benchmarks that count them.
func (d *DB) Statements() int64 { return d.ran.Load() }

// Open opens the database at o.Address and proves that it answers. It refuses
// an engine older than OldestSQLite or OldestPostgres.
func Open(ctx context.Context, o Options) (*DB, error) {
	d, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	d.points = o.Points
	if d.engine == SQLite {
		d.ready = map[*sql.DB]*prepared{d.reader: {pool: d.reader}, d.writer: {pool: d.writer}}
	}
	if err := d.refuseOldEngine(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func open(ctx context.Context, o Options) (*DB, error) {
	switch {
	case IsPostgres(o.Address):
		return openPostgres(ctx, o)
	case o.ReadOnly:
		return openSQLiteReadOnly(o.Address)
	}
	return openSQLite(ctx, o.Address)
}

// IsPostgres tells whether address names a PostgreSQL server.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Engine is the engine behind d.
func (d *DB) Engine() Engine { return d.engine }

// Pool is the pgx pool on PostgreSQL, and nil on SQLite. Package jobs hands it
// to River; nothing else uses it.
func (d *DB) Pool() *pgxpool.Pool { return d.pool }

// Writer is the pool that writes: one connection on SQLite. Package jobs hands
// it to River and the migrations run on it; everything else uses In.
func (d *DB) Writer() *sql.DB { return d.writer }

// Close waits for what is running and closes the database.
func (d *DB) Close() error {
	var errs []error
	if d.reader != d.writer {
		errs = append(errs, d.reader.Close())
	}
	errs = append(errs, d.writer.Close())
	if d.pool != nil {
		d.pool.Close()
	}
	return errors.Join(errs...)
}

// Ping proves that the database answers a read.
func (d *DB) Ping(ctx context.Context) error {
	return d.Read(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := Scalar[int64](ctx, tx, `SELECT 1`)
		return err
	})
}

// Exclusive runs fn while no other node does so under the same name. It is for
// migrations: the lock is a session lock, and fn may use the pools.
func (d *DB) Exclusive(ctx context.Context, name string, fn func(context.Context) error) error {
	if d.engine == SQLite {
		return fn(ctx) // the data folder belongs to one process
	}
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	defer conn.Close()
	// A migration may take longer than the usual patience for a lock.
	for _, statement := range []string{`SET lock_timeout = 0`, `SET statement_timeout = 0`} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return explain(err)
		}
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `RESET ALL`)
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(hashtextextended($1, 0))`, name); err != nil {
		return explain(err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(hashtextextended($1, 0))`, name)
	return fn(ctx)
}

// Now asks the database server for its time, in unix milliseconds. On SQLite
// it is the machine's own, so the two cannot differ.
func (d *DB) Now(ctx context.Context) (int64, error) {
	var now int64
	err := d.Read(ctx, func(ctx context.Context, tx *Tx) (err error) {
		now, err = Scalar[int64](ctx, tx, tx.Pick(Pair{
			SQLite:   `SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
			Postgres: `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`,
		}))
		return err
	})
	return now, err
}

// Pair is a statement that must differ between the engines.
type Pair struct{ SQLite, Postgres string }

// Pick chooses the statement for the engine behind t.
func (t *Tx) Pick(p Pair) string {
	if t.db.engine == Postgres {
		return p.Postgres
	}
	return p.SQLite
}

func (d *DB) at(point string) error {
	if d.points == nil {
		return nil
	}
	if err := d.points(point); err != nil {
		return fmt.Errorf("fault point %s: %w", point, explain(err))
	}
	return nil
}
