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
	"handrail/internal/platform/recur"
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

// Part is a part of the day. They overlap, as the Meeting Guide's do.
type Part string

// The parts of a day.
const (
	Morning Part = "morning" // from 4 to before noon
	Midday  Part = "midday"  // from 11 to before 17
	Evening Part = "evening" // from 16 to before 21
	Night   Part = "night"   // from 20 to before 5
)

func (p Part) holds(minute int) bool {
	switch hour := minute / 60; p {
	case Morning:
		return hour >= 4 && hour < 12
	case Midday:
		return hour >= 11 && hour < 17
	case Evening:
		return hour >= 16 && hour < 21
	case Night:
		return hour >= 20 || hour < 5
	}
	return false
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
	chord      float32
}

// Find looks for listings.
func (s *Service) Find(ctx context.Context, q Query) (Found, error) {
	x, err := s.current(ctx)
	if err != nil {
		return Found{}, err
	}
	now := s.clock.Now()
	all := x.find(q, now)
	found := Found{Total: len(all)}
	if q.Skip >= len(all) || q.Most <= 0 {
		return found, nil
	}
	found.Hits, err = s.hits(ctx, x, q, all[q.Skip:min(len(all), q.Skip+q.Most)], now)
	return found, err
}

// Numbers are the numbers of all listings that are found, in their order.
func (s *Service) Numbers(ctx context.Context, q Query) ([]int64, error) {
	x, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	all := x.find(q, s.clock.Now())
	numbers := make([]int64, len(all))
	for i, o := range all {
		numbers[i] = x.entries[o.place].number
	}
	return numbers, nil
}

func (s *Service) hits(ctx context.Context, x *index, q Query, page []one, now time.Time) ([]Hit, error) {
	numbers := make([]int64, len(page))
	for i, o := range page {
		numbers[i] = x.entries[o.place].number
	}
	list, err := s.WithNumbers(ctx, numbers)
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

// find is everything that fits, in order.
func (x *index) find(q Query, now time.Time) []one {
	set, any := x.choose(q)
	if !any {
		return nil
	}
	m := x.at(now)
	f := x.filter(q, m, set)
	var list []one
	switch {
	case q.GoingOn:
		for _, r := range m.running {
			if o := (one{place: r.place, start: r.start, end: r.end}); f.takes(&o) {
				list = append(list, o)
			}
		}
	default:
		list = make([]one, 0, min(len(m.order), 1024))
		for _, place := range m.order {
			e := &x.entries[place]
			if o := (one{place: place, start: m.next[place], end: m.next[place] + e.long()*60}); f.takes(&o) {
				list = append(list, o)
			}
		}
		list = append(list, f.untimed(m)...)
	}
	if q.ByDistance && q.Near != nil {
		sort.SliceStable(list, func(i, j int) bool { return list[i].chord < list[j].chord })
	}
	return list
}

// choose is the set of entries that the words and marks of a query leave; nothing
// when a word or a mark is nowhere.
func (x *index) choose(q Query) (set bitset, any bool) {
	set = slices.Clone(x.live)
	narrow := func(lists ...[]uint32) {
		some := newBits(len(x.entries))
		for _, places := range lists {
			some.setAll(places)
		}
		set.and(some)
	}
	for _, text := range wordsIn(q.Text) {
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
	return set, set.count() > 0
}

func regions(text string) []string {
	if text == "" {
		return nil
	}
	return []string{fold(strings.TrimSpace(text))}
}

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

// filter is what is looked at entry by entry.
type filter struct {
	x        *index
	set      bitset
	q        Query
	ways     []func(trait) bool
	days     uint8
	hands    recur.Hands // of the viewer
	zones    []recur.Hands
	nx, ny   float32
	nz       float32
	within   float32
	from, to int64
}

func (x *index) filter(q Query, m *moment, set bitset) *filter {
	f := &filter{x: x, set: set, q: q, from: -never, to: never}
	for _, w := range q.Ways {
		f.ways = append(f.ways, w.is)
	}
	for _, d := range q.Days {
		f.days |= 1 << d
	}
	now := time.Unix(m.at, 0)
	if f.days != 0 || len(q.Parts) > 0 {
		f.hands = recur.HandsOf(q.Zone, now, now.AddDate(0, 0, 8))
		for _, z := range x.zones {
			f.zones = append(f.zones, recur.HandsOf(z.location, now, now.AddDate(0, 0, 8)))
		}
	}
	if q.Near != nil {
		f.nx, f.ny, f.nz = ball(q.Near.Lat, q.Near.Lng)
		f.within = chord(q.Within)
	}
	if !q.From.IsZero() {
		f.from = q.From.Unix()
	}
	if !q.To.IsZero() {
		f.to = q.To.Unix()
	}
	return f
}

func (w Way) is(t trait) bool {
	place := t&inPerson != 0 && t&placeClosed == 0
	switch w {
	case InPerson:
		return place
	case Online:
		return t&online != 0
	case Hybrid:
		return place && t&online != 0
	case ByPhone:
		return t&byPhone != 0
	case Asynchronous:
		return t&asynchronous != 0
	case ByAppointment:
		return t&appointment != 0
	}
	return false
}

// takes tells whether one is looked for, and how far it is.
func (f *filter) takes(o *one) bool {
	if !f.set.has(o.place) {
		return false
	}
	e := &f.x.entries[o.place]
	if o.start < f.from || o.start >= f.to && f.to != never || f.q.Shared && e.traits&shared == 0 {
		return false
	}
	if len(f.ways) > 0 && !slices.ContainsFunc(f.ways, func(is func(trait) bool) bool { return is(e.traits) }) {
		return false
	}
	if f.q.Near != nil && !f.near(e, o) {
		return false
	}
	return f.days == 0 && len(f.q.Parts) == 0 || f.onClock(e, o.start)
}

// near tells whether an entry lies within the distance. What has no place is
// nowhere, but with no distance asked for it is behind all others.
func (f *filter) near(e *entry, o *one) bool {
	if e.traits&placed == 0 || e.traits&inPerson == 0 {
		o.chord = 5 // further than anything
		return f.q.Within == 0
	}
	o.chord = e.chordTo(f.nx, f.ny, f.nz)
	return f.q.Within == 0 || o.chord <= f.within
}

// onClock tells whether the day and the time are looked for: at a place on the
// clock there, from afar on the viewer's.
func (f *filter) onClock(e *entry, start int64) bool {
	if start == never {
		return false
	}
	hands := &f.hands
	if e.traits&inPerson != 0 && e.traits&placeClosed == 0 {
		hands = &f.zones[e.zone]
	}
	minute := floor(hands.Wall(start), 60)
	day := (floor(minute, 24*60)%7 + 7 + 4) % 7
	if f.days != 0 && f.days&(1<<day) == 0 {
		return false
	}
	inDay := int(minute - floor(minute, 24*60)*24*60)
	return len(f.q.Parts) == 0 || slices.ContainsFunc(f.q.Parts, func(p Part) bool { return p.holds(inDay) })
}

// untimed are the entries without a next date that are looked for: those without
// a time, and those by appointment.
func (f *filter) untimed(m *moment) (list []one) {
	if f.q.GoingOn || !f.q.From.IsZero() || !f.q.To.IsZero() || f.days != 0 || len(f.q.Parts) > 0 || len(m.order) == len(m.next) {
		return nil
	}
	for place, start := range m.next {
		if start != never {
			continue
		}
		if o := (one{place: uint32(place), start: never}); f.takes(&o) {
			list = append(list, o)
		}
	}
	return list
}
