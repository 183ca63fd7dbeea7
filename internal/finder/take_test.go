package finder_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"handrail/internal/account"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/fault"
)

type contextType = context.Context

func keysOf(m map[string][]feed.Record) (list []string) {
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func (h *house) counts(run finder.Run) [3]int { return [3]int{run.Came, run.Changed, run.Went} }

func (h *house) number(slug string) int64 {
	h.t.Helper()
	one, err := h.At(h.t.Context(), slug)
	if err != nil {
		h.t.Fatalf("%s: %v", slug, err)
	}
	return one.Number
}

// TestACopyChangesOnlyWhatIsOtherwise: what comes, is changed and goes is counted,
// numbers and names stay, and what comes back is what it was.
func TestACopyChangesOnlyWhatIsOtherwise(t *testing.T) {
	each(t, func(h *house) {
		id := h.source("Cork Intergroup")
		a, b := weekly("pier", "Pier", 1, "19:00"), weekly("quay", "Quay", 2, "19:00")
		if got := h.counts(h.take(id, a, b)); got != [3]int{2, 0, 0} {
			h.t.Fatalf("first: %v", got)
		}
		pier := h.number("pier")
		if pier < 10_000_000 {
			h.t.Errorf("number %d is not one of ours", pier)
		}
		if run := h.take(id, a, b); run.Outcome != finder.Same || h.counts(run) != [3]int{} {
			h.t.Errorf("the same once more: %+v", run)
		}
		a["name"] = "The pier"
		if got := h.counts(h.take(id, b, a)); got != [3]int{0, 1, 0} {
			h.t.Errorf("another name, another order: %v", got)
		}
		if got := h.counts(h.take(id, b)); got != [3]int{0, 0, 1} {
			h.t.Errorf("one gone: %v", got)
		}
		if _, err := h.At(h.t.Context(), "pier"); fault.KindOf(err) != fault.NotFound {
			h.t.Errorf("what is gone is shown: %v", err)
		}
		if got := h.find(finder.Query{}); !cmp.Equal(got, []string{"quay"}) {
			h.t.Errorf("found %v", got)
		}
		if got := h.counts(h.take(id, a, b)); got != [3]int{1, 0, 0} || h.number("pier") != pier {
			h.t.Errorf("back again: %v, number %d, was %d", got, h.number("pier"), pier)
		}
		changes, err := h.ChangesBetween(h.t.Context(), noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 1), pier, 10)
		if err != nil || len(changes) != 3 || changes[0].What != finder.Came || changes[1].What != finder.Went || changes[2].Was.Name != "Pier" || changes[2].Became.Name != "The pier" {
			h.t.Errorf("changes: %+v %v", changes, err)
		}
	})
}

// TestABrokenCopyChangesNothing: one that stops in the middle, and one that is
// empty where there was something, leave the last good copy as it was.
func TestABrokenCopyChangesNothing(t *testing.T) {
	each(t, func(h *house) {
		id := h.source("Cork Intergroup", func(s *finder.Source) { s.URL = "https://feeds.example/meetings.json" })
		h.take(id, weekly("pier", "Pier", 1, "19:00"))
		h.clock.Advance(time.Minute)
		broken := fileOf("meetings.json", []byte(`[{"slug":"new","name":"New","day":1,"time":"10:00"},`+"\n"+`{"slug":`))
		_, err := h.Take(h.t.Context(), id, broken, nil)
		f, said := fault.From(err)
		if !said || f.Kind != fault.Invalid {
			h.t.Fatalf("refused with %v", err)
		}
		h.clock.Advance(time.Minute)
		if _, err := h.Take(h.t.Context(), id, copyOf(h.t), nil); fault.KindOf(err) != fault.Invalid {
			h.t.Errorf("an empty copy: %v", err)
		}
		if got := h.find(finder.Query{}); !cmp.Equal(got, []string{"pier"}) {
			h.t.Errorf("listed now: %v", got)
		}
		one, err := h.SourceFor(h.t.Context(), steward, id)
		if err != nil || one.Failures != 2 || finder.ProblemOf(one.Problem).Say == "" || one.Good.IsZero() {
			h.t.Errorf("the source says %+v %v", one, err)
		}
		if wait := one.Next.Sub(h.clock.Now()).Minutes(); wait != 20 {
			h.t.Errorf("the next try is in %v minutes", wait)
		}
		runs, err := h.RunsFor(h.t.Context(), steward, id)
		if err != nil || len(runs) != 3 || runs[0].Outcome != finder.Refused {
			h.t.Errorf("runs: %+v %v", runs, err)
		}
	})
}

