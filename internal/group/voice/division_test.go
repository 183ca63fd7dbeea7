package voice_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/voice"
	"handrail/internal/platform/fault"
)

// groupsOf are the groups of a person, by name, with what they are called there.
func (c *circle) groupsOf(p apptest.Person) (list []string) {
	c.t.Helper()
	mine, err := c.Groups.MineFor(ctx, c.Viewer(p))
	must(c.t, err)
	for _, one := range mine {
		list = append(list, one.Group.Name+": "+one.Membership.Name+" "+string(one.Membership.Role))
	}
	return list
}

func (c *circle) divided() {
	c.t.Helper()
	c.Clock.Advance(voice.ChooseFor)
	must(c.t, c.Voice.EndDue(ctx))
}

func (c *circle) plan(lead apptest.Person) voice.Plan {
	return voice.Plan{Name: "High Tide", Summary: "For early risers.", Lead: c.in(lead).Self.ID}
}

// TestAGroupDivides walks the pages: a leader begins, whoever would lead says
// yes, each member chooses, and on the day two groups are there.
func TestAGroupDivides(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		c.wants(c.fay, c.path("/division"), "Two groups out of one", `value="Tomasz"`)
		if got := c.Get(c.bo, c.path("/division")); got.Code != http.StatusNotFound {
			t.Errorf("who does not lead finds the page: %d", got.Code)
		}
		for field, sent := range map[string]url.Values{
			"Give the new group a name.":             {"name": {" "}, "summary": {"For early risers."}, "lead": {"Marisol"}},
			"Say in 300 characters at most what":     {"name": {"High Tide"}, "lead": {"Marisol"}},
			"Nobody here has this name. Write it as": {"name": {"High Tide"}, "summary": {"For early risers."}, "lead": {"Nobody"}},
		} {
			got := c.Post(c.fay, c.path("/division"), sent)
			if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, field) {
				t.Errorf("%q: %d", field, got.Code)
			}
		}
		c.post(c.fay, "/division", url.Values{"name": {"High Tide"}, "summary": {"For early risers."}, "lead": {"marisol"}})
		c.wants(c.bo, c.path("/division"), "High Tide", "Marisol would lead it.", "have not answered so far")
		if err := c.Voice.Choose(ctx, c.in(c.bo), true); fault.KindOf(err) != fault.Conflict {
			t.Errorf("chosen before the yes: %v", err)
		}
		if err := c.Voice.LeadNew(ctx, c.in(c.bo), true); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else answers: %v", err)
		}
		c.post(apptest.Ana, "/division/answer", url.Values{"answer": {"yes"}})
		c.post(c.bo, "/division/side", url.Values{"side": {"go"}})
		c.post(c.cy, "/division/side", url.Values{"side": {"go"}})
		c.post(c.cy, "/division/side", url.Values{"side": {"stay"}})
		c.wants(c.bo, c.path("/division"), "The group divides on:", "Only you see this until the day comes.")
		if err := c.Voice.Choose(ctx, c.in(apptest.Ana), false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("whoever leads the new group stays: %v", err)
		}
		must(t, c.Voice.EndDue(ctx))
		if c.in(c.bo).Group.ID != c.g.ID {
			t.Fatal("divided before the day")
		}
		c.divided()
		for p, want := range map[apptest.Person]string{
			c.fay: "Low Tide: Tomasz facilitator", c.cy: "Low Tide: Cypress member", c.bo: "High Tide: Willow member", apptest.Ana: "High Tide: Marisol facilitator",
		} {
			if got := c.groupsOf(p); !slices.Equal(got, []string{want}) {
				t.Errorf("%s is in %v, want %s", p.Name, got, want)
			}
		}
		if got := c.Get(c.bo, c.path("/votes")); got.Code != http.StatusNotFound {
			t.Errorf("who went still reads the old group: %d", got.Code)
		}
		must(t, c.Voice.EndDue(ctx))
		if got := c.groupsOf(c.bo); len(got) != 1 {
			t.Errorf("divided twice: %v", got)
		}
		mine, err := c.Groups.MineFor(ctx, c.Viewer(c.bo))
		must(t, err)
		said, err := c.Groups.IntroductionsFor(ctx, c.Inside(c.bo, mine[0].Group), 10)
		must(t, err)
		if len(said) != 2 {
			t.Errorf("%d introductions went along, of two people", len(said))
		}
	})
}

