package ical

import (
	"bytes"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Stream writes a long calendar event by event, and holds one at a time. Each zone
// is described before the first event that needs it; so that this holds for all
// others, they should lie within twenty years of that one.
type Stream struct {
	w         io.Writer
	described map[string]bool
}

// The lines around a calendar.
const (
	begin = "BEGIN:VCALENDAR\r\n"
	last  = "END:VCALENDAR\r\n"
)

// Begin begins a calendar with a name, which may be empty; refresh is how often to
// look again, and 0 says nothing.
func Begin(w io.Writer, name string, refresh time.Duration) (*Stream, error) {
	var whole bytes.Buffer
	if err := (Calendar{Name: name, Refresh: refresh}).Write(&whole); err != nil {
		return nil, err
	}
	_, err := io.WriteString(w, strings.TrimSuffix(whole.String(), last))
	return &Stream{w: w, described: map[string]bool{}}, err
}

// Add writes an event. One without a single date is left out.
func (s *Stream) Add(e Event) error {
	d, ok := e.dated()
	if !ok {
		return nil
	}
	components := d.components()
	if name := d.Series.Zone.String(); !d.inUTC() && !s.described[name] {
		s.described[name] = true
		components = append(zones([]event{d}), components...)
	}
	var whole bytes.Buffer
	if err := (&ics.Calendar{Components: components}).SerializeTo(&whole, ics.WithNewLineWindows); err != nil {
		return err
	}
	_, err := io.WriteString(s.w, strings.TrimSuffix(strings.TrimPrefix(whole.String(), begin), last))
	return err
}

// End ends the calendar. It does not close what it writes to.
func (s *Stream) End() error {
	_, err := io.WriteString(s.w, last)
	return err
}
