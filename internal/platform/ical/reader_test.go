package ical_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/teambition/rrule-go"
)

// This file reads calendars by RFC 5545, and knows nothing of the code that
// writes them. Rules are followed by rrule-go, zones by their descriptions.

// block is a component.
type block struct {
	name  string
	lines []content
	parts []*block
}

// content is a content line.
type content struct {
	name, value string
	parameters  map[string]string
}

// parse checks the form of every line: its end, its length in octets, where it
// is folded.
func parse(t testing.TB, text string) *block {
	t.Helper()
	if !strings.HasSuffix(text, "\r\n") {
		t.Fatal("the last line does not end")
	}
	var lines []string
	for raw := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(raw) > 75 || !utf8.ValidString(raw) || strings.ContainsFunc(raw, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Fatalf("%d octets: %q", len(raw), raw)
		}
		if rest, folded := strings.CutPrefix(raw, " "); folded && len(lines) > 0 {
			lines[len(lines)-1] += rest
		} else {
			lines = append(lines, raw)
		}
	}
	root := &block{}
	stack := []*block{root}
	for _, line := range lines {
		c := split(t, line)
		top := stack[len(stack)-1]
		switch c.name {
		case "BEGIN":
			part := &block{name: c.value}
			top.parts = append(top.parts, part)
			stack = append(stack, part)
		case "END":
			if top.name != c.value {
				t.Fatalf("%s ends in %s", c.value, top.name)
			}
			stack = stack[:len(stack)-1]
		default:
			top.lines = append(top.lines, c)
		}
	}
	if len(stack) != 1 || len(root.parts) != 1 || root.parts[0].name != "VCALENDAR" || len(root.lines) > 0 {
		t.Fatalf("not one calendar: %d open, %d parts", len(stack)-1, len(root.parts))
	}
	return root.parts[0]
}

