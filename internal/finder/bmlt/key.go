package bmlt

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// mostKeys is how many fields of servers' owners are passed on, and mostNames how
// many of one server are looked at.
const (
	mostKeys  = 50
	mostNames = 1000
)

// known are the fields that the owners of one server made, as of one copy of it.
type known struct {
	digest string
	names  map[string]bool
}

// custom are the fields that owners of BMLT servers made, in order. A server's rows
// are read for that once for each copy of it.
func (s *Service) custom(ctx context.Context, b *book) ([]string, error) {
	all := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(b.sources)) {
		if source := b.sources[id]; source.Format == feed.BMLT && source.Shared {
			names, err := s.ownersOf(ctx, b, source)
			if err != nil {
				return nil, err
			}
			maps.Copy(all, names)
		}
	}
	keys := slices.Sorted(maps.Keys(all))
	return keys[:min(len(keys), mostKeys)], nil
}

// ownersOf are the fields of one server's owner.
func (s *Service) ownersOf(ctx context.Context, b *book, source finder.Source) (map[string]bool, error) {
	if names, read := s.knownOf(source); read {
		return names, nil
	}
	done, err := alone(ctx, s.reading)
	if err != nil {
		return nil, err
	}
	defer done()
	if names, read := s.knownOf(source); read {
		return names, nil // somebody was quicker
	}
	names := map[string]bool{}
	err = s.o.Finder.EachOf(ctx, b.numbersOf(source.ID), func(l finder.Listing) error {
		for name := range l.Rest {
			if len(names) < mostNames && !isField(name) {
				names[name] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.making.Lock()
	defer s.making.Unlock()
	s.owners[source.ID] = known{copyOf(source), names}
	return names, nil
}

func (s *Service) knownOf(source finder.Source) (names map[string]bool, read bool) {
	s.making.Lock()
	defer s.making.Unlock()
	one, read := s.owners[source.ID]
	return one.names, read && one.digest == copyOf(source)
}

// copyOf tells copies of a source apart. While what a steward changed waits for the
// next copy there is no digest.
func copyOf(source finder.Source) string { return cmp.Or(source.Digest, source.Good.String()) }

// numbersOf are the meetings of a source.
func (b *book) numbersOf(source string) (numbers []int64) {
	of := map[int64]bool{}
	for _, one := range b.bodies {
		of[one.Number] = one.Source == source
	}
	for _, i := range b.items {
		if of[i.body] {
			numbers = append(numbers, i.number)
		}
	}
	return numbers
}
