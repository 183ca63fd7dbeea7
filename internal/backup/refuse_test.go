package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"handrail/internal/backup"
	"handrail/internal/platform/db"
)

func TestABadBackupIsRefusedAndNothingChanges(t *testing.T) {
	who := newIdentity(t)
	old := settled(t, engines()[0])
	old.furnish(t, "zoe")
	good := read(t, old.backup(t, who))
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			h := settled(t, e)
			h.furnish(t, "sam")
			for _, bad := range badBackups(t, good, who) {
				t.Run(bad.name, func(t *testing.T) {
					h.wantRefused(t, bad)
				})
			}
		})
	}
}

// bad is a backup to be refused.
type bad struct {
	name string
	body string
	want error
	says string
	who  age.Identity
	most int64
}

func (h house) wantRefused(t *testing.T, b bad) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bad.age")
	must(t, os.WriteFile(path, []byte(b.body), 0o600))
	rows, files := h.plain(t), tree(t, h.folder)
	_, err := backup.Restore(t.Context(), path, h.target(), backup.Choice{Identities: []age.Identity{b.who}, Most: b.most})
	if err == nil || b.want != nil && !errors.Is(err, b.want) || !strings.Contains(err.Error(), b.says) {
		t.Errorf("refused with: %v; want %v %q", err, b.want, b.says)
	}
	if diff := cmp.Diff(files, tree(t, h.folder)); diff != "" {
		t.Errorf("the folder (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(rows, h.plain(t)); diff != "" {
		t.Errorf("the rows (-before +after):\n%s", diff)
	}
	if db.IsPostgres(h.address) {
		h.in(t, func(_ context.Context, d *db.DB) error {
			if list := schemasOf(t, d); len(list) != 1 {
				t.Errorf("left behind: %v", list)
			}
			return nil
		})
	}
}

