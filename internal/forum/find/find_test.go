package find_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/forum/find"
	"handrail/internal/group"
)

// TestWordsAreFoundByThoseWhoMayReadThem looks for the same word as everybody:
// whoever may not read a post finds nothing of it.
func TestWordsAreFoundByThoseWhoMayReadThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ctx := context.Background()
		fay, ben, cleo := a.Facilitator("Fay"), a.Facilitator("Ben"), a.Facilitator("Cleo")
		g := a.Found(fay, "Tomasz", nil)
		other := a.Found(fay, "Olive", func(p *group.Plan) { p.Group.Name = "Steady Hands" })
		marisol := a.Enter(apptest.Ana, g, "Marisol")
		a.Enter(ben, g, "Cedar")
		a.Enter(cleo, other, "Juno")
		say := func(p apptest.Person, title, text string, anonymous bool) forum.Post {
			t.Helper()
			post, err := a.Forum.Begin(ctx, a.Inside(p, g), forum.Beginning{Space: g.ID + "-shares", Kind: forum.Share, Title: title, Words: forum.Words{Text: text, Anonymous: anonymous}})
			if err != nil {
				t.Fatal(err)
			}
			return post
		}
		say(apptest.Ana, "At the harbour", "There was a lanternfish & <b>fog</b>.", false)
		hidden := say(apptest.Ana, "Another", "A lanternfish in a post without a name.", true)
		search := func(p apptest.Person, q string) apptest.Answer {
			return a.Get(p, find.Path(g.Slug)+"?"+url.Values{"q": {q}}.Encode())
		}
		found := func(p apptest.Person, q string, want int) {
			t.Helper()
			got := search(p, q)
			if n := strings.Count(got.Body, "<mark>"); got.Code != http.StatusOK || n != want {
				t.Errorf("%s looks for %q: %d, %d matches and not %d", p.Name, q, got.Code, n, want)
			}
		}
		found(ben, "lanternfish", 2)
		found(ben, `"a lanternfish" fog`, 2) // a phrase and a word
		found(ben, "lanternfish from:Marisol", 1)
		found(ben, "lanternfish has:picture", 0)
		found(ben, "lanternfish in:Stories", 2)
		found(ben, "lanternfish in:Questions", 0)
		if got := search(ben, "before:soon"); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("a day that is none: %d", got.Code)
		}
		if got := search(cleo, "lanternfish"); got.Code != http.StatusNotFound {
			t.Errorf("a member of another group: %d", got.Code)
		}
		if err := a.Groups.BlockOne(ctx, a.Inside(ben, g), marisol.Self.ID); err != nil {
			t.Fatal(err)
		}
		found(ben, "lanternfish", 1) // what was said without a name stays
		if _, err := a.Forum.Delete(ctx, a.Inside(apptest.Ana, g), hidden.ID); err != nil {
			t.Fatal(err)
		}
		found(ben, "lanternfish", 0)
		found(fay, "lanternfish", 1)
	})
}
