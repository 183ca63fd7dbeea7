package notify_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"handrail/internal/notify"
)

// oddZones change their clocks by an hour, half an hour or two, at midnight, or
// left out a whole day.
var oddZones = []string{
	"UTC", "Europe/London", "Europe/Lisbon", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Antarctica/Troll",
	"America/Santiago", "Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia", "Asia/Tehran", "Pacific/Chatham",
}

// nearChange is a moment around a change of clocks in the zone, if there is one
// within the year.
func nearChange(t *rapid.T, zone *time.Location) time.Time {
	start := time.Date(rapid.IntRange(2011, 2030).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
	at := start.Add(time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "minute")) * time.Minute)
	if rapid.Bool().Draw(t, "anywhere") {
		return at
	}
	for hour := at; hour.Before(at.AddDate(1, 0, 0)); hour = hour.Add(time.Hour) {
		_, before := hour.In(zone).Zone()
		if _, after := hour.Add(time.Hour).In(zone).Zone(); before != after {
			return hour.Add(time.Duration(rapid.IntRange(-4*3600, 4*3600).Draw(t, "second")) * time.Second)
		}
	}
	return at
}

// TestQuietIsWhatTheWallClockShows holds in every zone, also where an hour is
// missing or comes twice: quiet is what the clock on the wall shows, it ends at
// the first moment that is not quiet, and everything until then is.
func TestQuietIsWhatTheWallClockShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(oddZones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		minute := rapid.IntRange(0, 24*60-1)
		h := notify.Hours{From: minute.Draw(t, "from"), To: minute.Draw(t, "to")}
		at := nearChange(t, zone)
		if got, want := h.Hold(at, zone), shown(h, at, zone); got != want {
			t.Fatalf("%s: quiet is %v, and the clock shows that it is %v", at.In(zone), got, want)
		}
		end := h.End(at, zone)
		if end.Before(at) || shown(h, end, zone) {
			t.Fatalf("from %s on, quiet ends at %s", at.In(zone), end.In(zone))
		}
		for one := at; one.Before(end); one = one.Add(37 * time.Second) {
			if !shown(h, one, zone) {
				t.Fatalf("%s is not quiet, but the end is %s", one.In(zone), end.In(zone))
			}
		}
		if end.Sub(at) > 50*time.Hour { // the only minutes that are not quiet may be those that clocks go over
			t.Fatalf("quiet lasts for %s", end.Sub(at))
		}
	})
}

// shown reads the clock on the wall as people do.
func shown(h notify.Hours, at time.Time, zone *time.Location) bool {
	text := func(minute int) string { return time.Date(2000, 1, 1, 0, minute, 0, 0, time.UTC).Format("15:04") }
	wall, from, to := at.In(zone).Format("15:04"), text(h.From), text(h.To)
	switch {
	case from == to:
		return false
	case from < to:
		return from <= wall && wall < to
	}
	return wall >= from || wall < to
}

func TestQuietWhereClocksChange(t *testing.T) {
	for _, c := range []struct {
		why, zone, at, end string
		h                  notify.Hours
	}{
		{"over midnight", "Europe/London", "2026-11-24T23:10:00Z", "2026-11-25T08:00:00Z", notify.Hours{From: 22 * 60, To: 8 * 60}},
		{"by day", "Europe/London", "2026-11-24T23:10:00Z", "2026-11-24T23:10:00Z", notify.Hours{From: 8 * 60, To: 22 * 60}},
		{"the end falls into the hour that is missing", "Europe/London", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", notify.Hours{From: 22 * 60, To: 90}},
		{"the end comes twice, first time", "Europe/London", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z", notify.Hours{From: 22 * 60, To: 90}},
		{"the end comes twice, second time", "Europe/London", "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z", notify.Hours{From: 22 * 60, To: 90}},
		{"half an hour comes twice", "Australia/Lord_Howe", "2026-04-04T15:05:00Z", "2026-04-04T15:15:00Z", notify.Hours{From: 60, To: 105}},
		{"a day is left out", "Pacific/Apia", "2011-12-30T08:00:00Z", "2011-12-30T18:00:00Z", notify.Hours{From: 22 * 60, To: 8 * 60}},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := time.Parse(time.RFC3339, c.at)
		if got := c.h.End(at, zone).UTC().Format(time.RFC3339); got != c.end {
			t.Errorf("%s: quiet ends at %s, want %s", c.why, got, c.end)
		}
	}
}

func TestDigestsComeAtTheHourOfTheirZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(oddZones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		s := notify.Setting{Digest: notify.Daily, DigestHour: rapid.IntRange(0, 23).Draw(t, "hour")}
		if rapid.Bool().Draw(t, "weekly") {
			s.Digest = notify.Weekly
		}
		after := nearChange(t, zone)
		next := notify.NextDigest(s, after, zone)
		longest := 49 * time.Hour
		if s.Digest == notify.Weekly {
			longest = 14 * 24 * time.Hour // where a Monday was left out
		}
		if !next.After(after) || next.Sub(after) > longest {
			t.Fatalf("after %s comes %s", after.In(zone), next)
		}
		if wall := next.In(zone); wall.Hour() != s.DigestHour && !missing(wall, s.DigestHour) {
			t.Fatalf("%s is not at %d", wall, s.DigestHour)
		}
		if s.Digest == notify.Weekly && next.In(zone).Weekday() != time.Monday {
			t.Fatalf("%s is no Monday", next.In(zone))
		}
	})
}

// missing tells whether the day of wall has no such hour.
func missing(wall time.Time, hour int) bool {
	day := time.Date(wall.Year(), wall.Month(), wall.Day(), hour, 0, 0, 0, wall.Location())
	return day.Hour() != hour || day.Day() != wall.Day()
}
