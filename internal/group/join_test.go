package group_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

var ctx = context.Background()

// isNotNow tells whether an answer is the one that tells nothing.
func isNotNow(err error) bool {
	return fault.KindOf(err) == fault.Forbidden && strings.HasPrefix(err.Error(), "This group cannot take you in right now.")
}

func face(name string) group.Coming { return group.Coming{Face: group.Face{Name: name}} }

func TestWhoeverJoinsOpenlyIsAMember(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		a.Enter(apptest.Ana, g, "Marisol")
		if out, err := a.TryJoin(apptest.Ana, g, face("Somebody else")); err != nil || out != group.Came {
			t.Errorf("joining again: %s, %v", out, err)
		}
		if m := a.Inside(apptest.Ana, g); m.Self.Name != "Marisol" {
			t.Errorf("they are called %q now", m.Self.Name)
		}
		if _, err := a.Groups.MemberFor(ctx, a.Viewer(apptest.Zoe), g.Slug); fault.KindOf(err) != fault.NotFound {
			t.Errorf("for whoever is outside there is an inside: %v", err)
		}
		old := face("Zoe's name")
		old.Agreed = 7
		if _, err := a.Groups.Join(ctx, a.Viewer(apptest.Zoe), g.Slug, old); err == nil {
			t.Error("somebody joined without a yes to the agreements as they are")
		}
	})
}

func TestAskingWaitsForALeader(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", func(p *group.Plan) {
			p.Group.Joining, p.Group.Question = group.ByAsking, "What brings you?"
		})
		if _, err := a.TryJoin(apptest.Ana, g, face("Marisol")); err == nil || fault.KindOf(err) != fault.Invalid {
			t.Errorf("the question was left out: %v", err)
		}
		asking := face("Marisol")
		asking.Answer = "My sister told me."
		if out, err := a.TryJoin(apptest.Ana, g, asking); err != nil || out != group.Asks {
			t.Fatalf("%s, %v", out, err)
		}
		if list, _ := a.Groups.AskingsFor(ctx, a.Inside(fay, g)); len(list) != 0 {
			t.Error("asking shows at once: two groups could tell that it was one moment")
		}
		a.Clock.Advance(time.Hour)
		list, err := a.Groups.AskingsFor(ctx, a.Inside(fay, g))
		if err != nil || len(list) != 1 || list[0].Answer != "My sister told me." || list[0].Account != "" {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := a.Groups.Answer(ctx, a.Inside(fay, g), list[0].ID, true); err != nil {
			t.Fatal(err)
		}
		if m := a.Inside(apptest.Ana, g); m.Self.Answer != "" {
			t.Error("what was answered is kept after the decision")
		}
		if err := a.Groups.Answer(ctx, a.Inside(fay, g), list[0].ID, false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("it was answered twice: %v", err)
		}
	})
}

func TestTheLastPlaceIsOnePersons(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", func(p *group.Plan) { p.Group.Capacity = 2 })
		people := []apptest.Person{apptest.Ana, apptest.Zoe, a.Newcomer("Bo"), a.Newcomer("Cy")}
		var wg sync.WaitGroup
		results := make([]error, len(people))
		for i, p := range people {
			c, v := face("Guest "+strings.Repeat("x", i+1)), a.Viewer(p)
			c.Agreed = 1
			wg.Go(func() { _, results[i] = a.Groups.Join(ctx, v, g.Slug, c) })
		}
		wg.Wait()
		in := 0
		for _, err := range results {
			switch {
			case err == nil:
				in++
			case fault.KindOf(err) != fault.Conflict:
				t.Errorf("the others hear %v", err)
			}
		}
		if in != 1 {
			t.Errorf("%d have the last place", in)
		}
	})
}

func TestTheWaitingListMovesUp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", func(p *group.Plan) { p.Group.Capacity, p.Group.Queues = 2, true })
		bo := a.Newcomer("Bo")
		a.Enter(apptest.Ana, g, "Marisol")
		for i, p := range []apptest.Person{apptest.Zoe, bo} {
			a.Clock.Advance(time.Minute)
			if out, err := a.TryJoin(p, g, face(fmt.Sprintf("Waiter %c", 'a'+i))); err != nil || out != group.Queues {
				t.Fatalf("%s, %v", out, err)
			}
		}
		if n, err := a.Groups.PlaceFor(ctx, a.Viewer(bo), g.Slug); n != 1 || err != nil {
			t.Errorf("%d wait before the second, %v", n, err)
		}
		if err := a.Groups.TakePlace(ctx, a.Viewer(apptest.Zoe), g.Slug, nil); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a place was taken that is not free: %v", err)
		}
		leave(t, a, apptest.Ana, g, group.AsFormer)
		if err := a.Groups.TakePlace(ctx, a.Viewer(bo), g.Slug, nil); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second went before the first: %v", err)
		}
		a.Clock.Advance(4 * 24 * time.Hour) // the first does not answer
		if err := a.Groups.EndOffers(ctx); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.TakePlace(ctx, a.Viewer(bo), g.Slug, nil); err != nil {
			t.Fatal(err)
		}
		a.Inside(bo, g)
		if err := a.Groups.TakePlace(ctx, a.Viewer(apptest.Zoe), g.Slug, nil); err == nil {
			t.Error("an offer that is over still gives a place")
		}
	})
}

