package voice_test

import (
	"context"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/voice"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// TestAVoteReplacesALeader walks the pages: three members ask, everybody votes,
// and who leads changes when it is counted, whatever the leader would like.
func TestAVoteReplacesALeader(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		c.here(c.fay, apptest.Ana, c.bo, c.cy)
		c.wants(c.bo, c.path("/votes"), "Nothing is being decided", "Ask for a vote")
		c.wants(c.bo, c.path("/votes/new"), "Who shall lead?", "Tomasz", `value="Marisol"`)
		page := c.post(c.bo, "/votes", url.Values{"what": {"leader"}, "up": {"marisol"}, "down": {c.in(c.fay).Self.ID}})
		title := "Shall Marisol lead in the place of Tomasz?"
		c.wants(c.fay, c.path("/votes"), title, "Gathers voices")
		if body := c.wants(c.fay, page, "1 member asks for it."); strings.Contains(body, "Willow") || strings.Contains(body, c.in(c.bo).Self.ID) {
			t.Error("a leader sees who called a vote on them")
		}
		c.wants(c.bo, page, "You asked for it. Nobody else sees that.")
		below := strings.TrimPrefix(page, c.path(""))
		c.post(c.cy, below+"/voice", nil)
		c.wants(apptest.Ana, page, "Would you lead?")
		c.post(apptest.Ana, below+"/voice", nil)
		c.wants(c.cy, page, "3 members ask for it.", "Marisol was asked, and has not said yes so far.")
		c.post(apptest.Ana, below+"/answer", url.Values{"answer": {"yes"}})
		c.wants(c.fay, page, "The vote is open", "It counts if 2 members vote.")

		got := c.Post(c.bo, page+"/vote", url.Values{})
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Choose one of the answers.") {
			t.Errorf("nothing chosen: %d", got.Code)
		}
		for p, option := range map[apptest.Person]string{c.bo: "0", c.cy: "0", apptest.Ana: "2", c.fay: "1"} {
			c.post(p, below+"/vote", url.Values{"option": {option}})
			c.wants(p, page, "You have voted.")
		}
		c.close()
		c.wants(c.fay, page, "The group said yes", "It was done at once.", "4 members")
		if c.role(apptest.Ana) != group.Facilitator || c.role(c.fay) != group.Plain {
			t.Errorf("Marisol is %s, and Tomasz %s", c.role(apptest.Ana), c.role(c.fay))
		}
		c.wants(c.fay, c.path("/votes"), title, "The group said yes", "Over")
	})
}

func TestWhoMayAskForAVote(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		young, keyless := c.Newcomer("Di"), c.Newcomer("Ed")
		c.AddKey(young)
		c.enter(keyless, "Ed")
		c.age()
		c.enter(young, "Di")
		ask := voice.Call{What: voice.Ask, Question: "Shall we meet on Sundays?"}
		for p, why := range map[apptest.Person]string{young: "is not here for 30 days", keyless: "has no key"} {
			if _, err := c.Voice.Call(ctx, c.in(p), ask); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("who %s called a vote: %v", why, err)
			}
		}
		c.wants(young, c.path("/votes"), "has been here for 30 days and has a key")
		id := c.call(c.bo, ask)
		if err := c.Voice.Second(ctx, c.in(young), id); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a young member's voice counts: %v", err)
		}
		if err := c.Voice.Second(ctx, c.in(c.bo), id); fault.KindOf(err) != fault.Conflict {
			t.Errorf("whoever called it asks for it again: %v", err)
		}
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		if p := c.see(c.cy, id); p.State != voice.Gathering || p.Voices != 2 || p.Needed != 3 || !p.Seconded || p.Own {
			t.Errorf("two ask for it: %+v", p)
		}
		must(t, c.Voice.TakeBack(ctx, c.in(c.cy), id))
		must(t, c.Voice.Second(ctx, c.in(apptest.Ana), id))
		if p := c.see(c.cy, id); p.State != voice.Gathering || p.Voices != 2 {
			t.Errorf("one took their voice back: %+v", p)
		}
		must(t, c.Groups.Leave(ctx, c.Viewer(apptest.Ana), c.g.Slug, group.AsFormer))
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		if p := c.see(c.cy, id); p.State != voice.Gathering || p.Voices != 2 {
			t.Errorf("the voice of somebody who left counts: %+v", p)
		}
		must(t, c.Voice.Second(ctx, c.in(c.fay), id))
		if p := c.see(c.cy, id); p.State != voice.Voting {
			t.Errorf("three ask for it: %+v", p)
		}
		for _, p := range []apptest.Person{young, keyless} {
			c.vote(id, optionYes, p) // everybody who was here can vote
		}
	})
}

