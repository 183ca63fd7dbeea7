package recur

import (
	"strconv"
	"strings"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// How large a rule may be. Every rule that a group could mean is far below.
const (
	longestRule = 300  // bytes
	longestList = 40   // values of one part
	mostEvery   = 1000 // INTERVAL
	mostCount   = 4000 // COUNT: ten years of days
)

// ParseRule reads a recurrence rule as RFC 5545 §3.3.10 writes it, without the
// name RRULE. It takes FREQ of DAILY, WEEKLY, MONTHLY and YEARLY; INTERVAL up to
// 1000; BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS, WKST; and COUNT up to 4000 or
// UNTIL. Everything else is refused with an Invalid fault that says why: parts
// below a day, BYYEARDAY and BYWEEKNO, which nobody means, and what the RFC
// forbids. An empty text is the zero Rule.
func ParseRule(text string) (Rule, error) {
	if text == "" {
		return Rule{}, nil
	}
	if len(text) > longestRule {
		return Rule{}, fault.New(fault.Invalid, "This rule for dates is too long. Use a shorter one.")
	}
	r := Rule{every: 1, weekStart: time.Monday}
	seen := map[string]bool{}
	for _, part := range strings.Split(strings.ToUpper(text), ";") {
		name, value, _ := strings.Cut(part, "=")
		if seen[name] {
			return Rule{}, unreadable(name)
		}
		seen[name] = true
		if err := r.take(name, value); err != nil {
			return Rule{}, err
		}
	}
	if err := r.check(); err != nil {
		return Rule{}, err
	}
	return r.sorted(), nil
}

// take reads one part of a rule.
func (r *Rule) take(name, value string) error {
	ok := false
	switch name {
	case "FREQ":
		return r.takeFrequency(value)
	case "INTERVAL":
		r.every, ok = number(value, 1, mostEvery)
	case "COUNT":
		r.count, ok = number(value, 1, mostCount)
	case "BYMONTH":
		r.months, ok = numbers(value, 12, false)
	case "BYMONTHDAY":
		r.monthDays, ok = numbers(value, 31, true)
	case "BYSETPOS":
		r.positions, ok = numbers(value, 366, true)
	case "BYDAY":
		r.days, ok = weekdays(value)
	case "WKST":
		r.weekStart, ok = FromLetters(value)
	case "UNTIL":
		r.end, ok = until(value)
	}
	if !ok {
		return unreadable(name)
	}
	return nil
}

func (r *Rule) takeFrequency(value string) error {
	switch value {
	case "DAILY":
		r.freq = Daily
	case "WEEKLY":
		r.freq = Weekly
	case "MONTHLY":
		r.freq = Monthly
	case "YEARLY":
		r.freq = Yearly
	default:
		return fault.New(fault.Invalid, "Dates can repeat by day, week, month or year. Choose one of these.")
	}
	return nil
}

// unreadable names a part of RFC 5545 that is not taken, or has a value that is
// not. Any other name is not repeated.
func unreadable(name string) error {
	switch name {
	case "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS":
		return fault.New(fault.Invalid, "We cannot use the part {.Part} of this rule for dates. Change it, or leave it out.", i18n.Args{"Part": name})
	}
	return fault.New(fault.Invalid, "We cannot read this rule for dates. Choose from the list.")
}

// check refuses what RFC 5545 forbids to stand together.
func (r Rule) check() error {
	switch {
	case r.freq == Single:
		return unreadable("FREQ")
	case r.count > 0 && r.end.text != "":
		return unreadable("UNTIL")
	case len(r.positions) > 0 && len(r.months)+len(r.monthDays)+len(r.days) == 0:
		return unreadable("BYSETPOS")
	case len(r.monthDays) > 0 && r.freq == Weekly:
		return unreadable("BYMONTHDAY")
	}
	return r.checkDays()
}

// checkDays refuses a second Tuesday of nothing, and a sixth one of a month.
func (r Rule) checkDays() error {
	for _, d := range r.days {
		most := 0
		switch {
		case r.freq == Monthly || r.freq == Yearly && len(r.months) > 0:
			most = 5
		case r.freq == Yearly:
			most = 53
		}
		if max(d.nth, -d.nth) > most {
			return unreadable("BYDAY")
		}
	}
	return nil
}

// number reads decimal digits alone.
func number(text string, least, most int) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && text[0] != '+' && n >= least && n <= most
}

// numbers reads a list of numbers from 1 to most, or from -most to -1 where
// they may be counted from the end.
func numbers(text string, most int, fromEnd bool) (list []int, ok bool) {
	values, ok := split(text)
	for _, value := range values {
		n, err := strconv.Atoi(value)
		ok = ok && err == nil && n != 0 && n <= most && (n > 0 || fromEnd && n >= -most)
		list = append(list, n)
	}
	return list, ok
}

// weekdays reads "MO,2TU,-1FR".
func weekdays(text string) (list []weekdayNth, ok bool) {
	values, ok := split(text)
	for _, value := range values {
		var d weekdayNth
		known := false
		letters := max(0, len(value)-2)
		if d.day, known = FromLetters(value[letters:]); !known {
			return nil, false
		}
		if letters > 0 {
			n, err := strconv.Atoi(value[:letters])
			ok = ok && err == nil && n != 0 && n >= -53 && n <= 53
			d.nth = n
		}
		list = append(list, d)
	}
	return list, ok
}

func split(text string) ([]string, bool) {
	values := strings.SplitN(text, ",", longestList+1)
	return values, len(values) <= longestList
}

// until reads the three forms of UNTIL: an instant in UTC, a wall, and a date,
// which means all of that day.
func until(text string) (e end, ok bool) {
	e.text = text
	if at, err := time.Parse("20060102T150405Z", text); err == nil && at.Year() > 0 {
		e.at = at
		return e, true
	}
	if at, err := time.Parse("20060102T150405", text); err == nil && at.Year() > 0 {
		e.wall = WallOf(at)
		return e, true
	}
	if day, err := time.Parse("20060102", text); err == nil && day.Year() > 0 {
		e.wall = WallOf(day).minutes(minutesOfDay - 1)
		return e, true
	}
	return end{}, false
}
