package voice_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/voice"
	"handrail/internal/platform/fault"
)

func (c *circle) mourned() []voice.Mourned {
	c.t.Helper()
	list, err := c.Voice.MournedFor(ctx, c.Viewer(apptest.Stella))
	must(c.t, err)
	return list
}

func TestAMemberIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		bo := c.in(c.bo).Self
		must(t, c.Groups.Appoint(ctx, c.in(c.fay), c.in(apptest.Ana).Self.ID, group.CoFacilitator))
		below := "/members/" + bo.ID + "/remembered"
		if got := c.Get(c.cy, c.path(below)); got.Code != http.StatusNotFound {
			t.Errorf("a member finds the page: %d", got.Code)
		}
		c.wants(c.fay, c.path(below), "To remember Willow", "Take your time.")
		c.post(c.fay, below, nil)
		c.post(c.fay, below, nil)
		c.wants(c.fay, c.path(below), "Somebody else who looks after the group has to say so too.")
		c.wants(c.bo, c.path(""), "was told that you have died", "I am here")
		if list := c.mourned(); len(list) != 0 {
			t.Errorf("one word is enough: %v", list)
		}
		if err := c.Voice.Confirm(ctx, c.Viewer(apptest.Stella), bo.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a steward with one word: %v", err)
		}
		c.post(apptest.Ana, below, nil)
		c.wants(apptest.Ana, c.path(below), "A steward is next.")
		list := c.mourned()
		if len(list) != 1 || list[0].Name != "Willow" || list[0].Group != "Low Tide" || list[0].Remembered {
			t.Fatalf("%+v", list)
		}
		if err := c.Voice.Confirm(ctx, c.Viewer(c.fay), bo.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody who is no steward: %v", err)
		}
		if got := c.Get(c.fay, "/admin/remembered"); got.Code != http.StatusNotFound {
			t.Errorf("who is no steward finds their page: %d", got.Code)
		}
		c.wants(apptest.Stella, "/admin/remembered", "Willow", "In Low Tide, said on", "Confirm it")
		if got := c.Post(apptest.Stella, "/admin/remembered/"+bo.ID, nil); got.Code != http.StatusSeeOther {
			t.Fatalf("confirmed: %d", got.Code)
		}
		c.wants(apptest.Stella, "/admin/remembered", "remembered since", "It was a mistake")
		c.wants(apptest.Stella, "/admin/record", "It was confirmed that a member died")
		if p, err := c.Groups.PersonaFor(ctx, c.in(c.cy), bo.ID); err != nil || !p.Remembered || p.Name != "Willow" {
			t.Errorf("%+v, %v", p, err)
		}
		if said, err := c.Groups.IntroductionsFor(ctx, c.in(c.cy), 10); err != nil || len(said) != 3 {
			t.Errorf("their words: %d, %v", len(said), err)
		}
		if list := c.mourned(); len(list) != 1 || !list[0].Remembered {
			t.Errorf("%+v", list)
		}

		// It was a mistake.
		if got := c.Get(c.bo, c.path("/votes")); got.Code != http.StatusNotFound {
			t.Errorf("inside all the same: %d", got.Code)
		}
		c.wants(c.bo, "/home", "Low Tide was told that you have died", c.path("/return"))
		c.wants(c.bo, c.path("/return"), "was told that you have died")
		if got := c.Get(c.cy, c.path("/return")); got.Code != http.StatusNotFound {
			t.Errorf("somebody else's page: %d", got.Code)
		}
		c.post(c.bo, "/return", nil)
		if c.role(c.bo) != group.Plain || len(c.mourned()) != 0 {
			t.Error("they are not back")
		}
	})
}

