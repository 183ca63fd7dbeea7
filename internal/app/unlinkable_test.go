package app_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/db"
)

// shared is how many people are in both of two groups.
const shared = 12

// lucky is how many of them somebody who guesses would hardly ever get right:
// of random orders of twelve, six fit in one of about two thousand.
const lucky = 6

// both are two groups with the same people in them, under names that tell
// nothing, and somebody who leads both and looks at all that there is to see.
type both struct {
	t      *testing.T
	a      *apptest.App
	olive  apptest.Person
	groups [2]group.Group
	people []apptest.Person
	names  [2][]string // of each of the people, in each group
}

// words are names in an order that has nothing to do with who bears them.
var words = [2][]string{
	{"Quill", "Harbour", "Anise", "Zephyr", "Maple", "Cobalt", "Ferry", "Thistle", "Birch", "Olive tree", "Juno", "Walnut"},
	{"Lantern", "Nettle", "Vesper", "Dune", "Sorrel", "Kestrel", "Ember", "Yarrow", "Petrel", "Alder", "Iris", "Rook"},
}

func newBoth(t *testing.T, a *apptest.App, change func(p *group.Plan)) *both {
	b := &both{t: t, a: a, olive: a.Facilitator("Olive")}
	for i, name := range []string{"Low Tide", "Steady Hands"} {
		b.groups[i] = a.Found(b.olive, "Observer", func(p *group.Plan) {
			p.Group.Name = name
			if change != nil {
				change(p)
			}
		})
	}
	for i := range shared {
		b.people = append(b.people, a.Newcomer(fmt.Sprintf("Person %d", i)))
		for g := range b.names {
			b.names[g] = append(b.names[g], words[g][i])
		}
	}
	return b
}

// join has each of the people join both groups, one second apart.
func (b *both) join() {
	b.t.Helper()
	for i, p := range b.people {
		for g := range b.groups {
			if _, err := b.a.TryJoin(p, b.groups[g], group.Coming{Face: group.Face{Name: b.names[g][i]}, Answer: "I would like to come."}); err != nil {
				b.t.Fatal(err)
			}
			b.a.Clock.Advance(time.Second)
		}
		b.a.Clock.Advance(10 * time.Second)
	}
}

// ids are the memberships of the people in a group.
func (b *both) ids(g int) (ids []string) {
	b.t.Helper()
	for _, p := range b.people {
		ids = append(ids, b.a.Inside(p, b.groups[g]).Self.ID)
	}
	return ids
}

// look is every page of a group that its leader can open, as it came: headers
// and body, but for what is random in each answer.
func (b *both) look(g int, persona string) string {
	b.t.Helper()
	var all strings.Builder
	for _, route := range b.a.Router.Routes() {
		if !within(route.Pattern) || !strings.HasPrefix(route.Pattern, "GET ") || strings.Contains(route.Pattern, "{persona}") != (persona != "") {
			continue
		}
		_, at := inGroup(route.Pattern, b.groups[g], persona)
		if strings.Count(route.Pattern, "{") > 1 && persona == "" {
			continue
		}
		b.a.Clock.Advance(100 * time.Millisecond) // more than anybody may do at once, but for this
		got := b.a.Do(b.olive, b.a.Request("GET", at, url.Values{}))
		var headers []string
		for name, values := range got.Header {
			if name != "Content-Security-Policy" && name != "Date" {
				headers = append(headers, name+": "+strings.Join(values, ","))
			}
		}
		slices.Sort(headers)
		fmt.Fprintf(&all, "%d %s\n%s\n", got.Code, strings.Join(headers, "\n"), offered.ReplaceAllString(differs.ReplaceAllString(got.Body, ""), ""))
	}
	return all.String()
}

var (
	offered = regexp.MustCompile(`(?s)<label class="look">.*?</label>|name="seeds" value="[^"]*"`) // pictures to choose from, new in each answer
	drawing = regexp.MustCompile(`(?s)<svg.*?</svg>`)
	token   = regexp.MustCompile(`[\p{L}\p{N}+/_=.:-]{3,}`)
)

// tokens are what stands in a text that could be the same in another.
func tokens(text string) map[string]bool {
	found := map[string]bool{}
	for _, one := range token.FindAllString(drawing.ReplaceAllString(text, " "), -1) {
		found[one] = true
	}
	return found
}

