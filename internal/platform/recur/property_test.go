package recur_test

import (
	"slices"
	"testing"
	"time"

	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"handrail/internal/platform/recur"
)

// times of day, most of them in hours in which clocks are changed somewhere.
var hours = []int{0, 30, 60, 90, 105, 119, 120, 135, 150, 165, 180, 195, 1140, 1380, 1410, 1439}

func anyFirst(t *rapid.T) time.Time {
	day := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 366*5).Draw(t, "first day"))
	return day.Add(time.Duration(rapid.SampledFrom(hours).Draw(t, "time of day")) * time.Minute)
}

const years = 10

// TestEveryRuleInFortyZones compares ten years of any rule in forty zones with
// what one finds by looking at every day and at every quarter of an hour.
func TestEveryRuleInFortyZones(t *testing.T) {
	tables := map[string]offsets{}
	for _, zone := range fortyZones {
		tables[zone] = scan(t, zone, time.Date(2013, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 6, 1, 0, 0, 0, 0, time.UTC))
	}
	fits := map[recur.Fit]int{}
	rapid.Check(t, func(t *rapid.T) {
		plain, first := anyRule(t), anyFirst(t)
		switch rapid.IntRange(0, 3).Draw(t, "end") {
		case 0:
			plain.count = rapid.IntRange(1, 60).Draw(t, "count")
		case 1:
			plain.until = first.Truncate(24*time.Hour).AddDate(0, 0, rapid.IntRange(0, 2000).Draw(t, "until"))
		}
		rule, err := recur.ParseRule(plain.text())
		if err != nil {
			t.Fatalf("%s: %v", plain.text(), err)
		}
		slots := plain.slots(first, years)
		for _, name := range fortyZones {
			zone, err := recur.Zone(name)
			if err != nil {
				t.Fatal(err)
			}
			s := recur.Series{First: recur.WallOf(first), Zone: zone, Rule: rule}
			end, _ := recur.WallOf(first.AddDate(years, 0, 0)).At(zone)
			got := s.Between(first.AddDate(0, 0, -2), end)
			if len(got) != len(slots) {
				t.Fatalf("%s from %s in %s: %d occurrences, not %d", rule, s.First, name, len(got), len(slots))
			}
			for i, o := range got {
				at, fit := tables[name].instant(slots[i])
				if o.Slot.UTC() != slots[i] || o.Start.Unix() != at || o.Fit != fit || o.Start.Location() != zone {
					t.Fatalf("%s from %s in %s: %v, not %v at %v (%v)", rule, s.First, name, o, slots[i], time.Unix(at, 0).UTC(), fit)
				}
				fits[fit]++
			}
		}
	})
	if fits[recur.Exact] == 0 || fits[recur.Skipped] == 0 || fits[recur.Doubled] == 0 {
		t.Errorf("not every fit was met: %v", fits)
	}
}

// TestAnotherLibraryAgrees asks rrule-go about the same dates. It takes a list of
// days with and without ordinals ("MO,4FR") for those that are both, and counts
// positions in the first week from the first date on; neither is asked.
func TestAnotherLibraryAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, first := anyRule(t), anyFirst(t)
		plain.days = slices.DeleteFunc(plain.days, func(d plainDay) bool { return (d.nth == 0) != (plain.days[0].nth == 0) })
		rule, err := recur.ParseRule(plain.text())
		if err != nil {
			t.Fatalf("%s: %v", plain.text(), err)
		}
		option, err := rrule.StrToROption(rule.String())
		if err != nil {
			t.Fatalf("rrule-go refuses %s: %v", rule, err)
		}
		option.Dtstart = first
		other, err := rrule.NewRRule(*option)
		if err != nil {
			t.Fatalf("rrule-go refuses %s: %v", rule, err)
		}
		from := first.AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "from"))
		if plain.freq == "WEEKLY" && len(plain.positions) > 0 {
			from = from.AddDate(0, 0, 7)
		}
		to := from.AddDate(0, 0, 400)
		series := recur.Series{First: recur.WallOf(first), Rule: rule}
		if _, more := series.Next(to); !more {
			return // rrule-go would search up to the year 9999
		}
		var got []time.Time
		for _, o := range series.Between(from, to) {
			got = append(got, o.Start)
		}
		want := slices.DeleteFunc(other.Between(from, to, true), to.Equal)
		if !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Fatalf("%s from %s, from %s: %d dates, rrule-go has %d: %.200v, %.200v", rule, first, from, len(got), len(want), got, want)
		}
	})
}

