// Package recur says when something that repeats takes place.
//
// People agree on what their clocks show: "every Tuesday at seven". So a date is
// a Wall, the date and time on a wall, until the last moment, when it is put
// into a zone. A rule is that of RFC 5545 §3.3.10, in the part of it that people
// use. A Series is a first date, a zone and a rule; it is asked for the
// occurrences between two instants.
//
// When clocks go forward, some times of a day do not exist. A meeting at such a
// time takes place at the instant given by the offset before the change. When
// clocks go back, some times come twice, and the first is meant (RFC 5545
// §3.3.5). Fit tells which it was, so that a page can explain.
//
// Nothing here asks for the time, waits, or works for long: how many days are
// looked at is bounded whatever the rule (see Looks).
package recur

import (
	"time"

	"handrail/internal/platform/fault"
)

// Wall is what a clock and a calendar on a wall show: a date and a time of day,
// to the minute, without a zone, in the years 1 to 9999. The zero Wall is no
// time. Walls can be compared with == and used as keys.
type Wall struct {
	minute int64 // since the year 1 began, plus one
}

const (
	minutesOfDay = 24 * 60
	epochDay     = 719162 // days from 0001-01-01 to 1970-01-01
	lastDay      = 3652058
	wallForm     = "20060102T1504"
	dateForm     = "2006-01-02"
	clockForm    = "15:04"
)

// ParseWall reads what String writes, and nothing else: one slot has one text.
func ParseWall(text string) (Wall, error) {
	t, err := time.Parse(wallForm, text)
	if err != nil || t.Year() < 1 {
		return Wall{}, fault.New(fault.Invalid, "This date cannot be read. Choose it again.")
	}
	return WallOf(t), nil
}

// ParseInputs reads the values of a date field ("2006-01-02") and a time field
// ("15:04"), as browsers send them (HTML: input type=date, type=time). The faults
// belong to the fields "date" and "time".
func ParseInputs(date, clock string) (Wall, error) {
	day, err := time.Parse(dateForm, date)
	if err != nil || day.Year() < 1 {
		return Wall{}, fault.Field("date", "Please write the date as year, month and day, like 2027-03-14.")
	}
	at, err := time.Parse(clockForm, clock)
	if err != nil || at.Format(clockForm) != clock {
		return Wall{}, fault.Field("time", "Please write the time with hours and minutes, like 19:30.")
	}
	return WallOf(day.Add(time.Duration(at.Hour()*60+at.Minute()) * time.Minute)), nil
}

// WallOf is what clocks at t's location show at t. Seconds are left out, and
// years outside 1 to 9999 become the nearest minute inside.
func WallOf(t time.Time) Wall {
	at := min(max(t.Unix(), -(epochDay+2)*86400), (lastDay+2-epochDay)*86400)
	_, offset := t.Zone()
	return wallOn(0, 0).minutes(floor(at+int64(offset), 60) + epochDay*minutesOfDay)
}

func wallOn(day int64, minute int) Wall { return Wall{day*minutesOfDay + int64(minute) + 1} }

// minutes is n minutes later, or as near to it as there are years.
func (w Wall) minutes(n int64) Wall {
	return Wall{min(max(w.minute+n, 1), (lastDay+1)*minutesOfDay)}
}

// String is the one text of the slot: "20261129T1900". Such texts sort as the
// times do. A zero Wall is "".
func (w Wall) String() string {
	if w.IsZero() {
		return ""
	}
	return w.shown().Format(wallForm)
}

// MarshalText is String (encoding.TextMarshaler).
func (w Wall) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (w *Wall) UnmarshalText(text []byte) (err error) {
	*w = Wall{}
	if len(text) > 0 {
		*w, err = ParseWall(string(text))
	}
	return err
}

// InputDate is the value of a date field: "2026-11-29". A zero Wall is "".
func (w Wall) InputDate() string { return w.form(dateForm) }

// InputTime is the value of a time field: "19:00". A zero Wall is "".
func (w Wall) InputTime() string { return w.form(clockForm) }

func (w Wall) form(layout string) string {
	if w.IsZero() {
		return ""
	}
	return w.shown().Format(layout)
}

// IsZero tells that w is no time.
func (w Wall) IsZero() bool { return w.minute == 0 }

// Before tells that w comes before o.
func (w Wall) Before(o Wall) bool { return w.minute < o.minute }

// After tells that w comes after o.
func (w Wall) After(o Wall) bool { return w.minute > o.minute }

// Compare is -1, 0 or 1, as w comes before o, is o, or comes after it.
func (w Wall) Compare(o Wall) int {
	switch {
	case w.Before(o):
		return -1
	case w.After(o):
		return 1
	}
	return 0
}

// Add is d later on a wall whose clock is never changed, in whole minutes. It
// stays within the years 1 to 9999.
func (w Wall) Add(d time.Duration) Wall { return w.minutes(floor(int64(d), int64(time.Minute))) }

// AddDays is the same time of day n days later.
func (w Wall) AddDays(n int) Wall { return w.minutes(int64(n) * minutesOfDay) }

// Sub is how much later w is than o on a wall whose clock is never changed, at
// most some 290 years.
func (w Wall) Sub(o Wall) time.Duration { return w.shown().Sub(o.shown()) }

// Date is the day w falls on.
func (w Wall) Date() (year int, month time.Month, day int) { return w.shown().Date() }

// Clock is the time of day.
func (w Wall) Clock() (hour, minute int) { return w.minuteOfDay() / 60, w.minuteOfDay() % 60 }

// Weekday is the day of the week.
func (w Wall) Weekday() time.Weekday { return weekdayOf(w.day()) }

// Midnight is the first minute of the same day.
func (w Wall) Midnight() Wall { return wallOn(w.day(), 0) }

// UTC is the instant at which clocks in UTC show w. It is for putting a Wall
// into words with functions that take a time and a zone.
func (w Wall) UTC() time.Time { return w.shown() }

func (w Wall) shown() time.Time { return time.Unix(w.unix(), 0).UTC() }

// unix is the second at which clocks in UTC show w.
func (w Wall) unix() int64 { return (w.minute-1)*60 - epochDay*86400 }

// day is how many days had passed since the year 1 began. That was a Monday.
func (w Wall) day() int64 { return (w.minute - 1) / minutesOfDay }

func (w Wall) minuteOfDay() int { return int((w.minute - 1) % minutesOfDay) }

func weekdayOf(day int64) time.Weekday { return time.Weekday((day + 1) % 7) }

// dayOf is the day number of a date.
func dayOf(year int, month time.Month, day int) int64 {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400 + epochDay
}

// floor divides, and rounds down.
func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
