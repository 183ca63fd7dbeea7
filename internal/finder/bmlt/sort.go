package bmlt

import (
	"cmp"
	"context"
	"math"
	"slices"

	"handrail/internal/finder"
)

// column is what meetings say in one field by which they are sorted: numbers, or
// texts. What is not given comes behind all others.
type column struct {
	numbers []float64
	texts   []string
}

func (c *column) compare(a, b int) int {
	if c.numbers != nil {
		return cmp.Compare(c.numbers[a], c.numbers[b])
	}
	x, y := c.texts[a], c.texts[b]
	if (x == "") != (y == "") {
		return cmp.Compare(y, x)
	}
	return cmp.Compare(x, y)
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
	done, err := s.sortTurn(ctx, keys, len(hits))
	if err != nil {
		return err
	}
	defer done()
	columns := make([]column, len(keys))
	said := map[string]int{} // fields that listings tell, with their columns
	for n, name := range keys {
		f, known := fieldNamed(name)
		switch {
		case known && f.kind == main:
			columns[n] = mainColumn(name, hits)
		case known && f.kind != plain && f.kind != mainWords:
			columns[n].numbers = make([]float64, len(hits)) // all alike
		default:
			columns[n].texts = make([]string, len(hits))
			said[name] = n
		}
	}
	if err := s.sayColumns(ctx, columns, said, hits); err != nil {
		return err
	}
	places := make([]int, len(hits))
	for at := range places {
		places[at] = at
	}
	slices.SortStableFunc(places, func(a, b int) int {
		for n := range columns {
			if order := columns[n].compare(a, b); order != 0 {
				return order
			}
		}
		return 0
	})
	before := slices.Clone(hits)
	for at, place := range places {
		hits[at] = before[place]
	}
	return nil
}

// sortTurn waits until one may sort so many meetings: nothing of that is in memory
// before.
func (s *Service) sortTurn(ctx context.Context, keys []string, rows int) (done func(), err error) {
	switch {
	case !mainKinds(keys):
		return s.turn(ctx, rows)
	case rows > manyRows:
		return alone(ctx, s.sorting)
	}
	return func() {}, nil
}

// mainKinds tells whether all fields can be told without reading a listing.
func mainKinds(keys []string) bool {
	return !slices.ContainsFunc(keys, func(name string) bool {
		f, known := fieldNamed(name)
		return !known || f.kind == plain || f.kind == mainWords
	})
}

// sayColumns fills the columns that only listings tell. Alike texts are kept once.
func (s *Service) sayColumns(ctx context.Context, columns []column, said map[string]int, hits []hit) error {
	if len(said) == 0 {
		return nil
	}
	at, alike := 0, map[string]string{}
	return s.each(ctx, hits, func(h hit, l *finder.Listing) error {
		for hits[at].item != h.item {
			at++
		}
		for name, n := range said {
			text := wordOf(l, name)
			if same, known := alike[text]; known {
				text = same
			} else {
				alike[text] = text
			}
			columns[n].texts[at] = text
		}
		return nil
	})
}

func mainColumn(name string, hits []hit) (c column) {
	if name == "formats" {
		c.texts = make([]string, len(hits))
		for at, h := range hits {
			c.texts[at] = listed(h.formats)
		}
		return c
	}
	c.numbers = make([]float64, len(hits))
	for at, h := range hits {
		number, given := h.weight(name)
		if !given {
			number = math.Inf(1)
		}
		c.numbers[at] = number
	}
	return c
}
