package doctor_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"handrail/internal/doctor"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/id"
	"handrail/internal/platform/seal"
	"handrail/migrations"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// house is a sound installation, and its clock.
type house struct {
	doctor.House
	now *clock.Manual
}

// each calls test with a sound installation on each engine.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, sound(t, "")) })
	t.Run("postgres", func(t *testing.T) { test(t, sound(t, dbtest.Postgres(t, dbtest.Schema))) })
}

func sound(t *testing.T, postgres string) *house {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	h := &house{now: clock.NewManual(noon), House: doctor.House{
		Folder: folder, Secrets: filepath.Join(folder, "secrets"), TLS: filepath.Join(folder, "tls"),
		Lock: filepath.Join(folder, "lock"), Files: filepath.Join(folder, "files"),
		Address: filepath.Join(folder, "handrail.db"), KeyAddress: filepath.Join(folder, "keys.db"),
		Listen: "localhost:0", Migrations: migrations.Files, Tables: audit.Declared(), Room: 1,
	}}
	h.Clock = h.now
	h.ServerKey = func() ([]byte, error) { return os.ReadFile(filepath.Join(h.Secrets, "server.key")) }
	if postgres != "" {
		h.Address = postgres
		h.KeyAddress = postgres + "&search_path=" + seal.Schema
	}
	must(t, os.MkdirAll(h.Secrets, 0o700))
	must(t, os.WriteFile(filepath.Join(h.Secrets, "server.key"), bytes.Repeat([]byte{7}, seal.KeyBytes), 0o600))
	must(t, os.WriteFile(h.Lock, nil, 0o600))
	h.open(t, func(ctx context.Context, d *db.DB, log *audit.Log) {
		must(t, d.Migrate(ctx, migrations.Files))
		must(t, d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			for i := range 3 {
				if err := log.Append(ctx, tx, audit.Entry{Actor: "a1", Action: "site.changed", Object: fmt.Sprint(i), Reason: "because"}); err != nil {
					return err
				}
			}
			return nil
		}))
	})
	files, err := blob.OpenFolder(h.Files)
	must(t, err)
	defer files.Close()
	_, err = files.Put(t.Context(), id.Random(), strings.NewReader("a picture"), 9)
	must(t, err)
	return h
}

func (h *house) open(t *testing.T, fn func(context.Context, *db.DB, *audit.Log)) {
	t.Helper()
	d, err := db.Open(t.Context(), db.Options{Address: h.Address})
	must(t, err)
	defer d.Close()
	store, err := db.Open(t.Context(), db.Options{Address: h.KeyAddress})
	must(t, err)
	defer store.Close()
	keys, err := seal.Open(t.Context(), store, h.now, bytes.Repeat([]byte{7}, seal.KeyBytes))
	must(t, err)
	fn(t.Context(), d, audit.New(d, h.now, keys, slog.New(slog.DiscardHandler)))
}

func (h *house) run(t *testing.T, statements ...string) {
	t.Helper()
	h.open(t, func(ctx context.Context, d *db.DB, _ *audit.Log) {
		for _, s := range statements {
			_, err := d.Writer().ExecContext(ctx, s)
			must(t, err)
		}
	})
}

// wants examines the house: the findings that are wrong have to be these, each
// with a remedy, and nothing may have changed.
func (h *house) wants(t *testing.T, wrong ...string) {
	t.Helper()
	before := h.tree(t)
	found := doctor.Examine(t.Context(), h.House)
	if after := h.tree(t); after != before {
		t.Errorf("looking changed the folder:\n%s\nto\n%s", before, after)
	}
	var said []string
	for _, f := range found {
		if !f.IsFine() {
			said = append(said, f.Wrong)
			if f.Remedy == "" {
				t.Errorf("no remedy for: %s", f.Wrong)
			}
		}
	}
	if len(said) != len(wrong) {
		t.Fatalf("found wrong:\n%s\nwant %q", strings.Join(said, "\n"), wrong)
	}
	for i, w := range wrong {
		if !strings.Contains(said[i], w) {
			t.Errorf("found %q, want %q", said[i], w)
		}
	}
}

