package backup_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"handrail/internal/backup"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/seal"
)

// migrations are those of a small installation: rooms, and visits of which one
// can answer another. Left to themselves, the engines would sort rooms in ways
// of their own.
var migrations = fstest.MapFS{
	"0001_rooms.sqlite.sql":   {Data: []byte(strings.Replace(roomTables, "SORTED", "NOCASE", 1))},
	"0001_rooms.postgres.sql": {Data: []byte(strings.Replace(roomTables, "SORTED", `"en-x-icu"`, 1))},
	"0002_count.sql": {Data: []byte(`-- +goose Up
CREATE TABLE t_count (room_id TEXT PRIMARY KEY, visits BIGINT NOT NULL);`)},
}

const roomTables = `-- +goose Up
CREATE TABLE t_room (
	id      TEXT COLLATE SORTED PRIMARY KEY,
	name    TEXT,
	open    BOOLEAN NOT NULL,
	seats   BIGINT,
	picture BYTEA,
	made_at BIGINT NOT NULL
);
INSERT INTO t_room (id, open, made_at) VALUES ('from a migration', true, 0);
CREATE TABLE t_visit (
	id      TEXT PRIMARY KEY,
	room_id TEXT NOT NULL REFERENCES t_room (id) ON DELETE CASCADE,
	answers TEXT REFERENCES t_visit (id)
);`

func declared() []declare.Table {
	return []declare.Table{
		{Name: "t_visit", Order: []string{"answers", "id"}, Columns: columns("id", "room_id", "answers")},
		{Name: "t_room", Order: []string{"id"}, Columns: columns("id", "name", "open", "seats", "picture", "made_at")},
		{Name: "t_count", Order: []string{"room_id"}, Columns: columns("room_id", "visits")},
		{Name: "seal_key", Outside: true, Order: []string{"owner_hash"}, Columns: columns("owner_hash")},
	}
}

func columns(names ...string) (list []declare.Column) {
	for _, n := range names {
		list = append(list, declare.Column{Name: n})
	}
	return list
}

// schema brings a database of the cast up to date.
func schema(ctx context.Context, d *db.DB) error {
	if err := d.Migrate(ctx, migrations); err != nil {
		return err
	}
	return jobs.Migrate(ctx, d)
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const version = "0.1.0"

// house is an installation: a folder and a database.
type house struct {
	folder, address string
	server          []byte
}

// engine makes the address of a new, empty database.
type engine struct {
	name    string
	address func(t *testing.T, folder string) string
}

func engines() []engine {
	return []engine{
		{"sqlite", func(t *testing.T, folder string) string { return filepath.Join(folder, "handrail.db") }},
		{"postgres", func(t *testing.T, _ string) string { return dbtest.Postgres(t, nothing) }},
	}
}

// nothing leaves a new database empty.
func nothing(context.Context, *db.DB) error { return nil }

func newHouse(t *testing.T, e engine) house {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	must(t, os.Mkdir(folder, 0o700))
	return house{folder: folder, address: e.address(t, folder), server: make([]byte, seal.KeyBytes)}
}

// settled is a house that has its tables.
func settled(t *testing.T, e engine) house {
	t.Helper()
	h := newHouse(t, e)
	h.in(t, func(ctx context.Context, d *db.DB) error { return schema(ctx, d) })
	return h
}

// in opens the database for as long as fn takes: a restore wants it unused.
func (h house) in(t *testing.T, fn func(context.Context, *db.DB) error) {
	t.Helper()
	d, err := db.Open(t.Context(), db.Options{Address: backup.Quiet(h.address)})
	must(t, err)
	err = fn(t.Context(), d)
	must(t, d.Close())
	must(t, err)
}

func (h house) keeper(t *testing.T, fn func(context.Context, *seal.Keeper) error) {
	t.Helper()
	must(t, h.withKeeper(t.Context(), fn))
}

func (h house) withKeeper(ctx context.Context, fn func(context.Context, *seal.Keeper) error) error {
	store, err := db.Open(ctx, db.Options{Address: filepath.Join(h.folder, "keys.db")})
	if err != nil {
		return err
	}
	defer store.Close()
	k, err := seal.Open(ctx, store, clock.NewManual(noon), h.server)
	if err != nil {
		return err
	}
	return fn(ctx, k)
}

func (h house) target() backup.Target {
	return backup.Target{
		Folder: h.folder, Address: h.address, Files: filepath.Join(h.folder, "files"),
		Version: version, Migrations: migrations, Clock: clock.NewManual(noon), Schema: schema,
	}
}

func (h house) write(t *testing.T, o backup.Order) backup.Made {
	t.Helper()
	var made backup.Made
	h.in(t, func(ctx context.Context, d *db.DB) (err error) {
		made, err = backup.Write(ctx, h.source(t, d), o)
		return err
	})
	return made
}

func (h house) source(t *testing.T, d *db.DB) backup.Source {
	t.Helper()
	files := h.store(t)
	t.Cleanup(func() { files.Close() })
	return backup.Source{DB: d, Tables: declared(), Migrations: migrations, Files: files, Version: version, Clock: clock.NewManual(noon)}
}

// plain is the logical export.
func (h house) plain(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plain")
	h.write(t, backup.Order{Plain: path})
	return read(t, path)
}

// backup writes an encrypted backup and says where it is.
func (h house) backup(t *testing.T, who *age.X25519Identity) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backup.age")
	h.write(t, backup.Order{File: path, Recipients: []age.Recipient{who.Recipient()}})
	return path
}

