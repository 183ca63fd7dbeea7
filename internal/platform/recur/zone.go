package recur

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the machine may have no zones of its own

	"handrail/internal/platform/fault"
)

// Fit tells how a Wall fits into a zone.
type Fit int

// How a Wall fits.
const (
	Exact   Fit = iota // clocks show it once
	Skipped            // clocks go forward over it: taken with the offset before
	Doubled            // clocks show it twice: the first is meant
)

// known are the zones asked for so far: some hundred at most, each always the
// same. Package time reads a file for each, which a list of meetings would do
// for every row.
var known sync.Map

// Zone is the zone of that name in the IANA time zone database
// ("Europe/Lisbon", "UTC"). Anything else is an Invalid fault: empty and long
// names, paths, offsets, "Local", and the machine's own files beside the zones.
func Zone(name string) (*time.Location, error) {
	if zone, ok := known.Load(name); ok {
		return zone.(*time.Location), nil
	}
	if plausible(name) {
		if zone, err := time.LoadLocation(name); err == nil {
			kept, _ := known.LoadOrStore(name, zone)
			return kept.(*time.Location), nil
		}
	}
	return nil, fault.New(fault.Invalid, "We do not know this time zone. Choose one from the list.")
}

// plausible tells that a name can be that of a zone. On many machines the folder
// of zones holds more: posix/ and right/ with the same zones once more, the
// second of which count leap seconds, and files that name the machine's own zone.
func plausible(name string) bool {
	if name == "" || len(name) > 60 || name[0] < 'A' || name[0] > 'Z' {
		return false
	}
	for _, other := range []string{"Local", "Factory"} {
		if name == other {
			return false
		}
	}
	return strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == "" && !strings.Contains(name, "//")
}

// At is the instant at which clocks in the zone show w, and how it fits. A
// skipped time is taken with the offset before the change, of a doubled one the
// first is meant (RFC 5545 §3.3.5). A nil zone is UTC.
func (w Wall) At(zone *time.Location) (time.Time, Fit) {
	f := newFace(zone)
	return f.at(w)
}

// face is the face of the clocks in a zone. It keeps the last stretch of time
// with one offset that it looked up: most walls asked for next lie in it too.
type face struct {
	zone   *time.Location
	offset int64 // seconds east of UTC, in the stretch
	after  int64 // unix seconds between which a wall fits exactly: nothing changes near
	before int64
}

func newFace(zone *time.Location) face {
	if zone == nil {
		zone = time.UTC
	}
	return face{zone: zone}
}

// near is longer than any two clocks have differed, and any change of one: in
// 1867 Alaska, and in 2011 Samoa, moved by a day.
const near = 50 * 3600

// at is At.
func (f *face) at(w Wall) (time.Time, Fit) {
	if at := w.unix() - f.offset; f.after < at && at < f.before {
		return time.Unix(at, 0).In(f.zone), Exact
	}
	at, fit := f.search(w.unix())
	return time.Unix(at, 0).In(f.zone), fit
}

// search goes through the stretches of one offset around wall, which is the
// unix second at which clocks in UTC show it.
func (f *face) search(wall int64) (at int64, fit Fit) {
	found, late := false, int64(0)
	for s := stretchAt(f.zone, wall-near); ; s = stretchAt(f.zone, s.end) {
		switch at := wall - s.offset; {
		case at >= s.end:
			late = at // before a gap: what this offset would give
		case at >= s.start && found:
			return late, Doubled
		case at >= s.start:
			found, late = true, at
			f.after, f.before, f.offset = s.start+near, s.end-near, s.offset
		}
		if s.end > wall+near {
			break
		}
	}
	if found {
		return late, Exact
	}
	return late, Skipped
}

// stretch is a time in which the clocks of a zone are not changed: its first
// second, the second after it, and the offset in seconds.
type stretch struct{ start, end, offset int64 }

// stretchAt is one that begins at the second at, or before it where that is
// known, and ends after it. It may end before the clocks are changed: for years
// that only a rule describes, package time ends a stretch with each year, or,
// in a leap year, a day too early.
func stretchAt(zone *time.Location, at int64) stretch {
	const ever = 1 << 60
	t := time.Unix(at, 0).In(zone)
	_, offset := t.Zone()
	s := stretch{at, ever, int64(offset)}
	if _, next := t.ZoneBounds(); !next.IsZero() {
		s.end = next.Unix()
	}
	if s.end <= at {
		s.end = at + 3600
	}
	return s
}

// Change is one change of the clocks in a zone.
type Change struct {
	At            time.Time // the first instant after it, in UTC
	Before, After int       // what clocks were and are ahead of UTC, in seconds
	Name          string    // of what they show now: "WET"; may be an offset
}

// Changes are the changes of clocks in the zone later than from, up to to.
func Changes(zone *time.Location, from, to time.Time) (list []Change) {
	name, before := from.In(zone).Zone()
	for at := from.Unix(); ; {
		at = stretchAt(zone, at).end
		if at > to.Unix() {
			return list
		}
		t := time.Unix(at, 0).In(zone)
		if next, after := t.Zone(); next != name || after != before {
			list = append(list, Change{t.UTC(), before, after, next})
			name, before = next, after
		}
	}
}
