package bmlt

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// hit is a meeting that was found.
type hit struct {
	*item
	angle float64 // degrees on the earth from where one looks; -1 for none
}

// Degrees on the earth in miles and in kilometres, as BMLT servers count them.
const (
	milesOfDegree = 69.0
	kmOfDegree    = 111.111
)

// wanted is what a program asked for, read.
type wanted struct {
	ids, days, venues, services, formats signed

	anyFormat                     bool
	published                     int // 1 for published ones, 0 for all, -1 for the others
	after, before, ends, min, max int // minutes; -1 for any
	key                           string
	keyOfMain                     bool // the key is of the meeting itself
	values                        []string
	words                         map[string]bool
	area                          *area
	sort                          []string
	size, page                    int
	none                          bool // nothing can be found
}

// area is a circle on the earth.
type area struct {
	feed.Point
	degrees    float64 // its radius; negative for any
	nearest    int     // the least number of meetings that the radius is to hold; -1 for a radius as given
	ofDegree   float64 // of the unit in which it was given
	byDistance bool
}

// search finds meetings, in their order. Rows are read as late as may be, and no
// more than the page that is asked for takes.
func (s *Service) search(ctx context.Context, b *book, w *wanted) (hits []hit, err error) {
	if w.none {
		return nil, nil
	}
	may := w.marks()
	for at := range b.items {
		if i := &b.items[at]; w.takes(i) && may.fit(i.said) {
			hits = append(hits, hit{item: i, angle: -1})
		}
	}
	ladder := w.area != nil && w.area.nearest >= 0 // its radius depends on what the words leave
	early := ladder || mainOnly(w.sort) && !mainKinds(w.sort)
	if w.area != nil && !ladder {
		hits = w.area.around(hits)
	}
	if early {
		if hits, err = s.withWords(ctx, w, hits, -1); err != nil {
			return nil, err
		}
	}
	if ladder {
		hits = w.area.around(hits)
	}
	late, err := s.order(ctx, w, hits)
	if err == nil && !early {
		hits, err = s.withWords(ctx, w, hits, w.end())
	}
	hits = w.paged(hits)
	if err == nil && late {
		err = s.sort(ctx, w.sort, hits)
	}
	return hits, err
}

// order sorts meetings, but for what is sorted page by page: what the tables of a
// BMLT server cannot sort.
func (s *Service) order(ctx context.Context, w *wanted, hits []hit) (late bool, err error) {
	switch {
	case w.area != nil && w.area.byDistance:
		slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.angle, b.angle) })
		return false, nil
	case !mainOnly(w.sort):
		return true, nil
	}
	return false, s.sort(ctx, w.sort, hits)
}

// takes tells whether a meeting is asked for, as far as its words do not matter.
func (w *wanted) takes(i *item) bool {
	start, long := int(i.start), int(i.minutes)
	switch {
	case w.published == 1 && i.unpublished, w.published < 0 && !i.unpublished:
		return false
	case !w.ids.takes(i.number), !w.days.takes(int64(i.day) + 1), !w.venues.takes(int64(i.venue)), !w.services.takes(i.body), !w.takesFormats(i.formats):
		return false
	case w.after >= 0 && start <= w.after, w.before >= 0 && start >= w.before, w.ends >= 0 && start+long > w.ends:
		return false
	case w.min >= 0 && long < w.min, w.max >= 0 && long > w.max:
		return false
	}
	return !w.keyOfMain || slices.Contains(w.values, i.valueOf(w.key))
}

func (w *wanted) takesFormats(formats []int64) bool {
	held := 0
	for _, number := range formats {
		if w.formats.out[number] {
			return false
		}
		if w.formats.in[number] {
			held++
		}
	}
	return held == len(w.formats.in) || w.anyFormat && held > 0
}

// marks are those of the words of a question: what tells of nearly every meeting
// that its words do not fit, without reading it.
type marks struct {
	any [][]finder.Mark // sets of which a meeting has to have all of one; nil for any meeting
}

// mostMarked is for how many values of a field marks are looked for.
const mostMarked = 20

func (w *wanted) marks() (m marks) {
	if len(w.words) > 0 {
		m.any = [][]finder.Mark{}
		for word := range w.words {
			m.any = append(m.any, []finder.Mark{finder.MarkOf(word)})
		}
		return m
	}
	if f, known := fieldNamed(w.key); w.key == "" || known && f.kind != plain || len(w.values) > mostMarked {
		return m
	}
	for _, value := range w.values {
		var all []finder.Mark
		for _, word := range finder.Words(value) {
			all = append(all, finder.MarkOf(word))
		}
		m.any = append(m.any, all)
	}
	return m
}

