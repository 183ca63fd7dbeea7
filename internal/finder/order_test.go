package finder

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"handrail/internal/platform/recur"
)

// TestFewAreInTheOrderOfAll: what comes next is in one order, however few or many
// are looked for, and in whatever pages they are asked for.
func TestFewAreInTheOrderOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	now := time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
	b := builder{index: &index{zoneIndex: map[string]uint16{}, sources: []Source{{}}}}
	for i := range 2000 {
		e := entry{number: int64(i), week: int32(r.IntN(weekMinutes/30) * 30), zone: b.zoneOf(zonesOfTheYear[i%len(zonesOfTheYear)], "")}
		switch i % 9 {
		case 0: // without a time
			e.week, e.traits = -1, asynchronous
		case 1: // later than in a week
			series := recur.Series{First: recur.WallOf(now.AddDate(0, 0, 20+i%3)), Zone: time.UTC}
			e.week, e.plan = -1, &planned{series: series}
		}
		b.entries = append(b.entries, e)
	}
	b.derive()
	m := b.index.at(now)
	if len(m.untimed) < 200 || m.next[1] < now.AddDate(0, 0, 20).Unix() {
		t.Fatalf("the meetings of the test are not of all kinds: %d have no time, one is on %v", len(m.untimed), time.Unix(m.next[1], 0))
	}
	for range 200 {
		set := newBits(len(b.entries))
		for range 1 + r.IntN(60) {
			set.set(r.Uint32N(2000))
		}
		var want []uint32
		for _, place := range append(slices.Clone(m.order), m.untimed...) {
			if set.has(place) {
				want = append(want, place)
			}
		}
		most := 1 + r.IntN(9)
		var got []uint32
		for skip := 0; skip <= len(want); skip += most {
			f := b.index.filter(Query{Skip: skip, Most: most}, m, slices.Clone(set))
			page, total := f.next(m)
			if total != len(want) {
				t.Fatalf("%d in all, want %d", total, len(want))
			}
			for _, o := range page {
				got = append(got, o.place)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("in another order:\n%v\n%v", got, want)
		}
		comes := func(place uint32) bool { return m.next[place] != never && m.next[place] < now.AddDate(0, 0, 2).Unix() }
		soon := b.index.filter(Query{From: now, To: now.AddDate(0, 0, 2), Most: 2000}, m, slices.Clone(set))
		page, total := soon.next(m)
		wanted := slices.DeleteFunc(slices.Clone(want), func(place uint32) bool { return !comes(place) || m.next[place] < now.Unix() })
		if total != len(wanted) || !slices.EqualFunc(page, wanted, func(o one, place uint32) bool { return o.place == place }) {
			t.Fatalf("of the coming two days %v, want %v", page, wanted)
		}
	}
}
