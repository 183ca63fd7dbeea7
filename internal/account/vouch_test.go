package account_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/secret"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// tell has a person, who leads a group, type the code they were told.
func (h *house) tell(p *person, about *person, code string) (string, error) {
	h.prove(p)
	return h.CheckCode(h.t.Context(), p.v, about.v.Account, code, anywhere)
}

// vouch has some who lead a group be told the code, and gives their word.
func (h *house) vouch(about *person, t account.Ticket, by ...*person) error {
	h.t.Helper()
	var mark string
	var accounts []string
	for _, p := range by {
		m, err := h.tell(p, about, t.Code)
		must(h.t, err)
		if mark != "" && m != mark {
			h.t.Errorf("one code has the marks %q and %q", mark, m)
		}
		mark, accounts = m, append(accounts, p.v.Account)
	}
	return h.ConfirmByGroup(h.t.Context(), accounts, about.v.Account, mark)
}

func (h *house) wantWords(t account.Ticket, want int, when string) {
	h.t.Helper()
	c, err := h.ClaimFor(h.t.Context(), t)
	must(h.t, err)
	if c.Words != want {
		h.t.Errorf("%s %d words count, want %d", when, c.Words, want)
	}
}

func TestTwoWhoLeadAGroupHelpSomebodyBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		said := h.heard()
		ana, fay, gus := h.keyed(), h.keyed(), h.keyed()
		ticket := h.askIn(ana.name)
		mark, err := h.tell(fay, ana, strings.ToLower(ticket.Code))
		must(t, err)
		if mark == "" || strings.Contains(mark, ticket.Code) {
			t.Errorf("the code is kept as %q", mark)
		}
		h.wantClaim(ticket, account.ClaimWaits, "after one was told the code")
		must(t, h.vouch(ana, ticket, fay, gus))
		confirmed := h.clock.Now()
		if c := h.wantClaim(ticket, account.ClaimDated, "after two"); !c.Opens.Equal(confirmed.Add(account.ClaimWait)) || c.Words != 1 {
			t.Errorf("after two: %+v", c)
		}
		if open := h.openClaims(ana); !slices.Equal(open[0].Words, []account.WordKind{account.ByGroup}) {
			t.Errorf("the owner sees %+v", open)
		}
		must(t, h.vouch(ana, ticket, gus, fay))
		if want := []any{account.ClaimConfirmed{Account: ana.v.Account, Kind: account.ByGroup}}; !slices.Equal(*said, want) {
			t.Errorf("said %+v, want %+v", *said, want)
		}
		h.clock.Set(confirmed.Add(account.ClaimWait - time.Millisecond))
		h.wantShut(ticket, "", "just before the wait is over")
		h.clock.Set(confirmed.Add(account.ClaimWait))
		_, err = h.use(ticket, "")
		must(t, err)
	})
}

func TestAGroupIsOneOfTwoFactors(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ana, fay, gus, ida := h.keyed(), h.keyed(), h.keyed(), h.keyed()
		h.withApp(ana)
		ticket := h.askIn(ana.name)
		must(t, h.vouch(ana, ticket, fay, gus, ida))
		must(t, h.vouch(ana, ticket, gus, ida))
		h.wantWords(ticket, 1, "after three of a group")
		h.clock.Advance(account.ClaimWait)
		h.wantShut(ticket, "", "with a group alone")
		must(t, h.ConfirmByCode(t.Context(), h.by(h.steward()), ana.v.Account, ticket.Code))
		h.clock.Advance(account.ClaimWait)
		_, err := h.use(ticket, "")
		must(t, err)
	})
}

func TestWhoChecksACodeForAGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben, fay := h.keyed(), h.keyed(), h.keyed()
		ticket, own := h.askIn(ana.name), h.askIn(fay.name)
		_, err := h.tell(fay, ana, ticket.Code)
		must(t, err)
		if _, err := h.tell(fay, fay, own.Code); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("for themselves: %v", err)
		}
		if _, err := h.tell(fay, ben, ticket.Code); err != nil {
			t.Errorf("whose code it is, is told: %v", err)
		}
		_, err = h.tell(fay, ana, "x")
		wantField(t, err, "code", "no code")
		seat, _ := h.comeIn(account.Kept)
		if _, err := h.CheckCode(ctx, seat, ana.v.Account, ticket.Code, anywhere); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("by a seat without a key: %v", err)
		}
		if _, err := h.CheckCode(ctx, account.Viewer{}, ana.v.Account, ticket.Code, anywhere); fault.KindOf(err) != fault.SignIn {
			t.Errorf("by a visitor: %v", err)
		}
		h.prove(fay)
		h.clock.Advance(account.FreshFor + time.Millisecond)
		if _, err := h.CheckCode(ctx, fay.v, ana.v.Account, ticket.Code, anywhere); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("without showing a key again: %v", err)
		}
	})
}

func TestGuessingACodeForAGroupIsSlow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ana, fay := h.keyed(), h.keyed()
		h.prove(fay)
		for n := range 11 {
			_, err := h.CheckCode(t.Context(), fay.v, ana.v.Account, secret.NewSpoken(), anywhere)
			if (fault.KindOf(err) == fault.TooMany) != (n == 10) {
				t.Errorf("try %d: %v", n+1, err)
			}
		}
	})
}

func TestAGroupIsTwoOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, fay, gus := h.keyed(), h.keyed(), h.keyed()
		ticket := h.askIn(ana.name)
		mark, err := h.tell(fay, ana, ticket.Code)
		must(t, err)
		a, f, g := ana.v.Account, fay.v.Account, gus.v.Account
		for name, by := range map[string][]string{"nobody": nil, "one": {f}, "one twice": {f, f}} {
			wantField(t, h.ConfirmByGroup(ctx, by, a, mark), "code", name)
		}
		if err := h.ConfirmByGroup(ctx, []string{f, a, g}, a, mark); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("with themselves: %v", err)
		}
		wantField(t, h.ConfirmByGroup(ctx, []string{f, g}, a, ""), "code", "without a mark")
		wantField(t, h.ConfirmByGroup(ctx, []string{f, g}, a, ticket.Code), "code", "with the code itself")
		wantField(t, h.ConfirmByGroup(ctx, []string{a, g}, f, mark), "code", "for somebody else")
		h.wantWords(ticket, 0, "after all that")
		h.clock.Advance(account.WordsFor)
		wantField(t, h.ConfirmByGroup(ctx, []string{f, g}, a, mark), "code", "after six days")
	})
}

// Whatever the order, two factors are never fewer than two people beside the
// one who is trusted, or who is a steward.
func TestNobodyCountsTwiceByLeadingAGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		type cast struct {
			ana, tess, sam, fay, gus *person
			ticket                   account.Ticket
		}
		steward := func(c cast) { must(t, h.ConfirmByCode(ctx, h.by(c.sam.v), c.ana.v.Account, c.ticket.Code)) }
		trusted := func(c cast) { must(t, h.confirm(c.tess, c.ticket.Code)) }
		group := func(pick func(c cast) []*person) func(c cast) {
			return func(c cast) { must(t, h.vouch(c.ana, c.ticket, pick(c)...)) }
		}
		withTess := group(func(c cast) []*person { return []*person{c.tess, c.fay} })
		withSam := group(func(c cast) []*person { return []*person{c.sam, c.fay} })
		others := group(func(c cast) []*person { return []*person{c.fay, c.gus} })
		everybody := group(func(c cast) []*person { return []*person{c.tess, c.sam, c.fay, c.gus} })
		role := func(steward bool) func(c cast) {
			return func(c cast) { must(t, h.SetSteward(ctx, operator(), c.sam.v.Account, steward)) }
		}
		for name, c := range map[string]struct {
			want  int
			steps []func(c cast)
		}{
			"trusted, then in a group":             {1, []func(cast){trusted, withTess}},
			"in a group, then trusted":             {1, []func(cast){withTess, trusted}},
			"steward, then in a group":             {1, []func(cast){steward, withSam}},
			"in a group, then steward":             {1, []func(cast){withSam, steward}},
			"steward no longer, then in a group":   {1, []func(cast){steward, role(false), withSam}},
			"in a group, then made a steward":      {1, []func(cast){role(false), withSam, role(true), steward}},
			"a group of others, and trusted":       {2, []func(cast){others, trusted}},
			"a group of others, and a steward":     {2, []func(cast){steward, others}},
			"two others beside both":               {2, []func(cast){steward, everybody}},
			"two others, and trusted all the same": {2, []func(cast){everybody, trusted}},
		} {
			people := cast{h.keyed(), h.keyed(), h.keyed(), h.keyed(), h.keyed(), account.Ticket{}}
			h.withApp(people.ana)
			h.trust(people.ana, people.tess)
			role(true)(people)
			people.ticket = h.askIn(people.ana.name)
			for _, step := range c.steps {
				h.again(people.sam)
				step(people)
			}
			h.wantWords(people.ticket, c.want, name+":")
		}
	})
}

func TestAStewardWhoLeadsAGroupAndSaysBothAtOnceCountsOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		sam, fay := h.keyed(), h.keyed()
		must(t, h.SetSteward(ctx, operator(), sam.v.Account, true))
		for range 4 {
			h.clock.Advance(time.Hour)
			ana := h.keyed()
			ticket := h.askIn(ana.name)
			mark, err := h.tell(fay, ana, ticket.Code)
			must(t, err)
			one, other := atOnce(
				func() error {
					return h.ConfirmByGroup(ctx, []string{sam.v.Account, fay.v.Account}, ana.v.Account, mark)
				},
				func() error { return h.ConfirmByCode(ctx, h.by(sam.v), ana.v.Account, ticket.Code) },
			)
			must(t, one)
			must(t, other)
			h.wantWords(ticket, 1, "both at once:")
		}
	})
}

// On SQLite there is one writer, so that it cannot be otherwise.
func TestAWordWaitsForWhatIsBeingDecidedAboutTheSeat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if h.d.Engine() != db.Postgres {
			return
		}
		ana, fay, gus := h.keyed(), h.keyed(), h.keyed()
		ticket := h.askIn(ana.name)
		mark, err := h.tell(fay, ana, ticket.Code)
		must(t, err)
		word := make(chan error, 1)
		must(t, h.d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := tx.Lock(ctx, "account", ana.v.Account); err != nil {
				return err
			}
			go func() {
				word <- h.ConfirmByGroup(context.Background(), []string{fay.v.Account, gus.v.Account}, ana.v.Account, mark)
			}()
			h.awaitQueue()
			_, err := tx.Exec(ctx, `UPDATE account_account SET standing = 'closed' WHERE id = ?`, ana.v.Account)
			return err
		}))
		wantField(t, <-word, "code", "a word for a seat that was being closed")
	})
}
