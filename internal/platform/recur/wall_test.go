package recur_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

func TestAWallHasOneText(t *testing.T) {
	for _, text := range []string{"20261129T1900", "00010101T0000", "99991231T2359", "20280229T0000"} {
		if w, err := recur.ParseWall(text); err != nil || w.String() != text || w.IsZero() {
			t.Errorf("%s became %s: %v", text, w, err)
		}
	}
	for _, text := range []string{
		"", "20261129", "20261129T190000", "20261129T1900Z", "20261129t1900", "2026-11-29T19:00", " 20261129T1900", "20261129T1900\n",
		"00000101T0000", "100000101T0000", "20260229T1900", "20261301T1900", "20261129T2400", "20261129T1960", "+2026112T1900", "２０２６1129T1900",
	} {
		if w, err := recur.ParseWall(text); fault.KindOf(err) != fault.Invalid || !w.IsZero() {
			t.Errorf("%q was taken: %s, %v", text, w, err)
		}
	}
}

func TestFieldsOfAForm(t *testing.T) {
	w, err := recur.ParseInputs("2026-11-29", "19:05")
	if err != nil || w != wallOf(t, "20261129T1905") || w.InputDate() != "2026-11-29" || w.InputTime() != "19:05" {
		t.Errorf("%s, %s, %s: %v", w, w.InputDate(), w.InputTime(), err)
	}
	for _, c := range []struct{ date, clock, field string }{
		{"29.11.2026", "19:05", "date"}, {"", "19:05", "date"}, {"2026-02-30", "19:05", "date"}, {"0000-01-01", "19:05", "date"}, {"12026-01-01", "19:05", "date"},
		{"2026-11-29", "", "time"}, {"2026-11-29", "7 pm", "time"}, {"2026-11-29", "24:00", "time"}, {"2026-11-29", "9:00", "time"},
	} {
		_, err := recur.ParseInputs(c.date, c.clock)
		if f, ok := fault.From(err); !ok || f.Kind != fault.Invalid || f.Field != c.field {
			t.Errorf("%q and %q: %v", c.date, c.clock, err)
		}
	}
	if none := (recur.Wall{}); none.InputDate() != "" || none.InputTime() != "" || none.String() != "" {
		t.Error("no time shows something")
	}
}

// TestWallsAreInOrder: as times, as texts, as minutes.
func TestWallsAreInOrder(t *testing.T) {
	any := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "second")/60*60, 0).UTC()
	})
	rapid.Check(t, func(t *rapid.T) {
		at, bt := any.Draw(t, "a"), any.Draw(t, "b")
		a, b := recur.WallOf(at), recur.WallOf(bt)
		if a.UTC() != at || a.Before(b) != at.Before(bt) || a.After(b) != at.After(bt) || (a.String() < b.String()) != at.Before(bt) || a.Compare(b) != at.Compare(bt) {
			t.Fatalf("%s and %s are not as %v and %v", a, b, at, bt)
		}
		if a.Weekday() != at.Weekday() || a.Midnight().UTC() != at.Truncate(24*time.Hour) || a.Sub(b) != at.Sub(bt) {
			t.Fatalf("%s is not %v", a, at)
		}
		d := time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "later"))
		if later := at.Add(d); later.Year() > 0 && later.Year() < 10000 && (a.Add(d) != recur.WallOf(later)) {
			t.Fatalf("%s and %v is %s, not %v", a, d, a.Add(d), later)
		}
		var again recur.Wall
		text, _ := json.Marshal(a)
		if err := json.Unmarshal(text, &again); err != nil || again != a {
			t.Fatalf("%s came back as %s: %v", text, again, err)
		}
	})
}