func (m marks) fit(said finder.Said) bool {
	return m.any == nil || slices.ContainsFunc(m.any, func(all []finder.Mark) bool {
		return !slices.ContainsFunc(all, func(one finder.Mark) bool { return !said.May(one) })
	})
}

// errEnough ends reading.
var errEnough = errors.New("enough was found")

// withWords leaves the meetings whose words fit, the first so many of them; all for
// less than none.
func (s *Service) withWords(ctx context.Context, w *wanted, hits []hit, most int) (kept []hit, err error) {
	byKey := w.key != "" && !w.keyOfMain
	if !byKey && len(w.words) == 0 || most == 0 {
		return hits, nil
	}
	err = s.scan(ctx, hits, func(h hit, l *finder.Listing) error {
		if byKey && !slices.Contains(w.values, wordOf(l, w.key)) || len(w.words) > 0 && !says(l, w.words) {
			return nil
		}
		if kept = append(kept, h); len(kept) == most {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return kept, err
}

// says tells whether a listing has one of the words in a field of its words.
func says(l *finder.Listing, words map[string]bool) bool {
	has := func(text string) bool {
		return text != "" && slices.ContainsFunc(finder.Words(text), func(word string) bool { return words[word] })
	}
	for _, f := range fields() {
		if f.kind == plain && has(wordOf(l, f.name)) {
			return true
		}
	}
	for name := range l.Rest {
		if has(restText(l.Record, name)) {
			return true
		}
	}
	return false
}

// scan reads listings to answer a question. Of many of them one program at a time
// may do that.
func (s *Service) scan(ctx context.Context, hits []hit, do func(hit, *finder.Listing) error) error {
	done, err := s.turn(ctx, len(hits))
	if err != nil {
		return err
	}
	defer done()
	return s.each(ctx, hits, do)
}

// each reads listings in their order. Whoever writes them out may be slow: nobody
// waits for that.
func (s *Service) each(ctx context.Context, hits []hit, do func(hit, *finder.Listing) error) error {
	numbers := make([]int64, len(hits))
	for at, h := range hits {
		numbers[at] = h.number
	}
	at := 0
	return s.o.Finder.EachOf(ctx, numbers, func(l finder.Listing) error {
		for at < len(hits) && hits[at].number != l.Number {
			at++ // it went away in between
		}
		if at == len(hits) {
			return nil
		}
		return do(hits[at], &l)
	})
}

// end is where the page ends that is asked for; -1 where all are.
func (w *wanted) end() int {
	if w.size < 0 {
		return -1
	}
	return w.page * w.size
}

func (w *wanted) paged(hits []hit) []hit {
	if w.size < 0 {
		return hits
	}
	from := min((w.page-1)*w.size, len(hits))
	return hits[from:min(from+w.size, len(hits))]
}

// around leaves the meetings in a circle.
func (a *area) around(hits []hit) []hit {
	near, degree := hits[:0:0], finder.Apart(feed.Point{}, feed.Point{Lat: 1})
	for _, h := range hits {
		if !h.placed || a.degrees >= 0 && math.Abs(h.lat-a.Lat) > a.degrees {
			continue
		}
		h.angle = finder.Apart(a.Point, feed.Point{Lat: h.lat, Lng: h.lng}) / degree
		near = append(near, h)
	}
	if a.nearest >= 0 {
		a.degrees = a.holding(near)
	}
	if a.degrees < 0 {
		return near
	}
	return slices.DeleteFunc(near, func(h hit) bool { return h.angle > a.degrees })
}

// holding is the smallest radius of the ladder that holds as many as are asked
// for, in degrees; the largest where none does.
func (a *area) holding(near []hit) float64 {
	angles := make([]float64, len(near))
	for at, h := range near {
		angles[at] = h.angle
	}
	slices.Sort(angles)
	most := math.Inf(1)
	if a.nearest == 0 {
		most = 0
	} else if a.nearest <= len(angles) {
		most = angles[a.nearest-1]
	}
	ladder := radii()
	for _, radius := range ladder {
		if most <= radius/a.ofDegree {
			return radius / a.ofDegree
		}
	}
	return ladder[len(ladder)-1] / a.ofDegree
}

// radii are the radii that a search for the nearest tries, in its unit.
func radii() []float64 {
	return []float64{
		0.0625, 0.125, 0.1875, 0.25, 0.4375, 0.5, 0.5625, 0.75, 0.8125, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 3.75, 4, 4.25, 4.5, 4.75,
		5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 11, 12, 13, 14, 15, 17.5, 20, 22.5, 25, 27.5, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 150, 200,
	}
}
