package app_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/backup"
	"handrail/internal/doctor"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/id"
)

// saved are the three things that an operator keeps.
type saved struct{ file, keys, serverKey, plain string }

// save backs the house up while it is at work.
func save(t *testing.T, a *apptest.App, who *age.X25519Identity) saved {
	t.Helper()
	folder := t.TempDir()
	s := saved{filepath.Join(folder, "backup.age"), filepath.Join(folder, "keys.json"), filepath.Join(folder, "server.key"), filepath.Join(folder, "plain")}
	_, err := app.Backup(t.Context(), a.Config, backup.Order{File: s.file, Keys: s.keys, Plain: s.plain, Recipients: []age.Recipient{who.Recipient()}})
	must(t, err)
	body, err := os.ReadFile(a.Config.Folder.ServerKey())
	must(t, err)
	must(t, os.WriteFile(s.serverKey, body, 0o600))
	return s
}

func (s saved) from(who *age.X25519Identity) app.From {
	return app.From{File: s.file, Keys: s.keys, ServerKey: s.serverKey, Choice: backup.Choice{Identities: []age.Identity{who}}}
}

// elsewhere is a configuration like that of a, for a new and empty folder.
func elsewhere(t *testing.T, a *apptest.App, postgres bool) app.Config {
	t.Helper()
	c := a.Config
	c.Folder, c.Database = app.Folder(filepath.Join(t.TempDir(), "new")), ""
	if postgres {
		c.Database = dbtest.Postgres(t, nothing)
	}
	return c
}

func nothing(context.Context, *db.DB) error { return nil }

func TestAHouseComesBackWhole(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		who := newIdentity(t)
		_, err := a.Files.Put(t.Context(), id.Random(), strings.NewReader("a picture"), 9)
		must(t, err)
		s := save(t, a, who)
		for _, postgres := range []bool{false, true} {
			c := elsewhere(t, a, postgres)
			_, err := app.Restore(t.Context(), c, s.from(who))
			must(t, err)
			again := filepath.Join(t.TempDir(), "plain")
			_, err = app.Backup(t.Context(), c, backup.Order{Plain: again})
			must(t, err)
			wantSameFile(t, s.plain, again)
			wantHealthy(t, c)
			wantAtHome(t, c, a)
		}
	})
}

// wantAtHome starts the restored house, to which the cast still belongs.
func wantAtHome(t *testing.T, c app.Config, before *apptest.App) {
	t.Helper()
	a, err := app.New(t.Context(), c, before.Base)
	must(t, err)
	defer a.Close()
	must(t, a.Audit.NoteRestored(t.Context()))
	viewer, err := a.Accounts.Find(t.Context(), before.Token(apptest.Ana))
	must(t, err)
	session, err := a.Accounts.SessionFor(t.Context(), viewer)
	must(t, err)
	if session.Device != "Chrome on Android" {
		t.Errorf("what was sealed: %+v", session)
	}
	list, err := a.Audit.List(t.Context(), "system", 0, 1)
	must(t, err)
	if len(list) != 1 || list[0].Action != "backup.restored" {
		t.Errorf("the record says %+v", list)
	}
	wantHealthy(t, c)
}

func wantHealthy(t *testing.T, c app.Config) {
	t.Helper()
	c.Listen = "localhost:0"
	for _, f := range app.Examine(t.Context(), c) {
		if !f.IsFine() && !strings.Contains(f.Wrong, "PostgreSQL's are") { // the clock of tests stands still
			t.Errorf("doctor: %s", f.Wrong)
		}
	}
}

func wantSameFile(t *testing.T, a, b string) {
	t.Helper()
	x, err := os.ReadFile(a)
	must(t, err)
	y, err := os.ReadFile(b)
	must(t, err)
	if len(x) == 0 || !bytes.Equal(x, y) {
		t.Errorf("%d and %d bytes differ", len(x), len(y))
	}
}

func TestARestoreWantsTheFolderToItself(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	who := newIdentity(t)
	s := save(t, a, who)
	unlock, err := a.Config.Folder.Lock() // as serve does
	must(t, err)
	defer unlock()
	if _, err := app.Restore(t.Context(), a.Config, s.from(who)); !errors.Is(err, app.ErrInUse) {
		t.Errorf("restored under a house at work: %v", err)
	}
}

