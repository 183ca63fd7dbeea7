package group_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
)

func TestTheListOfMembersGoesOnAndIsSearched(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ctx := context.Background()
		const letters = "abdefghkpx" // none of which looks like another
		lead := a.Facilitator("Fay")
		g := a.Found(lead, "Tomasz", nil)
		for n := range group.MembersPage + 5 {
			p := a.Newcomer(fmt.Sprint("guest ", n))
			m := a.Enter(p, g, fmt.Sprintf("Wren number %c%c", letters[n/len(letters)], letters[n%len(letters)]))
			if n%2 == 0 {
				if err := a.Groups.Introduce(ctx, m, "Hello."); err != nil {
					t.Fatal(err)
				}
			}
		}
		a.Clock.Advance(time.Hour)
		names := func(who apptest.Person, search string) (all []string) {
			t.Helper()
			for after := ""; ; {
				list, next, err := a.Groups.MembersFor(ctx, a.Inside(who, g), search, after)
				if err != nil || len(list) > group.MembersPage {
					t.Fatal(len(list), err)
				}
				for _, p := range list {
					all = append(all, p.Name)
				}
				if after = next; next == "" {
					return all
				}
			}
		}
		guest := a.Newcomer("guest of nobody")
		a.Enter(guest, g, "Zora")
		everybody := names(lead, "")
		if len(everybody) != group.MembersPage+6 || !slices.IsSorted(everybody) || len(slices.Compact(slices.Clone(everybody))) != len(everybody) {
			t.Error("who leads sees", everybody)
		}
		for search, want := range map[string]int{"": 30, "WREN": 28, "number aa": 1, "nobody": 0, "%": 0, "_": 0, `\`: 0} {
			if got := names(guest, search); len(got) != want {
				t.Errorf("%q: %d, want %d: %v", search, len(got), want, got)
			}
		}
	})
}
