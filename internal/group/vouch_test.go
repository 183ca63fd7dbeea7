package group_test

import (
	"net/netip"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

var somewhere = netip.MustParseAddr("192.0.2.7")

func TestTwoFacilitatorsVouchForAMemberWhoLostEveryKey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay, gus := a.Facilitator("Fay"), a.Facilitator("Gus")
		g := a.Found(fay, "Tomasz", nil)
		a.Enter(gus, g, "Juniper")
		spoke(t, a, gus, g)
		a.Enter(apptest.Ana, g, "Marisol")
		spoke(t, a, apptest.Ana, g)
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), a.Inside(gus, g).Self.ID, group.Facilitator); err != nil {
			t.Fatal(err)
		}
		ana := a.Inside(apptest.Ana, g).Self.ID
		name, err := a.Accounts.NameFor(ctx, a.Viewer(apptest.Ana))
		if err != nil {
			t.Fatal(err)
		}
		ticket, err := a.Accounts.AskIn(ctx, name, somewhere)
		if err != nil {
			t.Fatal(err)
		}
		fern := a.Inside(gus, g).Self.ID
		if err := a.Groups.VouchFor(ctx, a.Inside(fay, g), fern, ticket.Code, somewhere); err != nil {
			t.Errorf("whose code it is, the answer tells: %v", err)
		}
		for range 2 { // one facilitator twice is one
			if err := a.Groups.VouchFor(ctx, a.Inside(fay, g), ana, ticket.Code, somewhere); err != nil {
				t.Fatal(err)
			}
		}
		state := func() account.Claim {
			c, err := a.Accounts.ClaimFor(ctx, ticket)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if state().Words != 0 {
			t.Error("one facilitator's word counts")
		}
		if err := a.Groups.VouchFor(ctx, a.Inside(gus, g), ana, ticket.Code, somewhere); err != nil {
			t.Fatal(err)
		}
		if c := state(); c.Words != 1 || c.State != account.ClaimDated || c.Opens.Sub(a.Clock.Now()) < 71*time.Hour {
			t.Errorf("after two: %+v", c)
		}
		if err := a.Groups.VouchFor(ctx, a.Inside(apptest.Ana, g), ana, ticket.Code, somewhere); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member vouched for themselves: %v", err)
		}
		if list, err := a.Notices.ListFor(ctx, a.Viewer(apptest.Ana), 1); err != nil || len(list.Lines) == 0 {
			t.Errorf("whoever is signed in is not told: %v", err)
		}
	})
}

func TestWhatIsNewSinceTheLastVisit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		ana := a.Enter(apptest.Ana, g, "Marisol")
		a.Enter(apptest.Zoe, g, "Juniper")
		look := func() {
			a.Groups.Saw(ana)
			if err := a.Groups.WriteSeen(ctx); err != nil {
				t.Fatal(err)
			}
		}
		changed := func() bool {
			list, err := a.Groups.MineFor(ctx, a.Viewer(apptest.Ana))
			if err != nil || len(list) != 1 {
				t.Fatalf("%v, %v", list, err)
			}
			return list[0].Changed
		}
		a.Clock.Advance(time.Minute)
		look()
		first := a.Clock.Now()
		if changed() {
			t.Error("something is new that nobody said")
		}
		a.Clock.Advance(time.Hour)
		spoke(t, a, apptest.Zoe, g)
		if !changed() {
			t.Error("an introduction is nothing new")
		}
		a.Clock.Advance(time.Minute)
		look()
		if since, err := a.Groups.SinceFor(ctx, ana); err != nil || since.Sub(first).Abs() > time.Millisecond {
			t.Errorf("new is what came after %v, not %v (%v)", first, since, err)
		}
		if changed() {
			t.Error("what was seen is still new")
		}
		a.Clock.Advance(time.Minute)
		look() // the same visit
		if since, _ := a.Groups.SinceFor(ctx, ana); since.Sub(first).Abs() > time.Millisecond {
			t.Errorf("within one visit what is new is forgotten: %v", since)
		}
	})
}
