package audit_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/audit"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/seal"
)

func TestARestoredChainIsTakenAsItStandsAndNotedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		log := open(t, d)
		for range 3 {
			write(t, d, log)
		}
		_, err := d.Writer().ExecContext(ctx, `DELETE FROM audit_entry WHERE seq > 2`) // as an older backup has it
		must(t, err)
		if report, err := log.Verify(ctx); err != nil || report.Sound() || !strings.Contains(report.Why, "cut from its end") {
			t.Fatalf("before: %+v, %v", report, err)
		}
		must(t, log.Rebase(ctx, "2026-03-01"))
		wantEntries(t, log, 2)
		must(t, log.NoteRestored(ctx))
		must(t, log.NoteRestored(ctx))
		wantEntries(t, log, 3)
		list, err := log.List(ctx, "system", 0, 1)
		must(t, err)
		if len(list) != 1 || list[0].Action != "backup.restored" || list[0].Object != "2026-03-01" {
			t.Errorf("the note: %+v", list)
		}
	})
}

func TestNothingIsNotedWhereNothingWasRestored(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := open(t, d)
		must(t, log.NoteRestored(t.Context()))
		wantEntries(t, log, 0)
	})
}

func open(t *testing.T, d *db.DB) *audit.Log {
	t.Helper()
	store := dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db")})
	now := clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	keys, err := seal.Open(t.Context(), store, now, make([]byte, seal.KeyBytes))
	must(t, err)
	return audit.New(d, now, keys, slog.New(slog.DiscardHandler))
}

func write(t *testing.T, d *db.DB, log *audit.Log) {
	t.Helper()
	must(t, d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return log.Append(ctx, tx, audit.Entry{Actor: "system", Action: "site.changed"})
	}))
}

func wantEntries(t *testing.T, log *audit.Log, want int64) {
	t.Helper()
	report, err := log.Verify(t.Context())
	if err != nil || !report.Sound() || report.Entries != want {
		t.Errorf("the chain: %+v, %v; want %d entries that hold", report, err, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
