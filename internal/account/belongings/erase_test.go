package belongings_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"handrail/internal/account/belongings"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/seal"
)

var errPower = errors.New("the power is gone")

// hiddenRows stand for rows whose owner the database does not know.
func hiddenRows() belongings.Hooks {
	left := 3
	return belongings.Hooks{
		Title:   "Hidden",
		Columns: []declare.Column{{Name: "words", Why: "What you said.", Kept: "Until you leave", Export: declare.ToOwner}},
		Count:   func(context.Context, string) (int64, error) { return int64(left), nil },
		Read: func(_ context.Context, account string, _ bool, visit func(belongings.Row) error) error {
			for range left {
				if err := visit(belongings.Row{Fields: []belongings.Field{{Column: declare.Column{Name: "words"}, Value: "of " + account}}}); err != nil {
					return err
				}
			}
			return nil
		},
		Erase: func(_ context.Context, _ string, _ belongings.How, most int) (int, error) {
			n := min(most, left)
			left -= n
			return n, nil
		},
	}
}

// dump is every row of every table but those of one account, as text.
func (h *house) dump(without string) string {
	h.Helper()
	var out strings.Builder
	for _, query := range []string{
		`SELECT COUNT(*) FROM t_account WHERE id <> ?`, `SELECT COUNT(*) FROM t_member WHERE id <> 'm-' || ?`,
		`SELECT COUNT(*) FROM t_post WHERE member_id <> 'm-' || ?`, `SELECT COUNT(*) FROM t_link WHERE id <> 'l-' || ? AND made_by IS NOT NULL`,
		`SELECT COUNT(*) FROM t_trust WHERE account_id <> ? AND NOT (trusted_id = ?)`,
		`SELECT COALESCE(SUM(LENGTH(body) + LENGTH(note) + seq), 0) FROM t_post WHERE member_id <> 'm-' || ?`,
	} {
		args := []any{without, without}[:strings.Count(query, "?")]
		fmt.Fprintln(&out, h.number(query, args...))
	}
	return out.String()
}

func (h *house) wantErased(account string) {
	h.Helper()
	counts, err := h.Count(h.Context(), account)
	h.must(err)
	for table, n := range counts {
		if n != 0 {
			h.Errorf("%s still has %d rows of %s", table, n, account)
		}
	}
	for _, query := range []string{
		`SELECT COUNT(*) FROM t_account WHERE id = ?`, `SELECT COUNT(*) FROM t_member WHERE id = 'm-' || ?`, `SELECT COUNT(*) FROM t_post WHERE member_id = 'm-' || ?`,
		`SELECT COUNT(*) FROM t_link WHERE made_by = ?`, `SELECT COUNT(*) FROM t_trust WHERE account_id = ?`, `SELECT COUNT(*) FROM t_trust WHERE trusted_id = ?`,
	} {
		if n := h.number(query, account); n != 0 {
			h.Errorf("%d rows are left: %s", n, query)
		}
	}
	for _, owner := range []string{"account:" + account, "private:" + account} {
		if _, err := h.keys.Seal(h.Context(), owner, nil, "here"); !errors.Is(err, seal.ErrDestroyed) {
			h.Errorf("the key %s is not destroyed: %v", owner, err)
		}
	}
}

func (h *house) twoPeople(posts int) {
	h.addPerson("ana", "ANAPLANTED", posts)
	h.addPerson("zoe", "ZOE", 20)
	h.trust("trust-1", "ana", "zoe")
	h.trust("trust-2", "zoe", "ana")
	h.trust("trust-3", "zoe", "zoe")
}