func (h *house) tree(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	_ = filepath.WalkDir(h.Folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil // where there is no folder, there is nothing to change
		}
		info, err := e.Info()
		must(t, err)
		body, _ := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %v %x\n", path, info.Mode(), sha256.Sum256(body))
		return nil
	})
	return b.String()
}

func TestASoundHouseIsFine(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if db.IsPostgres(h.Address) {
			h.Clock = clock.System() // PostgreSQL's cannot be moved
		}
		h.wants(t)
		h.open(t, func(context.Context, *db.DB, *audit.Log) { h.wants(t) }) // while it is at work
	})
}

func TestFolders(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(t *testing.T, h *house)
		wrong  []string
	}{
		"others can look into it": {func(t *testing.T, h *house) { must(t, os.Chmod(h.Folder, 0o750)) }, []string{"Other people on this machine can look into the data folder (its mode is 750)"}},
		"a secret others can read": {func(t *testing.T, h *house) {
			must(t, os.Chmod(filepath.Join(h.Secrets, "server.key"), 0o644))
		}, []string{"can read secrets: "}},
		"a certificate others can read": {func(t *testing.T, h *house) {
			must(t, os.MkdirAll(filepath.Join(h.TLS, "example.org"), 0o700))
			must(t, os.WriteFile(filepath.Join(h.TLS, "example.org", "key.pem"), nil, 0o640))
		}, []string{"key.pem"}},
		"a disk that is too full":    {func(_ *testing.T, h *house) { h.Room = 1 << 60 }, []string{"MiB are free on the disk of the data folder. When it is full"}},
		"a restore that was cut off": {func(t *testing.T, h *house) { must(t, os.Mkdir(filepath.Join(h.Folder, "restoring"), 0o700)) }, []string{"A restore was cut off"}},
		"what a restore left is no harm": {func(t *testing.T, h *house) {
			must(t, os.Mkdir(filepath.Join(h.Folder, "before-restore-20260301-120000"), 0o700))
		}, nil},
		"too few open files": {func(_ *testing.T, h *house) { h.Opens = 1 << 40 }, []string{"A process may open only"}},
		"no folder":          {func(t *testing.T, h *house) { must(t, os.RemoveAll(h.Folder)) }, []string{"There is no data folder at", "There is no database at"}},
		"no folder but a file": {func(t *testing.T, h *house) {
			must(t, os.RemoveAll(h.Folder))
			must(t, os.WriteFile(h.Folder, nil, 0o600))
		}, []string{"is not a folder", "cannot be looked at"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := sound(t, "")
			c.breaks(t, h)
			h.wants(t, c.wrong...)
		})
	}
}

func TestNetwork(t *testing.T) {
	taken, err := net.Listen("tcp", "localhost:0")
	must(t, err)
	defer taken.Close()
	gone, err := net.Listen("tcp", "localhost:0")
	must(t, err)
	must(t, gone.Close())
	redis := os.Getenv("HANDRAIL_TEST_REDIS")
	for name, c := range map[string]struct {
		set   func(h *house)
		wrong []string
	}{
		"a port in use":                   {func(h *house) { h.Listen = taken.Addr().String() }, []string{"Handrail could not listen on " + taken.Addr().String()}},
		"plain http for others":           {func(h *house) { h.BaseURL = "http://example.org" }, []string{"People would come over plain http, to example.org"}},
		"plain http on every address":     {func(h *house) { h.Listen = "0.0.0.0:0" }, []string{"Handrail answers over plain http on 0.0.0.0:0"}},
		"plain http on no address at all": {func(h *house) { h.Listen = ":0" }, []string{"Handrail answers over plain http on :0"}},
		"an address without a host":       {func(h *house) { h.BaseURL = "example.org" }, []string{"is not an address"}},
		"https before a proxy":            {func(h *house) { h.Listen, h.BaseURL = "0.0.0.0:0", "https://example.org" }, nil},
		"its own https":                   {func(h *house) { h.Listen, h.Domain = "0.0.0.0:0", "example.org" }, nil},
		"plain http for this machine":     {func(h *house) { h.BaseURL = "http://localhost:8080" }, nil},
		"no redis there":                  {func(h *house) { h.Redis = "redis://" + gone.Addr().String() }, []string{"Redis does not answer"}},
		"not an address of redis":         {func(h *house) { h.Redis = "http://localhost" }, []string{"The --redis address cannot be read"}},
		"redis":                           {func(h *house) { h.Redis = redis }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := sound(t, "")
			c.set(h)
			h.wants(t, c.wrong...)
		})
	}
}

