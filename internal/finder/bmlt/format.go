package bmlt

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"
	"strings"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
)

// formats are the formats of BMLT servers, and for what other sources say one for
// each concept and each code. Where the server whose numbers stay has a format for
// a concept, that one is meant.
type formats struct {
	rows    []finder.Format // by number and language
	byID    map[serverID]int64
	byWorld map[string]int64 // of the server whose numbers stay
	world   map[int64]string // ids of the world services
	key     map[int64]string // in any language
	venues  map[said]int64   // where a source has one with an id of the world services
	made    map[int64]made
	numbers map[string]int64 // of what may be made, by its name
	taken   map[int64]bool   // numbers
}

// said is what a source says by an id of the world services.
type said struct{ source, world string }

// made is a format that no server has.
type made struct {
	concept code.Concept
	code    string // "programme:CODE", where it is no concept
}

// firstMade is the first number of formats that no server has. Each has its number
// from its name, the same in every installation, but where two fall on one.
const firstMade = 1_000_000_000

func newFormats(b *book, known []finder.Format) *formats {
	f := &formats{byID: map[serverID]int64{}, byWorld: map[string]int64{}, world: map[int64]string{}, key: map[int64]string{}, made: map[int64]made{},
		venues: map[said]int64{}, numbers: map[string]int64{}, taken: map[int64]bool{}}
	for _, one := range known {
		source, shown := b.sources[one.Source]
		if !shown || !source.Shared {
			continue
		}
		one.Key = uncut(one.Key)
		f.rows = append(f.rows, one)
		f.byID[serverID{one.Source, one.ID}] = one.Number
		world := strings.ToUpper(one.WorldID)
		f.world[one.Number] = cmp.Or(f.world[one.Number], world)
		if f.key[one.Number] == "" || one.Lang == "en" {
			f.key[one.Number] = one.Key
		}
		if first, taken := f.venues[said{one.Source, world}]; !taken || one.Number < first {
			f.venues[said{one.Source, world}] = one.Number // so that all nodes say the same
		}
		if _, taken := f.byWorld[world]; !taken && world != "" && world != "LANG" && source.KeepsIDs {
			f.byWorld[world] = one.Number
		}
	}
	return f
}

// of are the formats of a meeting, ascending: those that its server gave it, or
// what stands for its concepts and codes; and the one for its venue.
func (f *formats) of(source string, ids []int64, concepts []code.Concept, codes []string, venue int8) (list []int64) {
	add := func(number int64) {
		if at, there := slices.BinarySearch(list, number); !there {
			list = slices.Insert(list, at, number)
		}
	}
	for _, id := range ids {
		if number, known := f.byID[serverID{source, id}]; known {
			add(number)
		}
	}
	if len(list) == 0 {
		for _, c := range concepts {
			if c != code.Online && c != code.Hybrid {
				add(f.forConcept(c))
			}
		}
		for _, text := range codes {
			add(f.forCode(text))
		}
	}
	switch venue {
	case venueOnline:
		f.venue(source, list, "VM", "VM", code.Online, add)
	case venueHybrid:
		f.venue(source, list, "HYBR", "HY", code.Hybrid, add)
	}
	return list
}

// venue adds the format that goes with a venue, where none says it already.
func (f *formats) venue(source string, list []int64, world, key string, c code.Concept, add func(int64)) {
	for _, number := range list {
		if f.world[number] == world || f.key[number] == key {
			return
		}
	}
	if number, known := f.venues[said{source, world}]; known {
		add(number)
		return
	}
	add(f.forConcept(c))
}

func (f *formats) forConcept(c code.Concept) int64 {
	if number, known := f.byWorld[worldOf(c)]; known && worldOf(c) != "" {
		return number
	}
	return f.make(conceptName(c), made{concept: c})
}

func (f *formats) forCode(text string) int64 { return f.make(codeName(text), made{code: text}) }

func (f *formats) make(name string, m made) int64 {
	number := f.numberOf(name)
	f.made[number] = m
	return number
}

