package recur

import "time"

const (
	// Most is how many occurrences Between returns at most: ten years of days.
	Most = 4000
	// Looks is how many days are looked at for one question at most, some 110
	// years of them. What lies behind that is not found.
	Looks = 40_000
)

// Series is something that takes place once or again and again, always at the
// same time on the wall.
type Series struct {
	// First is the first date, and every date's time of day. Weeks, months and
	// years are counted from the one it lies in. It takes place itself only when
	// the rule takes its day: a rule for Tuesdays does not begin on a Monday
	// (RFC 5545 §3.8.5.3 leaves that undefined). Aligned moves it.
	First Wall
	Zone  *time.Location // nil is UTC
	Rule  Rule           // the zero Rule is the first date alone
	// Until is the first minute that is not part of the series any more. Zero:
	// the series is open, or its rule says when it ends.
	Until Wall
}

// Occurrence is one date of a series.
type Occurrence struct {
	Slot  Wall      // what the rule gives: the name of the occurrence, whatever becomes of it
	Start time.Time // the instant, in the zone of the series
	Fit   Fit       // how the slot fits into the zone on that day
}

// Between are the occurrences that start at from or later and before to, in
// order: at most Most of them, and only those found within Looks days that the
// rule could take.
func (s Series) Between(from, to time.Time) []Occurrence {
	work := Looks
	return s.between(from, to, &work)
}

func (s Series) between(from, to time.Time, work *int) (list []Occurrence) {
	s.each(s.around(from, -1), s.around(to, 1), work, func(o Occurrence) bool {
		if !o.Start.Before(to) || len(list) == Most {
			return false
		}
		if !o.Start.Before(from) {
			list = append(list, o)
		}
		return true
	})
	return list
}

// Next is the first occurrence that starts later than after, and false when
// there is none, or none within Looks days.
func (s Series) Next(after time.Time) (next Occurrence, ok bool) {
	work := Looks
	s.each(s.around(after, -1), Wall{}, &work, func(o Occurrence) bool {
		next, ok = o, o.Start.After(after)
		return !ok
	})
	return next, ok
}

// Has tells that slot is one of the series.
func (s Series) Has(slot Wall) bool {
	_, ok := s.At(slot)
	return ok
}

// At is the occurrence of that slot, and false when the series has none.
func (s Series) At(slot Wall) (at Occurrence, ok bool) {
	if slot.IsZero() || slot.minuteOfDay() != s.First.minuteOfDay() {
		return at, false
	}
	work := Looks
	s.each(slot, slot, &work, func(o Occurrence) bool {
		at, ok = o, o.Slot == slot
		return !ok && o.Slot.Before(slot)
	})
	if !ok {
		at = Occurrence{}
	}
	return at, ok
}

// Last is the last occurrence of a series that ends, and false for one that
// does not end, has no occurrence, or has none within Looks days of its end or
// of its beginning.
func (s Series) Last() (last Occurrence, ok bool) {
	end := s.end()
	if end.IsZero() && s.Rule.count == 0 {
		return last, false
	}
	from := s.First
	for _, days := range []int{40, 800, Looks} {
		if near := end.AddDays(-days); s.Rule.count == 0 && near.After(from) {
			if last, ok = s.lastFrom(near, 2*Looks); ok { // it stops at the end
				return last, ok
			}
		}
	}
	return s.lastFrom(from, Looks)
}

func (s Series) lastFrom(from Wall, work int) (last Occurrence, ok bool) {
	s.each(from, s.end(), &work, func(o Occurrence) bool {
		last, ok = o, true
		return true
	})
	return last, ok && (work > 0 || s.Rule.count > 0)
}

// end is a wall that no occurrence comes after, or zero when there is none.
func (s Series) end() (end Wall) {
	ends := []Wall{s.Until, s.Rule.end.wall}
	switch {
	case s.Rule.IsZero():
		ends = append(ends, s.First)
	case !s.Rule.end.at.IsZero():
		ends = append(ends, s.around(s.Rule.end.at, 1))
	}
	for _, one := range ends {
		if !one.IsZero() && (end.IsZero() || one.Before(end)) {
			end = one
		}
	}
	return end
}

// Aligned is the same series with its first occurrence as its First. It is false
// for a series without any.
func (s Series) Aligned() (Series, bool) {
	work, found := Looks, false
	s.each(s.First, Wall{}, &work, func(o Occurrence) bool {
		s.First, found = o.Slot, true
		return false
	})
	return s, found
}

// around is the wall at the instant in the series' zone, and enough days before
// or after it that no change of clocks comes between.
func (s Series) around(t time.Time, side int) Wall {
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	return WallOf(t.In(zone)).AddDays(2 * side)
}

// each calls yield with the occurrences from the wall from to the wall to, or
// without an end when to is zero, until it returns false. It takes from work
// how many days it looked at, and stops when that is used up.
func (s Series) each(from, to Wall, work *int, yield func(Occurrence) bool) {
	shows := newFace(s.Zone)
	s.slots(from, to, work, func(slot Wall) bool {
		start, fit := shows.at(slot)
		if end := s.Rule.end.at; !end.IsZero() && start.After(end) {
			return false
		}
		return yield(Occurrence{slot, start, fit})
	})
}

// slots calls yield as each does. Periods before from are jumped over at once,
// unless the rule counts.
func (s Series) slots(from, to Wall, work *int, yield func(Wall) bool) {
	if s.First.IsZero() {
		return
	}
	if s.Rule.IsZero() {
		if s.holds(s.First) && !s.First.Before(from) {
			yield(s.First)
		}
		return
	}
	p := s.Rule.plan(s.First)
	last, n := int64(lastDay), int64(0)
	if !to.IsZero() {
		last = to.day()
	}
	if s.Rule.count == 0 {
		n = p.reach(from.day())
	}
	var days []int64
	for count := 0; ; n++ {
		start, length := p.period(n)
		if start > last || *work <= 0 {
			return
		}
		*work -= length
		days = p.days(start, length, days[:0])
		for _, day := range days {
			slot := wallOn(day, s.First.minuteOfDay())
			if slot.Before(s.First) {
				continue
			}
			if count++; !s.holds(slot) || s.Rule.count > 0 && count > s.Rule.count {
				return
			}
			if !slot.Before(from) && !yield(slot) {
				return
			}
		}
	}
}

// holds tells that the slot lies before the series' end and that of its rule.
func (s Series) holds(slot Wall) bool {
	end := s.Rule.end.wall
	return (s.Until.IsZero() || slot.Before(s.Until)) && (end.IsZero() || !slot.After(end)) && slot.day() <= lastDay
}
