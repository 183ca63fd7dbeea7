package bmlt

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// ask is what a program asked for.
type ask struct{ url.Values }

// most is how many values of one parameter are looked at.
const mostValues = 20_000

// all are the values of a parameter that may be a list: "a=1,2", "a[]=1&a[]=2" and
// "a[0]=1" are the same.
func (a ask) all(name string) (values []string) {
	add := func(list []string) {
		for _, one := range list {
			for value := range strings.SplitSeq(one, ",") {
				if value = strings.TrimSpace(value); value != "" && len(values) < mostValues {
					values = append(values, value)
				}
			}
		}
	}
	add(a.Values[name])
	add(a.Values[name+"[]"])
	for at := range 100 {
		list, given := a.Values[name+"["+strconv.Itoa(at)+"]"]
		if !given {
			break
		}
		add(list)
	}
	return values
}

// whole are the values of a parameter that may be given more than once, commas and
// all.
func (a ask) whole(name string) (values []string) {
	values = append(values, a.Values[name]...)
	values = append(values, a.Values[name+"[]"]...)
	for at := range 100 {
		list, given := a.Values[name+"["+strconv.Itoa(at)+"]"]
		if !given {
			break
		}
		values = append(values, list...)
	}
	return values
}

// has tells whether a parameter is there, with any value or none.
func (a ask) has(name string) bool { return a.Values.Has(name) }

// signed are numbers of which negative ones are to be left out.
type signed struct{ in, out map[int64]bool }

func (a ask) signed(name string) signed {
	s := signed{map[int64]bool{}, map[int64]bool{}}
	for _, value := range a.all(name) {
		n, err := strconv.ParseInt(value, 10, 64)
		switch {
		case err != nil || n == 0:
		case n > 0:
			s.in[n] = true
		default:
			s.out[-n] = true
		}
	}
	return s
}

// takes tells whether a number is asked for.
func (s signed) takes(n int64) bool { return (len(s.in) == 0 || s.in[n]) && !s.out[n] }

// minutes is a time of day of two parameters, such as StartsAfterH and
// StartsAfterM, in minutes; -1 where neither is given. What is too large counts as
// the largest.
func (a ask) minutes(name string) int {
	hour, hourGiven := a.part(name+"H", 23)
	minute, minuteGiven := a.part(name+"M", 59)
	if !hourGiven && !minuteGiven {
		return -1
	}
	return hour*60 + minute
}

func (a ask) part(name string, most int) (n int, given bool) {
	text := strings.TrimSpace(a.Get(name))
	if text == "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, false
	}
	return min(max(n, 0), most), true
}

// number is a parameter that is a number.
func (a ask) number(name string) (n float64, given bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(a.Get(name)), 64)
	return n, err == nil && n == n && n > -1e9 && n < 1e9
}

// lang is the language that keys of formats are asked for in.
func (a ask) lang() string {
	if lang := a.Get("lang_enum"); lang != "" {
		return lang
	}
	return "en"
}

// mostSortKeys is by how many fields answers are sorted at most.
const mostSortKeys = 5

// sortKeys are the fields by which answers are sorted, each once.
func (a ask) sortKeys() []string {
	if given := a.all("sort_keys"); len(given) > 0 {
		var keys []string
		for _, name := range given {
			if len(keys) < mostSortKeys && !slices.Contains(keys, name) {
				keys = append(keys, name)
			}
		}
		return keys
	}
	switch a.Get("sort_key") {
	case "weekday":
		return []string{"weekday_tinyint", "location_municipality", "location_city_subsection", "start_time", "location_neighborhood"}
	case "time":
		return []string{"weekday_tinyint", "start_time", "location_municipality", "location_city_subsection", "location_neighborhood"}
	case "town":
		return []string{"location_municipality", "location_city_subsection", "location_neighborhood", "weekday_tinyint", "start_time"}
	case "state":
		return []string{"location_province", "location_municipality", "location_city_subsection", "weekday_tinyint", "start_time"}
	case "weekday_state":
		return []string{"weekday_tinyint", "location_province", "location_municipality", "start_time", "location_city_subsection"}
	}
	return []string{"weekday_tinyint", "start_time", "duration_time"}
}
