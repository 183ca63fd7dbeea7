package bmlt

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// dump answers GetNAWSDump: the table of a service body with all below it, and the
// name of its file; nothing for a body that does not exist.
func (s *Service) dump(a ask, b *book) (reply, string) {
	number, given := a.identity("sb_id")
	at, known := b.bodyAt[number]
	if !given || !known {
		return reply{}, ""
	}
	bodies := b.below(map[int64]bool{number: true})
	name := strings.Join([]string{
		"BMLT", worded(strings.ToUpper(b.bodies[at].WorldID)), worded(strings.ToLower(b.bodies[at].Name)), s.o.Clock.Now().UTC().Format("2006_01_02_15_04_05"),
	}, "_") + ".csv"
	listed := b.under(bodies)
	return reply{rows: len(listed), write: func(ctx context.Context, to io.Writer) error {
		d := &dumping{b: b}
		w, err := feed.WriteNAWS(to, feed.NAWSOptions{ID: func(l feed.Listing) string { return strconv.FormatInt(l.Number, 10) }, Body: d.body, Kinds: d.kinds})
		if err != nil {
			return err
		}
		d.w = w
		if err := s.dumpListed(ctx, d, listed); err != nil {
			return err
		}
		if err := s.dumpGone(ctx, d, bodies); err != nil {
			return err
		}
		return w.Close()
	}}, name
}

// worded is a text as part of a file's name; "" where nothing of it can be kept.
func worded(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, text)
	if strings.Trim(text, "_") == "" {
		return ""
	}
	return text
}

// dumping is a table that is being written.
type dumping struct {
	b       *book
	w       *feed.NAWSWriter
	under   int64   // the body of the present meeting
	formats []int64 // its formats
}

// under are the meetings of some service bodies.
func (b *book) under(bodies map[int64]bool) (hits []hit) {
	for at := range b.items {
		if i := &b.items[at]; bodies[i.body] {
			hits = append(hits, hit{item: i, angle: -1})
		}
	}
	return hits
}

func (s *Service) dumpListed(ctx context.Context, d *dumping, hits []hit) error {
	return s.each(ctx, hits, func(h hit, l *finder.Listing) error {
		d.under, d.formats = h.body, h.formats
		return d.w.Write(d.listing(l))
	})
}

// dumpGone writes what is listed no more, where others know it by its id.
func (s *Service) dumpGone(ctx context.Context, d *dumping, bodies map[int64]bool) error {
	of := map[string]bool{}
	for _, one := range d.b.bodies {
		if bodies[one.Number] {
			of[one.Source] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		err := s.o.Finder.EachGone(ctx, id, func(l finder.Listing) error {
			d.under = d.b.bodyOf(id, l.ServiceBody)
			if !bodies[d.under] || l.WorldID == "" {
				return nil
			}
			d.formats = nil
			for _, theirs := range l.Formats {
				if number, known := d.b.formats.byID[serverID{id, theirs}]; known {
					d.formats = append(d.formats, number)
				}
			}
			return d.w.Deleted(d.listing(&l))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// listing is a meeting on its way into the table: with the key of its first
// language, as the table wants it.
func (d *dumping) listing(l *finder.Listing) feed.Listing {
	one := l.Passed(func(string) string { return "" })
	one.Zone = wordOf(l, "time_zone")
	one.Languages = nil
	one.Rest = maps.Clone(one.Rest)
	if one.Rest == nil {
		one.Rest = map[string]json.RawMessage{}
	}
	for _, number := range d.formats {
		if key := d.b.formats.key[number]; d.b.formats.world[number] == "LANG" || d.b.formats.made[number].concept.Lang() != "" {
			one.Rest["Language1"] = quoted(nil, strings.ToUpper(key))
			break
		}
	}
	delete(one.Rest, "Room")
	return one
}

func (d *dumping) body(feed.Listing) feed.Body {
	at, known := d.b.bodyAt[d.under]
	if !known {
		return feed.Body{}
	}
	return d.b.bodies[at].Body
}

// kinds are the ids of the present meeting's formats, and the names of those that
// have none.
func (d *dumping) kinds(feed.Listing) (ids, names []string) {
	for _, number := range d.formats {
		switch world := d.b.formats.world[number]; world {
		case "":
			names = append(names, cmp.Or(d.b.formats.name(number), d.b.formats.key[number]))
		case "LANG":
		default:
			ids = append(ids, world)
		}
	}
	return ids, names
}

// name is what a format is called in English, or else in its first language.
func (f *formats) name(number int64) (name string) {
	at, _ := slices.BinarySearchFunc(f.rows, number, func(row finder.Format, n int64) int { return cmp.Compare(row.Number, n) })
	for ; at < len(f.rows) && f.rows[at].Number == number; at++ {
		if name == "" || f.rows[at].Lang == "en" {
			name = f.rows[at].Name
		}
	}
	return name
}
