package audit_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/platform/audit"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/seal"
)

// book is a log with what it stands on.
type book struct {
	*audit.Log
	t    *testing.T
	d    *db.DB
	keys *seal.Keeper
}

func each(t *testing.T, test func(t *testing.T, b *book)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db")})
		test(t, bookOver(t, d, store))
	})
}

func bookOver(t *testing.T, d, store *db.DB) *book {
	t.Helper()
	now := clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	keys, err := seal.Open(t.Context(), store, now, make([]byte, seal.KeyBytes))
	must(t, err)
	return &book{Log: audit.New(d, now, keys, slog.New(slog.DiscardHandler)), t: t, d: d, keys: keys}
}

func (b *book) write(e audit.Entry) {
	b.t.Helper()
	must(b.t, b.d.In(b.t.Context(), func(ctx context.Context, tx *db.Tx) error { return b.Append(ctx, tx, e) }))
}

// fill writes n entries by two stewards about a third person.
func (b *book) fill(n int) {
	b.t.Helper()
	for i := range n {
		b.write(audit.Entry{
			Actor: fmt.Sprintf("account:steward%d", i%2), Action: "line.added", Object: fmt.Sprint("line", i),
			About: "account:zoesubject", Reason: fmt.Sprint("because ", i),
		})
	}
}

func (b *book) exec(statement string, args ...any) {
	b.t.Helper()
	_, err := b.d.Writer().ExecContext(b.t.Context(), statement, args...)
	must(b.t, err)
}

func (b *book) wantBroken(what string, at int64, why string) {
	b.t.Helper()
	report, err := b.Verify(b.t.Context())
	if err != nil || report.Sound() || report.Broken != at || !strings.Contains(report.Why, why) {
		b.t.Errorf("%s: %+v, %v; want entry %d: %s", what, report, err, at, why)
	}
}

func TestManyAtOnceMakeOneDenseChain(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		var wait sync.WaitGroup
		for i := range 20 {
			wait.Go(func() {
				err := b.d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					return b.Append(ctx, tx, audit.Entry{Actor: fmt.Sprint("account:", i), Action: "x"})
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		wantEntries(t, b.Log, 20)
	})
}

func TestWhatIsRolledBackLeavesNoGap(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.fill(2)
		undone := errors.New("undone")
		err := b.d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			must(t, b.Append(ctx, tx, audit.Entry{Actor: "system", Action: "x"}))
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		wantEntries(t, b.Log, 2)
		b.fill(1)
		wantEntries(t, b.Log, 3)
	})
}

func TestEveryTamperingIsFoundAndNamed(t *testing.T) {
	const changed, follows, missing, cut = "was changed", "does not follow", "missing before", "cut from its end"
	columns := []string{"actor", "action", "object", "about"}
	each(t, func(t *testing.T, b *book) {
		b.fill(6)
		b.exec(`CREATE TABLE saved AS SELECT * FROM audit_entry`)
		try := func(what string, at int64, why string, statements ...string) {
			t.Helper()
			for _, s := range statements {
				b.exec(s)
			}
			b.wantBroken(what, at, why)
			b.exec(`DELETE FROM audit_entry`)
			b.exec(`INSERT INTO audit_entry SELECT * FROM saved`)
			wantEntries(t, b.Log, 6)
		}
		for _, at := range []int64{1, 3, 6} {
			where := fmt.Sprintf(` WHERE seq = %d`, at)
			for _, c := range columns {
				try(c, at, changed, `UPDATE audit_entry SET `+c+` = 'changed'`+where)
				try(c+" emptied", at, changed, `UPDATE audit_entry SET `+c+` = ''`+where)
			}
			try("at", at, changed, `UPDATE audit_entry SET at = at + 1`+where)
			try("reason", at, changed, `UPDATE audit_entry SET reason = NULL`+where)
			try("reason moved", at, changed, `UPDATE audit_entry SET reason = (SELECT reason FROM saved WHERE seq = 2)`+where)
			try("hash", at, changed, `UPDATE audit_entry SET hash = 'changed'`+where)
			try("prev", at, follows, `UPDATE audit_entry SET prev = 'changed'`+where)
			try("a letter moved", at, changed, `UPDATE audit_entry SET action = 'line.adde', object = 'd' || object`+where)
		}
		try("the first", 1, missing, `DELETE FROM audit_entry WHERE seq = 1`)
		try("the middle", 3, missing, `DELETE FROM audit_entry WHERE seq = 3`)
		try("the end", 6, cut, `DELETE FROM audit_entry WHERE seq = 6`)
		try("the last three", 4, cut, `DELETE FROM audit_entry WHERE seq > 3`)
		try("all", 1, cut, `DELETE FROM audit_entry`)
		try("closing up", 3, follows, `DELETE FROM audit_entry WHERE seq = 3`, `UPDATE audit_entry SET seq = 3 WHERE seq = 4`, `UPDATE audit_entry SET seq = 4 WHERE seq = 5`, `UPDATE audit_entry SET seq = 5 WHERE seq = 6`)
		try("two change places", 2, follows, `UPDATE audit_entry SET seq = 99 WHERE seq = 2`, `UPDATE audit_entry SET seq = 2 WHERE seq = 3`, `UPDATE audit_entry SET seq = 3 WHERE seq = 99`)
		try("one more", 7, changed, `INSERT INTO audit_entry (seq, at, actor, action, object, about, prev, hash) SELECT 7, at, actor, action, object, about, hash, hash FROM saved WHERE seq = 6`)
		try("put in between", 4, follows, `UPDATE audit_entry SET seq = 8 WHERE seq = 6`, `UPDATE audit_entry SET seq = 6 WHERE seq = 5`, `UPDATE audit_entry SET seq = 5 WHERE seq = 4`,
			`INSERT INTO audit_entry (seq, at, actor, action, object, about, prev, hash) SELECT 4, at, actor, action, object, about, prev, hash FROM saved WHERE seq = 2`)
	})
}

