package worry_test

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/forum/private"
	"handrail/internal/forum/worry"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

var ctx = context.Background()

// house is a group with two leaders and two members, in which Ana wrote one
// thing without her name and one under it.
type house struct {
	*apptest.App
	t         *testing.T
	g         group.Group
	fay, gil  apptest.Person // lead it
	ben       apptest.Person
	anonymous string
	named     string
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := &house{App: a, t: t, fay: a.Facilitator("Fay"), gil: a.Facilitator("Gil"), ben: a.Facilitator("Ben")}
		h.g = a.Found(h.fay, "Tomasz", nil)
		a.Enter(apptest.Ana, h.g, "Marisol")
		a.Enter(h.ben, h.g, "Quiet Cedar")
		a.Enter(h.gil, h.g, "Kestrel")
		must(t, h.Groups.Introduce(ctx, h.in(h.gil), "Hello."))
		must(t, h.Groups.Appoint(ctx, h.in(h.fay), h.in(h.gil).Self.ID, group.CoFacilitator))
		h.anonymous, h.named = h.begin(true), h.begin(false)
		test(t, h)
	})
}

func (h *house) in(p apptest.Person) group.Member { return h.Inside(p, h.g) }

func (h *house) begin(anonymous bool) string {
	p, err := h.Forum.Begin(ctx, h.in(apptest.Ana), forum.Beginning{Space: h.g.ID + "-shares", Kind: forum.Share, Title: "A heavy week", Words: forum.Words{Text: "It is a lot.", Anonymous: anonymous}})
	must(h.t, err)
	return p.ID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || err == nil {
		t.Errorf("%s: %v", what, err)
	}
}

func (h *house) path(parts string) string { return "/groups/" + h.g.Slug + parts }

func (h *house) wants(p apptest.Person, path string, parts ...string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s opens %s: %d\n%s", p.Name, path, got.Code, got.Body)
	}
	for _, part := range parts {
		if !strings.Contains(got.Body, part) {
			h.t.Errorf("%s does not read %q on %s:\n%s", p.Name, part, path, got.Body)
		}
	}
	return got.Body
}

func (h *house) sends(p apptest.Person, path string, code int, form url.Values) apptest.Answer {
	h.t.Helper()
	got := h.Post(p, path, form)
	if got.Code != code {
		h.t.Fatalf("%s sends to %s: %d, not %d\n%s", p.Name, path, got.Code, code, got.Body)
	}
	return got
}

// notices are somebody's notices of these parts, with their levels.
func (h *house) notices(p apptest.Person) []string {
	h.t.Helper()
	list, err := h.Notices.ListFor(ctx, h.Viewer(p), 1)
	must(h.t, err)
	kinds := map[string]bool{}
	for _, l := range list.Lines {
		if strings.HasPrefix(l.Kind, "forum.worry") {
			kinds[l.Kind+" "+string(l.Level)] = true
			if l.Target != h.g.ID {
				h.t.Errorf("a notice leads to %q, not to the group", l.Target)
			}
		}
	}
	return slices.Sorted(maps.Keys(kinds))
}

func TestLeadersWhoTakeCallsAreToldAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.path("/forum/posts/" + h.anonymous + "/worry")
		h.wants(h.ben, page, "Nobody here has said that they take such calls", "Worried about Anonymous 1", "tel:", "nobody watches it")
		h.sends(h.fay, h.path("/lead/worries/taking"), 303, url.Values{"take": {"yes"}})
		h.wants(h.ben, page, "1 person who looks after this group has said")
		h.sends(h.ben, page, 303, url.Values{"leaders": {"yes"}, "said": {"They sound so tired."}})
		if got := h.notices(h.fay); !slices.Equal(got, []string{"forum.worry urgent"}) {
			t.Errorf("who takes calls is told %v", got)
		}
		if got := h.notices(h.gil); len(got) != 0 {
			t.Errorf("who takes none is told %v", got)
		}
		desk := h.wants(h.gil, h.path("/lead/worries"), "somebody who wrote in the forum", "Quiet Cedar worries")
		_, after, _ := strings.Cut(desk, h.path("/lead/worries/"))
		call, _, _ := strings.Cut(after, `"`)
		if call == "taking" {
			t.Fatalf("no call:\n%s", desk)
		}
		one := h.path("/lead/worries/" + call)
		h.wants(h.fay, one, "They sound so tired.", "Quiet Cedar", "Anonymous 1", "Nobody is on it yet")
		for _, other := range []apptest.Person{h.ben, apptest.Ana, apptest.Zoe} {
			for _, path := range []string{one, h.path("/lead/worries"), h.path("/lead/runbook")} {
				if got := h.Get(other, path); got.Code != 404 {
					t.Errorf("%s opens %s: %d", other.Name, path, got.Code)
				}
			}
		}
		if h.Dump() == "" || strings.Contains(h.Dump(), "They sound so tired.") {
			t.Error("what they wrote lies open in the database")
		}
	})
}

func TestWhereNobodyTakesCallsLeadersAreToldAllTheSame(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sends(h.ben, h.path("/forum/posts/"+h.named+"/worry"), 303, url.Values{"leaders": {"yes"}})
		for _, p := range []apptest.Person{h.fay, h.gil} {
			if got := h.notices(p); !slices.Equal(got, []string{"forum.worry-no-taker normal"}) {
				t.Errorf("%s is told %v", p.Name, got)
			}
		}
		h.sends(h.ben, h.path("/forum/posts/"+h.named+"/worry"), 422, nil)
	})
}

// TestWhomItIsAboutByNameSeesNothing, also where they lead.
func TestWhomItIsAboutByNameSeesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Worry.TakeCalls(ctx, h.in(h.gil), true))
		page := h.path("/members/" + h.in(h.gil).Self.ID + "/worry")
		h.wants(h.ben, page, "Worried about Kestrel", "Nobody here has said that they take such calls. Those who lead")
		h.sends(h.ben, page, 303, url.Values{"leaders": {"yes"}, "said": {"They drink again."}})
		if got := h.notices(h.gil); len(got) != 0 {
			t.Errorf("they are told %v", got)
		}
		for p, want := range map[apptest.Person]int{h.gil: 0, h.fay: 1} {
			list, err := h.Worry.CallsFor(ctx, h.in(p))
			must(t, err)
			if len(list) != want {
				t.Errorf("%s sees %d calls", p.Name, len(list))
			}
		}
		calls, err := h.Worry.CallsFor(ctx, h.in(h.fay))
		must(t, err)
		_, err = h.Worry.CallFor(ctx, h.in(h.gil), calls[0].ID)
		wantKind(t, "they open it", err, fault.NotFound)
		wantKind(t, "they close it", h.Worry.Move(ctx, h.in(h.gil), calls[0].ID, worry.Open, worry.Done), fault.NotFound)
		wantKind(t, "a member takes calls", h.Worry.TakeCalls(ctx, h.in(h.ben), true), fault.NotFound)
		if got := h.Get(h.gil, page); got.Code != 404 {
			t.Errorf("worried about oneself: %d", got.Code)
		}
	})
}

// TestNotTwoLeadersAct: of two who take a call at once, one is told.
func TestNotTwoLeadersAct(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Worry.Raise(ctx, h.in(h.ben), worry.Raising{About: worry.About{Post: h.named}, Leaders: true}))
		calls, err := h.Worry.CallsFor(ctx, h.in(h.fay))
		must(t, err)
		call := calls[0].ID
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, p := range []apptest.Person{h.fay, h.gil} {
			m := h.in(p)
			wait.Go(func() { errs[i] = h.Worry.Move(ctx, m, call, worry.Open, worry.Taken) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || fault.KindOf(errs[0]) != fault.Conflict && fault.KindOf(errs[1]) != fault.Conflict {
			t.Fatalf("both or none: %v", errs)
		}
		must(t, h.Worry.Move(ctx, h.in(h.fay), call, worry.Taken, worry.Done))
		fay := h.in(h.fay)
		h.Clock.Advance(31 * 24 * time.Hour)
		must(t, h.Worry.Sweep(ctx))
		_, err = h.Worry.CallFor(ctx, fay, call)
		wantKind(t, "a closed call after a month", err, fault.NotFound)
		if _, err := h.Keys.Seal(ctx, "worry:"+call, []byte("x"), "x"); err == nil {
			t.Error("its key is not destroyed")
		}
	})
}

