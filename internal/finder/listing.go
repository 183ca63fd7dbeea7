package finder

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Listing is a gathering that is listed, as it is shown.
type Listing struct {
	feed.Record
	Number  int64  // for good; below 10,000,000 the id that a BMLT server gave
	Slug    string // its name in addresses, for good
	Source  Source
	Changed time.Time // when we saw it change last
	Gone    time.Time // when its source stopped listing it; zero while it does
}

// Zone is the zone of its clock: the record's own, or the source's.
func (l Listing) Zone() string {
	if l.Record.Zone != "" {
		return l.Record.Zone
	}
	return l.Source.Zone
}

// Programme is the key of the programme whose codes it carries.
func (l Listing) Programme() string {
	if l.Record.Programme != "" {
		return l.Record.Programme
	}
	return l.Source.Programme
}

// Own tells whether it is a meeting of a group of this place.
func (l Listing) Own() bool { return l.Source.ID == OwnSource }

// Passed is the listing as it is passed on. page says where it is shown.
func (l Listing) Passed(page func(slug string) string) feed.Listing {
	return feed.Listing{
		Record: l.Record, Number: l.Number, Slug: l.Slug, Programme: l.Programme(), Zone: l.Zone(),
		Source: l.Source.Name, Page: page(l.Slug), Changed: l.Changed,
	}
}

// At is the listing with that slug, if people may see it.
func (s *Service) At(ctx context.Context, slug string) (one Listing, err error) {
	if !wellFormed(slug) {
		return one, fault.Missing()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := listingBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		source, err := sourceByID(ctx, tx, row.Source)
		if err != nil {
			return err
		}
		one, err = row.listing(source)
		return err
	})
	if err == nil && (!one.Source.shows() || !one.Gone.IsZero() || one.Unpublished) {
		return Listing{}, fault.Missing()
	}
	return one, err
}

// WithSlugs are those of the listings with these slugs that people may see, in
// the order asked for; the rest are left out.
func (s *Service) WithSlugs(ctx context.Context, slugs []string) ([]Listing, error) {
	slugs = slices.DeleteFunc(slices.Clone(slugs), func(slug string) bool { return !wellFormed(slug) })
	rows, err := s.rows(ctx, func(ctx context.Context, tx *db.Tx) ([]listingRow, error) { return listingsBySlug(ctx, tx, slugs) })
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(rows, func(l Listing) bool {
		return !l.Source.shows() || !l.Gone.IsZero() || l.Unpublished
	})
	slices.SortFunc(list, func(a, b Listing) int { return slices.Index(slugs, a.Slug) - slices.Index(slugs, b.Slug) })
	return list, nil
}

// most is how many rows are read at a time.
const most = 250

// EachOf hands out the listings with these numbers, in their order, gone ones
// too. It keeps few of them in memory.
func (s *Service) EachOf(ctx context.Context, numbers []int64, each func(Listing) error) error {
	for chunk := range slices.Chunk(numbers, most) {
		list, err := s.WithNumbers(ctx, chunk)
		if err != nil {
			return err
		}
		for _, one := range list {
			if err := each(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// WithNumbers are the listings with these numbers, in their order: as many as
// there are.
func (s *Service) WithNumbers(ctx context.Context, numbers []int64) ([]Listing, error) {
	x, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return s.numbered(ctx, x, numbers)
}

func (s *Service) numbered(ctx context.Context, x *index, numbers []int64) ([]Listing, error) {
	list, err := s.rowsAt(ctx, x, func(ctx context.Context, tx *db.Tx) ([]listingRow, error) { return listingsByNumber(ctx, tx, numbers) })
	if err != nil {
		return nil, err
	}
	place := make(map[int64]int, len(numbers))
	for i, n := range numbers {
		place[n] = i
	}
	slices.SortFunc(list, func(a, b Listing) int { return place[a.Number] - place[b.Number] })
	return list, nil
}

// rows are what is read, as listings.
func (s *Service) rows(ctx context.Context, read func(context.Context, *db.Tx) ([]listingRow, error)) ([]Listing, error) {
	x, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return s.rowsAt(ctx, x, read)
}

func (s *Service) rowsAt(ctx context.Context, x *index, read func(context.Context, *db.Tx) ([]listingRow, error)) ([]Listing, error) {
	rows, err := page(ctx, s.db, read)
	list := make([]Listing, 0, len(rows))
	for _, row := range rows {
		source, known := x.sourceOf[row.Source]
		if err != nil || !known {
			continue
		}
		var one Listing
		if one, err = row.listing(x.sources[source]); err == nil {
			list = append(list, one)
		}
	}
	return list, err
}

func (r listingRow) listing(source Source) (Listing, error) {
	one := Listing{Number: r.Number, Slug: r.Slug, Source: source, Changed: at(r.Changed), Gone: at(r.Gone)}
	err := json.Unmarshal([]byte(r.Doc), &one.Record)
	if !source.Contacts {
		one.Contacts = nil
	}
	return one, err
}

// slugMost is how long a slug is at most (the Meeting Guide's limit).
const slugMost = 64

// taken are words that pages below /meetings have for themselves.
var taken = []string{"print", "saved", "near", "embed", "new"}

// slugFor makes a slug of what a feed gives, or else of a name: small letters,
// digits and hyphens.
func slugFor(given, name string) string {
	if wellFormed(given) {
		return given
	}
	text := given
	if text == "" {
		text = name
	}
	slug := strings.Join(strings.FieldsFunc(fold(text), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
	if slug == "" {
		slug = "meeting"
	}
	return strings.TrimRight(slug[:min(len(slug), slugMost)], "-")
}

// wellFormed tells that a slug can stand in an address as it is (RFC 3986 §2.3).
func wellFormed(slug string) bool {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
	return slug != "" && len(slug) <= slugMost && strings.Trim(slug, plain) == "" && strings.Trim(slug, ".") != "" &&
		!strings.HasSuffix(slug, ".ics")
}