// No reason and an empty one are different bytes in the table.
func TestAReasonCannotBeSlippedIn(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.write(audit.Entry{Actor: "system", Action: "x"})
		wantEntries(t, b.Log, 1)
		b.exec(`UPDATE audit_entry SET reason = ''`)
		b.wantBroken("an empty reason", 1, "was changed")
	})
}

// Whoever rewrites the end of the chain, even with its key, meets the head.
func TestARewrittenEndIsNotTheHeadThatWasKept(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.fill(3)
		seq, hash, err := b.keys.Mark(t.Context(), "audit head")
		must(t, err)
		b.exec(`DELETE FROM audit_entry WHERE seq = 3`)
		b.write(audit.Entry{Actor: "system", Action: "forged"})
		must(t, b.keys.ReplaceMark(t.Context(), "audit head", seq, hash))
		b.wantBroken("a forged end", 3, "not the one that was kept as the head")
	})
}

func TestNobodyIsNamed(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.fill(4)
		var actors, people, rows int64
		must(t, b.d.Writer().QueryRowContext(t.Context(), `SELECT COUNT(DISTINCT actor), COUNT(DISTINCT about), COUNT(*) FROM audit_entry`).Scan(&actors, &people, &rows))
		if actors != 2 || people != 1 || rows != 4 {
			t.Errorf("%d actors and %d people in %d entries, want 2, 1 and 4", actors, people, rows)
		}
		list, err := b.d.Writer().QueryContext(t.Context(), `SELECT actor || '|' || action || '|' || object || '|' || about || '|' || prev || '|' || hash, reason FROM audit_entry`)
		must(t, err)
		defer list.Close()
		for list.Next() {
			var text string
			var reason []byte
			must(t, list.Scan(&text, &reason))
			for _, name := range []string{"steward", "zoesubject", "because"} {
				if strings.Contains(text+string(reason), name) {
					t.Errorf("the table says %q: %s", name, text)
				}
			}
		}
		must(t, list.Err())
	})
}

func TestErasingAPersonLeavesTheChainWhole(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		ctx := t.Context()
		b.fill(4)
		mine, err := b.List(ctx, "account:steward0", 0, 10)
		if err != nil || len(mine) != 4 || mine[0].Seq != 4 || mine[0].Mine || !mine[1].Mine {
			t.Fatalf("before: %+v, %v", mine, err)
		}
		if page, err := b.List(ctx, "account:steward0", 3, 1); err != nil || len(page) != 1 || page[0].Seq != 2 {
			t.Errorf("a page: %+v, %v", page, err)
		}
		must(t, b.keys.Destroy(ctx, "account:steward0"))
		wantEntries(t, b.Log, 4)
		if list, err := b.List(ctx, "account:steward0", 0, 10); !errors.Is(err, seal.ErrDestroyed) {
			t.Errorf("the erased one still finds what they did: %+v, %v", list, err)
		}
		b.write(audit.Entry{Actor: "account:steward1", Action: "x", Reason: "and on"})
		wantEntries(t, b.Log, 5)
	})
}

