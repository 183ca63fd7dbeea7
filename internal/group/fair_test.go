package group_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/voice"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// fair is a group whose members may call votes: two lead it, three have been
// there for long.
func fair(t *testing.T, a *apptest.App) (g group.Group, fay, gus, cy apptest.Person) {
	t.Helper()
	fay, gus, cy = a.Facilitator("Fay"), a.Facilitator("Gus"), a.Newcomer("Cy")
	a.AddKey(cy)
	g = a.Found(fay, "Tomasz", nil)
	for p, name := range map[apptest.Person]string{gus: "Juniper", apptest.Ana: "Marisol", cy: "Cypress"} {
		a.Enter(p, g, name)
		spoke(t, a, p, g)
	}
	if err := a.Groups.Appoint(ctx, a.Inside(fay, g), a.Inside(gus, g).Self.ID, group.CoFacilitator); err != nil {
		t.Fatal(err)
	}
	err := a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { // as if they had come long ago
		_, err := tx.Exec(ctx, `UPDATE group_membership SET joined_at = joined_at - 3456000000`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return g, fay, gus, cy
}

func TestLeadersDoNotDecideAVoteOnThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, fay, gus, cy := fair(t, a)
		id := func(p apptest.Person) string { return a.Inside(p, g).Self.ID }
		marisol, cypress := id(apptest.Ana), id(cy)
		vote, err := a.Voice.Call(ctx, a.Inside(cy, g), voice.Call{What: voice.Lead, Up: marisol, Down: id(fay)})
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{marisol, cypress} {
			if err := a.Groups.Remove(ctx, a.Inside(fay, g), who, true, ""); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("whom the vote needs was sent away by whom it is about: %v", err)
			}
		}
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), cypress, group.CoFacilitator); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody was made to lead while the group votes on it: %v", err)
		}
		if err := a.Voice.Consent(ctx, a.Inside(apptest.Ana, g), vote, false); err != nil {
			t.Fatal(err)
		}
		if p, err := a.Voice.ProposalFor(ctx, a.Inside(cy, g), vote); err != nil || p.State != voice.Gathering || p.Up.ID != "" {
			t.Errorf("a no of the candidate ended what else was asked: %+v, %v", p, err)
		}
		late := a.Newcomer("who came for the vote")
		a.Clock.Advance(time.Minute)
		a.Enter(late, g, "Latecomer")
		for _, p := range []apptest.Person{apptest.Ana, gus} {
			if err := a.Voice.Second(ctx, a.Inside(p, g), vote); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.Voice.Vote(ctx, a.Inside(late, g), vote, 1); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody who came after it was asked for voted: %v", err)
		}
	})
}

func TestLeadersDoNotRewriteWhatWasAgreed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, fay, _, _ := fair(t, a)
		present, err := a.Groups.AgreementOf(ctx, a.Inside(fay, g).Group)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Reword(ctx, a.Inside(fay, g), "- Leaders decide.", false); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("another text was called a change of wording: %v", err)
		}
		if err := a.Groups.Reword(ctx, a.Inside(fay, g), strings.Replace(present.Source, "here", "in here", 1), false); err != nil {
			t.Errorf("one word: %v", err)
		}
	})
}

func TestNobodyFindsOutFromOutsideWhoIsInAGroup(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, joining := range []group.Joining{group.ByAsking, group.ByInvitation, group.Shut} {
			fay := a.Facilitator("Fay")
			g := a.Found(fay, "Tomasz", func(p *group.Plan) { p.Group.Joining, p.Group.Question = joining, "What brings you?" })
			_, known := a.TryJoin(apptest.Zoe, g, face("Tomasz"))
			_, unknown := a.TryJoin(apptest.Zoe, g, face("Nobody at all"))
			if known == nil || unknown == nil || known.Error() != unknown.Error() {
				t.Errorf("%s: %v, and for a name that nobody has: %v", joining, known, unknown)
			}
		}
	})
}

func TestALinkLosesWhatItsMakerLost(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, fay, gus, _ := fair(t, a)
		link, err := a.Groups.Invite(ctx, a.Inside(gus, g), 5, 24*time.Hour, true)
		if err != nil {
			t.Fatal(err)
		}
		asks := a.Inside(fay, g).Group
		asks.Joining, asks.Question = group.ByAsking, ""
		if err := a.Groups.Change(ctx, a.Inside(fay, g), asks); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Appoint(ctx, a.Inside(fay, g), a.Inside(gus, g).Self.ID, group.Plain); err != nil {
			t.Fatal(err)
		}
		if out, err := a.TryJoin(apptest.Zoe, g, group.Coming{Face: group.Face{Name: "By the link"}, Link: link}); err != nil || out != group.Asks {
			t.Errorf("by a link of somebody who leads no more: %s, %v", out, err)
		}
	})
}

func TestWhatStewardsDidOnlyStewardsUndo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", nil)
		stella := a.Viewer(apptest.Stella)
		if err := a.Groups.StewardMove(ctx, stella, g.ID, group.Archived, "somebody was in danger"); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Move(ctx, a.Inside(fay, g), group.Open); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("its leader opened it again: %v", err)
		}
		if got := a.Get(fay, "/groups/"+g.Slug); !strings.Contains(got.Body, "somebody was in danger") {
			t.Error("the group does not read why")
		}
		if err := a.Groups.StewardMove(ctx, stella, g.ID, group.Open, "it is over"); err != nil {
			t.Fatal(err)
		}
		if err := a.Groups.Move(ctx, a.Inside(fay, g), group.Paused); err != nil {
			t.Errorf("its leader cannot pause it any more: %v", err)
		}
	})
}

func TestABanOutlastsItsAccountInTheSameBrowser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", nil)
		bo := a.Newcomer("Bo")
		if err := a.Groups.Remove(ctx, a.Inside(fay, g), a.Enter(bo, g, "Marisol").Self.ID, true, ""); err != nil {
			t.Fatal(err)
		}
		marks, err := a.Groups.DoorsFor(ctx, a.Viewer(bo))
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Accounts.EraseNow(ctx, a.Viewer(bo)); err != nil {
			t.Fatal(err)
		}
		if _, err := a.TryJoin(a.Newcomer("Bo again"), g, group.Coming{Face: group.Face{Name: "A quiet one"}, Doors: marks}); !isNotNow(err) {
			t.Errorf("after erasing, a new account in the same browser: %v", err)
		}
	})
}
