package seal_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/seal"
)

func TestInspectLooksAndWritesNothing(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "keys.db")
	server := bytes.Repeat([]byte{1}, seal.KeyBytes)
	store := dbtest.Open(t, db.Options{Address: path})
	keeper, err := seal.Open(ctx, store, clock.System(), server)
	must(t, err)
	wantEmpty(t, path, true)
	sealed, err := keeper.Seal(ctx, "zoe", []byte("kept"), "here")
	must(t, err)
	must(t, store.Close())

	only := dbtest.Open(t, db.Options{Address: path, ReadOnly: true})
	looking, err := seal.Inspect(ctx, only, clock.System(), server)
	must(t, err)
	plain, err := looking.Open(ctx, "zoe", sealed, "here")
	if err != nil || string(plain) != "kept" {
		t.Errorf("opened %q, %v", plain, err)
	}
	if _, err := looking.Seal(ctx, "sam", []byte("new"), "here"); err == nil {
		t.Error("a data key was made in a store that was only to be looked at")
	}
	if _, err := seal.Inspect(ctx, only, clock.System(), bytes.Repeat([]byte{2}, seal.KeyBytes)); !errors.Is(err, seal.ErrWrongServerKey) {
		t.Errorf("with another server key: %v", err)
	}
	wantEmpty(t, path, false)
}

func wantEmpty(t *testing.T, path string, want bool) {
	t.Helper()
	store := dbtest.Open(t, db.Options{Address: path, ReadOnly: true})
	defer store.Close()
	if empty, err := seal.IsEmpty(t.Context(), store); err != nil || empty != want {
		t.Errorf("empty: %v, %v; want %v", empty, err, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
