package ical_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"handrail/internal/platform/ical"
	"handrail/internal/platform/recur"
)

var (
	from  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	to    = time.Date(2028, 11, 1, 0, 0, 0, 0, time.UTC)
	stamp = time.Date(2026, 10, 30, 18, 30, 15, 0, time.UTC)
)

// twelve zones: those that upset programs, and UTC.
var twelve = []string{
	"America/New_York", "Europe/Lisbon", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Chatham",
	"America/Santiago", "America/Nuuk", "Asia/Kolkata", "Africa/Cairo", "Asia/Gaza", "UTC",
}

func series(t testing.TB, first, zone, rule string) recur.Series {
	t.Helper()
	w, err := recur.ParseWall(first)
	if err != nil {
		t.Fatal(err)
	}
	z, err := recur.Zone(zone)
	if err != nil {
		t.Fatal(err)
	}
	r, err := recur.ParseRule(rule)
	if err != nil {
		t.Fatal(err)
	}
	return recur.Series{First: w, Zone: z, Rule: r}
}

func written(t testing.TB, c ical.Calendar) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// planned is what the calendar means to say, asked of package recur.
func planned(c ical.Calendar, from, to time.Time) (list []taking) {
	for _, e := range c.Events {
		zone := e.Series.Zone
		var slots []recur.Wall
		for _, o := range e.Series.Between(from.AddDate(0, 0, -30), to.AddDate(0, 0, 30)) {
			slots = append(slots, o.Slot)
		}
		slots = append(slots, e.Extra...)
		slices.SortFunc(slots, recur.Wall.Compare)
		for _, slot := range slices.Compact(slots) {
			if slices.Contains(e.Except, slot) {
				continue
			}
			start, length, d := slot, e.Minutes, e.Details
			for _, o := range e.Overrides {
				if o.Slot == slot {
					d = o.Details
					if !o.Start.IsZero() {
						start = o.Start
					}
					if o.Minutes > 0 {
						length = o.Minutes
					}
				}
			}
			at, _ := start.At(zone)
			if at.Before(from) || !at.Before(to) {
				continue
			}
			one := taking{
				UID: e.UID, Slot: slot.String(), Start: at.Unix(), End: at.Unix() + int64(length)*60, Title: d.Title, About: d.About, Place: d.Place, URL: d.URL,
				Status: "CONFIRMED", Sequence: e.Sequence, Alarms: []string{},
			}
			if e.Cancelled {
				one.Status = "CANCELLED"
			} else if e.Alarm > 0 {
				one.Alarms = []string{fmt.Sprintf("-PT%dM", e.Alarm/time.Minute)}
			}
			list = append(list, one)
		}
	}
	return list
}

// byStart puts what two readers found in one order.
func byStart(list []taking) []taking {
	slices.SortFunc(list, func(a, b taking) int {
		return strings.Compare(fmt.Sprintf("%012d %s", a.Start, a.UID), fmt.Sprintf("%012d %s", b.Start, b.UID))
	})
	return list
}