func TestAGroupOfTwoNeedsTwo(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		for _, p := range []apptest.Person{c.bo, c.cy} {
			must(t, c.Groups.Leave(ctx, c.Viewer(p), c.g.Slug, group.AsFormer))
		}
		id := c.call(apptest.Ana, voice.Call{What: voice.Ask, Question: "Shall we close?"})
		if p := c.see(c.fay, id); p.Needed != 2 || p.State != voice.Gathering {
			t.Errorf("%+v", p)
		}
		must(t, c.Voice.Second(ctx, c.in(c.fay), id))
		if p := c.see(c.fay, id); p.State != voice.Voting {
			t.Errorf("all there are ask for it: %s", p.State)
		}
	})
}

func TestAGroupThatHasBecomeSmallNeedsFewer(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		must(t, c.Groups.Leave(ctx, c.Viewer(c.bo), c.g.Slug, group.AsFormer))
		id := c.call(apptest.Ana, voice.Call{What: voice.Ask, Question: "Shall we close?"})
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		must(t, c.Voice.EndDue(ctx))
		if p := c.see(c.cy, id); p.State != voice.Gathering {
			t.Fatalf("two of three: %s", p.State)
		}
		must(t, c.Groups.Leave(ctx, c.Viewer(c.fay), c.g.Slug, group.AsFormer))
		must(t, c.Voice.EndDue(ctx))
		if p := c.see(c.cy, id); p.State != voice.Voting {
			t.Errorf("all there are ask for it: %s", p.State)
		}
	})
}

func TestWhatCannotBeVotedOn(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		silent, blocked, stranger := c.Newcomer("Di"), c.Newcomer("Ed"), c.Newcomer("Flo")
		unheard := c.Enter(silent, c.g, "Di")
		must(t, c.Groups.BlockOne(ctx, c.in(c.bo), c.enter(blocked, "Ed").Self.ID))
		other := c.Enter(stranger, c.Found(c.fay, "Tomasz", nil), "Flo")
		fay, ana := c.in(c.fay).Self.ID, c.in(apptest.Ana).Self.ID
		for name, call := range map[string]voice.Call{
			"nobody is named":          {What: voice.Lead},
			"they lead already":        {What: voice.Lead, Up: fay},
			"they do not lead":         {What: voice.Lead, Down: ana},
			"nobody by that id":        {What: voice.Lead, Up: "nobody"},
			"a member elsewhere":       {What: voice.Lead, Up: other.Self.ID},
			"nobody has seen them":     {What: voice.Lead, Up: unheard.Self.ID},
			"a block is between them":  {What: voice.Lead, Up: c.in(blocked).Self.ID},
			"an empty question":        {What: voice.Ask, Question: " \n"},
			"a long question":          {What: voice.Ask, Question: strings.Repeat("é", voice.QuestionMost+1)},
			"something else":           {What: "money"},
			"somebody gone from leads": {What: voice.Lead, Down: "nobody"},
		} {
			if _, err := c.Voice.Call(ctx, c.in(c.bo), call); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := c.Voice.Call(ctx, c.in(c.bo), voice.Call{What: voice.Terms, Suggestion: "none"}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a text that nobody suggested: %v", err)
		}
		got := c.Post(c.bo, c.path("/votes"), url.Values{"what": {"leader"}, "up": {"Nobody Atall"}})
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Nobody here has this name.") || !strings.Contains(got.Body, `value="Nobody Atall"`) {
			t.Errorf("an unknown name: %d", got.Code)
		}
		call := voice.Call{What: voice.Lead, Down: fay}
		id := c.call(c.bo, call)
		if _, err := c.Voice.Call(ctx, c.in(c.cy), call); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the same twice: %v", err)
		}
		if _, err := c.Voice.Call(ctx, c.in(c.bo), voice.Call{What: voice.Ask, Question: "Another?"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second one by the same member: %v", err)
		}
		must(t, c.Voice.TakeBack(ctx, c.in(c.bo), id))
		if p := c.see(c.cy, id); p.State != voice.TakenBack {
			t.Errorf("taken back: %s", p.State)
		}
		c.call(c.cy, call)
	})
}

