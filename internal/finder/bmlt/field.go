package bmlt

import (
	"cmp"
	"strconv"
	"strings"
	"sync"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// kind is what a field of a meeting is.
type kind int

const (
	plain     kind = iota // of the listing's words
	main                  // of the meeting itself
	mainWords             // of the meeting itself, but only the listing tells
	computed              // for the answer: no question can be about it
	hidden                // about a person
)

// field is one field of a meeting.
type field struct {
	name string
	kind kind
	says string // what it is, for GetFieldKeys
}

// fields are the fields of a meeting in the order in which they are written, but
// for those that servers' owners made. Nothing changes them.
var fields = sync.OnceValue(func() []field {
	return []field{
		{"id_bigint", main, "ID"}, {"worldid_mixed", mainWords, "World ID"}, {"shared_group_id_bigint", computed, ""},
		{"service_body_bigint", main, "Service Body ID"}, {"service_body_name", computed, ""}, {"weekday_tinyint", main, "Weekday"},
		{"venue_type", main, "Venue Type"}, {"start_time", main, "Start Time"}, {"duration_time", main, "Duration"}, {"time_zone", mainWords, "Time Zone"},
		{"formats", main, "Formats"}, {"lang_enum", mainWords, "Language"}, {"longitude", main, "Longitude"}, {"latitude", main, "Latitude"},
		{"distance_in_km", computed, ""}, {"distance_in_miles", computed, ""}, {"email_contact", computed, ""}, {"published", main, ""},
		{"root_server_uri", computed, ""}, {"format_shared_id_list", computed, ""},
		{"meeting_name", plain, "Meeting Name"}, {"location_text", plain, "Location Name"}, {"location_info", plain, "Additional Location Information"},
		{"location_street", plain, "Street Address"}, {"location_city_subsection", plain, "Borough"}, {"location_neighborhood", plain, "Neighborhood"},
		{"location_municipality", plain, "Town"}, {"location_sub_province", plain, "County"}, {"location_province", plain, "State"},
		{"location_postal_code_1", plain, "Zip Code"}, {"location_nation", plain, "Nation"}, {"comments", plain, "Comments"},
		{"train_lines", plain, "Train Lines"}, {"bus_lines", plain, "Bus Lines"}, {"phone_meeting_number", plain, "Phone Meeting Dial-in Number"},
		{"virtual_meeting_link", plain, "Virtual Meeting Link"}, {"virtual_meeting_additional_info", plain, "Virtual Meeting Additional Info"},
		{"contact_name_1", hidden, ""}, {"contact_name_2", hidden, ""}, {"contact_phone_1", hidden, ""}, {"contact_phone_2", hidden, ""},
		{"contact_email_1", hidden, ""}, {"contact_email_2", hidden, ""}, {"admin_notes", hidden, ""},
	}
})

var byName = sync.OnceValue(func() map[string]field {
	all := map[string]field{}
	for _, f := range fields() {
		all[f.name] = f
	}
	return all
})

func fieldNamed(name string) (field, bool) {
	f, known := byName()[name]
	return f, known
}

func isField(name string) bool {
	_, known := fieldNamed(name)
	return known
}

// wordOf is what a listing says in a field that only it tells.
func wordOf(l *finder.Listing, name string) string {
	switch name {
	case "worldid_mixed":
		return l.WorldID
	case "time_zone":
		if l.Source.Format == feed.BMLT {
			return l.Record.Zone // as its server has it
		}
		return l.Zone()
	case "lang_enum":
		return cmp.Or(l.Language, "en")
	case "meeting_name":
		return l.Name
	case "location_text":
		return l.Location
	case "location_info":
		return l.LocationNotes
	case "location_street":
		if l.Street == "" && l.City == "" {
			return l.Address
		}
		return l.Street
	case "location_city_subsection":
		return l.Borough
	case "location_neighborhood":
		return l.Neighbourhood
	case "location_municipality":
		return l.City
	case "location_sub_province":
		return l.County
	case "location_province":
		return l.State
	case "location_postal_code_1":
		return l.PostalCode
	case "location_nation":
		return l.Country
	case "comments":
		return l.Notes
	case "train_lines":
		return l.TrainLines
	case "bus_lines":
		return l.BusLines
	case "phone_meeting_number":
		return l.ConferencePhone
	case "virtual_meeting_link":
		if l.ConferenceURL == "" && l.Own() && l.Way.OverWire() {
			return l.URL // the door of the group is here
		}
		return l.ConferenceURL
	case "virtual_meeting_additional_info":
		return l.ConferenceURLNotes
	}
	return restText(l.Record, name)
}

// contactOf is a detail of a person, where the source's steward passes it on.
// Records keep "contact_name_1" as "contact_1_name".
func contactOf(l *finder.Listing, name string) string {
	if !l.Source.Contacts {
		return ""
	}
	if rest, contact := strings.CutPrefix(name, "contact_"); contact {
		what, number, _ := strings.Cut(rest, "_")
		name = "contact_" + number + "_" + what
	}
	return l.Contacts[name]
}

// valueOf is what a meeting says in a field of its own.
func (i *item) valueOf(name string) string {
	switch name {
	case "id_bigint":
		return strconv.FormatInt(i.number, 10)
	case "service_body_bigint":
		return strconv.FormatInt(i.body, 10)
	case "weekday_tinyint":
		return strconv.Itoa(int(i.day) + 1)
	case "venue_type":
		if i.venue == venueUnknown {
			return ""
		}
		return strconv.Itoa(int(i.venue))
	case "start_time":
		return clockOf(int(i.start))
	case "duration_time":
		return clockOf(int(i.minutes))
	case "formats", "format_shared_id_list":
		return listed(i.formats)
	case "longitude":
		return i.degrees(i.lng)
	case "latitude":
		return i.degrees(i.lat)
	case "published":
		if i.unpublished {
			return "0"
		}
		return "1"
	}
	return ""
}

func (i *item) degrees(angle float64) string {
	if !i.placed {
		return ""
	}
	return strconv.FormatFloat(angle, 'f', -1, 64)
}

// clockOf is "19:30:00".
func clockOf(minutes int) string {
	two := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	return two(minutes/60) + ":" + two(minutes%60) + ":00"
}

// weight is what a meeting says in a field of its own, as a number for sorting.
func (i *item) weight(name string) (n float64, given bool) {
	switch name {
	case "id_bigint":
		return float64(i.number), true
	case "service_body_bigint":
		return float64(i.body), true
	case "weekday_tinyint":
		return float64(i.day), true
	case "venue_type":
		return float64(i.venue), i.venue != venueUnknown
	case "start_time":
		return float64(i.start), true
	case "duration_time":
		return float64(i.minutes), true
	case "longitude":
		return i.lng, i.placed
	case "latitude":
		return i.lat, i.placed
	case "published":
		n, _ = strconv.ParseFloat(strings.TrimSpace(i.valueOf(name)), 64)
		return n, true
	}
	return 0, false
}
