package forum_test

import (
	"fmt"
	"sync"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
)

// A hundred people answer one topic at the same moment. Their answers stand in a
// dense order, none twice and none missing, and what is unread for each is what
// the others said.
func TestAHundredWhoPostAtOnceStandInADenseOrder(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		const people = 100
		h := open(t, a, nil)
		topic := h.begin(apptest.Ana, "All at once", "Go.", nil).Topic
		members := make([]group.Member, people)
		for i := range members {
			p := a.Newcomer(fmt.Sprintf("P%03d", i))
			a.AddKey(p)
			members[i] = a.Enter(p, h.g, "Member "+letters(i))
		}
		var wg sync.WaitGroup
		made, failed := make([]int64, people), make([]error, people)
		for i, m := range members {
			wg.Go(func() {
				w := forum.Words{Text: fmt.Sprintf("I am number %d.", i), Anonymous: i%10 == 0}
				p, err := h.Forum.Reply(ctx, m, topic, w)
				made[i], failed[i] = p.Number, err
			})
		}
		wg.Wait()
		at := map[int64]int{}
		for i, err := range failed {
			if err != nil {
				t.Fatalf("%d: %v", i, err)
			}
			if other, taken := at[made[i]]; taken {
				t.Fatalf("%d and %d both have number %d", i, other, made[i])
			}
			at[made[i]] = i
		}
		for n := int64(2); n <= people+1; n++ {
			if _, there := at[n]; !there {
				t.Errorf("number %d is missing", n)
			}
		}
		for _, i := range []int{1, 10, 55} {
			l, err := h.Forum.TopicsFor(ctx, members[i], "", 1)
			if err != nil || len(l.Lines) != 1 {
				t.Fatalf("topics: %+v, %v", l, err)
			}
			// What was there before one joined is not unread; an own answer
			// neither, unless it says nowhere whose it is.
			want := people - 1
			if i%10 == 0 {
				want = people
			}
			if got := l.Lines[0].Unread; got != want {
				t.Errorf("%d has %d unread, not %d", i, got, want)
			}
		}
		h.Forum.Saw(members[1], topic, people+1)
		if err := h.Forum.WriteSeen(ctx); err != nil {
			t.Fatal(err)
		}
		if u, err := h.Forum.UnreadFor(ctx, members[1]); err != nil || u.All != 0 {
			t.Errorf("after reading all, %+v is unread: %v", u, err)
		}
		if u, err := h.Forum.UnreadFor(ctx, members[2]); err != nil || u.All != 1 {
			t.Errorf("for somebody else, %+v is unread: %v", u, err)
		}
	})
}

// letters writes a number in words that no name may be taken for another.
func letters(n int) string {
	words := []string{"Ash", "Bay", "Cove", "Dune", "Elm", "Fern", "Glen", "Hazel", "Iris", "Juniper"}
	return words[n/10%10] + " " + words[n%10]
}
