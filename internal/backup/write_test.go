package backup_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"filippo.io/age"

	"handrail/internal/backup"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
)

// The writers keep t_count in step with the rows of t_visit: a backup in which
// they differ was not made at one moment.
func TestABackupUnderLoadIsOneMoment(t *testing.T) {
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			who := newIdentity(t)
			h := settled(t, e)
			d, err := db.Open(t.Context(), db.Options{Address: h.address})
			must(t, err)
			defer d.Close()
			openRooms(t, d)
			stop, written := visitRooms(t, d)
			for n := range 3 {
				for start := written.Load(); written.Load() < start+50; {
					must(t, d.Ping(t.Context()))
				}
				path := filepath.Join(t.TempDir(), "backup.age")
				before := written.Load()
				_, err := backup.Write(t.Context(), h.source(t, d), backup.Order{File: path, Recipients: []age.Recipient{who.Recipient()}})
				must(t, err)
				if written.Load() == before {
					t.Error("nothing was written while the backup was made: this proves nothing")
				}
				fresh := newHouse(t, engines()[n%2])
				fresh.restore(t, path, who)
				fresh.in(t, wantInStep)
			}
			stop()
		})
	}
}

const rooms = 8

func openRooms(t *testing.T, d *db.DB) {
	t.Helper()
	must(t, d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for i := range rooms {
			if _, err := tx.Exec(ctx, `INSERT INTO t_room (id, open, made_at) VALUES (?, true, 0)`, fmt.Sprint(i)); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO t_count (room_id, visits) VALUES (?, 0)`, fmt.Sprint(i)); err != nil {
				return err
			}
		}
		return nil
	}))
}

// visitRooms writes until it is stopped.
func visitRooms(t *testing.T, d *db.DB) (stop func(), written *atomic.Int64) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	written = &atomic.Int64{}
	var done sync.WaitGroup
	for w := range 4 {
		done.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				room, visit := fmt.Sprint(rand.N(rooms)), fmt.Sprintf("%d-%d", w, n)
				err := d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
					if _, err := tx.Exec(ctx, `INSERT INTO t_visit (id, room_id) VALUES (?, ?)`, visit, room); err != nil {
						return err
					}
					_, err := tx.Exec(ctx, `UPDATE t_count SET visits = visits + 1 WHERE room_id = ?`, room)
					return err
				})
				if err == nil {
					written.Add(1)
				}
			}
		})
	}
	return func() { cancel(); done.Wait() }, written
}

func wantInStep(ctx context.Context, d *db.DB) error {
	return d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM t_visit`)
		if err != nil {
			return err
		}
		wrong, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM t_count c WHERE visits <> (SELECT COUNT(*) FROM t_visit v WHERE v.room_id = c.room_id)`)
		if err != nil || wrong != 0 || rows == 0 {
			return fmt.Errorf("%d of %d rooms are not in step with %d visits: %w", wrong, rooms, rows, err)
		}
		return nil
	})
}

func TestABackupIsNeverWrittenInTheClear(t *testing.T) {
	h := settled(t, engines()[0])
	h.furnish(t, "zoe")
	path := filepath.Join(t.TempDir(), "backup.age")
	err := h.refusesToWrite(t, t.Context(), backup.Order{File: path})
	if !errors.Is(err, backup.ErrNoRecipient) {
		t.Errorf("without anybody to open it: %v", err)
	}
	h.write(t, backup.Order{File: path, Recipients: []age.Recipient{newIdentity(t).Recipient()}})
	if body := read(t, path); strings.Contains(body, "zoe") || !strings.HasPrefix(body, "age-encryption.org/v1\n") {
		t.Error("the backup is not encrypted")
	}
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

// refusesToWrite wants an error and nothing left behind.
func (h house) refusesToWrite(t *testing.T, ctx context.Context, o backup.Order) (refusal error) {
	t.Helper()
	folder := filepath.Dir(o.File)
	before := tree(t, folder)
	h.in(t, func(_ context.Context, d *db.DB) error {
		_, refusal = backup.Write(ctx, h.source(t, d), o)
		return nil
	})
	if refusal == nil {
		t.Error("it was written")
	}
	if after := tree(t, folder); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	return refusal
}

func TestABackupThatIsCutOffLeavesNothing(t *testing.T) {
	h := settled(t, engines()[0])
	h.furnish(t, "zoe")
	ctx, cancel := context.WithCancel(t.Context())
	o := backup.Order{File: filepath.Join(t.TempDir(), "backup.age"), Recipients: []age.Recipient{newIdentity(t).Recipient()}}
	o.Progress = func(p backup.Progress) {
		if p.What != "rows" { // the rows are written, and the uploads are not
			cancel()
		}
	}
	if err := h.refusesToWrite(t, ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("cut off with %v", err)
	}
}

func TestOnlyABackupIsReplacedByABackup(t *testing.T) {
	h := settled(t, engines()[0])
	o := backup.Order{File: filepath.Join(t.TempDir(), "photo.jpg"), Recipients: []age.Recipient{newIdentity(t).Recipient()}}
	must(t, os.WriteFile(o.File, []byte("a photo"), 0o600))
	if err := h.refusesToWrite(t, t.Context(), o); err == nil || !strings.Contains(err.Error(), "left alone") {
		t.Errorf("refused with %v", err)
	}
	must(t, os.WriteFile(o.File, nil, 0o600))
	for range 2 { // over an empty file, and over a backup
		h.write(t, o)
	}
}

func TestABackupWantsTheSchemaItKnows(t *testing.T) {
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			h := newHouse(t, e)
			h.in(t, func(ctx context.Context, d *db.DB) error { return d.Migrate(ctx, firstMigration()) })
			o := backup.Order{File: filepath.Join(t.TempDir(), "backup.age"), Recipients: []age.Recipient{newIdentity(t).Recipient()}}
			if err := h.refusesToWrite(t, t.Context(), o); !errors.Is(err, backup.ErrBehind) {
				t.Errorf("an older schema: %v", err)
			}
			h.in(t, func(ctx context.Context, d *db.DB) error {
				must(t, schema(ctx, d))
				_, err := d.Writer().ExecContext(ctx, `INSERT INTO goose_version (version_id, is_applied) VALUES (3, true)`)
				return err
			})
			if err := h.refusesToWrite(t, t.Context(), o); !errors.Is(err, db.ErrNewer) {
				t.Errorf("a newer schema: %v", err)
			}
		})
	}
}

func TestAColumnThatIsNotThereIsNotMadeUp(t *testing.T) {
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			h := settled(t, e)
			h.in(t, func(ctx context.Context, d *db.DB) error {
				s := h.source(t, d)
				s.Tables = declared()[2:3] // without rows, so that no value gives it away
				s.Tables[0].Columns = append(s.Tables[0].Columns, columns("no_such")...)
				_, err := backup.Write(ctx, s, backup.Order{Plain: filepath.Join(t.TempDir(), "plain")})
				if err == nil {
					t.Error("a column was exported that no table has")
				}
				return nil
			})
		})
	}
}

func TestAnErasedKeyStaysErasedAfterAnOldBackup(t *testing.T) {
	ctx := t.Context()
	who := newIdentity(t)
	h := settled(t, engines()[0])
	h.furnish(t, "zoe")
	folder := t.TempDir()
	order := backup.Order{File: filepath.Join(folder, "old.age"), Keys: filepath.Join(folder, "keys.json"), Recipients: []age.Recipient{who.Recipient()}}
	var zoes, sams []byte
	h.keeper(t, func(ctx context.Context, k *seal.Keeper) (err error) {
		zoes, err = k.Seal(ctx, "zoe", []byte("a word"), "here")
		must(t, err)
		sams, err = k.Seal(ctx, "sam", []byte("a word"), "here")
		must(t, err)
		h.writeWithKeys(t, k, order)
		must(t, os.Link(order.Keys, filepath.Join(folder, "first keys")))
		must(t, k.Destroy(ctx, "zoe"))
		order.File = filepath.Join(folder, "new.age")
		h.writeWithKeys(t, k, order)
		return nil
	})
	if strings.Contains(read(t, order.Keys), "a word") || read(t, order.Keys) == read(t, filepath.Join(folder, "first keys")) {
		t.Fatal("the file of the keys was not replaced")
	}

	// The old backup comes back into the house, with the keys of then; and into
	// a new house, with the one file of keys that is kept.
	fresh := newHouse(t, engines()[0])
	for _, c := range []struct {
		house house
		keys  string
	}{{h, filepath.Join(folder, "first keys")}, {fresh, order.Keys}} {
		target := c.house.target()
		target.Keys = func(ctx context.Context) error {
			keys, err := backup.ReadKeys(c.keys)
			must(t, err)
			return c.house.withKeeper(ctx, func(ctx context.Context, k *seal.Keeper) error { return k.Import(ctx, keys) })
		}
		_, err := backup.Restore(ctx, filepath.Join(folder, "old.age"), target, backup.Choice{Identities: []age.Identity{who}})
		must(t, err)
		c.house.keeper(t, func(ctx context.Context, k *seal.Keeper) error {
			if _, err := k.Open(ctx, "zoe", zoes, "here"); !errors.Is(err, seal.ErrDestroyed) {
				t.Errorf("what Zoë erased opens again: %v", err)
			}
			plain, err := k.Open(ctx, "sam", sams, "here")
			if string(plain) != "a word" {
				t.Errorf("what Sam sealed: %q, %v", plain, err)
			}
			return nil
		})
	}
}

func (h house) writeWithKeys(t *testing.T, k *seal.Keeper, o backup.Order) {
	t.Helper()
	h.in(t, func(ctx context.Context, d *db.DB) error {
		s := h.source(t, d)
		s.Keys = k
		_, err := backup.Write(ctx, s, o)
		return err
	})
}

func TestADamagedUploadDoesNotKeepTheOthersOut(t *testing.T) {
	who := newIdentity(t)
	h := settled(t, engines()[0])
	h.furnish(t, "zoe")
	path := filepath.Join(h.folder, "files", "kept", keyOf("zoe"))
	body := []byte(read(t, path))
	body[len(body)-1]++
	must(t, os.WriteFile(path, body, 0o600))
	o := backup.Order{File: filepath.Join(t.TempDir(), "backup.age"), Recipients: []age.Recipient{who.Recipient()}}
	made := h.write(t, o)
	if len(made.Damaged) != 1 || made.Damaged[0] != keyOf("zoe") || made.Files != 1 {
		t.Errorf("made: %+v", made)
	}
	fresh := newHouse(t, engines()[0])
	fresh.restore(t, o.File, who)
	if files := fresh.files(t); strings.Contains(files, keyOf("zoe")) || !strings.Contains(files, keyOf("nothing of zoe")) {
		t.Errorf("restored:\n%s", files)
	}
}
