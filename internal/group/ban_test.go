package group_test

import (
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

// banned is a group with a member who was just kept out of it.
func banned(t *testing.T, a *apptest.App, change func(*group.Plan)) (g group.Group, fay apptest.Person) {
	t.Helper()
	fay = a.Facilitator("Fay")
	g = a.Found(fay, "Tomasz", change)
	m := a.Enter(apptest.Ana, g, "Marisol")
	if err := a.Groups.Remove(ctx, a.Inside(fay, g), m.Self.ID, true, "threats"); err != nil {
		t.Fatal(err)
	}
	return g, fay
}

func TestWhoeverWasBannedIsNotLetInByAnyWay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, fay := banned(t, a, func(p *group.Plan) { p.Group.Capacity, p.Group.Queues = 3, true })
		other := a.Found(fay, "Tomasz at the sea", nil)
		a.Enter(apptest.Ana, other, "Somebody")
		if _, err := a.Groups.MemberFor(ctx, a.Viewer(apptest.Ana), g.Slug); fault.KindOf(err) != fault.NotFound {
			t.Errorf("still inside: %v", err)
		}
		try := func(how string, p apptest.Person, c group.Coming) {
			t.Helper()
			if out, err := a.TryJoin(p, g, c); !isNotNow(err) {
				t.Errorf("%s: %s, %v", how, out, err)
			}
		}
		try("under another persona", apptest.Ana, face("A quiet one"))
		link, err := a.Groups.Invite(ctx, a.Inside(fay, g), 3, time.Hour, true)
		if err != nil {
			t.Fatal(err)
		}
		try("by an invitation", apptest.Ana, group.Coming{Face: group.Face{Name: "A quiet one"}, Link: link})
		marks, err := a.Groups.DoorsFor(ctx, a.Viewer(apptest.Ana))
		if err != nil || len(marks) != 1 {
			t.Fatalf("%v, %v", marks, err)
		}
		bo := a.Newcomer("Bo")
		try("by a new account in the same browser", bo, group.Coming{Face: group.Face{Name: "A quiet one"}, Doors: marks})
		if none, _ := a.Groups.DoorsFor(ctx, a.Viewer(bo)); len(none) != 0 {
			t.Error("somebody who was not banned is marked")
		}
		if out, err := a.TryJoin(a.Newcomer("Cy"), other, group.Coming{Face: group.Face{Name: "Cy"}, Doors: marks}); err != nil || out != group.Came {
			t.Errorf("the mark closes other groups too: %v", err)
		}
		a.Inside(apptest.Ana, other)
		newAccount, sameAccount := a.Viewer(bo), a.Viewer(apptest.Ana)
		a.Clock.Advance(31 * 24 * time.Hour)
		later := group.Coming{Face: group.Face{Name: "A quiet one"}, Agreed: g.Agreement + 1, Doors: marks}
		if out, err := a.Groups.Join(ctx, newAccount, g.Slug, later); err != nil || out != group.Came {
			t.Errorf("the mark lasts longer than 30 days: %v", err)
		}
		if _, err := a.Groups.Join(ctx, sameAccount, g.Slug, later); !isNotNow(err) {
			t.Errorf("after 30 days, under the same account: %v", err)
		}
	})
}

func TestABanEndsWhatWasOnItsWay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Capacity, p.Group.Queues = 3, true })
		m := a.Enter(apptest.Ana, g, "Marisol")
		link, err := a.Groups.Invite(ctx, m, 1, time.Hour, false)
		if err != nil {
			t.Fatal(err)
		}
		a.Enter(apptest.Zoe, g, "Juniper")
		leave(t, a, apptest.Ana, g, group.AsFormer)
		bo := a.Newcomer("Bo")
		a.Enter(bo, g, "Bo")
		if out, err := a.TryJoin(apptest.Ana, g, face("Marisol")); err != nil || out != group.Queues {
			t.Fatalf("%s, %v", out, err)
		}
		if err := a.Groups.Remove(ctx, a.Inside(fay, g), m.Self.ID, true, ""); err != nil {
			t.Fatal(err)
		}
		leave(t, a, bo, g, group.Erased)
		if err := a.Groups.TakePlace(ctx, a.Viewer(apptest.Ana), g.Slug, nil); err == nil {
			t.Error("the waiting list let in somebody who was banned")
		}
		if _, _, err := a.Groups.Invited(ctx, a.Viewer(apptest.Zoe), link); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the link that they made still works: %v", err)
		}
		list, err := a.Groups.BansFor(ctx, a.Inside(fay, g))
		if err != nil || len(list) != 1 {
			t.Fatalf("%v, %v", list, err)
		}
		if err := a.Groups.Unban(ctx, a.Inside(fay, g), list[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Withdraw(ctx, a.Viewer(apptest.Ana), g.Slug); err != nil && fault.KindOf(err) != fault.NotFound {
			t.Fatal(err)
		}
		if out, err := a.TryJoin(apptest.Ana, g, face("Marisol")); err != nil || out != group.Came {
			t.Errorf("after the ban was taken back: %s, %v", out, err)
		}
	})
}

