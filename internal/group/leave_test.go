package group_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

func TestLeavingKeepsCutsOrErasesTheWords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", nil)
		people := map[group.How]apptest.Person{group.AsFormer: a.Newcomer("Bo"), group.AsAnonymous: a.Newcomer("Cy"), group.Erased: a.Newcomer("Di")}
		for how, p := range people {
			a.Enter(p, g, "Somebody "+string(how))
			if err := a.Groups.Introduce(ctx, a.Inside(p, g), "Words that are "+string(how)); err != nil {
				t.Fatal(err)
			}
			leave(t, a, p, g, how)
			if _, err := a.Groups.MemberFor(ctx, a.Viewer(p), g.Slug); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: still inside: %v", how, err)
			}
		}
		said := introductions(t, a, fay, g)
		if len(said) != 2 {
			t.Errorf("left behind: %v", said)
		}
		for _, h := range said {
			if !h.Author.Former || h.Author.Name != "" {
				t.Errorf("who left is shown as %+v", h.Author)
			}
		}
		for how, want := range map[group.How]int{group.AsFormer: 1, group.AsAnonymous: 0, group.Erased: 0} {
			if n, err := a.Groups.FormerFor(ctx, a.Viewer(people[how]), g.Slug); n != want || err != nil {
				t.Errorf("%s: %d memberships are still theirs, %v", how, n, err)
			}
			if err := a.Groups.EraseFormer(ctx, a.Viewer(people[how]), g.Slug); err != nil {
				t.Fatal(err)
			}
		}
		if said := introductions(t, a, fay, g); len(said) != 1 {
			t.Errorf("after coming back to erase: %v", said)
		}
	})
}

func introductions(t *testing.T, a *apptest.App, p apptest.Person, g group.Group) []group.Hello {
	t.Helper()
	list, err := a.Groups.IntroductionsFor(ctx, a.Inside(p, g), 50)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTwoLeadersWhoLeaveAtOnceLeaveTheGroupInCare(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay, gus := a.Facilitator("Fay"), a.Facilitator("Gus")
		g := a.Found(fay, "Tomasz", nil)
		a.Enter(gus, g, "Marisol")
		a.Enter(apptest.Ana, g, "Juniper")
		spoke(t, a, gus, g)
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), a.Inside(gus, g).Self.ID, group.Facilitator); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, p := range []apptest.Person{fay, gus} {
			v := a.Viewer(p)
			wg.Go(func() {
				if err := a.Groups.Leave(ctx, v, g.Slug, group.AsFormer); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if m := a.Inside(apptest.Ana, g); !m.Group.Care {
			t.Error("a group without leaders is in nobody's care")
		}
		if err := a.Groups.Adopt(ctx, a.Viewer(apptest.Stella), g.ID, "Juniper", "the members asked"); err != nil {
			t.Fatal(err)
		}
		if m := a.Inside(apptest.Ana, g); m.Group.Care || m.Self.Role != group.Facilitator {
			t.Errorf("after a steward found somebody: %+v", m.Self)
		}
		if err := a.Groups.Adopt(ctx, a.Viewer(apptest.Stella), g.ID, "Juniper", ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a steward made somebody lead a group that has leaders: %v", err)
		}
	})
}

