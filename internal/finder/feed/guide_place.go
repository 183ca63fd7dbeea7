package feed

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// place reads where it is.
func (r *reading) place(rec *Record, e entry) {
	line := func(field string) string { return unquoted(r.line(field, e.said[field])) }
	rec.Address, rec.Street, rec.City, rec.State = line("formatted_address"), line("address"), line("city"), line("state")
	rec.Country = country(line("country"))
	rec.PostalCode = postalCode(line("postal_code"), rec.Country)
	if before := street(rec.Street); before != rec.Street {
		r.odd("address", "What stood after the @ was left out.")
		rec.Street = before
	}
	switch {
	case rec.Address == "" && joined(rec.City, rec.State, rec.PostalCode, rec.Country) == "":
		rec.Address, rec.Street = rec.Street, ""
	case rec.Address == "":
		rec.Address = joined(rec.Street, rec.City, rec.State, rec.PostalCode, rec.Country)
	}
	rec.Regions = r.regions(e, rec.City)
	rec.Approximate = approximate(e.said["approximate"])
	r.point(rec, e)
}

// regions are the areas, the most general first; without any the city is one.
func (r *reading) regions(e entry, city string) (list []string) {
	said := e.lists["regions"]
	if len(said) == 0 {
		said = []string{e.said["region"], e.said["sub_region"], e.said["sub_sub_region"]}
	}
	for _, one := range r.list("regions", said) {
		if one = r.name("regions", one); one != "" {
			list = append(list, one)
		}
	}
	if len(list) == 0 && city != "" {
		return []string{cut(city, longestName)}
	}
	return list
}

func approximate(said string) string {
	switch strings.ToLower(strings.TrimSpace(said)) {
	case "yes", "true", "1":
		return "yes"
	case "no", "false", "0":
		return "no"
	}
	return ""
}

// point reads latitude and longitude. A box of four numbers is its middle, and
// then the address is not exact.
func (r *reading) point(rec *Record, e entry) {
	numbers := []string{e.said["latitude"], e.said["longitude"]}
	if first(numbers...) == "" && e.said["coordinates"] != "" {
		numbers = strings.Split(e.said["coordinates"], ",")
	}
	if first(numbers...) == "" {
		return
	}
	var at []float64
	for _, one := range numbers {
		n, err := strconv.ParseFloat(strings.TrimSpace(one), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			break
		}
		at = append(at, n)
	}
	if len(at) == 4 && len(numbers) == 4 {
		at, rec.Approximate = []float64{(at[0] + at[2]) / 2, (at[1] + at[3]) / 2}, "yes"
	} else if len(numbers) != 2 {
		at = nil
	}
	if len(at) != 2 || math.Abs(at[0]) > 90 || math.Abs(at[1]) > 180 || at[0] == 0 && at[1] == 0 {
		r.odd("latitude", "These are not coordinates of a place. They were left out.")
		return
	}
	rec.Point = &Point{Lat: at[0], Lng: at[1]}
}

// providers are the hosts of services for meetings that finders of the field take
// for a way to take part.
var providers = set(`bluejeans.com discord.gg freeconference.com freeconferencecall.com goto.com gotomeet.me gotomeeting.com horizon.meta.com
	maps.secondlife.com meet.google.com meet.jit.si meetings.dialpad.com signal.group skype.com slurl.com teams.live.com
	teams.microsoft.com vrchat.com webex.com zoho.com zoom.us`)

// isProvider tells that a link leads to one of the providers, or a host below one.
func isProvider(address string) bool {
	for host := hostOf(address); host != ""; _, host, _ = strings.Cut(host, ".") {
		if providers[host] {
			return true
		}
	}
	return false
}

var notDialled = regexp.MustCompile(`[^0-9,+#*]`)

// leastDialled is how many signs a number has at least that one can call.
const leastDialled = 10

// conference reads how one takes part from afar. What is no link and no number is
// kept as a note where there is none.
func (r *reading) conference(rec *Record, said map[string]string) {
	rec.ConferenceURLNotes = unquoted(r.text("conference_url_notes", said["conference_url_notes"]))
	rec.ConferencePhoneNotes = unquoted(r.text("conference_phone_notes", said["conference_phone_notes"]))
	address := said["conference_url"]
	rec.ConferenceURL = r.link("conference_url", address)
	switch {
	case rec.ConferenceURL != "" && !isProvider(rec.ConferenceURL):
		r.odd("conference_url", "This is no meeting service that finders know. It does not count as a way to join online.")
	case rec.ConferenceURL == "" && rec.ConferenceURLNotes == "":
		rec.ConferenceURLNotes = r.text("conference_url", address)
	}
	phone := r.line("conference_phone", said["conference_phone"])
	rec.ConferencePhone = notDialled.ReplaceAllString(phone, "")
	if phone != "" && len(rec.ConferencePhone) < leastDialled {
		r.odd("conference_phone", "This is not a number that can be called. We keep it as a note.")
		rec.ConferencePhone = ""
		if rec.ConferencePhoneNotes == "" {
			rec.ConferencePhoneNotes = phone
		}
	}
}

// way is how people gather: as the feed says, or by what it gives. A place that is
// closed for now is none while there is another way.
func (r *reading) way(rec Record, said string) Way {
	switch fieldName(said) {
	case "in_person":
		return InPerson
	case "online":
		return Online
	case "hybrid":
		return Hybrid
	case "inactive":
		if !rec.Closed {
			return ""
		}
	}
	online := isProvider(rec.ConferenceURL) || rec.ConferencePhone != ""
	place := isExact(rec)
	switch {
	case online && place && !rec.Closed:
		return Hybrid
	case online:
		return Online
	case place:
		return InPerson
	}
	return ""
}

// isExact tells that one can go to the address: the feed says so, or it has a
// street, or at least four parts that are more than a town.
func isExact(rec Record) bool {
	if rec.Approximate != "" {
		return rec.Approximate == "no"
	}
	if rec.Street != "" {
		return !isNowhere(rec.Street)
	}
	return strings.Count(rec.Address, ",") >= 3 && rec.Address != joined(rec.City, rec.State, rec.PostalCode, rec.Country)
}

// isNowhere tells that a feed wrote in place of a street that there is none.
func isNowhere(street string) bool {
	switch strings.ToLower(street) {
	case "online", "zoom", "virtual", "online only", "n/a", "none", "phone", "telephone":
		return true
	}
	return false
}
