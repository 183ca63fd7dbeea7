package finder_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/recur"
)

// TestWhatIsFound asks in every way for a handful of meetings. It is Monday, noon
// in UTC: 7 in New York.
func TestWhatIsFound(t *testing.T) {
	zoom := row{"conference_url": "https://zoom.us/j/1", "formatted_address": "Cork, Ireland"}
	each(t, func(h *house) {
		aa := h.source("Cork Intergroup")
		other := h.source("Families", func(s *finder.Source) { s.Programme, s.Zone, s.Shared = "al-anon", "Europe/Madrid", false })
		h.take(aa,
			weekly("pier", "Pier Women", 1, "07:05", row{"types": []string{"W", "O", "X"}, "latitude": 51.7, "longitude": -8.5, "region": "Cork"}),
			weekly("dawn", "Dawn", 1, "06:55", zoom, row{"types": []string{"C", "S"}}),
			weekly("early", "Early", 1, "06:30", zoom, row{"types": []string{"O", "BE"}, "end_time": "08:00"}),
			weekly("late", "Late Lamp", 1, "23:30", row{"types": []string{"M", "ZZTOP"}, "latitude": 40.7, "longitude": -74.0, "city": "New York"}),
			weekly("sunday", "Café Sol", 0, "10:00", zoom),
			row{"slug": "whenever", "name": "Whenever", "types": []string{"O"}, "conference_url": "https://zoom.us/j/2"},
			weekly("shut", "Shut", 1, "08:00", row{"types": []string{"TC"}}),
		)
		h.take(other, weekly("familias", "Familias", 1, "14:00", zoom, row{"types": []string{"W", "C"}}))
		madrid, _ := recur.Zone("Europe/Madrid")
		for name, ask := range map[string]struct {
			finder.Query
			want []string
		}{
			"all, by time":                {finder.Query{}, []string{"dawn", "pier", "familias", "late", "sunday", "early", "whenever"}},
			"going on, the latest first":  {finder.Query{GoingOn: true}, []string{"dawn", "early"}},
			"the next hour":               {finder.Query{From: noon, To: noon.Add(time.Hour)}, []string{"pier"}},
			"a word's beginning":          {finder.Query{Text: "WOM pi"}, []string{"pier"}},
			"without accents":             {finder.Query{Text: "cafe"}, []string{"sunday"}},
			"a word that is nowhere":      {finder.Query{Text: "xylophone"}, []string{}},
			"women, of any programme":     {finder.Query{Concepts: []code.Concept{"women"}}, []string{"pier", "familias"}},
			"women or men":                {finder.Query{Concepts: []code.Concept{"women", "men"}}, []string{"pier", "familias", "late"}},
			"women and open":              {finder.Query{Concepts: []code.Concept{"women", code.Open}}, []string{"pier"}},
			"in Spanish":                  {finder.Query{Concepts: []code.Concept{"spanish"}}, []string{"dawn"}},
			"a code that is not known":    {finder.Query{Codes: []string{"aa:ZZTOP"}}, []string{"late"}},
			"a programme":                 {finder.Query{Programmes: []string{"al-anon"}}, []string{"familias"}},
			"two programmes":              {finder.Query{Programmes: []string{"al-anon", "aa"}, Text: "pier women"}, []string{"pier"}},
			"a source":                    {finder.Query{Sources: []string{other}}, []string{"familias"}},
			"a region":                    {finder.Query{Region: "cork"}, []string{"pier"}},
			"in person":                   {finder.Query{Ways: []finder.Way{finder.InPerson}}, []string{"pier", "late"}},
			"online":                      {finder.Query{Ways: []finder.Way{finder.Online}}, []string{"dawn", "familias", "sunday", "early", "whenever"}},
			"by appointment":              {finder.Query{Ways: []finder.Way{finder.ByAppointment}}, []string{"whenever"}},
			"near Kinsale":                {finder.Query{Near: &feed.Point{Lat: 51.7, Lng: -8.52}, Within: 50}, []string{"pier"}},
			"by distance from New York":   {finder.Query{Near: &feed.Point{Lat: 40.71, Lng: -74}, ByDistance: true, Ways: []finder.Way{finder.InPerson}}, []string{"late", "pier"}},
			"Sundays":                     {finder.Query{Days: []time.Weekday{0}}, []string{"sunday"}},
			"Tuesdays in Madrid":          {finder.Query{Days: []time.Weekday{2}, Zone: madrid}, []string{}},
			"mornings of a place":         {finder.Query{Parts: []finder.Part{finder.Morning}, Ways: []finder.Way{finder.InPerson}}, []string{"pier"}},
			"afternoons online in Madrid": {finder.Query{Parts: []finder.Part{finder.Midday}, Zone: madrid}, []string{"dawn", "familias", "sunday", "early"}},
			"what is passed on":           {finder.Query{Shared: true, Concepts: []code.Concept{"women"}}, []string{"pier"}},
		} {
			if got := h.find(ask.Query); !cmp.Equal(got, ask.want) {
				h.t.Errorf("%s: %v, want %v", name, got, ask.want)
			}
		}
	})
}

