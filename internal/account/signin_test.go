package account_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/account/secret"
	"handrail/internal/platform/fault"
)

var home = account.Visit{Kind: account.Kept, Device: "Firefox on Linux", From: netip.MustParseAddr("192.0.2.7")}

func attempt(name, words string) account.Attempt {
	return account.Attempt{Name: name, Words: words, Visit: home}
}

// addPhrase keeps a phrase and gives it, with the new token of the session.
func (h *house) addPhrase(token string) (words, next string) {
	h.t.Helper()
	ctx, v := h.t.Context(), h.viewer(token)
	asked, err := h.OfferPhrase(ctx, v)
	must(h.t, err)
	words, err = h.OfferedPhraseFor(ctx, v, asked)
	must(h.t, err)
	next, err = h.KeepPhrase(ctx, v, asked)
	must(h.t, err)
	return words, next
}

func (h *house) addPasskey(token string) (next string) {
	h.t.Helper()
	next, _ = h.addPasskeyOn(token, passkeytest.New(h.base.String()))
	return next
}

func (h *house) addPasskeyOn(token string, phone *passkeytest.Authenticator) (next string, err error) {
	h.t.Helper()
	ctx, v := h.t.Context(), h.viewer(token)
	q, err := h.BeginPasskey(ctx, v)
	must(h.t, err)
	answer, err := phone.Register(q.Options)
	must(h.t, err)
	next, err = h.AddPasskey(ctx, v, q.Token, answer, "a phone")
	must(h.t, err)
	return next, err
}

// addApp adds an authenticator app and gives its secret.
func (h *house) addApp(token string) (app, next string) {
	h.t.Helper()
	ctx, v := h.t.Context(), h.viewer(token)
	asked, err := h.OfferApp(ctx, v)
	must(h.t, err)
	offer, err := h.OfferedAppFor(ctx, v, asked)
	must(h.t, err)
	next, err = h.KeepApp(ctx, v, asked, secret.TOTPCode(offer.Secret, h.clock.Now()))
	must(h.t, err)
	return offer.Secret, next
}

// kept is somebody with a phrase.
func (h *house) kept() (name, words, token string) {
	h.t.Helper()
	w, err := h.ComeIn(h.t.Context(), arrival())
	must(h.t, err)
	words, token = h.addPhrase(w.Token)
	return w.Name, words, token
}

func TestWordsOpenTheDoor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		own := "a lamp on the stairs at night"
		token, err := h.SetPassphrase(ctx, h.viewer(token), own)
		must(t, err)
		ana := h.viewer(token).Account
		codes, _, err := h.NewCodes(ctx, h.viewer(token))
		must(t, err)
		for _, typed := range []string{words, "  " + strings.ToUpper(strings.ReplaceAll(words, " ", "-")), own, codes[0], strings.ToLower(codes[1])} {
			entry, err := h.SignIn(ctx, attempt(name, typed))
			if err != nil || entry.Step != "" || !h.here(entry.Token) {
				t.Errorf("%q: %+v, %v", typed, entry, err)
				continue
			}
			if v := h.viewer(entry.Token); v.Factors != 1 || !v.Proved.Equal(noon) || v.Account != ana {
				t.Errorf("signed in as %+v", v)
			}
		}
		for _, typed := range []string{"", "x", own + ".", strings.ToUpper(own), words + " more", codes[0], name} {
			if _, err := h.SignIn(ctx, attempt(name, typed)); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q opened: %v", typed, err)
			}
			h.clock.Advance(time.Hour) // past the limit of guessing
		}
	})
}

// Whether somebody exists, has keys, was closed or typed a wrong word: one
// answer, to whoever does not hold the keys.
func TestTheDoorTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx, steward := t.Context(), h.keyedSteward()
		name, words, _ := h.kept()
		seat, err := h.ComeIn(ctx, arrival())
		must(t, err)
		closed, _, token := h.kept()
		gone, goneWords, goes := h.kept()
		must(t, h.EraseNow(ctx, h.viewer(goes)))
		stepped := h.keyed()
		h.withApp(stepped)
		must(t, h.EraseNow(ctx, stepped.v))
		by, err := account.ByViewer(steward, "test")
		must(t, err)
		must(t, h.Close(ctx, by, h.viewer(token).Account))
		h.wantHere(token, false, "closed")
		answers := map[string]bool{}
		for _, a := range []account.Attempt{
			attempt(name, "wrong"), attempt("nobody-0000", words), attempt(seat.Name, "anything"), attempt(closed, words), attempt(gone, goneWords), attempt(stepped.name, stepped.phrase),
			attempt("", ""), attempt(name, strings.Repeat("long ", 300_000)), attempt(strings.Repeat("n", 1<<20), "x"),
		} {
			_, err := h.SignIn(ctx, a)
			answers[fmt.Sprint(err)] = true
		}
		if len(answers) != 1 {
			t.Errorf("%d answers: %v", len(answers), answers)
		}
	})
}

