package jobs

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"handrail/internal/platform/db"
)

// backend is River on one of the two engines. Everything that takes a tx
// happens inside it.
type backend interface {
	start(ctx context.Context) error
	stop(ctx context.Context) error
	cancel(ctx context.Context) error
	insert(ctx context.Context, tx *db.Tx, a args, o river.InsertOpts) error
	list(ctx context.Context, tx *db.Tx, p *river.JobListParams) ([]*rivertype.JobRow, error)
	retry(ctx context.Context, tx *db.Tx, job int64) error
	remove(ctx context.Context, tx *db.Tx, job int64) error
	// run is for what River's client has no words for.
	run(tx *db.Tx, fn func(riverdriver.ExecutorTx) error) error
	// wake makes nodes look for work once tx is committed.
	wake(ctx context.Context, tx *db.Tx) error
}

func newBackend(d *db.DB, c *river.Config) (backend, error) {
	if d.Engine() == db.Postgres {
		return on[pgx.Tx]{driver: postgresDriver(d), inside: insidePostgres, ring: notify}.open(c)
	}
	b := make(bell, 1)
	return on[*sql.Tx]{driver: sqliteDriver(d, b), inside: insideSQLite, ring: b.ringAfter}.open(c)
}

// Migrate makes or renews River's tables. It is run after the numbered
// migrations, inside the same Exclusive.
func Migrate(ctx context.Context, d *db.DB) error {
	if d.Engine() == db.Postgres {
		return migrate(ctx, postgresDriver(d))
	}
	return migrate(ctx, sqliteDriver(d, nil))
}

func migrate[T any](ctx context.Context, driver riverdriver.Driver[T]) error {
	m, err := rivermigrate.New(driver, nil)
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("make the tables of the job queue: %w", err)
	}
	return nil
}

// on is River with T as its kind of transaction.
type on[T any] struct {
	client *river.Client[T]
	driver riverdriver.Driver[T]
	inside func(*db.Tx, func(T) error) error
	ring   func(context.Context, *db.Tx, riverdriver.ExecutorTx) error
}

func (r on[T]) open(c *river.Config) (backend, error) {
	var err error
	r.client, err = river.NewClient(r.driver, c)
	return r, err
}

func (r on[T]) start(ctx context.Context) error  { return r.client.Start(ctx) }
func (r on[T]) stop(ctx context.Context) error   { return r.client.Stop(ctx) }
func (r on[T]) cancel(ctx context.Context) error { return r.client.StopAndCancel(ctx) }

func (r on[T]) insert(ctx context.Context, tx *db.Tx, a args, o river.InsertOpts) error {
	return r.inside(tx, func(t T) error {
		_, err := r.client.InsertTx(ctx, t, a, &o)
		return err
	})
}

func (r on[T]) list(ctx context.Context, tx *db.Tx, p *river.JobListParams) (rows []*rivertype.JobRow, err error) {
	err = r.inside(tx, func(t T) error {
		found, err := r.client.JobListTx(ctx, t, p)
		if err == nil {
			rows = found.Jobs
		}
		return err
	})
	return rows, err
}

func (r on[T]) retry(ctx context.Context, tx *db.Tx, job int64) error {
	return r.inside(tx, func(t T) error {
		_, err := r.client.JobRetryTx(ctx, t, job)
		return err
	})
}

func (r on[T]) remove(ctx context.Context, tx *db.Tx, job int64) error {
	return r.inside(tx, func(t T) error {
		_, err := r.client.JobDeleteTx(ctx, t, job)
		return err
	})
}

func (r on[T]) run(tx *db.Tx, fn func(riverdriver.ExecutorTx) error) error {
	return r.inside(tx, func(t T) error { return fn(r.driver.UnwrapExecutor(t)) })
}

func (r on[T]) wake(ctx context.Context, tx *db.Tx) error {
	return r.run(tx, func(e riverdriver.ExecutorTx) error { return r.ring(ctx, tx, e) })
}

// notify is PostgreSQL's own way: it reaches every node with the commit, and
// none without it.
func notify(ctx context.Context, _ *db.Tx, e riverdriver.ExecutorTx) error {
	return e.NotifyMany(ctx, &riverdriver.NotifyManyParams{Topic: insertTopic, Payload: []string{insertNotice}})
}

// What River's workers listen for.
const (
	insertTopic  = "river_insert"
	insertNotice = `{"queue": "` + river.QueueDefault + `"}`
)

// driver leaves out River's own notices of new jobs, since each insert here
// gives one. River drops a notice that follows another within a moment, even
// when the transaction of the first is rolled back; then a job could wait for
// the next poll.
type driver[T any] struct {
	riverdriver.Driver[T]
	bell bell // nil: the engine's own notices are listened for
}

// SupportsListenNotify tells River not to give notices itself.
func (driver[T]) SupportsListenNotify() bool { return false }

// GetListener is what River's workers wait on.
func (d driver[T]) GetListener(p *riverdriver.GetListenenerParams) riverdriver.Listener {
	if d.bell != nil {
		return d.bell
	}
	return d.Driver.GetListener(p)
}

func postgresDriver(d *db.DB) riverdriver.Driver[pgx.Tx] {
	return driver[pgx.Tx]{Driver: riverpgxv5.New(d.Pool())}
}

func sqliteDriver(d *db.DB, b bell) riverdriver.Driver[*sql.Tx] {
	return driver[*sql.Tx]{Driver: riversqlite.New(d.Writer()), bell: b}
}

func insideSQLite(tx *db.Tx, use func(*sql.Tx) error) error { return use(tx.SQL()) }

func insidePostgres(tx *db.Tx, use func(pgx.Tx) error) error {
	return tx.Conn().Raw(func(c any) error { return use(pgTx{conn: c.(*stdlib.Conn).Conn()}) })
}

// pgTx shows a transaction that database/sql began as one of pgx's. It only
// runs statements: beginning and ending are for package db.
type pgTx struct {
	pgx.Tx
	conn *pgx.Conn
}

// Conn is the connection the transaction runs on.
func (t pgTx) Conn() *pgx.Conn { return t.conn }

// Exec runs a statement.
func (t pgTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return t.conn.Exec(ctx, sql, args...)
}

// Query runs a statement and reads rows.
func (t pgTx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return t.conn.Query(ctx, sql, args...)
}

// QueryRow runs a statement and reads one row.
func (t pgTx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return t.conn.QueryRow(ctx, sql, args...)
}