// TestAPageIsAPart: pages do not overlap and leave nothing out.
func TestAPageIsAPart(t *testing.T) {
	each(t, func(h *house) {
		var rows []row
		for i := range 45 {
			rows = append(rows, weekly("m"+string(rune('a'+i/26))+string(rune('a'+i%26)), "Meeting", i%7, "19:00"))
		}
		h.take(h.source("One"), rows...)
		seen := map[string]bool{}
		for skip := 0; skip < 60; skip += 20 {
			found, err := h.Find(h.t.Context(), finder.Query{Skip: skip, Most: 20})
			if err != nil || found.Total != 45 {
				h.t.Fatalf("%d %v", found.Total, err)
			}
			for _, hit := range found.Hits {
				seen[hit.Slug] = true
			}
		}
		if len(seen) != 45 {
			h.t.Errorf("the pages show %d", len(seen))
		}
	})
}

// TestDatesOfAPlan: a meeting of ours that is not simply weekly, with a date that
// falls out and one that is moved.
func TestDatesOfAPlan(t *testing.T) {
	each(t, func(h *house) {
		h.own["g"] = []feed.Record{
			{Key: finder.OwnKey("g", "a"), Name: "Second Tuesday", Day: -1, Start: -1, Minutes: 90, Zone: "Europe/Lisbon", Way: feed.Online, Plan: &feed.Plan{
				First: "20260113T1900", Rule: "FREQ=MONTHLY;BYDAY=2TU", Off: []string{"20261208T1900"}, Extra: []feed.Extra{{Start: "20261123T1130", Minutes: 60}}}},
			{Key: finder.OwnKey("g", "b"), Name: "Weekly", Day: 2, Start: 19 * 60, Minutes: 60, Zone: "Europe/Lisbon", Way: feed.Online, Plan: &feed.Plan{
				First: "20260106T1900", Rule: "FREQ=WEEKLY;BYDAY=TU", Off: []string{"20261124T1900"}, Until: "20261208T0000"}},
		}
		if err := h.RenewAll(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
		dates := func(slug string, most int) (list []string) {
			one, err := h.At(h.t.Context(), slug)
			if err != nil {
				h.t.Fatal(err)
			}
			for _, d := range one.Dates(h.clock.Now(), most) {
				list = append(list, d.Start.Format("2006-01-02 15:04")+" "+d.End.Sub(d.Start).String())
			}
			return list
		}
		if got := dates("second-tuesday", 3); !cmp.Equal(got, []string{"2026-11-23 11:30 1h0m0s", "2027-01-12 19:00 1h30m0s", "2027-02-09 19:00 1h30m0s"}) {
			h.t.Errorf("monthly: %q", got)
		}
		if got := dates("weekly", 3); !cmp.Equal(got, []string{"2026-12-01 19:00 1h0m0s"}) {
			h.t.Errorf("weekly: %q", got)
		}
		if got := h.find(finder.Query{GoingOn: true}); !cmp.Equal(got, []string{"second-tuesday"}) {
			h.t.Errorf("going on: %v", got)
		}
		if got := h.find(finder.Query{From: noon, To: noon.AddDate(0, 0, 10)}); !cmp.Equal(got, []string{"weekly"}) {
			h.t.Errorf("in ten days: %v", got)
		}
	})
}