func badBackups(t *testing.T, good string, who *age.X25519Identity) []bad {
	t.Helper()
	flipped := func(at int) string {
		body := []byte(good)
		body[at] ^= 4
		return string(body)
	}
	// changed is the backup with one entry changed, added or taken out, and
	// all its seals whole.
	changed := func(change func(*entry) []entry) string { return rewrite(t, good, who, "", change) }
	replaced := func(name, old, fresh string) string {
		return changed(func(e *entry) []entry {
			if e.Name == name {
				if !strings.Contains(e.body, old) {
					t.Fatalf("%s does not hold %q", name, old)
				}
				e.body = strings.Replace(e.body, old, fresh, 1)
			}
			return []entry{*e}
		})
	}
	without := func(name string) string {
		return changed(func(e *entry) []entry {
			if e.Name == name {
				return nil
			}
			return []entry{*e}
		})
	}
	with := func(more entry) string {
		return changed(func(e *entry) []entry {
			if e.Name == "complete.json" {
				return []entry{more, *e}
			}
			return []entry{*e}
		})
	}
	n := len(good)
	list := []bad{
		{name: "empty", body: "", want: backup.ErrNotBackup},
		{name: "something else", body: strings.Repeat("PK\x03\x04 a zip, say ", 100), want: backup.ErrNotBackup},
		{name: "age around something else", body: sealed(t, who, []byte("hello")), want: backup.ErrDamaged},
		{name: "cut in the header", body: good[:60], want: backup.ErrNotBackup},
		{name: "cut after the header", body: good[:220], want: backup.ErrDamaged},
		{name: "cut in the middle", body: good[:n/2], want: backup.ErrDamaged},
		{name: "cut by one byte", body: good[:n-1], want: backup.ErrDamaged},
		{name: "more behind the end", body: good + "x", want: backup.ErrDamaged},
		{name: "more behind the last entry", body: rewrite(t, good, who, "more", func(e *entry) []entry { return []entry{*e} }), want: backup.ErrDamaged},
		{name: "a flipped bit in the header", body: flipped(5), want: backup.ErrNotBackup},
		{name: "a flipped bit in the middle", body: flipped(n / 2), want: backup.ErrDamaged},
		{name: "a flipped bit at the end", body: flipped(n - 1), want: backup.ErrDamaged},
		{name: "a changed row", body: replaced("rows/t_room/000001", "zoe-1", "bob-1"), want: backup.ErrDamaged, says: "rows/t_room is not what was saved"},
		{name: "a changed upload", body: replaced("files/"+keyOf("zoe"), "zoe", "bob"), want: backup.ErrDamaged, says: "files/" + keyOf("zoe") + " is not what was saved"},
		{name: "a changed job", body: replaced("jobs/000001", "zoe", "bob"), want: backup.ErrDamaged, says: "jobs"},
		{name: "without its end", body: without("complete.json"), want: backup.ErrDamaged, says: "unexpected EOF"},
		{name: "without a table", body: without("rows/t_visit/000001"), want: backup.ErrDamaged, says: "t_visit"},
		{name: "without an upload", body: without("files/" + keyOf("nothing of zoe")), want: backup.ErrDamaged, says: keyOf("nothing of zoe") + " is missing"},
		{name: "without its beginning", body: without("about.json"), want: backup.ErrDamaged},
		{name: "one upload more", body: with(entry{tar.Header{Typeflag: tar.TypeReg, Name: "files/" + keyOf("more")}, "more"}), want: backup.ErrDamaged, says: "does not belong"},
		{name: "an upload that climbs out", body: with(entry{tar.Header{Typeflag: tar.TypeReg, Name: "files/../../../climbed"}, "x"}), want: backup.ErrDamaged, says: "not a key"},
		{name: "a link", body: with(entry{tar.Header{Typeflag: tar.TypeSymlink, Name: "files/link", Linkname: "/etc"}, ""}), want: backup.ErrDamaged, says: "out of place"},
		{name: "a table that nobody declared", body: with(entry{tar.Header{Typeflag: tar.TypeReg, Name: "rows/seal_key/000001"}, "{}\n"}), want: backup.ErrDamaged},
		{name: "a table with a statement for a name", body: replaced("about.json", `"t_room"`, `"t_room\" (id) VALUES (1); --"`), want: backup.ErrDamaged},
		{name: "other columns", body: replaced("about.json", `"seats"`, `"chairs"`), want: backup.ErrDamaged},
		{name: "a newer format", body: replaced("about.json", `"format":1`, `"format":2`), want: backup.ErrNewer},
		{name: "a newer schema", body: replaced("about.json", `"schema":2`, `"schema":3`), want: backup.ErrNewer},
		{name: "a newer Handrail", body: replaced("about.json", `"0.1.0"`, `"0.10.0"`), want: backup.ErrNewer},
		{name: "too large", body: good, want: backup.ErrTooLarge, most: 5000},
		{name: "another identity", body: good, want: backup.ErrCannotOpen, who: newIdentity(t)},
		{name: "a passphrase", body: good, want: backup.ErrCannotOpen, who: passphrase(t, "correct horse battery staple")},
	}
	for i := range list {
		if list[i].who == nil {
			list[i].who = who
		}
	}
	return list
}

func TestAWrongPassphraseIsRefused(t *testing.T) {
	h := settled(t, engines()[0])
	h.furnish(t, "zoe")
	path := filepath.Join(t.TempDir(), "backup.age")
	who, err := backup.Recipients(nil, "correct horse battery staple")
	must(t, err)
	h.write(t, backup.Order{File: path, Recipients: who})
	h.wantRefused(t, bad{body: read(t, path), want: backup.ErrCannotOpen, who: passphrase(t, "a wrong one")})
	fresh := newHouse(t, engines()[0])
	fresh.restore(t, path, passphrase(t, "correct horse battery staple"))
	wantSame(t, h, fresh)
}

