package feed

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestListingsAsACalendar(t *testing.T) {
	write := func(l Listing) string {
		var out bytes.Buffer
		c, err := WriteCalendar(&out, "Meetings")
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Write(l); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(out.String(), "\r\n ", "")
	}
	weekly := passed(Record{Slug: "a", Name: "Harbour; Lights", Day: 3, Start: 1140, Minutes: 75, Zone: "Europe/Lisbon", Location: "Hall", Address: "1 Quay",
		ConferenceURL: "https://zoom.us/j/1", Notes: "Ring\nEND:VEVENT"}, Rules{}, 7)
	all := write(weekly)
	for _, want := range []string{
		"UID:meeting-10000007@place.example\r\n", "DTSTART;TZID=Europe/Lisbon:20260304T190000\r\n", "DURATION:PT75M\r\n", "RRULE:FREQ=WEEKLY\r\n", "SUMMARY:Harbour\\; Lights\r\n",
		"LOCATION:Hall\\, 1 Quay\r\n", "DESCRIPTION:https://zoom.us/j/1\\nRing\\nEND:VEVENT\r\n", "URL:https://place.example/meetings/a\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT360M\r\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in\n%s", want, all)
		}
	}
	if strings.Count(all, "\r\nEND:VEVENT") != 1 {
		t.Error("what a feed says broke out of its line")
	}
	planned := weekly
	planned.Plan = &Plan{First: "20260305T1900", Rule: "FREQ=MONTHLY;BYDAY=1TH", Until: "20261001T0000", Off: []string{"20260402T1900"}, Extra: []Extra{{"20260410T1830", 30}}}
	all = write(planned)
	for _, want := range []string{
		"RRULE:FREQ=MONTHLY;BYDAY=1TH;UNTIL=20260903T180000Z\r\n", "EXDATE;TZID=Europe/Lisbon:20260402T190000\r\n", "UID:meeting-10000007-1@place.example\r\n", "DTSTART;TZID=Europe/Lisbon:20260410T183000\r\n", "DURATION:PT30M\r\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in\n%s", want, all)
		}
	}
	for what, change := range map[string]func(*Listing){
		"by appointment": func(l *Listing) { l.Day, l.Start = -1, -1 }, "unpublished": func(l *Listing) { l.Unpublished = true },
		"closed":  func(l *Listing) { l.Closed, l.Way = true, InPerson },
		"no zone": func(l *Listing) { l.Zone = "" }, "a bad plan": func(l *Listing) { l.Plan = &Plan{First: "x"} },
	} {
		l := weekly
		change(&l)
		if strings.Contains(write(l), "VEVENT") {
			t.Errorf("%s is in the calendar", what)
		}
	}
	online := weekly
	if online.Closed, online.Way = true, Online; strings.Contains(write(online), "LOCATION") || !strings.Contains(write(online), "VEVENT") {
		t.Error("an online meeting has a place, or is missing")
	}
}

func BenchmarkWriteCalendar(b *testing.B) {
	var out bytes.Buffer
	c, err := WriteCalendar(&out, "Meetings")
	if err != nil {
		b.Fatal(err)
	}
	l := passed(Record{Slug: "a", Name: "Harbour Lights", Day: 3, Start: 1140, Minutes: 75, Notes: "Ring twice.", Address: "1 Quay"}, Rules{Zone: time.UTC}, 7)
	l.Zone = "Europe/Lisbon"
	for b.Loop() {
		out.Reset()
		if err := c.Write(l); err != nil {
			b.Fatal(err)
		}
	}
}
