package seek

import (
	"context"

	"handrail/internal/finder/feed"
	"handrail/internal/finder/place"
	"handrail/internal/platform/i18n"
)

// townsMost is how many other places of a name are offered.
const townsMost = 6

// spot is where somebody looks.
type spot struct {
	Point   *feed.Point // nil where no place is asked for, or none is known
	Says    string
	Others  []place.Place // what else is called so
	Unknown string        // what was typed and is no place we know
}

// spotOf finds out what a place is. A name that no place has is looked for among
// the words of the listings, which hold villages and streets.
func (p *Pages) spotOf(ctx context.Context, a ask) (s spot, err error) {
	switch {
	case a.At != nil && a.Place == "":
		return spot{Point: a.At, Says: i18n.T(ctx, "where you are")}, nil
	case a.At != nil:
		return spot{Point: a.At, Says: a.Place}, nil
	case a.Place == "":
		return s, nil
	}
	towns, err := p.o.Towns.Open()
	if err != nil {
		return s, err
	}
	found := towns.Find(a.Place, townsMost+1)
	if len(found) == 0 {
		return spot{Unknown: a.Place}, nil
	}
	first := found[0]
	return spot{Point: &feed.Point{Lat: first.Lat, Lng: first.Lng}, Says: first.Says(i18n.From(ctx).Lang()), Others: found[1:]}, nil
}

// chosenTown is the search, at one of the places that have the name.
func (a ask) chosenTown(ctx context.Context, t place.Place) ask {
	a.Place, a.At, a.Page = t.Says(i18n.From(ctx).Lang()), &feed.Point{Lat: t.Lat, Lng: t.Lng}, 1
	return a
}
