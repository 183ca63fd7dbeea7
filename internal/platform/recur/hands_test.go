package recur

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestHandsAgreeWithWalls holds the quick clocks against Wall.At, minute by
// minute around every change of many zones, and at random.
func TestHandsAgreeWithWalls(t *testing.T) {
	zones := []string{"UTC", "Europe/Lisbon", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo", "Antarctica/Troll"}
	for _, name := range zones {
		zone, err := Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for _, c := range Changes(zone, from, from.AddDate(2, 0, 0)) {
			h := HandsOf(zone, c.At.AddDate(0, 0, -8), c.At.AddDate(0, 0, 8))
			for at := c.At.Add(-30 * time.Hour); at.Before(c.At.Add(30 * time.Hour)); at = at.Add(7 * time.Minute) {
				agree(t, zone, h, at)
			}
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		zone, _ := Zone(rapid.SampledFrom(zones).Draw(r, "zone"))
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(r, "at"), 0).UTC().Truncate(time.Minute)
		agree(t, zone, HandsOf(zone, at.Add(-time.Hour), at.Add(time.Hour)), at)
	})
}

// agree asks both what clocks in the zone show at an instant, and when they show
// what clocks in UTC show then.
func agree(t *testing.T, zone *time.Location, h Hands, at time.Time) {
	t.Helper()
	_, offset := at.In(zone).Zone()
	if got, want := h.Wall(at.Unix()), at.Unix()+int64(offset); got != want {
		t.Fatalf("%s at %s: the hands show %d, want %d", zone, at, got, want)
	}
	want, _ := WallOf(at).At(zone)
	if got := h.Unix(at.Unix()); got != want.Unix() {
		t.Fatalf("%s shows %s at %s by the hands, at %s by Wall.At", zone, WallOf(at), time.Unix(got, 0).UTC(), want.UTC())
	}
}
