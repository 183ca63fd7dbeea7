package board_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/note"
)

// gets and posts are everything that can be asked of a forum with this post.
func (h *house) gets(p forum.Post) []string {
	return []string{
		h.path(), h.path("mine"), h.path("kept"), h.path("spaces", h.g.ID+"-shares"), h.path("topics", p.Topic), h.path("topics", p.Topic, "since", "0"),
		h.path("posts", p.ID), h.path("posts", p.ID, "place"), h.path("posts", p.ID, "cared"),
	}
}

func (h *house) posts(p forum.Post) map[string]string {
	return map[string]string{
		h.path("read"): "all", h.path("spaces", h.g.ID+"-shares", "following"): "follow", h.path("topics", p.Topic, "following"): "follow", h.path("topics", p.Topic, "reactions"): "1 thanks",
		h.path("topics", p.Topic, "helped"): "2", h.path("posts", p.ID, "reactions"): "thanks", h.path("posts", p.ID, "bookmark"): "keep",
	}
}

// For whoever is outside a group, nothing of its forum exists, whatever they are
// elsewhere or were before.
func TestAForumDoesNotExistForOutsiders(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "Inside", "This stays here.", nil)
		banned, former, other := h.Newcomer("Cy"), h.Newcomer("Ed"), h.Facilitator("Gus")
		m := h.Enter(banned, h.g, "Somebody")
		must(t, h.Groups.Remove(ctx, h.Inside(h.fay, h.g), m.Self.ID, true, "threats"))
		h.Enter(former, h.g, "Was here")
		must(t, h.Groups.Leave(ctx, h.Viewer(former), h.g.Slug, group.AsAnonymous))
		h.Found(other, "Leads elsewhere", nil)
		for _, p := range []apptest.Person{banned, former, other, apptest.Zoe, apptest.Stella} {
			for _, path := range h.gets(first) {
				if got := h.Get(p, path); got.Code != http.StatusNotFound || strings.Contains(got.Body, "This stays here") {
					t.Errorf("%s gets %d at %s", p.Name, got.Code, path)
				}
			}
			for path, to := range h.posts(first) {
				if got := h.Post(p, path, url.Values{"to": {to}}); got.Code != http.StatusNotFound {
					t.Errorf("%s gets %d from POST %s", p.Name, got.Code, path)
				}
			}
		}
		for _, path := range h.gets(first)[:8] {
			if got := h.Get(h.ben, path); got.Code != http.StatusOK && got.Code != http.StatusSeeOther {
				t.Errorf("a member gets %d at %s", got.Code, path)
			}
		}
	})
}

// A group's posts are not there in another one, also for whoever leads both.
func TestAPostIsInItsOwnGroupAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "Inside", "This stays here.", nil)
		h.g = h.Found(h.fay, "Tomasz at the sea", nil)
		for _, path := range h.gets(first)[3:] {
			if got := h.Get(h.fay, path); got.Code != http.StatusNotFound && path != h.path("spaces", h.g.ID+"-shares") {
				t.Errorf("a leader gets %d at %s", got.Code, path)
			}
		}
	})
}

// What somebody wrote without their name says nothing about them on any page,
// and nothing that another topic of theirs says too.
func TestPagesHoldNothingOfAnAnonymousAuthor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		hidden := func(b *forum.Beginning) { b.Anonymous = true }
		one := h.begin(apptest.Ana, "One", "It is heavy.", hidden)
		two := h.begin(apptest.Ana, "Two", "It is less heavy.", hidden)
		h.Clock.Advance(time.Minute)
		m := h.Inside(apptest.Ana, h.g)
		var of [2][]string
		for n, first := range []forum.Post{one, two} {
			h.press(h.ben, "keep", "posts", first.ID, "bookmark")
			for _, path := range []string{h.path("topics", first.Topic), h.path("topics", first.Topic, "since", "0"), h.path("posts", first.ID), h.path("kept"), h.path()} {
				page := h.open(h.ben, path)
				has(t, page, "Anonymous 1")
				hasNot(t, page, h.marisol, "Marisol", m.Self.Seed, m.Self.Account)
			}
			of[n] = regexp.MustCompile(`[0-9a-zA-Z_-]{12,}`).FindAllString(times.ReplaceAllString(article(t, h.read(h.ben, "posts", first.ID)), ""), -1)
		}
		for _, token := range of[0] {
			if slices.Contains(of[1], token) && strings.ContainsAny(token, "0123456789") && token != h.g.Slug {
				t.Errorf("both of their posts hold %q", token)
			}
		}
		has(t, h.read(apptest.Ana, "mine"), "One", "Two")
	})
}

var times = regexp.MustCompile(`<time.*?</time>`)

