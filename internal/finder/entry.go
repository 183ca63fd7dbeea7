package finder

import (
	"encoding/json"
	"math"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/recur"
)

// entry is what the index knows of one listing: enough to find it, and no word of
// it to show.
type entry struct {
	number  int64
	body    int64   // id of the server's service body; 0 for none
	lat     float64 // degrees
	lng     float64
	week    int32 // minutes from Sunday 00:00 on the wall; -1 for none
	minutes int32 // how long, as said; 0 for not said
	source  uint16
	zone    uint16
	traits  trait
	tags    []uint32
	words   []uint32
	formats []int64 // ids of the server's formats
	said    Said
	names   uint32 // the place of a set of names of fields
	plan    *planned
}

// trait is something that a listing is or is not.
type trait uint16

const (
	gone         trait = 1 << iota
	unpublished        // passed on as such, shown to nobody
	inPerson           // one can go there
	online             // one can take part from afar
	byPhone            // by telephone
	placed             // it has a point
	placeClosed        // for now
	asynchronous       // no time: a forum, mail, a chat
	appointment        // by appointment
	passedOn           // to other finders
)

// usual is how long a meeting takes that does not say (the Meeting Guide's rule).
const usual = 60

func (e *entry) long() int64 {
	if e.minutes == 0 {
		return usual
	}
	return int64(e.minutes)
}

// planned is when a meeting takes place that is not simply weekly.
type planned struct {
	series recur.Series
	off    map[string]bool
	extra  []feed.Extra
}

// entryOf reads a row for the index.
func (b *builder) entryOf(row listingRow) (entry, error) {
	e := entry{number: row.Number, source: b.sourceOf[row.Source], week: -1}
	if row.Gone != 0 {
		e.traits = gone
		return e, nil
	}
	var r feed.Record
	if err := json.Unmarshal([]byte(row.Doc), &r); err != nil {
		return e, err
	}
	source := b.sources[e.source]
	e.zone = b.zoneOf(r.Zone, source.Zone)
	e.body, e.formats, e.minutes = r.ServiceBody, r.Formats, int32(r.Minutes)
	if r.Day >= 0 && r.Start >= 0 {
		e.week = int32(r.Day*24*60 + r.Start)
	}
	if r.Plan != nil {
		e.plan = plannedOf(*r.Plan, b.zones[e.zone].location)
	}
	if r.Point != nil {
		e.lat, e.lng = r.Point.Lat, r.Point.Lng
	}
	e.traits = traitsOf(r)
	if source.Shared || source.ID == OwnSource {
		e.traits |= passedOn
	}
	e.tags, e.words = b.tagsOf(r, source), b.wordsOf(r)
	e.said, e.names = saidOf(r), b.namesOf(r)
	return e, nil
}

func traitsOf(r feed.Record) (t trait) {
	for _, one := range []struct {
		is bool
		as trait
	}{
		{r.Unpublished, unpublished},
		{r.Way.AtPlace(), inPerson},
		{r.Way.OverWire(), online},
		{r.ConferencePhone != "", byPhone},
		{r.Point != nil, placed},
		{r.Closed, placeClosed},
		{r.Asynchronous, asynchronous},
		{!r.Asynchronous && !r.Scheduled(), appointment},
	} {
		if one.is {
			t |= one.as
		}
	}
	return t
}

func plannedOf(p feed.Plan, zone *time.Location) *planned {
	first, err := recur.ParseWall(p.First)
	if err != nil {
		return &planned{}
	}
	one := &planned{series: recur.Series{First: first, Zone: zone}, extra: p.Extra, off: map[string]bool{}}
	if p.Rule != "" {
		one.series.Rule, _ = recur.ParseRule(p.Rule)
	}
	if p.Until != "" {
		one.series.Until, _ = recur.ParseWall(p.Until)
	}
	for _, slot := range p.Off {
		one.off[slot] = true
	}
	return one
}

// tagsOf are what a listing can be chosen by: its concepts, the codes that are not
// known, its programme and its regions.
func (b *builder) tagsOf(r feed.Record, source Source) (tags []uint32) {
	programme := r.Programme
	if programme == "" {
		programme = source.Programme
	}
	add := func(kind byte, text string) {
		if id := b.tag(kind, text); !contains(tags, id) {
			tags = append(tags, id)
		}
	}
	add(programmeTag, programme)
	for _, text := range r.Types[:min(len(r.Types), typesMost)] {
		given, concept, known := code.Read(programme, text)
		if !known {
			add(codeTag, programme+":"+given)
		}
		for ; concept != ""; concept = concept.Wider() {
			add(conceptTag, string(concept))
		}
	}
	for _, lang := range r.Languages {
		if c, known := code.FromLanguage(lang); known {
			add(conceptTag, string(c))
		}
	}
	for _, region := range append([]string{r.City}, r.Regions[:min(len(r.Regions), regionsMost)]...) {
		if region != "" {
			add(regionTag, fold(region))
		}
	}
	return tags
}

// open tells whether there is a way to take part.
func (e *entry) open() bool { return e.traits&placeClosed == 0 || e.traits&online != 0 }

func contains(list []uint32, one uint32) bool {
	for _, x := range list {
		if x == one {
			return true
		}
	}
	return false
}

// The bounds of what one is found by: what a feed may add to the memory of all.
const (
	wordsMost   = 60
	wordMost    = 40 // bytes
	regionsMost = 10
	typesMost   = 40
)

// wordsOf are the words by which one looks for a listing.
func (b *builder) wordsOf(r feed.Record) (words []uint32) {
	texts := []string{r.Name, r.Location, r.Street, r.Address, r.City, r.Borough, r.Neighbourhood, r.County, r.State, r.Group, r.District, r.WorldID}
	for _, text := range append(texts, r.Regions[:min(len(r.Regions), regionsMost)]...) {
		for _, word := range wordsIn(text) {
			if len(words) == wordsMost {
				return words
			}
			if len(word) > wordMost {
				continue
			}
			if id := b.word(word); !contains(words, id) {
				words = append(words, id)
			}
		}
	}
	return words
}

// wordsIn are the words of a text, folded.
func wordsIn(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// fold makes texts alike that differ in case, accents or width only.
func fold(text string) string {
	plain := true
	for i := range len(text) {
		plain = plain && text[i] < 0x80
	}
	text = strings.ToLower(text)
	if plain {
		return text
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(text))
}

// ball3 is a point of the earth on a ball of radius 1, or none.
type ball3 struct {
	x, y, z float32
	none    bool
}

func ballOf(lat, lng float64) ball3 {
	sin, cos := math.Sincos(lat * math.Pi / 180)
	s, c := math.Sincos(lng * math.Pi / 180)
	return ball3{x: float32(cos * c), y: float32(cos * s), z: float32(sin)}
}

// earth is the mean radius of the earth in kilometres (IUGG).
const earth = 6371.0088

// chord is the square of the straight way through a ball of radius 1 between
// points that are so many kilometres apart.
func chord(km float64) float32 {
	half := math.Sin(min(km/(2*earth), math.Pi/2))
	return float32(4 * half * half)
}

// Apart is how far two points are from each other, in kilometres, on a ball
// (haversine).
func Apart(a, b feed.Point) float64 {
	rad := math.Pi / 180
	dlat, dlng := (b.Lat-a.Lat)*rad/2, (b.Lng-a.Lng)*rad/2
	h := math.Sin(dlat)*math.Sin(dlat) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Sin(dlng)*math.Sin(dlng)
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}