func TestLeadersDoNotRemoveEachOther(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay, gus := a.Facilitator("Fay"), a.Facilitator("Gus")
		g := a.Found(fay, "Tomasz", nil)
		m := a.Enter(gus, g, "Marisol")
		spoke(t, a, gus, g)
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), m.Self.ID, group.CoFacilitator); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Remove(ctx, a.Inside(gus, g), a.Inside(fay, g).Self.ID, true, ""); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("who leads beside somebody removed them: %v", err)
		}
		if err := a.Groups.Appoint(ctx, a.Inside(gus, g), a.Inside(fay, g).Self.ID, group.Plain); err == nil {
			t.Error("a co-facilitator took the role of a facilitator")
		}
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), m.Self.ID, group.Facilitator); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), m.Self.ID, group.Plain); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a facilitator took the role of another: %v", err)
		}
		if err := a.Groups.Remove(ctx, a.Inside(gus, g), a.Inside(fay, g).Self.ID, false, ""); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a facilitator removed another: %v", err)
		}
	})
}

// spoke has somebody introduce themselves, so that all can see them.
func spoke(t *testing.T, a *apptest.App, p apptest.Person, g group.Group) {
	t.Helper()
	if err := a.Groups.Introduce(ctx, a.Inside(p, g), "Hello, I am new to this."); err != nil {
		t.Fatal(err)
	}
}

func TestABlockHidesTwoPeopleFromEachOtherAndFromNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay, bo := a.Facilitator("Fay"), a.Newcomer("Bo")
		g := a.Found(fay, "Tomasz", nil)
		for p, name := range map[apptest.Person]string{apptest.Ana: "Marisol", apptest.Zoe: "Juniper", bo: "Bo"} {
			a.Enter(p, g, name)
			spoke(t, a, p, g)
		}
		zoe := a.Inside(apptest.Zoe, g).Self.ID
		if err := a.Groups.BlockOne(ctx, a.Inside(apptest.Ana, g), zoe); err != nil {
			t.Fatal(err)
		}
		sees := func(p apptest.Person) map[string]bool {
			list, _, err := a.Groups.MembersFor(ctx, a.Inside(p, g), "", "")
			if err != nil {
				t.Fatal(err)
			}
			names := map[string]bool{}
			for _, one := range list {
				names[one.Name] = true
			}
			hellos, err := a.Groups.IntroductionsFor(ctx, a.Inside(p, g), 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hellos {
				names["hello of "+h.Author.Name] = true
			}
			return names
		}
		if s := sees(apptest.Ana); s["Juniper"] || s["hello of Juniper"] || !s["Bo"] {
			t.Errorf("who blocked sees %v", s)
		}
		if s := sees(apptest.Zoe); s["Marisol"] || s["hello of Marisol"] || !s["Bo"] {
			t.Errorf("who was blocked sees %v", s)
		}
		for _, p := range []apptest.Person{fay, bo} {
			if s := sees(p); !s["Marisol"] || !s["Juniper"] || !s["hello of Juniper"] {
				t.Errorf("%s sees %v", p.Name, s)
			}
		}
		if _, err := a.Groups.PersonaFor(ctx, a.Inside(apptest.Zoe, g), a.Inside(apptest.Ana, g).Self.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a block can be told from a deletion: %v", err)
		}
		blocked, _, err := a.Groups.BlockedFor(ctx, a.Inside(apptest.Ana, g))
		if err != nil || len(blocked) != 1 {
			t.Fatalf("%v, %v", blocked, err)
		}
		if err := a.Groups.Unblock(ctx, a.Inside(apptest.Zoe, g), a.Inside(apptest.Ana, g).Self.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("who was blocked ended the block: %v", err)
		}
		if err := a.Groups.Unblock(ctx, a.Inside(apptest.Ana, g), blocked[0].ID); err != nil {
			t.Fatal(err)
		}
		if s := sees(apptest.Ana); !s["Juniper"] {
			t.Error("the block did not end")
		}
		if err := a.Groups.BlockOne(ctx, a.Inside(apptest.Ana, g), zoe); err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Minute)
		leave(t, a, apptest.Zoe, g, group.AsAnonymous)
		a.Enter(apptest.Zoe, g, "Another name")
		spoke(t, a, apptest.Zoe, g)
		if s := sees(apptest.Ana); s["Another name"] {
			t.Error("a later persona is not bound")
		}
		if blocked, _, err := a.Groups.BlockedFor(ctx, a.Inside(apptest.Ana, g)); err != nil || len(blocked) != 0 {
			t.Errorf("who blocked somebody is told their later name: %v, %v", blocked, err)
		}
	})
}