func TestErasingLeavesNothingAndTouchesNobodyElse(t *testing.T) {
	each(t, func(h *house) {
		h.twoPeople(1100)
		kept := h.everything("ana", true)["t_account"][0]
		sealed := h.seal(declare.Account, "ana", "old", "t_account", "name", "ana")
		before := h.dump("ana")
		done, err := h.Erase(h.Context(), "ana", 0)
		if err != nil || !done {
			h.Fatalf("done %v, %v", done, err)
		}
		h.wantErased("ana")
		if after := h.dump("ana"); after != before {
			h.Errorf("rows of others changed from %s to %s", before, after)
		}
		if n := h.number(`SELECT hits FROM t_link WHERE id = 'l-ana'`); n != 3 {
			h.Errorf("what stays was changed: %d", n)
		}
		if _, err := h.keys.Open(h.Context(), "account:ana", sealed, "t_account.name:ana"); !errors.Is(err, seal.ErrDestroyed) {
			h.Errorf("%v still opens: %v", kept, err)
		}
		if _, err := h.keys.Seal(h.Context(), "account:zoe", nil, "here"); err != nil {
			h.Errorf("the key of another went: %v", err)
		}
		if done, err := h.Erase(h.Context(), "ana", 1); err != nil || !done {
			h.Errorf("once more: %v, %v", done, err)
		}
	})
}

func TestErasedWordsAreGoneFromTheFileAndItsLog(t *testing.T) {
	each(t, func(h *house) {
		if h.db.Engine() == db.Postgres {
			h.Skip("the files of a server are not ours to read")
		}
		h.twoPeople(300)
		if !h.onDisk("ANAPLANTED") {
			h.Fatal("the words were not found before they were erased")
		}
		done, err := h.Erase(h.Context(), "ana", 0)
		if err != nil || !done {
			h.Fatalf("done %v, %v", done, err)
		}
		if h.onDisk("ANAPLANTED") {
			h.Error("erased words are still on the disk")
		}
	})
}

func (h *house) onDisk(words string) bool {
	for _, suffix := range []string{"", "-wal"} {
		body, err := os.ReadFile(h.path + suffix)
		h.must(err)
		if strings.Contains(string(body), words) {
			return true
		}
	}
	return false
}

func TestErasingKeepsToItsBudgetAndToSmallTransactions(t *testing.T) {
	each(t, func(h *house) {
		h.twoPeople(1100)
		const all = 1100 + 2 + 1 + 1 + 1 // posts, trust, link, member, account
		left := func() int64 {
			return h.number(`SELECT (SELECT COUNT(*) FROM t_post WHERE member_id = 'm-ana') + (SELECT COUNT(*) FROM t_member WHERE id = 'm-ana') +
				(SELECT COUNT(*) FROM t_account WHERE id = 'ana') + (SELECT COUNT(*) FROM t_link WHERE made_by = 'ana') +
				(SELECT COUNT(*) FROM t_trust WHERE account_id = 'ana' OR trusted_id = 'ana')`)
		}
		if n := left(); n != all {
			h.Fatalf("%d rows to begin with", n)
		}
		calls := 0
		for before := int64(all); ; calls++ {
			done, err := h.Erase(h.Context(), "ana", 170)
			h.must(err)
			now := left()
			if before-now > 170 {
				h.Fatalf("one call changed %d rows", before-now)
			}
			if before = now; done {
				break
			}
		}
		if calls < all/170 {
			h.Errorf("it took %d calls", calls)
		}
		h.wantErased("ana")
	})
}

func TestATransactionErasesFiveHundredRowsAtMost(t *testing.T) {
	each(t, func(h *house) {
		h.twoPeople(1100)
		commits := 0
		h.breakBy(func(name string) error {
			if name == "db.commit" {
				if commits++; commits > 3 { // link, trust, trust: then the posts begin
					return errPower
				}
			}
			return nil
		})
		_, err := h.Erase(h.Context(), "ana", 0)
		h.breakBy(nil)
		if !errors.Is(err, errPower) {
			h.Fatal(err)
		}
		if n := h.number(`SELECT COUNT(*) FROM t_post WHERE member_id = 'm-ana'`); n != 1100 {
			h.Errorf("%d posts before the first transaction about them", n)
		}
		h.breakBy(h.powerGoesAfter(1 + 1 + 1 + 1))
		_, err = h.Erase(h.Context(), "ana", 0)
		h.breakBy(nil)
		if n := h.number(`SELECT COUNT(*) FROM t_post WHERE member_id = 'm-ana'`); n != 600 {
			h.Errorf("%d posts after one transaction about them (%v)", n, err)
		}
	})
}