// TestNothingOnThePagesOfTwoGroupsIsTheSameForOnePerson compares all that is to
// be seen of each person in one group with all that is to be seen of each in the
// other: what two pages of one person share, they share with those of others.
func TestNothingOnThePagesOfTwoGroupsIsTheSameForOnePerson(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, nil)
		b.join()
		a.Clock.Advance(time.Hour)
		var seen [2][]map[string]bool
		for g := range b.groups {
			for _, id := range b.ids(g) {
				seen[g] = append(seen[g], tokens(b.look(g, id)))
			}
		}
		for i := range b.people {
			for one := range seen[0][i] {
				if !seen[1][i][one] {
					continue
				}
				others := 0
				for j := range b.people {
					if j != i && (seen[0][j][one] || seen[1][j][one]) {
						others++
					}
				}
				if others == 0 {
					t.Errorf("only person %d has %q, in both groups", i, one)
				}
			}
		}
		if len(seen[0][0]) < 100 {
			t.Errorf("only %d words were seen", len(seen[0][0]))
		}
		b.drawnApart()
	})
}

// drawnApart looks at what pictures are drawn from, and at the ids.
func (b *both) drawnApart() {
	b.t.Helper()
	for i, p := range b.people {
		one, other := b.a.Inside(p, b.groups[0]).Self, b.a.Inside(p, b.groups[1]).Self
		if one.Seed == other.Seed || one.ID == other.ID || one.ID[:8] == other.ID[:8] {
			b.t.Errorf("person %d: %s and %s, drawn from %s and %s", i, one.ID, other.ID, one.Seed, other.Seed)
		}
		for _, id := range []string{one.ID, other.ID, one.Seed, other.Seed} {
			if id[14] != '4' {
				b.t.Errorf("%s tells when it was made", id)
			}
		}
	}
}

var moment = regexp.MustCompile(`datetime="[^"]*T[^"]*"|\b\d{1,2}:\d{2}\b`)

// TestNoPageTellsWhenSomebodyCame: a time of day on a page about somebody who
// has not said a word would be that of their joining, or close to it.
func TestNoPageTellsWhenSomebodyCame(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, nil)
		b.join()
		a.Clock.Advance(3 * time.Hour)
		without := len(moment.FindAllString(b.look(0, b.groups[0].ID), -1)) // of what belongs to no persona
		for i, id := range b.ids(0) {
			if found := moment.FindAllString(b.look(0, id), -1); len(found) > without {
				t.Errorf("person %d: %v", i, found)
			}
		}
	})
}

// guess counts for how many people the same place in two orders is right.
func (b *both) guess(what string, first, second []string) {
	b.t.Helper()
	if len(first) < shared || len(second) < shared {
		b.t.Fatalf("%s: only %d and %d were seen", what, len(first), len(second))
	}
	right := 0
	for i := range first {
		who := slices.Index(b.names[0], first[i])
		if who >= 0 && i < len(second) && b.names[1][who] == second[i] {
			right++
		}
	}
	if right >= lucky {
		b.t.Errorf("%s tells who is who for %d of %d", what, right, shared)
	}
}

// order is the names of a group's people, in the order in which something has
// them.
func (b *both) order(g int, text string) (names []string) {
	type place struct {
		name string
		at   int
	}
	var places []place
	for _, name := range b.names[g] {
		if at := strings.Index(text, ">"+name+"<"); at >= 0 {
			places = append(places, place{name, at})
		}
	}
	slices.SortFunc(places, func(x, y place) int { return x.at - y.at })
	for _, p := range places {
		names = append(names, p.name)
	}
	return names
}

func TestNoOrderTellsWhoIsWho(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, nil)
		b.join()
		a.Clock.Advance(time.Hour)
		var pages, byID [2][]string
		for g := range b.groups {
			pages[g] = b.order(g, a.Get(b.olive, "/groups/"+b.groups[g].Slug+"/members").Body)
			ids := b.ids(g)
			sorted := slices.Clone(ids)
			slices.Sort(sorted)
			for _, id := range sorted {
				byID[g] = append(byID[g], b.names[g][slices.Index(ids, id)])
			}
		}
		b.guess("the order of the list of members", pages[0], pages[1])
		b.guess("the order of ids", byID[0], byID[1])
		var home [2][]string
		for g := range b.groups {
			home[g] = b.order(g, a.Get(b.olive, "/groups/"+b.groups[g].Slug).Body)
		}
		if len(home[0]) == shared && len(home[1]) == shared {
			b.guess("the order of arrivals on the first page", home[0], home[1])
		}
	})
}

