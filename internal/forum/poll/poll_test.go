package poll_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

var ctx = context.Background()

// house is a group with a leader, two members of some standing, and a topic.
type house struct {
	*apptest.App
	t        *testing.T
	g        group.Group
	fay, ben apptest.Person
	topic    string
	first    string
}

func open(t *testing.T, a *apptest.App) *house {
	t.Helper()
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	must(t, a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { // all are members of 31 days
		_, err := tx.Exec(ctx, `UPDATE group_membership SET joined_at = ?`, clock.Millis(a.Clock.Now().Add(-31*24*time.Hour)))
		return err
	}))
	for _, who := range []apptest.Person{h.fay, h.ben, apptest.Ana} {
		a.Groups.Saw(a.Inside(who, h.g)) // they were here lately
	}
	must(t, a.Groups.WriteSeen(ctx))
	p, err := a.Forum.Begin(ctx, a.Inside(apptest.Ana, h.g), forum.Beginning{Space: h.g.ID + "-talk", Kind: forum.Discussion, Title: "When to meet", Words: forum.Words{Text: "Which day is best?"}})
	must(t, err)
	h.topic, h.first = p.Topic, p.ID
	return h
}

func (h *house) at(below string) string {
	return "/groups/" + h.g.Slug + "/forum/topics/" + h.topic + below
}

func asking(pairs ...string) url.Values {
	form := url.Values{"question": {"Which day?"}, "options": {"Monday\nThursday\n\n"}, "days": {"7"}, "quorum": {""}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func (h *house) wants(got apptest.Answer, code int, words ...string) {
	h.t.Helper()
	if got.Code != code {
		h.t.Fatalf("answers %d, not %d: %s", got.Code, code, sentences(got.Body))
	}
	for _, one := range words {
		if !strings.Contains(sentences(got.Body), one) {
			h.t.Errorf("does not say %q: %s", one, sentences(got.Body))
		}
	}
}

// does sends a form and follows to where that leads, which says so.
func (h *house) does(who apptest.Person, path string, form url.Values, words ...string) {
	h.t.Helper()
	got := h.Post(who, path, form)
	h.wants(got, http.StatusSeeOther)
	next := h.Request("GET", strings.TrimPrefix(got.Header.Get("Location"), h.Base.String()), nil)
	for _, c := range (&http.Response{Header: got.Header}).Cookies() {
		next.AddCookie(c)
	}
	h.wants(h.Do(who, next), http.StatusOK, words...)
}

func sentences(body string) string {
	_, main, _ := strings.Cut(body, "<main")
	main = regexp.MustCompile(`<[^>]*>`).ReplaceAllString("<main"+main, " ")
	return strings.Join(strings.Fields(html.UnescapeString(main)), " ")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAGroupIsAskedVotesAndHears(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.wants(h.Get(h.ben, h.at("/poll/new")), http.StatusOK, "Ask the group", "Nobody sees that you asked")
		h.does(h.ben, h.at("/poll"), asking(), "The poll is open.", "Which day?", "Monday", "It counts if 1 member votes.", "It is open until:")
		late := h.Facilitator("Late")
		h.Clock.Advance(time.Second)
		h.Enter(late, h.g, "Late Bird")

		h.wants(h.Post(apptest.Ana, h.at("/poll/vote"), nil), http.StatusUnprocessableEntity, "Choose one of the answers.")
		h.wants(h.Post(apptest.Ana, h.at("/poll/vote"), url.Values{"option": {"2"}}), http.StatusUnprocessableEntity, "Choose one of the answers.")
		before := h.Get(h.fay, h.at(""))
		h.does(apptest.Ana, h.at("/poll/vote"), url.Values{"option": {"1"}}, "You have voted.", "What came out shows here when it is over.")
		after := h.Get(h.fay, h.at(""))
		if sentences(before.Body) != sentences(after.Body) {
			t.Errorf("a vote shows to somebody else: %s, then %s", sentences(before.Body), sentences(after.Body))
		}
		h.does(apptest.Ana, h.at("/poll/vote"), url.Values{"option": {"0"}}, "You have voted already.")
		h.wants(h.Get(late, h.at("")), http.StatusOK, "This poll began before you came.")
		h.does(late, h.at("/poll/vote"), url.Values{"option": {"0"}}, "This poll began before you came.")
		h.does(h.ben, h.at("/poll/vote"), url.Values{"option": {"1"}})

		h.Clock.Advance(7 * 24 * time.Hour)
		h.wants(h.Get(h.fay, h.at("")), http.StatusOK, "It is over, and is counted in a minute.")
		h.does(h.fay, h.at("/poll/vote"), url.Values{"option": {"0"}}, "This vote is over.")
		must(t, h.Ballots.CountDue(ctx))
		must(t, h.Voice.EndDue(ctx)) // a poll is none of its business
		h.wants(h.Get(late, h.at("")), http.StatusOK, "Which day?", "Monday 0", "Thursday 2", "Voted 2 members")
		h.does(h.fay, h.at("/poll/removal"), nil, "What came out stays for everybody to see.", "Thursday 2")
		h.does(h.ben, h.at("/poll"), asking(), "There is a poll in this topic already.")
	})
}

func TestWhatCannotBeAsked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		for name, c := range map[string]struct{ field, value, says string }{
			"no question":     {"question", " ", "Write the question first."},
			"a long question": {"question", strings.Repeat("é", 301), "Shorten this to 300 characters."},
			"one answer":      {"options", "Monday", "Write at least two answers."},
			"the same twice":  {"options", "Monday\n Monday ", "Two answers are the same."},
			"eleven answers":  {"options", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11", "Choose 10 answers at most."},
			"a long answer":   {"options", "Monday\n" + strings.Repeat("w", 201), "Make each answer 200 characters or shorter."},
			"for ever":        {"days", "3650", "Choose one from the list."},
			"too many voters": {"quorum", "99", "So many are not here."},
			"some voters":     {"quorum", "some", "Type a whole number"},
		} {
			got := h.Post(h.ben, h.at("/poll"), asking(c.field, c.value))
			if got.Code != http.StatusUnprocessableEntity || !strings.Contains(sentences(got.Body), c.says) {
				t.Errorf("%s: %d, %s", name, got.Code, sentences(got.Body))
			}
		}
		young := h.Facilitator("Young")
		h.Enter(young, h.g, "New Here")
		elsewhere := h.Facilitator("Elsewhere")
		h.Found(elsewhere, "Ada", func(p *group.Plan) { p.Group.Name = "High Tide" })
		h.wants(h.Get(young, h.at("/poll/new")), http.StatusOK, "Whoever asks the group has been here for 30 days")
		h.does(young, h.at("/poll"), asking(), "Whoever asks the group has been here for 30 days")
		for _, who := range []apptest.Person{elsewhere, apptest.Zoe, apptest.Stella} {
			h.wants(h.Get(who, h.at("/poll/new")), http.StatusNotFound)
			h.wants(h.Post(who, h.at("/poll"), asking()), http.StatusNotFound)
		}
		must(t, h.Forum.Arrange(ctx, h.Inside(h.fay, h.g), forum.Setting{Anonymous: forum.Nothing, Watched: []string{"thursday"}}))
		h.wants(h.Post(h.ben, h.at("/poll"), asking()), http.StatusUnprocessableEntity, "One of these words is looked at first")
		share, err := h.Forum.Begin(ctx, h.Inside(h.ben, h.g), forum.Beginning{Space: h.g.ID + "-shares", Kind: forum.Share, Title: "Mine", Words: forum.Words{Text: "A story."}})
		must(t, err)
		h.topic = share.Topic
		h.does(h.fay, h.at("/poll"), asking(), "A story is not put to the vote.")
		h.wants(h.Get(h.ben, h.at("/poll")), http.StatusNotFound)
	})
}