// TestAllQuestionsHaveOneAnswer: a window cut in two holds the same dates, Next
// goes through them one by one, and Has knows them and no other.
func TestAllQuestionsHaveOneAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, first := anyRule(t), anyFirst(t)
		if rapid.Bool().Draw(t, "counted") {
			plain.count = rapid.IntRange(1, 100).Draw(t, "count")
		}
		rule, err := recur.ParseRule(plain.text())
		if err != nil {
			t.Fatalf("%s: %v", plain.text(), err)
		}
		zone, err := recur.Zone(rapid.SampledFrom(fortyZones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		s := recur.Series{First: recur.WallOf(first), Zone: zone, Rule: rule}
		from := first.AddDate(0, 0, rapid.IntRange(-10, 3000).Draw(t, "from"))
		cut, to := from.AddDate(0, 0, rapid.IntRange(0, 200).Draw(t, "cut")), from.AddDate(0, 0, 200)
		all := s.Between(from, to)
		if parts := append(s.Between(from, cut), s.Between(cut, to)...); !slices.Equal(all, parts) {
			t.Fatalf("%s: in one %d, in two %d", rule, len(all), len(parts))
		}
		after := from.Add(-time.Nanosecond)
		for _, o := range all {
			next, ok := s.Next(after)
			if !ok || next != o {
				t.Fatalf("%s: after %v comes %v, %v, not %v", rule, after, next, ok, o)
			}
			if !s.Has(o.Slot) || s.Has(o.Slot.Add(time.Minute)) {
				t.Fatalf("%s: has %s %v, the minute after %v", rule, o.Slot, s.Has(o.Slot), s.Has(o.Slot.Add(time.Minute)))
			}
			after = o.Start
		}
		for w := recur.WallOf(from); w.Before(recur.WallOf(cut)); w = w.AddDays(1) {
			slot := w.Midnight().Add(s.First.Sub(s.First.Midnight()))
			among := slices.ContainsFunc(all, func(o recur.Occurrence) bool { return o.Slot == slot })
			if start, _ := slot.At(zone); !start.Before(from) && start.Before(to) && s.Has(slot) != among {
				t.Fatalf("%s: has %s: %v; among those between: %v", rule, slot, s.Has(slot), among)
			}
		}
	})
}

// TestAnAlignedSeriesIsTheSame also checks Last by going through all.
func TestAnAlignedSeriesIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, first := anyRule(t), anyFirst(t)
		switch rapid.IntRange(0, 2).Draw(t, "end") {
		case 0:
			plain.count = rapid.IntRange(1, 60).Draw(t, "count")
		case 1:
			plain.until = first.Truncate(24*time.Hour).AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "until"))
		}
		rule, err := recur.ParseRule(plain.text())
		if err != nil {
			t.Fatalf("%s: %v", plain.text(), err)
		}
		s := recur.Series{First: recur.WallOf(first), Rule: rule}
		if rapid.Bool().Draw(t, "until") {
			s.Until = s.First.AddDays(rapid.IntRange(0, 3000).Draw(t, "days"))
		}
		far := first.AddDate(100, 0, 0)
		all := s.Between(first, far)
		aligned, ok := s.Aligned()
		if ok && (len(all) == 0 || aligned.First != all[0].Slot) || !ok && len(all) > 0 {
			t.Fatalf("%s from %s: aligned %v to %s", rule, s.First, ok, aligned.First)
		}
		if again := aligned.Between(first, far); ok && !slices.Equal(all, again) {
			t.Fatalf("%s from %s: %d dates, aligned %d", rule, s.First, len(all), len(again))
		}
		last, ok := s.Last()
		if ends := rule.Ends() || !s.Until.IsZero(); ok && !ends {
			t.Fatalf("%s from %s does not end, and ends with %v", rule, s.First, last)
		}
		if ok && last.Start.Before(far) && len(all) < recur.Most && last != all[len(all)-1] || !ok && len(all) > 0 && (rule.Ends() || !s.Until.IsZero()) {
			t.Fatalf("%s from %s until %s: last is %v, %v", rule, s.First, s.Until, last, ok)
		}
	})
}

// TestARuleIsWrittenInOneWay: what String writes is read as the same rule.
func TestARuleIsWrittenInOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule, err := recur.ParseRule(anyRule(t).text())
		if err != nil {
			t.Fatal(err)
		}
		again, err := recur.ParseRule(rule.String())
		if err != nil || again.String() != rule.String() {
			t.Fatalf("%s became %s: %v", rule, again, err)
		}
	})
}
