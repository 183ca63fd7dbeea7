package backup_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"handrail/internal/backup"
	"handrail/internal/platform/db"
)

func TestWhatIsRestoredIsWhatWasThere(t *testing.T) {
	for _, from := range engines() {
		for _, to := range engines() {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				who := newIdentity(t)
				old := settled(t, from)
				old.furnish(t, "zoe")
				fresh := newHouse(t, to)
				done := fresh.restore(t, old.backup(t, who), who)
				wantSame(t, old, fresh)
				if done.Kept != "" || done.KeptSchema != "" || done.Handrail != version || done.MadeAt != noon.UnixMilli() {
					t.Errorf("an empty house kept something: %+v", done)
				}
			})
		}
	}
}

func TestThereAndBackAgainIsTheSameByteForByte(t *testing.T) {
	both := engines()
	who := newIdentity(t)
	first := settled(t, both[0])
	first.furnish(t, "zoe")
	away, home := newHouse(t, both[1]), newHouse(t, both[0])
	away.restore(t, first.backup(t, who), who)
	home.restore(t, away.backup(t, who), who)
	wantSame(t, first, home)
}

// A table of some MiB comes in pieces, and others follow it.
func TestALargeTableIsCarriedInPieces(t *testing.T) {
	both := engines()
	who := newIdentity(t)
	first := settled(t, both[0])
	first.furnish(t, "zoe")
	first.in(t, func(ctx context.Context, d *db.DB) error {
		_, err := d.Writer().ExecContext(ctx, `UPDATE t_room SET name = hex(randomblob(400000))`)
		return err
	})
	path := first.backup(t, who)
	for _, e := range both {
		fresh := newHouse(t, e)
		fresh.restore(t, path, who)
		wantSame(t, first, fresh)
	}
}

func wantSame(t *testing.T, old, fresh house) {
	t.Helper()
	if diff := cmp.Diff(old.plain(t), fresh.plain(t)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(tree(t, filepath.Join(old.folder, "files")), tree(t, filepath.Join(fresh.folder, "files"))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(old.waiting(t), fresh.waiting(t)); diff != "" || len(fresh.waiting(t)) == 0 {
		t.Errorf("jobs (-want +got):\n%s", diff)
	}
	if backup.Unfinished(fresh.folder) {
		t.Error("the staging folder is still there")
	}
}

func TestWhatWasThereIsKeptAside(t *testing.T) {
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			who := newIdentity(t)
			h := settled(t, e)
			h.furnish(t, "zoe")
			path := h.backup(t, who)
			h.furnish(t, "sam")
			before, files := h.plain(t), tree(t, filepath.Join(h.folder, "files"))
			done := h.restore(t, path, who)
			if now := h.plain(t); strings.Contains(now, "sam") || !strings.Contains(now, "zoe") {
				t.Error("the rows that are there are not those of the backup")
			}
			if kept := tree(t, filepath.Join(done.Kept, "files")); kept != files {
				t.Errorf("files kept aside: %s", cmp.Diff(files, kept))
			}
			aside := house{folder: done.Kept, address: filepath.Join(done.Kept, "handrail.db")}
			if done.KeptSchema != "" {
				aside.address = h.address + "&search_path=" + done.KeptSchema
			}
			if kept := aside.plain(t); kept != before {
				t.Errorf("rows kept aside: %s", cmp.Diff(before, kept))
			}
			again := h.restore(t, path, who)
			if again.Kept == done.Kept {
				t.Error("a second restore at the same second took the place of what the first had kept")
			}
		})
	}
}

func TestAnOlderBackupIsBroughtUpToDate(t *testing.T) {
	old := `INSERT INTO t_room (id, open, made_at) VALUES ('old', true, 1)`
	for _, from := range engines() {
		for _, to := range engines() {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				who := newIdentity(t)
				h := newHouse(t, from)
				path := filepath.Join(t.TempDir(), "old.age")
				h.in(t, func(ctx context.Context, d *db.DB) error {
					first := firstMigration()
					must(t, d.Migrate(ctx, first))
					_, err := d.Writer().ExecContext(ctx, old)
					must(t, err)
					s := h.source(t, d)
					s.Migrations, s.Tables = first, declared()[:2]
					// The queue's tables are not made yet: this is only about rows.
					must(t, jobsTables(ctx, d))
					_, err = backup.Write(ctx, s, backup.Order{File: path, Recipients: []age.Recipient{who.Recipient()}})
					return err
				})
				fresh := newHouse(t, to)
				if done := fresh.restore(t, path, who); done.About.Schema != 1 {
					t.Errorf("made at schema %d", done.About.Schema)
				}
				now := fresh.plain(t)
				if !strings.Contains(now, `"id":"old"`) || !strings.Contains(now, "t_count") {
					t.Errorf("restored:\n%s", now)
				}
			})
		}
	}
}

func TestARestoreKeepsOutWhileTheDatabaseIsInUse(t *testing.T) {
	postgres := engines()[1]
	who := newIdentity(t)
	h := settled(t, postgres)
	h.furnish(t, "zoe")
	path := h.backup(t, who)
	serving, err := db.Open(t.Context(), db.Options{Address: h.address})
	must(t, err)
	defer serving.Close()
	_, err = backup.Restore(t.Context(), path, h.target(), backup.Choice{Identities: []age.Identity{who}})
	if err == nil || !strings.Contains(err.Error(), "stop it first") {
		t.Fatalf("restored under a Handrail at work: %v", err)
	}
	if schemas := schemasOf(t, serving); len(schemas) != 1 {
		t.Errorf("left behind: %v", schemas)
	}
}

func schemasOf(t *testing.T, d *db.DB) (list []string) {
	t.Helper()
	rows, err := d.Writer().QueryContext(t.Context(), `SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'`)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		list = append(list, name)
	}
	return list
}
