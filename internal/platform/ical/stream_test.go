package ical_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"handrail/internal/platform/ical"
)

// TestAStreamSaysWhatACalendarSays: for a reader the two are one, and each zone is
// described once, before it is needed.
func TestAStreamSaysWhatACalendarSays(t *testing.T) {
	c := ical.Calendar{Name: "Meetings \r\nEND:VCALENDAR", Refresh: time.Hour}
	for i := range 30 {
		e := ical.Event{
			UID: fmt.Sprint("u", i), Stamp: stamp, Minutes: 60, Details: ical.Details{Title: strings.Repeat("x", i) + strings.Repeat("END:VCALENDAR", 8)},
			Series: series(t, "20261102T1900", twelve[i%len(twelve)], []string{"FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO"}[i%2]),
		}
		e.Alarm = time.Duration(i%3) * 15 * time.Minute
		c.Events = append(c.Events, e)
	}
	var out bytes.Buffer
	s, err := ical.Begin(&out, c.Name, c.Refresh)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Events {
		if err := s.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.End(); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(readIn(t, written(t, c), from, to), readIn(t, out.String(), from, to), gocmp.AllowUnexported(taking{})); diff != "" {
		t.Error(diff)
	}
	for _, name := range twelve {
		zone, use := strings.Index(out.String(), "\r\nTZID:"+name+"\r\n"), strings.Index(out.String(), "TZID="+name+":")
		if name != "UTC" && (zone < 0 || zone > use || strings.Count(out.String(), "\r\nTZID:"+name+"\r\n") != 1) {
			t.Errorf("%s is described at %d, used at %d", name, zone, use)
		}
	}
	for _, line := range []string{"BEGIN:VCALENDAR\r\n", "\r\nEND:VCALENDAR\r\n"} {
		if n := strings.Count(out.String(), line); n != 1 {
			t.Errorf("%q stands there %d times", line, n)
		}
	}
}
