// Package dbtest gives a test a database of its own, migrated and empty, on
// each engine: SQLite always, PostgreSQL where HANDRAIL_TEST_POSTGRES holds the
// address of a server on which databases may be made.
package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
	"handrail/migrations"
)

// PostgresEnv names the environment variable with the server's address.
const PostgresEnv = "HANDRAIL_TEST_POSTGRES"

// Each runs the test once per engine, each time on a fresh database with every
// migration of Handrail applied.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	EachAddress(t, Schema, func(t *testing.T, address string) { test(t, Open(t, db.Options{Address: address})) })
}

// Schema brings a new database up to date: the numbered migrations alone.
func Schema(ctx context.Context, d *db.DB) error { return d.Migrate(ctx, migrations.Files) }

// EachAddress is Each for tests that open the database themselves. migrate is
// run once for each engine on a template that the databases are copied from.
func EachAddress(t *testing.T, migrate func(context.Context, *db.DB) error, test func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, migrate)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t, migrate)) })
}

// Open opens the database and closes it when the test ends.
func Open(t testing.TB, o db.Options) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// SQLite is the path of a fresh database file.
func SQLite(t testing.TB, migrate func(context.Context, *db.DB) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "handrail.db")
	SQLiteAt(t, path, migrate)
	return path
}

// SQLiteAt puts a fresh database file at path.
func SQLiteAt(t testing.TB, path string, migrate func(context.Context, *db.DB) error) {
	t.Helper()
	must(t, os.WriteFile(path, templateFile(t, migrate), 0o600))
}

// Postgres is the address of a fresh database, dropped when the test ends. The
// test is skipped where no server is named.
func Postgres(t testing.TB, migrate func(context.Context, *db.DB) error) string {
	t.Helper()
	server := os.Getenv(PostgresEnv)
	if server == "" {
		t.Skip(PostgresEnv + " is not set: bin/test starts a server and sets it")
	}
	template := templateFor(t, server, migrate)
	name := "t_" + id.Random()
	admin(t, server, `CREATE DATABASE "`+name+`" TEMPLATE "`+template+`" STRATEGY FILE_COPY`) // which costs half of the usual way
	t.Cleanup(func() { admin(t, server, `DROP DATABASE IF EXISTS "`+name+`" WITH (FORCE)`) })
	return withDatabase(t, server, name)
}

var (
	templates sync.Mutex
	files     = map[string][]byte{} // what a new SQLite file holds, by fingerprint
	made      = map[string]bool{}   // templates that the server has
)

// templateFile makes, once for each set of migrations, the file that others are
// copies of.
func templateFile(t testing.TB, migrate func(context.Context, *db.DB) error) []byte {
	t.Helper()
	templates.Lock()
	defer templates.Unlock()
	name := fingerprint(t, migrate)
	if files[name] == nil {
		path := filepath.Join(t.TempDir(), "template.db")
		d := Open(t, db.Options{Address: path})
		must(t, migrate(context.Background(), d))
		must(t, d.Close()) // which empties the log beside the file into it
		file, err := os.ReadFile(path)
		must(t, err)
		files[name] = file
	}
	return files[name]
}

// templateFor makes, once for each set of migrations, the database that others
// are copied from. Test programs running side by side share it.
func templateFor(t testing.TB, server string, migrate func(context.Context, *db.DB) error) string {
	t.Helper()
	templates.Lock()
	defer templates.Unlock()
	name := "template_" + fingerprint(t, migrate)
	if made[name] {
		return name
	}
	d := Open(t, db.Options{Address: server})
	defer d.Close()
	must(t, d.Exclusive(context.Background(), name, func(ctx context.Context) error {
		var there bool
		if err := d.Writer().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&there); err != nil || there {
			return err
		}
		making := "making_" + id.Random()
		if _, err := d.Writer().ExecContext(ctx, `CREATE DATABASE "`+making+`"`); err != nil {
			return err
		}
		fresh, err := db.Open(ctx, db.Options{Address: withDatabase(t, server, making)})
		if err != nil {
			return err
		}
		err = migrate(ctx, fresh)
		fresh.Close()
		if err != nil {
			return err
		}
		_, err = d.Writer().ExecContext(ctx, `ALTER DATABASE "`+making+`" RENAME TO "`+name+`"`)
		return err
	}))
	made[name] = true
	return name
}

// fingerprint names a template after the program that made it: other
// migrations, or other code that runs them, make another.
func fingerprint(t testing.TB, migrate func(context.Context, *db.DB) error) string {
	t.Helper()
	sum := sha256.New()
	must(t, fs.WalkDir(migrations.Files, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		sum.Write([]byte(path))
		sum.Write(text)
		return err
	}))
	sum.Write([]byte(nameOf(migrate)))
	return hex.EncodeToString(sum.Sum(nil))[:24]
}

func admin(t testing.TB, server, statement string) {
	t.Helper()
	d, err := db.Open(context.Background(), db.Options{Address: server})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Writer().ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

func withDatabase(t testing.TB, server, name string) string {
	t.Helper()
	u, err := url.Parse(server)
	must(t, err)
	u.Path = "/" + name
	return u.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