// TestAReaderThatStopsLosesNothing: whoever reads is stopped between two batches;
// the next time the rest comes, and nothing is there twice.
func TestAReaderThatStopsLosesNothing(t *testing.T) {
	each(t, func(h *house) {
		id := h.source("Cork Intergroup")
		var rows []row
		for i := range 1000 {
			rows = append(rows, weekly("m-"+strings.Repeat("i", i%5)+string(rune('a'+i%26)), "Meeting", i%7, "19:00"))
		}
		ctx, stop := context.WithCancel(h.t.Context())
		_, err := h.Take(ctx, id, copyOf(h.t, rows...), func(p finder.Progress) {
			if p.Taken > 0 {
				stop()
			}
		})
		if !errors.Is(err, context.Canceled) {
			h.t.Fatalf("stopped with %v", err)
		}
		if got := h.find(finder.Query{}); len(got) != 0 {
			h.t.Errorf("%d are shown before all came", len(got))
		}
		run := h.take(id, rows...)
		if got := h.find(finder.Query{}); len(got) != 1000 || run.Came >= 1000 || run.Changed+run.Went != 0 {
			h.t.Errorf("%d are listed; the second time %+v", len(got), h.counts(run))
		}
	})
}

// TestNamesInAddressesAreForOneEach: two sources that call their meetings the same.
func TestNamesInAddressesAreForOneEach(t *testing.T) {
	each(t, func(h *house) {
		one, two := h.source("One"), h.source("Two")
		h.take(one, weekly("pier", "Pier", 1, "19:00"), weekly("print", "Print", 1, "20:00"))
		h.take(two, weekly("pier", "Pier", 2, "19:00"), weekly("São João!", "Festa", 3, "19:00"))
		if got := h.find(finder.Query{Sources: []string{two}}); !cmp.Equal(got, []string{"pier-2", "sao-joao"}) {
			h.t.Errorf("the second's: %v", got)
		}
		if got := h.find(finder.Query{Sources: []string{one}}); !cmp.Equal(got, []string{"pier", "print-2"}) {
			h.t.Errorf("the first's: %v", got)
		}
		if _, err := h.At(h.t.Context(), "print"); fault.KindOf(err) != fault.NotFound {
			h.t.Error("a meeting has the address of a page")
		}
	})
}

// TestSourcesAreTheStewards: who is none learns of no source, and changes none.
func TestSourcesAreTheStewards(t *testing.T) {
	each(t, func(h *house) {
		id, ctx := h.source("Cork Intergroup"), h.t.Context()
		h.take(id, weekly("pier", "Pier", 1, "19:00"))
		for name, v := range map[string]account.Viewer{
			"a visitor": {}, "a member": {Session: "s", Account: "b", Standing: account.Here, Consents: true, Keys: 2, Factors: 2},
			"a steward with one factor": {Session: "s", Account: "a", Standing: account.Here, Consents: true, Steward: true, Keys: 2, Factors: 1},
		} {
			_, list := h.SourcesFor(ctx, v)
			_, one := h.SourceFor(ctx, v, id)
			_, add := h.Add(ctx, v, finder.Source{Name: "x", Programme: "aa", Zone: "UTC"})
			_, runs := h.RunsFor(ctx, v, id)
			_, notes := h.NotesFor(ctx, v, 10)
			for what, err := range map[string]error{
				"list": list, "one": one, "add": add, "runs": runs, "notes": notes, "rest": h.Rest(ctx, v, id), "wake": h.Wake(ctx, v, id),
				"change": h.Change(ctx, v, finder.Source{ID: id, Name: "y", Programme: "aa", Zone: "UTC"}), "remove": h.Remove(ctx, v, id),
				"hurry": h.Hurry(ctx, v, id), "settle": h.Settle(ctx, v, "n"), "embed": h.LetEmbed(ctx, v, nil),
			} {
				if err == nil {
					h.t.Errorf("%s may %s", name, what)
				}
			}
		}
		if err := h.Rest(ctx, steward, id); err != nil || len(h.find(finder.Query{})) != 0 {
			h.t.Errorf("a resting source is shown (%v)", err)
		}
		if err := h.Wake(ctx, steward, id); err != nil || len(h.find(finder.Query{})) != 1 {
			h.t.Errorf("a woken source is not shown (%v)", err)
		}
		if err := h.Remove(ctx, steward, id); err != nil || len(h.find(finder.Query{})) != 0 {
			h.t.Errorf("a removed source is shown (%v)", err)
		}
	})
}

