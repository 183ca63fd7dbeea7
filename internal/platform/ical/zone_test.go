package ical_test

import (
	"slices"
	"testing"
	"time"

	"handrail/internal/platform/ical"
	"handrail/internal/platform/recur"
)

// TestZonesAreDescribedRight reads the description of many zones back, and
// compares it around every change of clocks for twenty years, and on the first
// of each month, with what the zone itself says.
func TestZonesAreDescribedRight(t *testing.T) {
	zones := append([]string{
		"America/Los_Angeles", "America/Havana", "America/St_Johns", "America/Sao_Paulo", "America/Asuncion", "America/Mexico_City", "Asia/Tehran", "Asia/Jerusalem", "Asia/Beirut", "Asia/Kathmandu",
		"Europe/London", "Europe/Chisinau", "Europe/Istanbul", "Antarctica/Troll", "Pacific/Norfolk", "Pacific/Easter", "Pacific/Apia", "Pacific/Auckland", "Australia/Sydney", "Etc/GMT+5",
	}, twelve...)
	for _, first := range []string{"20261129T1900", "20110601T1900", "19800101T1900"} {
		for _, name := range zones {
			s := series(t, first, name, "FREQ=WEEKLY")
			calendar := parse(t, written(t, ical.Calendar{Events: []ical.Event{{UID: "a", Stamp: stamp, Series: s}}}))
			described := calendar.within("VTIMEZONE")
			if name == "UTC" {
				if len(described) != 0 || calendar.within("VEVENT")[0].get(t, "DTSTART").value != s.First.String()+"00Z" {
					t.Errorf("UTC is described: %v", calendar.within("VEVENT")[0].get(t, "DTSTART"))
				}
				continue
			}
			if len(described) != 1 || described[0].get(t, "TZID").value != name {
				t.Fatalf("%s: %d descriptions", name, len(described))
			}
			checkZone(t, s, observances(t, described[0]))
		}
	}
}

func checkZone(t *testing.T, s recur.Series, list []observance) {
	t.Helper()
	start, end := s.First.UTC().AddDate(0, -1, 0), stamp.AddDate(20, 0, 0)
	var moments []time.Time
	for _, c := range recur.Changes(s.Zone, start, end) {
		moments = append(moments, c.At.Add(-time.Second), c.At)
	}
	for at := start; at.Before(end); at = at.AddDate(0, 1, 0) {
		moments = append(moments, at)
	}
	for _, at := range moments {
		says := -1
		for _, o := range list {
			if !o.from.After(at) {
				says = o.after
			}
		}
		if _, is := at.In(s.Zone).Zone(); says != is {
			t.Errorf("%s from %s: at %s clocks are said to be %d ahead, and are %d", s.Zone, s.First, at, says, is)
			return
		}
	}
}

// TestAZoneIsDescribedOnce, for all its events, from the first to the last.
func TestAZoneIsDescribedOnce(t *testing.T) {
	lisbon := series(t, "20261129T1900", "Europe/Lisbon", "FREQ=WEEKLY")
	old := series(t, "19960101T1900", "Europe/Lisbon", "FREQ=WEEKLY;COUNT=3")
	text := written(t, ical.Calendar{Events: []ical.Event{{UID: "a", Stamp: stamp, Series: lisbon}, {UID: "b", Stamp: stamp, Series: old}, {UID: "c", Stamp: stamp, Series: series(t, "20261129T1900", "Asia/Tokyo", "")}}})
	calendar := parse(t, text)
	described := calendar.within("VTIMEZONE")
	if len(described) != 2 || described[0].get(t, "TZID").value != "Asia/Tokyo" || described[1].get(t, "TZID").value != "Europe/Lisbon" {
		t.Fatalf("%d descriptions", len(described))
	}
	checkZone(t, old, observances(t, described[1]))
}

// TestYearlyRulesAreShort: by the week of the month where there is one, else by
// seven days of it; and each change by itself where there is no rule.
func TestYearlyRulesAreShort(t *testing.T) {
	for name, want := range map[string][]string{
		"America/New_York":  {"FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"},
		"America/Nuuk":      {"FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"},
		"Africa/Casablanca": nil,
		"Asia/Tokyo":        nil,
	} {
		text := written(t, ical.Calendar{Events: []ical.Event{{UID: "a", Stamp: stamp, Series: series(t, "20261129T1900", name, "FREQ=WEEKLY")}}})
		var rules []string
		for _, part := range parse(t, text).within("VTIMEZONE")[0].parts {
			if rule := part.get(t, "RRULE").value; rule != "" {
				rules = append(rules, rule)
			}
		}
		if !slices.Equal(rules, want) {
			t.Errorf("%s: %q", name, rules)
		}
	}
}
