package finder

import (
	"cmp"
	"context"
	"slices"
)

// Shown are the sources of which anything is shown, by name, with how much.
func (s *Service) Shown(ctx context.Context) ([]Source, error) {
	x, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	var list []Source
	for i, one := range x.sources {
		if one.Listings = len(x.bySource[i]); one.Listings > 0 {
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b Source) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}