// watch looks at both groups again and again, and says in which order people
// came, or went.
func (b *both) watch(often int, pause time.Duration, appears bool, see func(g int) string) (orders [2][]string) {
	b.t.Helper()
	for range often {
		b.a.Clock.Advance(pause)
		if err := b.a.Groups.Depart(context.Background()); err != nil {
			b.t.Fatal(err)
		}
		for g := range b.groups {
			text := see(g)
			for _, name := range b.names[g] {
				if strings.Contains(text, ">"+name+"<") == appears && !slices.Contains(orders[g], name) {
					orders[g] = append(orders[g], name)
				}
			}
		}
	}
	return orders
}

func (b *both) members(g int) string {
	b.t.Helper()
	return b.a.Get(b.olive, "/groups/"+b.groups[g].Slug+"/members").Body
}

func TestTheMomentOfAnArrivalTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, nil)
		b.join()
		for g := range b.groups {
			if shows := b.order(g, b.members(g)); len(shows) > shared/2 {
				t.Errorf("%d arrivals of the last two minutes show already", len(shows))
			}
		}
		orders := b.watch(70, 30*time.Second, true, b.members)
		b.guess("the moment at which arrivals show", orders[0], orders[1])
	})
}

// TestNothingChangesAtTheMomentOfJoining: whatever somebody looks at in the very
// second after another joined, it is what it was.
func TestNothingChangesAtTheMomentOfJoining(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, nil)
		before := [2]string{b.look(0, ""), b.look(1, "")}
		for g := range b.groups {
			if _, err := a.TryJoin(b.people[0], b.groups[g], group.Coming{Face: group.Face{Name: b.names[g][0]}}); err != nil {
				t.Fatal(err)
			}
		}
		for g := range b.groups {
			if after := b.look(g, ""); after != before[g] {
				t.Errorf("group %d changed at the moment of an arrival:\n%s", g, firstDifference(before[g], after))
			}
		}
	})
}

func firstDifference(one, other string) string {
	for i := range min(len(one), len(other)) {
		if one[i] != other[i] {
			from := max(0, i-120)
			return one[from:min(len(one), i+200)] + "\n---\n" + other[from:min(len(other), i+200)]
		}
	}
	return "one is longer"
}

func TestTheMomentOfAskingTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, func(p *group.Plan) { p.Group.Joining = group.ByAsking })
		b.join()
		see := func(g int) string { return a.Get(b.olive, "/groups/"+b.groups[g].Slug+"/lead/askings").Body }
		orders := b.watch(70, 30*time.Second, true, see)
		b.guess("the moment at which askings show", orders[0], orders[1])
		b.guess("the order in which askings stand", b.order(0, see(0)), b.order(1, see(1)))
	})
}

func TestTheMomentOfErasingTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, nil)
		b.join()
		a.Clock.Advance(time.Hour)
		for g := range b.groups {
			for _, p := range b.people {
				mustDo(t, a.Groups.Introduce(context.Background(), a.Inside(p, b.groups[g]), "Hello."))
			}
		}
		before := [2]string{b.look(0, ""), b.look(1, "")}
		for _, p := range b.people {
			by := account.By{Subject: account.OperatorSubject, Reason: "a test"}
			mustDo(t, a.Accounts.EraseFor(context.Background(), by, a.Viewer(p).Account))
			a.Clock.Advance(time.Second)
		}
		for g := range b.groups {
			if after := b.look(g, ""); after != before[g] {
				t.Errorf("group %d changed at the moment of erasing:\n%s", g, firstDifference(before[g], after))
			}
		}
		orders := b.watch(100, 29*time.Minute, false, b.members)
		b.guess("the moment at which somebody who was erased is gone", orders[0], orders[1])
	})
}

// TestTheHourOfNoticesTellsNothing looks at when those who greet are told of
// arrivals, and of askings.
func TestTheHourOfNoticesTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBoth(t, a, nil)
		b.join()
		var told [2][]string
		a.Read(func(ctx context.Context, tx *db.Tx) error {
			for g := range b.groups {
				ids := b.ids(g)
				rows, err := db.All[scheduled](ctx, tx, `SELECT args, scheduled_at FROM river_job WHERE kind = 'group.tell-arrival' ORDER BY scheduled_at, id`)
				if err != nil {
					return err
				}
				for _, r := range rows {
					for i, id := range ids {
						if strings.Contains(r.Args, id) {
							told[g] = append(told[g], b.names[g][i])
						}
					}
				}
			}
			return nil
		})
		b.guess("the moment at which greeters are told", told[0], told[1])
	})
}

type scheduled struct {
	Args string
	At   any
}

// Fields are the columns of a job.
func (s *scheduled) Fields() []any { return []any{&s.Args, &s.At} }
