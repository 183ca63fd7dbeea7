package compose_test

import (
	"context"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
)

// share is a form that begins a topic.
func (h *house) share(text string) url.Values {
	return url.Values{"space": {h.space("shares")}, "kind": {"share"}, "title": {"The first wedding"}, "text": {text}, "keep": {"0"}}
}

func (h *house) replies(topic string) string { return h.at("topics", topic, "replies") }

func TestATopicIsBegunAndAnswered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		want(t, h.Get(apptest.Ana, h.at("new")), 200, "Where does it belong?", "Stories", "Questions")
		page := h.Get(apptest.Ana, h.at("new?space="+h.space("questions")))
		want(t, page, 200, `value="question" checked`, "Without my name", "A facilitator and a steward can find out. They must do it together, with a reason, and you are told. Nobody else can.", "Methods, doses, weights and pacts",
			"As usual in this space: Advice is welcome", "Nobody outside can.", "If it is heavy right now")
		form := with(h.share("There was a *toast*. I lifted water."), "once", page.OnceKey(), "answers", "thanks", "keep", "30", "notes", "grief")
		first := h.posted(apptest.Ana, h.Post(apptest.Ana, h.at("new"), form))
		if again := h.Post(apptest.Ana, h.at("new"), form); again.Header.Get("Idempotency-Replayed") == "" {
			t.Errorf("a form that was sent twice is done twice: %d", again.Code)
		}
		read, err := h.Forum.PageFor(ctx, h.Inside(h.ben, h.g), first.Topic, 1)
		must(t, err)
		if topic := read.Topic; topic.Title != "The first wedding" || topic.Answers != forum.Thanks || topic.Ends.Sub(topic.Made) != 30*24*time.Hour || len(topic.Notes) != 1 {
			t.Errorf("the topic is %+v", topic)
		}
		box := h.Get(h.ben, h.at("topics", first.Topic))
		want(t, box, 200, "A thank you is enough here", "You write as Quiet Cedar", `id="quoting"`, `<div class="quoting" hidden`)
		quoting := h.Get(h.ben, h.at("topics", first.Topic)+"?quote="+first.ID)
		want(t, quoting, 200, "The words of Marisol that you quote", "There was a toast. I lifted water.</textarea>", `value="`+first.ID+`"`)
		if strings.Contains(quoting.Body, `<div class="quoting" hidden`) {
			t.Error("what is quoted is hidden")
		}
		answer := h.posted(h.ben, h.Post(h.ben, h.replies(first.Topic), url.Values{"text": {"Thank you, @Marisol."}, "quote": {first.ID}, "excerpt": {"I  lifted\nwater."}}))
		if answer.Quote == nil || answer.Quote.Text != "I lifted water." || !strings.Contains(answer.HTML, `class="mention"`) {
			t.Errorf("the answer is %+v", answer)
		}
		// A name within what was selected is no part of what can be quoted.
		third := h.posted(apptest.Ana, h.Post(apptest.Ana, h.replies(first.Topic), url.Values{"text": {"Yes."}, "quote": {answer.ID}, "excerpt": {"Thank you, @Marisol."}}))
		if third.Quote == nil || third.Quote.Text != "Thank you, ." {
			t.Errorf("quoting a mention gives %+v", third.Quote)
		}
		plain := h.posted(apptest.Ana, h.Post(apptest.Ana, h.replies(first.Topic), url.Values{"text": {"No quote."}, "quote": {answer.ID}, "excerpt": {"Thank"}, "no-quote": {"yes"}}))
		if plain.Quote != nil {
			t.Errorf("it quotes %+v", plain.Quote)
		}
	})
}

func TestWhatIsRefusedKeepsAllThatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		long := strings.Repeat("word ", 4000)
		for says, form := range map[string]url.Values{
			"Give it a title.":           with(h.share("My words."), "title", ""),
			"Write a few words first.":   with(h.share("")),
			"Choose one from the list.":  with(h.share("My words."), "kind", "rant"),
			"Choose topics from the":     with(h.share("My words."), "notes", "nothing-known"),
			"Shorten this to 150 charac": with(h.share("My words."), "title", strings.Repeat("t", 151)),
			"Choose ten years at most.":  with(h.share("My words."), "keep", "99999"),
		} {
			form = with(form, "alt", "Two chairs")
			page := h.Post(apptest.Ana, h.at("new"), form)
			want(t, page, 422, says, html.EscapeString(form.Get("title")), form.Get("text"), "Two chairs", "There is a problem")
		}
		first := h.begin(apptest.Ana, "Told", "My words.", nil)
		for says, form := range map[string]url.Values{
			"Write a few words first.":              {"text": {" "}},
			"These words are not in that post":      {"text": {"My answer."}, "quote": {first.ID}, "excerpt": {"I never said so."}},
			"What you wanted to quote is not there": {"text": {"My answer."}, "quote": {"nothing"}, "excerpt": {"I never said so."}},
			"Quote 500 characters at most.":         {"text": {"My answer."}, "quote": {first.ID}, "excerpt": {strings.Repeat("x", 501)}},
			"id=\"reply-text-error\"":               {"text": {long}},
		} {
			want(t, h.Post(h.ben, h.replies(first.Topic), form), 422, says, strings.TrimSpace(form.Get("text")), form.Get("excerpt"))
		}
		want(t, h.Get(h.ben, h.replies(first.Topic)), 303)
		if to := h.Get(h.ben, h.replies(first.Topic)).Header.Get("Location"); to != h.at("topics", first.Topic)+"?page=1#answer" {
			t.Errorf("the address of a sent form leads to %s", to)
		}
	})
}

func TestWhoMayNotWriteIsToldKindly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "Told", "My words.", nil)
		answer := url.Values{"text": {"Words that are not lost."}}
		kept := "Words that are not lost."
		h.arrange(func(s *forum.Setting) { s.Slow = 300 })
		h.posted(h.ben, h.Post(h.ben, h.replies(first.Topic), answer))
		h.Clock.Advance(100 * time.Second)
		want(t, h.Post(h.ben, h.replies(first.Topic), answer), 422, kept, "This group takes its time", "You can post again in 4 minutes.", "Keep as draft")
		h.arrange(func(s *forum.Setting) { s.Slow = 0 })

		must(t, h.Forum.Close(ctx, h.Inside(h.fay, h.g), first.Topic, true))
		want(t, h.Post(h.ben, h.replies(first.Topic), answer), 422, kept, "This topic is closed.", "/forum/new?space=")
		closed := h.Get(h.ben, h.at("topics", first.Topic))
		want(t, closed, 200, "This topic is closed.", "Begin a topic")
		if strings.Contains(closed.Body, `name="text"`) {
			t.Error("there is a box where nothing can be written")
		}

		none := h.begin(apptest.Ana, "Only hear me", "My words.", func(b *forum.Beginning) { b.Answers = forum.None })
		want(t, h.Get(h.ben, h.at("topics", none.Topic)), 200, "needs no answer")
		want(t, h.Post(h.ben, h.replies(none.Topic), answer), 422, kept, "needs no answer")

		hush := func(until time.Time) {
			must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				return h.Groups.Hush(ctx, tx, h.Inside(h.fay, h.g), h.Inside(h.ben, h.g).Self.ID, until)
			}))
		}
		open := h.begin(apptest.Ana, "Open", "My words.", nil)
		hush(h.Clock.Now().Add(time.Hour))
		want(t, h.Post(h.ben, h.replies(open.Topic), answer), 422, kept, "paused your writing here")
		want(t, h.Get(h.ben, h.at("topics", open.Topic)), 200, "paused your writing here", "Look at your notices")
		want(t, h.Get(h.ben, h.at("new?space="+h.space("talk"))), 200, "paused your writing here")
		hush(time.Time{})

		must(t, h.Groups.Reword(ctx, h.Inside(h.fay, h.g), "- Something new.", true))
		want(t, h.Post(h.ben, h.replies(open.Topic), answer), 422, kept, "agreements of this group have changed", "/agreements")
	})
}

