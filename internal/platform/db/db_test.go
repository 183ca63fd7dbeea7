package db_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/fault"
)

// pad is a table of the test's own.
func pad(ctx context.Context, d *db.DB) error {
	return d.Migrate(ctx, fstest.MapFS{
		"0001_pad.sql":           {Data: []byte("-- +goose Up\nCREATE TABLE pad (id TEXT PRIMARY KEY, n BIGINT NOT NULL);")},
		"0002_more.sqlite.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE only_sqlite (id TEXT PRIMARY KEY);")},
		"0002_more.postgres.sql": {Data: []byte("-- +goose Up\nCREATE TABLE only_postgres (id TEXT PRIMARY KEY);")},
	})
}

type line struct {
	ID string
	N  int64
}

func (l *line) Fields() []any { return []any{&l.ID, &l.N} }

func eachPad(t *testing.T, test func(t *testing.T, d *db.DB)) {
	dbtest.EachAddress(t, pad, func(t *testing.T, address string) { test(t, dbtest.Open(t, db.Options{Address: address})) })
}

func write(d *db.DB, id string, n int64) error {
	ctx := context.Background()
	return d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO pad (id, n) VALUES (?, ?)`, id, n)
		return err
	})
}

func lines(t *testing.T, d *db.DB) []line {
	t.Helper()
	var list []line
	err := d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = db.All[line](ctx, tx, `SELECT id, n FROM pad ORDER BY id LIMIT 1000`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatFailsLeavesNothing(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		told := false
		err := d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			tx.AfterCommit(func() { told = true })
			if _, err := tx.Exec(ctx, `INSERT INTO pad (id, n) VALUES (?, ?)`, "a", 1); err != nil {
				return err
			}
			return errors.New("changed my mind")
		})
		if err == nil || told || len(lines(t, d)) != 0 {
			t.Errorf("err %v, told %v, lines %v", err, told, lines(t, d))
		}
	})
}

func TestAfterCommitRunsWhenTheConnectionIsFree(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		var inner error
		err := d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			tx.AfterCommit(func() { inner = write(d, "second", 2) })
			_, err := tx.Exec(ctx, `INSERT INTO pad (id, n) VALUES (?, ?)`, "first", 1)
			return err
		})
		if err != nil || inner != nil || len(lines(t, d)) != 2 {
			t.Errorf("err %v, inner %v, lines %v", err, inner, lines(t, d))
		}
	})
}

func TestATransactionInsideAnotherFailsAtOnce(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		nothing := func(context.Context, *db.Tx) error { return nil }
		err := d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			if err := d.Read(ctx, nothing); !errors.Is(err, db.ErrNested) {
				t.Errorf("a Read inside In: %v", err)
			}
			return d.In(ctx, nothing)
		})
		if !errors.Is(err, db.ErrNested) {
			t.Errorf("an In inside In: %v", err)
		}
	})
}

func TestReadersCannotWrite(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		err := d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO pad (id, n) VALUES (?, ?)`, "a", 1)
			return err
		})
		if err == nil || len(lines(t, d)) != 0 {
			t.Errorf("err %v, lines %v", err, lines(t, d))
		}
	})
}

func TestLockMakesCheckThenActSafe(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		if err := write(d, "seats", 5); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { takeSeat(t, d) })
		}
		group.Wait()
		if left := lines(t, d)[0].N; left != 0 {
			t.Errorf("%d seats are left", left)
		}
	})
}

