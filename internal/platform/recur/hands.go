package recur

import (
	"math"
	"time"
)

// Hands are the clocks of one zone from one instant to another, for whoever asks
// for a great many times: all is seconds, and nothing is looked up. Outside of the
// two instants they go on as at the nearer one.
type Hands struct{ stretches []stretch }

// HandsOf makes the hands of a zone; a nil zone is UTC.
func HandsOf(zone *time.Location, from, to time.Time) Hands {
	if zone == nil {
		zone = time.UTC
	}
	from, to = from.Add(-near*time.Second), to.Add(near*time.Second)
	_, offset := from.In(zone).Zone()
	last := stretch{math.MinInt64, math.MaxInt64, int64(offset)}
	var list []stretch
	for _, c := range Changes(zone, from, to) {
		if c.After == c.Before {
			continue // the clocks have another name only
		}
		last.end = c.At.Unix()
		list = append(list, last)
		last = stretch{last.end, math.MaxInt64, int64(c.After)}
	}
	return Hands{append(list, last)}
}

// Unix is the instant at which the clocks show wall, which counts the seconds
// from 1970 on as clocks in UTC would. A skipped time is taken with the offset
// before the change, of a doubled one the first is meant, as by Wall.At.
func (h Hands) Unix(wall int64) int64 {
	late := wall - h.stretches[0].offset
	for _, s := range h.stretches {
		at := wall - s.offset
		if at >= s.end {
			late = at
			continue
		}
		if at >= s.start {
			return at
		}
		return late
	}
	return late
}

// Wall is what the clocks show at an instant, counted as by Unix.
func (h Hands) Wall(unix int64) int64 {
	for _, s := range h.stretches {
		if unix < s.end {
			return unix + s.offset
		}
	}
	return unix + h.stretches[len(h.stretches)-1].offset
}
