package finder

import (
	"cmp"
	"math"
	"slices"
	"time"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/recur"
)

// Grace is how long a meeting that has begun still counts as one to come: people
// are late.
const Grace = 10 * time.Minute

// never is the start of what has no next date.
const never = math.MaxInt64

const weekMinutes = 7 * 24 * 60

// moment is what an index says about one minute: when each listing takes place
// next, and which are going on. All times are unix seconds.
type moment struct {
	at      int64
	next    []int64  // by entry; never for none
	order   []uint32 // the entries that have a next date, by it
	untimed []uint32 // those that have none
	running []running
}

// running is a listing that is going on.
type running struct {
	place      uint32
	start, end int64
}

// at is what the index says about the minute of now. It is worked out once a
// minute.
func (x *index) at(now time.Time) *moment {
	now = now.Truncate(time.Minute)
	if m := x.moment.Load(); m != nil && m.at == now.Unix() {
		return m
	}
	m := x.workOut(now)
	x.moment.Store(m)
	return m
}

func (x *index) workOut(now time.Time) *moment {
	m := &moment{at: now.Unix(), next: make([]int64, len(x.entries))}
	weeks := make([]week, len(x.zones))
	for i, z := range x.zones {
		weeks[i] = weekOf(z.location, now)
	}
	for i := range x.entries {
		e := &x.entries[i]
		var start int64
		switch {
		case e.plan != nil:
			start = m.planned(uint32(i), e, now)
		case e.week >= 0:
			start = m.weekly(uint32(i), e, &weeks[e.zone])
		default:
			start = never
		}
		if m.next[i] = start; start == never {
			m.untimed = append(m.untimed, uint32(i))
		}
	}
	m.sort()
	return m
}

// week are the clocks of a zone around a moment, and the second on them at which
// their week began.
type week struct {
	hands recur.Hands
	began int64
}

func weekOf(zone *time.Location, now time.Time) week {
	hands := recur.HandsOf(zone, now.AddDate(0, 0, -15), now.AddDate(0, 0, 15))
	wall := hands.Wall(now.Unix())
	return week{hands, (floor(wall, 60) - int64(weekMinute(wall))) * 60}
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// weekly finds the first start that is later than the grace allows, and notes
// what is going on.
func (m *moment) weekly(place uint32, e *entry, w *week) int64 {
	wall := w.began + int64(e.week)*60
	for k := int64(-2); ; k++ {
		start := w.hands.Unix(wall + k*weekMinutes*60)
		if start <= m.at && start+e.long()*60 > m.at {
			m.running = append(m.running, running{place, start, start + e.long()*60})
		}
		if start > m.at-int64(Grace/time.Second) {
			return start
		}
	}
}

// planned is weekly for what is not.
func (m *moment) planned(place uint32, e *entry, now time.Time) int64 {
	next := int64(never)
	for _, o := range e.dates(now, 1) {
		if o.start <= m.at && o.end > m.at {
			m.running = append(m.running, running{place, o.start, o.end})
		}
		if o.start > m.at-int64(Grace/time.Second) {
			next = min(next, o.start)
		}
	}
	return next
}

type span struct{ start, end int64 }

// dates are the dates of a planned meeting that ended less than a day ago, or come,
// by their start: all of the near past, and as many to come as are asked for.
func (e *entry) dates(now time.Time, ahead int) (list []span) {
	from := now.Add(-24 * time.Hour)
	long := e.long() * 60
	s := e.plan.series
	for _, x := range e.plan.extra {
		if wall, err := recur.ParseWall(x.Start); err == nil {
			at, _ := wall.At(s.Zone)
			if at.After(from) {
				list = append(list, span{at.Unix(), at.Unix() + int64(x.Minutes)*60})
			}
		}
	}
	for range 400 {
		o, any := s.Next(from)
		if !any {
			break
		}
		from = o.Start
		if e.plan.off[o.Slot.String()] {
			continue
		}
		list = append(list, span{o.Start.Unix(), o.Start.Unix() + long})
		if o.Start.After(now.Add(-Grace)) {
			if ahead--; ahead <= 0 {
				break
			}
		}
	}
	slices.SortFunc(list, func(a, b span) int { return int(a.start - b.start) })
	return list
}

// sort puts the entries in order of their next dates: into a bucket for each
// minute of the coming week, and what comes later behind.
func (m *moment) sort() {
	base := m.at - int64(Grace/time.Second)
	bucket := func(start int64) int { return int(min((start-base)/60, weekMinutes+24*60)) }
	counts := make([]int32, weekMinutes+24*60+2)
	for _, start := range m.next {
		if start != never {
			counts[bucket(start)+1]++
		}
	}
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
	m.order = make([]uint32, counts[len(counts)-1])
	late := counts[len(counts)-2]
	for i, start := range m.next {
		if start != never {
			b := bucket(start)
			m.order[counts[b]] = uint32(i)
			counts[b]++
		}
	}
	slices.SortFunc(m.order[late:], m.compare)
	slices.SortFunc(m.running, func(a, b running) int {
		if a.start != b.start {
			return int(b.start - a.start) // what has just begun first
		}
		return int(a.place) - int(b.place)
	})
}

// compare puts two entries in order: by the minutes of their next dates, then as
// they lie in memory.
func (m *moment) compare(a, b uint32) int {
	return cmp.Or(cmp.Compare(m.next[a]/60, m.next[b]/60), cmp.Compare(a, b))
}

// Date is one date of a listing.
type Date struct{ Start, End time.Time }

// Dates are the dates of a listing from now on, one that is going on first: at
// most so many.
func (l Listing) Dates(now time.Time, most int) (list []Date) {
	zone, err := recur.Zone(l.Zone())
	if err != nil || !l.Scheduled() {
		return nil
	}
	e := entry{week: -1, minutes: int32(l.Minutes)}
	plan := feed.Plan{}
	if l.Plan != nil {
		plan = *l.Plan
	} else {
		plan = weeklyPlan(l.Record, zone, now)
	}
	e.plan = plannedOf(plan, zone)
	for _, o := range e.dates(now, most) {
		if o.end > now.Unix() && len(list) < most {
			list = append(list, Date{time.Unix(o.start, 0).In(zone), time.Unix(o.end, 0).In(zone)})
		}
	}
	return list
}

// weeklyPlan is the plan of a record that is simply weekly, from two weeks ago on.
func weeklyPlan(r feed.Record, zone *time.Location, now time.Time) feed.Plan {
	day := now.In(zone).AddDate(0, 0, -14)
	for int(day.Weekday()) != r.Day {
		day = day.AddDate(0, 0, 1)
	}
	first := time.Date(day.Year(), day.Month(), day.Day(), r.Start/60, r.Start%60, 0, 0, time.UTC)
	return feed.Plan{First: recur.WallOf(first).String(), Rule: "FREQ=WEEKLY"}
}