func (h house) restore(t *testing.T, path string, who age.Identity) backup.Restored {
	t.Helper()
	done, err := backup.Restore(t.Context(), path, h.target(), backup.Choice{Identities: []age.Identity{who}})
	must(t, err)
	return done
}

// furnish puts rows of every kind into a house, files, and jobs that wait.
func (h house) furnish(t *testing.T, marker string) {
	t.Helper()
	h.in(t, func(ctx context.Context, d *db.DB) error {
		return d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			return furnish(ctx, d, tx, marker)
		})
	})
	h.file(t, keyOf(marker), strings.Repeat(marker, 3000))
	h.file(t, keyOf("nothing of "+marker), "")
}

func furnish(ctx context.Context, d *db.DB, tx *db.Tx, marker string) error {
	const room = `INSERT INTO t_room (id, name, open, seats, picture, made_at) VALUES (?, ?, ?, ?, ?, ?)`
	for i, name := range []any{"", nil, "Zoë's <b>room</b> & \u2028 \x01 \"'\\", "ß", marker} {
		if _, err := tx.Exec(ctx, room, fmt.Sprintf("%s-%d", marker, i), name, i%2 == 0, int64(-1)<<62+int64(i), []byte{0, 255, byte(i)}, int64(i)); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, room, strings.ToUpper(marker), nil, false, nil, nil, 7); err != nil {
		return err
	}
	const visit = `INSERT INTO t_visit (id, room_id, answers) VALUES (?, ?, ?)`
	for i := range 450 { // each is answered by one whose id comes before it
		var answers any
		if i > 0 {
			answers = fmt.Sprintf("%s-%04d", marker, 1000-i+1)
		}
		if _, err := tx.Exec(ctx, visit, fmt.Sprintf("%s-%04d", marker, 1000-i), marker+"-1", answers); err != nil {
			return err
		}
	}
	return jobs.Import(ctx, d, tx, []jobs.Waiting{{Kind: "room.visit", Payload: []byte(`{"RoomID":"` + marker + `"}`), At: 5, Attempts: 3}})
}

// keyOf is a key in the form of a random one.
func keyOf(marker string) string {
	u := uuid.NewHash(sha256.New(), uuid.Nil, []byte(marker), 4)
	return u.String()
}

func (h house) file(t *testing.T, key, body string) {
	t.Helper()
	files := h.store(t)
	defer files.Close()
	_, err := files.Put(t.Context(), key, strings.NewReader(body), int64(len(body)))
	must(t, err)
}

func (h house) store(t *testing.T) *blob.Folder {
	t.Helper()
	files, err := blob.OpenFolder(filepath.Join(h.folder, "files"))
	must(t, err)
	return files
}

func (h house) waiting(t *testing.T) (list []string) {
	t.Helper()
	h.in(t, func(ctx context.Context, d *db.DB) error {
		return d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
			return jobs.Export(ctx, d, tx, func(j jobs.Waiting) error {
				list = append(list, fmt.Sprint(j.Kind, strings.ReplaceAll(string(j.Payload), " ", ""), j.At, j.Attempts))
				return nil
			})
		})
	})
	return list
}

// tree is everything below a folder, by content.
func tree(t *testing.T, folder string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		sum := ""
		if e.Type().IsRegular() {
			hash := sha256.Sum256([]byte(read(t, path)))
			sum = hex.EncodeToString(hash[:])
		}
		fmt.Fprintln(&b, name, info.Mode(), sum)
		return nil
	}))
	return b.String()
}

func read(t *testing.T, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	must(t, err)
	return string(body)
}

func newIdentity(t *testing.T) *age.X25519Identity {
	t.Helper()
	who, err := age.GenerateX25519Identity()
	must(t, err)
	return who
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// firstMigration is how the installation looked at schema 1.
func firstMigration() fstest.MapFS {
	older := maps.Clone(migrations)
	delete(older, "0002_count.sql")
	return older
}

func jobsTables(ctx context.Context, d *db.DB) error { return jobs.Migrate(ctx, d) }
