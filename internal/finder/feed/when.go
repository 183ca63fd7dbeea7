package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"handrail/internal/platform/recur"
)

var clockTime = regexp.MustCompile(`^(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\.?)?$`)

// timeOfDay reads what clocks show, in minutes after midnight: "19:00", "7:00 PM",
// "7pm", "19:00:00", "noon". It is false for anything else.
func timeOfDay(said string) (minutes int, ok bool) {
	said = strings.ToLower(strings.TrimSpace(said))
	switch said {
	case "noon":
		return 12 * 60, true
	case "midnight":
		return 0, true
	}
	m := clockTime.FindStringSubmatch(said)
	if m == nil || m[2] == "" && m[3] == "" || m[3] == "" && strings.HasSuffix(said, "m") {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if m[3] != "" {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		if hour %= 12; m[3] == "p" {
			hour += 12
		}
	}
	return hour*60 + minute, hour < 24 && minute < 60
}

// dayNames are the days of the week from Sunday, in the languages of tables.
var dayNames = [7][]string{
	{"sunday", "sun", "domingo", "dimanche"},
	{"monday", "mon", "lunes", "lundi"},
	{"tuesday", "tue", "tues", "martes", "mardi"},
	{"wednesday", "wed", "miércoles", "miercoles", "mercredi"},
	{"thursday", "thu", "thur", "thurs", "jueves", "jeudi"},
	{"friday", "fri", "viernes", "vendredi"},
	{"saturday", "sat", "sábado", "sabado", "samedi"},
}

// dayNamed is the day of the week of that name, from 0 for Sunday; English,
// Spanish or French, in any case.
func dayNamed(said string) (day int, ok bool) {
	said = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(said)), ".")
	for day, names := range dayNames {
		for _, name := range names {
			if said == name {
				return day, true
			}
		}
	}
	return 0, false
}

// zoneAliases are names of zones in the USA as people write them.
var zoneAliases = map[string]string{
	"et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
	"ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
	"mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver", "mountain": "America/Denver",
	"pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles",
	"west_coast": "America/Los_Angeles",
}

// zone is the IANA name of the zone in a field, or "" for none that we know.
func (r *reading) zone(field, said string) string {
	said = strings.TrimSpace(said)
	if said == "" {
		return ""
	}
	if name, ok := zoneAliases[strings.ReplaceAll(strings.ToLower(said), " ", "_")]; ok {
		return name
	}
	if _, err := recur.Zone(said); err != nil {
		r.odd(field, "We do not know this time zone. The one of the source is used.")
		return ""
	}
	return said
}

// updatedForms are the ways in which feeds write when a record was last changed,
// in UTC.
var updatedForms = []string{time.DateTime, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05.000Z", time.DateOnly, "1/2/2006", "1/2/2006 15:04", "1/2/2006 15:04:05"}

// instant is a moment in UTC in Unix seconds, or 0 for what cannot be read or lies
// before 1990 or after 2199.
func (r *reading) instant(field, said string) int64 {
	said = strings.TrimSpace(said)
	if said == "" {
		return 0
	}
	if t, ok := moment(said); ok {
		return t.Unix()
	}
	r.odd(field, "This is not a date that we can read. It was left out.")
	return 0
}

func moment(said string) (time.Time, bool) {
	for _, form := range updatedForms {
		if t, err := time.Parse(form, said); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

// isDate tells that a text is a day, with or without a time, and nothing else.
func isDate(said string) bool {
	_, ok := moment(strings.TrimSpace(said))
	return ok
}

// date is a day as a feed writes it, or "" for any other text.
func (r *reading) date(field, said string) string {
	if said != "" && !isDate(said) {
		r.odd(field, "This is not a date that we can read. It was left out.")
		return ""
	}
	return said
}
