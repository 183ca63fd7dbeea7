// Package ical writes calendars that other people's programs read (RFC 5545,
// RFC 7986).
//
// A time is written as the wall shows it, with the name of its zone, never in
// UTC: a meeting at seven stays at seven when clocks change. Each zone is
// described in the file too (zone.go), for programs that do not know it by name.
//
// The same calendar is always the same bytes, so that a reader can be told that
// nothing is new. Whatever people typed stays inside its line: it is cleaned of
// what no line may hold, cut to a length, and escaped (text.go).
package ical

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strconv"
	"time"

	ics "github.com/arran4/golang-ical"

	"handrail/internal/platform/recur"
)

// Calendar is a file or a feed.
type Calendar struct {
	Name    string        // as a program lists it; may be empty
	Refresh time.Duration // how often to look again, in whole minutes; 0 says nothing
	Events  []Event       // written in this order
}

// Event is something that takes place once or again and again. Texts may be
// empty. What changes its place or time for good is another Event, with a UID
// of its own.
type Event struct {
	UID          string // the same for ever; it is to tell nothing about anybody
	Stamp        time.Time
	LastModified time.Time // zero says nothing
	Sequence     int       // higher with each change of time or place
	Series       recur.Series
	Minutes      int // how long; 0 says nothing
	Details
	Except    []recur.Wall // slots that do not take place
	Extra     []recur.Wall // dates that the rule does not give
	Overrides []Override
	Cancelled bool          // all of it
	Alarm     time.Duration // how long before each date to remind, in whole minutes; 0 is no reminder
}

// Details are what an event tells. An override says them all anew.
type Details struct {
	Title, About, Place string
	URL                 string // http or https; anything else is left out
	Categories          []string
}

// Override is one date of a series that is not like the others.
type Override struct {
	Slot    recur.Wall // which date: the time the rule gives it
	Start   recur.Wall // when it begins, by the clocks of the series' zone; zero: as planned
	Minutes int        // how long; 0: as long as the others
	Details
}

// Write writes the calendar as text/calendar in UTF-8. An event without a single
// date is left out.
func (c Calendar) Write(w io.Writer) error {
	cal := &ics.Calendar{}
	property := func(name ics.Property, value string, parameters ...ics.PropertyParameter) {
		cal.CalendarProperties = append(cal.CalendarProperties, ics.CalendarProperty{BaseProperty: base(string(name), value, parameters)})
	}
	property(ics.PropertyVersion, "2.0")
	property(ics.PropertyProductId, "-//Handrail//Handrail//EN")
	property(ics.PropertyCalscale, "GREGORIAN")
	if name := line(c.Name, longestTitle); name != "" {
		property(ics.PropertyName, name)
		property(ics.PropertyXWRCalName, name)
	}
	if c.Refresh > 0 {
		property("REFRESH-INTERVAL", minutes(c.Refresh), ics.WithValue("DURATION"))
		property(ics.PropertyXPublishedTTL, minutes(c.Refresh))
	}
	var dated []event
	for _, e := range c.Events {
		if d, ok := e.dated(); ok {
			dated = append(dated, d)
		}
	}
	cal.Components = zones(dated)
	for _, d := range dated {
		cal.Components = append(cal.Components, d.components()...)
	}
	var whole bytes.Buffer
	if err := cal.SerializeTo(&whole, ics.WithNewLineWindows); err != nil {
		return err
	}
	_, err := whole.WriteTo(w) // SerializeTo passes over some errors of a writer
	return err
}

// event is an Event whose series begins with its first date.
type event struct{ Event }

// dated is false for an event without a date.
func (e Event) dated() (event, bool) {
	if e.Series.Zone == nil {
		e.Series.Zone = time.UTC
	}
	extra := ordered(e.Extra)
	series, ok := e.Series.Aligned()
	if !ok && len(extra) == 0 {
		return event{}, false
	}
	if !ok {
		series = recur.Series{First: extra[0], Zone: e.Series.Zone}
	}
	e.Series = series
	e.Extra = slices.DeleteFunc(extra, series.Has) // some programs would show it twice
	e.Except = ordered(e.Except)
	e.Overrides = slices.DeleteFunc(slices.Clone(e.Overrides), func(o Override) bool { return slices.Contains(e.Except, o.Slot) })
	for i, o := range e.Overrides {
		e.Overrides[i].Start = cmp.Or(o.Start, o.Slot)
		e.Overrides[i].Minutes = cmp.Or(o.Minutes, e.Minutes)
	}
	return event{e}, true
}

