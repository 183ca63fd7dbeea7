package voice_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/voice"
	"handrail/internal/platform/fault"
)

// TestAgreementsAreWrittenTogether walks the pages: a member suggests a text,
// others say what they think, a vote adopts it, and everybody is asked again.
func TestAgreementsAreWrittenTogether(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		before := c.in(c.bo).Group.Agreement
		c.wants(c.bo, c.path("/agreements"), "Our agreements", "You said yes to it.", "Nobody wants to change it right now.")
		form := c.wants(c.bo, c.path("/agreements/suggestions/new"), "The whole text")
		now, err := c.Groups.AgreementOf(ctx, c.in(c.bo).Group)
		must(t, err)
		if first, _, _ := strings.Cut(now.Source, "\n"); !strings.Contains(form, strings.TrimSpace(first)) {
			t.Error("the form does not begin with the present text")
		}
		for field, sent := range map[string]url.Values{
			"Write what you agree on first.":  {"text": {" "}, "why": {"Kinder."}},
			"Say why, in a sentence or two.":  {"text": {"- We are kind."}, "why": {""}},
			"This is the text as it is now.":  {"text": {now.Source}, "why": {"Kinder."}},
			"Shorten this to 500 characters.": {"text": {"- We are kind."}, "why": {strings.Repeat("x", 501)}},
		} {
			got := c.Post(c.bo, c.path("/agreements/suggestions"), sent)
			if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, field) {
				t.Errorf("%q: %d", field, got.Code)
			}
		}
		page := c.post(c.bo, "/agreements/suggestions", url.Values{"text": {"- We are kind.\n- We <b>listen</b>."}, "why": {"Kinder."}})
		below := strings.TrimPrefix(page, c.path(""))
		body := c.wants(apptest.Ana, page, "A suggested text", "Kinder.", "By Willow", "Comes:", "<ins>- We are kind.</ins>", "<del>", "Nobody has said anything so far.")
		if strings.Contains(body, "<b>listen</b>") {
			t.Error("markup that was typed is markup")
		}
		c.post(c.cy, below+"/comments", url.Values{"text": {"I like the *second* line."}})
		c.wants(c.bo, page, "Cypress", "<em>second</em>")
		got := c.Post(c.cy, page+"/comments", url.Values{"text": {"\t"}})
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Write a few words first.") {
			t.Errorf("an empty comment: %d", got.Code)
		}
		vote := c.post(c.cy, "/votes", url.Values{"what": {"agreement"}, "suggestion": {below[strings.LastIndex(below, "/")+1:]}})
		c.wants(apptest.Ana, page, "Somebody asked for a vote on this text.", vote)
		for _, p := range []apptest.Person{c.bo, apptest.Ana} {
			c.post(p, strings.TrimPrefix(vote, c.path(""))+"/voice", nil)
		}
		c.wants(c.bo, vote, "Read the suggested text")
		if led := c.post(c.bo, below+"/removal", nil); led != page {
			t.Errorf("taking back what is voted on leads to %s", led)
		}
		c.wants(c.bo, page, "What would change", "Go to the vote")
		c.post(c.cy, strings.TrimPrefix(vote, c.path(""))+"/vote", url.Values{"option": {"0"}})
		c.close()
		m := c.in(c.fay)
		if m.Group.Agreement != before+1 || !m.MustAgree() {
			t.Errorf("version %d after %d, asked again: %v", m.Group.Agreement, before, m.MustAgree())
		}
		c.wants(c.fay, c.path("/agreements"), "We are kind.", "It has changed since you said yes.", "What it said before")
		c.post(c.fay, "/agreements/yes", url.Values{"version": {"1"}})
		if !c.in(c.fay).MustAgree() {
			t.Error("a yes to the version before counts for this one")
		}
		c.post(c.fay, "/agreements/yes", url.Values{"version": {"2"}})
		c.wants(c.fay, c.path("/agreements"), "You said yes to it.")
		c.wants(c.fay, c.path("/agreements/earlier"), "Versions", "Kinder.", "The group said yes")
		c.wants(c.fay, page, "The whole text")
	})
}

