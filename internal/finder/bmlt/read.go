package bmlt

import (
	"slices"
	"strconv"
	"strings"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// read reads what a program asks of GetSearchResults.
func (s *Service) read(a ask, b *book) *wanted {
	w := &wanted{
		ids: a.signed("meeting_ids"), days: a.signed("weekdays"), venues: a.signed("venue_types"), services: a.signed("services"), formats: a.signed("formats"),
		anyFormat: a.has("formats_comparison_operator") && !strings.EqualFold(a.Get("formats_comparison_operator"), "AND"), published: 1,
		after: a.minutes("StartsAfter"), before: a.minutes("StartsBefore"), ends: a.minutes("EndsBefore"), min: a.minutes("MinDuration"), max: a.minutes("MaxDuration"),
		sort: a.sortKeys(), size: -1, page: 1,
	}
	if a.Get("recursive") == "1" {
		w.services = signed{b.below(w.services.in), b.below(w.services.out)}
	}
	if text := a.Get("advanced_published"); text == "0" {
		w.published = 0
	} else if text != "" && text != "1" {
		w.published = -1
	}
	if size, given := a.number("page_size"); given && size >= 0 {
		w.size = int(min(size, 1e6))
		if page, given := a.number("page_num"); given {
			w.page = int(max(1, min(page, 1e6)))
		}
	}
	w.readKey(a)
	w.readArea(a)
	s.readWords(a, w)
	return w
}

// readKey reads a question about one field.
func (w *wanted) readKey(a ask) {
	if !a.has("meeting_key") {
		return
	}
	w.key = a.Get("meeting_key")
	for _, value := range a.whole("meeting_key_value") {
		switch w.key {
		case "start_time", "duration_time":
			if hour, rest, timed := strings.Cut(value, ":"); timed {
				minute, _, _ := strings.Cut(rest, ":")
				h, _ := strconv.Atoi(hour)
				m, _ := strconv.Atoi(minute)
				value = clockOf(min(max(h, 0), 24)*60 + min(max(m, 0), 59))
			}
		}
		if value != "" {
			w.values = append(w.values, value)
		}
	}
	f, known := fieldNamed(w.key)
	impossible := w.key == "formats" || w.key == "latitude" || w.key == "longitude" || known && (f.kind == computed || f.kind == hidden)
	w.keyOfMain = known && f.kind == main
	w.none = w.none || len(w.values) == 0 || impossible
}

// readArea reads where one looks. Half a place is none.
func (w *wanted) readArea(a ask) {
	lat, latGiven := a.number("lat_val")
	lng, lngGiven := a.number("long_val")
	if !latGiven && !lngGiven {
		return
	}
	area := &area{Point: feed.Point{Lat: lat, Lng: lng}, degrees: -1, nearest: -1, ofDegree: milesOfDegree, byDistance: a.Get("sort_results_by_distance") == "1"}
	width, given := a.number("geo_width")
	if !given {
		if width, given = a.number("geo_width_km"); given {
			area.ofDegree = kmOfDegree
		}
	}
	shown := a.all("data_field_key")
	far := slices.Contains(shown, "distance_in_miles") || slices.Contains(shown, "distance_in_km")
	if !latGiven || !lngGiven || !given && !far {
		w.none = true
		return
	}
	area.wide(width, given)
	w.area = area
}

func (a *area) wide(width float64, given bool) {
	switch {
	case given && width < 0:
		a.nearest = int(-width)
	case given:
		a.degrees = width / a.ofDegree
	}
}

// usualNearest is how many meetings are looked for around an address.
const usualNearest = 10

// readWords reads what is searched for: ids, words, or the name of a place.
func (s *Service) readWords(a ask, w *wanted) {
	text := strings.TrimSpace(a.Get("SearchString"))
	if _, err := strconv.ParseFloat(text, 64); err != nil && len(text) <= 2 {
		return
	}
	if a.Get("StringSearchIsAnAddress") == "1" {
		s.readPlace(a, w, text)
		return
	}
	var ids []int64
	for one := range strings.SplitSeq(text, ",") {
		id, err := strconv.ParseFloat(strings.TrimSpace(one), 64)
		if err != nil {
			ids = nil
			break
		}
		ids = append(ids, int64(id))
	}
	if len(ids) > 0 {
		w.among(ids)
		return
	}
	w.words = wordsOf(text)
	w.none = w.none || len(w.words) == 0
}

// The bounds of what is searched for in words.
const (
	mostText  = 200 // bytes
	mostWords = 10
)

// wordsOf are the words that are searched for: the long ones where there are any.
func wordsOf(text string) map[string]bool {
	words, short := map[string]bool{}, map[string]bool{}
	for _, word := range finder.Words(strings.ToValidUTF8(text[:min(len(text), mostText)], "")) {
		set := words
		if len(word) < 3 {
			set = short
		}
		if len(set) < mostWords {
			set[word] = true
		}
	}
	if len(words) == 0 {
		return short
	}
	return words
}

// among narrows the ids to these.
func (w *wanted) among(ids []int64) {
	in := map[int64]bool{}
	for _, id := range ids {
		if len(w.ids.in) == 0 || w.ids.in[id] {
			in[id] = true
		}
	}
	w.ids.in = in
	w.none = w.none || len(in) == 0
}

// readPlace looks around the place of that name. No other server is asked where it
// is.
func (s *Service) readPlace(a ask, w *wanted, name string) {
	if s.o.Place == nil {
		w.none = true
		return
	}
	point, known := s.o.Place(name)
	if !known {
		w.none = true
		return
	}
	w.area = &area{Point: point, degrees: -1, nearest: usualNearest, ofDegree: milesOfDegree, byDistance: a.Get("sort_results_by_distance") == "1"}
	if radius, given := a.number("SearchStringRadius"); given {
		w.area.nearest = -1
		w.area.wide(radius, true)
	}
}
