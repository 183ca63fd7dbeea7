package finder_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// everything is all that the finder's tables hold, as text.
func (h *house) everything() string {
	h.t.Helper()
	var all strings.Builder
	err := h.db.Read(h.t.Context(), func(ctx contextType, tx *db.Tx) error {
		for _, query := range []string{`SELECT doc FROM finder_listing`, `SELECT was FROM finder_change`, `SELECT became FROM finder_change`, `SELECT oddities FROM finder_run`} {
			rows, err := tx.SQL().QueryContext(ctx, query)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var text string
				if err := rows.Scan(&text); err != nil {
					return err
				}
				all.WriteString(text + "\n")
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all.String()
}

// TestContactsGoWhenTheyAreNotWantedAnyMore: a steward who lets go of the details
// of contact persons lets go of all of them: of what is listed, what is gone, and
// what was noted as a change. The log of changes never held them.
func TestContactsGoWhenTheyAreNotWantedAnyMore(t *testing.T) {
	each(t, func(h *house) {
		wants := func(yes bool) func(*finder.Source) { return func(s *finder.Source) { s.Contacts = yes } }
		id := h.source("Cork Intergroup", wants(true))
		person := row{"contact_1_name": "Zed Person", "contact_1_phone": "555 0100 200"}
		h.take(id, weekly("pier", "Pier", 1, "19:00", person), weekly("quay", "Quay", 1, "20:00", person))
		h.take(id, weekly("pier", "The pier", 1, "19:00", person))
		if !strings.Contains(h.everything(), "Zed Person") {
			h.t.Fatal("the details are not kept where they are wanted")
		}
		changes, err := h.ChangesBetween(h.t.Context(), noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 1), 0, 10)
		if err != nil || len(changes) != 2 || len(changes[0].Was.Contacts)+len(changes[1].Was.Contacts) > 0 {
			h.t.Errorf("changes: %+v %v", changes, err)
		}
		one, err := h.SourceFor(h.t.Context(), steward, id)
		if err != nil {
			h.t.Fatal(err)
		}
		one.Contacts = false
		if err := h.Change(h.t.Context(), steward, one); err != nil {
			h.t.Fatal(err)
		}
		if strings.Contains(h.everything(), "Zed Person") {
			h.t.Error("a detail is still there")
		}
		if listed, err := h.At(h.t.Context(), "pier"); err != nil || len(listed.Contacts) > 0 || listed.Name != "The pier" {
			h.t.Errorf("%+v %v", listed, err)
		}
	})
}

// TestAChangeMeanwhileIsNotForgotten: a steward changes how a source is read while
// a copy of it is taken in: the next copy is read though it is the same.
func TestAChangeMeanwhileIsNotForgotten(t *testing.T) {
	each(t, func(h *house) {
		id := h.source("Cork Intergroup", func(s *finder.Source) { s.Contacts, s.URL = true, "https://feeds.example/meetings.json" })
		c := copyOf(h.t, weekly("pier", "Pier", 1, "19:00", row{"contact_1_name": "Zed Person"}))
		_, err := h.Take(h.t.Context(), id, c, func(p finder.Progress) {
			if p.Of > 0 {
				one, err := h.SourceFor(h.t.Context(), steward, id)
				if one.Contacts = false; err == nil {
					err = h.Change(h.t.Context(), steward, one)
				}
				if err != nil {
					h.t.Error(err)
				}
			}
		})
		if err != nil {
			h.t.Fatal(err)
		}
		one, err := h.SourceFor(h.t.Context(), steward, id)
		if err != nil || one.Digest != "" || one.Next.After(h.clock.Now()) {
			h.t.Errorf("the source says %+v %v", one, err)
		}
		if _, err := h.Take(h.t.Context(), id, c, nil); err != nil || strings.Contains(h.everything(), "Zed Person") {
			h.t.Errorf("a detail is still there (%v)", err)
		}
	})
}

// TestWhatAGroupTakesBackIsGone: of a meeting of ours that is listed no more nothing
// is kept but its number.
func TestWhatAGroupTakesBackIsGone(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		record := feed.Record{Key: finder.OwnKey("g", "m"), Name: "Low Tide", Day: 1, Start: 60, Zone: "UTC", Way: feed.Online, Notes: "Behind the blue door"}
		for _, list := range [][]feed.Record{{record}, {record, {Key: finder.OwnKey("g", "n"), Name: "Other", Day: 1, Start: 60, Zone: "UTC", Way: feed.Online}}, nil} {
			h.own["g"] = list
			if err := h.Renew(ctx, "g"); err != nil {
				h.t.Fatal(err)
			}
		}
		if all := h.everything(); strings.Contains(all, "blue door") || strings.Contains(all, "Low Tide") {
			h.t.Errorf("what was taken back is still there: %s", all)
		}
		h.own["g"] = []feed.Record{record}
		if err := h.Renew(ctx, "g"); err != nil || !cmp.Equal(h.find(finder.Query{}), []string{"low-tide"}) {
			h.t.Errorf("it does not come back: %v %v", h.find(finder.Query{}), err)
		}
	})
}