func TestAHandrailAtWorkHoldsItsOwnPort(t *testing.T) {
	h := sound(t, "")
	l, err := net.Listen("tcp", "localhost:0")
	must(t, err)
	defer l.Close()
	h.Listen = l.Addr().String()
	held, err := os.OpenFile(h.Lock, os.O_RDWR, 0o600)
	must(t, err)
	defer held.Close()
	must(t, syscall.Flock(int(held.Fd()), syscall.LOCK_EX))
	h.wants(t)
}

func TestAClockThatIsBehind(t *testing.T) {
	h := sound(t, "")
	h.now.Set(noon.Add(-4 * time.Second))
	h.wants(t)
	h.now.Set(noon.Add(-time.Hour))
	h.wants(t, "clock is 1h0m0s behind the newest row")
}

func TestAClockAwayFromPostgreSQLs(t *testing.T) {
	h := sound(t, dbtest.Postgres(t, dbtest.Schema))
	for _, apart := range []time.Duration{-time.Hour - 30*time.Second, time.Hour + 30*time.Second} { // the test takes time itself
		h.now.Set(clock.System().Now().Add(apart))
		h.Tables = nil // so that no row is newer than the clock
		h.wants(t, "This machine's clock and PostgreSQL's are 1h0m")
	}
}

func TestAnUnreachableDatabase(t *testing.T) {
	h := sound(t, dbtest.Postgres(t, dbtest.Schema))
	u, err := url.Parse(h.Address)
	must(t, err)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, gone.Close())
	address := h.Address
	u.Host = gone.Addr().String()
	h.Address = u.String()
	h.wants(t, "PostgreSQL does not answer")
	h.Address = "postgres://%"
	h.wants(t, "The --database address cannot be read")
	h.Address = strings.Replace(address, u.Path, "/no_such_database", 1)
	h.wants(t, "PostgreSQL does not answer")
	lite := sound(t, "")
	must(t, os.Remove(lite.Address))
	lite.wants(t, "There is no database at")
}

func TestADamagedDatabase(t *testing.T) {
	for name, breaks := range map[string]func(body []byte) []byte{
		"not a database": func([]byte) []byte { return []byte(strings.Repeat("not a database at all ", 500)) },
		"cut":            func(b []byte) []byte { return b[:len(b)/2/4096*4096] },
		"flipped bytes": func(b []byte) []byte {
			for at := 4096; at < len(b); at += 512 {
				b[at] ^= 0xff
			}
			return b
		},
	} {
		for _, file := range []string{"handrail.db", "keys.db"} {
			t.Run(name+" "+file, func(t *testing.T) {
				h := sound(t, "")
				path := filepath.Join(h.Folder, file)
				body, err := os.ReadFile(path)
				must(t, err)
				must(t, os.WriteFile(path, breaks(body), 0o600))
				what := map[string]string{"handrail.db": "The database ", "keys.db": "The store of data keys "}[file]
				h.wants(t, what)
			})
		}
	}
}

