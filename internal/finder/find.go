package finder

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
)

// Way is a way to gather, as one looks for it.
type Way string

// The ways.
const (
	InPerson      Way = "in-person"
	Online        Way = "online"
	Hybrid        Way = "hybrid"
	ByPhone       Way = "phone"
	Asynchronous  Way = "any-time"
	ByAppointment Way = "appointment"
)

var everyWay = [...]Way{InPerson, Online, Hybrid, ByPhone, Asynchronous, ByAppointment}

// Part is a part of the day. They overlap, as the Meeting Guide's do.
type Part string

// The parts of a day.
const (
	Morning Part = "morning" // from 4 to before noon
	Midday  Part = "midday"  // from 11 to before 17
	Evening Part = "evening" // from 16 to before 21
	Night   Part = "night"   // from 20 to before 5
)

// parts are the parts with the hours of each: from the first on, and before the
// second, of two days.
var parts = [...]struct {
	part     Part
	from, to int
}{{Morning, 4, 12}, {Midday, 11, 17}, {Evening, 16, 21}, {Night, 20, 29}}

// bit is the part in a set of them; 0 for one that is not known.
func (p Part) bit() uint8 {
	for i, one := range parts {
		if one.part == p {
			return 1 << i
		}
	}
	return 0
}

// partsAt are the parts that a minute of the day lies in.
func partsAt(minute int) (set uint8) {
	hour := minute / 60
	for i, one := range parts {
		if one.from <= hour && hour < one.to || hour+24 < one.to {
			set |= 1 << i
		}
	}
	return set
}

// Query is what is looked for. Within a list any is enough; of concepts, any of
// each kind. The zero Query asks for everything, by time.
type Query struct {
	Text       string // each word, or its beginning, has to be somewhere
	Near       *feed.Point
	Within     float64 // kilometres from Near; 0 for anywhere
	Region     string
	Days       []time.Weekday
	Parts      []Part
	Ways       []Way
	Concepts   []code.Concept
	Codes      []string // "programme:CODE", for codes that stand for no concept
	Programmes []string
	Sources    []string
	From, To   time.Time // starts from then on and before; zero for any time

	Zone       *time.Location // on whose clock days and parts are meant for what is online; nil is UTC
	GoingOn    bool           // only what is going on, what has just begun first
	ByDistance bool           // needs Near
	Shared     bool           // only what is passed on
	Skip, Most int
}

// Hit is a listing that was found.
type Hit struct {
	Listing
	Start   time.Time // of its next date, or of the one that is going on; zero for none
	End     time.Time
	GoingOn bool    // it has begun and not ended
	Km      float64 // from Query.Near; -1 where that is not known
}

// Found is what was found.
type Found struct {
	Hits  []Hit
	Total int
}

// one is a hit without its words.
type one struct {
	place      uint32
	start, end int64
}

// Find looks for listings.
func (s *Service) Find(ctx context.Context, q Query) (Found, error) {
	x, err := s.current(ctx)
	if err != nil {
		return Found{}, err
	}
	now := s.clock.Now()
	page, total := x.find(q, now)
	found := Found{Total: total}
	if len(page) == 0 {
		return found, nil
	}
	found.Hits, err = s.hits(ctx, x, q, page, now)
	return found, err
}

// Numbers are the numbers of all listings that are found, in their order.
func (s *Service) Numbers(ctx context.Context, q Query) ([]int64, error) {
	x, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	q.Skip, q.Most = 0, len(x.entries)
	page, _ := x.find(q, s.clock.Now())
	numbers := make([]int64, len(page))
	for i, o := range page {
		numbers[i] = x.entries[o.place].number
	}
	return numbers, nil
}

