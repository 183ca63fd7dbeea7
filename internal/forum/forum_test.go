package forum_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

var ctx = context.Background()

// house is a group with a leader and two members, who can share.
type house struct {
	*apptest.App
	t       *testing.T
	g       group.Group
	fay     apptest.Person // leads it
	ben     apptest.Person
	marisol group.Member // of Ana
}

func open(t *testing.T, a *apptest.App, change func(p *group.Plan)) *house {
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
	h.g = a.Found(h.fay, "Tomasz", change)
	h.marisol = a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	return h
}

func (h *house) space(shipped string) string { return h.g.ID + "-" + shipped }

// begin begins a share, and fails the test unless it is there.
func (h *house) begin(by apptest.Person, title, text string, change func(*forum.Beginning)) forum.Post {
	h.t.Helper()
	b := forum.Beginning{Space: h.space("shares"), Kind: forum.Share, Title: title, Words: forum.Words{Text: text}}
	if change != nil {
		change(&b)
	}
	p, err := h.Forum.Begin(ctx, h.Inside(by, h.g), b)
	if err != nil {
		h.t.Fatalf("%s begins: %v", by.Name, err)
	}
	return p
}

func (h *house) reply(by apptest.Person, topic string, w forum.Words) forum.Post {
	h.t.Helper()
	p, err := h.Forum.Reply(ctx, h.Inside(by, h.g), topic, w)
	if err != nil {
		h.t.Fatalf("%s answers: %v", by.Name, err)
	}
	return p
}

func (h *house) page(by apptest.Person, topic string) forum.Page {
	h.t.Helper()
	p, err := h.Forum.PageFor(ctx, h.Inside(by, h.g), topic, 1)
	if err != nil {
		h.t.Fatalf("%s reads: %v", by.Name, err)
	}
	return p
}

func TestAShareIsBegunAnsweredAndRead(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		first := h.begin(apptest.Ana, "The first wedding", "There was a *toast*. I lifted water.", nil)
		h.reply(h.ben, first.Topic, forum.Words{Text: "Thank you, @Marisol, and @Nobody.", Quote: first.ID, Excerpt: "I lifted water."})
		page := h.page(apptest.Ana, first.Topic)
		if len(page.Items) != 2 || page.Topic.Title != "The first wedding" || !page.Items[0].Post.Mine || !page.Items[0].Post.Author.Began {
			t.Fatalf("the page is %+v", page)
		}
		answer := page.Items[1].Post
		if answer.Author.Name != "Quiet Cedar" || answer.Quote == nil || answer.Quote.Text != "I lifted water." || answer.Quote.Author.Name != "Marisol" {
			t.Errorf("the answer is %+v, quoting %+v", answer, answer.Quote)
		}
		want := `<p dir="auto">Thank you, <a class="mention" href="/groups/` + h.g.Slug + `/members/` + h.marisol.Self.ID + `"><bdi>@Marisol</bdi></a>, and @Nobody.</p>`
		if got := strings.TrimSpace(answer.HTML); got != want {
			t.Errorf("the answer says %q, not %q", got, want)
		}
		if u, err := h.Forum.UnreadFor(ctx, h.Inside(apptest.Ana, h.g)); err != nil || u.All != 1 {
			t.Errorf("unread for its author: %+v, %v", u, err)
		}
	})
}

func TestAnAnonymousShareIsItsAuthorsAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		first := h.begin(apptest.Ana, "Not under my name", "It is heavy.", func(b *forum.Beginning) { b.Anonymous = true })
		h.reply(h.ben, first.Topic, forum.Words{Text: "I hear you."})
		h.reply(apptest.Ana, first.Topic, forum.Words{Text: "Thank you.", Anonymous: true})
		mine, theirs := h.page(apptest.Ana, first.Topic), h.page(h.ben, first.Topic)
		if !mine.Topic.Mine || mine.As == nil || mine.As.Pseudonym != 1 || theirs.Topic.Mine || theirs.As != nil {
			t.Errorf("it is its author's: %+v; and nobody else's: %+v", mine, theirs)
		}
		for _, n := range []int{0, 2} {
			if p := theirs.Items[n].Post; p.Author.Pseudonym != 1 || p.Author.Name != "" || p.Author.ID != "" || p.Author.Seed != theirs.Items[0].Post.Author.Seed {
				t.Errorf("post %d shows %+v", n, p.Author)
			}
		}
		if err := h.Forum.Edit(ctx, h.Inside(apptest.Ana, h.g), first.ID, forum.Edited{Title: "Still", Text: "It is less heavy."}); err != nil {
			t.Errorf("its author changes it: %v", err)
		}
		if err := h.Forum.Edit(ctx, h.Inside(h.ben, h.g), first.ID, forum.Edited{Title: "Mine", Text: "Mine."}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else changes it: %v", err)
		}
	})
}

func TestUndoIsAsIfItHadNeverBeen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		first := h.begin(apptest.Ana, "Too soon", "I take this back.", nil)
		e, gone, err := h.Forum.Undo(ctx, h.Inside(apptest.Ana, h.g), first.ID)
		if err != nil || !gone || e.Text != "I take this back." || e.Title != "Too soon" {
			t.Fatalf("undo gives %+v, %v, %v", e, gone, err)
		}
		if _, err := h.Forum.PageFor(ctx, h.Inside(apptest.Ana, h.g), first.Topic, 1); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the topic is still there: %v", err)
		}
		second := h.begin(apptest.Ana, "Later", "I leave this.", nil)
		a.Clock.Advance(forum.UndoFor + time.Second)
		if _, _, err := h.Forum.Undo(ctx, h.Inside(apptest.Ana, h.g), second.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("undo after its time: %v", err)
		}
	})
}
