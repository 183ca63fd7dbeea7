package account_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
)

func arrival() account.Arrival {
	return account.Arrival{Kind: account.Kept, Device: "Firefox on Android", Consents: true}
}

func (h *house) door(d account.Door) { h.set(func() { h.house.Door = d }) }

// keyedSteward is somebody who may act as one now.
func (h *house) keyedSteward() account.Viewer {
	h.t.Helper()
	link := h.issue(time.Hour)
	founder, _, err := h.Take(h.t.Context(), account.SetUp, link, account.Kept, "")
	must(h.t, err)
	w, err := h.FoundSteward(h.t.Context(), founder, arrival())
	must(h.t, err)
	token := h.addPasskey(w.Token)
	token = h.addPasskey(token)
	return h.viewer(token)
}

func (h *house) viewer(token string) account.Viewer {
	h.t.Helper()
	v, err := h.Find(h.t.Context(), token)
	must(h.t, err)
	return v
}

func TestComingInAsksForNothingButAYes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		w, err := h.ComeIn(t.Context(), arrival())
		must(t, err)
		v := h.viewer(w.Token)
		if !v.TakesPart() || v.Keys != 0 || v.Factors != 0 || v.Steward || w.Name == "" {
			t.Errorf("came in as %+v called %q", v, w.Name)
		}
		if name, err := h.NameFor(t.Context(), v); err != nil || name != w.Name {
			t.Errorf("is called %q, %v", name, err)
		}
		consents, err := h.ConsentsFor(t.Context(), v)
		if err != nil || len(consents) != 1 || consents[0].Version != account.Present().Version || !consents[0].Given.Equal(noon) {
			t.Errorf("agreed to %+v, %v", consents, err)
		}
		without := arrival()
		without.Consents = false
		if _, err := h.ComeIn(t.Context(), without); fault.KindOf(err) != fault.Invalid {
			t.Errorf("without a yes: %v", err)
		}
		if n := h.count(`SELECT COUNT(*) FROM account_account`); n != 1 {
			t.Errorf("%d accounts", n)
		}
	})
}

// Whoever types a name that others have is given other digits, and never told.
func TestNobodyIsToldThatANameIsTaken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		names := map[string]bool{}
		for range 60 {
			a := arrival()
			a.Name = "Quiet  Wren"
			w, err := h.ComeIn(t.Context(), a)
			must(t, err)
			if !strings.HasPrefix(w.Name, "Quiet Wren-") || names[w.Name] {
				t.Errorf("called %q", w.Name)
			}
			names[w.Name] = true
		}
	})
}

func TestDoors(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx, steward := t.Context(), h.keyedSteward()
		for _, door := range []account.Door{account.Shut, account.ByInvitation} {
			h.door(door)
			if _, err := h.ComeIn(ctx, arrival()); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("the door %q: %v", door, err)
			}
		}
		link, err := h.Invite(ctx, steward, 1, time.Hour)
		must(t, err)
		invited := arrival()
		invited.Invitation = link
		w, err := h.ComeIn(ctx, invited)
		must(t, err)
		if !h.viewer(w.Token).TakesPart() {
			t.Error("the invited person takes no part")
		}
		again, err := h.ComeIn(ctx, invited)
		wrong := arrival()
		wrong.Invitation = "nonsense"
		_, other := h.ComeIn(ctx, wrong)
		if fault.KindOf(err) != fault.Forbidden || other == nil || other.Error() != err.Error() || h.here(again.Token) {
			t.Errorf("a spent link says %v, a wrong one %v", err, other)
		}

		h.door(account.ByApproval)
		w, err = h.ComeIn(ctx, arrival())
		must(t, err)
		waiting := h.viewer(w.Token)
		if waiting.TakesPart() || waiting.Standing != account.Waiting || waiting.May(account.Share) == nil {
			t.Errorf("waits as %+v", waiting)
		}
		by, err := account.ByViewer(steward, "seemed kind")
		must(t, err)
		must(t, h.LetIn(ctx, by, waiting.Account))
		if !h.viewer(w.Token).TakesPart() {
			t.Error("was let in and takes no part")
		}
		if err := h.LetIn(ctx, by, waiting.Account); fault.KindOf(err) != fault.Conflict {
			t.Errorf("let in twice: %v", err)
		}
	})
}

func TestOfTwoWithTheLastUseOneComesIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		link, err := h.Invite(t.Context(), h.keyedSteward(), 1, time.Hour)
		must(t, err)
		h.door(account.ByInvitation)
		before := h.count(`SELECT COUNT(*) FROM account_account`)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				a := arrival()
				a.Invitation = link
				if _, err := h.ComeIn(t.Context(), a); err != nil && fault.KindOf(err) != fault.Forbidden {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := h.count(`SELECT COUNT(*) FROM account_account`) - before; n != 1 {
			t.Errorf("%d came in with one use", n)
		}
	})
}

func TestAnInvitationEndsAndIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx, steward := t.Context(), h.keyedSteward()
		for _, c := range []struct {
			uses  int
			lasts time.Duration
		}{{0, time.Hour}, {account.MostUses + 1, time.Hour}, {1, time.Minute}, {1, account.InviteAtMost + time.Hour}} {
			if _, err := h.Invite(ctx, steward, c.uses, c.lasts); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%+v: %v", c, err)
			}
		}
		member, _ := h.comeIn(account.Kept)
		if _, err := h.Invite(ctx, member, 1, time.Hour); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member invited: %v", err)
		}
		_, err := h.Invite(ctx, steward, 3, time.Hour)
		must(t, err)
		list, err := h.InvitationsFor(ctx, steward)
		if err != nil || len(list) != 1 || list[0].UsesLeft != 3 {
			t.Fatalf("%+v, %v", list, err)
		}
		must(t, h.TakeBackInvitation(ctx, steward, list[0].ID))
		if err := h.TakeBackInvitation(ctx, steward, list[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("taken back twice: %v", err)
		}
		link, err := h.Invite(ctx, steward, 1, time.Hour)
		must(t, err)
		h.clock.Advance(time.Hour)
		late := arrival()
		late.Invitation = link
		if _, err := h.ComeIn(ctx, late); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("after its end: %v", err)
		}
		must(t, h.Sweep(ctx))
		if n := h.count(`SELECT COUNT(*) FROM account_invitation`); n != 0 {
			t.Errorf("%d invitations are kept", n)
		}
	})
}

func TestARenamedSeatOpensUnderItsNewNameAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		w, err := h.ComeIn(ctx, arrival())
		must(t, err)
		words, token := h.addPhrase(w.Token)
		name, err := h.Rename(ctx, h.viewer(token), "Heron")
		must(t, err)
		if _, err := h.SignIn(ctx, attempt(w.Name, words)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("under the old name: %v", err)
		}
		entry, err := h.SignIn(ctx, attempt(strings.ToUpper(" "+name+" "), words))
		if err != nil || !h.here(entry.Token) {
			t.Errorf("under the new name: %v", err)
		}
		h.clock.Advance(account.FreshFor + time.Second)
		if _, err := h.Rename(ctx, h.viewer(token), "Owl"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("renamed without showing a key: %v", err)
		}
	})
}

// A seat is asked to be kept when its holder comes back, and not when they said
// that they do not want to be asked.
func TestWhenASeatIsAskedToBeKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, token := h.comeIn(account.Kept)
		visit := func(after time.Duration) account.Viewer {
			h.clock.Advance(after)
			h.Saw(h.viewer(token))
			must(t, h.WriteSeen(ctx))
			return h.viewer(token)
		}
		if h.AsksToKeep(visit(10 * time.Minute)) {
			t.Error("asked on the first visit")
		}
		v := visit(2 * time.Hour)
		if !h.AsksToKeep(v) {
			t.Error("not asked on the second visit")
		}
		must(t, h.NotNow(ctx, v))
		if h.AsksToKeep(visit(24 * time.Hour)) {
			t.Error("asked again the next day")
		}
		if !h.AsksToKeep(visit(7 * 24 * time.Hour)) {
			t.Error("not asked a week later")
		}
		_, token = h.addPhrase(token)
		if h.AsksToKeep(h.viewer(token)) {
			t.Error("asked to keep a seat that is kept")
		}
	})
}

// A seat without a key goes once no device opens it any more, and not before.
func TestALostSeatIsErased(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		lost, _ := h.comeIn(account.Shared)
		_, keyed := h.comeIn(account.Kept)
		_, keyed = h.addPhrase(keyed)
		with := h.viewer(keyed)
		standing := func(v account.Viewer) account.Standing {
			_, s, err := h.SettingsOf(ctx, v.Account)
			must(t, err)
			return s
		}
		h.clock.Advance(account.LostFor - time.Hour)
		must(t, h.Sweep(ctx))
		must(t, h.EraseLost(ctx))
		if standing(lost) != account.Here {
			t.Error("gone while there was time to ask for help")
		}
		recent, _ := h.comeIn(account.Kept)
		h.clock.Advance(2 * time.Hour)
		must(t, h.EraseLost(ctx))
		if standing(lost) != account.Erasing || standing(with) != account.Here || standing(recent) != account.Here {
			t.Errorf("the lost seat is %q, one with a key %q, one in use %q", standing(lost), standing(with), standing(recent))
		}
	})
}
