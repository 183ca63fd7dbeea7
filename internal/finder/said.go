package finder

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"handrail/internal/finder/feed"
)

// Mark stands for a word, and for some others: there are 65,536 marks.
type Mark uint16

// MarkOf is the mark of a word of Words.
func MarkOf(word string) Mark {
	sum := markBegin
	for i := range len(word) {
		sum = sum.with(word[i])
	}
	return sum.mark()
}

// markSum is a sum over the bytes of a word (FNV-1a, 32 bits).
type markSum uint32

const markBegin markSum = 2166136261

func (s markSum) with(letter byte) markSum { return (s ^ markSum(letter)) * 16777619 }

func (s markSum) mark() Mark { return Mark(s>>16) ^ Mark(s) }

// Said are the marks of all words of a listing in the fields in which a BMLT server
// looks for words, ascending: some eighty bytes that spare reading nearly every
// listing that does not say a word. nil stands for too many words.
type Said []Mark

// May tells whether the listing may have a word with that mark. Only the listing
// itself knows whether it has.
func (s Said) May(m Mark) bool {
	if s == nil {
		return true
	}
	_, has := slices.BinarySearch(s, m)
	return has
}

// saidMost is how many different words of a listing are marked.
const saidMost = 500

func saidOf(r feed.Record) Said {
	m := marker{marks: make([]Mark, 0, 128)}
	for _, text := range []string{
		r.Name, r.Location, r.LocationNotes, r.Street, r.Borough, r.Neighbourhood, r.City, r.County, r.State, r.PostalCode, r.Country, r.Notes,
		r.TrainLines, r.BusLines, r.ConferencePhone, r.ConferenceURL, r.ConferenceURLNotes,
	} {
		m.add(text)
	}
	if r.Street == "" && r.City == "" {
		m.add(r.Address)
	}
	if r.ConferenceURL == "" && r.Way.OverWire() {
		m.add(r.URL)
	}
	for _, raw := range r.Rest {
		m.add(stringIn(raw))
	}
	slices.Sort(m.marks)
	if m.marks = slices.Compact(m.marks); len(m.marks) > saidMost {
		return nil
	}
	said := make(Said, len(m.marks))
	copy(said, m.marks)
	return said
}

// stringIn is the text in a value of JSON; "" where it is something else.
func stringIn(raw json.RawMessage) (text string) {
	if len(raw) < 2 || raw[0] != '"' {
		return ""
	}
	if inner := raw[1 : len(raw)-1]; plainText(inner) {
		return string(inner)
	}
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

// plainText tells whether the bytes of a string of JSON are its text.
func plainText(inner []byte) bool {
	for _, c := range inner {
		if c < ' ' || c >= 0x80 || c == '\\' || c == '"' {
			return false
		}
	}
	return true
}

// marker marks words.
type marker struct{ marks []Mark }

// add marks the words of a text: the same as Words has.
func (m *marker) add(text string) {
	start := len(m.marks)
	sum, within := markBegin, false
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 0x80:
			m.marks = m.marks[:start]
			m.addFolded(text)
			return
		case 'A' <= c && c <= 'Z':
			sum, within = sum.with(c+'a'-'A'), true
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			sum, within = sum.with(c), true
		case within:
			m.marks = append(m.marks, sum.mark())
			sum, within = markBegin, false
		}
	}
	if within {
		m.marks = append(m.marks, sum.mark())
	}
}

func (m *marker) addFolded(text string) {
	for _, word := range wordsIn(text) {
		m.marks = append(m.marks, MarkOf(word))
	}
}

// The bounds of the names of fields that are remembered of one listing.
const (
	namesMost = 50
	nameMost  = 100 // bytes
)

// namesOf is the place of a set of names among nameSets: those of the fields of a
// record that were kept as they came.
func (b *builder) namesOf(r feed.Record) uint32 {
	if len(r.Rest) == 0 {
		return 0
	}
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(r.Rest)), func(name string) bool { return len(name) > nameMost })
	return b.nameSet(names[:min(len(names), namesMost)])
}

func (b *builder) nameSet(names []string) uint32 {
	if len(names) == 0 {
		return 0
	}
	key := strings.Join(names, "\x00")
	place, known := b.nameIndex[key]
	if !known {
		place = uint32(len(b.nameSets))
		b.nameIndex[key], b.nameSets = place, append(b.nameSets, names)
	}
	return place
}