func TestWordsGoWhereThatWasWished(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		bo := c.in(c.bo).Self.ID
		must(t, c.Groups.Wish(ctx, c.in(c.bo), false, group.WordsGo))
		_, err := c.Voice.Suggest(ctx, c.in(c.bo), "- We are kind.", "Kinder.")
		must(t, err)
		must(t, c.Groups.Appoint(ctx, c.in(c.fay), c.in(c.cy).Self.ID, group.Greeter))
		must(t, c.Groups.AcceptCode(ctx, c.in(c.cy)))
		must(t, c.Voice.SayGone(ctx, c.in(c.fay), bo))
		must(t, c.Voice.SayGone(ctx, c.in(c.cy), bo))
		must(t, c.Voice.Confirm(ctx, c.Viewer(apptest.Stella), bo))
		words := func() int64 {
			return c.count(`SELECT COUNT(*) FROM group_suggestion`) + c.count(`SELECT COUNT(*) FROM group_hello WHERE author_id = ?`, bo)
		}
		stella, returns := c.Viewer(apptest.Stella), c.Viewer(c.bo)
		c.Clock.Advance(29 * 24 * time.Hour)
		must(t, c.Groups.Depart(ctx))
		if words() == 0 {
			t.Error("words went before it could turn out to be a mistake")
		}
		c.Clock.Advance(2 * 24 * time.Hour)
		must(t, c.Groups.Depart(ctx))
		if n := words(); n != 0 {
			t.Errorf("%d words are left", n)
		}
		must(t, c.Voice.Refuse(ctx, stella, bo))
		if m, err := c.Groups.MemberFor(ctx, returns, c.g.Slug); err != nil || m.Self.Role != group.Plain {
			t.Error("a steward's undo")
		}
	})
}

func TestWhoseWordCounts(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		must(t, c.Groups.Appoint(ctx, c.in(c.fay), c.in(apptest.Ana).Self.ID, group.CoFacilitator))
		must(t, c.Groups.Appoint(ctx, c.in(c.fay), c.in(c.cy).Self.ID, group.Greeter))
		must(t, c.Groups.AcceptCode(ctx, c.in(c.cy)))
		bo := c.in(c.bo).Self.ID
		if err := c.Voice.SayGone(ctx, c.in(c.fay), c.in(c.fay).Self.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("about oneself: %v", err)
		}
		if err := c.Voice.SayGone(ctx, c.in(c.bo), c.in(c.cy).Self.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a plain member: %v", err)
		}
		must(t, c.Voice.SayGone(ctx, c.in(c.fay), bo))
		must(t, c.Voice.SayGone(ctx, c.in(c.cy), bo))
		if len(c.mourned()) != 0 {
			t.Error("a greeter's word counts where there are two leaders")
		}
		must(t, c.Voice.SayGone(ctx, c.in(apptest.Ana), bo))
		must(t, c.Voice.TakeSayingBack(ctx, c.in(c.fay), bo))
		if len(c.mourned()) != 0 {
			t.Error("a word that was taken back counts")
		}
		must(t, c.Voice.SayGone(ctx, c.in(c.fay), bo))
		must(t, c.Voice.AmHere(ctx, c.in(c.bo)))
		if len(c.mourned()) != 0 {
			t.Error("they are here and said so")
		}
		if body := c.wants(c.bo, c.path("")); strings.Contains(body, "was told that you have died") {
			t.Error("it still stands on their page")
		}
		must(t, c.Voice.SayGone(ctx, c.in(c.fay), bo))
		must(t, c.Voice.SayGone(ctx, c.in(apptest.Ana), bo))
		must(t, c.Voice.Refuse(ctx, c.Viewer(apptest.Stella), bo))
		if n := c.count(`SELECT COUNT(*) FROM group_remembrance`); n != 0 || c.role(c.bo) != group.Plain {
			t.Errorf("after a steward's no: %d", n)
		}
		if body := c.wants(c.fay, c.path("/members/"+bo+"/remembered"), "Yes, they have died"); strings.Contains(body, "A steward is next") {
			t.Error("it goes on after a no")
		}
	})
}
