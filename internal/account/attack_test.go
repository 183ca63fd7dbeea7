package account_test

import (
	"net/netip"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/account/secret"
	"handrail/internal/platform/fault"
)

// before does something right before the n-th transaction from now begins: what
// somebody else does in that moment.
func (h *house) before(n int, do func()) {
	h.set(func() {
		h.fail = func(point string) error {
			if point != "db.begin" {
				return nil
			}
			if n--; n > 0 {
				return nil
			}
			h.fail = nil
			h.mu.Unlock() // point holds it
			defer h.mu.Lock()
			do()
			return nil
		}
	})
}

// founded is a steward who holds a passkey, with the token of their session.
func (h *house) founded() (name, token string, phone *passkeytest.Authenticator) {
	h.t.Helper()
	founder, _, err := h.Take(h.t.Context(), account.SetUp, h.issue(time.Hour), account.Kept, "")
	must(h.t, err)
	w, err := h.FoundSteward(h.t.Context(), founder, arrival())
	must(h.t, err)
	phone = passkeytest.New(h.base.String())
	token, err = h.addPasskeyOn(w.Token, phone)
	must(h.t, err)
	return w.Name, token, phone
}

// Whoever finds a steward's six words on paper has one factor. What they add to
// it themselves is not a second one.
func TestAStewardsWordsAloneNeverBecomeTwoFactors(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, token, _ := h.founded()
		words, token := h.addPhrase(token)
		if !h.viewer(token).IsSteward() {
			t.Fatal("no steward")
		}
		entry, err := h.SignIn(ctx, attempt(name, words))
		must(t, err)
		thief := h.viewer(entry.Token)
		if thief.IsSteward() || h.IsFresh(thief) {
			t.Errorf("with words alone: %+v", thief)
		}
		for what, do := range map[string]func() error{
			"an app":       func() error { _, err := h.OfferApp(ctx, thief); return err },
			"a passkey":    func() error { _, err := h.BeginPasskey(ctx, thief); return err },
			"a phrase":     func() error { _, err := h.OfferPhrase(ctx, thief); return err },
			"a passphrase": func() error { _, err := h.SetPassphrase(ctx, thief, "a lamp on the stairs at night"); return err },
			"codes":        func() error { _, _, err := h.NewCodes(ctx, thief); return err },
			"a name":       func() error { _, err := h.Rename(ctx, thief, "Somebody"); return err },
			"trust":        func() error { _, err := h.NewTrust(ctx, thief, "me"); return err },
			"erasing":      func() error { return h.EraseNow(ctx, thief) },
		} {
			if err := do(); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := h.Prove(ctx, thief, account.Proof{Words: words, From: home.From}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the words once more: %v", err)
		}
	})
}

// A phone on which a steward hid their visit, and the paper with their words.
func TestAHiddenVisitOfAStewardTakesWhatSigningInTakes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, token, phone := h.founded()
		words, token := h.addPhrase(token)
		must(t, h.Hide(ctx, h.viewer(token)))
		if _, err := h.Prove(ctx, h.viewer(token), account.Proof{Words: words, From: home.From}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("words alone: %v", err)
		}
		q, err := h.AskProof(ctx, h.viewer(token))
		must(t, err)
		phone.UV = false
		if _, err := phone.Assert(q.Options); err == nil {
			t.Error("a passkey is not asked for a finger")
		}
		phone.UV = true
		answer, err := phone.Assert(q.Options)
		must(t, err)
		token, err = h.ProveWithPasskey(ctx, h.viewer(token), q.Token, answer)
		must(t, err)
		if !h.viewer(token).IsSteward() {
			t.Error("the steward is none any more")
		}
	})
}

// What was hidden comes back with what was shown, not with what was shown once.
func TestAHiddenVisitForgetsItsFactors(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, token := h.comeIn(account.Kept)
		token = h.addPasskey(token)
		words, token := h.addPhrase(token)
		if v := h.viewer(token); v.Factors != 2 {
			t.Fatalf("%+v", v)
		}
		must(t, h.Hide(t.Context(), h.viewer(token)))
		token, err := h.Prove(t.Context(), h.viewer(token), account.Proof{Words: words, From: home.From})
		must(t, err)
		if v := h.viewer(token); v.Factors != 1 {
			t.Errorf("opened with words, it has %d factors", v.Factors)
		}
	})
}

// Signing in can wait for its turn for seconds. What is taken away meanwhile
// opens nothing, and what is added meanwhile is asked for.
func TestKeysThatChangeWhileSomebodySignsIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		h.before(2, func() { _, token = h.addPhrase(token) })
		if e, err := h.SignIn(ctx, attempt(name, words)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("with a phrase that is no more: %+v, %v", e, err)
		}
		words, token = h.addPhrase(token)
		h.before(2, func() { _, token = h.addApp(token) })
		if e, err := h.SignIn(ctx, attempt(name, words)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("without the app: %+v, %v", e, err)
		}
		if n := h.count(`SELECT COUNT(*) FROM account_session`); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestAKeyThatIsTakenAwayMeanwhileProvesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		entry, err := h.SignIn(ctx, attempt(name, words))
		must(t, err)
		thief := h.viewer(entry.Token)
		h.before(3, func() { h.addPhrase(token) })
		if _, err := h.Prove(ctx, thief, account.Proof{Words: words, From: home.From}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("with a phrase that is no more: %v", err)
		}
	})
}