func TestASuggestionThatComesToNothing(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		suggest := func() string {
			t.Helper()
			id, err := c.Voice.Suggest(ctx, c.in(c.bo), "- We are kind.", "Kinder.")
			must(t, err)
			return id
		}
		first := suggest()
		asked := c.call(c.cy, voice.Call{What: voice.Terms, Suggestion: first})
		if err := c.Voice.WithdrawSuggestion(ctx, c.in(c.cy), first); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else takes it back: %v", err)
		}
		must(t, c.Voice.WithdrawSuggestion(ctx, c.in(c.bo), first))
		if p := c.see(c.cy, asked); p.State != voice.Moot {
			t.Errorf("the proposal about it is %s", p.State)
		}
		if err := c.Voice.CommentOn(ctx, c.in(c.cy), first, "Why?"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a comment on what is over: %v", err)
		}
		second := suggest()
		c.begunBy(c.cy, voice.Call{What: voice.Terms, Suggestion: second}, apptest.Ana, c.fay)
		if err := c.Voice.WithdrawSuggestion(ctx, c.in(c.bo), second); fault.KindOf(err) != fault.Conflict {
			t.Errorf("taken back while it is voted on: %v", err)
		}
		vote := c.seeSuggestion(c.cy, second).Proposal
		c.vote(vote, optionNo, c.cy, c.bo)
		c.close()
		if sg := c.seeSuggestion(c.cy, second); sg.State != voice.TurnedDown || sg.Proposal != "" {
			t.Errorf("%s, %q", sg.State, sg.Proposal)
		}

		// Whoever erases their words takes their texts along, but cannot end a vote
		// so: the text goes once the vote is counted.
		third := suggest()
		vote = c.begunBy(c.cy, voice.Call{What: voice.Terms, Suggestion: third}, apptest.Ana, c.fay)
		ballot := c.see(c.cy, vote).Ballot.ID
		must(t, c.Groups.Leave(ctx, c.Viewer(c.bo), c.g.Slug, group.Erased))
		must(t, c.Voice.EndDue(ctx))
		if n := c.count(`SELECT COUNT(*) FROM group_ballot WHERE state = 'open' AND id = ?`, ballot); n != 1 {
			t.Error("whoever suggested a text ended the vote on it")
		}
		c.vote(vote, optionNo, c.cy, c.fay)
		c.close()
		must(t, c.Groups.Sweep(ctx))
		if _, err := c.Voice.SuggestionFor(ctx, c.in(c.cy), third); fault.KindOf(err) != fault.NotFound {
			t.Errorf("erased words are there: %v", err)
		}
	})
}

func TestTheWordsOfWhoeverIsHiddenAreHidden(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		sg, err := c.Voice.Suggest(ctx, c.in(c.bo), "- We are kind.", "Kinder.")
		must(t, err)
		must(t, c.Voice.CommentOn(ctx, c.in(c.cy), sg, "A word from Cypress."))
		must(t, c.Voice.CommentOn(ctx, c.in(apptest.Ana), sg, "A word from Marisol."))
		must(t, c.Groups.BlockOne(ctx, c.in(apptest.Ana), c.in(c.cy).Self.ID))
		for p, hidden := range map[apptest.Person]string{apptest.Ana: "A word from Cypress.", c.cy: "A word from Marisol."} {
			if body := c.wants(p, c.path("/agreements/suggestions/"+sg), "Kinder."); strings.Contains(body, hidden) {
				t.Errorf("%s sees %q", p.Name, hidden)
			}
		}
		c.wants(c.fay, c.path("/agreements/suggestions/"+sg), "A word from Cypress.", "A word from Marisol.")
		must(t, c.Groups.BlockOne(ctx, c.in(c.cy), c.in(c.bo).Self.ID))
		if list, err := c.Voice.SuggestionsFor(ctx, c.in(c.cy), false); err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
		if got := c.Get(c.cy, c.path("/agreements/suggestions/"+sg)); got.Code != http.StatusNotFound {
			t.Errorf("a text by whoever is blocked: %d", got.Code)
		}
		vote := c.call(apptest.Ana, voice.Call{What: voice.Terms, Suggestion: sg})
		c.wants(c.fay, c.path("/votes"), "Kinder.")
		for _, path := range []string{"/votes", "/votes/" + vote} {
			if body := c.wants(c.cy, c.path(path)); strings.Contains(body, "Kinder.") {
				t.Errorf("%s shows the words of whoever is blocked", path)
			}
		}
		must(t, c.Voice.TakeBack(ctx, c.in(apptest.Ana), vote))
		// It can be voted on all the same: a block keeps nobody from deciding.
		vote = c.begunBy(apptest.Ana, voice.Call{What: voice.Terms, Suggestion: sg}, c.fay, c.bo)
		c.vote(vote, optionYes, c.cy)
	})
}

func TestOneTakesAwayOnesOwnWordsAndLeadersAny(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		sg, err := c.Voice.Suggest(ctx, c.in(c.bo), "- We are kind.", "Kinder.")
		must(t, err)
		for range 2 {
			must(t, c.Voice.CommentOn(ctx, c.in(c.cy), sg, "A word."))
		}
		said := c.seeSuggestion(c.bo, sg).Comments
		if err := c.Voice.TakeCommentBack(ctx, c.in(c.bo), said[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else's words: %v", err)
		}
		if err := c.Voice.TakeCommentBack(ctx, c.Inside(c.fay, c.Found(c.fay, "Tomasz", nil)), said[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a leader of another group: %v", err)
		}
		must(t, c.Voice.TakeCommentBack(ctx, c.in(c.cy), said[0].ID))
		c.post(c.fay, "/agreements/suggestions/"+sg+"/comments/"+said[1].ID+"/removal", nil)
		if left := c.seeSuggestion(c.bo, sg).Comments; len(left) != 0 {
			t.Errorf("%d are left", len(left))
		}
	})
}

func TestSuggestionsHaveBounds(t *testing.T) {
	each(t, func(t *testing.T, c *circle) {
		keyless := c.Newcomer("Di")
		c.enter(keyless, "Di")
		if _, err := c.Voice.Suggest(ctx, c.in(keyless), "- We are kind.", "Kinder."); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("without a key: %v", err)
		}
		for range 3 {
			_, err := c.Voice.Suggest(ctx, c.in(c.bo), "- We are kind.", "Kinder.")
			must(t, err)
		}
		if _, err := c.Voice.Suggest(ctx, c.in(c.bo), "- We are kind.", "Kinder."); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a fourth: %v", err)
		}
	})
}
