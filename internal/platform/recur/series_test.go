package recur_test

import (
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/recur"
)

var (
	early = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	late  = time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC)
)

// dates are the first few slots of the series, as texts.
func dates(s recur.Series, most int) string {
	var list []string
	for i, o := range s.Between(early, late) {
		if i == most {
			return strings.Join(append(list, "…"), " ")
		}
		list = append(list, strings.TrimSuffix(o.Slot.String(), "T"+o.Slot.String()[9:]))
	}
	return strings.Join(list, " ")
}

// TestRulesThatGroupsMean has examples that one can check with a calendar.
func TestRulesThatGroupsMean(t *testing.T) {
	for _, c := range []struct{ first, rule, until, want string }{
		{"20261129T1900", "", "", "20261129"},
		{"20261129T1900", "", "20261129T1900", ""},
		{"20261124T1900", "FREQ=WEEKLY", "", "20261124 20261201 20261208 …"},
		{"20261129T1900", "FREQ=WEEKLY;BYDAY=TU", "", "20261201 20261208 20261215 …"},
		{"20261124T1900", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "", "20261124 20261208 20261222 …"},
		{"20261125T1900", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "", "20261208 20261222 20270105 …"},
		{"20261123T1900", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "", "20261123 20261125 20261127 …"},
		{"19970805T0900", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "", "19970805 19970810 19970819 …"},
		{"19970805T0900", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "", "19970805 19970817 19970819 …"},
		{"20261110T1900", "FREQ=MONTHLY;BYDAY=2TU", "", "20261110 20261208 20270112 …"},
		{"20261101T1900", "FREQ=MONTHLY;BYDAY=-1FR", "", "20261127 20261225 20270129 …"},
		{"20261101T1900", "FREQ=MONTHLY;BYDAY=1SA,3SA", "", "20261107 20261121 20261205 …"},
		{"20261101T1900", "FREQ=MONTHLY;BYDAY=5SU", "", "20261129 20270131 20270530 …"},
		{"20270131T1900", "FREQ=MONTHLY", "", "20270131 20270331 20270531 …"},
		{"20270131T1900", "FREQ=MONTHLY;BYMONTHDAY=-1", "", "20270131 20270228 20270331 …"},
		{"20240229T1900", "FREQ=YEARLY", "", "20240229 20280229 20320229 …"},
		{"20260101T1900", "FREQ=YEARLY;BYDAY=-1MO", "", "20261228 20271227 20281225 …"},
		{"20260101T1900", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "", "20260213 20260313 20261113 …"},
		{"20260101T1900", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "", "20260130 20260227 20260331 …"},
		{"20261123T1900", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=3,-3", "", "20261123 20261127 20261130 …"},
		{"20261124T1900", "FREQ=WEEKLY;COUNT=2", "", "20261124 20261201"},
		{"20261124T1900", "FREQ=WEEKLY;UNTIL=20261201", "", "20261124 20261201"},
		{"20261124T1900", "FREQ=WEEKLY;UNTIL=20261201T190000", "", "20261124 20261201"},
		{"20261124T1900", "FREQ=WEEKLY;UNTIL=20261201T185959", "", "20261124"},
		{"20261124T1900", "FREQ=WEEKLY", "20261201T1901", "20261124 20261201"},
		{"20261124T1900", "FREQ=WEEKLY", "20261201T1900", "20261124"},
		{"20261124T1900", "FREQ=WEEKLY;COUNT=5", "20261201T1900", "20261124"},
		{"20261124T1900", "FREQ=WEEKLY", "20261101T1900", ""},
		{"20260101T1900", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "", ""},
	} {
		s := recur.Series{First: wallOf(t, c.first), Rule: ruleOf(t, c.rule)}
		if c.until != "" {
			s.Until = wallOf(t, c.until)
		}
		if got := dates(s, 3); got != c.want {
			t.Errorf("%s from %s until %s: %s, not %s", c.rule, c.first, c.until, got, c.want)
		}
	}
}

// TestUntilAsAnInstant is in the zone of the series: 19:00 in Los Angeles is
// the next day in UTC.
func TestUntilAsAnInstant(t *testing.T) {
	for until, want := range map[string]int{"20261202T030000Z": 2, "20261202T025959Z": 1} {
		s := recur.Series{First: wallOf(t, "20261124T1900"), Zone: zoneOf(t, "America/Los_Angeles"), Rule: ruleOf(t, "FREQ=WEEKLY;UNTIL="+until)}
		if got := s.Between(early, late); len(got) != want {
			t.Errorf("until %s: %v", until, got)
		}
	}
}

func TestAWindowHasItsStartAndNotItsEnd(t *testing.T) {
	s := recur.Series{First: wallOf(t, "20261124T1900"), Zone: zoneOf(t, "Europe/Lisbon"), Rule: ruleOf(t, "FREQ=WEEKLY")}
	at := func(text string) time.Time { start, _ := wallOf(t, text).At(s.Zone); return start }
	if got := s.Between(at("20261201T1900"), at("20261208T1900")); len(got) != 1 || got[0].Slot != wallOf(t, "20261201T1900") {
		t.Errorf("between: %v", got)
	}
	skipped := recur.Series{First: wallOf(t, "20260329T0130"), Zone: s.Zone, Rule: s.Rule} // clocks go from 1:00 to 2:00, and it begins at 2:30
	if start := skipped.First.UTC(); len(skipped.Between(start.Add(-time.Minute), start.Add(time.Minute))) != 1 {
		t.Error("a date is lost that begins later than its slot says")
	}
	if got := s.Between(late, early); len(got) != 0 {
		t.Errorf("backwards: %v", got)
	}
	if next, ok := s.Next(at("20261201T1900")); !ok || next.Slot != wallOf(t, "20261208T1900") {
		t.Errorf("after one: %v, %v", next, ok)
	}
}

func TestNothingComesFromNothing(t *testing.T) {
	for _, s := range []recur.Series{{}, {Rule: ruleOf(t, "FREQ=DAILY")}, {First: wallOf(t, "20260101T1900"), Rule: ruleOf(t, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")}} {
		if got := s.Between(time.Time{}, late); len(got) != 0 {
			t.Errorf("%v has %v", s, got)
		}
		if next, ok := s.Next(time.Time{}); ok || next != (recur.Occurrence{}) {
			t.Errorf("%v has %v next", s, next)
		}
		if _, ok := s.Aligned(); ok || s.Has(recur.Wall{}) || s.Has(wallOf(t, "20260101T1900")) {
			t.Errorf("%v has a date", s)
		}
		if last, ok := s.Last(); ok {
			t.Errorf("%v ends with %v", s, last)
		}
	}
}

// TestADayWithoutItsTimeIsStillOneDate: clocks go over a meeting, and show
// another one twice; there is one of each.
func TestADayWithoutItsTimeIsStillOneDate(t *testing.T) {
	for _, c := range []struct {
		zone, first      string
		skipped, doubled int
	}{{"Europe/Lisbon", "20260301T0130", 1, 1}, {"Pacific/Chatham", "20260301T0315", 1, 1}, {"Australia/Lord_Howe", "20260301T0215", 1, 0}, {"Australia/Lord_Howe", "20260301T0145", 0, 1}} {
		s := recur.Series{First: wallOf(t, c.first), Zone: zoneOf(t, c.zone), Rule: ruleOf(t, "FREQ=DAILY")}
		seen := map[recur.Fit]int{}
		for i, o := range s.Between(s.First.UTC().AddDate(0, 0, -1), s.First.UTC().AddDate(0, 0, 364)) {
			if o.Slot != s.First.AddDays(i) {
				t.Fatalf("%s: %s is the date of day %d", c.zone, o.Slot, i)
			}
			seen[o.Fit]++
		}
		if seen[recur.Skipped] != c.skipped || seen[recur.Doubled] != c.doubled || seen[recur.Exact] < 360 {
			t.Errorf("%s at %s: %v", c.zone, c.first, seen)
		}
	}
}
