package bmlt

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// Venue types.
const (
	venueUnknown = 0
	venuePlace   = 1
	venueOnline  = 2
	venueHybrid  = 3
)

// usualMinutes is how long a meeting takes that does not say.
const usualMinutes = 60

// item is a meeting as far as one asks for it without its words.
type item struct {
	number      int64
	body        int64
	formats     []int64 // ascending
	lat, lng    float64
	day         int8 // 0 is Sunday
	venue       int8
	placed      bool
	unpublished bool
	start       int16 // minutes after midnight
	minutes     int16
}

// book is what is known of one generation. Nothing changes it, but for the keys,
// which are looked up when first asked for.
type book struct {
	generation int64
	items      []item // by number
	sources    map[string]finder.Source
	bodies     []finder.Body // by number
	bodyAt     map[int64]int
	bodyNumber map[serverID]int64
	formats    *formats

	keys []string // fields that servers' owners made; nil until they were looked up
}

// serverID is what a source calls something.
type serverID struct {
	source string
	id     int64
}

func (s *Service) newBook(ctx context.Context, generation int64) (*book, error) {
	b := &book{generation: generation, sources: map[string]finder.Source{}, bodyAt: map[int64]int{}, bodyNumber: map[serverID]int64{}}
	if err := s.readBodies(ctx, b); err != nil {
		return nil, err
	}
	known, err := s.o.Finder.Formats(ctx)
	if err != nil {
		return nil, err
	}
	b.formats = newFormats(b, known)
	interned := map[string][]int64{}
	err = s.o.Finder.Outlines(ctx, func(o finder.Outline) {
		if o.Shared && o.Day >= 0 && o.Start >= 0 {
			b.items = append(b.items, b.item(o, interned))
		}
	})
	b.formats.write(ctx, s.o)
	return b, err
}

// readBodies reads the service bodies of what is passed on.
func (s *Service) readBodies(ctx context.Context, b *book) error {
	all, err := s.o.Finder.Bodies(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		source, known := b.sources[one.Source]
		if !known {
			if source, err = s.o.Finder.Source(ctx, one.Source); err != nil {
				return err
			}
			b.sources[one.Source] = source
		}
		if !source.Shared && source.ID != finder.OwnSource {
			continue
		}
		b.bodyAt[one.Number] = len(b.bodies)
		b.bodies = append(b.bodies, one)
		b.bodyNumber[serverID{one.Source, one.ID}] = one.Number
	}
	return nil
}

// bodyOf is the number of a source's body; that of the source for one it does not
// name.
func (b *book) bodyOf(source string, id int64) int64 {
	if number, known := b.bodyNumber[serverID{source, id}]; known {
		return number
	}
	return b.bodyNumber[serverID{source, 0}]
}

func (b *book) item(o finder.Outline, interned map[string][]int64) item {
	i := item{
		number: o.Number, body: b.bodyOf(o.Source, o.Body), day: int8(o.Day), start: int16(o.Start), minutes: int16(cmp.Or(o.Minutes, usualMinutes)),
		venue: venueOf(o.Way), unpublished: o.Unpublished,
	}
	if o.Point != nil {
		i.placed, i.lat, i.lng = true, o.Point.Lat, o.Point.Lng
	}
	i.formats = b.formats.of(o.Source, o.Formats, o.Concepts, o.Codes, i.venue)
	key := listed(i.formats)
	if same, known := interned[key]; known {
		i.formats = same
	} else {
		interned[key] = i.formats
	}
	return i
}

func venueOf(way feed.Way) int8 {
	switch way {
	case feed.InPerson:
		return venuePlace
	case feed.Online:
		return venueOnline
	case feed.Hybrid:
		return venueHybrid
	}
	return venueUnknown
}

// with is the item of a number.
func (b *book) with(number int64) (*item, bool) {
	at, known := slices.BinarySearchFunc(b.items, number, func(i item, n int64) int { return cmp.Compare(i.number, n) })
	if !known {
		return nil, false
	}
	return &b.items[at], true
}

// below is a set of bodies with all that are below them.
func (b *book) below(numbers map[int64]bool) map[int64]bool {
	all := maps.Clone(numbers)
	for grown := true; grown; {
		grown = false
		for _, one := range b.bodies {
			if all[one.Above] && !all[one.Number] {
				all[one.Number], grown = true, true
			}
		}
	}
	return all
}

// above is a set of bodies with all that are above them.
func (b *book) above(numbers map[int64]bool) map[int64]bool {
	all := maps.Clone(numbers)
	for number := range numbers {
		for {
			at, known := b.bodyAt[number]
			if !known || b.bodies[at].Above == 0 || all[b.bodies[at].Above] {
				break
			}
			number = b.bodies[at].Above
			all[number] = true
		}
	}
	return all
}

// mostKeys is how many fields of servers' owners are passed on.
const mostKeys = 50

// custom are the fields that owners of BMLT servers made, in order.
func (s *Service) custom(ctx context.Context, b *book) ([]string, error) {
	if known := s.keysOf(b); known != nil {
		return known, nil
	}
	done, err := s.alone(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if known := s.keysOf(b); known != nil {
		return known, nil // somebody was quicker
	}
	found := map[string]bool{}
	err = s.o.Finder.EachOf(ctx, b.numbersOf(feed.BMLT), func(l finder.Listing) error {
		for name := range l.Rest {
			if len(found) < mostKeys && !isField(name) {
				found[name] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	keys := append([]string{}, slices.Sorted(maps.Keys(found))...)
	s.making.Lock()
	b.keys = keys
	s.making.Unlock()
	return keys, nil
}

func (s *Service) keysOf(b *book) []string {
	s.making.Lock()
	defer s.making.Unlock()
	return b.keys
}

// numbersOf are the meetings of the sources of a kind.
func (b *book) numbersOf(kind feed.Kind) (numbers []int64) {
	of := map[int64]bool{}
	for _, one := range b.bodies {
		of[one.Number] = b.sources[one.Source].Format == kind
	}
	for _, i := range b.items {
		if of[i.body] {
			numbers = append(numbers, i.number)
		}
	}
	return numbers
}

// restText is the text of a field that was kept as it came.
func restText(r feed.Record, name string) (said string) {
	if json.Unmarshal(r.Rest[name], &said) != nil {
		return ""
	}
	return said
}

// listed are numbers between commas.
func listed(numbers []int64) string {
	var text []byte
	for at, n := range numbers {
		if at > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, n, 10)
	}
	return string(text)
}
