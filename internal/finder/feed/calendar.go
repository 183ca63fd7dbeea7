package feed

import (
	"fmt"
	"io"
	"strings"
	"time"

	"handrail/internal/platform/ical"
	"handrail/internal/platform/recur"
)

// CalendarWriter writes listings as a calendar. Each is an event that repeats.
type CalendarWriter struct{ to *ical.Stream }

// often is how often a calendar asks to be fetched.
const often = 6 * time.Hour

// WriteCalendar begins a calendar with a name. Meetings of each week begin when
// they were changed last, so that the same listings are always the same bytes.
func WriteCalendar(w io.Writer, name string) (*CalendarWriter, error) {
	to, err := ical.Begin(w, name, often)
	return &CalendarWriter{to: to}, err
}

// Write adds a listing. What has no time is passed over, and what is not
// published, or closed for now with no other way to take part.
func (c *CalendarWriter) Write(l Listing) error {
	if l.Unpublished || !l.Scheduled() || l.Closed && !l.Way.OverWire() {
		return nil
	}
	for _, e := range events(l) {
		if err := c.to.Add(e); err != nil {
			return fmt.Errorf("write an event: %w", err)
		}
	}
	return nil
}

// Close ends the calendar. It does not close what it writes to.
func (c *CalendarWriter) Close() error { return c.to.End() }

// events are the meeting itself, and single dates beside its plan.
func events(l Listing) (list []ical.Event) {
	zone, err := recur.Zone(l.Zone)
	if err != nil {
		return nil
	}
	whole := ical.Event{UID: fmt.Sprintf("meeting-%d@%s", l.Number, hostOf(l.Page)), Stamp: l.Changed, LastModified: l.Changed, Minutes: l.Minutes, Details: detailsOf(l)}
	if l.Plan == nil {
		day := recur.WallOf(l.Changed.In(zone)).Midnight()
		for int(day.Weekday()) != l.Day {
			day = day.AddDays(1)
		}
		rule, _ := recur.ParseRule("FREQ=WEEKLY")
		whole.Series = recur.Series{First: day.Add(time.Duration(l.Start) * time.Minute), Zone: zone, Rule: rule}
		return append(list, whole)
	}
	if whole.Series, whole.Except, err = l.Plan.series(zone); err == nil {
		list = append(list, whole)
	}
	for n, extra := range l.Plan.Extra {
		one := whole
		one.UID, one.Minutes, one.Except = fmt.Sprintf("meeting-%d-%d@%s", l.Number, n+1, hostOf(l.Page)), extra.Minutes, nil
		if one.Series.First, err = recur.ParseWall(extra.Start); err == nil {
			one.Series = recur.Series{First: one.Series.First, Zone: zone}
			list = append(list, one)
		}
	}
	return list
}

// series is the plan as a rule in a zone, and the dates that fall out.
func (p Plan) series(zone *time.Location) (s recur.Series, off []recur.Wall, err error) {
	s.Zone = zone
	if s.First, err = recur.ParseWall(p.First); err != nil {
		return s, nil, err
	}
	if p.Rule != "" {
		if s.Rule, err = recur.ParseRule(p.Rule); err != nil {
			return s, nil, err
		}
	}
	if p.Until != "" {
		if s.Until, err = recur.ParseWall(p.Until); err != nil {
			return s, nil, err
		}
	}
	for _, one := range p.Off {
		wall, err := recur.ParseWall(one)
		if err != nil {
			return s, nil, err
		}
		off = append(off, wall)
	}
	return s, off, nil
}

// detailsOf is what an event tells: words of the feed, none of ours.
func detailsOf(l Listing) ical.Details {
	about := []string{l.ConferenceURL, l.ConferenceURLNotes, l.ConferencePhone, l.ConferencePhoneNotes, l.Notes, l.LocationNotes}
	var said []string
	for _, one := range about {
		if one != "" {
			said = append(said, one)
		}
	}
	d := ical.Details{Title: l.Name, About: strings.Join(said, "\n"), URL: l.Page}
	if l.Way != Online {
		d.Place = joined(l.Location, l.Address)
	}
	return d
}
