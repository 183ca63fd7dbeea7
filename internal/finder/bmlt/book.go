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
	said        finder.Said
}

// book is what is known of one generation. Nothing changes it.
type book struct {
	generation int64
	items      []item // by number
	sources    map[string]finder.Source
	bodies     []finder.Body // by number
	bodyAt     map[int64]int
	bodyNumber map[serverID]int64
	children   map[int64][]int64
	formats    *formats
	custom     []string // the fields that owners of BMLT servers made, in order
}

// serverID is what a source calls something.
type serverID struct {
	source string
	id     int64
}

func (s *Service) newBook(ctx context.Context, generation int64) (*book, error) {
	b := &book{generation: generation, sources: map[string]finder.Source{}, bodyAt: map[int64]int{}, bodyNumber: map[serverID]int64{}, children: map[int64][]int64{}}
	if err := s.readBodies(ctx, b); err != nil {
		return nil, err
	}
	known, err := s.o.Finder.Formats(ctx)
	if err != nil {
		return nil, err
	}
	b.formats = newFormats(b, known)
	if err := b.readItems(ctx, s.o.Finder); err != nil {
		return nil, err
	}
	b.formats.write(ctx, s.o)
	return b, nil
}

// readItems reads the meetings: first which codes they have, so that the number of
// each does not depend on which meeting comes first.
func (b *book) readItems(ctx context.Context, f *finder.Service) error {
	codes, some := map[string]bool{}, 0
	err := f.Outlines(ctx, func(o finder.Outline) {
		if !isItem(o) {
			return
		}
		some++
		for _, text := range o.Codes {
			codes[text] = true
		}
	})
	if err != nil {
		return err
	}
	b.formats.number(slices.Sorted(maps.Keys(codes)))
	b.items = make([]item, 0, some)
	interned, owners := map[string][]int64{}, owners{}
	err = f.Outlines(ctx, func(o finder.Outline) {
		if !isItem(o) {
			return
		}
		b.items = append(b.items, b.item(o, interned))
		if b.sources[o.Source].Format == feed.BMLT {
			owners.add(o)
		}
	})
	b.custom = owners.fields()
	return err
}

// isItem tells whether a meeting is passed on and has a day and a time.
func isItem(o finder.Outline) bool { return o.Shared && o.Day >= 0 && o.Start >= 0 }

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
		b.children[one.Above] = append(b.children[one.Above], one.Number)
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
		venue: venueOf(o.Way), unpublished: o.Unpublished, said: o.Said,
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
	all := map[int64]bool{}
	for next := slices.Collect(maps.Keys(numbers)); len(next) > 0; {
		number := next[len(next)-1]
		if next = next[:len(next)-1]; !all[number] {
			all[number] = true
			next = append(next, b.children[number]...)
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