// kinds are the calendars that there are.
func kinds(t testing.TB) map[string]ical.Calendar {
	t.Helper()
	wall := func(text string) recur.Wall {
		w, err := recur.ParseWall(text)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	weekly := series(t, "20261124T1900", "Europe/Lisbon", "FREQ=WEEKLY;BYDAY=TU")
	old, young := weekly, series(t, "20270302T2000", "Europe/Lisbon", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH")
	old.Until = wall("20270302T0000")
	details := ical.Details{Title: "Meeting", About: "Bring a cup; or two, if you like.\nSee you!", Place: "12, Rua Nova", URL: "https://example.org/groups/x/meetings/y_20261124T1900"}
	event := func(uid string, s recur.Series) ical.Event {
		return ical.Event{UID: uid, Stamp: stamp, Series: s, Minutes: 90, Details: details}
	}
	changed := event("changed", weekly)
	changed.Sequence = 3
	changed.LastModified = stamp
	changed.Alarm = time.Hour
	changed.Except = []recur.Wall{wall("20261222T1900"), wall("20261229T1900")}
	changed.Extra = []recur.Wall{wall("20261223T1800"), wall("20270105T1900")}
	changed.Overrides = []ical.Override{
		{Slot: wall("20261208T1900"), Start: wall("20261209T2000"), Minutes: 30, Details: ical.Details{Title: "Moved", Place: "Online"}},
		{Slot: wall("20270330T1900"), Details: ical.Details{Title: "Elsewhere", Place: "2; Rua Velha"}},
		{Slot: wall("20261222T1900"), Start: wall("20261224T1900"), Details: ical.Details{Title: "Moved and then cancelled"}},
	}
	cancelled := event("cancelled", weekly)
	cancelled.Cancelled, cancelled.Alarm = true, time.Hour
	return map[string]ical.Calendar{
		"one date":      {Events: []ical.Event{event("one", series(t, "20261129T1900", "Europe/Lisbon", ""))}},
		"one meeting":   {Name: "Tuesdays, at seven", Refresh: 6 * time.Hour, Events: []ical.Event{event("weekly", weekly)}},
		"two phases":    {Events: []ical.Event{event("old", old), event("young", young)}},
		"changed dates": {Events: []ical.Event{changed}},
		"cancelled":     {Events: []ical.Event{cancelled}},
		"counted":       {Events: []ical.Event{event("counted", series(t, "20261124T1900", "America/New_York", "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=20"))}},
		"until":         {Events: []ical.Event{event("until", series(t, "20261124T2300", "America/Los_Angeles", "FREQ=WEEKLY;UNTIL=20270330"))}},
		"not aligned":   {Events: []ical.Event{event("later", series(t, "20261123T1900", "Europe/Lisbon", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"))}},
		"monthly":       {Events: []ical.Event{event("second", series(t, "20261101T1900", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=2TU,-1FR"))}},
		"many groups": {Name: "All my meetings", Refresh: time.Hour, Events: []ical.Event{
			event("a", weekly), changed, event("b", series(t, "20261125T1930", "America/New_York", "FREQ=WEEKLY")), event("c", series(t, "20261126T0700", "UTC", "FREQ=DAILY;INTERVAL=3")),
		}},
		"last workday": {Events: []ical.Event{event("payday", series(t, "20261130T1900", "Europe/Lisbon", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"))}},
		"extra alone":  {Events: []ical.Event{{UID: "extra", Stamp: stamp, Series: series(t, "20260101T1900", "Europe/Lisbon", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), Extra: []recur.Wall{wall("20270301T1900"), wall("20270201T1900")}}}},
		"nothing":      {Events: []ical.Event{event("none", series(t, "20260101T1900", "Europe/Lisbon", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))}},
	}
}

// TestTwoReadersAgree reads each kind of calendar with the reader in
// reader_test.go and with ical.js: both find what was meant, at the same
// instants.
func TestTwoReadersAgree(t *testing.T) {
	all := kinds(t)
	others := readWithICalJS(t, all)
	for name, c := range all {
		want := byStart(planned(c, from, to))
		if len(want) == 0 && name != "nothing" {
			t.Errorf("%s: nothing is planned", name)
		}
		if diff := gocmp.Diff(want, byStart(readIn(t, written(t, c), from, to))); diff != "" {
			t.Errorf("%s, read in Go (- meant, + read):\n%s", name, diff)
		}
		if others != nil {
			if diff := gocmp.Diff(want, others[name]); diff != "" {
				t.Errorf("%s, read by ical.js (- meant, + read):\n%s", name, diff)
			}
		}
	}
	if others == nil {
		t.Skip("read in Go alone: node, or e2e/node_modules/ical.js, is missing (bin/setup)")
	}
}

// TestTwoYearsInTwelveZones has the rules that groups use, at seven in the
// evening and at times that clocks go over or show twice. Those few dates, on
// which ical.js does not do as RFC 5545 §3.3.5 says, are read in Go alone.
func TestTwoYearsInTwelveZones(t *testing.T) {
	rules := []string{"FREQ=WEEKLY;BYDAY=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;WKST=SU", "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"}
	all := map[string]ical.Calendar{}
	for _, zone := range twelve {
		odd := map[string]string{"Australia/Lord_Howe": "0215", "Pacific/Chatham": "0315", "America/Santiago": "0030", "Africa/Cairo": "0000", "America/Nuuk": "2330", "Africa/Casablanca": "0230", "America/New_York": "0230"}
		for _, hour := range []string{"1900", cmp.Or(odd[zone], "0130")} {
			var c ical.Calendar
			for i, rule := range rules {
				c.Events = append(c.Events, ical.Event{UID: fmt.Sprint(i, " ", rule), Stamp: stamp, Series: series(t, "20261101T"+hour, zone, rule), Minutes: 60})
			}
			all[zone+" "+hour] = c
		}
	}
	others := readWithICalJS(t, all)
	for name, c := range all {
		want := byStart(planned(c, from, to))
		if diff := gocmp.Diff(want, byStart(readIn(t, written(t, c), from, to))); diff != "" {
			t.Errorf("%s, read in Go (- meant, + read):\n%.3000s", name, diff)
		}
		if others == nil {
			continue
		}
		zone := c.Events[0].Series.Zone
		odd := func(one taking) bool { return changesAround(zone, one.Slot) }
		if diff := gocmp.Diff(slices.DeleteFunc(want, odd), slices.DeleteFunc(others[name], odd)); diff != "" {
			t.Errorf("%s, read by ical.js (- meant, + read):\n%.3000s", name, diff)
		}
	}
	if others == nil {
		t.Skip("read in Go alone: node, or e2e/node_modules/ical.js, is missing (bin/setup)")
	}
}

// changesAround tells that clocks are changed within two hours of the slot.
func changesAround(zone *time.Location, slot string) bool {
	w, err := recur.ParseWall(slot)
	if err != nil {
		return false
	}
	at, _ := w.At(zone)
	return len(recur.Changes(zone, at.Add(-2*time.Hour), at.Add(2*time.Hour))) > 0
}

// readWithICalJS is nil where node or ical.js is missing.
func readWithICalJS(t testing.TB, all map[string]ical.Calendar) map[string][]taking {
	t.Helper()
	module, err := filepath.Abs(filepath.Join("..", "..", "..", "e2e", "node_modules", "ical.js"))
	if err != nil {
		t.Fatal(err)
	}
	_, missing := os.Stat(module)
	node, absent := exec.LookPath("node")
	if missing != nil || absent != nil {
		return nil
	}
	type question struct {
		Text string `json:"text"`
		From int64  `json:"from"`
		To   int64  `json:"to"`
	}
	var names []string
	var questions []question
	for name, c := range all {
		names = append(names, name)
		questions = append(questions, question{written(t, c), from.Unix(), to.Unix()})
	}
	asked, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "read.mjs"), module)
	run.Stdin, run.Stderr = bytes.NewReader(asked), os.Stderr
	answered, err := run.Output()
	if err != nil {
		t.Fatalf("ical.js: %v", err)
	}
	var answers []struct{ Events []taking }
	if err := json.Unmarshal(answered, &answers); err != nil || len(answers) != len(names) {
		t.Fatalf("ical.js answered %d of %d: %v", len(answers), len(names), err)
	}
	found := map[string][]taking{}
	for i, a := range answers {
		if len(a.Events) == 0 {
			a.Events = nil
		}
		for j, one := range a.Events {
			a.Events[j].Slot = strings.NewReplacer("-", "", ":", "", "Z", "").Replace(one.Slot)[:13]
		}
		found[names[i]] = byStart(a.Events)
	}
	return found
}