// powerGoesAfter lets so many commits pass, and no more.
func (h *house) powerGoesAfter(commits int) func(string) error {
	return func(name string) error {
		if name == "db.commit" {
			if commits--; commits < 0 {
				return errPower
			}
		}
		return nil
	}
}

func TestErasingGoesOnAfterEveryCut(t *testing.T) {
	each(t, func(h *house) {
		h.twoPeople(1100)
		before := h.dump("ana")
		cuts := 0
		for {
			h.breakBy(h.powerGoesAfter(cuts))
			done, err := h.Erase(h.Context(), "ana", 0)
			h.breakBy(nil)
			if after := h.dump("ana"); after != before {
				h.Fatalf("rows of others changed from %s to %s", before, after)
			}
			if err == nil {
				if !done {
					h.Error("nothing was cut off, and it is not done")
				}
				break
			}
			if cuts++; cuts > 50 || !errors.Is(err, errPower) {
				h.Fatal(err)
			}
			if _, err := h.keys.Seal(h.Context(), "account:ana", nil, "here"); !errors.Is(err, seal.ErrDestroyed) {
				h.Fatalf("rows go before the keys: %v", err)
			}
		}
		if cuts < 5 {
			h.Errorf("it was cut off %d times only", cuts)
		}
		h.wantErased("ana")
	})
}

func TestLeavingLetsWordsStayAsOfAFormerMember(t *testing.T) {
	each(t, func(h *house) {
		h.twoPeople(600)
		done, err := h.Leave(h.Context(), "ana", 0)
		if err != nil || !done {
			h.Fatalf("done %v, %v", done, err)
		}
		for query, want := range map[string]int64{
			`SELECT COUNT(*) FROM t_post WHERE member_id = 'm-ana' AND body LIKE 'ANA%' AND LENGTH(note) = 0 AND NOT pinned`: 600,
			`SELECT COUNT(*) FROM t_member WHERE id = 'm-ana' AND account_id IS NULL AND title = ''`:                         1,
			`SELECT COUNT(*) FROM t_account WHERE id = 'ana'`:                                                                0,
			`SELECT COUNT(*) FROM t_post WHERE member_id = 'm-zoe' AND LENGTH(note) > 0`:                                     20,
		} {
			if n := h.number(query); n != want {
				h.Errorf("%d, want %d: %s", n, want, query)
			}
		}
	})
}

func TestRowsThatNoWayLeadsToGoByTheirOwnHooks(t *testing.T) {
	each(t, func(h *house) {
		h.addPerson("ana", "ANA", 0)
		var order []string
		late, early := hiddenRows(), hiddenRows()
		noting := func(name string, hooks belongings.Hooks) belongings.Hooks {
			erase := hooks.Erase
			hooks.Erase = func(ctx context.Context, account string, how belongings.How, most int) (int, error) {
				_, err := h.keys.MAC(ctx, "account:"+account, "mark", nil)
				order = append(order, fmt.Sprint(name, " ", err == nil, " ", most))
				return erase(ctx, account, how, most)
			}
			return hooks
		}
		early.BeforeKeys = true
		h.Own("t_late", noting("late", late))
		h.Own("t_early", noting("early", early))
		if done, err := h.Erase(h.Context(), "ana", 2); err != nil || done {
			h.Fatalf("done %v within a budget of 2, %v", done, err)
		}
		done, err := h.Erase(h.Context(), "ana", 0)
		if err != nil || !done {
			h.Fatalf("done %v, %v", done, err)
		}
		if want := "[early true 2 early true 500 late false 500]"; fmt.Sprint(order) != want {
			h.Errorf("called %v, want %v", order, want)
		}
		h.wantErased("ana")
	})
}

