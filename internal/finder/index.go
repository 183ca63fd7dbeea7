package finder

import (
	"context"
	"maps"
	"slices"
	"sort"
	"sync/atomic"
	"time"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

// index is all listings, ready to be searched. Nothing changes one that is in
// use: what is new makes another.
type index struct {
	generation int64
	sources    []Source
	sourceOf   map[string]uint16
	zones      []zone
	zoneIndex  map[string]uint16
	entries    []entry // by number
	tagIDs     map[string]uint32
	wordIDs    map[string]uint32
	nameSets   [][]string // of fields that records have beside those that we know; the first is empty

	shown    bitset // neither gone nor unpublished
	live     bitset // shown, and there is a way to take part
	shared   bitset // passed on
	byWay    map[Way]bitset
	balls    []ball3    // where they are, by entry
	walls    []int32    // minutes of the week on the clock there; -1 for what is not simply weekly
	byTag    [][]uint32 // places of entries, by tag
	byWord   [][]uint32
	bySource [][]uint32
	sorted   []word // all words, for looking by their beginning

	moment atomic.Pointer[moment]
}

type zone struct {
	name     string
	location *time.Location
}

type word struct {
	text string
	id   uint32
}

// The kinds of tag.
const (
	conceptTag   = 'c'
	codeTag      = 'x'
	programmeTag = 'p'
	regionTag    = 'r'
)

// builder makes an index.
type builder struct {
	*index
	nameIndex map[string]uint32 // places of nameSets
}

// current is the index as of what is published now.
func (s *Service) current(ctx context.Context) (*index, error) {
	var want int64
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		want, err = published(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if x := s.index.Load(); x != nil && x.generation >= want {
		return x, nil
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	x := s.index.Load()
	if x != nil && x.generation >= want {
		return x, nil
	}
	if x, err = s.load(ctx, x, want); err != nil {
		return nil, err
	}
	s.index.Store(x)
	return x, nil
}

// Warm loads the index, so that nobody waits for it. It is for the house, once
// the program is up.
func (s *Service) Warm(ctx context.Context) error {
	_, err := s.current(ctx)
	return err
}

// Generation is a number that differs when anything that is listed does.
func (s *Service) Generation(ctx context.Context) (int64, error) {
	x, err := s.current(ctx)
	if err != nil {
		return 0, err
	}
	return x.generation, nil
}

// load makes the index of a generation, from an older one where that serves.
func (s *Service) load(ctx context.Context, old *index, want int64) (*index, error) {
	x := &index{generation: want}
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		x.sources, err = allSources(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	x.sourceOf = map[string]uint16{}
	for i, one := range x.sources {
		x.sourceOf[one.ID] = uint16(i)
	}
	x.nameSets = make([][]string, 1)
	b := builder{x, map[string]uint32{}}
	if old != nil && old.readsLike(x) && !old.stale() {
		err = b.patch(ctx, s.db, old)
	} else {
		err = b.all(ctx, s.db)
	}
	if err != nil {
		return nil, err
	}
	b.derive()
	return x, nil
}

// stale tells that most words that were ever met are in use no more: feeds that say
// other words each time would fill the memory.
func (x *index) stale() bool {
	used := 0
	for _, places := range x.byWord {
		if len(places) > 0 {
			used++
		}
	}
	return len(x.wordIDs) > 2*used+10_000
}

// readsLike tells that what was read from the rows of these sources still holds
// where others may have been added.
func (x *index) readsLike(o *index) bool {
	return len(x.sources) <= len(o.sources) && slices.EqualFunc(x.sources, o.sources[:len(x.sources)], func(a, b Source) bool {
		return a.ID == b.ID && a.Programme == b.Programme && a.Zone == b.Zone && a.Shared == b.Shared && a.Resting == b.Resting
	})
}

func (b builder) all(ctx context.Context, d *db.DB) error {
	b.zoneIndex, b.tagIDs, b.wordIDs = map[string]uint16{}, map[string]uint32{}, map[string]uint32{}
	for last := int64(0); ; {
		rows, err := page(ctx, d, func(ctx context.Context, tx *db.Tx) ([]listingRow, error) {
			return listingsAfter(ctx, tx, last, b.generation, 2000)
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if last = row.Number; row.Gone != 0 {
				continue
			}
			if err := b.put(row, func(e entry) { b.entries = append(b.entries, e) }); err != nil {
				return err
			}
		}
	}
}

// put hands on the entry of a row, but for that of a source that came after the
// sources were read.
func (b builder) put(row listingRow, add func(entry)) error {
	if _, known := b.sourceOf[row.Source]; !known {
		return nil
	}
	e, err := b.entryOf(row)
	if err == nil {
		add(e)
	}
	return err
}

// patch begins with the entries of an older index and reads what was written
// since.
func (b builder) patch(ctx context.Context, d *db.DB, old *index) error {
	b.zones, b.zoneIndex = slices.Clone(old.zones), maps.Clone(old.zoneIndex)
	b.tagIDs, b.wordIDs = maps.Clone(old.tagIDs), maps.Clone(old.wordIDs)
	fresh := map[int64]entry{}
	for generation, last := old.generation, int64(1<<62); ; {
		rows, err := page(ctx, d, func(ctx context.Context, tx *db.Tx) ([]listingRow, error) {
			return listingsSince(ctx, tx, generation, last, b.generation, 2000)
		})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			generation, last = row.Generation, row.Number
			if err := b.put(row, func(e entry) { fresh[e.number] = e }); err != nil {
				return err
			}
		}
	}
	b.merge(old, fresh)
	return nil
}

// merge puts what is fresh among the entries, by number, and leaves out what is
// gone.
func (b builder) merge(old *index, fresh map[int64]entry) {
	b.entries = make([]entry, 0, len(old.entries)+len(fresh))
	sets := make([]uint32, len(old.nameSets))
	for _, e := range old.entries {
		f, otherwise := fresh[e.number]
		switch {
		case otherwise:
			delete(fresh, e.number)
			e = f
		case e.names > 0:
			if sets[e.names] == 0 {
				sets[e.names] = b.nameSet(old.nameSets[e.names])
			}
			e.names = sets[e.names]
		}
		if e.traits&gone == 0 {
			b.entries = append(b.entries, e)
		}
	}
	for _, f := range fresh {
		if f.traits&gone == 0 {
			b.entries = append(b.entries, f)
		}
	}
	slices.SortFunc(b.entries, func(a, b entry) int { return int(a.number - b.number) })
}

func page(ctx context.Context, d *db.DB, read func(context.Context, *db.Tx) ([]listingRow, error)) (rows []listingRow, err error) {
	err = d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err = read(ctx, tx)
		return err
	})
	return rows, err
}

// derive makes what is searched from the entries.
func (b builder) derive() {
	b.byTag, b.byWord, b.bySource = make([][]uint32, len(b.tagIDs)), make([][]uint32, len(b.wordIDs)), make([][]uint32, len(b.sources))
	b.shown, b.live = newBits(len(b.entries)), newBits(len(b.entries))
	b.shared, b.byWay = newBits(len(b.entries)), map[Way]bitset{}
	b.balls, b.walls = make([]ball3, len(b.entries)), make([]int32, len(b.entries))
	for _, w := range everyWay {
		b.byWay[w] = newBits(len(b.entries))
	}
	for i := range b.entries {
		e, place := &b.entries[i], uint32(i)
		b.balls[i], b.walls[i] = ball3{none: true}, e.week
		if e.plan != nil {
			b.walls[i] = -1
		}
		if e.traits&unpublished != 0 || !b.sources[e.source].shows() {
			continue
		}
		b.shown.set(place)
		if e.open() {
			b.live.set(place)
		}
		b.place(place, e)
		b.bySource[e.source] = append(b.bySource[e.source], place)
		for _, tag := range e.tags {
			b.byTag[tag] = append(b.byTag[tag], place)
		}
		for _, w := range e.words {
			b.byWord[w] = append(b.byWord[w], place)
		}
	}
	b.sorted = make([]word, 0, len(b.wordIDs))
	for text, id := range b.wordIDs {
		b.sorted = append(b.sorted, word{text, id})
	}
	sort.Slice(b.sorted, func(i, j int) bool { return b.sorted[i].text < b.sorted[j].text })
}

// place notes in which ways, and where, people meet.
func (b builder) place(place uint32, e *entry) {
	for _, w := range everyWay {
		if w.is(e.traits) {
			b.byWay[w].set(place)
		}
	}
	if e.traits&passedOn != 0 {
		b.shared.set(place)
	}
	if e.traits&placed != 0 && e.traits&inPerson != 0 {
		b.balls[place] = ballOf(e.lat, e.lng)
	}
}

func (b builder) tag(kind byte, text string) uint32 { return number(b.tagIDs, string(kind)+text) }

func (b builder) word(text string) uint32 { return number(b.wordIDs, text) }

func number(ids map[string]uint32, text string) uint32 {
	id, known := ids[text]
	if !known {
		id = uint32(len(ids))
		ids[text] = id
	}
	return id
}

// zoneOf is the place of the zone with that name, or else with the other, or else
// of UTC.
func (b builder) zoneOf(name, other string) uint16 {
	for _, one := range []string{name, other, "UTC"} {
		if place, known := b.zoneIndex[one]; known {
			return place
		}
		if location, err := recur.Zone(one); err == nil {
			b.zoneIndex[one] = uint16(len(b.zones))
			b.zones = append(b.zones, zone{one, location})
			return b.zoneIndex[one]
		}
	}
	return 0
}

// Brief is what can be asked of a listing without reading it.
type Brief struct {
	Number      int64
	Source      string
	Body        int64   // id of the server's service body; 0 for none
	Formats     []int64 // ids of the server's formats
	Day, Start  int     // as in feed.Record
	Minutes     int
	Way         feed.Way
	Point       *feed.Point
	Unpublished bool
	Shared      bool
}

// Brief hands out all listings of the sources that are shown, by number,
// unpublished ones too. It reads no row.
func (s *Service) Briefs(ctx context.Context, each func(Brief)) error {
	x, err := s.current(ctx)
	if err != nil {
		return err
	}
	for i := range x.entries {
		if e := &x.entries[i]; x.sources[e.source].shows() {
			each(e.brief(x))
		}
	}
	return nil
}

func (e *entry) brief(x *index) Brief {
	b := Brief{
		Number: e.number, Source: x.sources[e.source].ID, Body: e.body, Formats: e.formats, Day: -1, Start: -1, Minutes: int(e.minutes),
		Unpublished: e.traits&unpublished != 0, Shared: e.traits&passedOn != 0, Way: e.way(),
	}
	if e.week >= 0 {
		b.Day, b.Start = int(e.week)/(24*60), int(e.week)%(24*60)
	}
	if e.traits&placed != 0 {
		b.Point = &feed.Point{Lat: e.lat, Lng: e.lng}
	}
	return b
}

func (e *entry) way() feed.Way {
	switch e.traits & (inPerson | online) {
	case inPerson:
		return feed.InPerson
	case online:
		return feed.Online
	case inPerson | online:
		return feed.Hybrid
	}
	return ""
}
