package notify

import "time"

// Hours are the hours of a day in which nothing leaves the house: from one
// minute of the day up to another, over midnight where From is the later one.
// Equal ends mean that there are none.
type Hours struct{ From, To int }

const minutesOfDay = 24 * 60

// Hold tells whether a moment is quiet: whether the clock on the wall of the
// zone shows a quiet minute.
func (h Hours) Hold(at time.Time, zone *time.Location) bool {
	wall := at.In(zone)
	minute := wall.Hour()*60 + wall.Minute()
	if h.From <= h.To {
		return h.From <= minute && minute < h.To
	}
	return minute >= h.From || minute < h.To
}

// End is the first moment, from at on, that is not quiet. It walks the minutes
// instead of reckoning: where clocks are changed, the end of quiet may come
// never on that day, or twice.
func (h Hours) End(at time.Time, zone *time.Location) time.Time {
	if !h.Hold(at, zone) {
		return at
	}
	next := at.Truncate(time.Minute).Add(time.Minute)
	for h.Hold(next, zone) {
		next = next.Add(time.Minute)
	}
	return next
}

// sound tells whether the hours are minutes of a day.
func (h Hours) sound() bool {
	return 0 <= h.From && h.From < minutesOfDay && 0 <= h.To && h.To < minutesOfDay
}

// zoneOf is the zone of that name, and UTC for one that this machine does not
// know.
func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return time.UTC
	}
	return zone
}