func TestACardsAnswerReachesTheLeaders(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Worry.TakeCalls(ctx, h.in(h.fay), true))
		h.sends(h.ben, h.path("/forum/posts/"+h.anonymous+"/worry"), 303, url.Values{"leaders": {"yes"}, "card": {"yes"}})
		notes, err := h.Private.NotesFor(ctx, h.in(apptest.Ana))
		must(t, err)
		if len(notes) != 1 || !notes[0].Asks || !notes[0].Leaders {
			t.Fatalf("the card is %+v", notes)
		}
		calls, err := h.Worry.CallsFor(ctx, h.in(h.fay))
		must(t, err)
		h.wants(h.fay, h.path("/lead/worries/"+calls[0].ID), "have not answered")
		must(t, h.Private.AnswerCard(ctx, h.in(apptest.Ana), notes[0].ID, private.YesPlease))
		h.wants(h.fay, h.path("/lead/worries/"+calls[0].ID), "said: yes, please")
		if got := h.notices(h.fay); !slices.Contains(got, "forum.worry-answered normal") {
			t.Errorf("the leader is told %v", got)
		}
		got := h.sends(h.ben, h.path("/forum/posts/"+h.anonymous+"/worry"), 422, url.Values{"card": {"yes"}, "said": {"Again"}})
		if !strings.Contains(got.Body, "You sent them a card already") || !strings.Contains(got.Body, "Again") {
			t.Errorf("a second card:\n%s", got.Body)
		}
	})
}

// TestALeaderWhoWroteWithoutANameChangesNothing: who hears a call about an
// anonymous post must not tell which of the leaders wrote it.
func TestALeaderWhoWroteWithoutANameChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Worry.TakeCalls(ctx, h.in(h.gil), true))
		p, err := h.Forum.Begin(ctx, h.in(h.gil), forum.Beginning{Space: h.g.ID + "-shares", Kind: forum.Share, Title: "Mine", Words: forum.Words{Text: "So tired.", Anonymous: true}})
		must(t, err)
		theirs := h.path("/forum/posts/" + p.ID + "/worry")
		h.wants(h.ben, theirs, "1 person who looks after this group has said")
		h.sends(h.ben, theirs, 303, url.Values{"leaders": {"yes"}})
		if got := h.notices(h.gil); !slices.Equal(got, []string{"forum.worry urgent"}) {
			t.Errorf("they are told %v", got)
		}
	})
}

func TestWhoErasesTheirWordsIsInNoCall(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Worry.Raise(ctx, h.in(h.ben), worry.Raising{About: worry.About{Post: h.named}, Leaders: true}))
		ben, ana := h.in(h.ben).Self.ID, h.in(apptest.Ana).Self.ID
		must(t, h.Groups.Leave(ctx, h.Viewer(h.ben), h.g.Slug, group.Erased))
		must(t, h.Groups.Leave(ctx, h.Viewer(apptest.Ana), h.g.Slug, group.AsAnonymous))
		for _, line := range strings.Split(h.Dump(), "\n") {
			if strings.HasPrefix(line, "forum_worry") && (strings.Contains(line, ben) || strings.Contains(line, ana)) {
				t.Errorf("a call still leads to somebody who is gone: %s", line)
			}
		}
	})
}
