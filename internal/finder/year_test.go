package finder

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"handrail/internal/platform/recur"
)

// zonesOfTheYear have every kind of change that clocks make, and none.
var zonesOfTheYear = []string{
	"UTC", "Europe/Lisbon", "Europe/London", "Europe/Dublin", "Europe/Madrid", "Europe/Paris", "Europe/Berlin", "Europe/Athens", "Europe/Chisinau", "Europe/Moscow",
	"Africa/Casablanca", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu",
	"Asia/Tokyo", "Asia/Manila", "Australia/Sydney", "Australia/Lord_Howe", "Australia/Perth", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Honolulu", "Pacific/Apia", "Antarctica/Troll",
	"America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "America/Havana",
}

// gathering is a weekly meeting of the test, with all its starts, worked out
// without a line of ours.
type gathering struct {
	day, start, minutes int
	zone                string
	starts              []int64
}

// TestNextAndGoingOnThroughAYear holds the index against a calculation of its
// own: 500 meetings in 40 zones, at 2,000 instants, among them each change of the
// clocks with the minutes around it.
func TestNextAndGoingOnThroughAYear(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var list []gathering
	b := builder{index: &index{zoneIndex: map[string]uint16{}, sources: []Source{{}}}}
	for i := range 500 {
		g := gathering{day: r.IntN(7), start: r.IntN(24*60) / 5 * 5, minutes: []int{0, 30, 60, 90, 240, 1440}[r.IntN(6)], zone: zonesOfTheYear[i%len(zonesOfTheYear)]}
		if i%4 == 0 {
			g.start = []int{0, 30, 60, 90, 120, 150, 165, 179, 180}[r.IntN(9)] // where clocks change
			g.day = 0
		}
		g.starts = startsOf(t, g, first.AddDate(0, 0, -20), first.AddDate(1, 0, 20))
		list = append(list, g)
		b.entries = append(b.entries, entry{number: int64(i), week: int32(g.day*1440 + g.start), minutes: int32(g.minutes), zone: b.zoneOf(g.zone, "")})
	}
	b.derive()
	for _, now := range instants(t, r, first) {
		compareAt(t, b.index, list, now)
	}
}

func compareAt(t *testing.T, x *index, list []gathering, now time.Time) {
	t.Helper()
	m := x.workOut(now.Truncate(time.Minute))
	on := map[uint32]int64{}
	for _, r := range m.running {
		if before, twice := on[r.place]; !twice || r.start > before {
			on[r.place] = r.start
		}
	}
	for i, g := range list {
		next, running := g.ask(m.at)
		if m.next[i] != next {
			t.Fatalf("at %s: %+v is next at %s, should be %s", now, g.zone, time.Unix(m.next[i], 0).UTC(), time.Unix(next, 0).UTC())
		}
		if on[uint32(i)] != running {
			t.Fatalf("at %s: %s day %d minute %d for %d: going on since %d, should be %d", now, g.zone, g.day, g.start, g.minutes, on[uint32(i)], running)
		}
	}
	for i := 1; i < len(m.order); i++ {
		if m.next[m.order[i-1]]/60 > m.next[m.order[i]]/60 {
			t.Fatalf("at %s the order is not that of time", now)
		}
	}
}

// ask is the first start later than ten minutes ago, and the start of what is
// going on; 0 for nothing.
func (g gathering) ask(now int64) (next, running int64) {
	long := int64(g.minutes) * 60
	if long == 0 {
		long = 3600
	}
	for _, start := range g.starts {
		if start <= now && now < start+long {
			running = start
		}
		if next == 0 && start > now-600 {
			next = start
		}
	}
	return next, running
}

// startsOf goes through the days, and through the offsets that the zone has
// around each.
func startsOf(t *testing.T, g gathering, from, to time.Time) (starts []int64) {
	zone, err := time.LoadLocation(g.zone)
	if err != nil {
		t.Fatal(err)
	}
	for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
		if int(day.Weekday()) != g.day {
			continue
		}
		wall := day.Unix() + int64(g.start)*60
		var fits []int64
		for hour := int64(-30); hour <= 30; hour++ {
			_, offset := time.Unix(wall+hour*3600, 0).In(zone).Zone()
			at := wall - int64(offset)
			if _, then := time.Unix(at, 0).In(zone).Zone(); then == offset {
				fits = append(fits, at)
			}
		}
		if len(fits) == 0 { // a time that clocks skip: by the offset before
			_, offset := time.Unix(wall-30*3600, 0).In(zone).Zone()
			fits = []int64{wall - int64(offset)}
		}
		starts = append(starts, slices.Min(fits))
	}
	return starts
}

// instants are 2,000 times of a year: around each change of clocks, and anywhere.
func instants(t *testing.T, r *rand.Rand, first time.Time) (list []time.Time) {
	for _, name := range zonesOfTheYear {
		zone, err := recur.Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range recur.Changes(zone, first, first.AddDate(1, 0, 0)) {
			for _, apart := range []time.Duration{-61 * time.Minute, -11 * time.Minute, -time.Minute, 0, time.Minute, 9 * time.Minute, 10 * time.Minute, 59 * time.Minute, 3 * time.Hour} {
				list = append(list, c.At.Add(apart))
			}
		}
	}
	for len(list) < 2000 {
		list = append(list, first.Add(time.Duration(r.IntN(365*24*60))*time.Minute))
	}
	return list
}