func TestWhoHasNoKeyYetPostsOnceAndWaits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Enter(apptest.Zoe, h.g, "Wren")
		page := h.Get(apptest.Zoe, h.at("new?space="+h.space("shares")))
		want(t, page, 200, "Somebody who greets or leads reads it before others do.")
		if strings.Contains(page.Body, "Without my name") {
			t.Error("a first post without a key is offered without a name")
		}
		first := h.posted(apptest.Zoe, h.Post(apptest.Zoe, h.at("new"), h.share("Here I am.")))
		if first.State != forum.Waits {
			t.Fatalf("it is %s", first.State)
		}
		own := h.Get(apptest.Zoe, h.at("topics", first.Topic))
		want(t, own, 200, "Your words wait.", "those who greet or lead in Low Tide", "Take it back")
		want(t, h.Get(h.ben, h.at("topics", first.Topic)), 404)
		second := h.begin(apptest.Ana, "Told", "My words.", nil)
		want(t, h.Get(apptest.Zoe, h.at("topics", second.Topic)), 200, "Keep your seat first", `href="/settings/keys"`)
		want(t, h.Post(apptest.Zoe, h.replies(second.Topic), url.Values{"text": {"Not lost."}}), 422, "Not lost.", "Keep your seat first")
	})
}

func TestNobodyShowsTheirNameByMistake(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.posted(apptest.Ana, h.Post(apptest.Ana, h.at("new"), with(h.share("It is heavy."), "anonymous", "yes")))
		if first.Author.Pseudonym != 1 {
			t.Fatalf("it is by %+v", first.Author)
		}
		box := h.Get(apptest.Ana, h.at("topics", first.Topic))
		want(t, box, 200, "Under which name?", "Anonymous 1", `value="yes" checked`)
		path := h.replies(first.Topic)
		asked := h.Post(apptest.Ana, path, url.Values{"text": {"My own words."}, "anonymous": {"no"}})
		want(t, asked, 422, "My own words.", "You wrote here without your name before.", `name="named-sure"`)
		if n := len(h.items(h.ben, first.Topic)); n != 1 {
			t.Fatalf("%d posts", n)
		}
		if p := h.posted(apptest.Ana, h.Post(apptest.Ana, path, url.Values{"text": {"Still hidden."}, "anonymous": {"yes"}})); p.Author.Pseudonym != 1 {
			t.Errorf("it is by %+v", p.Author)
		}
		if p := h.posted(apptest.Ana, h.Post(apptest.Ana, path, url.Values{"text": {"Now I."}, "anonymous": {"no"}, "named-sure": {"yes"}})); p.Author.Name != "Marisol" {
			t.Errorf("it is by %+v", p.Author)
		}
		// Only for shares, unless the group says otherwise, or not at all.
		want(t, h.Post(apptest.Ana, h.at("new"), with(h.share("Talk."), "anonymous", "yes", "kind", "discussion")), 422, "Nothing is written anonymously here.", "Talk.")
		talk := h.begin(apptest.Ana, "Talk", "Talk.", func(b *forum.Beginning) { b.Kind = forum.Discussion })
		if strings.Contains(h.Get(h.ben, h.at("topics", talk.Topic)).Body, "Without my name") {
			t.Error("a discussion offers to hide a name")
		}
		h.arrange(func(s *forum.Setting) { s.Anonymous = forum.Nothing })
		if strings.Contains(h.Get(h.ben, h.at("new?space="+h.space("shares"))).Body, "Without my name") {
			t.Error("a group without anonymous posts offers them")
		}
	})
}

