package place

import (
	"encoding/binary"
	"sort"
	"strings"
)

// others are the other names of places, folded, in their order.
type others struct {
	text string // each with a line break behind it
	at   []uint32
	rows []uint32 // of the place, four times, and the use
}

// use says who calls a place so.
type use uint8

// The uses.
const (
	old     use = iota // somebody wrote it so at some time
	abroad             // some language calls it so today
	english            // English does, as most of the names that places have here
)

// foreign is what a place counts for that is called so in another language, among
// those that have the name themselves: London comes before Londres in Argentina, and
// Valence in France before Valencia.
const foreign = 20

// readOthers reads names, each as how many bytes it shares with the one before, the
// rest, and a line break.
func readOthers(names, rows []byte) (o others, err error) {
	var text strings.Builder
	text.Grow(2 * len(names))
	last := make([]byte, 0, 256)
	for len(names) > 0 {
		shared, n := binary.Uvarint(names)
		end := -1
		if n > 0 {
			end = lineEnd(names[n:])
		}
		row, m := binary.Uvarint(rows)
		if end < 0 || m <= 0 || shared > uint64(len(last)) {
			return o, errBroken
		}
		last = append(last[:shared], names[n:n+end]...)
		names, rows = names[n+end+1:], rows[m:]
		o.at, o.rows = append(o.at, uint32(text.Len())), append(o.rows, uint32(row))
		text.Write(last)
		text.WriteByte('\n')
	}
	o.text = text.String()
	return o, nil
}

func lineEnd(text []byte) int {
	for i, b := range text {
		if b == '\n' {
			return i
		}
	}
	return -1
}

// from is one of them, and all that follow.
func (o others) from(i int) string { return o.text[o.at[i]:] }

// called hands out the places that are called so, or whose other name begins so.
func (o others) called(name string, whole bool, each func(row uint32, in use)) {
	if whole {
		name += "\n"
	}
	at := sort.Search(len(o.at), func(i int) bool { return o.from(i) >= name })
	for ; at < len(o.at) && strings.HasPrefix(o.from(at), name); at++ {
		each(o.rows[at]>>2, use(o.rows[at]&3))
	}
}

// also adds the places that are called so otherwise: in a language of today as if it
// were their name, with less weight unless it is English; else only where nothing has that name; and those
// whose other name begins so where there is nothing else at all.
func (g *Gazetteer) also(top []candidate, name string, limits [][]where, most int) []candidate {
	add := func(row uint32, rank uint8, people uint32) {
		c := candidate{row: row, people: people, rank: rank}
		if (len(top) < most || c.before(top[most-1])) && g.lies(row, limits) {
			top = insert(top, c, most)
		}
	}
	g.others.called(name, true, func(row uint32, in use) {
		switch in {
		case english:
			add(row, exact, g.rows[row].people)
		case abroad:
			add(row, exact, g.rows[row].people/foreign)
		}
	})
	if len(top) == 0 || top[0].rank != exact {
		g.others.called(name, true, func(row uint32, _ use) { add(row, once, g.rows[row].people) })
	}
	if len(top) == 0 && len(name) > 2 {
		g.others.called(name, false, func(row uint32, _ use) { add(row, within, g.rows[row].people) })
	}
	return top
}

// Named are the places that are called exactly so, with the area and the country
// that stand behind the name, if any; the biggest first.
func (g *Gazetteer) Named(text string, most int) []Place {
	found := g.find(text, most)
	n := 0
	for n < len(found) && found[n].rank <= once {
		n++
	}
	return g.places(found[:n])
}

// InText is the first town of a country whose name stands between the commas of a text,
// as GeoNames writes it.
func (g *Gazetteer) InText(text, country string) (Place, bool) {
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		for _, town := range g.Find(part, 20) {
			if town.Country == country && strings.EqualFold(town.Name, part) {
				return town, true
			}
		}
	}
	return Place{}, false
}

// ByID is the place with an id of GeoNames.
func (g *Gazetteer) ByID(id int64) (Place, bool) {
	for i, r := range g.rows {
		if int64(r.id) == id && id > 0 {
			return g.place(uint32(i)), true
		}
	}
	return Place{}, false
}

// Beside is the biggest place around one that is bigger than it, to tell places of one
// name apart.
func (g *Gazetteer) Beside(p Place) (Place, bool) {
	const around = 0.35 // degrees of latitude: some forty kilometres
	best, people := -1, uint32(p.People)
	g.around(p.Lat, p.Lng, func(i uint32) {
		if r := g.rows[i]; r.people > people && int64(r.id) != p.ID && flat(p.Lat, p.Lng, r) < around*around {
			best, people = int(i), r.people
		}
	})
	if best < 0 {
		return Place{}, false
	}
	return g.place(uint32(best)), true
}
