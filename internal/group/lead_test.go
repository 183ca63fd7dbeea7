package group_test

import (
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/site"
)

func TestWhoMayFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		plan := func() group.Plan {
			p := group.NewPlan(ctx, "peer", "plain")
			p.Group.Name, p.Group.Summary, p.Group.Zone, p.Face.Name = "Harbour", "A group.", "Europe/Lisbon", "Tomasz"
			return p
		}
		if _, err := a.Groups.Found(ctx, a.Viewer(apptest.Zoe), plan()); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("without a key: %v", err)
		}
		g, err := a.Groups.Found(ctx, a.Viewer(apptest.Ana), plan())
		if err != nil || g.State != group.Asked {
			t.Fatalf("%s, %v", g.State, err)
		}
		if _, err := a.Groups.SeenFor(ctx, a.Viewer(apptest.Zoe), g.Slug, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a group shows before a steward said yes: %v", err)
		}
		if err := a.Groups.Decide(ctx, a.Viewer(apptest.Ana), g.ID, true, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("its founder said yes to it: %v", err)
		}
		if err := a.Groups.Decide(ctx, a.Viewer(apptest.Stella), g.ID, false, "there is one like it"); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Decide(ctx, a.Viewer(apptest.Stella), g.ID, true, ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("it was decided twice: %v", err)
		}
		link, err := a.Groups.InviteToFound(ctx, a.Viewer(apptest.Stella))
		if err != nil {
			t.Fatal(err)
		}
		byLink := plan()
		byLink.Link = link
		if g, err = a.Groups.Found(ctx, a.Viewer(apptest.Ana), byLink); err != nil || g.State != group.Open {
			t.Errorf("with a steward's link: %s, %v", g.State, err)
		}
		if _, err = a.Groups.Found(ctx, a.Viewer(apptest.Ana), byLink); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a link for one group founded two: %v", err)
		}
		for range 3 {
			if _, err := a.Groups.Found(ctx, a.Viewer(apptest.Ana), plan()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err = a.Groups.Found(ctx, a.Viewer(apptest.Ana), plan()); fault.KindOf(err) != fault.TooMany {
			t.Errorf("a fourth group waits for a steward: %v", err)
		}
		if err := changeFounding(a, "anyone"); err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Minute)
		if g, err = a.Groups.Found(ctx, a.Viewer(a.Facilitator("Fay")), plan()); err != nil || g.State != group.Open {
			t.Errorf("where anybody may found: %s, %v", g.State, err)
		}
	})
}

func changeFounding(a *apptest.App, who string) error {
	current, err := a.Site.Get(ctx)
	if err != nil {
		return err
	}
	current.Founding = site.Founding(who)
	return a.Site.Change(ctx, a.Viewer(apptest.Stella), current)
}

func TestAProfessionIsCheckedForOneMembershipAndLapses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", nil)
		m := a.Inside(fay, g)
		titled := group.Face{Name: "Dr Tomasz"}
		if err := a.Groups.ChangePersona(ctx, m, titled); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a title without a check: %v", err)
		}
		if err := a.Groups.AskVerification(ctx, m, "Psychologist", "Register of psychologists, 12345"); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.AskVerification(ctx, m, "Psychologist", "again"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("asked twice: %v", err)
		}
		stella := a.Viewer(apptest.Stella)
		if _, err := a.Groups.VerificationsFor(ctx, a.Viewer(apptest.Ana)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member reads what proves a profession: %v", err)
		}
		list, err := a.Groups.VerificationsFor(ctx, stella)
		if err != nil || len(list) != 1 {
			t.Fatalf("%v, %v", list, err)
		}
		until := a.Clock.Now().Add(20 * 24 * time.Hour)
		if err := a.Groups.Verify(ctx, stella, list[0].ID, true, "Registered as a psychologist", "Register of psychologists", until); err != nil {
			t.Fatal(err)
		}
		seen := a.Enter(apptest.Ana, g, "Marisol")
		f, err := a.Groups.VerificationFor(ctx, seen, m.Self.ID)
		if err != nil || f.Checked == "" || f.Proof != "" || !f.Until.Equal(until) {
			t.Errorf("the group sees %+v, %v", f, err)
		}
		if err := a.Groups.ChangePersona(ctx, a.Inside(fay, g), titled); err != nil {
			t.Errorf("a checked title: %v", err)
		}
		other := a.Found(fay, "Somebody", nil)
		if a.Inside(fay, other).Self.Professional {
			t.Error("the check shows in another group")
		}
		a.Clock.Advance(21 * 24 * time.Hour)
		if err := a.Groups.LapseDue(ctx); err != nil {
			t.Fatal(err)
		}
		if f, err := a.Groups.VerificationFor(ctx, a.Inside(apptest.Ana, g), m.Self.ID); err != nil || f.Checked != "" {
			t.Errorf("after it lapsed the group sees %+v, %v", f, err)
		}
		if p, err := a.Groups.PersonaFor(ctx, a.Inside(apptest.Ana, g), m.Self.ID); err != nil || p.Professional || strings.HasPrefix(p.Name, "Dr") {
			t.Errorf("after it lapsed: %+v, %v", p, err)
		}
	})
}

