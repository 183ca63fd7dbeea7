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

// read reads what an address asks for. A value that means nothing is a fault: an
// answer that passes over it would hold what nobody asked for.
func read(values url.Values) (q finder.Query, err error) {
	a := asking{values: values}
	q.Text, q.Region = a.one("q"), a.one("region")
	for _, text := range a.each("day") {
		q.Days = append(q.Days, a.day(text))
	}
	for _, text := range a.each("time") {
		part := finder.Part(text)
		a.check("time", slices.Contains([]finder.Part{finder.Morning, finder.Midday, finder.Evening, finder.Night}, part))
		q.Parts = append(q.Parts, part)
	}
	for _, text := range a.each("way") {
		way := finder.Way(text)
		a.check("way", slices.Contains([]finder.Way{finder.InPerson, finder.Online, finder.Hybrid, finder.ByPhone, finder.Asynchronous, finder.ByAppointment}, way))
		q.Ways = append(q.Ways, way)
	}
	for _, text := range a.each("type") {
		concept := code.Concept(text)
		a.check("type", concept.Known())
		q.Concepts = append(q.Concepts, concept)
	}
	for _, text := range a.each("programme") {
		_, known := code.ProgrammeOf(text)
		a.check("programme", known)
		q.Programmes = append(q.Programmes, text)
	}
	q.Codes = a.each("code")
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
	err    error
}

func (a *asking) one(name string) string { return strings.TrimSpace(a.values.Get(name)) }

// mostAsked is how many values one parameter may have.
const mostAsked = 50

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
	a.check(name, len(list) <= mostAsked)
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

// place reads "near", latitude and longitude with a comma between them, and
// "within", in kilometres.
func (a *asking) place(q *finder.Query) {
	near := a.one("near")
	if near == "" {
		return
	}
	first, second, _ := strings.Cut(near, ",")
	lat, wrong := strconv.ParseFloat(strings.TrimSpace(first), 64)
	lng, wrongToo := strconv.ParseFloat(strings.TrimSpace(second), 64)
	a.check("near", wrong == nil && wrongToo == nil && lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180)
	q.Near, q.Within = &feed.Point{Lat: lat, Lng: lng}, usualRadius
	if within := a.one("within"); within != "" {
		km, wrong := strconv.ParseFloat(within, 64)
		a.check("within", wrong == nil && km > 0 && km <= mostRadius)
		q.Within = km
	}
}