func TestTimeStaysWithinItsYears(t *testing.T) {
	first, last := wallOf(t, "00010101T0000"), wallOf(t, "99991231T2359")
	for _, zone := range []string{"UTC", "Pacific/Apia", "America/Los_Angeles"} {
		long := time.Date(-5000, 1, 1, 0, 0, 0, 0, zoneOf(t, zone))
		if w := recur.WallOf(long); w != first {
			t.Errorf("long ago is %s", w)
		}
		if w := recur.WallOf(long.AddDate(90000, 0, 0)); w != last {
			t.Errorf("far away is %s", w)
		}
	}
	if first.AddDays(-1) != first || last.Add(time.Hour) != last || last.AddDays(1<<40) != last {
		t.Error("it goes beyond")
	}
	if w := recur.WallOf(time.Date(2026, 11, 29, 19, 5, 59, 9, zoneOf(t, "Asia/Kathmandu"))); w != wallOf(t, "20261129T1905") {
		t.Errorf("seconds are kept: %s", w)
	}
}

// TestChangesOfClocks are those that a group is bound to meet, and some that
// upset programs: half an hour, two hours, a day, Ramadan, and a year that only a
// rule describes.
func TestChangesOfClocks(t *testing.T) {
	for _, c := range []struct {
		zone, wall, utc string
		fit             recur.Fit
	}{
		{"UTC", "20261129T1900", "2026-11-29T19:00:00Z", recur.Exact},
		{"Asia/Kathmandu", "20261129T1900", "2026-11-29T13:15:00Z", recur.Exact},
		{"America/New_York", "20260308T0159", "2026-03-08T06:59:00Z", recur.Exact},
		{"America/New_York", "20260308T0200", "2026-03-08T07:00:00Z", recur.Skipped},
		{"America/New_York", "20260308T0230", "2026-03-08T07:30:00Z", recur.Skipped},
		{"America/New_York", "20260308T0300", "2026-03-08T07:00:00Z", recur.Exact},
		{"America/New_York", "20261101T0059", "2026-11-01T04:59:00Z", recur.Exact},
		{"America/New_York", "20261101T0100", "2026-11-01T05:00:00Z", recur.Doubled},
		{"America/New_York", "20261101T0159", "2026-11-01T05:59:00Z", recur.Doubled},
		{"America/New_York", "20261101T0200", "2026-11-01T07:00:00Z", recur.Exact},
		{"Europe/London", "20260329T0130", "2026-03-29T01:30:00Z", recur.Skipped},
		{"Europe/London", "20261025T0130", "2026-10-25T00:30:00Z", recur.Doubled},
		{"Australia/Lord_Howe", "20261004T0215", "2026-10-03T15:45:00Z", recur.Skipped},
		{"Australia/Lord_Howe", "20260405T0145", "2026-04-04T14:45:00Z", recur.Doubled},
		{"America/Santiago", "20260906T0030", "2026-09-06T04:30:00Z", recur.Skipped},
		{"Pacific/Chatham", "20260927T0250", "2026-09-26T14:05:00Z", recur.Skipped},
		{"Antarctica/Troll", "20260329T0230", "2026-03-29T02:30:00Z", recur.Skipped},
		{"Africa/Casablanca", "20260215T0230", "2026-02-15T01:30:00Z", recur.Doubled},
		{"Africa/Casablanca", "20260322T0230", "2026-03-22T02:30:00Z", recur.Skipped},
		{"Pacific/Apia", "20111230T1900", "2011-12-31T05:00:00Z", recur.Skipped},
		{"Pacific/Apia", "20111231T1900", "2011-12-31T05:00:00Z", recur.Exact},
		{"Europe/Lisbon", "20401231T1900", "2040-12-31T19:00:00Z", recur.Exact},
		{"Europe/Lisbon", "20400325T0130", "2040-03-25T01:30:00Z", recur.Skipped},
		{"Europe/Lisbon", "00010101T0000", "0001-01-01T00:36:45Z", recur.Exact},
		{"Europe/Lisbon", "99991231T2359", "9999-12-31T23:59:00Z", recur.Exact},
	} {
		at, fit := wallOf(t, c.wall).At(zoneOf(t, c.zone))
		if at.UTC().Format(time.RFC3339) != c.utc || fit != c.fit {
			t.Errorf("%s in %s: %s, %d; it is %s, %d", c.wall, c.zone, at.UTC().Format(time.RFC3339), fit, c.utc, c.fit)
		}
		if w := recur.WallOf(at); (w == wallOf(t, c.wall)) != (fit != recur.Skipped) {
			t.Errorf("%s in %s: clocks show %s", c.wall, c.zone, w)
		}
	}
	if at, fit := wallOf(t, "20261129T1900").At(nil); fit != recur.Exact || at.Location() != time.UTC {
		t.Errorf("without a zone: %v", at)
	}
}

