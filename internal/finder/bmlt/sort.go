package bmlt

import (
	"cmp"
	"context"
	"slices"

	"handrail/internal/finder"
)

// sortable is a value that is compared: a number, or a text.
type sortable struct {
	given  bool
	number float64
	text   string
}

// compare puts what is not given behind all others.
func (a sortable) compare(b sortable) int {
	switch {
	case a.given != b.given:
		if a.given {
			return -1
		}
		return 1
	case !a.given:
		return 0
	}
	return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.text, b.text))
}

// mainOnly tells whether fields are all of the meeting itself.
func mainOnly(keys []string) bool {
	return !slices.ContainsFunc(keys, func(name string) bool {
		f, known := fieldNamed(name)
		return !known || f.kind != main && f.kind != mainWords
	})
}

// sort sorts meetings by fields, each after the other.
func (s *Service) sort(ctx context.Context, keys []string, hits []hit) error {
	words := slices.ContainsFunc(keys, func(name string) bool {
		f, known := fieldNamed(name)
		return !known || f.kind == plain || f.kind == mainWords
	})
	for at := range hits {
		hits[at].sort = make([]sortable, len(keys))
		for n, name := range keys {
			number, given := hits[at].weight(name)
			hits[at].sort[n] = sortable{given: given, number: number}
			if text := listed(hits[at].formats); name == "formats" {
				hits[at].sort[n] = sortable{given: text != "", text: text}
			}
		}
	}
	if words {
		err := s.scan(ctx, hits, func(h hit, l *finder.Listing) error {
			for n, name := range keys {
				if f, known := fieldNamed(name); !known || f.kind == plain || f.kind == mainWords {
					text := wordOf(l, name)
					h.sort[n] = sortable{given: text != "", text: text}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		for n := range keys {
			if order := a.sort[n].compare(b.sort[n]); order != 0 {
				return order
			}
		}
		return 0
	})
	return nil
}