// components are the VEVENT of the series, and one for each override.
func (e event) components() (list []ics.Component) {
	all := e.begin("VEVENT", e.Details)
	e.times(all, e.Series.First, e.Minutes)
	if rule := e.rule(); rule != "" {
		all.add("RRULE", rule)
	}
	e.walls(all, "EXDATE", e.Except...)
	e.walls(all, "RDATE", e.Extra...)
	e.alarm(all, e.Details)
	list = append(list, all.GeneralComponent)
	for _, o := range e.Overrides {
		one := e.begin("VEVENT", o.Details)
		e.walls(one, "RECURRENCE-ID", o.Slot)
		e.times(one, o.Start, o.Minutes)
		e.alarm(one, o.Details)
		list = append(list, one.GeneralComponent)
	}
	return list
}

// begin is a component with what does not depend on the time.
func (e event) begin(name string, d Details) *component {
	c := &component{&ics.GeneralComponent{Token: name}}
	c.add("UID", line(e.UID, longestTitle))
	c.add("DTSTAMP", instant(e.Stamp))
	if !e.LastModified.IsZero() {
		c.add("LAST-MODIFIED", instant(e.LastModified))
	}
	c.add("SEQUENCE", strconv.Itoa(max(0, e.Sequence)))
	c.add("STATUS", map[bool]string{false: "CONFIRMED", true: "CANCELLED"}[e.Cancelled])
	c.add("CLASS", "PRIVATE")
	c.filled("SUMMARY", line(d.Title, longestTitle))
	c.filled("DESCRIPTION", text(d.About, longestAbout))
	c.filled("LOCATION", line(d.Place, longestPlace))
	c.filled("URL", address(d.URL))
	for _, category := range d.Categories {
		c.filled("CATEGORIES", line(category, longestTitle))
	}
	return c
}

func (e event) times(c *component, start recur.Wall, length int) {
	e.walls(c, "DTSTART", start)
	if length > 0 {
		c.add("DURATION", minutes(time.Duration(length)*time.Minute))
	}
}

// walls are times in the zone of the series, each on a line of its own: some
// programs read no list. UTC is written as such; it needs no name.
func (e event) walls(c *component, name string, list ...recur.Wall) {
	for _, wall := range list {
		if e.inUTC() {
			c.add(name, wall.String()+"00Z")
		} else {
			c.add(name, wall.String()+"00", ics.WithTZID(e.Series.Zone.String()))
		}
	}
}

func (e event) inUTC() bool { return e.Series.Zone.String() == "UTC" }

// rule is the recurrence rule. Where the series ends, UNTIL is its last date in
// UTC (RFC 5545 §3.3.10), whatever said that it ends.
func (e event) rule() string {
	s := e.Series
	switch {
	case s.Rule.IsZero() && len(e.Extra) > 0:
		return "FREQ=DAILY;COUNT=1" // some programs leave out DTSTART where there is RDATE and no rule
	case s.Rule.IsZero(), s.Until.IsZero() && s.Rule.Count() > 0:
		return s.Rule.String()
	}
	rule := s.Rule.Endless().String()
	if last, ok := s.Last(); ok {
		rule += ";UNTIL=" + instant(last.Start)
	}
	return rule
}

func (e event) alarm(c *component, d Details) {
	if e.Alarm <= 0 || e.Cancelled {
		return
	}
	bell := &component{&ics.GeneralComponent{Token: "VALARM"}}
	bell.add("ACTION", "DISPLAY")
	bell.add("DESCRIPTION", line(d.Title, longestTitle))
	bell.add("TRIGGER", "-"+minutes(e.Alarm))
	c.Components = append(c.Components, bell.GeneralComponent)
}