func TestWhoHoldsTheKeysOfAClosedSeatIsToldSo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		told := func(err error, how string) {
			t.Helper()
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", how, err)
			}
		}
		ana, ben := h.keyed(), h.keyed()
		h.withApp(ben)
		v, token := h.comeIn(account.Kept)
		phone := passkeytest.New(h.base.String())
		_, err := h.addPasskeyOn(token, phone)
		must(t, err)
		codes, _, err := h.NewCodes(ctx, ana.v)
		must(t, err)
		for _, one := range []account.Viewer{ana.v, ben.v, v} {
			must(t, h.Close(ctx, operator(), one.Account))
		}

		_, err = h.SignIn(ctx, attempt(ana.name, ana.phrase))
		told(err, "with words")
		for range 2 { // it is not used up
			_, err = h.SignIn(ctx, attempt(ana.name, codes[0]))
			told(err, "with a recovery code")
		}
		q, err := h.AskPasskey(ctx)
		must(t, err)
		answer, err := phone.Assert(q.Options)
		must(t, err)
		_, err = h.SignInWithPasskey(ctx, q.Token, answer, home)
		told(err, "with a passkey")
		in, err := h.SignIn(ctx, attempt(ben.name, ben.phrase))
		if err != nil || in.Step == "" || in.Token != "" {
			t.Fatalf("with the first of two: %+v, %v", in, err)
		}
		h.clock.Advance(time.Minute)
		_, err = h.Step(ctx, in.Step, "000000", anywhere)
		wantField(t, err, "code", "with a wrong second one")
		_, err = h.Step(ctx, in.Step, secret.TOTPCode(ben.app, h.clock.Now()), anywhere)
		told(err, "with both")
		if n := h.count(`SELECT COUNT(*) FROM account_session`); n != 0 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestADoorThatIsTakenAwayMeanwhileDoesNotOpen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			happens func(v account.Viewer) error
			want    fault.Kind
		}{
			"erased": {func(v account.Viewer) error { return h.EraseNow(t.Context(), v) }, fault.Invalid},
			"closed": {func(v account.Viewer) error { return h.Close(t.Context(), operator(), v.Account) }, fault.Forbidden},
		} {
			ana := h.keyed()
			happened := false
			h.during(2, func() { happened = true; must(t, c.happens(ana.v)) }) // the first is looking, the second is opening
			_, err := h.SignIn(t.Context(), attempt(ana.name, ana.phrase))
			h.set(func() { h.fail = nil })
			if fault.KindOf(err) != c.want || !happened {
				t.Errorf("%s meanwhile: %v", name, err)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM account_session`); n != 0 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestAPasskeyOpensTheDoor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		v, token := h.comeIn(account.Kept)
		phone := passkeytest.New(h.base.String())
		_, err := h.addPasskeyOn(token, phone)
		must(t, err)
		q, err := h.AskPasskey(ctx)
		must(t, err)
		answer, err := phone.Assert(q.Options)
		must(t, err)
		entry, err := h.SignInWithPasskey(ctx, q.Token, answer, home)
		must(t, err)
		if in := h.viewer(entry.Token); in.Account != v.Account || in.Factors != 2 {
			t.Errorf("signed in as %+v", in)
		}
		if _, err := h.SignInWithPasskey(ctx, q.Token, answer, home); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the same answer again: %v", err)
		}
		other, err := h.AskPasskey(ctx)
		must(t, err)
		if _, err := h.SignInWithPasskey(ctx, other.Token, answer, home); fault.KindOf(err) != fault.Invalid {
			t.Errorf("an old answer to a new question: %v", err)
		}
		for _, broken := range []string{"", "{}", "null", "[]", `{"id":1}`, strings.Repeat("[", 100_000)} {
			q, err := h.AskPasskey(ctx)
			must(t, err)
			if _, err := h.SignInWithPasskey(ctx, q.Token, []byte(broken), home); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%.20q: %v", broken, err)
			}
		}
		phone.UV = false
		q, err = h.AskPasskey(ctx)
		must(t, err)
		answer, err = phone.Assert(q.Options)
		must(t, err)
		entry, err = h.SignInWithPasskey(ctx, q.Token, answer, home)
		if err != nil || h.viewer(entry.Token).Factors != 1 {
			t.Errorf("without a finger: %+v, %v", entry, err)
		}
	})
}

func TestTheSecondStep(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		app, token := h.addApp(token)
		codes, _, err := h.NewCodes(ctx, h.viewer(token))
		must(t, err)
		step := func(words string) string {
			t.Helper()
			entry, err := h.SignIn(ctx, attempt(name, words))
			if err != nil || entry.Token != "" || entry.Step == "" {
				t.Fatalf("no second step: %+v, %v", entry, err)
			}
			return entry.Step
		}
		first := step(words)
		if _, err := h.Step(ctx, first, secret.TOTPCode(app, h.clock.Now()), home.From); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the code that set the app up opened: %v", err)
		}
		h.clock.Advance(time.Minute)
		code := secret.TOTPCode(app, h.clock.Now())
		entry, err := h.Step(ctx, first, code, home.From)
		if err != nil || h.viewer(entry.Token).Factors != 2 {
			t.Fatalf("%+v, %v", entry, err)
		}
		if _, err := h.Step(ctx, first, code, home.From); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the step was taken twice: %v", err)
		}
		if _, err := h.Step(ctx, step(words), code, home.From); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a code that was used opened: %v", err)
		}
		entry, err = h.Step(ctx, step(words), codes[0], home.From)
		if err != nil || h.viewer(entry.Token).Factors != 2 {
			t.Errorf("a recovery code as the second step: %v", err)
		}
		// Two codes from one sheet of paper are one factor.
		if _, err := h.Step(ctx, step(codes[1]), codes[2], home.From); fault.KindOf(err) != fault.Invalid {
			t.Errorf("two recovery codes opened: %v", err)
		}
		h.clock.Advance(time.Hour)
		entry, err = h.Step(ctx, step(codes[2]), secret.TOTPCode(app, h.clock.Now()), home.From)
		if err != nil || !h.here(entry.Token) {
			t.Errorf("a recovery code and the app: %v", err)
		}
		if _, err := h.SignIn(ctx, attempt(name, codes[2])); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a code that was used: %v", err)
		}
		late := step(words)
		h.clock.Advance(11 * time.Minute)
		if _, err := h.Step(ctx, late, secret.TOTPCode(app, h.clock.Now()), home.From); fault.KindOf(err) != fault.Conflict {
			t.Errorf("too late: %v", err)
		}
		if _, err := h.Step(ctx, "nonsense", "123456", home.From); fault.KindOf(err) != fault.Conflict {
			t.Errorf("nobody's step: %v", err)
		}
	})
}

// Five tries are all that one sign-in has, whatever the limits say.
func TestASecondStepIsNotGuessed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		app, _ := h.addApp(token)
		h.clock.Advance(time.Minute)
		entry, err := h.SignIn(ctx, attempt(name, words))
		must(t, err)
		for range 5 {
			if _, err := h.Step(ctx, entry.Step, "000000", home.From); fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
		}
		if _, err := h.Step(ctx, entry.Step, secret.TOTPCode(app, h.clock.Now()), home.From); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a sixth try: %v", err)
		}
	})
}

func TestOfTwoWithOneCodeOneGetsIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, token := h.kept()
		app, token := h.addApp(token)
		codes, _, err := h.NewCodes(ctx, h.viewer(token))
		must(t, err)
		h.clock.Advance(time.Minute)
		for _, code := range []string{codes[0], secret.TOTPCode(app, h.clock.Now())} {
			var steps []string
			for range 4 {
				entry, err := h.SignIn(ctx, attempt(name, words))
				must(t, err)
				steps = append(steps, entry.Step)
			}
			if n := howMany(steps, func(step string) error {
				_, err := h.Step(context.WithoutCancel(ctx), step, code, home.From)
				return err
			}); n != 1 {
				t.Errorf("%d got in with one code", n)
			}
		}
	})
}

// howMany does something for each at the same time, and counts the successes.
func howMany(each []string, do func(string) error) int64 {
	var wg sync.WaitGroup
	var done atomic.Int64
	for _, one := range each {
		wg.Go(func() {
			if do(one) == nil {
				done.Add(1)
			}
		})
	}
	wg.Wait()
	return done.Load()
}

// A stalker who types somebody's name all day does not keep them out.
func TestGuessingElsewhereDoesNotLockOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		name, words, _ := h.kept()
		far := attempt(name, "a guess")
		far.From = netip.MustParseAddr("198.51.100.9")
		refused := false
		for range 40 {
			_, err := h.SignIn(ctx, far)
			refused = refused || fault.KindOf(err) == fault.TooMany
		}
		if !refused {
			t.Error("nobody stops the guessing")
		}
		if _, err := h.SignIn(ctx, attempt(name, words)); err != nil {
			t.Errorf("the owner is kept out: %v", err)
		}
	})
}

func TestAHiddenSessionOpensWithAKeyAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		v, token := h.comeIn(account.Kept)
		if err := h.Hide(ctx, v); fault.KindOf(err) != fault.Conflict {
			t.Errorf("hid what nothing opens: %v", err)
		}
		words, token := h.addPhrase(token)
		must(t, h.Hide(ctx, h.viewer(token)))
		hidden := h.viewer(token)
		if !hidden.IsVisitor() || hidden.Account != "" || hidden.Hidden != v.Session {
			t.Fatalf("hidden, the viewer is %+v", hidden)
		}
		if _, _, err := h.KeysFor(ctx, hidden); err == nil {
			t.Error("a hidden session reads keys")
		}
		if _, err := h.Prove(ctx, hidden, account.Proof{Words: "wrong", From: home.From}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("wrong words: %v", err)
		}
		fresh, err := h.Prove(ctx, hidden, account.Proof{Words: words, From: home.From})
		must(t, err)
		h.wantHere(token, false, "with the token from before")
		if back := h.viewer(fresh); back.Session != v.Session || back.Hidden != "" {
			t.Errorf("came back as %+v", back)
		}
	})
}