func TestAPollGoesWithItsTopic(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.does(h.ben, h.at("/poll"), asking(), "The poll is open.")
		for _, who := range []apptest.Person{h.ben, apptest.Ana} {
			h.wants(h.Get(who, h.at("/poll/removal")), http.StatusNotFound)
			h.wants(h.Post(who, h.at("/poll/removal"), nil), http.StatusNotFound)
		}
		h.wants(h.Get(h.fay, h.at("/poll/removal")), http.StatusOK, "This cannot be undone.", "Which day?")
		h.does(h.fay, h.at("/poll/removal"), nil, "The poll is gone, and what was voted with it.")
		h.does(h.ben, h.at("/poll"), asking(), "The poll is open.")
		if _, err := h.Forum.Reply(ctx, h.Inside(h.ben, h.g), h.topic, forum.Words{Text: "Any."}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Forum.Delete(ctx, h.Inside(apptest.Ana, h.g), h.first); err != nil {
			t.Fatal(err)
		}
		var left []ballot.Ballot
		a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
			left, err = h.Ballots.OfGroup(ctx, tx, h.g.ID, ballot.Open, 9)
			return err
		})
		if len(left) != 0 {
			t.Errorf("still open: %+v", left)
		}
	})
}

func TestTwoAskAtOnceAndOneVotesOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		var wait sync.WaitGroup
		for _, who := range []apptest.Person{h.fay, h.ben, h.fay, h.ben} {
			wait.Go(func() { h.Post(who, h.at("/poll"), asking()) })
		}
		wait.Wait()
		var polls []ballot.Ballot
		a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
			polls, err = h.Ballots.OfGroup(ctx, tx, h.g.ID, ballot.Open, 9)
			return err
		})
		if len(polls) != 1 {
			t.Fatalf("%d polls came of it", len(polls))
		}
		for n := range 6 {
			wait.Go(func() { h.Post(apptest.Ana, h.at("/poll/vote"), url.Values{"option": {string(rune('0' + n%2))}}) })
		}
		wait.Wait()
		h.Clock.Advance(8 * 24 * time.Hour)
		must(t, h.Ballots.CountDue(ctx))
		h.wants(h.Get(h.ben, h.at("")), http.StatusOK, "Voted 1 member")
	})
}

func TestHostileAnswersAreWords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		bad := `<script>alert(1)</script>`
		h.does(h.ben, h.at("/poll"), asking("question", `"><img src=x onerror=alert(1)>`, "options", bad+"\n"+`<svg/onload=alert(2)>`+"\n\u202ejavascript:alert(3)"), `"><img src=x onerror=alert(1)>`, bad, `<svg/onload=alert(2)>`)
		page := h.Get(apptest.Ana, h.at("")).Body
		for _, one := range []string{"<img src=x", bad, "<svg/onload"} {
			if strings.Contains(page, one) {
				t.Errorf("%s is more than words", one)
			}
		}
	})
}