// takeSeat reads how many are left, then takes one: wrong without the lock.
func takeSeat(t *testing.T, d *db.DB) {
	err := d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "pad", "seats"); err != nil {
			return err
		}
		left, err := db.Scalar[int64](ctx, tx, `SELECT n FROM pad WHERE id = ?`, "seats")
		if err != nil || left == 0 {
			return err
		}
		time.Sleep(2 * time.Millisecond) // widen the gap in which another could read the same number
		_, err = tx.Exec(ctx, `UPDATE pad SET n = ? WHERE id = ?`, left-1, "seats")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestADeadlockIsRunAgain(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		if err := errors.Join(write(d, "a", 0), write(d, "b", 0)); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for i := range 3 { // each deadlock ends one of them, so nobody loses more often than In tries
			order := []string{"a", "b"}
			if i%2 == 1 {
				order = []string{"b", "a"}
			}
			group.Go(func() {
				if err := addBoth(d, order); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for _, l := range lines(t, d) {
			if l.N != 3 {
				t.Errorf("%s is %d, not 3", l.ID, l.N)
			}
		}
	})
}

func addBoth(d *db.DB, order []string) error {
	return d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		for _, id := range order {
			if _, err := tx.Exec(ctx, `UPDATE pad SET n = n + 1 WHERE id = ?`, id); err != nil {
				return err
			}
			time.Sleep(time.Millisecond)
		}
		return nil
	})
}

func TestOneAndScalarSayWhatIsMissing(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		_ = d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.One[line](ctx, tx, `SELECT id, n FROM pad WHERE id = ?`, "nobody")
			_, err2 := db.Scalar[int64](ctx, tx, `SELECT n FROM pad WHERE id = ?`, "nobody")
			if fault.KindOf(err) != fault.NotFound || fault.KindOf(err2) != fault.NotFound {
				t.Errorf("%v, %v", err, err2)
			}
			return nil
		})
	})
}

func TestATakenKeyIsTold(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		if err := write(d, "a", 1); err != nil {
			t.Fatal(err)
		}
		if err := write(d, "a", 2); !db.IsTaken(err) {
			t.Errorf("%v", err)
		}
	})
}

func TestFaultPointsStopBeforeTheCommit(t *testing.T) {
	dbtest.EachAddress(t, pad, func(t *testing.T, address string) {
		broken := false
		d := dbtest.Open(t, db.Options{Address: address, Points: func(name string) error {
			if broken && name == "db.commit" {
				return errors.New("pulled the plug")
			}
			return nil
		}})
		broken = true
		if err := write(d, "a", 1); err == nil {
			t.Error("the fault point was passed")
		}
		broken = false
		if n := len(lines(t, d)); n != 0 {
			t.Errorf("%d lines were kept", n)
		}
	})
}

func TestANewerSchemaIsRefusedUnchanged(t *testing.T) {
	eachPad(t, func(t *testing.T, d *db.DB) {
		older := fstest.MapFS{"0001_pad.sql": {Data: []byte("-- +goose Up\nCREATE TABLE pad (id TEXT PRIMARY KEY, n BIGINT NOT NULL);")}}
		if err := d.Migrate(context.Background(), older); !errors.Is(err, db.ErrNewer) {
			t.Errorf("%v", err)
		}
	})
}

func TestSQLiteSyncsBeforeItAnswers(t *testing.T) {
	d := dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "a b?%.db")})
	err := d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		for pragma, want := range map[string]string{
			`PRAGMA synchronous`: "2", `PRAGMA journal_mode`: "wal", `PRAGMA foreign_keys`: "1", `PRAGMA secure_delete`: "1",
		} {
			got, err := db.Scalar[string](ctx, tx, pragma)
			if err != nil || got != want {
				t.Errorf("%s is %q (%v), not %q", pragma, got, err, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"3.51.2", "3.51.3", true}, {"3.51.3", "3.51.3", false}, {"3.54.1", "3.51.3", false},
		{"14.9", "15", true}, {"15.18", "15", false}, {"17beta1", "15", false}, {"4", "3.51.3", false},
	} {
		if got := db.Older(c.a, c.b); got != c.want {
			t.Errorf("Older(%q, %q) is %v", c.a, c.b, got)
		}
	}
}

func TestNumberedLeavesQuotesAlone(t *testing.T) {
	got := db.Numbered(`SELECT '?', n FROM pad WHERE id = ? AND n > ?`)
	if want := `SELECT '?', n FROM pad WHERE id = $1 AND n > $2`; got != want {
		t.Errorf("got %s", got)
	}
}
