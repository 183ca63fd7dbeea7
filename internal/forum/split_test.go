package forum_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// split is a topic of six posts, of which the fourth to the sixth are about
// something else.
func (h *house) long() (posts []forum.Post) {
	first := h.begin(apptest.Ana, "How was the week?", "Mine was long.", nil)
	posts = append(posts, first)
	say := func(by apptest.Person, w forum.Words) {
		posts = append(posts, h.reply(by, first.Topic, w))
	}
	say(h.ben, forum.Words{Text: "Not under my name: short.", Anonymous: true})
	say(h.fay, forum.Words{Text: "Good to read you."})
	say(h.ben, forum.Words{Text: "Does anybody know a quiet café?", Anonymous: true})
	say(apptest.Ana, forum.Words{Text: "The one by the river.", Quote: posts[3].ID, Excerpt: "a quiet café"})
	say(h.fay, forum.Words{Text: "Yes, that one. And you were heard.", Quote: posts[1].ID})
	return posts
}

func TestPostsBecomeATopicOfTheirOwnAndGoBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		set := forum.Setting{Anonymous: forum.All}
		must(t, h.Forum.Arrange(ctx, h.Inside(h.fay, h.g), set))
		posts := h.long()
		topic := posts[0].Topic
		ana, fay := h.Inside(apptest.Ana, h.g), h.Inside(h.fay, h.g)
		must(t, h.Forum.React(ctx, ana, posts[3].ID, "with-you", true))
		h.Forum.Saw(ana, topic, 5)
		before := h.page(h.ben, topic)

		to, err := h.Forum.Split(ctx, fay, forum.Splitting{Topic: topic, From: 4, Title: "  A quiet   café ", Space: h.space("talk")})
		must(t, err)
		old, now := h.page(h.ben, topic), h.page(h.ben, to)
		if len(old.Items) != 3 || old.Topic.Number != 6 {
			t.Errorf("what stays is %+v", old.Items)
		}
		if now.Topic.Title != "A quiet café" || now.Topic.Space != h.space("talk") || now.Topic.Number != 3 || len(now.Items) != 3 {
			t.Fatalf("what went is %+v", now)
		}
		for n, i := range now.Items {
			if i.Number != int64(n+1) || i.Post.ID != posts[n+3].ID {
				t.Errorf("post %d is %+v", n+1, i.Post)
			}
		}
		if q := now.Items[1].Post.Quote; q == nil || q.Text != "a quiet café" || q.Elsewhere || now.Items[0].Post.Cared[0] != "with-you" {
			t.Errorf("the quote is %+v, and cared %v", q, now.Items[0].Post.Cared)
		}
		if q := now.Items[2].Post.Quote; q == nil || !q.Elsewhere || q.Post != posts[1].ID {
			t.Errorf("what is quoted from the other topic is %+v", q)
		}
		if is := now.Items[0].Post; !is.Mine || is.Author.Pseudonym != 1 || h.marked(posts[1].ID, posts[3].ID) {
			t.Errorf("the pseudonym goes along: %+v", is.Author)
		}
		// Ana had read up to the fifth: here that is the second.
		if read, err := h.Forum.PageFor(ctx, ana, to, 0); err != nil || read.Unread != 3 {
			t.Errorf("unread is %d, %v", read.Unread, err)
		}
		if p, err := h.Forum.PostFor(ctx, ana, posts[4].ID); err != nil || p.Topic.ID != to || p.Items[0].Number != 2 {
			t.Errorf("a link to the post leads to %+v, %v", p.Topic, err)
		}
		if hits, _, err := h.Forum.FindFor(ctx, ana, forum.Finding{Text: "in:talk river", Zone: time.UTC}); err != nil || len(hits) != 1 || hits[0].Topic.ID != to {
			t.Errorf("searching finds %+v, %v", hits, err)
		}
		if p := h.reply(h.ben, topic, forum.Words{Text: "Here the talk goes on."}); p.Number != 7 {
			t.Errorf("the next post is number %d", p.Number)
		}

		later := h.reply(h.ben, to, forum.Words{Text: "I will go there.", Anonymous: true})
		can, err := h.Forum.CanRejoin(ctx, fay, to)
		if origin, err2 := h.Forum.Rejoin(ctx, fay, to); err != nil || !can || err2 != nil || origin != topic {
			t.Fatalf("going back: %v, %v, %v to %s", can, err, err2, origin)
		}
		again := h.page(h.ben, topic)
		if len(again.Items) != 8 || again.Items[7].Post.ID != later.ID || again.Items[7].Post.Author.Pseudonym != 1 {
			t.Fatalf("again one topic: %+v", again.Items)
		}
		if !h.marked(posts[1].ID, posts[3].ID) || !h.marked(posts[1].ID, later.ID) {
			t.Error("in one topic somebody has two marks")
		}
		for n, i := range again.Items[:6] {
			if i.Post.ID != posts[n].ID || i.Post.Author.Pseudonym != before.Items[n].Post.Author.Pseudonym {
				t.Errorf("post %d is %+v", n+1, i.Post)
			}
		}
		if _, err := h.Forum.PageFor(ctx, ana, to, 1); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the empty topic is still there: %v", err)
		}
	})
}

