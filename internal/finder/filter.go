package finder

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"handrail/internal/platform/recur"
)

// filter is what is looked at entry by entry, of those in a set.
type filter struct {
	x       *index
	set     bitset
	q       Query
	timed   bool // what has no time is not looked for
	days    uint8
	parts   uint8
	hands   recur.Hands // of the viewer
	atPlace bitset      // where one can go: there the clock on its wall counts
	x0      ball3
	reaches float32 // square of the longest chord; 0 for any
}

func (x *index) filter(q Query, m *moment, set bitset) *filter {
	f := &filter{x: x, set: set, q: q}
	for _, d := range q.Days {
		f.days |= 1 << d
	}
	now := time.Unix(m.at, 0)
	for _, p := range q.Parts {
		f.parts |= p.bit()
	}
	clock := f.days != 0 || len(q.Parts) > 0
	if clock {
		f.hands, f.atPlace = recur.HandsOf(q.Zone, now, now.AddDate(0, 0, 8)), x.byWay[InPerson]
	}
	if q.Near != nil {
		f.x0, f.reaches = ballOf(q.Near.Lat, q.Near.Lng), 0
		if q.Within > 0 {
			f.reaches = chord(q.Within)
		}
	}
	if f.reaches > 0 {
		f.set.and(f.around())
	}
	f.timed = clock || !q.From.IsZero() || !q.To.IsZero()
	return f
}

// around are the entries within reach. All are looked at in the order in which they
// lie in memory, which is quicker than to look at fewer here and there.
func (f *filter) around() bitset {
	near := newBits(len(f.x.entries))
	for place := range uint32(len(f.x.entries)) {
		if f.chord(place) <= f.reaches {
			near.set(place)
		}
	}
	return near
}

// is tells whether traits are those of a way.
func (w Way) is(t trait) bool {
	place := t&inPerson != 0 && t&placeClosed == 0
	switch w {
	case InPerson:
		return place
	case Online:
		return t&online != 0
	case Hybrid:
		return place && t&online != 0
	case ByPhone:
		return t&byPhone != 0
	case Asynchronous:
		return t&asynchronous != 0
	case ByAppointment:
		return t&appointment != 0
	}
	return false
}

// takes tells whether an entry is looked for, with a start of it.
func (f *filter) takes(place uint32, start int64) bool {
	return f.set.has(place) && (f.days == 0 && len(f.q.Parts) == 0 || f.onClock(place, start))
}

// nowhere is further than anything on earth: the distance of what has no place.
const nowhere = 5

// chord is the square of the straight way to an entry through a ball of radius 1.
func (f *filter) chord(place uint32) float32 {
	b := &f.x.balls[place]
	if b.none {
		return nowhere
	}
	dx, dy, dz := b.x-f.x0.x, b.y-f.x0.y, b.z-f.x0.z
	return dx*dx + dy*dy + dz*dz
}

// onClock tells whether the day and the time are looked for: at a place on the
// clock there, from afar on the viewer's.
func (f *filter) onClock(place uint32, start int64) bool {
	if start == never {
		return false
	}
	minute := f.x.walls[place]
	switch there := f.atPlace.has(place); {
	case !there:
		minute = weekMinute(f.hands.Wall(start))
	case minute < 0:
		_, offset := time.Unix(start, 0).In(f.x.zones[f.x.entries[place].zone].location).Zone()
		minute = weekMinute(start + int64(offset))
	}
	return (f.days == 0 || f.days&(1<<(minute/(24*60))) != 0) && (len(f.q.Parts) == 0 || f.parts&partsAt(int(minute)%(24*60)) != 0)
}

// weekMinute is the minute of the week, from Sunday on, that a wall shows which
// counts seconds as recur.Hands does.
func weekMinute(wall int64) int32 {
	const thursday = 4 * 24 * 60 // 1970 began on one
	minute := floor(wall, 60) + thursday
	return int32(minute - floor(minute, weekMinutes)*weekMinutes)
}

// away is an entry with its distance.
type away struct {
	chord float32
	start int64
	place uint32
}

func (a away) compare(b away) int {
	return cmp.Or(cmp.Compare(a.chord, b.chord), cmp.Compare(a.start, b.start), cmp.Compare(a.place, b.place))
}

// farthest keeps the nearest of many: a heap with the farthest of them on top.
type farthest struct {
	list []away
	most int
}

// Len, Less, Swap, Push and Pop are for package heap.
func (f *farthest) Len() int           { return len(f.list) }
func (f *farthest) Less(i, j int) bool { return f.list[i].compare(f.list[j]) > 0 }
func (f *farthest) Swap(i, j int)      { f.list[i], f.list[j] = f.list[j], f.list[i] }
func (f *farthest) Push(one any)       { f.list = append(f.list, one.(away)) }
func (f *farthest) Pop() any {
	last := f.list[len(f.list)-1]
	f.list = f.list[:len(f.list)-1]
	return last
}

func (f *farthest) add(a away) {
	switch {
	case len(f.list) < f.most:
		heap.Push(f, a)
	case f.most > 0 && a.compare(f.list[0]) < 0:
		f.list[0] = a
		heap.Fix(f, 0)
	}
}

// sorted is what was kept, the nearest first.
func (f *farthest) sorted() []away {
	slices.SortFunc(f.list, away.compare)
	return f.list
}
