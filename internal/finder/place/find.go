package place

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// word is where a word begins in folded.
type word struct {
	key uint64 // its first eight bytes, to sort by
	at  uint32
	row uint32
}

// fold makes every name ready to be looked for.
func (g *Gazetteer) fold() {
	var b strings.Builder
	b.Grow(len(g.names) + len(g.rows))
	g.words = make([]word, 0, len(g.rows)*2)
	for i := range g.rows {
		b.WriteByte('\n')
		begin := b.Len()
		name := folded(g.place(uint32(i)).Name)
		b.WriteString(name)
		for at := range len(name) {
			if at == 0 || name[at-1] == ' ' {
				g.words = append(g.words, word{at: uint32(begin + at), row: uint32(i)})
			}
		}
	}
	b.WriteByte('\n')
	g.folded = b.String()
	for i := range g.words {
		g.words[i].key = key(g.folded[g.words[i].at:])
	}
	slices.SortFunc(g.words, func(a, b word) int {
		return cmp.Or(cmp.Compare(a.key, b.key), strings.Compare(g.rest(a.at), g.rest(b.at)), cmp.Compare(a.row, b.row))
	})
}

func key(text string) (k uint64) {
	for i := range 8 {
		k <<= 8
		if i < len(text) {
			k |= uint64(text[i])
		}
	}
	return k
}

// rest is a folded name from a place in it on.
func (g *Gazetteer) rest(at uint32) string {
	text := g.folded[at:]
	return text[:strings.IndexByte(text, '\n')]
}

// folded is a text as names are compared: small letters without accents, words
// parted by one blank.
func folded(text string) string {
	text = strings.Map(plain, norm.NFKD.String(strings.ToLower(text)))
	return strings.Join(strings.Fields(text), " ")
}

func plain(r rune) rune {
	switch r {
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	case 'đ', 'ð':
		return 'd'
	case 'ı':
		return 'i'
	case '\'', '’', 'ʻ', '`', '.':
		return -1
	}
	switch {
	case unicode.Is(unicode.Mn, r):
		return -1
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return r
	}
	return ' '
}

// textMost is how much of a text is looked at, in bytes.
const textMost = 200

// Find is what is called by a text: the exact name before one that begins so,
// before one with a word that begins so, and of these the biggest first. What a place
// is called in other languages counts too, see also. Behind a
// comma, or at the end, may stand the area or the country: "Springfield, IL",
// "Paris FR". Case and accents do not count. There are at most so many.
func (g *Gazetteer) Find(text string, most int) []Place { return g.places(g.find(text, most)) }

func (g *Gazetteer) find(text string, most int) []candidate {
	if len(text) > textMost {
		text = text[:textMost]
	}
	text = strings.ToValidUTF8(text, "")
	name, behind, parted := strings.Cut(text, ",")
	if parted {
		limits := make([][]where, 0, 2)
		for part := range strings.SplitSeq(behind, ",") {
			if part = folded(part); part != "" {
				limits = append(limits, g.meant(part))
			}
		}
		return g.best(folded(name), limits, most)
	}
	name = folded(text)
	found := g.best(name, nil, most)
	if len(found) > 0 && found[0].rank == exact {
		return found
	}
	return join(g.ended(name, most), found, most)
}

// ended is what is called by the beginning of a text whose last words name an area
// or a country.
func (g *Gazetteer) ended(text string, most int) []candidate {
	words := strings.Split(text, " ")
	for n := 1; n < len(words) && n <= 4; n++ {
		meant := g.meant(strings.Join(words[len(words)-n:], " "))
		if len(meant) == 0 {
			continue
		}
		if found := g.best(strings.Join(words[:len(words)-n], " "), [][]where{meant}, most); len(found) > 0 {
			return found
		}
	}
	return nil
}

// meant are the areas and countries that a folded text can mean.
func (g *Gazetteer) meant(text string) []where { return g.named[text] }

// candidate is a place that fits.
type candidate struct {
	row, people uint32
	rank        uint8
}

// The ranks, best first.
const (
	exact uint8 = iota
	once        // somebody wrote it so at some time
	beginning
	within
)

func (c candidate) before(o candidate) bool {
	if c.rank != o.rank {
		return c.rank < o.rank
	}
	if c.people != o.people {
		return c.people > o.people
	}
	return c.row < o.row
}

// best are the places that are called so, within all the limits.
func (g *Gazetteer) best(name string, limits [][]where, most int) []candidate {
	if name == "" || most <= 0 {
		return nil
	}
	var top []candidate
	k, short := key(name), len(name) < 2
	at := sort.Search(len(g.words), func(i int) bool {
		w := g.words[i]
		return w.key > k || w.key == k && g.folded[w.at:] >= name
	})
	for ; at < len(g.words); at++ {
		w := g.words[at]
		rest := g.folded[w.at:]
		if !strings.HasPrefix(rest, name) {
			break
		}
		c := candidate{row: w.row, people: g.rows[w.row].people, rank: within}
		if g.folded[w.at-1] == '\n' {
			if c.rank = beginning; rest[len(name)] == '\n' {
				c.rank = exact
			}
		}
		if short && c.rank != exact || len(top) == most && !c.before(top[most-1]) || !g.lies(w.row, limits) {
			continue
		}
		top = insert(top, c, most)
	}
	return g.also(top, name, limits, most)
}

// insert puts a candidate where it belongs; a place is there once.
func insert(top []candidate, c candidate, most int) []candidate {
	if i := slices.IndexFunc(top, func(o candidate) bool { return o.row == c.row }); i >= 0 {
		if !c.before(top[i]) {
			return top
		}
		top = slices.Delete(top, i, i+1)
	}
	at := sort.Search(len(top), func(i int) bool { return c.before(top[i]) })
	top = slices.Insert(top, at, c)
	return top[:min(len(top), most)]
}

// lies tells whether a place is within one of each list.
func (g *Gazetteer) lies(i uint32, limits [][]where) bool {
	at := g.wheres[g.rows[i].where]
	for _, list := range limits {
		if !slices.ContainsFunc(list, func(w where) bool { return w.country == at.country && (w.area == "" || w.area == at.area) }) {
			return false
		}
	}
	return true
}

func join(first, then []candidate, most int) []candidate {
	for _, c := range then {
		if !slices.ContainsFunc(first, func(o candidate) bool { return o.row == c.row }) {
			first = append(first, c)
		}
	}
	return first[:min(len(first), most)]
}

func (g *Gazetteer) places(found []candidate) []Place {
	list := make([]Place, len(found))
	for i, c := range found {
		list[i] = g.place(c.row)
	}
	return list
}