func TestKeysThatDoNotBelongTogetherAreRefused(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	who := newIdentity(t)
	s := save(t, a, who)
	other := filepath.Join(t.TempDir(), "other.key")
	must(t, os.WriteFile(other, []byte(app.EncodeServerKey(bytes.Repeat([]byte{9}, 32))), 0o600))
	torn := filepath.Join(t.TempDir(), "torn.json")
	must(t, os.WriteFile(torn, []byte(`{"check":`), 0o600))
	for name, c := range map[string]struct {
		change func(*app.From)
		says   string
	}{
		"no server key":         {func(f *app.From) { f.ServerKey = "" }, "give that too, with --server-key"},
		"another server key":    {func(f *app.From) { f.ServerKey = other }, "was locked with another server key"},
		"not a server key":      {func(f *app.From) { f.ServerKey = s.keys }, "is not 32 bytes of base64"},
		"half a file of keys":   {func(f *app.From) { f.Keys = torn }, "is not a file of data keys"},
		"a backup that is none": {func(f *app.From) { f.File = s.keys }, "not a backup of Handrail"},
	} {
		t.Run(name, func(t *testing.T) {
			config := elsewhere(t, a, false)
			from := s.from(who)
			c.change(&from)
			if _, err := app.Restore(t.Context(), config, from); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("refused with %v, want %q", err, c.says)
			}
			if _, err := os.Stat(string(config.Folder)); !os.IsNotExist(err) {
				t.Error("the folder that was made for it is still there")
			}
		})
	}
	t.Run("a folder with another server key", func(t *testing.T) {
		there := apptest.Open(t, apptest.Options{}, "")
		there.Close()
		if _, err := app.Restore(t.Context(), there.Config, s.from(who)); err == nil || !strings.Contains(err.Error(), "another server key than the one you gave") {
			t.Errorf("refused with %v", err)
		}
	})
}

func TestTheServersKeyComesBackAlone(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	s := save(t, a, newIdentity(t))
	a.Close()
	must(t, os.Chmod(string(a.Config.Folder), 0o700))
	must(t, os.Remove(a.Config.Folder.ServerKey()))
	wrong := func() (list []doctor.Finding) {
		a.Config.Listen = "localhost:0"
		for _, f := range app.Examine(t.Context(), a.Config) {
			if !f.IsFine() {
				list = append(list, f)
			}
		}
		return list
	}
	if list := wrong(); len(list) != 1 || !strings.Contains(list[0].Wrong, "The server's key is missing") {
		t.Fatalf("doctor: %+v", list)
	}
	_, err := app.Restore(t.Context(), a.Config, app.From{ServerKey: s.serverKey})
	must(t, err)
	if list := wrong(); len(list) != 0 {
		t.Errorf("doctor: %+v", list)
	}
}

func TestWithoutKeysNothingIsMadeThatWouldKeepThemOut(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	who := newIdentity(t)
	s := save(t, a, who)
	c := elsewhere(t, a, false)
	from := s.from(who)
	from.Keys, from.ServerKey = "", ""
	done, err := app.Restore(t.Context(), c, from)
	must(t, err)
	if !done.WithoutKeys {
		t.Error("it did not say that the keys are missing")
	}
	done, err = app.Restore(t.Context(), c, s.from(who))
	must(t, err)
	if done.WithoutKeys {
		t.Error("it said that the keys are missing")
	}
	wantAtHome(t, c, a)
}

// A restore that was cut off is undone by the next start, or the next restore.
func TestACutOffRestoreIsSettled(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	who := newIdentity(t)
	s := save(t, a, who)
	a.Close()
	staging := filepath.Join(string(a.Config.Folder), "restoring")
	must(t, os.Mkdir(staging, 0o700))
	if _, err := app.Backup(t.Context(), a.Config, backup.Order{Plain: filepath.Join(t.TempDir(), "plain")}); err == nil || !strings.Contains(err.Error(), "was cut off") {
		t.Errorf("a backup in the middle of a restore: %v", err)
	}
	must(t, a.Config.Settle(t.Context()))
	if _, err := os.Stat(staging); !os.IsNotExist(err) {
		t.Error("the staging folder is still there")
	}
	again := filepath.Join(t.TempDir(), "plain")
	_, err := app.Backup(t.Context(), a.Config, backup.Order{Plain: again})
	must(t, err)
	wantSameFile(t, s.plain, again)
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