// A file may read well and still not hold what its tables promise.
func TestADatabaseThatBreaksItsPromises(t *testing.T) {
	h := sound(t, "")
	h.run(t, `PRAGMA writable_schema = ON; UPDATE audit_entry SET reason = NULL;
		UPDATE sqlite_schema SET sql = replace(sql, 'reason BYTEA', 'reason BYTEA NOT NULL') WHERE name = 'audit_entry'`)
	h.wants(t, "The database is damaged: NULL value in audit_entry.reason")
}

func TestRowsThatReferToNothing(t *testing.T) {
	h := sound(t, "")
	h.run(t, `PRAGMA foreign_keys = OFF; INSERT INTO account_session (id, token_hash, account_id, kind, device, made_at, seen_at, ends_at) VALUES ('s', 't', 'gone', 'own', x'00', 0, 0, 0)`)
	h.wants(t, "rows refer to rows that are not there: account_session")
}

func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.run(t, `INSERT INTO goose_version (version_id, is_applied) VALUES (9999, true)`)
		h.Clock = clock.System()
		h.wants(t, "was written by a newer version of Handrail (number 9999")
	})
}

func TestADatabaseOfSomebodyElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.run(t, `DROP TABLE goose_version`)
		h.Clock = clock.System()
		h.wants(t, "This is not a database of Handrail")
	})
}

func TestABrokenChain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Clock = clock.System()
		h.run(t, `UPDATE audit_entry SET object = 'else' WHERE seq = 2`)
		h.wants(t, "is broken at entry 2: the entry was changed")
		h.run(t, `DELETE FROM audit_entry WHERE seq = 2`)
		h.wants(t, "is broken at entry 2: entries are missing")
		h.run(t, `DELETE FROM audit_entry WHERE seq > 1`)
		h.wants(t, "is broken at entry 2: the chain ends at 1, but once reached 3")
	})
}

func TestKeys(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(t *testing.T, h *house)
		wrong  string
	}{
		"no server key": {func(t *testing.T, h *house) { must(t, os.Remove(filepath.Join(h.Secrets, "server.key"))) }, "The server's key is missing"},
		"another server key": {func(t *testing.T, h *house) {
			must(t, os.WriteFile(filepath.Join(h.Secrets, "server.key"), bytes.Repeat([]byte{8}, seal.KeyBytes), 0o600))
		}, "The server's key is not the one"},
		"half a server key": {func(t *testing.T, h *house) {
			must(t, os.WriteFile(filepath.Join(h.Secrets, "server.key"), []byte{7}, 0o600))
		}, "cannot be read"},
		"a chain whose key is gone": {func(t *testing.T, h *house) { h.runOnKeys(t, `DELETE FROM seal_key`) }, "The record of what stewards did cannot be checked"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.Clock = clock.System()
				c.breaks(t, h)
				h.wants(t, c.wrong)
			})
		})
	}
	t.Run("no keys", func(t *testing.T) {
		h := sound(t, "")
		must(t, os.Remove(h.KeyAddress))
		h.wants(t, "There are no data keys")
		far := sound(t, dbtest.Postgres(t, dbtest.Schema))
		far.Clock = clock.System()
		far.run(t, `DROP SCHEMA `+seal.Schema+` CASCADE`)
		far.wants(t, "There are no data keys")
	})
}

func (h *house) runOnKeys(t *testing.T, statement string) {
	t.Helper()
	store, err := db.Open(t.Context(), db.Options{Address: h.KeyAddress})
	must(t, err)
	defer store.Close()
	_, err = store.Writer().ExecContext(t.Context(), statement)
	must(t, err)
}

func TestADamagedUpload(t *testing.T) {
	h := sound(t, "")
	list, err := os.ReadDir(filepath.Join(h.Files, "kept"))
	must(t, err)
	path := filepath.Join(h.Files, "kept", list[0].Name())
	body, err := os.ReadFile(path)
	must(t, err)
	body[len(body)-1]++
	must(t, os.WriteFile(path, body, 0o600))
	h.wants(t, "Of 1 uploads that were read, 1 are damaged: "+list[0].Name())
	must(t, os.RemoveAll(h.Files))
	h.wants(t)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
