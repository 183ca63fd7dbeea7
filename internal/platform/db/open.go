package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the driver called "sqlite"

	"handrail/internal/platform/fault"
)

// The oldest engines that Handrail runs on. SQLite before 3.51.3 could corrupt
// a WAL database (sqlite.org/wal.html, "WAL-reset bug"); PostgreSQL before 15
// is out of support.
const (
	OldestSQLite   = "3.51.3"
	OldestPostgres = 15
)

const (
	readers         = 4
	postgresConns   = 20
	sqlitePageCache = 8000 // KiB, per connection, and taken only as it fills
)

// SQLiteDSN is the address under which the driver opens the file at path. The
// extra pragmas, like "query_only(1)", are added to those every connection has.
func SQLiteDSN(path string, pragmas ...string) string {
	q := url.Values{}
	for _, p := range append([]string{
		"busy_timeout(5000)",
		"foreign_keys(1)",
		"secure_delete(1)",
		"cache_size(-" + strconv.Itoa(sqlitePageCache) + ")",
	}, pragmas...) {
		q.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func openSQLite(ctx context.Context, path string) (*DB, error) {
	// The driver would make the file readable by everybody; its log and index
	// take the mode of the file.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explain(err)
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	writer, err := sql.Open("sqlite", SQLiteDSN(path,
		"journal_mode(wal)", "synchronous(full)", "journal_size_limit(67108864)")+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	writer.SetMaxIdleConns(1)
	// The first use makes the file, so that the readers find one.
	if err := writer.PingContext(ctx); err != nil {
		writer.Close()
		return nil, explain(err)
	}
	reader, err := sql.Open("sqlite", SQLiteDSN(path, "query_only(1)"))
	if err != nil {
		writer.Close()
		return nil, err
	}
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	return &DB{engine: SQLite, writer: writer, reader: reader}, nil
}

// openSQLiteReadOnly opens a file that nobody has open as one that cannot
// change: SQLite would leave two more files beside it otherwise.
func openSQLiteReadOnly(path string) (*DB, error) {
	dsn := SQLiteDSN(path, "query_only(1)") + "&mode=ro"
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		dsn += "&immutable=1"
	}
	reader, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	reader.SetMaxOpenConns(readers)
	return &DB{engine: SQLite, writer: reader, reader: reader}, nil
}

func openPostgres(ctx context.Context, o Options) (*DB, error) {
	config, err := pgxpool.ParseConfig(o.Address)
	if err != nil {
		return nil, fmt.Errorf("the --database address cannot be read: %w", err)
	}
	config.MaxConns = postgresConns
	params := config.ConnConfig.RuntimeParams
	for name, value := range map[string]string{
		"timezone":                            "UTC",
		"lock_timeout":                        "10s",
		"idle_in_transaction_session_timeout": "60s",
		"application_name":                    "handrail",
	} {
		if params[name] == "" {
			params[name] = value
		}
	}
	if o.ReadOnly {
		params["default_transaction_read_only"] = "on"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, explain(err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, explain(err)
	}
	writer := stdlib.OpenDBFromPool(pool)
	return &DB{engine: Postgres, writer: writer, reader: writer, pool: pool}, nil
}

// Version is the engine's own version: "3.54.1" or "15.18".
func (d *DB) Version(ctx context.Context) (string, error) {
	var version string
	err := d.Read(ctx, func(ctx context.Context, tx *Tx) (err error) {
		version, err = Scalar[string](ctx, tx, tx.Pick(Pair{
			SQLite:   `SELECT sqlite_version()`,
			Postgres: `SELECT current_setting('server_version')`,
		}))
		return err
	})
	version, _, _ = strings.Cut(version, " ")
	return version, err
}

func (d *DB) refuseOldEngine(ctx context.Context) error {
	version, err := d.Version(ctx)
	if err != nil {
		return err
	}
	if d.engine == Postgres && Older(version, strconv.Itoa(OldestPostgres)) || d.engine == SQLite && Older(version, OldestSQLite) {
		return fault.New(fault.Unavailable, "This database is too old. Handrail needs SQLite 3.51.3 or PostgreSQL 15, or newer.")
	}
	return nil
}

// Older tells whether version a, like "3.51.2" or "14.9", comes before b.
// Parts that are missing count as zero.
func Older(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		p, q := part(x, i), part(y, i)
		if p != q {
			return p < q
		}
	}
	return false
}

func part(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	text := parts[i]
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		text = text[:end] // "17beta1" counts as 17
	}
	n, _ := strconv.Atoi(text) // no digits count as zero
	return n
}
