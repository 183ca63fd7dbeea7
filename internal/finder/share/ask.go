package share

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
)

// read reads what an address asks for, in the words of the finder's own pages: the
// address of a search, with another ending, is the feed of what it finds. A value
// that means nothing is a fault: an answer that passes over it would hold what
// nobody asked for.
func (s *Service) read(values url.Values) (q finder.Query, err error) {
	a := asking{values: values, town: s.o.Town}
	q.Text, q.Region = a.one("q"), a.one("region")
	for _, text := range a.each("day") {
		q.Days = append(q.Days, a.day(text))
	}
	for _, text := range a.each("part") {
		part := finder.Part(text)
		a.check("part", slices.Contains([]finder.Part{finder.Morning, finder.Midday, finder.Evening, finder.Night}, part))
		q.Parts = append(q.Parts, part)
	}
	for _, text := range a.each("way") {
		way := finder.Way(text)
		a.check("way", slices.Contains([]finder.Way{finder.InPerson, finder.Online, finder.Hybrid, finder.ByPhone, finder.Asynchronous, finder.ByAppointment}, way))
		q.Ways = append(q.Ways, way)
	}
	for _, name := range []string{"type", "open", "whom", "lang", "access", "shape"} {
		for _, text := range a.each(name) {
			concept := code.Concept(text)
			a.check(name, concept.Known())
			q.Concepts = append(q.Concepts, concept)
		}
	}
	for _, text := range a.each("programme") {
		_, known := code.ProgrammeOf(text)
		a.check("programme", known)
		q.Programmes = append(q.Programmes, text)
	}
	q.Codes, q.Sources = a.each("code"), a.each("source")
	a.check("when", a.one("when") == "") // what is going on now is no feed
	a.place(&q)
	if zone := a.one("timezone"); zone != "" {
		var unknown error
		q.Zone, unknown = recur.Zone(zone)
		a.check("timezone", unknown == nil)
	}
	return q, a.err
}

// asking reads parameters and keeps the first fault.
type asking struct {
	values url.Values
	town   func(name string) (feed.Point, bool)
	err    error
}

// What may be asked for at once.
const (
	mostAsked    = 50  // values of one parameter
	longestAsked = 200 // bytes of one value
)

func (a *asking) one(name string) string {
	text := strings.TrimSpace(a.values.Get(name))
	a.check(name, len(text) <= longestAsked)
	return text
}

// each are the values of a parameter: given again and again, as "a[]", or parted by
// commas.
func (a *asking) each(name string) (list []string) {
	for _, text := range slices.Concat(a.values[name], a.values[name+"[]"]) {
		for one := range strings.SplitSeq(text, ",") {
			if one = strings.TrimSpace(one); one != "" {
				list = append(list, one)
			}
		}
	}
	a.check(name, len(list) <= mostAsked && !slices.ContainsFunc(list, func(one string) bool { return len(one) > longestAsked }))
	return list
}

func (a *asking) check(name string, good bool) {
	if !good && a.err == nil {
		a.err = fault.Field(name, "There is no such value of “{.Name}”. Look into the guide for those there are.", i18n.Args{"Name": name})
	}
}

// day is a day of the week: a number from 0 for Sunday, or its English name.
func (a *asking) day(text string) time.Weekday {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if text == strconv.Itoa(int(day)) || strings.EqualFold(text, day.String()) {
			return day
		}
	}
	a.check("day", false)
	return 0
}

// The radius around a place, in kilometres.
const (
	usualRadius = 25
	mostRadius  = 20_038
)

// place reads "at", latitude and longitude with a comma between them, or "place", a
// name; and "km", how far from there.
func (a *asking) place(q *finder.Query) {
	at, name := a.one("at"), a.one("place")
	if at == "" && name == "" {
		return
	}
	var p feed.Point
	if at != "" {
		first, second, _ := strings.Cut(at, ",")
		lat, wrong := strconv.ParseFloat(strings.TrimSpace(first), 64)
		lng, wrongToo := strconv.ParseFloat(strings.TrimSpace(second), 64)
		a.check("at", wrong == nil && wrongToo == nil && lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180)
		p = feed.Point{Lat: lat, Lng: lng}
	} else if a.town != nil {
		var known bool
		p, known = a.town(name)
		a.check("place", known)
	} else {
		a.check("place", false)
	}
	q.Near, q.Within = &p, usualRadius
	if far := a.one("km"); far != "" {
		km, wrong := strconv.ParseFloat(far, 64)
		a.check("km", wrong == nil && km > 0 && km <= mostRadius)
		q.Within = km
	}
}