func TestNobodyLeadsAgainstTheirWill(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		ana := c.in(apptest.Ana).Self.ID
		id := c.call(c.bo, voice.Call{What: voice.Lead, Up: ana})
		for _, p := range []apptest.Person{c.cy, c.fay} {
			must(t, c.Voice.Second(ctx, c.in(p), id))
			if err := c.Voice.Consent(ctx, c.in(p), id, false); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s answers for somebody else: %v", p.Name, err)
			}
		}
		if p := c.see(c.bo, id); p.State != voice.Gathering || p.Voices != 3 {
			t.Fatalf("before a yes: %+v", p)
		}
		if err := c.Voice.Vote(ctx, c.in(c.bo), id, optionYes); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a vote on what is not open: %v", err)
		}
		must(t, c.Voice.Consent(ctx, c.in(apptest.Ana), id, true))
		c.vote(id, optionYes, c.bo, c.cy)
		must(t, c.Voice.Consent(ctx, c.in(apptest.Ana), id, false))
		if p := c.see(c.bo, id); p.State != voice.Moot || p.Ballot.State != ballot.Withdrawn {
			t.Errorf("after a late no: %s, %s", p.State, p.Ballot.State)
		}
		c.close()
		if c.role(apptest.Ana) != group.Plain {
			t.Error("they lead against their will")
		}

		// With somebody named who shall stop, that is still voted on.
		id = c.call(apptest.Ana, voice.Call{What: voice.Lead, Up: ana, Down: c.in(c.fay).Self.ID})
		must(t, c.Voice.Second(ctx, c.in(c.bo), id))
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		c.vote(id, optionYes, c.bo, c.cy)
		if p := c.see(c.bo, id); p.State != voice.Voting {
			t.Fatal(p.State)
		}
	})
}

func TestWhoVotesAndHowItCounts(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		c.here(c.fay, apptest.Ana, c.bo, c.cy)
		id := c.begun(voice.Call{What: voice.Ask, Question: "Shall we meet on Sundays?"})
		c.Clock.Advance(time.Second)
		late := c.Newcomer("Di")
		c.enter(late, "Di")
		if err := c.Voice.Vote(ctx, c.in(late), id, optionYes); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("who came after it began: %v", err)
		}
		c.wants(late, c.path("/votes/"+id), "This vote began before you came.")
		gone := c.in(c.cy)
		must(t, c.Groups.Leave(ctx, c.Viewer(c.cy), c.g.Slug, group.AsFormer))
		if err := c.Voice.Vote(ctx, gone, id, optionYes); fault.KindOf(err) != fault.NotFound {
			t.Errorf("who has left: %v", err)
		}
		c.vote(id, optionYes, c.bo)
		if err := c.Voice.Vote(ctx, c.in(c.bo), id, optionNo); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second vote: %v", err)
		}
		other := c.Found(c.fay, "Tomasz", nil)
		if err := c.Voice.Vote(ctx, c.Inside(c.fay, other), id, optionYes); fault.KindOf(err) != fault.NotFound {
			t.Errorf("from another group: %v", err)
		}
		c.close()
		if p := c.see(c.bo, id); p.State != voice.Short || p.Ballot.Quorum != 2 || p.Ballot.Electorate != 4 || p.Ballot.Result.Votes != nil {
			t.Errorf("one of four has voted: %s, %+v", p.State, p.Ballot)
		}
		c.wants(c.bo, c.path("/votes/"+id), "Too few voted", "nobody knows what those few chose")

		id = c.call(c.bo, voice.Call{What: voice.Ask, Question: "Shall we meet on Sundays?"})
		must(t, c.Voice.Second(ctx, c.in(apptest.Ana), id))
		must(t, c.Voice.Second(ctx, c.in(c.fay), id))
		c.vote(id, optionYes, c.bo)
		c.vote(id, optionNo, c.fay)
		c.close()
		if p := c.see(c.bo, id); p.State != voice.Refused {
			t.Errorf("as many yes as no: %s", p.State)
		}
	})
}

