package recur

import "time"

// Numbering is a way to number the days of a week. Here they are counted as in
// package time; the rest of the world is converted in this file alone.
type Numbering int

// The numberings, by the number of their first day. Their first days are
// Sunday, Sunday and Monday.
const (
	MeetingGuide Numbering = iota // 0 is Sunday, 6 Saturday (Meeting Guide: day)
	BMLT                          // 1 is Sunday, 7 Saturday (BMLT: weekday_tinyint)
	ISO                           // 1 is Monday, 7 Sunday (ISO 8601)
)

// Number is the number of the day.
func (n Numbering) Number(day time.Weekday) int {
	switch n {
	case BMLT:
		return int(day) + 1
	case ISO:
		return (int(day)+6)%7 + 1
	}
	return int(day)
}

// Weekday is the day of that number, and false for a number that no day has.
func (n Numbering) Weekday(number int) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if n.Number(day) == number {
			return day, true
		}
	}
	return 0, false
}

// Letters is the day in a recurrence rule: "TU" (RFC 5545 §3.3.10: weekday).
func Letters(day time.Weekday) string {
	return [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[day]
}

// FromLetters is the day that Letters writes so, and false for anything else.
func FromLetters(text string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if Letters(day) == text {
			return day, true
		}
	}
	return 0, false
}
