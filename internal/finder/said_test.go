package finder_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// Each word that a text has when it is read has its mark, whatever letters it is
// made of; a listing without words has none.
func TestEveryWordIsMarked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z0-9 ,'"\\.-]{0,60}`), rapid.StringMatching(`[ÀÉßǅİﬀK① a-z]{0,30}`)), 3, 3).Draw(t, "texts")
		rest := finder.Quoted(texts[2])
		said := finder.SaidOf(feed.Record{Name: texts[0], Notes: texts[1], Rest: rest})
		for _, word := range finder.Words(strings.Join([]string{texts[0], texts[1], finder.TextIn(rest)}, "\n")) {
			if !said.May(finder.MarkOf(word)) {
				t.Fatalf("%q is not marked", word)
			}
		}
	})
	if finder.SaidOf(feed.Record{}).May(finder.MarkOf("quay")) || finder.SaidOf(feed.Record{Name: "Pier"}).May(finder.MarkOf("quay")) {
		t.Error("what is not said may be said")
	}
}

// A listing takes no more than a bounded room for its words.
func TestMarksHaveABound(t *testing.T) {
	words := func(n int) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, "w%d ", i)
		}
		return text.String()
	}
	if said := finder.SaidOf(feed.Record{Notes: words(450)}); said == nil || cap(said) > len(said) || len(said) > 450 {
		t.Errorf("of 450 words %d marks, room for %d", len(said), cap(said))
	}
	if said := finder.SaidOf(feed.Record{Notes: words(5000)}); said != nil || !said.May(finder.MarkOf("anything")) {
		t.Errorf("of too many words there are %d marks", len(said))
	}
}

// The way in to a meeting of our own is its page, and is found by its words.
func TestTheDoorOfAnOwnMeetingIsMarked(t *testing.T) {
	each(t, func(h *house) {
		h.own["g"] = []feed.Record{{Key: finder.OwnKey("g", "m"), Name: "Low Tide", Day: 1, Start: 60, Zone: "UTC", Way: feed.Online, URL: "https://lantern.example/groups/kelp"}}
		if err := h.Renew(h.t.Context(), "g"); err != nil {
			h.t.Fatal(err)
		}
		marked := 0
		err := h.Outlines(h.t.Context(), func(o finder.Outline) {
			for _, word := range []string{"low", "kelp"} {
				if o.Said.May(finder.MarkOf(word)) {
					marked++
				}
			}
		})
		if err != nil || marked != 2 {
			h.t.Errorf("%d words are marked, %v", marked, err)
		}
	})
}

// The names of fields stay right over changes, and are kept once.
func TestNamesOfFieldsStayRight(t *testing.T) {
	each(t, func(h *house) {
		names := func() string {
			var list []string
			if err := h.Outlines(h.t.Context(), func(o finder.Outline) { list = append(list, strings.Join(o.Rest, "+")) }); err != nil {
				h.t.Fatal(err)
			}
			return strings.Join(list, ", ")
		}
		id := h.source("Cork")
		a, b, c := weekly("a", "A", 1, "19:00", row{"tide": "x"}), weekly("b", "B", 2, "19:00", row{"tide": "x", "moon": "y"}), weekly("c", "C", 3, "19:00")
		h.take(id, a, b, c)
		if got := names(); got != "tide, moon+tide, " {
			h.t.Fatalf("the names are %q", got)
		}
		delete(a, "tide")
		a["kelp"], c["sun"] = "z", "y"
		h.take(id, a, b, c)
		if got := names(); got != "kelp, moon+tide, sun" {
			h.t.Errorf("then the names are %q", got)
		}
	})
}

// Of one listing no more than a bounded set of names is kept, and no long one.
func TestNamesOfFieldsHaveABound(t *testing.T) {
	each(t, func(h *house) {
		long, x := strings.Repeat("k", 100), finder.Quoted("x")["x"]
		names := func(n int) map[string]json.RawMessage {
			rest := map[string]json.RawMessage{long: x, long + "k": x}
			for i := range n {
				rest[fmt.Sprintf("tide_%02d", i)] = x
			}
			return rest
		}
		h.own["g"] = []feed.Record{
			{Key: finder.OwnKey("g", "a"), Name: "A", Day: 1, Start: 60, Zone: "UTC", Rest: names(40)},
			{Key: finder.OwnKey("g", "b"), Name: "B", Day: 2, Start: 60, Zone: "UTC", Rest: names(80)},
		}
		if err := h.Renew(h.t.Context(), "g"); err != nil {
			h.t.Fatal(err)
		}
		var sets [][]string
		if err := h.Outlines(h.t.Context(), func(o finder.Outline) { sets = append(sets, o.Rest) }); err != nil || len(sets) != 2 {
			h.t.Fatal(sets, err)
		}
		if got := sets[0]; len(got) != 41 || got[0] != long || got[40] != "tide_39" {
			h.t.Errorf("of 40 names and two long ones are kept %d: %q", len(got), got)
		}
		if got := sets[1]; len(got) != 50 || got[0] != long || got[49] != "tide_48" {
			h.t.Errorf("of too many names are kept %d: %q", len(got), got)
		}
	})
}