func TestAnErasedAccountDepartsFromEachGroupAtAMomentOfItsOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g, other := a.Found(fay, "Tomasz", nil), a.Found(fay, "Tomasz at the sea", nil)
		bo := a.Newcomer("Bo")
		a.Enter(bo, g, "Marisol")
		a.Enter(bo, other, "Juniper")
		spoke(t, a, bo, g)
		spoke(t, a, bo, other)
		who := a.Viewer(bo).Account
		if err := a.Accounts.EraseFor(ctx, account.By{Subject: account.OperatorSubject, Reason: "they asked"}, who); err != nil {
			t.Fatal(err)
		}
		a.Read(func(ctx context.Context, tx *db.Tx) error {
			n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE account_id = ?`, who)
			if err == nil && n > 0 {
				t.Error("the link from the account to its memberships is still there")
			}
			return err
		})
		if !inside(t, a, fay, g)["Marisol"] || !inside(t, a, fay, other)["Juniper"] {
			t.Error("two groups see somebody vanish at one moment")
		}
		var moments []int64
		a.Read(func(ctx context.Context, tx *db.Tx) error {
			rows, err := db.All[moment](ctx, tx, `SELECT departs_at FROM group_membership WHERE departs_at IS NOT NULL`)
			for _, m := range rows {
				moments = append(moments, int64(m))
			}
			return err
		})
		if len(moments) != 2 || moments[0] == moments[1] {
			t.Errorf("departures at %v", moments)
		}
		a.Clock.Advance(49 * time.Hour)
		if err := a.Groups.Depart(ctx); err != nil {
			t.Fatal(err)
		}
		v := a.Viewer(fay)
		for _, one := range []group.Group{g, other} {
			m, err := a.Groups.MemberFor(ctx, v, one.Slug)
			if err != nil {
				t.Fatal(err)
			}
			if list, _, _ := a.Groups.MembersFor(ctx, m, "", ""); len(list) != 1 {
				t.Errorf("two days later: %v", list)
			}
			if said, _ := a.Groups.IntroductionsFor(ctx, m, 50); len(said) != 0 {
				t.Errorf("words stay after erasing: %v", said)
			}
		}
	})
}

type moment int64

// Fields are one moment.
func (m *moment) Fields() []any { return []any{(*int64)(m)} }

func TestSteppingOutEndsByItself(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		m := a.Enter(apptest.Ana, g, "Marisol")
		if err := a.Groups.StepOut(ctx, m, a.Clock.Now().Add(400*24*time.Hour)); err == nil {
			t.Error("somebody stepped out for more than a year")
		}
		if err := a.Groups.StepOut(ctx, m, a.Clock.Now().Add(7*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if a.Inside(apptest.Ana, g).Self.Standing != group.Out {
			t.Error("they did not step out")
		}
		a.Clock.Advance(8 * 24 * time.Hour)
		if err := a.Groups.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if a.Inside(apptest.Ana, g).Self.Standing != group.Here {
			t.Error("they are still out")
		}
	})
}

func TestArrivalsAreSeenByThoseWhoGreetAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay, gus := a.Facilitator("Fay"), a.Facilitator("Gus")
		g := a.Found(fay, "Tomasz", nil)
		a.Enter(gus, g, "Marisol")
		spoke(t, a, gus, g)
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), a.Inside(gus, g).Self.ID, group.Greeter); err != nil {
			t.Fatal(err)
		}
		a.Enter(apptest.Ana, g, "Juniper")
		newcomer := a.Enter(apptest.Zoe, g, "Quiet").Self.ID
		if inside(t, a, fay, g)["Quiet"] {
			t.Error("an arrival shows at once")
		}
		a.Clock.Advance(time.Hour)
		if inside(t, a, apptest.Ana, g)["Quiet"] {
			t.Error("everybody sees who arrived")
		}
		if _, err := a.Groups.ArrivalsFor(ctx, a.Inside(gus, g)); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a greeter without a yes to the code of conduct: %v", err)
		}
		if err := a.Groups.AcceptCode(ctx, a.Inside(gus, g)); err != nil {
			t.Fatal(err)
		}
		list, err := a.Groups.ArrivalsFor(ctx, a.Inside(gus, g))
		if err != nil || len(list) != 2 {
			t.Fatalf("%v, %v", list, err)
		}
		if err := a.Groups.Greet(ctx, a.Inside(gus, g), newcomer, "Good that you are here."); err != nil {
			t.Fatal(err)
		}
		for p, want := range map[apptest.Person]int{apptest.Zoe: 1, gus: 1, fay: 1} {
			if h, err := a.Groups.HellosFor(ctx, a.Inside(p, g), newcomer); len(h) != want || err != nil {
				t.Errorf("%s reads %d words of welcome, %v", p.Name, len(h), err)
			}
		}
		if _, err := a.Groups.HellosFor(ctx, a.Inside(apptest.Ana, g), newcomer); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member reads what a newcomer was told: %v", err)
		}
		if err := a.Groups.Greet(ctx, a.Inside(apptest.Ana, g), newcomer, "psst"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member greets somebody whom they cannot see: %v", err)
		}
		spoke(t, a, apptest.Zoe, g)
		if !inside(t, a, apptest.Ana, g)["Quiet"] {
			t.Error("somebody who spoke is still not seen")
		}
	})
}
