package seek

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// unit is what distances are told in, as it stands in the address of a page.
type unit string

// The units.
const (
	kilometres unit = "km"
	miles      unit = "mi"
)

// inMile is a mile in kilometres (the international one, of 1959).
const inMile = 1.609344

// unitOf is what people count distances in where they live: in a country
// (ISO 3166-1), or in the one that their browser asks for first (RFC 9110 §12.5.4).
// A language without a country says nothing about where somebody is.
func unitOf(country, acceptLanguage string) unit {
	if tags, _, err := language.ParseAcceptLanguage(acceptLanguage); err == nil && len(tags) > 0 {
		if region, sure := tags[0].Region(); sure == language.Exact && region.IsCountry() {
			country = region.String()
		}
	}
	switch country {
	case "US", "GB", "LR", "MM":
		return miles
	}
	return kilometres
}

// far are the distances that are offered, the nearest first: round ones.
func (u unit) far() []int {
	if u == miles {
		return []int{1, 2, 5, 10, 15, 25, 50, 100, 150}
	}
	return []int{2, 5, 10, 25, 50, 100, 250}
}

// usual is how far one looks who does not say.
func (u unit) usual() int {
	if u == miles {
		return 15
	}
	return 25
}

// km is so much of the unit in kilometres.
func (u unit) km(far int) float64 {
	if u == miles {
		return float64(far) * inMile
	}
	return float64(far)
}

// nearest is the distance on offer that comes nearest to some kilometres.
func (u unit) nearest(km float64) int {
	off := func(far int) float64 { return math.Abs(math.Log(u.km(far) / km)) }
	best := u.usual()
	for _, far := range u.far() {
		if off(far) < off(best) {
			best = far
		}
	}
	return best
}

// takeFar reads how far somebody looks, and in what they count. A distance stands in
// the address under the name of its unit; where another unit was chosen beside it,
// it is the distance nearest to that one. usual is the reader's own unit.
func (a *ask) takeFar(q url.Values, usual unit) {
	a.Unit = usual
	from := usual
	for _, u := range [...]unit{miles, kilometres} {
		if _, ok := u.offers(q.Get(string(u))); ok {
			a.Unit, from = u, u
		}
	}
	if chosen := unit(q.Get("unit")); chosen == kilometres || chosen == miles {
		a.Unit, a.Chose = chosen, true
		if _, ok := chosen.offers(q.Get(string(chosen))); ok {
			from = chosen
		}
	}
	a.Chose = a.Chose || a.Unit != usual
	a.Far = a.Unit.usual()
	if far, ok := from.offers(q.Get(string(from))); ok {
		if a.Far = far; from != a.Unit {
			a.Far = a.Unit.nearest(from.km(far))
		}
	}
}

// offers reads one of the distances that are offered.
func (u unit) offers(text string) (int, bool) {
	far, err := strconv.Atoi(text)
	return far, err == nil && slices.Contains(u.far(), far)
}

// putFar writes it.
func (a ask) putFar(q url.Values) {
	if a.Far != a.Unit.usual() && a.Far != 0 {
		q.Set(string(a.Unit), strconv.Itoa(a.Far))
	}
	if a.Chose {
		q.Set("unit", string(a.Unit))
	}
}

// anywhere is the search without a place.
func (a ask) anywhere() ask {
	a.Place, a.At, a.Far, a.ByDistance = "", nil, a.Unit.usual(), false
	return a
}

// within are the kilometres around the place.
func (a ask) within() float64 {
	if a.Far == 0 {
		return a.Unit.km(a.Unit.usual())
	}
	return a.Unit.km(a.Far)
}

// says is a distance on its own.
func (u unit) says(ctx context.Context, far int) string {
	if u == miles {
		return i18n.N(ctx, far, "{.Count} mile", "{.Count} miles")
	}
	return i18n.T(ctx, "{.Km} km", i18n.Args{"Km": i18n.Number(ctx, far)})
}

// around says how far around a place one looks.
func (u unit) around(ctx context.Context, far int, place string) string {
	if u == miles {
		return i18n.N(ctx, far, "within {.Count} mile of {.Place}", "within {.Count} miles of {.Place}", i18n.Args{"Place": place})
	}
	return i18n.T(ctx, "within {.Km} km of {.Place}", i18n.Args{"Km": i18n.Number(ctx, far), "Place": place})
}

// wider offers to look as far as that.
func (u unit) wider(ctx context.Context, far int) string {
	if u == miles {
		return i18n.T(ctx, "Look as far as {.Miles} miles away", i18n.Args{"Miles": i18n.Number(ctx, far)})
	}
	return i18n.T(ctx, "Look as far as {.Km} km away", i18n.Args{"Km": i18n.Number(ctx, far)})
}

// away is how far it is, from kilometres.
func (u unit) away(ctx context.Context, km float64) string {
	if u == miles {
		return milesAway(ctx, km/inMile)
	}
	if km < 1 {
		return i18n.T(ctx, "{.Metres} m away", i18n.Args{"Metres": i18n.Number(ctx, max(int(math.Round(km*10)), 1)*100)})
	}
	return i18n.T(ctx, "{.Km} km away", i18n.Args{"Km": i18n.Number(ctx, int(math.Round(km)))})
}

func milesAway(ctx context.Context, far float64) string {
	if tenths := max(int(math.Round(far*10)), 1); tenths < 10 {
		return i18n.T(ctx, "{.Miles} miles away", i18n.Args{"Miles": i18n.Tenths(ctx, tenths)})
	}
	return i18n.N(ctx, int(math.Round(far)), "{.Count} mile away", "{.Count} miles away")
}

// radii are the distances on offer.
func radii(ctx context.Context, u unit) (list []ui.Option) {
	for _, far := range u.far() {
		list = append(list, ui.Option{Value: strconv.Itoa(far), Label: u.says(ctx, far)})
	}
	return list
}

func units(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(miles), Label: i18n.T(ctx, "Miles")}, {Value: string(kilometres), Label: i18n.T(ctx, "Kilometres")}}
}