func leave(t *testing.T, a *apptest.App, p apptest.Person, g group.Group, how group.How) {
	t.Helper()
	if err := a.Groups.Leave(ctx, a.Viewer(p), g.Slug, how); err != nil {
		t.Fatal(err)
	}
}

func TestAnInvitationLetsInSoManyAndNoMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", func(p *group.Plan) {
			p.Group.Visibility, p.Group.Joining = group.Unlisted, group.ByInvitation
		})
		link, err := a.Groups.Invite(ctx, a.Inside(fay, g), 1, 24*time.Hour, true)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Groups.SeenFor(ctx, a.Viewer(apptest.Ana), g.Slug, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an unlisted group shows without its link: %v", err)
		}
		for range 3 { // looking spends nothing
			if seen, _, err := a.Groups.Invited(ctx, a.Viewer(apptest.Ana), link); err != nil || seen.ID != g.ID {
				t.Fatal(err)
			}
		}
		people := []apptest.Person{apptest.Ana, apptest.Zoe, a.Newcomer("Bo")}
		var wg sync.WaitGroup
		results := make([]error, len(people))
		for i, p := range people {
			c, v := face("Guest "+strings.Repeat("x", i+1)), a.Viewer(p)
			c.Agreed, c.Link = 1, link
			wg.Go(func() { _, results[i] = a.Groups.Join(ctx, v, g.Slug, c) })
		}
		wg.Wait()
		in := 0
		for _, err := range results {
			if err == nil {
				in++
			}
		}
		if in != 1 {
			t.Errorf("a link for one let %d in: %v", in, results)
		}
		if _, _, err := a.Groups.Invited(ctx, a.Viewer(apptest.Ana), link); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a spent link leads somewhere: %v", err)
		}
	})
}

func TestAnInvitationNeverGivesMoreThanItsMakerHas(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Joining, p.Group.Question = group.ByAsking, "" })
		ana := a.LetIn(apptest.Ana, g, fay, "Marisol")
		if _, err := a.Groups.Invite(ctx, ana, 1, 24*time.Hour, true); err == nil {
			t.Error("a member made a link that lets in without asking")
		}
		link, err := a.Groups.Invite(ctx, ana, 1, 24*time.Hour, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Groups.Invite(ctx, ana, 1, 24*time.Hour, false); fault.KindOf(err) != fault.TooMany {
			t.Errorf("in their first week somebody made a second link: %v", err)
		}
		if _, err := a.Groups.Invite(ctx, ana, 5, 24*time.Hour, false); fault.KindOf(err) != fault.Invalid {
			t.Errorf("in their first week somebody made a link for five: %v", err)
		}
		c := face("Guest")
		c.Link = link
		if out, err := a.TryJoin(apptest.Zoe, g, c); err != nil || out != group.Asks {
			t.Errorf("by a member's link: %s, %v", out, err)
		}
		g2 := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Visibility, p.Group.Joining = group.Unlisted, group.ByInvitation })
		other, err := a.Groups.Invite(ctx, a.Inside(fay, g2), 1, 24*time.Hour, true)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := a.TryJoin(a.Newcomer("Bo"), g, group.Coming{Face: group.Face{Name: "Bo"}, Link: other}); err != nil || out != group.Asks {
			t.Errorf("by the link of another group: %s, %v", out, err)
		}
	})
}

func TestNamesThatLookLikeAnothersAreRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		a.Enter(apptest.Ana, g, "Marisol")
		for _, name := range []string{"marisol", "Marіsol", "MARISOL ", "Mar1sol", "Dr Zoe", "Handrail team", "counsellor Bo"} {
			_, err := a.TryJoin(apptest.Zoe, g, face(name))
			if f, _ := fault.From(err); f == nil || f.Field != "name" {
				t.Errorf("%q was taken: %v", name, err)
			}
		}
		leave(t, a, apptest.Ana, g, group.AsAnonymous)
		zoe := a.Newcomer("Zed")
		if _, err := a.TryJoin(zoe, g, face("Marisol")); err == nil {
			t.Error("the name of somebody who left lately was taken at once")
		}
		a.Clock.Advance(91 * 24 * time.Hour)
		bo := a.Newcomer("Bo")
		if _, err := a.TryJoin(bo, g, face("Marisol")); err != nil {
			t.Errorf("the name is not free again after 90 days: %v", err)
		}
	})
}

func TestAGroupCanAskForSomeDaysHereFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", func(p *group.Plan) { p.Group.YoungDays = 3 })
		bo := a.Newcomer("Bo")
		if _, err := a.TryJoin(bo, g, face("Bo")); fault.KindOf(err) != fault.Forbidden || isNotNow(err) {
			t.Errorf("somebody who came today: %v", err)
		}
		a.Clock.Advance(73 * time.Hour)
		if _, err := a.TryJoin(bo, g, face("Bo")); err != nil {
			t.Error(err)
		}
	})
}