func conceptName(c code.Concept) string { return "concept:" + string(c) }

func codeName(text string) string { return "code:" + text }

// number gives numbers to all concepts, and behind them to codes in their order. A
// feed may name a code so that it falls on the number of another: the later one
// steps on to the next that is free.
func (f *formats) number(codes []string) {
	for _, c := range code.Concepts() {
		f.numberOf(conceptName(c))
	}
	for _, text := range codes {
		f.numberOf(codeName(text))
	}
}

func (f *formats) numberOf(name string) int64 {
	if number, known := f.numbers[name]; known {
		return number
	}
	number := fallsOn(name)
	for f.taken[number] {
		number = firstMade + (number+1)%firstMade
	}
	f.numbers[name], f.taken[number] = number, true
	return number
}

// fallsOn is the number that a name has by itself.
func fallsOn(name string) int64 {
	sum := fnv.New64a()
	sum.Write([]byte(name))
	return int64(firstMade + sum.Sum64()%firstMade)
}

// worldOf is the id of the world services for a concept.
func worldOf(c code.Concept) string {
	switch c {
	case code.Online:
		return "VM"
	case code.Hybrid:
		return "HYBR"
	case code.PlaceClosed:
		return "TC"
	}
	return strings.ToUpper(c.WorldID())
}

// write makes the rows of what no server has, in each language of this place.
func (f *formats) write(ctx context.Context, o Options) {
	for number, m := range f.made {
		for _, lang := range o.Languages {
			row := finder.Format{Number: number, Format: m.format(o.Language(ctx, lang))}
			row.Lang = lang
			f.rows = append(f.rows, row)
			f.world[number], f.key[number] = row.WorldID, row.Key
		}
	}
	slices.SortFunc(f.rows, func(a, b finder.Format) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Lang, b.Lang))
	})
}

func (m made) format(ctx context.Context) feed.Format {
	if m.concept == "" {
		programme, text, _ := strings.Cut(m.code, ":")
		return feed.Format{Key: uncut(text), Name: cmp.Or(code.Name(programme, text), text)}
	}
	world := worldOf(m.concept)
	f := feed.Format{Key: keyOf(m.concept, world), Name: m.concept.Say(ctx), WorldID: world, Type: typeOf(m.concept)}
	f.Description = f.Name
	return f
}

// uncut is a key without commas, which stand between keys.
func uncut(text string) string { return strings.ReplaceAll(text, ",", " ") }

// keyOf is the short key of a concept, as BMLT servers have it by default.
func keyOf(c code.Concept, world string) string {
	if lang := c.Lang(); lang != "" {
		return strings.ToUpper(lang)
	}
	if key, usual := map[string]string{
		"BEG": "B", "CLOSED": "C", "CAN": "CL", "DISC": "D", "JFT": "JT", "OPEN": "O", "VAR": "RF", "SWG": "SG", "SPK": "So", "STEP": "St", "TOP": "To",
		"TRAD": "Tr", "WCHR": "WC", "Y": "YP", "LIT": "BK", "MED": "ME", "CPT": "CP", "HYBR": "HY",
	}[world]; usual {
		return key
	}
	return cmp.Or(world, strings.ToUpper(string(c)))
}

// typeOf is the kind of format that a concept is.
func typeOf(c code.Concept) string {
	switch c.Kind() {
	case code.Language:
		return "LANG"
	case code.Openness:
		return "O"
	case code.Whom:
		return "FC3"
	case code.Access, code.Other:
		return "FC2"
	}
	return "FC1"
}

// keysIn are the keys by number in a language, in any other where it has none.
func (f *formats) keysIn(lang string) map[int64]string {
	keys := make(map[int64]string, len(f.key))
	for number, key := range f.key {
		keys[number] = key
	}
	for _, row := range f.rows {
		if row.Lang == lang {
			keys[row.Number] = row.Key
		}
	}
	return keys
}