// TestOwnMeetingsComeAndGo: what a group lists is found at once on another node
// too, and gone when it is not listed any more.
func TestOwnMeetingsComeAndGo(t *testing.T) {
	each(t, func(h *house) {
		ctx, other := h.t.Context(), h.node(nil)
		record := feed.Record{Key: finder.OwnKey("g1", "m/1"), Name: "Low Tide", Day: 1, Start: 13 * 60, Zone: "Europe/Lisbon", Way: feed.Online, Types: []string{"open", "women"}}
		h.own["g1"] = []feed.Record{record}
		h.own["g2"] = []feed.Record{{Key: finder.OwnKey("g2", "m/1"), Name: "Low Tide", Day: 2, Start: 60, Zone: "UTC", Way: feed.Online}}
		if err := h.RenewAll(ctx); err != nil {
			h.t.Fatal(err)
		}
		if got := h.find(finder.Query{}); !cmp.Equal(got, []string{"low-tide", "low-tide-2"}) {
			h.t.Errorf("listed: %v", got)
		}
		h.own["g1"] = nil
		if err := h.Renew(ctx, "g1"); err != nil {
			h.t.Fatal(err)
		}
		found, err := other.Find(ctx, finder.Query{Most: 10})
		if err != nil || found.Total != 1 || found.Hits[0].GroupOf() != "g2" {
			h.t.Errorf("the other node finds %+v %v", found, err)
		}
		if err := h.Remove(ctx, steward, finder.OwnSource); err == nil {
			h.t.Error("the place's own meetings can be removed")
		}
	})
}

// TestANoteIsAnonymousAndGoes: what somebody says is wrong is read by stewards
// alone, and its words go once it is dealt with.
func TestANoteIsAnonymousAndGoes(t *testing.T) {
	each(t, func(h *house) {
		ctx, id := h.t.Context(), h.source("Cork Intergroup")
		h.take(id, weekly("pier", "Pier", 1, "19:00"))
		if err := h.Tell(ctx, "pier", "  "); fault.KindOf(err) != fault.Invalid {
			h.t.Errorf("an empty note: %v", err)
		}
		if err := h.Tell(ctx, "pier", "The hall is closed."); err != nil {
			h.t.Fatal(err)
		}
		notes, err := h.NotesFor(ctx, steward, 10)
		if err != nil || len(notes) != 1 || notes[0].Text != "The hall is closed." || notes[0].Listing.Slug != "pier" {
			h.t.Fatalf("%+v %v", notes, err)
		}
		if err := h.Settle(ctx, steward, notes[0].ID); err != nil {
			h.t.Fatal(err)
		}
		if err := h.Settle(ctx, steward, notes[0].ID); fault.KindOf(err) != fault.NotFound {
			h.t.Errorf("settled twice: %v", err)
		}
		if n, err := h.WaitingFor(ctx, steward); n != 0 || err != nil {
			h.t.Errorf("%d wait, %v", n, err)
		}
	})
}
