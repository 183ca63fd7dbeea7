package remind

import (
	"time"

	"handrail/internal/notify"
	"handrail/internal/platform/recur"
)

// late is how much later than its moment a reminder says that it is late.
const late = 15 * time.Minute

// spare is how long before quiet hours a reminder comes that would be useless
// after them: long enough to get out.
const spare = 15 * time.Minute

// due is so many minutes before a start. Whole days are those of the clock on
// the wall: a day before seven is at seven, also where clocks are changed in
// between.
func due(start time.Time, lead int, zone *time.Location) time.Time {
	if lead < day {
		return start.Add(-time.Duration(lead) * time.Minute)
	}
	wall := recur.WallOf(start.In(zone)).AddDays(-lead / day)
	at, _ := wall.At(zone)
	return at
}

// moment is when a reminder comes: when it is due, or where that is in quiet
// hours, at their end; and where the date would be over by then, before them.
func moment(start, end time.Time, lead int, calm notify.Calm) time.Time {
	at := due(start, lead, calm.Zone)
	ends := calm.Quiet.End(at, calm.Zone)
	if ends.Before(end) {
		return ends
	}
	return before(calm, at).Add(-spare)
}

// before is when the quiet hours began in which at lies. It walks the minutes,
// as the hours themselves do.
func before(calm notify.Calm, at time.Time) time.Time {
	began := at.Truncate(time.Minute)
	for n := 0; n < 2*day && calm.Quiet.Hold(began.Add(-time.Minute), calm.Zone); n++ {
		began = began.Add(-time.Minute)
	}
	return began
}