func (s *Service) hits(ctx context.Context, x *index, q Query, page []one, now time.Time) ([]Hit, error) {
	numbers := make([]int64, len(page))
	for i, o := range page {
		numbers[i] = x.entries[o.place].number
	}
	list, err := s.numbered(ctx, x, numbers)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(list))
	for _, l := range list {
		o := page[slices.Index(numbers, l.Number)]
		if !l.Gone.IsZero() {
			continue
		}
		h := Hit{Listing: l, Km: -1}
		if o.start != never {
			zone := x.zones[x.entries[o.place].zone].location
			h.Start, h.End = time.Unix(o.start, 0).In(zone), time.Unix(o.end, 0).In(zone)
			h.GoingOn = !h.Start.After(now) && h.End.After(now)
		}
		if q.Near != nil && l.Point != nil {
			h.Km = Apart(*q.Near, *l.Point)
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// find is the page that is asked for of everything that fits, and how much fits.
func (x *index) find(q Query, now time.Time) (page []one, total int) {
	set := x.choose(q)
	m := x.at(now)
	f := x.filter(q, m, set)
	switch {
	case q.GoingOn:
		return f.running(m)
	case q.ByDistance && q.Near != nil:
		return f.nearest(m)
	}
	return f.next(m)
}

// running is what is going on, what has just begun first.
func (f *filter) running(m *moment) (page []one, total int) {
	for _, r := range m.running {
		if f.takes(r.place, r.start) {
			if total++; total > f.q.Skip && len(page) < f.q.Most {
				page = append(page, one(r))
			}
		}
	}
	return page, total
}

// next is what comes, by time, and behind it what has no time.
func (f *filter) next(m *moment) (page []one, total int) {
	order := f.inOrder(m)
	if !f.timed { // then all of the set fits: it need only be counted
		return f.page(m, order, m.untimed), f.set.count()
	}
	if !f.q.From.IsZero() {
		order = order[sort.Search(len(order), func(i int) bool { return m.next[order[i]] >= f.q.From.Unix() }):]
	}
	if !f.q.To.IsZero() {
		order = order[:sort.Search(len(order), func(i int) bool { return m.next[order[i]] >= f.q.To.Unix() })]
	}
	for _, place := range order {
		if !f.takes(place, m.next[place]) {
			continue
		}
		if total++; total > f.q.Skip && len(page) < f.q.Most {
			page = append(page, f.one(m, place))
		}
	}
	return page, total
}

// inOrder are the entries that have a next date, by it; where the set leaves few,
// they alone, so that not all are walked through.
func (f *filter) inOrder(m *moment) []uint32 {
	few := f.set.count()
	if few > len(m.order)/64 {
		return m.order
	}
	list := make([]uint32, 0, few)
	for place := range f.set.all() {
		if m.next[place] != never {
			list = append(list, place)
		}
	}
	slices.SortFunc(list, m.compare)
	return list
}

// page are those of the set that are asked for, in the order of these lists.
func (f *filter) page(m *moment, lists ...[]uint32) (page []one) {
	skip := f.q.Skip
	for _, list := range lists {
		for _, place := range list {
			switch {
			case len(page) >= f.q.Most:
				return page
			case !f.set.has(place):
			case skip > 0:
				skip--
			default:
				page = append(page, f.one(m, place))
			}
		}
	}
	return page
}

func (f *filter) one(m *moment, place uint32) one {
	start := m.next[place]
	if start == never {
		return one{place: place, start: never}
	}
	return one{place, start, start + f.x.entries[place].long()*60}
}

// nearest is what fits, by its distance: only as much of it is put in order as is
// asked for.
func (f *filter) nearest(m *moment) (page []one, total int) {
	top := farthest{most: min(f.q.Skip+f.q.Most, len(m.next))}
	for place := range uint32(len(m.next)) {
		start := m.next[place]
		if !f.set.has(place) || f.timed && (start == never || !f.within(start)) || !f.takes(place, start) {
			continue
		}
		total++
		top.add(away{f.chord(place), start, place})
	}
	for i, a := range top.sorted() {
		if i >= f.q.Skip {
			page = append(page, f.one(m, a.place))
		}
	}
	return page, total
}

// within tells whether a start is among those asked for.
func (f *filter) within(start int64) bool {
	return (f.q.From.IsZero() || start >= f.q.From.Unix()) && (f.q.To.IsZero() || start < f.q.To.Unix())
}

// choose is the set of entries that the words and marks of a query leave.
func (x *index) choose(q Query) bitset {
	set := slices.Clone(x.live)
	narrow := func(lists ...[]uint32) {
		some := newBits(len(x.entries))
		for _, places := range lists {
			some.setAll(places)
		}
		set.and(some)
	}
	words := wordsIn(clipped(q.Text))
	for _, text := range words[:min(len(words), 10)] {
		narrow(x.wordsLike(text)...)
	}
	for _, kinds := range byKind(q.Concepts) {
		narrow(x.tagged(conceptTag, kinds)...)
	}
	for _, one := range []struct {
		kind  byte
		texts []string
	}{{codeTag, q.Codes}, {programmeTag, q.Programmes}, {regionTag, regions(q.Region)}} {
		if len(one.texts) > 0 {
			narrow(x.tagged(one.kind, one.texts)...)
		}
	}
	if len(q.Sources) > 0 {
		var lists [][]uint32
		for _, id := range q.Sources {
			if place, known := x.sourceOf[id]; known {
				lists = append(lists, x.bySource[place])
			}
		}
		narrow(lists...)
	}
	if len(q.Ways) > 0 {
		some := newBits(len(x.entries))
		for _, w := range q.Ways {
			some.or(x.byWay[w])
		}
		set.and(some)
	}
	if q.Shared {
		set.and(x.shared)
	}
	return set
}

func regions(text string) []string {
	if text == "" {
		return nil
	}
	return []string{fold(strings.TrimSpace(clipped(text)))}
}

// askedMost is how much of what somebody types is looked for.
const askedMost = 120 // bytes

func clipped(text string) string { return text[:min(len(text), askedMost)] }

// byKind parts concepts by their kinds.
func byKind(concepts []code.Concept) map[code.Kind][]string {
	kinds := map[code.Kind][]string{}
	for _, c := range concepts {
		kinds[c.Kind()] = append(kinds[c.Kind()], string(c))
	}
	return kinds
}

func (x *index) tagged(kind byte, texts []string) (lists [][]uint32) {
	for _, text := range texts {
		if id, known := x.tagIDs[string(kind)+text]; known {
			lists = append(lists, x.byTag[id])
		}
	}
	return lists
}

// wordsLike are the places of all words that begin so.
func (x *index) wordsLike(text string) (lists [][]uint32) {
	at, _ := slices.BinarySearchFunc(x.sorted, text, func(w word, text string) int { return cmp.Compare(w.text, text) })
	for ; at < len(x.sorted) && strings.HasPrefix(x.sorted[at].text, text); at++ {
		lists = append(lists, x.byWord[x.sorted[at].id])
	}
	return lists
}