func TestADivisionComesToNothing(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		begin := func(lead apptest.Person) {
			t.Helper()
			must(t, c.Voice.Divide(ctx, c.in(c.fay), c.plan(lead)))
		}
		over := func(how string) {
			t.Helper()
			if _, err := c.Voice.DivisionFor(ctx, c.in(c.bo)); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", how, err)
			}
			if n := c.count(`SELECT COUNT(*) FROM group_group`) + c.count(`SELECT COUNT(*) FROM group_side`); n != 1 {
				t.Errorf("%s: something is left", how)
			}
		}
		begin(c.fay)
		if err := c.Voice.Divide(ctx, c.in(c.fay), c.plan(c.fay)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second one: %v", err)
		}
		must(t, c.Voice.Choose(ctx, c.in(c.bo), true))
		if err := c.Voice.CallOff(ctx, c.in(c.bo)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member calls it off: %v", err)
		}
		c.post(c.fay, "/division/removal", nil)
		over("called off")

		begin(apptest.Ana)
		c.post(apptest.Ana, "/division/answer", url.Values{"answer": {"no"}})
		over("a no")

		begin(apptest.Ana)
		c.Clock.Advance(voice.GatherFor)
		must(t, c.Voice.EndDue(ctx))
		over("no answer")

		begin(apptest.Ana)
		must(t, c.Voice.LeadNew(ctx, c.in(apptest.Ana), true))
		must(t, c.Voice.Choose(ctx, c.in(c.bo), true))
		must(t, c.Groups.Leave(ctx, c.Viewer(apptest.Ana), c.g.Slug, group.AsFormer))
		c.divided()
		over("whoever would lead has left")
		if c.in(c.bo).Group.ID != c.g.ID {
			t.Error("somebody was moved to nowhere")
		}
	})
}

// TestWhoWasKeptOutIsKeptOutOfBoth: dividing a group is no way around a ban.
func TestWhoWasKeptOutIsKeptOutOfBoth(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		must(t, c.Voice.Divide(ctx, c.in(c.fay), c.plan(apptest.Ana)))
		must(t, c.Voice.LeadNew(ctx, c.in(apptest.Ana), true))
		must(t, c.Voice.Choose(ctx, c.in(c.bo), true))
		must(t, c.Voice.Choose(ctx, c.in(c.cy), true))
		must(t, c.Groups.BlockOne(ctx, c.in(apptest.Ana), c.in(c.cy).Self.ID))
		must(t, c.Groups.Remove(ctx, c.in(c.fay), c.in(c.bo).Self.ID, true, "threats"))
		c.divided()
		if got := c.groupsOf(c.bo); len(got) != 0 {
			t.Errorf("they are in %v", got)
		}
		mine, err := c.Groups.MineFor(ctx, c.Viewer(apptest.Ana))
		must(t, err)
		made := mine[0].Group
		if made.State != group.Asked {
			t.Error("two people founded a group without a steward's yes")
		}
		must(t, c.Groups.Decide(ctx, c.Viewer(apptest.Stella), made.ID, true, "they may"))
		if made.Name != "High Tide" || made.Joining != group.Freely {
			t.Fatalf("%+v", made)
		}
		if out, err := c.TryJoin(c.bo, made, group.Coming{Face: group.Face{Name: "Another"}}); fault.KindOf(err) != fault.Forbidden || !strings.HasPrefix(err.Error(), "This group cannot take you in right now.") {
			t.Errorf("into the new group: %s, %v", out, err)
		}
		if n := c.count(`SELECT COUNT(*) FROM group_block WHERE group_id = ?`, made.ID); n != 1 {
			t.Error("a block is forgotten in the new group")
		}
	})
}

// TestChoosingAtTheLastMoment: whoever chooses while the group divides is in one
// of the two, and knows which.
func TestChoosingAtTheLastMoment(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		must(t, c.Voice.Divide(ctx, c.in(c.fay), c.plan(apptest.Ana)))
		must(t, c.Voice.LeadNew(ctx, c.in(apptest.Ana), true))
		c.Clock.Advance(voice.ChooseFor - time.Millisecond)
		people := map[apptest.Person]group.Member{c.bo: c.in(c.bo), c.cy: c.in(c.cy)}
		v := map[apptest.Person]account.Viewer{c.bo: c.Viewer(c.bo), c.cy: c.Viewer(c.cy)}
		answers := map[apptest.Person]error{}
		var mu sync.Mutex
		var all sync.WaitGroup
		for p, m := range people {
			all.Go(func() {
				err := c.Voice.Choose(ctx, m, true)
				mu.Lock()
				defer mu.Unlock()
				answers[p] = err
			})
		}
		all.Go(func() {
			c.Clock.Advance(time.Millisecond)
			if err := c.Voice.EndDue(ctx); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		for p, err := range answers {
			mine, failed := c.Groups.MineFor(ctx, v[p])
			must(t, failed)
			went := len(mine) == 1 && mine[0].Group.Name == "High Tide"
			if len(mine) != 1 || went != (err == nil) {
				t.Errorf("%s chose to go (%v), and is in %d groups, gone: %v", p.Name, err, len(mine), went)
			}
		}
	})
}