func TestAChangeOfSubstanceAsksEverybodyAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", nil)
		a.Enter(apptest.Zoe, g, "Juniper")
		if err := a.Groups.Reword(ctx, a.Inside(fay, g), "- We are kind.", false); err != nil {
			t.Fatal(err)
		}
		if a.Inside(apptest.Zoe, g).MustAgree() {
			t.Error("a change of wording asks everybody again")
		}
		if err := a.Groups.Reword(ctx, a.Inside(fay, g), "- We are kind, and on time.", true); err != nil {
			t.Fatal(err)
		}
		zoe := a.Inside(apptest.Zoe, g)
		if !zoe.MustAgree() {
			t.Fatal("a change of substance asks nobody")
		}
		if err := a.Groups.Introduce(ctx, zoe, "Hello."); fault.KindOf(err) != fault.Conflict {
			t.Errorf("somebody spoke before they agreed: %v", err)
		}
		if err := a.Groups.Agree(ctx, zoe, zoe.Group.Agreement-1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a yes to what counts no more: %v", err)
		}
		if err := a.Groups.Agree(ctx, zoe, zoe.Group.Agreement); err != nil {
			t.Fatal(err)
		}
		spoke(t, a, apptest.Zoe, g)
		fayV := a.Viewer(fay)
		a.Enter(apptest.Ana, g, "Marisol")
		a.Clock.Advance(25 * 24 * time.Hour)
		a.Accounts.Saw(fayV)
		a.Clock.Advance(6 * 24 * time.Hour)
		m, err := a.Groups.MemberFor(ctx, fayV, g.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Reword(ctx, m, "- Leaders decide.", true); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("three members of some standing, and a leader alone changed what counts: %v", err)
		}
	})
}

// TestTheTableOfActs asks for each act of each role, as the table says it.
func TestTheTableOfActs(t *testing.T) {
	strong := account.Viewer{Account: "a", Standing: account.Here, Consents: true, Keys: 2, Factors: 2}
	least := map[group.Act]group.Role{
		group.Read: group.Plain, group.Introduce: group.Plain, group.Share: group.Plain, group.ChangePersona: group.Plain, group.SuggestTerms: group.Plain,
		group.CallVote: group.Plain, group.CastVote: group.Plain, group.Block: group.Plain, group.StepOut: group.Plain, group.InviteIn: group.Plain, group.AskVerified: group.Plain,
		group.Welcome: group.Greeter, group.Remember: group.Greeter,
		group.AnswerAsks: group.CoFacilitator, group.Shape: group.CoFacilitator, group.AppointGreeter: group.CoFacilitator, group.Remove: group.CoFacilitator,
		group.AppointLeader: group.Facilitator, group.Pause: group.Facilitator, group.Archive: group.Facilitator, group.Divide: group.Facilitator, group.Vouch: group.Facilitator,
	}
	roles := group.Roles()
	for act, from := range least {
		allowed := false
		for _, role := range roles {
			allowed = allowed || role == from
			m := group.Member{Viewer: strong, Group: group.Group{State: group.Open, Invites: "members", Agreement: 1},
				Self: group.Membership{Persona: group.Persona{Role: role}, Standing: group.Here, Agreed: 1, Code: time.Unix(1, 0)}}
			if err := m.May(act); (err == nil) != allowed {
				t.Errorf("%s, %s: %v", act, role, err)
			}
			gone := m
			gone.Self.Standing = group.Removed
			if err := gone.May(act); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s by somebody who was removed: %v", act, err)
			}
			over := m
			over.Group.State = group.Archived
			writes := act == group.Introduce || act == group.Share || act == group.SuggestTerms || act == group.InviteIn || act == group.Divide
			if writes && over.Can(act) {
				t.Errorf("%s in a group that is over", act)
			}
			weak := m
			weak.Viewer.Keys, weak.Viewer.Factors = 0, 0
			if role == group.Facilitator && from != group.Plain && weak.Can(act) {
				t.Errorf("%s by a leader without a key", act)
			}
		}
	}
}
