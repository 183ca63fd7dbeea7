package account_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

// anywhere is where requests of these tests come from.
var anywhere = netip.MustParseAddr("198.51.100.7")

// person is somebody with keys.
type person struct {
	v             account.Viewer
	token         string
	name, phrase  string
	app           string // the secret of an authenticator app, or ""
	codes         []string
	trusts, holds string // the id of the trust, for the one who trusts and the one who is trusted
}

// heard gathers what is said about doors, in order.
func (h *house) heard() *[]any {
	said := &[]any{}
	note := func(e any) { h.set(func() { *said = append(*said, e) }) }
	event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.ClaimAsked) error { note(e); return nil })
	event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.ClaimConfirmed) error { note(e); return nil })
	event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.ClaimStopped) error { note(e); return nil })
	event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.ClaimUsed) error { note(e); return nil })
	event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.TrustChanged) error { note(e); return nil })
	event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.StewardChanged) error { note(e); return nil })
	return said
}

// keyed is somebody who kept their seat with a phrase.
func (h *house) keyed() *person {
	h.t.Helper()
	ctx := h.t.Context()
	w, err := h.ComeIn(ctx, account.Arrival{Kind: account.Kept, Device: "Firefox on Android", Consents: true})
	must(h.t, err)
	p := &person{v: w.Viewer, token: w.Token, name: w.Name}
	asked, err := h.OfferPhrase(ctx, p.v)
	must(h.t, err)
	p.phrase, err = h.OfferedPhraseFor(ctx, p.v, asked)
	must(h.t, err)
	p.token, err = h.KeepPhrase(ctx, p.v, asked)
	must(h.t, err)
	h.again(p)
	return p
}

// again looks at a person anew.
func (h *house) again(p *person) {
	h.t.Helper()
	var err error
	p.v, err = h.Find(h.t.Context(), p.token)
	must(h.t, err)
}

// prove has a person show their phrase, and what goes with it, now.
func (h *house) prove(p *person) {
	h.t.Helper()
	proof := account.Proof{Words: p.phrase, From: anywhere}
	if p.app != "" {
		h.clock.Advance(time.Minute) // the next code
		proof.Code = secret.TOTPCode(p.app, h.clock.Now())
	}
	var err error
	p.token, err = h.Prove(h.t.Context(), p.v, proof)
	must(h.t, err)
	h.again(p)
}

// withApp gives a person a second step, and recovery codes.
func (h *house) withApp(p *person) {
	h.t.Helper()
	ctx := h.t.Context()
	asked, err := h.OfferApp(ctx, p.v)
	must(h.t, err)
	offer, err := h.OfferedAppFor(ctx, p.v, asked)
	must(h.t, err)
	p.token, err = h.KeepApp(ctx, p.v, asked, secret.TOTPCode(offer.Secret, h.clock.Now()))
	must(h.t, err)
	p.app = offer.Secret
	h.again(p)
	p.codes, p.token, err = h.NewCodes(ctx, p.v)
	must(h.t, err)
	h.again(p)
}

// trust has owner trust friend.
func (h *house) trust(owner, friend *person) {
	h.t.Helper()
	ctx := h.t.Context()
	link, err := h.NewTrust(ctx, owner.v, "the one with the dog")
	must(h.t, err)
	must(h.t, h.TakeTrust(ctx, friend.v, link, "my neighbour"))
	given, _, err := h.TrustsFor(ctx, owner.v)
	must(h.t, err)
	_, held, err := h.TrustsFor(ctx, friend.v)
	must(h.t, err)
	owner.trusts, friend.holds = given[len(given)-1].ID, held[len(held)-1].ID
	h.clock.Advance(time.Millisecond) // trust begins before what it is for
}

func (h *house) askIn(name string) account.Ticket {
	h.t.Helper()
	t, err := h.AskIn(h.t.Context(), name, anywhere)
	must(h.t, err)
	read, ok := account.TicketFrom(t.Text())
	if !ok || read != t {
		h.t.Fatalf("the ticket %q is read as %+v", t.Text(), read)
	}
	return t
}

func (h *house) confirm(friend *person, code string) error {
	h.prove(friend)
	return h.ConfirmFor(h.t.Context(), friend.v, friend.holds, code, anywhere)
}

func (h *house) use(t account.Ticket, code string) (account.Entry, error) {
	return h.UseClaim(h.t.Context(), t, code, account.Visit{Kind: account.Shared, Device: "Chrome on Windows", From: anywhere})
}

func (h *house) wantClaim(t account.Ticket, want account.ClaimState, when string) account.Claim {
	h.t.Helper()
	c, err := h.ClaimFor(h.t.Context(), t)
	must(h.t, err)
	if c.State != want {
		h.t.Errorf("%s the claim is %q, want %q", when, c.State, want)
	}
	return c
}