func TestWhatSomebodyBeganIsKeptForThemAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "Told", "My words.", nil)
		draft := h.at("drafts", first.Topic)
		words := "Halfway through a sentence about"
		r := h.Request("POST", draft, url.Values{"text": {words}, "notes": {"grief"}, "anonymous": {"yes"}, "quote": {first.ID}, "excerpt": {"My words"}, "once": {"same"}})
		r.Header.Set("Accept", "application/json")
		if got := h.Do(h.ben, r); got.Code != 204 || got.Header.Get("Set-Cookie") != "" {
			t.Fatalf("%d %v: %s", got.Code, got.Header, got.Body)
		}
		if strings.Contains(h.Dump(), "Halfway") {
			t.Error("a draft lies in the records for everybody to read")
		}
		want(t, h.Get(h.ben, h.at("topics", first.Topic)), 200, words, "You began this before. Only you can read it.", `value="grief" checked`, `name="anonymous" value="yes" checked`, ">My words</textarea>", "Delete the draft")
		if other := h.Get(h.fay, h.at("topics", first.Topic)); strings.Contains(other.Body, words) {
			t.Error("somebody else reads it")
		}
		// The same form's key is not used up by keeping what is in it.
		h.posted(h.ben, h.Post(h.ben, h.replies(first.Topic), url.Values{"text": {words + " it."}, "once": {"same"}}))
		if after := h.Get(h.ben, h.at("topics", first.Topic)); strings.Contains(after.Body, "You began this before") {
			t.Error("a draft outlives its post")
		}

		want(t, h.Post(h.ben, h.at("drafts", h.space("talk")), with(h.share("A new topic that waits."), "kind", "question")), 303)
		want(t, h.Post(h.ben, draft, url.Values{"text": {"Another answer."}}), 303)
		want(t, h.Get(h.ben, h.at("new?space="+h.space("talk"))), 200, "A new topic that waits.", `value="question" checked`)
		// While somebody types, the same form is kept again and again.
		for _, sofar := range []string{"First", "First and second"} {
			want(t, h.Post(h.ben, h.at("drafts", h.space("shares")), with(h.share(sofar), "once", "typing")), 303)
		}
		want(t, h.Get(h.ben, h.at("new?space="+h.space("shares"))), 200, "First and second</textarea>")
		h.posted(h.ben, h.Post(h.ben, h.at("new"), with(h.share("First and second, and done."), "once", "typing")))
		if page := h.Get(h.ben, h.at("new?space="+h.space("shares"))); strings.Contains(page.Body, "First and second") {
			t.Error("a draft outlives the topic that was begun with it")
		}
		want(t, h.Get(h.ben, h.at("drafts")), 200, "A new topic that waits.", "The first wedding", "Your answer to “Told”", "Another answer.", "Go on writing")
		want(t, h.Post(h.ben, draft+"/deletion", nil), 303)
		if list := h.Get(h.ben, h.at("drafts")); strings.Contains(list.Body, "Another answer.") {
			t.Error("a deleted draft is listed")
		}
		h.Clock.Advance(forum.DraftsKept + time.Second)
		want(t, h.Get(h.ben, h.at("drafts")), 200, "Nothing waits for you here.")
		must(t, h.Forum.SweepDrafts(ctx))
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			if n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM forum_draft`); err != nil || n != 0 {
				t.Errorf("%d drafts after a week, %v", n, err)
			}
			return nil
		})
	})
}

func TestADraftHasItsPlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		elsewhere := h.Found(h.fay, "Other", nil)
		for _, target := range []string{"nothing", elsewhere.ID + "-talk"} {
			if got := h.Post(h.ben, h.at("drafts", target), url.Values{"text": {"Words."}}); got.Code != 404 {
				t.Errorf("%s: %d", target, got.Code)
			}
		}
		want(t, h.Post(apptest.Stella, h.at("drafts", h.space("talk")), url.Values{"text": {"Words."}}), 404)
		first := h.begin(apptest.Ana, "Told", "My words.", nil)
		want(t, h.Post(h.ben, h.at("drafts", first.Topic), url.Values{"text": {"Words that stay with me."}}), 303)
		_, err := h.Forum.Delete(ctx, h.Inside(apptest.Ana, h.g), first.ID)
		must(t, err)
		want(t, h.Get(h.ben, h.at("drafts")), 200, "Words that stay with me.", "An answer to what is not there any more")
		// Whoever was helped in again by others begins with an empty page.
		must(t, h.Keys.Destroy(ctx, account.PrivateOwner(h.Viewer(h.ben).Account)))
		want(t, h.Get(h.ben, h.at("drafts")), 200, "Nothing waits for you here.")
		if _, err := h.Keys.Seal(ctx, account.PrivateOwner(h.Viewer(h.ben).Account), []byte("x"), "y"); err != nil && err != seal.ErrDestroyed {
			t.Error(err)
		}
	})
}

func TestTakingBackBringsAllOfItBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.posted(apptest.Ana, h.Post(apptest.Ana, h.at("new"), with(h.share("I said too much."), "anonymous", "yes", "answers", "thanks", "keep", "7", "notes", "grief")))
		want(t, h.Get(apptest.Ana, h.at("topics", first.Topic)), 200, "Your words are there. Nobody was told yet.", "Take it back", h.at("posts", first.ID, "undoing"))
		if other := h.Get(h.ben, h.at("topics", first.Topic)); strings.Contains(other.Body, "Take it back") {
			t.Error("others can take it back")
		}
		want(t, h.Post(h.ben, h.at("posts", first.ID, "undoing"), nil), 404)
		back := h.Post(apptest.Ana, h.at("posts", first.ID, "undoing"), nil)
		if to := back.Header.Get("Location"); back.Code != 303 || to != h.at("new?space="+h.space("shares")) {
			t.Fatalf("%d to %s", back.Code, to)
		}
		want(t, h.Get(h.ben, h.at("topics", first.Topic)), 404)
		want(t, h.Get(apptest.Ana, back.Header.Get("Location")), 200, "I said too much.", `value="The first wedding"`, `name="anonymous" value="yes" checked`, `value="thanks" selected`, `value="7" selected`, `value="grief" checked`)

		topic := h.begin(h.ben, "Told", "My words.", nil)
		answer := h.posted(apptest.Ana, h.Post(apptest.Ana, h.replies(topic.Topic), url.Values{"text": {"Too soon."}, "quote": {topic.ID}, "excerpt": {"My words."}}))
		back = h.Post(apptest.Ana, h.at("posts", answer.ID, "undoing"), nil)
		want(t, h.Get(apptest.Ana, strings.TrimSuffix(back.Header.Get("Location"), "#answer")), 200, "Too soon.", ">My words.</textarea>", `name="quote" value="`+topic.ID+`"`)

		late := h.posted(apptest.Ana, h.Post(apptest.Ana, h.replies(topic.Topic), url.Values{"text": {"I stand by it."}}))
		h.Clock.Advance(forum.UndoFor + time.Second)
		if page := h.Get(apptest.Ana, h.at("topics", topic.Topic)); strings.Contains(page.Body, "Nobody was told yet") {
			t.Error("it is offered too late")
		}
		want(t, h.Post(apptest.Ana, h.at("posts", late.ID, "undoing"), nil), 303)
		if n := len(h.items(apptest.Ana, topic.Topic)); n < 2 {
			t.Error("it was taken back too late")
		}
	})
}

func TestOnesOwnWordsAreChangedAndDeleted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.begin(apptest.Ana, "Told", "My *first* words.", nil)
		edit, deletion := h.at("posts", first.ID, "edit"), h.at("posts", first.ID, "deletion")
		for _, path := range []string{edit, deletion} {
			want(t, h.Get(h.ben, path), 404)
			want(t, h.Post(h.ben, path, url.Values{"title": {"x"}, "text": {"x"}}), 404)
		}
		want(t, h.Get(apptest.Ana, edit), 200, "My *first* words.</textarea>", `value="Told"`, "kept for seven days. They are seen only if somebody reports this post.")
		want(t, h.Post(apptest.Ana, edit, url.Values{"title": {""}, "text": {"Second words."}, "notes": {"grief"}}), 422, "Give it a title.", "Second words.", `value="grief" checked`)
		want(t, h.Post(apptest.Ana, edit, url.Values{"title": {"Told anew"}, "text": {"Second words."}}), 303)
		if p := h.items(h.ben, first.Topic)[0].Post; !strings.Contains(p.HTML, "Second words.") || p.Edited.IsZero() {
			t.Errorf("it says %+v", p)
		}
		want(t, h.Get(apptest.Ana, h.at("posts", first.ID)), 200, edit, deletion)
		want(t, h.Get(apptest.Ana, deletion), 200, "Second words.", "go for good", "Delete it", "Not now")
		answer := h.posted(h.ben, h.Post(h.ben, h.replies(first.Topic), url.Values{"text": {"I hear you."}}))
		want(t, h.Get(apptest.Ana, deletion), 200, "What others answered stays.")
		want(t, h.Get(h.ben, h.at("posts", answer.ID, "deletion")), 200, "What others quoted of them goes too.")
		if to := h.Post(apptest.Ana, deletion, nil).Header.Get("Location"); to != h.at("topics", first.Topic) {
			t.Errorf("deleting leads to %s", to)
		}
		want(t, h.Get(apptest.Ana, edit), 404)
		want(t, h.Get(h.ben, h.at("topics", first.Topic)), 200, "I hear you.")
	})
}