// TestManyLookAtOnceAtOwnMeetings: the reactions to several changes of a group run
// side by side, and what it lists last is what is listed.
func TestManyLookAtOnceAtOwnMeetings(t *testing.T) {
	each(t, func(h *house) {
		h.own["g"] = []feed.Record{{Key: finder.OwnKey("g", "m"), Name: "Low Tide", Day: 1, Start: 60, Zone: "UTC", Way: feed.Online}}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := h.Renew(h.t.Context(), "g"); err != nil {
					h.t.Error(err)
				}
			})
		}
		all.Wait()
		if got := h.find(finder.Query{}); !cmp.Equal(got, []string{"low-tide"}) {
			h.t.Errorf("listed: %v", got)
		}
	})
}

// TestAThousandOfOneName: each has an address of its own, without looking through
// all before it.
func TestAThousandOfOneName(t *testing.T) {
	each(t, func(h *house) {
		var rows []row
		for i := range 1200 {
			rows = append(rows, row{"name": "Just for today", "day": i % 7, "time": "19:00"})
		}
		h.take(h.source("Cork Intergroup"), rows...)
		seen := map[string]bool{}
		found, err := h.Find(h.t.Context(), finder.Query{Most: 2000})
		for _, hit := range found.Hits {
			seen[hit.Slug] = true
		}
		if err != nil || len(seen) != 1200 {
			h.t.Errorf("%d addresses, %v", len(seen), err)
		}
	})
}

// TestAShortCopyWaits: a feed that lost most of its meetings is believed only when
// it stays so. A file that somebody gave us may be short.
func TestAShortCopyWaits(t *testing.T) {
	each(t, func(h *house) {
		id := h.source("Cork Intergroup", func(s *finder.Source) { s.URL = "https://feeds.example/meetings.json" })
		var rows []row
		for i := range 60 {
			rows = append(rows, weekly("m"+string(rune('a'+i%26))+string(rune('a'+i/26)), "Meeting", i%7, "19:00"))
		}
		h.take(id, rows...)
		short := copyOf(h.t, rows[:10]...)
		for range 5 {
			if _, err := h.Take(h.t.Context(), id, short, nil); fault.KindOf(err) != fault.Invalid {
				h.t.Fatalf("a short copy is taken: %v", err)
			}
		}
		if got := len(h.find(finder.Query{})); got != 60 {
			h.t.Errorf("%d are listed", got)
		}
		if run, err := h.Take(h.t.Context(), id, short, nil); err != nil || run.Went != 50 {
			h.t.Errorf("in the end: %+v %v", run, err)
		}
	})
}

// TestNumbersAreGivenOnce: the first BMLT server keeps its numbers, and no other
// ever gets them, not even when the first is removed.
func TestNumbersAreGivenOnce(t *testing.T) {
	each(t, func(h *house) {
		bmlt := fileOf("GetSearchResults.json", []byte(`[{"id_bigint":"7","service_body_bigint":"3","weekday_tinyint":"2","start_time":"19:00:00","meeting_name":"Seven","location_municipality":"Cork","location_street":"1 Pier","formats":"O","published":"1"}]`))
		server := func(name string) (id string, number int64) {
			id = h.source(name, func(s *finder.Source) { s.Format, s.Programme = feed.BMLT, "na" })
			if _, err := h.Take(h.t.Context(), id, bmlt, nil); err != nil {
				h.t.Fatal(err)
			}
			found, err := h.Find(h.t.Context(), finder.Query{Sources: []string{id}, Most: 1})
			if err != nil || len(found.Hits) != 1 {
				h.t.Fatalf("%+v %v", found, err)
			}
			return id, found.Hits[0].Number
		}
		first, seven := server("First")
		_, other := server("Second")
		if err := h.Remove(h.t.Context(), steward, first); err != nil {
			h.t.Fatal(err)
		}
		_, third := server("Third")
		if seven != 7 || other < 10_000_000 || third < 10_000_000 {
			h.t.Errorf("numbers %d, %d, %d", seven, other, third)
		}
	})
}

// TestAFirstCopyShowsWhole: what has come of a new source is not shown before all
// of it is there, whatever else is written meanwhile.
func TestAFirstCopyShowsWhole(t *testing.T) {
	each(t, func(h *house) {
		var rows []row
		for i := range 900 {
			rows = append(rows, row{"name": "Meeting", "day": i % 7, "time": "19:00"})
		}
		id, other := h.source("New"), h.source("Other")
		_, err := h.Take(h.t.Context(), id, copyOf(h.t, rows...), func(p finder.Progress) {
			if p.Taken == 400 {
				h.take(other, weekly("pier", "Pier", 1, "19:00"))
				if got := h.find(finder.Query{}); !cmp.Equal(got, []string{"pier"}) {
					h.t.Errorf("%d are shown", len(got))
				}
			}
		})
		if err != nil || len(h.find(finder.Query{})) != 901 {
			h.t.Errorf("in the end: %d, %v", len(h.find(finder.Query{})), err)
		}
	})
}

// TestAddressesThatCannotBe are no mistake of ours, on any engine.
func TestAddressesThatCannotBe(t *testing.T) {
	each(t, func(h *house) {
		for _, slug := range []string{"", "\x00", "a\x00b", "\xff", "..", strings.Repeat("a", 300), "a/b"} {
			if _, err := h.At(h.t.Context(), slug); fault.KindOf(err) != fault.NotFound {
				h.t.Errorf("%q: %v", slug, err)
			}
			if list, err := h.WithSlugs(h.t.Context(), []string{slug}); err != nil || len(list) != 0 {
				h.t.Errorf("%q among saved: %v %v", slug, list, err)
			}
		}
	})
}
