package seek

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
)

// The bounds of a search.
const (
	perPage  = 20
	textMost = 120 // characters of a text
	pageMost = 10_000

	conceptsMost = 20
)

var (
	everyPart = [...]finder.Part{finder.Morning, finder.Midday, finder.Evening, finder.Night}
	everyWay  = [...]finder.Way{finder.InPerson, finder.Online, finder.Hybrid, finder.ByPhone, finder.Asynchronous, finder.ByAppointment}
)

// ask is what somebody looks for, as it stands in the address of the page.
type ask struct {
	Text, Place, Region string
	At                  *feed.Point // where Place is, when it was chosen; or where the device is, and Place is ""
	Far                 int         // how far around it, in Unit
	Unit                unit
	Chose               bool // the unit stands in the address
	Days                []time.Weekday
	Parts               []finder.Part
	Ways                []finder.Way
	Concepts            []code.Concept
	Programmes, Sources []string
	Now, ByDistance     bool
	Page                int // counted from 1
}

// anyKind is the name of concepts of a kind that the form does not ask for.
const anyKind = "type"

// fields are the names that kinds of concepts have in the address.
var fields = [...]struct {
	name string
	kind code.Kind
}{{"open", code.Openness}, {"whom", code.Whom}, {"lang", code.Language}, {"access", code.Access}, {"shape", code.Shape}}

// askOf reads an address, for a reader who counts distances so. What is not known is
// left out.
func askOf(q url.Values, usual unit) ask {
	a := ask{
		Text: typed(q.Get("q")), Place: typed(q.Get("place")), Region: typed(q.Get("region")), Page: 1,
		Now: q.Get("when") == "now", ByDistance: q.Get("by") == "distance",
		Parts: known(q["part"], everyPart[:]), Ways: known(q["way"], everyWay[:]),
		Programmes: some(q["programme"]), Sources: some(q["source"]),
	}
	if at, ok := pointOf(q.Get("at")); ok && typed(q.Get("of")) == a.Place {
		a.At = &at
	}
	a.takeFar(q, usual)
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 0 && n <= pageMost {
		a.Page = n
	}
	for _, text := range q["day"] {
		if d, err := strconv.Atoi(text); err == nil && d >= 0 && d <= 6 && !slices.Contains(a.Days, time.Weekday(d)) {
			a.Days = append(a.Days, time.Weekday(d))
		}
	}
	for _, f := range fields {
		a.take(q[f.name], f.kind)
	}
	a.take(q[anyKind], "")
	return a
}

// take adds concepts of a kind, or of any.
func (a *ask) take(texts []string, kind code.Kind) {
	for _, text := range texts {
		c := code.Concept(text)
		if c.Known() && (kind == "" || c.Kind() == kind) && !slices.Contains(a.Concepts, c) && len(a.Concepts) < conceptsMost {
			a.Concepts = append(a.Concepts, c)
		}
	}
}

func typed(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if runes := []rune(text); len(runes) > textMost {
		return string(runes[:textMost])
	}
	return text
}

// known are those of the texts that are on a list.
func known[T ~string](texts []string, all []T) (list []T) {
	for _, one := range all {
		if slices.Contains(texts, string(one)) {
			list = append(list, one)
		}
	}
	return list
}

func some(texts []string) (list []string) {
	for _, text := range texts[:min(len(texts), 20)] {
		if text = typed(text); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// pointOf reads "51.51,-0.13", and rounds it to about a kilometre.
func pointOf(text string) (feed.Point, bool) {
	north, east, _ := strings.Cut(text, ",")
	lat, errNorth := strconv.ParseFloat(north, 64)
	lng, errEast := strconv.ParseFloat(east, 64)
	if errNorth != nil || errEast != nil || !(math.Abs(lat) <= 90) || !(math.Abs(lng) <= 180) {
		return feed.Point{}, false
	}
	return feed.Point{Lat: math.Round(lat*100) / 100, Lng: math.Round(lng*100) / 100}, true
}

func pointText(p feed.Point) string {
	return strconv.FormatFloat(p.Lat, 'f', -1, 64) + "," + strconv.FormatFloat(p.Lng, 'f', -1, 64)
}

// values are the address of the search, as few as say it.
func (a ask) values() url.Values {
	q := url.Values{}
	put := func(name, text string) {
		if text != "" {
			q.Add(name, text)
		}
	}
	put("q", a.Text)
	put("place", a.Place)
	put("region", a.Region)
	if a.At != nil {
		put("at", pointText(*a.At))
		put("of", a.Place)
	}
	a.putFar(q)
	if a.Now {
		put("when", "now")
	}
	if a.ByDistance {
		put("by", "distance")
	}
	for _, d := range a.Days {
		put("day", strconv.Itoa(int(d)))
	}
	for _, one := range a.Parts {
		put("part", string(one))
	}
	for _, one := range a.Ways {
		put("way", string(one))
	}
	for _, one := range a.Concepts {
		put(fieldOf(one.Kind()), string(one))
	}
	for _, one := range a.Programmes {
		put("programme", one)
	}
	for _, one := range a.Sources {
		put("source", one)
	}
	if a.Page > 1 {
		put("page", strconv.Itoa(a.Page))
	}
	return q
}

func fieldOf(kind code.Kind) string {
	for _, f := range fields {
		if f.kind == kind {
			return f.name
		}
	}
	return anyKind
}

// under is the address of the search on a page.
func (a ask) under(path string) string {
	if q := a.values().Encode(); q != "" {
		return path + "?" + q
	}
	return path
}

func (a ask) path() string { return a.under(Path) }

// on is the search, on a page of its results.
func (a ask) on(page int) ask {
	a.Page = page
	return a
}

// feed is the address of the search for programs: all of it, whatever is on now.
// They count in kilometres.
func (a ask) feed(path string) string {
	a.Now, a.ByDistance, a.Page = false, false, 1
	q := a.values()
	q.Del("unit")
	q.Del(string(miles))
	if a.Place != "" || a.At != nil {
		q.Set(string(kilometres), strconv.FormatFloat(math.Round(a.within()*10)/10, 'f', -1, 64))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// chosen are the concepts of a kind that are looked for.
func (a ask) chosen(kind code.Kind) (list []string) {
	for _, c := range a.Concepts {
		if c.Kind() == kind {
			list = append(list, string(c))
		}
	}
	return list
}

// query asks the finder. near is where the place is, if it is known.
func (a ask) query(near *feed.Point, zone *time.Location) finder.Query {
	q := finder.Query{
		Text: a.Text, Region: a.Region, Days: a.Days, Parts: a.Parts, Ways: a.Ways, Concepts: a.Concepts,
		Programmes: a.Programmes, Sources: a.Sources, Zone: zone, GoingOn: a.Now,
		Skip: (a.Page - 1) * perPage, Most: perPage,
	}
	if near != nil {
		q.Near, q.Within, q.ByDistance = near, a.within(), a.ByDistance
	}
	return q
}
