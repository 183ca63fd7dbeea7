package forum_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// A name that an anonymous author mentions is a mention whether or not a block
// stands between the two: else whoever blocked somebody would know who it is.
func TestAMentionWithoutANameTellsOfNoBlock(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		h.begin(h.ben, "Here I am", "Hello.", nil)
		h.begin(apptest.Ana, "Me too", "Hello.", nil)
		must(t, h.Groups.BlockOne(ctx, h.Inside(h.ben, h.g), h.marisol.Self.ID))
		named := h.begin(apptest.Ana, "Under my name", "I miss @Quiet Cedar.", nil)
		if is := h.page(h.fay, named.Topic).Items[0].Post.HTML; strings.Contains(is, "mention") {
			t.Fatalf("whom a block hides is found: %s", is)
		}
		unnamed := h.begin(apptest.Ana, "Not under my name", "I miss @Quiet Cedar.", func(b *forum.Beginning) { b.Anonymous = true })
		for range 2 {
			for _, p := range []apptest.Person{h.ben, h.fay} {
				if is := h.page(p, unnamed.Topic).Items[0].Post.HTML; !strings.Contains(is, "mention") {
					t.Errorf("%s sees that somebody was not found: %s", p.Name, is)
				}
			}
			must(t, h.Forum.Edit(ctx, h.Inside(apptest.Ana, h.g), unnamed.ID, forum.Edited{Title: "Still", Text: "I really miss @Quiet Cedar."}))
		}
	})
}

// What a leader writes without a name waits, and takes its time, as that of
// everybody: else the others who look after the group would know that a leader did.
func TestALeadersWordsWithoutANameWaitAsAllDo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		must(t, h.Forum.Arrange(ctx, h.Inside(h.fay, h.g), forum.Setting{Anonymous: forum.All, Review: true, Slow: 60}))
		if p := h.begin(h.fay, "Under my name", "Words.", nil); p.State != forum.Here {
			t.Errorf("a leader's own words are %s", p.State)
		}
		p := h.begin(h.fay, "Without", "Words.", func(b *forum.Beginning) { b.Anonymous = true })
		if p.State != forum.Waits {
			t.Errorf("a leader's words without a name are %s", p.State)
		}
		must(t, h.Forum.LetThrough(ctx, h.Inside(h.fay, h.g), p.ID))
		if _, err := h.Forum.Reply(ctx, h.Inside(h.fay, h.g), p.Topic, forum.Words{Text: "More.", Anonymous: true}); fault.KindOf(err) != fault.TooMany {
			t.Errorf("a leader need not wait: %v", err)
		}
		h.Clock.Advance(2 * time.Minute)
		must(t, h.Forum.Edit(ctx, h.Inside(h.fay, h.g), p.ID, forum.Edited{Title: "Without", Text: "Other words."}))
		if is := h.page(h.fay, p.Topic).Items[0].Post.State; is != forum.Waits {
			t.Errorf("other words without a name are %s", is)
		}
	})
}

// Other words in the place of those that somebody looked at are looked at too.
func TestOtherWordsAreLookedAtAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		must(t, h.Forum.Arrange(ctx, h.Inside(h.fay, h.g), forum.Setting{Anonymous: forum.Shares, Watched: []string{"lottery"}}))
		first := h.begin(apptest.Ana, "The wedding", "I lifted water.", nil)
		must(t, h.Forum.Edit(ctx, h.Inside(apptest.Ana, h.g), first.ID, forum.Edited{Title: "The lottery", Text: "I lifted water."}))
		if is := h.page(h.fay, first.Topic).Items[0].Post.State; is != forum.Waits {
			t.Errorf("after another title alone it is %s", is)
		}
		keyless := a.Newcomer("Kim")
		a.Enter(keyless, h.g, "Slow River")
		p := h.begin(keyless, "Hello", "It is my first day.", nil)
		must(t, h.Forum.LetThrough(ctx, h.Inside(h.fay, h.g), p.ID))
		must(t, h.Forum.Edit(ctx, h.Inside(keyless, h.g), p.ID, forum.Edited{Title: "Hello", Text: "Something else altogether."}))
		if is := h.page(h.fay, p.Topic).Items[0].Post.State; p.State != forum.Waits || is != forum.Waits {
			t.Errorf("without a key they are %s, and changed %s", p.State, is)
		}
	})
}

// Whoever leaves and erases has work done in several topics. The work, which lies
// in the database until it is done, does not tell which.
func TestWorkDoesNotTellWhoseTopicsTheseWere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		first := h.begin(h.ben, "Without", "Words.", func(b *forum.Beginning) { b.Anonymous = true })
		h.Clock.Advance(time.Minute)
		must(t, h.Groups.Leave(ctx, h.Viewer(h.ben), h.g.Slug, group.Erased))
		args := db.Pair{
			SQLite:   `SELECT COUNT(*) FROM river_job WHERE kind = 'forum.erase-words' AND (CAST(? AS TEXT) = '' OR json(args) LIKE '%' || ? || '%')`,
			Postgres: `SELECT COUNT(*) FROM river_job WHERE kind = 'forum.erase-words' AND (CAST(? AS TEXT) = '' OR CAST(args AS TEXT) LIKE '%' || ? || '%')`,
		}
		for _, c := range []struct {
			holds string
			want  int64
		}{{"", 1}, {first.Topic, 0}} {
			h.Read(func(ctx context.Context, tx *db.Tx) error {
				n, err := db.Scalar[int64](ctx, tx, tx.Pick(args), c.holds, c.holds)
				if n != c.want {
					t.Errorf("%d pieces of work hold %q", n, c.holds)
				}
				return err
			})
		}
	})
}

// Nobody is told of what they cannot see: what is said in a topic of somebody
// between whom and them a block stands, or in one that is hidden.
func TestNobodyIsCalledToWhatTheyCannotSee(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		heard := func() (n int) {
			t.Helper()
			list, err := h.Notices.ListFor(ctx, h.Viewer(h.ben), 1)
			must(t, err)
			return len(list.Lines)
		}
		tell := func(topic string) {
			t.Helper()
			p := h.reply(h.fay, topic, forum.Words{Text: "I hear you, @Quiet Cedar."})
			h.Clock.Advance(time.Minute)
			must(t, h.Forum.Tell(ctx, p.ID))
		}
		one, two := h.begin(apptest.Ana, "One", "Words.", nil), h.begin(apptest.Ana, "Two", "Words.", nil)
		for _, p := range []forum.Post{one, two} {
			h.reply(h.ben, p.Topic, forum.Words{Text: "I follow this."})
		}
		before := heard()
		tell(one.Topic)
		if heard() != before+1 {
			t.Fatal("nobody is told of anything")
		}
		must(t, h.Groups.BlockOne(ctx, h.Inside(apptest.Ana, h.g), h.Inside(h.ben, h.g).Self.ID))
		tell(two.Topic)
		if heard() != before+1 {
			t.Error("somebody is called to a topic that a block hides from them")
		}
	})
}