// TestAVoteThatMeetsALeaving: the vote counts, or it is refused with a sentence;
// never both.
func TestAVoteThatMeetsALeaving(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		id := c.begun(voice.Call{What: voice.Ask, Question: "Shall we meet on Sundays?"})
		c.vote(id, optionYes, c.bo)
		m, v := c.in(c.cy), c.Viewer(c.cy)
		var voted, left error
		var both sync.WaitGroup
		both.Go(func() { voted = c.Voice.Vote(ctx, m, id, optionYes) })
		both.Go(func() { left = c.Groups.Leave(ctx, v, c.g.Slug, group.AsFormer) })
		both.Wait()
		if left != nil || voted != nil && fault.KindOf(voted) != fault.NotFound {
			t.Errorf("voted: %v, left: %v", voted, left)
		}
		c.close()
		want := 1
		if voted == nil {
			want = 2
		}
		if p := c.see(c.bo, id); p.Ballot.Result.Cast != want {
			t.Errorf("%d votes count, and %d were said to", p.Ballot.Result.Cast, want)
		}
	})
}

func TestNothingIsDecidedAboutWhoIsGone(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		id := c.begun(voice.Call{What: voice.Lead, Down: c.in(c.fay).Self.ID})
		c.vote(id, optionYes, c.bo, c.cy)
		must(t, c.Groups.Leave(ctx, c.Viewer(c.fay), c.g.Slug, group.AsFormer))
		must(t, c.Voice.EndDue(ctx))
		if p := c.see(c.bo, id); p.State != voice.Moot || p.Ballot.State != ballot.Withdrawn || !p.Down.Former {
			t.Errorf("%s, %s, %+v", p.State, p.Ballot.State, p.Down)
		}
		c.wants(c.bo, c.path("/votes/"+id), "Shall somebody who left stop leading?", "Nothing changes.")
		must(t, c.Voice.EndDue(ctx))
	})
}

// TestTheGroupGoesToTheStewardsCareWhereBothAreGone: two leaders, one voted out
// and one who leaves at the same time.
func TestTheGroupGoesToTheStewardsCareWhereBothAreGone(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		must(t, c.Groups.Appoint(ctx, c.in(c.fay), c.in(apptest.Ana).Self.ID, group.Facilitator))
		id := c.call(c.bo, voice.Call{What: voice.Lead, Down: c.in(c.fay).Self.ID})
		must(t, c.Voice.Second(ctx, c.in(apptest.Ana), id))
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		c.vote(id, optionYes, c.bo, c.cy)
		c.Clock.Advance(ballot.VoteFor)
		v := c.Viewer(apptest.Ana)
		var counted, left error
		var both sync.WaitGroup
		both.Go(func() { counted = c.Ballots.CountDue(ctx) })
		both.Go(func() { left = c.Groups.Leave(ctx, v, c.g.Slug, group.AsFormer) })
		both.Wait()
		must(t, counted)
		must(t, left)
		if c.role(c.fay) != group.Plain || !c.in(c.bo).Group.Care {
			t.Errorf("Tomasz is %s, and the group is in care: %v", c.role(c.fay), c.in(c.bo).Group.Care)
		}
	})
}

// TestALeaderCannotStopAVote: not by pausing the group, nor by ending it, nor
// by any of the pages of votes.
func TestALeaderCannotStopAVote(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		must(t, c.Groups.Move(ctx, c.in(c.fay), group.Paused))
		ana := c.in(apptest.Ana).Self.ID
		id := c.call(c.bo, voice.Call{What: voice.Lead, Up: ana, Down: c.in(c.fay).Self.ID})
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		must(t, c.Voice.TakeBack(ctx, c.in(c.fay), id)) // takes back a voice they never gave
		must(t, c.Groups.Move(ctx, c.in(c.fay), group.Archived))
		must(t, c.Voice.Second(ctx, c.in(apptest.Ana), id))
		must(t, c.Voice.Consent(ctx, c.in(apptest.Ana), id, true))
		c.vote(id, optionYes, c.bo, c.cy)
		c.vote(id, optionNo, c.fay)
		c.close()
		if c.role(apptest.Ana) != group.Facilitator || c.role(c.fay) != group.Plain {
			t.Errorf("Marisol is %s, and Tomasz %s", c.role(apptest.Ana), c.role(c.fay))
		}
	})
}