func TestNobodyHasNoBelongings(t *testing.T) {
	each(t, func(h *house) {
		hooks := hiddenRows()
		hooks.BeforeKeys = true
		hooks.Erase = func(context.Context, string, belongings.How, int) (int, error) {
			h.Error("rows were erased for nobody")
			return 0, nil
		}
		h.Own("t_hidden", hooks)
		_, counted := h.Count(h.Context(), "")
		_, erased := h.Erase(h.Context(), "", 0)
		read := h.Read(h.Context(), "", func(string, belongings.Row) error { return nil })
		if counted == nil || erased == nil || read == nil || h.DestroyKeys(h.Context(), "") == nil {
			h.Error("an account without a name was taken for one")
		}
	})
}

// Whatever lies in the tables, and whenever the power goes, erasing one account
// changes no row of the others.
func TestErasingNeverTouchesAnother(t *testing.T) {
	each(t, func(h *house) {
		turn := 0
		rapid.Check(h.T, func(r *rapid.T) {
			turn++
			h.breakBy(nil)
			people := []string{}
			for i := range rapid.IntRange(2, 3).Draw(r, "people") {
				name := fmt.Sprintf("p%d-%d", turn, i)
				people = append(people, name)
				h.addPerson(name, name, rapid.IntRange(0, 4).Draw(r, "posts"))
			}
			who := rapid.SampledFrom(people)
			for i := range rapid.IntRange(0, 5).Draw(r, "trusts") {
				h.trust(fmt.Sprintf("trust-%d-%d", turn, i), who.Draw(r, "truster"), who.Draw(r, "trusted"))
			}
			gone := who.Draw(r, "gone")
			before := h.dump(gone)
			for cut := rapid.IntRange(0, 8).Draw(r, "cut"); ; cut++ {
				h.breakBy(h.powerGoesAfter(cut))
				done, err := h.Erase(h.Context(), gone, rapid.IntRange(3, 40).Draw(r, "budget"))
				h.breakBy(nil)
				if after := h.dump(gone); after != before {
					r.Fatalf("rows of others changed from %s to %s", before, after)
				}
				if err == nil && done {
					break
				}
			}
			h.wantErased(gone)
		})
	})
}

// Where two runs meet, the second must not take "somebody else deleted them just
// now" for "there are none".
func TestTwoWhoEraseAtOnceTakeTurns(t *testing.T) {
	each(t, func(h *house) {
		if h.db.Engine() == db.SQLite {
			h.Skip("one writer at a time")
		}
		h.twoPeople(1100)
		var commits atomic.Int32
		release := make(chan struct{})
		h.breakBy(func(name string) error {
			if name == "db.commit" && commits.Add(1) == 4 {
				<-release
			}
			return nil
		})
		ended := make(chan error, 2)
		erase := func(budget int) {
			_, err := h.Erase(h.Context(), "ana", budget)
			ended <- err
		}
		go erase(1 + 2 + 500) // link, trust, the first posts
		h.until(func() bool { return commits.Load() == 4 })
		go erase(0)
		h.until(func() bool {
			return h.number(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) == 1
		})
		close(release)
		for range 2 {
			if err := <-ended; err != nil {
				h.Error(err)
			}
		}
		h.wantErased("ana")
	})
}

// until waits for a condition.
func (h *house) until(is func() bool) {
	h.Helper()
	ctx, cancel := context.WithTimeout(h.Context(), 20*time.Second)
	defer cancel()
	for !is() {
		if ctx.Err() != nil {
			h.Fatal("it never came to that")
		}
		runtime.Gosched()
	}
}

func TestWhatRemainsIsListedWithItsReason(t *testing.T) {
	list := func(how belongings.How) string {
		var names []string
		for _, r := range belongings.Remains(tables(), how) {
			if r.Column.Why == "" || r.Column.Kept == "" {
				t.Errorf("%s.%s remains without a reason", r.Table, r.Column.Name)
			}
			names = append(names, r.Table+"."+r.Column.Name)
		}
		return strings.Join(names, " ")
	}
	if got := list(belongings.Erasing); got != "t_link.hits" {
		t.Errorf("after erasing: %s", got)
	}
	if got := list(belongings.Leaving); got != "t_member.id t_post.member_id t_post.seq t_post.body t_post.made_at t_link.hits" {
		t.Errorf("after leaving: %s", got)
	}
}
