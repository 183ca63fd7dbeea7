package ical

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"handrail/internal/platform/recur"
)

// ahead is how many years after the last known date, or the last change of an
// event, a zone is described one by one where it follows no yearly rule.
const ahead = 20

// steady is how many years in a row a change of clocks has to follow a yearly
// rule to be written as one. In that time such a change falls on each of the
// seven days that it can.
const steady = 12

// onset is what clocks show at the change, by the offset before it
// (RFC 5545 §3.6.5).
func onset(c recur.Change) time.Time { return c.At.Add(time.Duration(c.Before) * time.Second) }

// zones are the descriptions of the zones that the events need, by name. UTC
// needs none.
func zones(events []event) (list []ics.Component) {
	spans := map[string]span{}
	for _, e := range events {
		if e.inUTC() {
			continue
		}
		name := e.Series.Zone.String()
		s, ok := spans[name]
		if !ok {
			s = span{zone: e.Series.Zone, from: e.Series.First, to: e.Series.First}
		}
		s.cover(e)
		spans[name] = s
	}
	for _, name := range slices.Sorted(maps.Keys(spans)) {
		list = append(list, spans[name].describe())
	}
	return list
}

// span is the time in which the clocks of a zone matter.
type span struct {
	zone     *time.Location
	from, to recur.Wall
}

func (s *span) cover(e event) {
	walls := append([]recur.Wall{e.Series.First, recur.WallOf(e.Stamp), recur.WallOf(e.LastModified)}, e.Extra...)
	for _, o := range e.Overrides {
		walls = append(walls, o.Start)
	}
	if last, ok := e.Series.Last(); ok {
		walls = append(walls, last.Slot)
	}
	for i, w := range walls {
		if w.Before(s.from) && i != 1 && i != 2 { // nothing takes place at a stamp
			s.from = w
		}
		if w.After(s.to) {
			s.to = w
		}
	}
}

// describe is the VTIMEZONE: one part for each change, and, from where changes
// alike follow a yearly rule for good, one with that rule.
func (s span) describe() ics.Component {
	zone := &component{&ics.GeneralComponent{Token: "VTIMEZONE"}}
	zone.add("TZID", s.zone.String())
	kinds := map[recur.Change][]recur.Change{}
	var order []recur.Change
	for _, c := range s.changes() {
		kind := recur.Change{Before: c.Before, After: c.After, Name: c.Name}
		if kinds[kind] == nil {
			order = append(order, kind)
		}
		kinds[kind] = append(kinds[kind], c)
	}
	for _, kind := range order {
		list := kinds[kind]
		from, rule := yearly(list, s.end().Year())
		for _, c := range list[:from] {
			zone.observe(c, "")
		}
		if from < len(list) {
			zone.observe(list[from], rule)
		}
	}
	return zone.GeneralComponent
}

// observe adds what clocks show from the change on. A list of changes could be
// one part with many RDATE, but some programs then pass over the first.
func (c *component) observe(one recur.Change, rule string) {
	token := "STANDARD"
	if one.After > one.Before {
		token = "DAYLIGHT"
	}
	part := &component{&ics.GeneralComponent{Token: token}}
	part.add("DTSTART", onset(one).Format(shown))
	part.add("TZOFFSETFROM", offset(one.Before))
	part.add("TZOFFSETTO", offset(one.After))
	if strings.Trim(one.Name, "+-0123456789") != "" {
		part.add("TZNAME", one.Name)
	}
	part.filled("RRULE", rule)
	c.Components = append(c.Components, part.GeneralComponent)
}

// shown is the form of a time without a zone.
const shown = "20060102T150405"

func (s span) end() time.Time {
	return s.to.UTC().AddDate(ahead, 0, 0)
}

// changes are those of the span, after one that says what clocks showed when it
// began.
func (s span) changes() []recur.Change {
	start := s.from.UTC().AddDate(-2, 0, 0)
	list := recur.Changes(s.zone, start, s.end())
	if len(list) > 0 && onset(list[0]).Before(s.from.UTC().AddDate(0, 0, -2)) {
		return list
	}
	name, offset := start.In(s.zone).Zone()
	return append([]recur.Change{{At: start, Before: offset, After: offset, Name: name}}, list...)
}

// yearly finds from which of the changes on they follow a yearly rule up to the
// last year, and the rule; or it returns how many changes there are.
func yearly(list []recur.Change, year int) (from int, rule string) {
	end := len(list)
	if end < steady || onset(list[end-1]).Year() < year-1 {
		return end, ""
	}
	last := onset(list[end-1])
	from, least, most := end-1, last.Day(), last.Day()
	for from > 0 {
		one, next := onset(list[from-1]), onset(list[from])
		low, high := min(least, one.Day()), max(most, one.Day())
		if !alike(one, next) || high-low > 6 {
			break
		}
		from, least, most = from-1, low, high
	}
	if end-from < steady || most-least != 6 {
		return end, ""
	}
	return from, yearlyRule(last, least)
}

// alike tells that one and the next are a year apart in the same month, on the
// same day of the week, at the same time.
func alike(one, next time.Time) bool {
	return one.Year()+1 == next.Year() && one.Month() == next.Month() && one.Weekday() == next.Weekday() && one.Format("150405") == next.Format("150405")
}

// yearlyRule is the rule for a day of the week in the seven days of a month that
// begin with least.
func yearlyRule(example time.Time, least int) string {
	rule := fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d", example.Month())
	day := recur.Letters(example.Weekday())
	length := time.Date(example.Year(), example.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	switch {
	case least%7 == 1 && least < 28:
		return rule + ";BYDAY=" + strconv.Itoa(least/7+1) + day
	case least == length-6 && example.Month() != time.February:
		return rule + ";BYDAY=-1" + day
	}
	var days []string
	for n := range 7 {
		days = append(days, strconv.Itoa(least+n))
	}
	return rule + ";BYMONTHDAY=" + strings.Join(days, ",") + ";BYDAY=" + day
}

// offset is an offset from UTC (RFC 5545 §3.3.14).
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}