// TestCountingWaitsForTheGroup: while somebody leaves, or another change of who
// leads is under way, nothing is decided about who leads.
func TestCountingWaitsForTheGroup(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		if a.DB.Engine() == db.SQLite {
			t.Skip("there is one writer at a time")
		}
		c := gather(t, a)
		id := c.begun(voice.Call{What: voice.Lead, Down: c.in(c.fay).Self.ID})
		c.vote(id, optionYes, c.bo)
		c.Clock.Advance(ballot.VoteFor)
		counted := make(chan error, 1)
		must(t, c.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := c.Groups.LockGroup(ctx, tx, c.g.ID); err != nil {
				return err
			}
			go func() { counted <- c.Ballots.CountDue(context.Background()) }()
			for len(counted) == 0 && c.count(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) == 0 {
				runtime.Gosched()
			}
			if len(counted) > 0 {
				t.Error("counted while the group was locked")
			}
			return nil
		}))
		if len(counted) == 0 {
			must(t, <-counted)
		}
		if c.role(c.fay) != group.Plain {
			t.Error("nothing was decided")
		}
	})
}

func TestAProposalFades(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		id := c.call(c.bo, voice.Call{What: voice.Ask, Question: "Shall we meet on Sundays?"})
		c.Clock.Advance(voice.GatherFor - time.Millisecond)
		must(t, c.Voice.EndDue(ctx))
		must(t, c.Voice.Second(ctx, c.in(c.cy), id))
		c.Clock.Advance(time.Millisecond)
		if err := c.Voice.Second(ctx, c.in(apptest.Ana), id); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a voice after two weeks: %v", err)
		}
		must(t, c.Voice.EndDue(ctx))
		if p := c.see(c.bo, id); p.State != voice.Faded {
			t.Errorf("%s", p.State)
		}
	})
}

func TestWhoIsOutsideFindsNothing(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		id := c.begun(voice.Call{What: voice.Ask, Question: "Shall we meet on Sundays?"})
		sg, err := c.Voice.Suggest(ctx, c.in(c.bo), "- We meet on Sundays.", "Sundays are long.")
		must(t, err)
		nowhere := c.Get(apptest.Zoe, "/groups/nowhere-abcd/votes")
		for _, below := range []string{"/votes", "/votes/new", "/votes/" + id, "/agreements", "/agreements/earlier", "/agreements/suggestions/new",
			"/agreements/suggestions/" + sg, "/division", "/members/" + c.in(c.bo).Self.ID + "/remembered", "/return"} {
			if got := c.Get(apptest.Zoe, c.path(below)); got.Code != http.StatusNotFound || strings.Contains(got.Body, "Low Tide") || len(got.Body) != len(nowhere.Body) {
				t.Errorf("%s: %d", below, got.Code)
			}
		}
		for _, below := range []string{"/votes", "/votes/" + id + "/voice", "/votes/" + id + "/vote", "/agreements/suggestions", "/agreements/suggestions/" + sg + "/comments",
			"/division", "/division/side", "/members/" + c.in(c.bo).Self.ID + "/remembered", "/here", "/return"} {
			if got := c.Post(apptest.Zoe, c.path(below), url.Values{"option": {"0"}, "text": {"x"}, "side": {"go"}}); got.Code != http.StatusNotFound {
				t.Errorf("POST %s: %d", below, got.Code)
			}
		}
		other := c.Found(c.fay, "Tomasz", nil)
		c.age()
		if got := c.Get(c.fay, "/groups/"+other.Slug+"/votes/"+id); got.Code != http.StatusNotFound {
			t.Errorf("a vote shows in another group: %d", got.Code)
		}
		gathers := c.call(c.bo, voice.Call{What: voice.Ask, Question: "Shall we meet on Mondays?"})
		if err := c.Voice.Second(ctx, c.Inside(c.fay, other), gathers); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a voice from another group counts: %v", err)
		}
	})
}
