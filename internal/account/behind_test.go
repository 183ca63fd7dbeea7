package account_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
)

func TestWhoIsClosedBehindAPersonaLooksAsBeforeToStewards(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		var moved []account.StandingChanged
		event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.StandingChanged) error {
			h.set(func() { moved = append(moved, e) })
			return nil
		})
		sam, ana := h.steward(), h.keyed()
		by := h.by(sam)
		before := h.member(ana.v)
		must(t, h.CloseBehind(ctx, by, ana.v.Account, "a persona"))
		h.wantHere(ana.token, false, "who was closed")
		if _, err := h.SignIn(ctx, account.Attempt{Name: ana.name, Words: ana.phrase, Visit: account.Visit{From: anywhere}}); err == nil {
			t.Error("the door still opens")
		}
		if got := h.member(ana.v); got != before {
			t.Errorf("a steward sees %+v, and saw %+v before", got, before)
		}
		for standing, want := range map[account.Standing]bool{"": true, account.Here: true, account.Closed: false} {
			list, err := h.Members(ctx, standing, "")
			must(t, err)
			if listed := slices.Contains(list, before); listed != want {
				t.Errorf("among %q: %v", standing, listed)
			}
		}
		want := account.StandingChanged{Account: ana.v.Account, From: account.Here, Standing: account.Closed, By: by.Subject, Reason: by.Reason, Behind: "a persona"}
		if !slices.Equal(moved, []account.StandingChanged{want}) {
			t.Errorf("said %+v, want %+v", moved, want)
		}
		if err := h.CloseBehind(ctx, by, ana.v.Account, "another persona"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("closed again: %v", err)
		}

		// By its name it can be closed like any other, and is shown so from then on.
		must(t, h.Close(ctx, by, ana.v.Account))
		if got := h.member(ana.v).Standing; got != account.Closed || moved[1].Behind != "" || moved[1].Standing != account.Closed {
			t.Errorf("closed by name it stands %q, said %+v", got, moved[1])
		}
		if err := h.Close(ctx, by, ana.v.Account); fault.KindOf(err) != fault.Conflict {
			t.Errorf("closed by name twice: %v", err)
		}
	})
}

// Whatever stands in the way of closing is said in the same words, which do not
// tell whose persona it is.
func TestWhatCannotBeClosedBehindAPersona(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		sam, tom, ana := h.steward(), h.steward(), h.keyed()
		own := h.CloseBehind(ctx, h.by(sam), sam.Account, "x")
		steward := h.CloseBehind(ctx, h.by(sam), tom.Account, "x")
		if fault.KindOf(own) != fault.Forbidden || fault.KindOf(steward) != fault.Forbidden || own.Error() != steward.Error() {
			t.Errorf("their own: %v; a steward's: %v", own, steward)
		}
		if err := h.CloseBehind(ctx, h.by(ana.v), h.keyed().v.Account, "x"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("by a member: %v", err)
		}
		if err := h.CloseBehind(ctx, h.by(sam), "nobody", "x"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("behind nobody: %v", err)
		}
		if h.member(sam).Standing != account.Here || h.member(tom).Standing != account.Here {
			t.Error("it was done all the same")
		}
	})
}

func TestWhoIsClosedBehindAPersonaIsStillErasedInTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana := h.keyed()
		must(t, h.LeaveLater(ctx, ana.v))
		must(t, h.CloseBehind(ctx, h.by(h.steward()), ana.v.Account, "x"))
		if got := h.member(ana.v).Standing; got != account.Leaving {
			t.Errorf("who was leaving is shown as %q", got)
		}
		h.clock.Advance(account.LeaveIn + time.Hour)
		must(t, h.EraseDue(ctx))
		if _, err := h.MemberByID(ctx, ana.v.Account); fault.KindOf(err) != fault.NotFound {
			t.Errorf("not being erased: %v", err)
		}
	})
}
