package recur

import (
	"slices"
	"time"
)

// plan is a rule with what its first date implies (RFC 5545 §3.3.10: "Information,
// not contained in the rule, necessary to determine the various recurrence
// instance start time and dates are derived from the Start Time"), in a form
// that is quick to ask.
type plan struct {
	rule      Rule
	first     Wall
	year      int // of the first date, and its month and day
	month     time.Month
	day       int
	months    uint16       // bit m: month m; 0 is all
	monthDays uint32       // bit d: day d of a month
	lastDays  uint32       // bit d: day d from the end of a month
	weekdays  uint8        // bit d: weekday d
	nth       []weekdayNth // ordinals of BYDAY
	dated     bool         // months or days of months matter
	byDay     bool         // days of the week matter
	ofYear    bool         // ordinals count through the year
}

func (r Rule) plan(first Wall) plan {
	p := plan{rule: r, first: first}
	p.year, p.month, p.day = first.Date()
	for _, m := range r.months {
		p.months |= 1 << m
	}
	for _, d := range r.monthDays {
		if d > 0 {
			p.monthDays |= 1 << d
		} else {
			p.lastDays |= 1 << -d
		}
	}
	for _, d := range r.days {
		if d.nth == 0 {
			p.weekdays |= 1 << d.day
		} else {
			p.nth = append(p.nth, d)
		}
	}
	p.imply()
	p.byDay = p.weekdays != 0 || len(p.nth) > 0
	p.dated = p.months != 0 || p.monthDays|p.lastDays != 0 || len(p.nth) > 0
	p.ofYear = r.freq == Yearly && len(r.months) == 0
	return p
}

// imply takes from the first date what the rule does not say.
func (p *plan) imply() {
	if len(p.rule.days)+len(p.rule.monthDays) > 0 {
		return
	}
	switch p.rule.freq {
	case Weekly:
		p.weekdays = 1 << p.first.Weekday()
	case Monthly:
		p.monthDays = 1 << p.day
	case Yearly:
		p.monthDays = 1 << p.day
		if p.months == 0 {
			p.months = 1 << p.month
		}
	}
}

// takes tells that the rule takes the day, but for INTERVAL and BYSETPOS.
func (p *plan) takes(c *calendar) bool {
	if p.months != 0 && p.months&(1<<c.month) == 0 {
		return false
	}
	if p.monthDays|p.lastDays != 0 && p.monthDays&(1<<c.day) == 0 && p.lastDays&(1<<(c.length-c.day+1)) == 0 {
		return false
	}
	return !p.byDay || p.weekdays&(1<<weekdayOf(c.number)) != 0 || p.takesNth(c)
}

func (p *plan) takesNth(c *calendar) bool {
	day, length := c.day, c.length
	if p.ofYear {
		start := dayOf(c.year, time.January, 1)
		day, length = int(c.number-start)+1, int(dayOf(c.year+1, time.January, 1)-start)
	}
	for _, n := range p.nth {
		if n.day == weekdayOf(c.number) && (n.nth == (day+6)/7 || -n.nth == (length-day)/7+1) {
			return true
		}
	}
	return false
}

// period is the nth stretch in which the rule may take days, counted from that
// of the first date and leaving out those that INTERVAL leaves out: a day, a
// week, a month, or a year. It is given by its first day and its length.
func (p *plan) period(n int64) (start int64, length int) {
	n *= int64(p.rule.every)
	switch p.rule.freq {
	case Daily:
		return p.first.day() + n, 1
	case Weekly:
		return p.week() + 7*n, 7
	case Monthly:
		start = dayOf(p.year, p.month+time.Month(n), 1)
		return start, int(dayOf(p.year, p.month+time.Month(n)+1, 1) - start)
	}
	start = dayOf(p.year+int(n), time.January, 1)
	return start, int(dayOf(p.year+int(n)+1, time.January, 1) - start)
}

// week is the first day of the first date's week, which may lie before the
// calendar begins.
func (p *plan) week() int64 {
	return p.first.day() - int64((7+p.first.Weekday()-p.rule.weekStart)%7)
}

// reach is the last period that starts on or before the day, or the first one
// when that is later.
func (p *plan) reach(day int64) int64 {
	to, toMonth, _ := wallOn(max(day, 0), 0).Date()
	between := int64(0)
	switch p.rule.freq {
	case Daily:
		between = day - p.first.day()
	case Weekly:
		between = floor(day-p.week(), 7)
	case Monthly:
		between = int64(to-p.year)*12 + int64(toMonth-p.month)
	case Yearly:
		between = int64(to - p.year)
	}
	return max(0, floor(between, int64(p.rule.every)))
}

// days are the days of the period that the rule takes, appended to into, which
// is returned.
func (p *plan) days(start int64, length int, into []int64) []int64 {
	c := calendar{number: start}
	if p.dated {
		c = calendarOf(start)
	}
	for range length {
		if p.takes(&c) {
			into = append(into, c.number)
		}
		c.next(p.dated)
	}
	return p.chosen(into)
}

// chosen are those of the days that BYSETPOS chooses.
func (p *plan) chosen(days []int64) []int64 {
	if len(p.rule.positions) == 0 {
		return days
	}
	var kept []int64
	for _, at := range p.rule.positions {
		if at > 0 {
			at--
		} else {
			at += len(days)
		}
		if at >= 0 && at < len(days) {
			kept = append(kept, days[at])
		}
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}

// calendar is a day: its number, and its date where dates matter.
type calendar struct {
	number int64
	year   int
	month  time.Month
	day    int
	length int // of the month
}

func calendarOf(number int64) calendar {
	c := calendar{number: number}
	t := time.Unix((number-epochDay)*86400, 0).UTC()
	c.year, c.month, c.day = t.Date()
	c.length = int(dayOf(c.year, c.month+1, 1) - dayOf(c.year, c.month, 1))
	return c
}

// next moves to the day after, and its date where dates matter.
func (c *calendar) next(dated bool) {
	c.number++
	if !dated {
		return
	}
	if c.day++; c.day > c.length {
		*c = calendarOf(c.number)
	}
}