// Whoever looks someone up reads why things were done to them, whoever did them;
// in the record as a whole nobody reads whom a reason is about.
func TestReasonsAreReadByStewardsWhereTheyBelong(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		ctx := t.Context()
		b.fill(2)
		b.write(audit.Entry{Actor: audit.Operator, Action: "line.added", About: "account:anasubject", Reason: "because of Ana"})
		b.write(audit.Entry{Actor: "account:steward0", Action: "job.discarded", Reason: "it went by hand"})
		must(t, b.keys.Destroy(ctx, "account:steward0"))

		all, err := b.List(ctx, "account:steward1", 0, 10)
		if err != nil || len(all) != 4 || all[0].Reason != "it went by hand" || all[1].Reason+all[2].Reason+all[3].Reason != "" {
			t.Errorf("the record: %+v, %v", all, err)
		}
		if !all[1].Operator || all[0].Operator || all[2].Operator || !all[2].Mine {
			t.Errorf("who did it: %+v", all)
		}
		zoe, err := b.About(ctx, "account:steward1", "account:zoesubject", 10)
		if err != nil || len(zoe) != 2 || zoe[0].Reason != "because 1" || zoe[1].Reason != "because 0" || !zoe[0].Mine || zoe[1].Mine {
			t.Errorf("about one: %+v, %v", zoe, err)
		}
		if one, err := b.About(ctx, "account:steward1", "account:zoesubject", 1); err != nil || len(one) != 1 || one[0].Seq != 2 {
			t.Errorf("the newest about one: %+v, %v", one, err)
		}
		if none, err := b.About(ctx, "account:steward1", "account:bensubject", 10); err != nil || len(none) != 0 {
			t.Errorf("about somebody to whom nothing was done: %+v, %v", none, err)
		}
	})
}

// Who erases themselves takes along what stewards wrote about them.
func TestAReasonGoesWithWhomItIsAbout(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		ctx := t.Context()
		b.fill(2)
		b.write(audit.Entry{Actor: "account:steward0", Action: "x", Reason: "about nobody"})
		must(t, b.keys.Destroy(ctx, "account:zoesubject"))
		var sealed []byte
		must(t, b.d.Writer().QueryRowContext(ctx, `SELECT reason FROM audit_entry WHERE seq = 1`).Scan(&sealed))
		for owner, want := range map[string]error{"account:zoesubject": seal.ErrDestroyed, "account:steward0": seal.ErrNotOpened, "stewards": seal.ErrNotOpened} {
			if text, err := b.keys.Open(ctx, owner, sealed, "audit_entry.reason:1"); !errors.Is(err, want) {
				t.Errorf("with the key of %s: %q, %v", owner, text, err)
			}
		}
		if list, err := b.About(ctx, "account:steward1", "account:zoesubject", 10); err != nil || len(list) != 0 {
			t.Errorf("still found: %+v, %v", list, err)
		}
		wantEntries(t, b.Log, 3)
	})
}

func TestTheChainGoesOnAfterARestart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		path := filepath.Join(t.TempDir(), "keys.db")
		for n := range 3 {
			store := dbtest.Open(t, db.Options{Address: path})
			b := bookOver(t, d, store)
			wantEntries(t, b.Log, int64(2*n))
			b.fill(2)
			must(t, store.Close())
		}
	})
}

func TestAnEmptyChainHolds(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		wantEntries(t, b.Log, 0)
		must(t, b.Rebase(t.Context(), "a backup of nothing"))
		wantEntries(t, b.Log, 0)
	})
}

// The head is kept after the commit; when that fails, the entry stands, and
// the next one brings the head up to date.
func TestAHeadThatWasNotKeptIsCaughtUp(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.fill(2)
		must(t, b.keys.ReplaceMark(t.Context(), "audit head", 1, first(t, b)))
		wantEntries(t, b.Log, 2)
		b.fill(1)
		if seq, _, err := b.keys.Mark(t.Context(), "audit head"); err != nil || seq != 3 {
			t.Errorf("the head is at %d, %v", seq, err)
		}
	})
}

func first(t *testing.T, b *book) (hash string) {
	t.Helper()
	must(t, b.d.Writer().QueryRowContext(t.Context(), `SELECT hash FROM audit_entry WHERE seq = 1`).Scan(&hash))
	return hash
}
