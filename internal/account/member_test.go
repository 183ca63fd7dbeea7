package account_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

func operator() account.By {
	return account.By{Subject: account.OperatorSubject, Reason: "asked at the door"}
}

func (h *house) by(v account.Viewer) account.By {
	return account.By{Subject: v.Subject(), Reason: "a reason"}
}

// steward lets somebody in and makes them a steward.
func (h *house) steward() account.Viewer {
	h.t.Helper()
	v, _ := h.comeIn(account.Kept)
	must(h.t, h.SetSteward(h.t.Context(), operator(), v.Account, true))
	return v
}

// waiter is somebody who waits to be let in.
func (h *house) waiter() account.Viewer {
	h.t.Helper()
	h.set(func() { h.house.Door = account.ByApproval })
	defer h.set(func() { h.house.Door = account.Open })
	v, _ := h.comeIn(account.Kept)
	return v
}

func (h *house) member(v account.Viewer) account.Member {
	h.t.Helper()
	m, err := h.MemberByID(h.t.Context(), v.Account)
	must(h.t, err)
	return m
}

// atOnce does both at the same time, and says what came of them.
func atOnce(first, second func() error) (a, b error) {
	var both sync.WaitGroup
	begin := make(chan struct{})
	both.Go(func() { <-begin; a = first() })
	both.Go(func() { <-begin; b = second() })
	close(begin)
	both.Wait()
	return a, b
}

func TestOfTwoStewardsWhoDecideAtOnceBothCannotBeRight(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.steward(), h.steward()
		for range 10 {
			ana := h.waiter()
			let, paused := atOnce(
				func() error { return h.LetIn(t.Context(), h.by(one), ana.Account) },
				func() error { return h.Pause(t.Context(), h.by(two), ana.Account) },
			)
			// Either the pause came second and stands, or it came first and nobody waits any more.
			if paused != nil || h.member(ana).Standing != account.Paused {
				t.Fatalf("let in %v, paused %v: now %q", let, paused, h.member(ana).Standing)
			}
			ben := h.waiter()
			let, closed := atOnce(
				func() error { return h.LetIn(t.Context(), h.by(one), ben.Account) },
				func() error { return h.Close(t.Context(), h.by(two), ben.Account) },
			)
			if closed != nil || h.member(ben).Standing != account.Closed {
				t.Fatalf("let in %v, closed %v: now %q", let, closed, h.member(ben).Standing)
			}
		}
	})
}

// The second one looks only once the first one is done. On SQLite there is one
// writer, so that it cannot be otherwise.
func TestWhoDecidesSecondSeesWhatTheFirstDid(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if h.d.Engine() != db.Postgres {
			return
		}
		steward, ana := h.steward(), h.waiter()
		second := make(chan error, 1)
		must(t, h.d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := tx.Lock(ctx, "account", ana.Account); err != nil {
				return err
			}
			go func() { second <- h.LetIn(context.Background(), h.by(steward), ana.Account) }()
			h.awaitQueue()
			_, err := tx.Exec(ctx, `UPDATE account_account SET standing = 'paused' WHERE id = ?`, ana.Account)
			return err
		}))
		if err := <-second; fault.KindOf(err) != fault.Conflict || h.member(ana).Standing != account.Paused {
			t.Errorf("let in after the pause: %v, now %q", err, h.member(ana).Standing)
		}
	})
}

// awaitQueue waits until somebody waits for a lock of this database.
func (h *house) awaitQueue() {
	for waiting := 0; waiting == 0; {
		row := h.d.Writer().QueryRow(`SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
		if err := row.Scan(&waiting); err != nil {
			h.t.Error(err)
			return
		}
	}
}

func TestStewardsWhoTakeItFromEachOtherAtOnceLeaveOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.steward() // a third one, who holds no keys and cannot look after anything
		for range 10 {
			one, two := h.steward(), h.steward()
			first, second := atOnce(
				func() error { return h.SetSteward(t.Context(), h.by(one), two.Account, false) },
				func() error { return h.SetSteward(t.Context(), h.by(two), one.Account, false) },
			)
			if (first == nil) == (second == nil) || h.member(one).Steward == h.member(two).Steward {
				t.Fatalf("%v and %v: stewards %v and %v", first, second, h.member(one).Steward, h.member(two).Steward)
			}
		}
	})
}

func TestTheLastStewardStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := h.steward()
		other, _ := h.comeIn(account.Kept)
		gone := account.By{Subject: "pass:somebody"}
		if err := h.SetSteward(t.Context(), gone, one.Account, false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the last one: %v", err)
		}
		if err := h.Close(t.Context(), h.by(other), one.Account); fault.KindOf(err) != fault.NotFound {
			t.Errorf("by somebody who is none: %v", err)
		}
		must(t, h.SetSteward(t.Context(), operator(), one.Account, false))
		if has, err := h.HasSteward(t.Context()); has || err != nil {
			t.Errorf("the operator may: %v %v", has, err)
		}
	})
}

func TestNobodyActsOnThemselves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.steward()
		h.steward()
		for name, act := range map[string]func() error{
			"pause": func() error { return h.Pause(t.Context(), h.by(v), v.Account) },
			"close": func() error { return h.Close(t.Context(), h.by(v), v.Account) },
			"down":  func() error { return h.SetSteward(t.Context(), h.by(v), v.Account, false) },
		} {
			if err := act(); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestClosingDoesNotKeepSomebodyFromBeingErased(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		steward := h.steward()
		leaves, _ := h.comeIn(account.Kept)
		stays, _ := h.comeIn(account.Kept)
		must(t, h.LeaveLater(t.Context(), leaves))
		must(t, h.Close(t.Context(), h.by(steward), leaves.Account))
		must(t, h.Close(t.Context(), h.by(steward), stays.Account))
		h.clock.Advance(account.LeaveIn - time.Hour)
		must(t, h.EraseDue(t.Context()))
		if got := h.member(leaves).Standing; got != account.Closed {
			t.Errorf("before its time: %q", got)
		}
		h.clock.Advance(time.Hour)
		must(t, h.EraseDue(t.Context()))
		if _, err := h.MemberByID(t.Context(), leaves.Account); fault.KindOf(err) != fault.NotFound {
			t.Errorf("not being erased: %v", err)
		}
		if got := h.member(stays).Standing; got != account.Closed {
			t.Errorf("who did not ask to go is %q", got)
		}
	})
}

func TestOthersAskHowOldASeatIsAndHowManyKeysItHolds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		seat, _ := h.comeIn(account.Kept)
		made := h.clock.Now()
		h.clock.Advance(72 * time.Hour)
		keyed := h.keyed()
		h.withApp(keyed) // and ten recovery codes
		must(t, h.d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			since, err := h.SinceFor(ctx, tx, seat.Account)
			if err != nil || !since.Equal(made) {
				t.Errorf("made at %v, %v", since, err)
			}
			if _, err := h.SinceFor(ctx, tx, "nobody"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("nobody's seat: %v", err)
			}
			for account, want := range map[string]int{seat.Account: 0, keyed.v.Account: 2, "nobody": 0} {
				if n, err := h.KeysOf(ctx, tx, account); n != want || err != nil {
					t.Errorf("%d keys, %v, want %d", n, err, want)
				}
			}
			return nil
		}))
	})
}
