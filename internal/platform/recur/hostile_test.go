package recur_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/recur"
)

// sharedData is the folder of corpora: HANDRAIL_SHARED_DATA, or shared/data
// beside the repository.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("HANDRAIL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "hostile", "generated", name))
	if len(files) == 0 {
		t.Skipf("there is no hostile/generated/%s in HANDRAIL_SHARED_DATA", name)
	}
	return filepath.Dir(files[0])
}

// TestTheCorpusOfClockChanges has 16 zones with all their changes of two years,
// and what a reminder at such a time is expected to do.
func TestTheCorpusOfClockChanges(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(sharedData(t, "dst_cases.json"), "dst_cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var corpus struct {
		Zones []struct {
			Zone        string
			Transitions []struct {
				UTC    time.Time
				Before int `json:"offset_before_min"`
				After  int `json:"offset_after_min"`
				Kind   string
				Local  string `json:"local_after"`
			}
		} `json:"transitions_2026_2027"`
		Expected []struct {
			Zone string
			Wall string `json:"local_wall"`
			Kind string
			UTC  time.Time `json:"expected_utc"`
		} `json:"reminder_expectations"`
	}
	if err := json.Unmarshal(content, &corpus); err != nil || len(corpus.Zones) == 0 || len(corpus.Expected) == 0 {
		t.Fatalf("%d zones: %v", len(corpus.Zones), err)
	}
	fits := map[string]recur.Fit{"gap": recur.Skipped, "overlap": recur.Doubled}
	for _, z := range corpus.Zones {
		changes := recur.Changes(zoneOf(t, z.Zone), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC))
		if len(changes) != len(z.Transitions) {
			t.Errorf("%s: %d changes, not %d", z.Zone, len(changes), len(z.Transitions))
			continue
		}
		for i, c := range z.Transitions {
			if got := changes[i]; !got.At.Equal(c.UTC) || got.Before != c.Before*60 || got.After != c.After*60 {
				t.Errorf("%s: %+v, not %+v", z.Zone, got, c)
			}
			local, err := time.Parse("2006-01-02T15:04", c.Local)
			if err != nil {
				t.Fatal(err)
			}
			if at, fit := recur.WallOf(local).At(zoneOf(t, z.Zone)); c.Kind == "gap" && (!at.Equal(c.UTC) || fit != recur.Exact) || c.Kind == "overlap" && fit != recur.Doubled {
				t.Errorf("%s: %s is %v, %d", z.Zone, c.Local, at, fit)
			}
		}
	}
	for _, c := range corpus.Expected {
		local, err := time.Parse("2006-01-02T15:04", c.Wall)
		if err != nil {
			t.Fatal(err)
		}
		s := recur.Series{First: recur.WallOf(local.AddDate(0, 0, -7)), Zone: zoneOf(t, c.Zone), Rule: ruleOf(t, "FREQ=WEEKLY")}
		on := s.Between(c.UTC.Add(-24*time.Hour), c.UTC.Add(24*time.Hour))
		if len(on) != 1 || !on[0].Start.Equal(c.UTC) || on[0].Fit != fits[c.Kind] {
			t.Errorf("%s %s: %v, not once at %v", c.Zone, c.Wall, on, c.UTC)
		}
	}
}

// TestHostileCalendars reads the lines of calendars made to upset programs. What
// is refused is refused with a reason; what is taken is answered, and with
// clocks that show the right time.
func TestHostileCalendars(t *testing.T) {
	dir := sharedData(t, "ics_*.ics")
	files, err := filepath.Glob(filepath.Join(dir, "ics_*.ics"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if taken := hostile(t, string(content)); taken != (filepath.Base(file) == "ics_rrule_never_matches.ics" || filepath.Base(file) == "ics_year_edges.ics" || filepath.Base(file) == "ics_xss_fields.ics") {
			t.Errorf("%s was taken: %v", filepath.Base(file), taken)
		}
	}
}

// hostile puts each date of a calendar with its zone and its rule through the
// package, and tells whether it took any.
func hostile(t *testing.T, content string) (taken bool) {
	t.Helper()
	var s recur.Series
	var err error
	for line := range strings.Lines(content) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		name, zone, _ := strings.Cut(name, ";TZID=")
		switch name {
		case "BEGIN":
			s, err = recur.Series{}, nil
		case "DTSTART":
			if zone == "" {
				zone = "UTC"
			}
			if s.Zone, err = recur.Zone(zone); err == nil {
				s.First, err = recur.ParseWall(strings.TrimSuffix(value, "Z")[:13])
			}
		case "RRULE":
			if err == nil {
				s.Rule, err = recur.ParseRule(value)
			}
		case "END":
			if err == nil && !s.First.IsZero() {
				taken = true
				rightClocks(t, s)
			}
			s, err = recur.Series{}, nil
		}
	}
	return taken
}

// rightClocks checks that clocks show the time of the first date on every date
// of the series, but for those that have none.
func rightClocks(t testing.TB, s recur.Series) {
	t.Helper()
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	hour, minute := s.First.Clock()
	for _, from := range []time.Time{s.First.UTC().AddDate(0, 0, -3), s.First.UTC().AddDate(12, 0, 0), late} {
		last := from
		for _, o := range s.Between(from, from.AddDate(5, 0, 0)) {
			if h, m, _ := o.Start.In(zone).Clock(); (h != hour || m != minute) == (o.Fit != recur.Skipped) || o.Start.Before(last) || !s.Has(o.Slot) {
				t.Fatalf("%v from %s in %s: %v", s.Rule, s.First, zone, o)
			}
			last = o.Start
		}
	}
}

// FuzzSeries reads any rule in any zone from any first date.
func FuzzSeries(f *testing.F) {
	for _, rule := range []string{
		"", "FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=2TU,-1FR;INTERVAL=2", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=10", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;UNTIL=20371231T235959Z", "FREQ=YEARLY;BYDAY=53MO;WKST=SU", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=MINUTELY;COUNT=2147483647",
	} {
		for _, zone := range []string{"Europe/Lisbon", "Australia/Lord_Howe", "Not/AZone", "../../../etc/passwd"} {
			f.Add("20260329T0130", zone, rule)
			f.Add("99991231T2359", zone, rule)
			f.Add("00010101T0000", zone, rule)
		}
	}
	f.Fuzz(func(t *testing.T, first, zone, rule string) {
		r, err := recur.ParseRule(rule)
		if err != nil {
			return
		}
		if again, err := recur.ParseRule(r.String()); err != nil || !again.Equal(r) {
			t.Fatalf("%q is %s, which is read as %s: %v", rule, r, again, err)
		}
		w, err := recur.ParseWall(first)
		if err != nil {
			return
		}
		if w.String() != first {
			t.Fatalf("%q is %s", first, w)
		}
		z, err := recur.Zone(zone)
		if err != nil {
			return
		}
		s := recur.Series{First: w, Zone: z, Rule: r}
		rightClocks(t, s)
		s.Next(early)
		s.Last()
		s.Words(t.Context())
	})
}
