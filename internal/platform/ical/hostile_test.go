package ical_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"handrail/internal/platform/ical"
	"handrail/internal/platform/recur"
)

// hostileTexts are what somebody may type to leave the line that a text is
// written in, or to make a reader choke.
var hostileTexts = []string{
	"a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b", "a\nATTACH:http://169.254.169.254/", "a\rX-A:b", "\r\n ", "a\u2028END:VCALENDAR\u2029b\u0085c", "a\x00b\x07c\x1bd\x7fe\u009ff",
	"a;b,c:d\\e\"f\\nG", strings.Repeat("\\", 3000), strings.Repeat(";,", 3000), "\u202Eevil\u202C \u2066x\u2069 \u200Fy", "\xff\xfe\xf0\x9f\x98", strings.Repeat("é", 74) + strings.Repeat("😀", 5000), strings.Repeat(" ", 5000),
	strings.Repeat("a\u0300", 5000), "<img src=x onerror=alert(1)>", "\uFEFFBEGIN:VCALENDAR", strings.Repeat("x", 1<<20), "  \t a \t b  ",
}

// TestHostileTextsStayInTheirLines puts each into every field at once.
func TestHostileTextsStayInTheirLines(t *testing.T) {
	all := map[string]ical.Calendar{}
	for _, text := range hostileTexts {
		all[text] = hostile(t, text)
	}
	others := readWithICalJS(t, all)
	for text, c := range all {
		out := written(t, c)
		calendar := parse(t, out)
		event := calendar.within("VEVENT")
		if len(event) != 2 || len(calendar.parts) != 3 || len(event[0].parts) != 1 || len(out) > 200_000 {
			t.Fatalf("%.40q: %d parts, %d octets", text, len(calendar.parts), len(out))
		}
		for _, c := range append(event[0].lines, calendar.lines...) {
			if !slices.Contains([]string{"VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "UID", "DTSTAMP", "SEQUENCE", "STATUS", "CLASS", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "DTSTART", "DURATION", "RRULE"}, c.name) {
				t.Errorf("%.40q: there is a line %s", text, c.name)
			}
		}
		for _, name := range []string{"SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES"} {
			shown := event[0].get(t, name).text(t)
			if strings.ContainsAny(shown, "\uFFFD\r\u2028\u2029\u202E\u2066\u0085\x00\x1b") || strings.Contains(shown, "\n") && name != "DESCRIPTION" || utf8.RuneCountInString(shown) > 8000 {
				t.Errorf("%.40q: %s says %.80q", text, name, shown)
			}
		}
		if others != nil && len(others[text]) != len(byStart(readIn(t, out, from, to))) {
			t.Errorf("%.40q: ical.js finds %d dates", text, len(others[text]))
		}
	}
}

// hostile is a calendar with the text in every field.
func hostile(t testing.TB, text string) ical.Calendar {
	d := ical.Details{Title: text, About: text, Place: text, URL: text, Categories: []string{text}}
	s := series(t, "20261124T1900", "Europe/Lisbon", "FREQ=WEEKLY;COUNT=3")
	return ical.Calendar{Name: text, Events: []ical.Event{{
		UID: "a" + text, Stamp: stamp, Series: s, Minutes: 60, Details: d, Sequence: -4, Alarm: time.Minute, Overrides: []ical.Override{{Slot: s.First, Details: d}},
	}}}
}

// TestWhatPeopleTypeIsRead: a text that is not hostile comes out as it went in.
func TestWhatPeopleTypeIsRead(t *testing.T) {
	letters := rapid.StringOfN(rapid.RuneFrom([]rune(`abc ABC,;:\"'<>éßñ日本語😀العربية`)), 1, 150, -1)
	rapid.Check(t, func(rt *rapid.T) {
		typed := strings.Join(strings.Fields(letters.Draw(rt, "text")), " ")
		about := typed + "\n\n" + typed
		c := ical.Calendar{Name: typed, Events: []ical.Event{{UID: "a", Stamp: stamp, Series: series(t, "20261124T1900", "UTC", ""), Details: ical.Details{Title: typed, About: about, Place: typed}}}}
		event := parse(t, written(t, c)).within("VEVENT")[0]
		if title, body := event.get(t, "SUMMARY").text(t), event.get(t, "DESCRIPTION").text(t); title != typed || body != strings.TrimSpace(about) {
			rt.Fatalf("%q came back as %q and %q", typed, title, body)
		}
	})
}

func TestOnlyAddressesOfPagesAreWritten(t *testing.T) {
	for typed, want := range map[string]string{
		"https://example.org/a?b=c,d;e#f":             "https://example.org/a?b=c,d;e#f",
		"http://localhost:8080/x":                     "http://localhost:8080/x",
		"https://example.org/ö ü":                     "https://example.org/%C3%B6%20%C3%BC",
		"javascript:alert(1)":                         "",
		"https://":                                    "",
		"//example.org":                               "",
		"":                                            "",
		"https://example.org/\r\nX:1":                 "",
		"https://ex\u202Eample.org/":                  "https://ex%E2%80%AEample.org/",
		"https://a/" + strings.Repeat("x", 3000):      "",
		"data:text/html,<script>alert(1)</script>":    "",
		"https://example.org/?q=\u00e9&r=\u202E<i>\"": "https://example.org/?q=%C3%A9&r=%E2%80%AE%3Ci%3E%22",
	} {
		c := ical.Calendar{Events: []ical.Event{{UID: "a", Stamp: stamp, Series: series(t, "20261124T1900", "UTC", ""), Details: ical.Details{URL: typed}}}}
		got := parse(t, written(t, c)).within("VEVENT")[0].get(t, "URL").value
		if strings.Trim(got, "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~") != "" || got != want {
			t.Errorf("%.60q is written as %q, not %q", typed, got, want)
		}
	}
}

// TestTheSameCalendarIsTheSameBytes, whatever order its dates come in.
func TestTheSameCalendarIsTheSameBytes(t *testing.T) {
	for name, c := range kinds(t) {
		first := written(t, c)
		for range 5 {
			if written(t, c) != first {
				t.Errorf("%s differs", name)
			}
		}
		for i := range c.Events {
			c.Events[i].Except = append(slices.Clone(c.Events[i].Except), c.Events[i].Except...)
			slices.Reverse(c.Events[i].Except)
			slices.Reverse(c.Events[i].Extra)
		}
		if written(t, c) != first {
			t.Errorf("%s differs when its dates are turned around", name)
		}
	}
}

// TestWhatIsWritten is one calendar to the letter.
func TestWhatIsWritten(t *testing.T) {
	c := kinds(t)["changed dates"]
	c.Name, c.Refresh = "Meetings", 6*time.Hour
	c.Events[0].Overrides = c.Events[0].Overrides[:1]
	c.Events[0].Series.Until = c.Events[0].Series.First.AddDays(100)
	golden := filepath.Join("testdata", "changed.ics")
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.ReplaceAll(written(t, c), "\r\n", "\n"); got != string(want) {
		t.Errorf("it is now:\n%s", got)
	}
}

// TestTheCallersCalendarIsLeftAlone: writing changes nothing of it.
func TestTheCallersCalendarIsLeftAlone(t *testing.T) {
	c := kinds(t)["changed dates"]
	e := c.Events[0]
	except, extra, overrides := slices.Clone(e.Except), slices.Clone(e.Extra), slices.Clone(e.Overrides)
	written(t, c)
	same := func(a, b ical.Override) bool { return a.Slot == b.Slot && a.Start == b.Start && a.Minutes == b.Minutes }
	if !slices.Equal(e.Except, except) || !slices.Equal(e.Extra, extra) || !slices.EqualFunc(e.Overrides, overrides, same) {
		t.Error("it was changed")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestAWriterThatFailsIsToldOf(t *testing.T) {
	if err := kinds(t)["one date"].Write(full{}); err != os.ErrClosed {
		t.Errorf("%v", err)
	}
}

// TestACancelledDateIsNotMoved: an override of a date that does not take place
// is not written, or a program could show it.
func TestACancelledDateIsNotMoved(t *testing.T) {
	c := kinds(t)["changed dates"]
	if n := len(parse(t, written(t, c)).within("VEVENT")); n != len(c.Events[0].Overrides) {
		t.Errorf("%d parts: the series, and two of three overrides", n)
	}
}

// TestAnEndIsTheLastDate in UTC, whatever says that the series ends.
func TestAnEndIsTheLastDate(t *testing.T) {
	s := series(t, "20261124T2300", "America/Los_Angeles", "FREQ=WEEKLY;COUNT=10")
	closed := s
	closed.Until = s.First.AddDays(14)
	for want, s := range map[string]recur.Series{
		"FREQ=WEEKLY;COUNT=10":               s,
		"FREQ=WEEKLY;UNTIL=20261202T070000Z": closed,
		"FREQ=DAILY;UNTIL=20261126T070000Z":  series(t, "20261124T2300", "America/Los_Angeles", "FREQ=DAILY;UNTIL=20261125"),
		"FREQ=DAILY;UNTIL=20261125T070000Z":  series(t, "20261124T2300", "America/Los_Angeles", "FREQ=DAILY;UNTIL=20261126T050000Z"),
		"FREQ=YEARLY;UNTIL=97771125T070000Z": series(t, "20261124T2300", "America/Los_Angeles", "FREQ=YEARLY;UNTIL=97780101"),
	} {
		event := parse(t, written(t, ical.Calendar{Events: []ical.Event{{UID: "a", Stamp: stamp, Series: s}}})).within("VEVENT")[0]
		if got := event.get(t, "RRULE").value; got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}