// Rows may be whole and still refer to what is not there.
func TestRowsThatReferToNothingAreRefused(t *testing.T) {
	who := newIdentity(t)
	old := settled(t, engines()[0])
	old.furnish(t, "zoe")
	old.in(t, func(ctx context.Context, d *db.DB) error {
		_, err := d.Writer().ExecContext(ctx, `PRAGMA foreign_keys = OFF; DELETE FROM t_visit WHERE id = 'zoe-1000'`)
		return err
	})
	body := read(t, old.backup(t, who))
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			h := settled(t, e)
			h.furnish(t, "sam")
			h.wantRefused(t, bad{body: body, want: backup.ErrDamaged, says: "rows of t_visit refer to rows that are not there", who: who})
		})
	}
}

// A trigger stands for whatever might make the loaded rows differ from the
// saved ones.
func TestRowsThatAreLoadedOtherwiseAreNotTaken(t *testing.T) {
	who := newIdentity(t)
	old := settled(t, engines()[0])
	old.furnish(t, "zoe")
	path := old.backup(t, who)
	fresh := newHouse(t, engines()[0])
	target := fresh.target()
	changed := maps.Clone(migrations)
	changed["0002_count.sql"] = &fstest.MapFile{Data: []byte(string(migrations["0002_count.sql"].Data) + `
CREATE TABLE t_cut (id TEXT);
-- +goose StatementBegin
CREATE TRIGGER t_cut AFTER INSERT ON t_room BEGIN UPDATE t_room SET seats = 1 WHERE id = NEW.id; END;
-- +goose StatementEnd`)}
	target.Migrations = changed
	before := tree(t, fresh.folder)
	_, err := backup.Restore(t.Context(), path, target, backup.Choice{Identities: []age.Identity{who}})
	if err == nil || !strings.Contains(err.Error(), "not the rows of the backup: t_room") {
		t.Errorf("taken: %v", err)
	}
	if after := tree(t, fresh.folder); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestTextThatIsNotUTF8IsCarriedAndRefusedByPostgreSQL(t *testing.T) {
	who := newIdentity(t)
	old := settled(t, engines()[0])
	old.furnish(t, "zoe")
	old.in(t, func(ctx context.Context, d *db.DB) error {
		_, err := d.Writer().ExecContext(ctx, `UPDATE t_room SET name = CAST(x'ff41' AS TEXT) WHERE id = 'zoe-1'`)
		return err
	})
	path := old.backup(t, who)
	fresh := newHouse(t, engines()[0])
	fresh.restore(t, path, who)
	wantSame(t, old, fresh)
	h := settled(t, engines()[1])
	h.wantRefused(t, bad{body: read(t, path), says: "load t_room", who: who})
}

func passphrase(t *testing.T, text string) age.Identity {
	t.Helper()
	list, err := backup.Identities("", text)
	must(t, err)
	return list[0]
}

type entry struct {
	tar.Header
	body string
}

// rewrite makes an archive with other entries and a tail, and everything around
// them whole.
func rewrite(t *testing.T, good string, who *age.X25519Identity, tail string, change func(*entry) []entry) string {
	t.Helper()
	plain, err := age.Decrypt(strings.NewReader(good), who)
	must(t, err)
	unpacked, err := gzip.NewReader(plain)
	must(t, err)
	in := tar.NewReader(unpacked)
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	out := tar.NewWriter(packed)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, err)
		body, err := io.ReadAll(in)
		must(t, err)
		for _, e := range change(&entry{*h, string(body)}) {
			e.Size = int64(len(e.body))
			must(t, out.WriteHeader(&e.Header))
			_, err := io.WriteString(out, e.body)
			must(t, err)
		}
	}
	must(t, out.Close())
	_, err = io.WriteString(packed, tail)
	must(t, err)
	must(t, packed.Close())
	return sealed(t, who, b.Bytes())
}

func sealed(t *testing.T, who *age.X25519Identity, body []byte) string {
	t.Helper()
	var b bytes.Buffer
	w, err := age.Encrypt(&b, who.Recipient())
	must(t, err)
	_, err = w.Write(body)
	must(t, err)
	must(t, w.Close())
	return b.String()
}