func TestABlockAndAJoiningAtOnceLeaveNoGap(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		a.Enter(apptest.Ana, g, "Marisol")
		a.Enter(apptest.Zoe, g, "Juniper")
		spoke(t, a, apptest.Zoe, g)
		ana, zoe, id := a.Inside(apptest.Ana, g), a.Viewer(apptest.Zoe), a.Inside(apptest.Zoe, g).Self.ID
		var wg sync.WaitGroup
		var blocked error
		wg.Go(func() { blocked = a.Groups.BlockOne(ctx, ana, id) })
		wg.Go(func() {
			if err := a.Groups.Leave(ctx, zoe, g.Slug, group.AsFormer); err != nil {
				t.Error(err)
			}
			c := face("Another name")
			c.Agreed = 1
			if _, err := a.Groups.Join(ctx, zoe, g.Slug, c); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		spoke(t, a, apptest.Zoe, g)
		list, _, err := a.Groups.MembersFor(ctx, a.Inside(apptest.Ana, g), "", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			if one.Name == "Another name" && blocked == nil {
				t.Error("the block was taken, and the later persona shows")
			}
		}
		if blocked != nil && fault.KindOf(blocked) != fault.NotFound {
			t.Errorf("who came too late hears %v", blocked)
		}
	})
}

func TestClosingTheAccountBehindAPersonaActsEverywhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g, other := a.Found(fay, "Tomasz", nil), a.Found(fay, "Tomasz at the sea", nil)
		a.Enter(apptest.Ana, g, "Marisol")
		a.Enter(apptest.Ana, other, "Somebody else")
		spoke(t, a, apptest.Ana, other)
		stella := a.Viewer(apptest.Stella)
		p, err := a.Groups.BehindFor(ctx, stella, g.ID, "Marisol")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Groups.BehindFor(ctx, stella, g.ID, "Mari"); err == nil {
			t.Error("a part of a name is enough")
		}
		by, err := account.ByViewer(stella, "threats")
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.CloseBehind(ctx, by, stella, p.ID); err != nil {
			t.Fatal(err)
		}
		if v, err := a.Accounts.Find(ctx, a.Token(apptest.Ana)); err != nil || !v.IsVisitor() {
			t.Errorf("the account still comes in: %+v, %v", v, err)
		}
		if inside(t, a, fay, g)["Marisol"] {
			t.Error("the persona is still there")
		}
		if !inside(t, a, fay, other)["Somebody else"] {
			t.Error("another group could see a departure at the same moment")
		}
		a.Clock.Advance(49 * time.Hour)
		if err := a.Groups.Depart(ctx); err != nil {
			t.Fatal(err)
		}
		if inside(t, a, fay, other)["Somebody else"] {
			t.Error("the other group never sees a departure")
		}
	})
}

// inside are the names of those whom somebody sees in a group.
func inside(t *testing.T, a *apptest.App, p apptest.Person, g group.Group) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	list, _, err := a.Groups.MembersFor(ctx, a.Inside(p, g), "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		names[one.Name] = true
	}
	return names
}