func split(t testing.TB, line string) content {
	t.Helper()
	head, value, ok := strings.Cut(line, ":")
	names := strings.Split(head, ";")
	if !ok || strings.Trim(names[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		t.Fatalf("no content line: %q", line)
	}
	c := content{names[0], value, map[string]string{}}
	for _, p := range names[1:] {
		name, value, _ := strings.Cut(p, "=")
		c.parameters[name] = value
	}
	return c
}

// get is the one line of that name.
func (b *block) get(t testing.TB, name string) content {
	t.Helper()
	all := b.all(name)
	if len(all) > 1 {
		t.Fatalf("%s has %d of %s", b.name, len(all), name)
	}
	if len(all) == 0 {
		return content{}
	}
	return all[0]
}

func (b *block) all(name string) (list []content) {
	for _, c := range b.lines {
		if c.name == name {
			list = append(list, c)
		}
	}
	return list
}

func (b *block) within(name string) (list []*block) {
	for _, p := range b.parts {
		if p.name == name {
			list = append(list, p)
		}
	}
	return list
}

// text is a TEXT value without its escapes (RFC 5545 §3.3.11).
func (c content) text(t testing.TB) string {
	t.Helper()
	var out strings.Builder
	for i := 0; i < len(c.value); i++ {
		switch {
		case c.value[i] == ',' || c.value[i] == ';':
			t.Fatalf("%s holds %q bare: %s", c.name, c.value[i], c.value)
		case c.value[i] == '\\' && i+1 < len(c.value):
			i++
			out.WriteString(strings.NewReplacer("n", "\n", "N", "\n").Replace(c.value[i : i+1]))
		default:
			out.WriteByte(c.value[i])
		}
	}
	return out.String()
}

// walls are the times of a line, as clocks in UTC would show them.
func (c content) walls(t testing.TB) (list []time.Time) {
	t.Helper()
	if c.value == "" {
		return nil
	}
	for one := range strings.SplitSeq(c.value, ",") {
		at, err := time.Parse("20060102T150405", strings.TrimSuffix(one, "Z"))
		if err != nil || strings.HasSuffix(one, "Z") != (c.parameters["TZID"] == "") && c.name != "RDATE" {
			t.Fatalf("%s of %v is no time: %v", c.value, c.parameters, err)
		}
		list = append(list, at)
	}
	return list
}

// observance is what clocks show from an instant on.
type observance struct {
	from   time.Time
	before int
	after  int
}

// observances are those of a VTIMEZONE up to the year 2100, in order.
func observances(t testing.TB, zone *block) (list []observance) {
	t.Helper()
	for _, part := range zone.parts {
		before, after := seconds(t, part.get(t, "TZOFFSETFROM").value), seconds(t, part.get(t, "TZOFFSETTO").value)
		onsets := part.get(t, "DTSTART")
		onsets.parameters["TZID"] = "local"
		walls := onsets.walls(t)
		if rule := part.get(t, "RRULE").value; rule != "" {
			walls = repeat(t, walls[0], rule, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
		}
		for _, wall := range walls {
			list = append(list, observance{wall.Add(-time.Duration(before) * time.Second), before, after})
		}
	}
	slices.SortFunc(list, func(a, b observance) int { return a.from.Compare(b.from) })
	return list
}

func seconds(t testing.TB, offset string) int {
	t.Helper()
	n, err := strconv.Atoi(offset[1:])
	if err != nil || len(offset) != 5 && len(offset) != 7 {
		t.Fatalf("offset %q: %v", offset, err)
	}
	if len(offset) == 5 {
		n *= 100
	}
	n = n/10000*3600 + n/100%100*60 + n%100
	if offset[0] == '-' {
		return -n
	}
	return n
}

// repeat is what rrule-go makes of the rule up to an instant.
func repeat(t testing.TB, first time.Time, rule string, to time.Time) []time.Time {
	t.Helper()
	option, err := rrule.StrToROption(rule)
	if err != nil {
		t.Fatalf("%s: %v", rule, err)
	}
	option.Dtstart, option.Until = first, time.Time{}
	all, err := rrule.NewRRule(*option)
	if err != nil {
		t.Fatalf("%s: %v", rule, err)
	}
	return all.Between(first, to, true)
}

// instant is the instant of a wall (RFC 5545 §3.3.5).
func instant(wall time.Time, list []observance) time.Time {
	if len(list) == 0 {
		return wall // UTC
	}
	late := wall.Add(-time.Duration(list[0].before) * time.Second)
	for i, o := range list {
		at := wall.Add(-time.Duration(o.after) * time.Second)
		last := i == len(list)-1
		if !at.Before(o.from) && (last || at.Before(list[i+1].from)) {
			return at
		}
		if !last && !at.Before(list[i+1].from) {
			late = at
		}
	}
	return late
}

// taking is one thing that takes place.
type taking struct {
	UID    string
	Slot   string
	Start  int64
	End    int64
	Title  string
	About  string
	Place  string
	URL    string
	Status string
	// Sequence counts changes, and Alarms are when to remind.
	Sequence int
	Alarms   []string
}

// readIn is everything in the calendar that starts between the two.
func readIn(t testing.TB, text string, from, to time.Time) (list []taking) {
	t.Helper()
	calendar := parse(t, text)
	zones := map[string][]observance{}
	for _, zone := range calendar.within("VTIMEZONE") {
		name := zone.get(t, "TZID").value
		if zones[name] != nil {
			t.Fatalf("%s is described twice", name)
		}
		zones[name] = observances(t, zone)
	}
	moved := map[string]*block{}
	for _, event := range calendar.within("VEVENT") {
		if id := event.get(t, "RECURRENCE-ID"); id.value != "" {
			moved[event.get(t, "UID").value+id.value] = event
		}
	}
	for _, event := range calendar.within("VEVENT") {
		if event.get(t, "RECURRENCE-ID").value != "" {
			continue
		}
		zone := event.get(t, "DTSTART").parameters["TZID"]
		if zone != "" && zones[zone] == nil {
			t.Fatalf("%s is not described", zone)
		}
		for _, slot := range slots(t, event, zones[zone], to) {
			one, wall := event, slot
			name := slot.Format("20060102T150405")
			if zone == "" {
				name += "Z"
			}
			if other := moved[event.get(t, "UID").value+name]; other != nil {
				one, wall = other, other.get(t, "DTSTART").walls(t)[0]
			}
			if at := instant(wall, zones[zone]); !at.Before(from) && at.Before(to) {
				list = append(list, one.taking(t, slot, at))
			}
		}
	}
	return list
}

// slots are the walls of an event's dates.
func slots(t testing.TB, event *block, zone []observance, to time.Time) []time.Time {
	t.Helper()
	first := event.get(t, "DTSTART").walls(t)[0]
	list := []time.Time{first}
	if rule := event.get(t, "RRULE").value; rule != "" {
		list = repeat(t, first, rule, to.AddDate(0, 1, 0))
		if _, until, ok := strings.Cut(rule, "UNTIL="); ok {
			end, err := time.Parse("20060102T150405Z", strings.Split(until, ";")[0])
			if err != nil {
				t.Fatalf("%s: %v", rule, err)
			}
			list = slices.DeleteFunc(list, func(w time.Time) bool { return instant(w, zone).After(end) })
		}
	}
	for _, line := range event.all("RDATE") {
		list = append(list, line.walls(t)...)
	}
	var without []time.Time
	for _, line := range event.all("EXDATE") {
		without = append(without, line.walls(t)...)
	}
	slices.SortFunc(list, time.Time.Compare)
	list = slices.CompactFunc(list, time.Time.Equal)
	return slices.DeleteFunc(list, func(w time.Time) bool { return slices.ContainsFunc(without, w.Equal) })
}

func (b *block) taking(t testing.TB, slot, at time.Time) taking {
	t.Helper()
	length := 0
	if value := b.get(t, "DURATION").value; value != "" {
		if _, err := fmt.Sscanf(value, "PT%dM", &length); err != nil {
			t.Fatalf("%s: %v", value, err)
		}
	}
	sequence, err := strconv.Atoi(b.get(t, "SEQUENCE").value)
	if err != nil {
		t.Fatal(err)
	}
	one := taking{
		UID: b.get(t, "UID").text(t), Slot: slot.Format("20060102T1504"), Start: at.Unix(), End: at.Unix() + int64(length)*60,
		Title: b.get(t, "SUMMARY").text(t), About: b.get(t, "DESCRIPTION").text(t), Place: b.get(t, "LOCATION").text(t), URL: b.get(t, "URL").value,
		Status: b.get(t, "STATUS").text(t), Sequence: sequence, Alarms: []string{},
	}
	for _, bell := range b.within("VALARM") {
		one.Alarms = append(one.Alarms, bell.get(t, "TRIGGER").value)
	}
	return one
}