func (h *house) wantShut(t account.Ticket, code, when string) {
	h.t.Helper()
	if e, err := h.use(t, code); err == nil || e.Token != "" {
		h.t.Errorf("%s the door opened: %+v, %v", when, e, err)
	}
}

func wantField(t *testing.T, err error, field, when string) {
	t.Helper()
	if f, ok := fault.From(err); !ok || f.Field != field {
		t.Errorf("%s: %v, want a fault at %q", when, err, field)
	}
}

func TestSomebodyWhoLostEveryKeyComesBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		said := h.heard()
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		private, err := h.keys.Seal(ctx, account.PrivateOwner(ana.v.Account), []byte("a hard night"), "journal")
		must(t, err)

		lying, err := h.NewTrust(ctx, ana.v, "somebody who has not said yes")
		must(t, err)
		_, err = h.OfferPhrase(ctx, ana.v)
		must(t, err)
		ticket := h.askIn(strings.ToUpper(ana.name))
		waits := h.wantClaim(ticket, account.ClaimWaits, "at first")
		if !waits.Until.Equal(ticket.Asked.Add(account.WordsFor)) || waits.Needed != 0 || waits.Words != 0 {
			t.Errorf("while it waits: %+v", waits)
		}
		h.wantShut(ticket, "", "before any word")
		must(t, h.confirm(ben, strings.ToLower(ticket.Code)))
		confirmed := h.clock.Now()
		dated := h.wantClaim(ticket, account.ClaimDated, "after the word")
		if !dated.Opens.Equal(confirmed.Add(account.ClaimWait)) || dated.Needed != 1 || dated.Words != 1 || !dated.Code.IsZero() {
			t.Errorf("after the word: %+v", dated)
		}
		open, err := h.OpenClaimsFor(ctx, ana.v)
		if err != nil || len(open) != 1 || !slices.Equal(open[0].Words, []account.WordKind{account.ByTrusted}) || !open[0].Opens.Equal(dated.Opens) {
			t.Errorf("the owner sees %+v, %v", open, err)
		}

		h.clock.Set(dated.Opens.Add(-time.Millisecond))
		h.wantClaim(ticket, account.ClaimDated, "just before the wait is over")
		h.wantShut(ticket, "", "just before the wait is over")
		h.wantHere(ana.token, true, "her old device, during the wait")
		h.clock.Set(dated.Opens)
		h.wantClaim(ticket, account.ClaimOpens, "when the wait is over")
		in, err := h.use(ticket, "")
		must(t, err)

		v, err := h.Find(ctx, in.Token)
		must(t, err)
		if v.Account != ana.v.Account || v.Keys != 0 || v.Factors != 0 || !h.IsFresh(v) || in.Kind != account.Shared {
			t.Errorf("she is in as %+v", v)
		}
		h.wantHere(ana.token, false, "her old device, afterwards")
		h.wantHere(ben.token, true, "her friend")
		if _, err := h.SignIn(ctx, account.Attempt{Name: ana.name, Words: ana.phrase, Visit: account.Visit{From: anywhere}}); err == nil {
			t.Error("the old phrase opens the door")
		}
		if _, err := h.keys.Open(ctx, account.PrivateOwner(ana.v.Account), private, "journal"); !errors.Is(err, seal.ErrDestroyed) {
			t.Errorf("what she kept to herself: %v", err)
		}
		if _, err := h.keys.Seal(ctx, account.PrivateOwner(ana.v.Account), []byte("a better night"), "journal"); err != nil {
			t.Errorf("she cannot keep anything to herself any more: %v", err)
		}
		if n := h.count(`SELECT COUNT(*) FROM account_claim`) + h.count(`SELECT COUNT(*) FROM account_word`); n != 0 {
			t.Errorf("%d rows of the claim are left", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM account_challenge`); n != 0 {
			t.Errorf("%d questions of the old devices can still be answered", n)
		}
		h.prove(ben)
		if err := h.TakeTrust(ctx, ben.v, lying, "late"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a link from before was taken: %v", err)
		}
		want := []any{
			account.TrustChanged{Account: ana.v.Account, Began: true}, account.ClaimConfirmed{Account: ana.v.Account, Kind: account.ByTrusted},
			account.ClaimUsed{Account: ana.v.Account},
		}
		if !slices.Equal(*said, want) {
			t.Errorf("said %+v, want %+v", *said, want)
		}
		if _, err := h.OfferPhrase(ctx, v); err != nil {
			t.Errorf("she cannot keep her seat: %v", err)
		}
	})
}

func TestACopyFromBeforeGoesWithTheKeys(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		var wanted string
		event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.CopyWanted) error { wanted = e.Copy; return nil })
		for _, ready := range []bool{false, true} {
			ana, ben := h.keyed(), h.keyed()
			h.trust(ana, ben)
			ticket := h.askIn(ana.name)
			must(t, h.confirm(ben, ticket.Code))
			h.clock.Advance(account.ClaimWait - time.Hour)
			h.prove(ana)
			_, err := h.AskCopy(ctx, ana.v)
			must(t, err)
			_, err = h.BeginCopy(ctx, wanted, "a file")
			must(t, err)
			if ready {
				must(t, h.FinishCopy(ctx, wanted, "a file"))
			}
			h.clock.Advance(time.Hour)
			in, err := h.use(ticket, "")
			must(t, err)
			if c, err := h.CopyFor(ctx, in.Viewer); fault.KindOf(err) != fault.NotFound {
				t.Errorf("ready %v: whoever was let in again finds %+v, %v", ready, c, err)
			}
			if is, err := h.IsCopy(ctx, "a file"); is || err != nil {
				t.Errorf("ready %v: the file is kept: %v", ready, err)
			}
			if err := h.FinishCopy(ctx, wanted, "a file"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("ready %v: the work on it goes on: %v", ready, err)
			}
		}
	})
}

func TestADoorIsOpenedOnceAndItsAnswerCanBeAskedForAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		for _, name := range []string{"one after the other", "at once"} {
			ticket := h.askIn(ana.name)
			must(t, h.confirm(ben, ticket.Code))
			h.clock.Advance(account.ClaimWait)
			var first, second account.Entry
			tab := func(e *account.Entry) func() error {
				return func() (err error) { *e, err = h.use(ticket, ""); return err }
			}
			if name == "at once" {
				a, b := atOnce(tab(&first), tab(&second))
				must(t, errors.Join(a, b))
			} else {
				must(t, tab(&first)())
				must(t, tab(&second)())
			}
			if first.Token != second.Token || first.Viewer.Session != second.Viewer.Session {
				t.Errorf("%s: two sessions, %+v and %+v", name, first, second)
			}
			if n := h.count(`SELECT COUNT(*) FROM account_session`); n != 2 { // hers and her friend's
				t.Errorf("%s: %d sessions", name, n)
			}
			h.clock.Advance(11 * time.Minute)
			h.wantShut(ticket, "", name+", a while later")
		}
		used := h.askIn(ana.name)
		must(t, h.confirm(ben, used.Code))
		h.clock.Advance(account.ClaimWait)
		in, err := h.use(used, "")
		must(t, err)
		_, err = h.Rotate(t.Context(), in.Viewer)
		must(t, err)
		h.wantShut(used, "", "after she went on")
		h.wantHere(in.Token, false, "with the token from before she went on")
	})
}

func TestSigningInWithTwoTakesTwoHereToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben, cleo := h.keyed(), h.keyed(), h.keyed()
		h.withApp(ana)
		h.trust(ana, ben)
		h.trust(ana, cleo)
		sam := h.steward()
		ticket := h.askIn(ana.name)
		must(t, h.confirm(ben, ticket.Code))
		must(t, h.confirm(cleo, ticket.Code)) // the same kind counts once
		first := h.clock.Now()
		c := h.wantClaim(ticket, account.ClaimDated, "after two words of one kind")
		if c.Words != 1 || c.Needed != 2 || !c.Opens.IsZero() || c.Code.After(first.Add(account.ClaimWait)) {
			t.Errorf("after two words of one kind: %+v", c)
		}
		h.wantShut(ticket, secret.TOTPCode(ana.app, h.clock.Now()), "with a code, before the wait is over")
		h.clock.Set(c.Code)
		h.wantClaim(ticket, account.ClaimCode, "after the wait")
		for name, code := range map[string]string{
			"nothing": "", "a wrong code": "000000", "the spoken code": ticket.Code, "somebody's recovery code": secret.NewCodes()[0],
			"a code of long ago": secret.TOTPCode(ana.app, noon),
		} {
			_, err := h.use(ticket, code)
			if f, ok := fault.From(err); !ok || f.Field != "code" && f.Kind != fault.TooMany {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.clock.Advance(24 * time.Hour)
		must(t, h.ConfirmByCode(ctx, h.by(sam), ana.v.Account, ticket.Code))
		second := h.clock.Now()
		if c := h.wantClaim(ticket, account.ClaimCode, "after a word of another kind"); !c.Opens.Equal(second.Add(account.ClaimWait)) || c.Words != 2 {
			t.Errorf("after a word of another kind: %+v", c)
		}
		h.clock.Advance(account.ClaimWait - time.Millisecond)
		h.wantShut(ticket, "", "just before the second wait is over")
		h.clock.Advance(time.Millisecond)
		_, err := h.use(ticket, "")
		must(t, err)
	})
}

func TestACodeStandsInForOneWordAndNeverForBoth(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, recovery := range []bool{false, true} {
			ana, sam := h.keyed(), h.steward()
			h.withApp(ana)
			ticket := h.askIn(ana.name)
			h.clock.Advance(account.ClaimWait)
			code := ana.codes[0]
			h.wantShut(ticket, code, "with a code and no word")
			must(t, h.ConfirmByCode(t.Context(), h.by(sam), ana.v.Account, ticket.Code))
			h.clock.Advance(account.ClaimWait)
			h.wantShut(ticket, "", "with a word and no code")
			if !recovery {
				code = secret.TOTPCode(ana.app, h.clock.Now())
				h.prove(ana)
				h.wantShut(ticket, code, "with a code that was overtaken by another")
				h.clock.Advance(time.Minute)
				code = secret.TOTPCode(ana.app, h.clock.Now())
			}
			in, err := h.use(ticket, code)
			must(t, err)
			if v, err := h.Find(t.Context(), in.Token); err != nil || v.Account != ana.v.Account || v.Factors != 0 || v.Steps {
				t.Errorf("she is in as %+v, %v", v, err)
			}
		}
	})
}

func TestWhoGetsAnAppDuringTheWaitNeedsIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		ticket := h.askIn(ana.name)
		must(t, h.confirm(ben, ticket.Code))
		h.prove(ana)
		h.withApp(ana)
		h.clock.Advance(account.ClaimWait)
		h.wantClaim(ticket, account.ClaimCode, "with an app meanwhile")
		h.wantShut(ticket, "", "with an app meanwhile")
	})
}

func TestWhoIsSignedInStopsIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		said := h.heard()
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		early, late := h.askIn(ana.name), h.askIn(ana.name)
		must(t, h.confirm(ben, late.Code))
		if err := h.StopClaim(ctx, ben.v, h.openClaims(ana)[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else stopped it: %v", err)
		}
		if err := h.StopClaim(ctx, account.Viewer{}, h.openClaims(ana)[0].ID); fault.KindOf(err) != fault.SignIn {
			t.Errorf("a visitor stopped it: %v", err)
		}
		for _, c := range h.openClaims(ana) {
			must(t, h.StopClaim(ctx, ana.v, c.ID))
			if err := h.StopClaim(ctx, ana.v, c.ID); fault.KindOf(err) != fault.NotFound {
				t.Errorf("stopped twice: %v", err)
			}
		}
		h.wantClaim(early, account.ClaimWaits, "stopped before any word, as for nobody,")
		h.wantClaim(late, account.ClaimBarred, "stopped after a word")
		wantField(t, h.confirm(ben, early.Code), "code", "a word for what was stopped")
		h.clock.Advance(account.ClaimWait)
		h.wantShut(early, "", "stopped early")
		h.wantShut(late, "", "stopped late")
		if len(h.openClaims(ana)) != 0 {
			t.Error("the owner still sees them")
		}
		want := account.ClaimStopped{Account: ana.v.Account}
		if n := len(*said); (*said)[n-1] != any(want) || (*said)[n-2] == any(want) {
			t.Errorf("said %+v", *said)
		}
	})
}

func (h *house) openClaims(p *person) []account.OpenClaim {
	h.t.Helper()
	list, err := h.OpenClaimsFor(h.t.Context(), p.v)
	must(h.t, err)
	return list
}

func TestStoppingAndOpeningAtOnceNeverDoBoth(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ben := h.keyed()
		for range 6 {
			h.prove(ben)
			ana := h.keyed()
			h.trust(ana, ben)
			ticket := h.askIn(ana.name)
			must(t, h.confirm(ben, ticket.Code))
			claim := h.openClaims(ana)[0].ID
			h.clock.Advance(account.ClaimWait)
			stopped, opened := atOnce(
				func() error { return h.StopClaim(t.Context(), ana.v, claim) },
				func() error { _, err := h.use(ticket, ""); return err },
			)
			if (stopped == nil) == (opened == nil) {
				t.Fatalf("stopped %v, opened %v", stopped, opened)
			}
			h.wantHere(ana.token, stopped == nil, "her old device")
		}
	})
}

// during has something happen once, right before the database is asked for the
// nth time from now.
func (h *house) during(nth int, happens func()) {
	asked := 0
	h.set(func() {
		h.fail = func(point string) error {
			if point != "db.begin" {
				return nil
			}
			if asked++; asked == nth {
				h.mu.Unlock() // what happens asks at this point too
				defer h.mu.Lock()
				happens()
			}
			return nil
		}
	})
}

func TestADoorIsLookedAtOnceMoreAsItOpens(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		for name, happens := range map[string]func(ana, ben *person, code string){
			"the trust ends": func(_, ben *person, _ string) { must(t, h.EndTrust(ctx, ben.v, ben.holds)) },
			"it is stopped":  func(ana, _ *person, _ string) { must(t, h.StopClaim(ctx, ana.v, h.openClaims(ana)[0].ID)) },
			"it is given up": func(ana, _ *person, _ string) {
				_, err := h.d.Writer().ExecContext(ctx, `DELETE FROM account_claim`)
				must(t, err)
			},
			"the door is shut": func(ana, _ *person, _ string) { must(t, h.Close(ctx, operator(), ana.v.Account)) },
			"the code is used": func(ana, _ *person, code string) {
				_, err := h.Prove(ctx, ana.v, account.Proof{Words: ana.phrase, Code: code, From: anywhere})
				must(t, err)
			},
		} {
			for nth := 2; nth <= 4; nth++ { // the fourth is the change itself
				ana, ben := h.keyed(), h.keyed()
				h.withApp(ana)
				h.trust(ana, ben)
				ticket := h.askIn(ana.name)
				must(t, h.confirm(ben, ticket.Code))
				h.clock.Advance(account.ClaimWait)
				code := secret.TOTPCode(ana.app, h.clock.Now())
				happened := false
				h.during(nth, func() { happened = true; happens(ana, ben, code) })
				h.wantShut(ticket, code, "when meanwhile "+name)
				h.set(func() { h.fail = nil })
				if !happened {
					t.Errorf("there was no time %d at which %s", nth, name)
				}
				h.clock.Advance(time.Hour)
			}
		}
	})
}

func TestTwoWordsAtOnceAreBothCountedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ana, ben := h.keyed(), h.keyed()
		h.withApp(ana)
		h.trust(ana, ben)
		sam, tom := h.steward(), h.steward()
		ticket := h.askIn(ana.name)
		h.prove(ben)
		a, b := atOnce(
			func() error { return h.ConfirmByCode(t.Context(), h.by(sam), ana.v.Account, ticket.Code) },
			func() error { return h.ConfirmByCode(t.Context(), h.by(tom), ana.v.Account, ticket.Code) },
		)
		must(t, errors.Join(a, b))
		if c := h.wantClaim(ticket, account.ClaimDated, "two stewards at once:"); c.Words != 1 || !c.Opens.IsZero() {
			t.Errorf("two stewards at once: %+v", c)
		}
		must(t, h.ConfirmFor(t.Context(), ben.v, ben.holds, ticket.Code, anywhere))
		if c := h.wantClaim(ticket, account.ClaimDated, "with a friend:"); c.Words != 2 || c.Opens.IsZero() {
			t.Errorf("with a friend: %+v", c)
		}
	})
}

// alike is what a device sees of a claim over its whole life.
func (h *house) alike(t account.Ticket) (seen []account.ClaimState) {
	began := h.clock.Now()
	for at := time.Duration(0); at <= account.ClaimLasts+24*time.Hour; at += 12 * time.Hour {
		h.clock.Set(began.Add(at))
		c, err := h.ClaimFor(h.t.Context(), t)
		must(h.t, err)
		if c.Needed != 0 || c.Words != 0 {
			h.t.Errorf("it tells %+v", c)
		}
		seen = append(seen, c.State)
		h.wantShut(t, "", "without a word")
		must(h.t, h.Sweep(h.t.Context()))
	}
	h.clock.Set(began)
	return seen
}

func TestAClaimTellsNothingBeforeAWord(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		want := h.alike(h.askIn("Nobody Here-0000"))
		if want[0] != account.ClaimWaits || want[len(want)-1] != account.ClaimEnded {
			t.Fatalf("for nobody it is %v", want)
		}
		closed, gone, stopped, paused := h.keyed(), h.keyed(), h.keyed(), h.keyed()
		must(t, h.Close(ctx, operator(), closed.v.Account))
		must(t, h.Pause(ctx, operator(), paused.v.Account))
		must(t, h.EraseNow(ctx, gone.v))
		stop := h.askIn(stopped.name)
		must(t, h.StopClaim(ctx, stopped.v, h.openClaims(stopped)[0].ID))
		away := h.keyed()
		left := h.askIn(away.name)
		_, err := h.d.Writer().ExecContext(ctx, `DELETE FROM account_account WHERE id = '`+away.v.Account+`'`)
		must(t, err)
		for name, ticket := range map[string]account.Ticket{
			"a member": h.askIn(h.keyed().name), "closed": h.askIn(closed.name), "being erased": h.askIn(gone.name), "paused": h.askIn(paused.name),
			"stopped": stop, "erased since": left, "nothing typed": h.askIn(""), "too much typed": h.askIn(strings.Repeat("a", 1<<20)),
			"hostile": h.askIn("\u202e';DROP TABLE account_claim;--\x00"),
		} {
			if got := h.alike(ticket); !slices.Equal(got, want) {
				t.Errorf("%s: %v, and for nobody %v", name, got, want)
			}
		}
	})
}

func TestATicketThatWasMadeUpOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ticket := h.askIn(h.keyed().name)
		for _, text := range []string{"", ".", "..", "x.y.z", ticket.Token, ticket.Text() + "x.", "." + ticket.Text(), strings.Repeat("A", 1<<16), ticket.Token + "." + ticket.Code + ".~"} {
			if made, ok := account.TicketFrom(text); ok {
				t.Errorf("%.40q is a ticket: %+v", text, made)
			}
		}
		other := ticket
		other.Token = strings.Repeat("A", len(ticket.Token))
		h.wantShut(other, "", "with another token")
		ahead := other
		ahead.Asked = h.clock.Now().Add(time.Hour)
		h.wantClaim(ahead, account.ClaimEnded, "asked in the future")
	})
}

func TestWhatTurnsUpTooLateOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		ticket := h.askIn(ana.name)
		last := ticket.Asked.Add(account.WordsFor)
		h.clock.Set(last)
		h.wantClaim(ticket, account.ClaimEnded, "after six days without a word")
		h.prove(ben)
		wantField(t, h.confirm(ben, ticket.Code), "code", "a word after six days")

		ticket = h.askIn(ana.name)
		h.clock.Set(ticket.Asked.Add(account.WordsFor - time.Millisecond))
		must(t, h.confirm(ben, ticket.Code))
		h.clock.Advance(account.ClaimWait)
		h.wantClaim(ticket, account.ClaimOpens, "confirmed at the last moment")
		h.clock.Set(ticket.Asked.Add(account.ClaimLasts))
		h.wantClaim(ticket, account.ClaimEnded, "after ten days")
		h.wantShut(ticket, "", "after ten days")
		must(t, h.Sweep(ctx))
		if n := h.count(`SELECT COUNT(*) FROM account_claim`) + h.count(`SELECT COUNT(*) FROM account_word`); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestADoorThatAStewardShutStaysShut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		waiting, confirmed := h.askIn(ana.name), h.askIn(ana.name)
		must(t, h.confirm(ben, confirmed.Code))
		must(t, h.Close(ctx, operator(), ana.v.Account))
		wantField(t, h.confirm(ben, waiting.Code), "code", "a word for a closed account")
		h.clock.Advance(account.ClaimWait)
		h.wantClaim(confirmed, account.ClaimEnded, "closed meanwhile")
		h.wantShut(confirmed, "", "closed meanwhile")
		h.wantShut(waiting, "", "closed meanwhile, without a word")
	})
}

func TestAStewardConfirmsOneAccountAndNotTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		said := h.heard()
		ana, ben, sam := h.keyed(), h.keyed(), h.keyed()
		must(t, h.SetSteward(ctx, operator(), sam.v.Account, true))
		ticket, own := h.askIn(ana.name), h.askIn(sam.name)
		wantField(t, h.ConfirmByCode(ctx, h.by(sam.v), ben.v.Account, ticket.Code), "code", "the right code for another account")
		if err := h.ConfirmByCode(ctx, h.by(sam.v), sam.v.Account, own.Code); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a steward confirmed for themselves: %v", err)
		}
		for _, code := range []string{"", "x", "0000-0000", "AAAA-AAA", strings.Repeat("7", 1<<20), "\u202e" + strings.Repeat("\u0000", 8), "%s'\"--"} {
			wantField(t, h.ConfirmByCode(ctx, operator(), ana.v.Account, code), "code", fmt.Sprintf("%.20q", code))
		}
		must(t, h.ConfirmByCode(ctx, h.by(sam.v), ana.v.Account, ticket.Code))
		must(t, h.ConfirmByCode(ctx, h.by(sam.v), ana.v.Account, ticket.Code))
		want := account.ClaimConfirmed{Account: ana.v.Account, Kind: account.BySteward, By: sam.v.Subject(), Reason: "a reason"}
		if n := len(*said); (*said)[n-1] != any(want) || (*said)[n-2] == any(want) {
			t.Errorf("said %+v", *said)
		}
		h.clock.Advance(account.ClaimWait)
		_, err := h.use(ticket, "")
		must(t, err)
	})
}

func TestAStewardWhoIsTrustedHasOneWord(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, sam := h.keyed(), h.keyed()
		h.withApp(ana)
		must(t, h.SetSteward(ctx, operator(), sam.v.Account, true))
		late, err := h.NewTrust(ctx, ana.v, "a link that lies around")
		must(t, err)
		h.trust(ana, sam)
		ticket := h.askIn(ana.name)
		must(t, h.ConfirmByCode(ctx, h.by(sam.v), ana.v.Account, ticket.Code))
		must(t, h.confirm(sam, ticket.Code))
		if c := h.wantClaim(ticket, account.ClaimDated, "both ways:"); c.Words != 1 {
			t.Errorf("one person gave %d words", c.Words)
		}
		// Ending it and confirming as a steward is one word as well, and so is
		// beginning it only then.
		must(t, h.EndTrust(ctx, sam.v, sam.holds))
		h.wantClaim(ticket, account.ClaimWaits, "after it was ended")
		must(t, h.ConfirmByCode(ctx, h.by(sam.v), ana.v.Account, ticket.Code))
		must(t, h.TakeTrust(ctx, sam.v, late, "her again"))
		_, held, err := h.TrustsFor(ctx, sam.v)
		must(t, err)
		sam.holds = held[0].ID
		wantField(t, h.confirm(sam, ticket.Code), "code", "by trust that is younger than the claim")
		if c := h.wantClaim(ticket, account.ClaimDated, "in the end"); c.Words != 1 {
			t.Errorf("one person gave %d words", c.Words)
		}
	})
}

func TestAStewardComesBackAsAMember(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		said := h.heard()
		sam, ben := h.keyed(), h.keyed()
		must(t, h.SetSteward(ctx, operator(), sam.v.Account, true))
		h.trust(sam, ben)
		ticket := h.askIn(sam.name)
		must(t, h.confirm(ben, ticket.Code))
		h.clock.Advance(account.ClaimWait)
		h.wantShut(ticket, "", "with one word for a steward")
		must(t, h.ConfirmByCode(ctx, operator(), sam.v.Account, ticket.Code))
		h.clock.Advance(account.ClaimWait)
		in, err := h.use(ticket, "")
		must(t, err)
		if v, err := h.Find(ctx, in.Token); err != nil || v.Steward {
			t.Errorf("came back as %+v, %v", v, err)
		}
		if !slices.Contains(*said, any(account.StewardChanged{Account: sam.v.Account, By: "system"})) {
			t.Errorf("said %+v", *said)
		}
	})
}

func TestManyClaimsKeepNobodyOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		own := h.askIn(ana.name)
		for n := range 60 {
			h.clock.Advance(time.Hour)
			_, err := h.AskIn(t.Context(), ana.name, netip.AddrFrom4([4]byte{203, byte(n), 113, 9}))
			must(t, err)
		}
		must(t, h.confirm(ben, own.Code))
		if list := h.openClaims(ana); len(list[0].Words) != 1 {
			t.Errorf("the one that counts does not come first: %+v", list[0])
		}
		h.clock.Advance(account.ClaimWait)
		_, err := h.use(own, "")
		must(t, err)
		if n := h.count(`SELECT COUNT(*) FROM account_claim`); n != 0 {
			t.Errorf("%d claims about her are left", n)
		}
	})
}

func TestGuessingIsSlow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		tooMany := func(most int, try func() error, what string) {
			t.Helper()
			for n := range most + 1 {
				if err := try(); (fault.KindOf(err) == fault.TooMany) != (n == most) {
					t.Errorf("%s, try %d: %v", what, n+1, err)
				}
			}
		}
		for _, name := range []string{ana.name, "Nobody Here-0000"} {
			tooMany(5, func() error { _, err := h.AskIn(ctx, name, anywhere); return err }, "asking")
		}
		tooMany(10, func() error { return h.ConfirmFor(ctx, ben.v, ben.holds, "0000-0000", anywhere) }, "a friend's word")
		tooMany(10, func() error { return h.ConfirmByCode(ctx, operator(), ana.v.Account, "0000-0000") }, "a steward's word")
		h.clock.Advance(2 * time.Hour)
		h.prove(ana)
		h.withApp(ana)
		ticket := h.askIn(ana.name)
		must(t, h.confirm(ben, ticket.Code))
		h.clock.Advance(account.ClaimWait)
		tooMany(5, func() error { _, err := h.use(ticket, "000000"); return err }, "a code")
	})
}

func TestOpeningGoesOnAfterEveryCut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ben := h.keyed()
		for cut := 1; cut <= 2; cut++ {
			h.prove(ben)
			ana := h.keyed()
			h.trust(ana, ben)
			private, err := h.keys.Seal(ctx, account.PrivateOwner(ana.v.Account), []byte("a hard night"), "journal")
			must(t, err)
			ticket := h.askIn(ana.name)
			must(t, h.confirm(ben, ticket.Code))
			claim := h.openClaims(ana)[0].ID
			h.clock.Advance(account.ClaimWait)
			commits := 0
			h.set(func() {
				h.fail = func(point string) error {
					if point == "db.commit" {
						if commits++; commits == cut {
							return errPower
						}
					}
					return nil
				}
			})
			if _, err := h.use(ticket, ""); !errors.Is(err, errPower) {
				t.Fatalf("cut %d: %v", cut, err)
			}
			h.set(func() { h.fail = nil })
			h.wantHere(ana.token, cut == 1, "her old device after the cut")
			_, err = h.keys.Open(ctx, account.PrivateOwner(ana.v.Account), private, "journal")
			if errors.Is(err, seal.ErrDestroyed) != (cut == 2) {
				t.Errorf("cut %d: what she kept to herself: %v", cut, err)
			}
			if cut == 2 {
				h.wantClaim(ticket, account.ClaimOpens, "after the cut")
				if err := h.StopClaim(ctx, ana.v, claim); fault.KindOf(err) != fault.NotFound {
					t.Errorf("stopped by a session that has ended: %v", err)
				}
				if err := h.GiveUp(ctx, ticket); fault.KindOf(err) != fault.Conflict {
					t.Errorf("given up when there is no other way in: %v", err)
				}
			}
			_, err = h.use(ticket, "")
			must(t, err)
		}
	})
}

func TestWhoAskedCanGiveUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		said := h.heard()
		ana, ben := h.keyed(), h.keyed()
		h.trust(ana, ben)
		early, late := h.askIn(ana.name), h.askIn(ana.name)
		must(t, h.GiveUp(ctx, early))
		must(t, h.GiveUp(ctx, early))
		must(t, h.confirm(ben, late.Code))
		must(t, h.GiveUp(ctx, late))
		wantField(t, h.confirm(ben, late.Code), "code", "a word for what was given up")
		h.clock.Advance(account.ClaimWait)
		h.wantShut(late, "", "given up")
		stops := 0
		for _, e := range *said {
			if _, is := e.(account.ClaimStopped); is {
				stops++
			}
		}
		if stops != 1 {
			t.Errorf("said %+v", *said)
		}
	})
}

func TestTheOwnerHearsOfAskingOnceADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		said := h.heard()
		var made []string
		event.Within(h.events, func(_ context.Context, _ *db.Tx, e account.ClaimMade) error { made = append(made, e.Claim); return nil })
		ana := h.keyed()
		for range 3 {
			h.askIn(ana.name)
			h.askIn("Nobody Here-0000")
		}
		h.clock.Advance(24 * time.Hour)
		h.askIn(ana.name)
		for _, claim := range append(made, "gone since") {
			must(t, h.TellAsked(ctx, claim))
		}
		want := []any{account.ClaimAsked{Account: ana.v.Account}, account.ClaimAsked{Account: ana.v.Account}}
		if len(made) != 7 || !slices.Equal(*said, want) {
			t.Errorf("of %d claims was said %+v", len(made), *said)
		}
	})
}

func TestNothingThatOpensADoorStandsInTheRecords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ana := h.keyed()
		ticket := h.askIn(ana.name)
		link, err := h.NewTrust(t.Context(), ana.v, "the one with the dog")
		must(t, err)
		folded, _ := secret.FoldSpoken(ticket.Code)
		for _, query := range []string{
			`SELECT id || COALESCE(account_id, '') || token_mark || code_mark FROM account_claim`,
			`SELECT id || account_id || COALESCE(link_mark, '') FROM account_trust`,
		} {
			var row string
			must(t, h.d.Writer().QueryRowContext(t.Context(), query).Scan(&row))
			for _, plain := range []string{ticket.Token, ticket.Code, folded, secret.HashCode(folded), link} {
				if strings.Contains(row, plain) {
					t.Errorf("%q stands in %q", plain, row)
				}
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM account_claim WHERE ends_at - made_at <> ` + fmt.Sprint(account.ClaimLasts.Milliseconds())); n != 0 {
			t.Errorf("%d claims last otherwise than %s", n, account.ClaimLasts)
		}
		if clock.Millis(ticket.Asked) != clock.Millis(h.clock.Now()) {
			t.Error("the ticket does not say when it was asked")
		}
	})
}
