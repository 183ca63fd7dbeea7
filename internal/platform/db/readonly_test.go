package db_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
)

func TestReadOnlyChangesNothingAlsoBesideAWriter(t *testing.T) {
	dbtest.EachAddress(t, dbtest.Schema, func(t *testing.T, address string) {
		wantReadOnly(t, address)
		writing, err := db.Open(t.Context(), db.Options{Address: address})
		if err != nil {
			t.Fatal(err)
		}
		defer writing.Close()
		wantReadOnly(t, address)
	})
}

func wantReadOnly(t *testing.T, address string) {
	t.Helper()
	before := names(t, address)
	d := dbtest.Open(t, db.Options{Address: address, ReadOnly: true})
	if err := d.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM web_once`)
		return err
	})
	if err == nil {
		t.Error("a row could be deleted")
	}
	d.Close()
	if after := names(t, address); !slices.Equal(before, after) {
		t.Errorf("files before: %v, after: %v", before, after)
	}
}

func names(t *testing.T, address string) (list []string) {
	t.Helper()
	if db.IsPostgres(address) {
		return nil
	}
	entries, err := os.ReadDir(filepath.Dir(address))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}