// article is the first post of a page.
func article(t *testing.T, page string) string {
	t.Helper()
	_, after, _ := strings.Cut(page, "<article")
	one, _, found := strings.Cut(after, "</article>")
	if !found {
		t.Fatal("there is no post on the page")
	}
	return one
}

// A deleted post, a hidden one, one that waits and one of somebody whom a block
// hides look alike.
func TestWhatIsNotHereLooksAlike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := func(take func(p forum.Post)) string {
			first := h.begin(apptest.Ana, "A topic", "Its beginning.", nil)
			gone := h.reply(h.ben, first.Topic, forum.Words{Text: "What goes."})
			h.reply(h.fay, first.Topic, forum.Words{Text: "What stays.", Quote: gone.ID})
			h.Clock.Advance(time.Minute)
			take(gone)
			_, thread, _ := strings.Cut(h.open(apptest.Ana, h.path("topics", first.Topic)+"?page=1"), `<h2 class="stop replies">`)
			thread, _, _ = strings.Cut(thread, "<topic-live")
			thread = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|<time.*?</time>`).ReplaceAllString(thread, "*")
			return thread
		}
		deleted := page(func(p forum.Post) {
			_, err := h.Forum.Delete(ctx, h.Inside(h.ben, h.g), p.ID)
			must(t, err)
		})
		has(t, deleted, "Something is not here.", "What was quoted is not here.", "What stays.")
		hasNot(t, deleted, "What goes.", "Quiet Cedar")
		blocked := page(func(forum.Post) { must(t, h.Groups.BlockOne(ctx, h.Inside(apptest.Ana, h.g), h.cedar)) })
		if blocked != deleted {
			t.Errorf("a block shows:\n%s\n\nand deleting:\n%s", blocked, deleted)
		}
	})
}

// What carries a note is met as each reader chose, and what quotes it too.
func TestNotesFoldAsTheReaderChose(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(h.ben, "A loss", "My father died.", func(b *forum.Beginning) { b.Notes = []string{"grief"} })
		h.reply(h.fay, first.Topic, forum.Words{Text: "I am here.", Quote: first.ID})
		const fold = `<details class="heed">`
		if page := h.read(apptest.Ana, "topics", first.Topic); strings.Count(page, fold) != 2 {
			t.Errorf("%d things are folded, not the post and its quote", strings.Count(page, fold))
		}
		for chosen, want := range map[note.Choice]string{note.Show: "About: Grief and death", note.Hide: "You chose not to see this: Grief and death"} {
			must(t, h.Notes.Choose(ctx, h.Viewer(apptest.Ana), map[string]note.Choice{"grief": chosen}))
			page := h.read(apptest.Ana, "topics", first.Topic)
			has(t, page, want, "My father died.")
			hasNot(t, page, fold)
		}
		hasNot(t, article(t, h.read(h.ben, "topics", first.Topic)), "<details")
	})
}

// Buttons lead back to where they stand, and a script stays where it is. None of
// it shows a number, and only the author sees who cared.
func TestReactionsAreLeftAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "A topic", "Its beginning.", nil)
		topic := h.path("topics", first.Topic)
		if to := h.press(h.ben, "1 with-you", "topics", first.Topic, "reactions"); to != topic+"?page=1#p-1" {
			t.Errorf("it leads to %s", to)
		}
		has(t, h.open(h.ben, topic), `value="1 with-you off" aria-pressed="true"`, "Somebody left a kind word. Only Marisol can see who.")
		has(t, h.open(h.fay, topic), `value="1 with-you" class="warm"`)
		has(t, h.read(apptest.Ana, "posts", first.ID, "cared"), "Quiet Cedar", "I am with you")
		if got := h.Get(h.fay, h.path("posts", first.ID, "cared")); got.Code != http.StatusNotFound {
			t.Errorf("somebody else gets %d for who cared", got.Code)
		}
		r := h.Request("POST", topic+"/reactions", url.Values{"to": {"1 with-you off"}})
		r.Header.Set("Handrail-Quietly", "yes")
		if got := h.Do(h.ben, r); got.Code != http.StatusNoContent {
			t.Errorf("a script gets %d", got.Code)
		}
		hasNot(t, h.open(h.ben, topic), `aria-pressed="true">I am with you`, "kind word")
		if got := h.Post(h.ben, topic+"/reactions", url.Values{"to": {"1 best-post"}}); got.Code != http.StatusNotFound {
			t.Errorf("a reaction that there is not gets %d", got.Code)
		}
	})
}

func TestOneFollowsMutesAndKeeps(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "A topic", "Its beginning.", nil)
		has(t, h.read(h.ben), "1 topic with something new", "1 new")
		h.press(h.ben, "mute", "topics", first.Topic, "following")
		has(t, h.read(h.ben), "muted", "You have read all that is new.")
		h.press(h.ben, "mute off", "topics", first.Topic, "following")
		h.press(h.ben, "follow", "spaces", h.g.ID+"-shares", "following")
		has(t, h.read(h.ben, "spaces", h.g.ID+"-shares"), `value="follow off" aria-pressed="true"`)

		h.press(h.ben, "keep", "posts", first.ID, "bookmark")
		has(t, h.read(h.ben, "posts", first.ID), `value="keep off" aria-pressed="true"`)
		has(t, h.read(h.ben, "kept"), "Its beginning.", "A topic")
		hasNot(t, h.read(h.fay, "kept"), "Its beginning.")
		if to := h.press(h.ben, "kept off", "posts", first.ID, "bookmark"); to != h.path("kept") {
			t.Errorf("letting go leads to %s", to)
		}
		hasNot(t, h.read(h.ben, "kept"), "Its beginning.")
	})
}

// Reading a page reads it; fetching it ahead does not.
func TestWhatWasReadIsNotNewAnyMore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "A topic", "Its beginning.", nil)
		unread := func() int {
			u, err := h.Forum.UnreadFor(ctx, h.Inside(h.ben, h.g))
			must(t, err)
			return u.All
		}
		ahead := h.Request("GET", h.path("topics", first.Topic), nil)
		ahead.Header.Set("Sec-Purpose", "prefetch")
		h.Do(h.ben, ahead)
		if unread() != 1 {
			t.Error("a page that was fetched ahead was read")
		}
		h.read(h.ben, "topics", first.Topic)
		if unread() != 0 {
			t.Error("a page that was read was not")
		}
		h.reply(h.fay, first.Topic, forum.Words{Text: "Then this."})
		if page := h.read(h.ben, "topics", first.Topic, "since", "1"); strings.Count(page, "<article") != 1 || !strings.Contains(page, `data-says="1 new answer"`) || unread() != 1 {
			t.Errorf("what is offered is %s, and unread is %d", page, unread())
		}
		has(t, h.read(h.ben, "topics", first.Topic), `id="new"`, "New since you were here")
		h.reply(h.fay, first.Topic, forum.Words{Text: "And this."})
		h.open(h.ben, h.path("topics", first.Topic, "since", "2")+"?seen")
		if unread() != 0 {
			t.Error("what was shown at once is unread")
		}
		h.reply(h.fay, first.Topic, forum.Words{Text: "And that."})
		if to := h.press(h.ben, "all", "read"); to != h.path() || unread() != 0 {
			t.Errorf("all was marked as read: it leads to %s, and unread is %d", to, unread())
		}
	})
}

func TestALastingAddressLeadsToThePlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "A topic", "Its beginning.", nil)
		for range forum.PageSize {
			h.reply(h.fay, first.Topic, forum.Words{Text: "One more."})
		}
		last := h.reply(h.ben, first.Topic, forum.Words{Text: "The last."})
		got := h.Get(h.fay, h.path("posts", last.ID, "place"))
		if to := got.Header.Get("Location"); to != h.path("topics", first.Topic)+"?page=2#p-52" {
			t.Errorf("it leads to %s", to)
		}
		page := h.open(h.fay, h.path("topics", first.Topic)+"?page=2")
		has(t, page, "The last.", "Answers, page 2 of 2", `aria-current="page"`, "<topic-live")
		hasNot(t, h.open(h.fay, h.path("topics", first.Topic)+"?page=1"), "<topic-live", "The last.")
		for _, number := range []string{"3", "0", "x", "-1"} {
			if got := h.Get(h.fay, h.path("topics", first.Topic)+"?page="+number); got.Code != http.StatusNotFound {
				t.Errorf("page %s gives %d", number, got.Code)
			}
		}
	})
}

func TestWhoAskedSaysWhatHelped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "How did you sleep?", "I cannot.", func(b *forum.Beginning) { b.Space, b.Kind = h.g.ID+"-questions", forum.Question })
		h.reply(h.ben, first.Topic, forum.Words{Text: "I read until I could."})
		topic := h.path("topics", first.Topic)
		hasNot(t, h.open(h.fay, topic), "This helped")
		if got := h.Post(h.fay, topic+"/helped", url.Values{"to": {"2"}}); got.Code != http.StatusNotFound {
			t.Errorf("somebody else gets %d for saying what helped", got.Code)
		}
		h.press(apptest.Ana, "2", "topics", first.Topic, "helped")
		has(t, h.open(h.fay, topic), "This helped", "Go to what helped")
		h.press(apptest.Ana, "2 off", "topics", first.Topic, "helped")
		hasNot(t, h.open(h.fay, topic), "This helped")
	})
}