// Who is at the second step when the words are changed begins again.
func TestASecondStepEndsWithTheKeysItBeganWith(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		app, token := h.addApp(token)
		entry, err := h.SignIn(ctx, attempt(name, words))
		must(t, err)
		h.addPhrase(token)
		h.clock.Advance(time.Minute)
		if _, err := h.Step(ctx, entry.Step, secret.TOTPCode(app, h.clock.Now()), home.From); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the step of words that are no more: %v", err)
		}
	})
}

// A socket whose end got lost on the way is looked for here.
func TestAHiddenVisitIsNotAlive(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, _, token := h.kept()
		v := h.viewer(token)
		must(t, h.Hide(t.Context(), v))
		if alive, err := h.Alive(t.Context(), []string{v.Session}); err != nil || alive[v.Session] {
			t.Errorf("alive: %v, %v", alive, err)
		}
	})
}

// A key that was shown counts for ten minutes. Changing other keys shows none.
func TestChangingKeysIsNoProof(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, _, token := h.kept()
		token, err := h.SetPassphrase(ctx, h.viewer(token), "a lamp on the stairs at night")
		must(t, err)
		keys, _, err := h.KeysFor(ctx, h.viewer(token))
		must(t, err)
		h.clock.Advance(6 * time.Minute)
		_, token, err = h.NewCodes(ctx, h.viewer(token))
		must(t, err)
		token, err = h.RemoveKey(ctx, h.viewer(token), keys[0].ID)
		must(t, err)
		h.clock.Advance(6 * time.Minute)
		if h.IsFresh(h.viewer(token)) {
			t.Error("it goes on for ever")
		}
	})
}

func TestTabsAtOnceMakeNoMorePasskeysThanThereMayBe(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, token := h.comeIn(account.Kept)
		for range 9 {
			token = h.addPasskey(token)
		}
		type asked struct {
			token  string
			answer []byte
		}
		var all []asked
		for range 3 {
			q, err := h.BeginPasskey(ctx, h.viewer(token))
			must(t, err)
			answer, err := passkeytest.New(h.base.String()).Register(q.Options)
			must(t, err)
			all = append(all, asked{q.Token, answer})
		}
		for _, one := range all {
			if next, err := h.AddPasskey(ctx, h.viewer(token), one.token, one.answer, ""); err == nil {
				token = next
			}
		}
		if keys, _, err := h.KeysFor(ctx, h.viewer(token)); err != nil || len(keys) != 10 {
			t.Errorf("%d passkeys, %v", len(keys), err)
		}
	})
}

// The words are known to somebody with many addresses. The codes of the app
// are guessed no faster for it.
func TestASecondStepIsNotGuessedFromEverywhere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		h.addApp(token)
		guesses := 0
		for n := range 60 {
			at := attempt(name, words)
			at.From = netip.AddrFrom4([4]byte{203, 0, byte(n), 1})
			for range 2 {
				entry, err := h.SignIn(ctx, at)
				if err != nil {
					continue
				}
				for range 5 {
					if _, err := h.Step(ctx, entry.Step, "000000", at.From); fault.KindOf(err) == fault.Invalid {
						guesses++
					}
				}
			}
			h.clock.Advance(10 * time.Minute)
		}
		if guesses > 200 {
			t.Errorf("%d guesses in ten hours", guesses)
		}
	})
}

// The link to set the place up was taken by the wrong person before the right
// one was done. What they made with it is no back door.
func TestTheFirstStewardLeavesNoOtherDoorOpen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		thief, _, err := h.Take(ctx, account.SetUp, h.issue(time.Hour), account.Kept, "")
		must(t, err)
		shadow, err := h.FoundSteward(ctx, thief, arrival())
		must(t, err)
		keyed, err := h.FoundSteward(ctx, thief, arrival())
		must(t, err)
		one := h.addPasskey(keyed.Token)
		right := h.keyedSteward()
		if !right.IsSteward() {
			t.Fatal("no steward")
		}
		if v := h.viewer(h.addPasskey(h.addPasskey(shadow.Token))); v.IsSteward() {
			t.Error("the seat without keys became a steward's")
		}
		if v := h.viewer(h.addPasskey(one)); v.IsSteward() {
			t.Error("the seat with one key became a steward's")
		}
	})
}

// Nobody fills the house from outside with what belongs to nobody.
func TestAnInvitationThatIsNoneLeavesNothingBehind(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.door(account.ByInvitation)
		keys := func() (n int64) {
			must(t, h.store.Writer().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM seal_key`).Scan(&n))
			return n
		}
		a := arrival()
		a.Invitation = "nonsense"
		if _, err := h.ComeIn(t.Context(), a); fault.KindOf(err) != fault.Forbidden {
			t.Fatal(err)
		}
		before := keys()
		for range 5 {
			if _, err := h.ComeIn(t.Context(), a); fault.KindOf(err) != fault.Forbidden {
				t.Fatal(err)
			}
		}
		if n := keys(); n != before {
			t.Errorf("%d data keys for nobody", n-before)
		}
	})
}

// Seats cost nothing. Nobody takes the turns of those who sign in by changing
// the words of many.
func TestWordsAreNotSetAllDay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, token := h.comeIn(account.Kept)
		for n := range 40 {
			next, err := h.SetPassphrase(t.Context(), h.viewer(token), "a lamp on the stairs at night")
			if fault.KindOf(err) == fault.TooMany {
				return
			}
			if err != nil {
				t.Fatalf("%d: %v", n, err)
			}
			token = next
		}
		t.Error("nobody stops it")
	})
}