// TestAnyWallInFortyZones compares any minute from 1890 to 2060 with what one
// finds by asking every quarter of an hour around it.
func TestAnyWallInFortyZones(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom(fortyZones).Draw(rt, "zone")
		day := time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 365*170).Draw(rt, "day"))
		if rapid.Bool().Draw(rt, "near a change") {
			if changes := recur.Changes(zoneOf(t, name), day, day.AddDate(3, 0, 0)); len(changes) > 0 {
				day = changes[0].At.Truncate(24 * time.Hour)
			}
		}
		wall := day.Add(time.Duration(rapid.IntRange(-1440, 2880).Draw(rt, "minute")) * time.Minute)
		table := scan(t, name, wall.AddDate(0, 0, -4), wall.AddDate(0, 0, 4))
		for _, s := range table {
			if s.seconds%900 != 0 {
				rt.Skip("clocks kept the sun's time: a quarter of an hour does not find the change")
			}
		}
		at, fit := recur.WallOf(wall).At(zoneOf(t, name))
		if want, wantFit := table.instant(wall); at.Unix() != want || fit != wantFit {
			rt.Fatalf("%v in %s: %v, %d; it is %v, %d", wall, name, at.UTC(), fit, time.Unix(want, 0).UTC(), wantFit)
		}
	})
}

// TestChangesAreAllThatAre compares the changes up to 2060 with what one finds
// by asking every quarter of an hour.
func TestChangesAreAllThatAre(t *testing.T) {
	from, to := time.Date(2008, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range []string{"Europe/Lisbon", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham", "Pacific/Apia", "America/Nuuk", "Asia/Kolkata"} {
		var want []int64
		for _, s := range scan(t, name, from, to)[1:] {
			want = append(want, s.from)
		}
		var got []int64
		before := -1
		for _, c := range recur.Changes(zoneOf(t, name), from, to) {
			if _, after := c.At.In(zoneOf(t, name)).Zone(); after != c.After || before >= 0 && before != c.Before {
				t.Errorf("%s: %+v", name, c)
			}
			if before = c.After; c.Before != c.After {
				got = append(got, c.At.Unix())
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d changes, there are %d", name, len(got), len(want))
		}
	}
}

func TestOnlyZonesAreZones(t *testing.T) {
	for _, name := range fortyZones {
		if zone, err := recur.Zone(name); err != nil || zone.String() != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{
		"", "Local", "local", "Not/AZone", "../../../etc/passwd", "/etc/localtime", "Europe/../Europe/Lisbon", "Europe//Lisbon", "Europe/Lisbon/", "Europe\\Lisbon", "Europe/Lisbon\x00",
		"posix/Europe/Lisbon", "right/Europe/Lisbon", "posixrules", "localtime", "tzdata.zi", "zone.tab", "Factory", "+02:00", "UTC+2:00", "europe/lisbon ", "Europe", string(make([]byte, 5000)),
	} {
		if zone, err := recur.Zone(name); fault.KindOf(err) != fault.Invalid || zone != nil {
			t.Errorf("%q is a zone: %v, %v", name, zone, err)
		}
	}
}