// marked tells whether two posts carry the same mark.
func (h *house) marked(one, other string) bool {
	var n int64
	h.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM forum_post a JOIN forum_post b ON b.mark = a.mark WHERE a.id = ? AND b.id = ? AND a.mark <> ''`, one, other)
		return err
	})
	return n > 0
}

func TestWhatCannotBeTakenOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		first := h.begin(apptest.Ana, "How was the week?", "Mine was long.", nil)
		second := h.reply(h.ben, first.Topic, forum.Words{Text: "Mine too."})
		third := h.reply(h.ben, first.Topic, forum.Words{Text: "Oh, and."})
		if _, err := h.Forum.Delete(ctx, h.Inside(h.ben, h.g), third.ID); err != nil {
			t.Fatal(err)
		}
		other := h.begin(apptest.Ana, "Another", "Words.", nil)
		good := forum.Splitting{Topic: first.Topic, Posts: []string{second.ID}, Title: "New", Space: h.space("talk")}
		for name, c := range map[string]struct {
			change func(*forum.Splitting)
			field  string
		}{
			"no title":           {func(s *forum.Splitting) { s.Title = " " }, "title"},
			"no space":           {func(s *forum.Splitting) { s.Space = "nowhere" }, "space"},
			"the first":          {func(s *forum.Splitting) { s.Posts = []string{first.ID, second.ID} }, "posts"},
			"from the first":     {func(s *forum.Splitting) { s.Posts, s.From = nil, 1 }, "posts"},
			"one that is gone":   {func(s *forum.Splitting) { s.Posts = []string{third.ID} }, "posts"},
			"of another topic":   {func(s *forum.Splitting) { s.Posts = []string{other.ID} }, "posts"},
			"nothing":            {func(s *forum.Splitting) { s.Posts = nil }, "posts"},
			"after the last one": {func(s *forum.Splitting) { s.Posts, s.From = nil, 9 }, "posts"},
		} {
			s := good
			c.change(&s)
			_, err := h.Forum.Split(ctx, h.Inside(h.fay, h.g), s)
			if f, ok := fault.From(err); !ok || f.Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Forum.Split(ctx, h.Inside(apptest.Ana, h.g), good); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member splits: %v", err)
		}
	})
}

func TestTwoLeadersTakeTheSamePostsOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		first := h.begin(apptest.Ana, "How was the week?", "Mine was long.", nil)
		for range 6 {
			h.reply(h.ben, first.Topic, forum.Words{Text: "More."})
		}
		var wait sync.WaitGroup
		done := make(chan error, 8)
		for range 8 {
			wait.Go(func() {
				_, err := h.Forum.Split(ctx, h.Inside(h.fay, h.g), forum.Splitting{Topic: first.Topic, From: 3, Title: "New", Space: h.space("talk")})
				done <- err
			})
		}
		wait.Wait()
		close(done)
		won := 0
		for err := range done {
			if f, ok := fault.From(err); err == nil {
				won++
			} else if !ok || f.Field != "posts" {
				t.Errorf("the one who came second: %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d topics came of it", won)
		}
	})
}

func TestWordsAreErasedWhereverTheyWereTaken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		must(t, h.Forum.Arrange(ctx, h.Inside(h.fay, h.g), forum.Setting{Anonymous: forum.All}))
		must(t, h.Jobs.Start(ctx))
		t.Cleanup(func() { must(t, h.Jobs.Stop(ctx)) })
		posts := h.long()
		must(t, h.Groups.Leave(ctx, h.Viewer(h.ben), h.g.Slug, group.Erased))
		to, err := h.Forum.Split(ctx, h.Inside(h.fay, h.g), forum.Splitting{Topic: posts[0].Topic, From: 4, Title: "New", Space: h.space("talk")})
		must(t, err)
		h.Clock.Advance(49 * time.Hour)
		must(t, h.Jobs.Drain(ctx))
		for _, topic := range []string{posts[0].Topic, to} {
			for _, i := range h.page(apptest.Ana, topic).Items {
				if !i.Missing && i.Post.Author.Anonymous() {
					t.Errorf("still there: %+v", i.Post)
				}
			}
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
