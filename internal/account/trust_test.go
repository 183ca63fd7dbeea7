package account_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
)

func TestALinkOfTrustWorksOnceAndForSomebodyElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben, cleo := h.keyed(), h.keyed(), h.keyed()
		zoe, _ := h.comeIn(account.Kept)
		link, err := h.NewTrust(ctx, ana.v, "  the one \n with\u202e the dog ")
		must(t, err)
		for name, c := range map[string]struct {
			v    account.Viewer
			link string
			want fault.Kind
		}{
			"a visitor":      {account.Viewer{}, link, fault.SignIn},
			"without a key":  {zoe, link, fault.Forbidden},
			"her own":        {ana.v, link, fault.Conflict},
			"another link":   {ben.v, strings.Repeat("A", len(link)), fault.NotFound},
			"a bit of it":    {ben.v, link[1:], fault.NotFound},
			"a hostile link": {ben.v, "'; DROP TABLE account_trust; --", fault.NotFound},
		} {
			if err := h.LookAtTrust(ctx, c.v, c.link); fault.KindOf(err) != c.want {
				t.Errorf("%s looks: %v", name, err)
			}
			if err := h.TakeTrust(ctx, c.v, c.link, "somebody"); fault.KindOf(err) != c.want {
				t.Errorf("%s takes: %v", name, err)
			}
		}
		must(t, h.LookAtTrust(ctx, ben.v, link))
		must(t, h.LookAtTrust(ctx, ben.v, link)) // looking spends nothing
		for _, label := range []string{"", " \u200b\n", strings.Repeat("é", account.LabelMost+1)} {
			wantField(t, h.TakeTrust(ctx, ben.v, link, label), "label", "a label")
			_, err := h.NewTrust(ctx, ana.v, label)
			wantField(t, err, "label", "a label")
		}
		first, second := atOnce(
			func() error { return h.TakeTrust(ctx, ben.v, link, "my neighbour") },
			func() error { return h.TakeTrust(ctx, cleo.v, link, "my neighbour") },
		)
		if (first == nil) == (second == nil) || fault.KindOf(errors.Join(first, second)) != fault.NotFound {
			t.Errorf("two took it: %v and %v", first, second)
		}
		if err := h.LookAtTrust(ctx, ben.v, link); fault.KindOf(err) != fault.NotFound {
			t.Errorf("it can be taken again: %v", err)
		}
		given, held, err := h.TrustsFor(ctx, ana.v)
		if err != nil || len(given) != 1 || len(held) != 0 || given[0].Label != "the one with the dog" || !given[0].Taken || !given[0].Ends.IsZero() {
			t.Errorf("she sees %+v, %+v, %v", given, held, err)
		}
		late, err := h.NewTrust(ctx, ana.v, "somebody else")
		must(t, err)
		h.clock.Advance(account.TrustLinkFor)
		if err := h.TakeTrust(ctx, ben.v, late, "late"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a link that has ended was taken: %v", err)
		}
		must(t, h.Sweep(ctx))
		if n := h.count(`SELECT COUNT(*) FROM account_trust`); n != 1 {
			t.Errorf("%d rows after the sweep", n)
		}
	})
}

func TestTrustIsWorthAKeyAndTakesOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben := h.keyed(), h.keyed()
		zoe, _ := h.comeIn(account.Kept)
		if _, err := h.NewTrust(ctx, zoe, "a friend"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("without a key: %v", err)
		}
		if _, err := h.NewTrust(ctx, account.Viewer{}, "a friend"); fault.KindOf(err) != fault.SignIn {
			t.Errorf("a visitor: %v", err)
		}
		h.trust(ana, ben)
		ticket := h.askIn(ana.name)
		h.clock.Advance(account.FreshFor + time.Second)
		if _, err := h.NewTrust(ctx, ana.v, "a friend"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("on a device that lies around: %v", err)
		}
		if err := h.ConfirmFor(ctx, ben.v, ben.holds, ticket.Code, anywhere); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("confirmed on a device that lies around: %v", err)
		}
		h.prove(ana)
		for range account.MostTrusted - 1 {
			_, err := h.NewTrust(ctx, ana.v, "a friend")
			must(t, err)
		}
		if _, err := h.NewTrust(ctx, ana.v, "a friend"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("one more than the most: %v", err)
		}
	})
}

func TestNeitherSeesTheOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben, cleo := h.keyed(), h.keyed(), h.keyed()
		h.trust(ana, ben)
		one, err := h.TrustHeldFor(ctx, ben.v, ben.holds)
		if err != nil || one.Label != "my neighbour" {
			t.Errorf("he sees %+v, %v", one, err)
		}
		for name, v := range map[string]account.Viewer{"her": ana.v, "somebody else": cleo.v, "a visitor": {}} {
			if one, err := h.TrustHeldFor(ctx, v, ben.holds); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s sees %+v, %v", name, one, err)
			}
		}
		for name, v := range map[string]account.Viewer{"somebody else": cleo.v} {
			if err := h.EndTrust(ctx, v, ben.holds); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s ends it: %v", name, err)
			}
		}
		var label, theirs []byte
		must(t, h.d.Writer().QueryRowContext(ctx, `SELECT label, their_label FROM account_trust`).Scan(&label, &theirs))
		if bytes.Contains(label, []byte("dog")) || bytes.Contains(theirs, []byte("neighbour")) {
			t.Error("the labels can be read in the records")
		}
	})
}

func TestAWordIsForTheOneWhoTrusts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben, cleo := h.keyed(), h.keyed(), h.keyed()
		h.trust(ana, ben)
		h.trust(cleo, ana)
		hers, cleos, nobodys := h.askIn(ana.name), h.askIn(cleo.name), h.askIn("Nobody Here-0000")
		wantField(t, h.confirm(ben, cleos.Code), "code", "the code of somebody who does not trust him")
		wantField(t, h.confirm(ben, nobodys.Code), "code", "the code of nobody")
		for _, code := range []string{"", "0000-0000", hers.Code + "0", strings.Repeat("7", 1<<20)} {
			wantField(t, h.confirm(ben, code), "code", "a wrong code")
		}
		h.prove(ana)
		if err := h.ConfirmFor(ctx, ana.v, ana.trusts, hers.Code, anywhere); fault.KindOf(err) != fault.NotFound {
			t.Errorf("she confirmed herself: %v", err)
		}
		if err := h.ConfirmFor(ctx, ana.v, ben.holds, hers.Code, anywhere); fault.KindOf(err) != fault.NotFound {
			t.Errorf("she confirmed herself: %v", err)
		}
		must(t, h.Pause(ctx, operator(), ben.v.Account))
		h.again(ben)
		if err := h.ConfirmFor(ctx, ben.v, ben.holds, hers.Code, anywhere); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("he confirmed while paused: %v", err)
		}
		must(t, h.Resume(ctx, operator(), ben.v.Account))
		h.again(ben)
		must(t, h.confirm(ben, hers.Code))
	})
}

func TestEitherEndsItAndTheWordGoesToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		said := h.heard()
		for _, byOwner := range []bool{true, false} {
			ana, ben := h.keyed(), h.keyed()
			h.trust(ana, ben)
			ticket, early := h.askIn(ana.name), h.askIn(ana.name)
			must(t, h.confirm(ben, ticket.Code))
			before := len(*said)
			if byOwner {
				must(t, h.EndTrust(ctx, ana.v, ana.trusts))
			} else {
				must(t, h.EndTrust(ctx, ben.v, ben.holds))
			}
			if told := len(*said) > before; told != byOwner {
				t.Errorf("said %+v", (*said)[before:])
			}
			if err := h.confirm(ben, early.Code); fault.KindOf(err) != fault.NotFound {
				t.Errorf("confirmed after it was ended: %v", err)
			}
			h.clock.Advance(account.ClaimWait)
			h.wantClaim(ticket, account.ClaimWaits, "after it was ended")
			h.wantShut(ticket, "", "after it was ended")
			if n := h.count(`SELECT COUNT(*) FROM account_claim WHERE opens_at IS NOT NULL`); n != 0 {
				t.Errorf("%d claims still say when they open", n)
			}
			given, _, err := h.TrustsFor(ctx, ana.v)
			if err != nil || len(given) != 0 {
				t.Errorf("left: %+v, %v", given, err)
			}
		}
	})
}

func TestAnUntakenLinkIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ana, ben := h.keyed(), h.keyed()
		link, err := h.NewTrust(ctx, ana.v, "a friend")
		must(t, err)
		given, _, err := h.TrustsFor(ctx, ana.v)
		must(t, err)
		if given[0].Taken || !given[0].Ends.Equal(noon.Add(account.TrustLinkFor)) {
			t.Errorf("she sees %+v", given)
		}
		must(t, h.EndTrust(ctx, ana.v, given[0].ID))
		if err := h.TakeTrust(ctx, ben.v, link, "late"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a link that was taken back was taken: %v", err)
		}
	})
}
