// Package place finds towns by their names, without asking anybody: a gazetteer
// of some 135,000 places with a thousand people or more, which is part of the
// program. The places are those of GeoNames (https://www.geonames.org/), under
// CC BY 4.0; tools/places makes the file of them.
//
// places.bin is a DEFLATE stream (RFC 1951) of columns, each after its length in
// bytes: names, countries with areas (both a line for each place; an empty line
// repeats the one above), latitudes, longitudes (thousandths of a degree, as
// differences), people, and ids of GeoNames (differences); then other names, folded and in their
// order, each as how many bytes it shares with the one before, the rest, and a line
// break; and for each the number of its place in the file, four times, and the use (see
// other.go). Numbers are varints.
//
// The package is pure. No table, no route.
package place

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed places.bin
var packed string

// Credit is what has to be said where places are shown, and where it leads.
const (
	Credit     = "GeoNames"
	CreditPage = "https://www.geonames.org/"
)

// Place is a town, or a part of one.
type Place struct {
	ID       int64 // of GeoNames
	Name     string
	Area     string  // state or province, in English, where we know its name
	Country  string  // ISO 3166-1, two letters
	Lat, Lng float64 // degrees, to a thousandth
	People   int     // 0 where nobody counted
}

// Says is the place with what tells it from others of its name, in a language
// (BCP 47): "Springfield, Illinois, United States".
func (p Place) Says(lang string) string {
	text := p.Name
	if p.Area != "" {
		text += ", " + p.Area
	}
	return text + ", " + CountryName(p.Country, lang)
}

// CountryName is the name of a country in a language; its code where there is
// none.
func CountryName(country, lang string) string {
	region, err := language.ParseRegion(country)
	if err != nil {
		return country
	}
	if namer := display.Regions(language.Make(lang)); namer != nil {
		if name := namer.Name(region); name != "" {
			return name
		}
	}
	return display.English.Regions().Name(region)
}

// Lazy is a gazetteer that is opened when it is first asked for.
type Lazy struct{ open func() (*Gazetteer, error) }

// NewLazy makes one.
func NewLazy() *Lazy { return &Lazy{sync.OnceValues(Open)} }

// Open is the gazetteer, always the same.
func (l *Lazy) Open() (*Gazetteer, error) { return l.open() }

// row is a place in memory.
type row struct {
	name     uint32 // where it begins in names; it ends before the next row's
	where    uint16 // index in wheres
	lat, lng int32  // thousandths of a degree
	people   uint32
	id       uint32
}

// where is a country, or an area of one.
type where struct{ country, area string }

// Gazetteer holds all places. It does not change, and is safe for concurrent use.
type Gazetteer struct {
	names  string
	rows   []row
	wheres []where

	folded string // all names as they are looked for, each after a line break
	words  []word // where a word begins in folded, in the order of what follows
	cells  []uint32
	starts []uint32 // of a cell in cells
	named  map[string][]where
	others others
}

// Open reads the gazetteer: it takes some tenths of a second, and some megabytes.
func Open() (*Gazetteer, error) {
	plain, err := io.ReadAll(flate.NewReader(strings.NewReader(packed)))
	if err != nil {
		return nil, fmt.Errorf("open the gazetteer: %w", err)
	}
	var columns [8][]byte
	for i := range columns {
		if columns[i], plain, err = column(plain); err != nil {
			return nil, err
		}
	}
	g := &Gazetteer{names: string(columns[0]), named: areaNames()}
	if err := g.read(columns); err != nil {
		return nil, err
	}
	if g.others, err = readOthers(columns[6], columns[7]); err != nil {
		return nil, err
	}
	g.fold()
	g.lay()
	return g, nil
}

var errBroken = errors.New("the gazetteer is not whole")

func column(from []byte) (one, rest []byte, err error) {
	long, n := binary.Uvarint(from)
	if n <= 0 || uint64(len(from)-n) < long {
		return nil, nil, errBroken
	}
	return from[n : n+int(long)], from[n+int(long):], nil
}

func (g *Gazetteer) read(columns [8][]byte) error {
	areas, lats, lngs, people, ids := columns[1], columns[2], columns[3], columns[4], columns[5]
	count := bytes.Count(columns[0], []byte{'\n'})
	g.rows = make([]row, 0, count)
	var lat, lng, id int64
	begin := 0
	for range count {
		area, rest, found := bytes.Cut(areas, []byte{'\n'})
		if !found {
			return errBroken
		}
		if areas = rest; len(area) > 0 {
			g.wheres = append(g.wheres, whereOf(string(area)))
		}
		lat, lats = next(lat, lats)
		lng, lngs = next(lng, lngs)
		id, ids = next(id, ids)
		many, n := binary.Uvarint(people)
		if n <= 0 || lats == nil || lngs == nil || ids == nil {
			return errBroken
		}
		people = people[n:]
		g.rows = append(g.rows, row{
			name: uint32(begin), where: uint16(len(g.wheres) - 1), lat: int32(lat), lng: int32(lng), people: uint32(many), id: uint32(id),
		})
		begin += bytes.IndexByte(columns[0][begin:], '\n') + 1
	}
	return nil
}

// next is the number after last, and what is left; nil where there is none.
func next(last int64, from []byte) (int64, []byte) {
	step, n := binary.Varint(from)
	if n <= 0 {
		return 0, nil
	}
	return last + step, from[n:]
}

func (g *Gazetteer) place(i uint32) Place {
	r := g.rows[i]
	end := uint32(len(g.names))
	if int(i)+1 < len(g.rows) {
		end = g.rows[i+1].name
	}
	at := g.wheres[r.where]
	return Place{
		ID: int64(r.id), Name: g.names[r.name : end-1], Area: at.area, Country: at.country,
		Lat: float64(r.lat) / 1000, Lng: float64(r.lng) / 1000, People: int(r.people),
	}
}

// Len is how many places there are.
func (g *Gazetteer) Len() int { return len(g.rows) }

// Near is the place nearest to a point, if one is within a hundred kilometres or
// so.
func (g *Gazetteer) Near(lat, lng float64) (Place, bool) {
	best, least := -1, nearMost*nearMost
	g.around(lat, lng, func(i uint32) {
		if away := flat(lat, lng, g.rows[i]); away < least {
			best, least = int(i), away
		}
	})
	if best < 0 {
		return Place{}, false
	}
	return g.place(uint32(best)), true
}
