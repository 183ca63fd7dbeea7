package helplines

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"handrail/internal/platform/i18n"
)

// The two places that are not a country.
const (
	Europe    = "EU" // the rest of Europe, where 112 is the emergency number
	Elsewhere = "ZZ" // everywhere else
)

// europe are the countries without a file where 112 reaches the emergency
// services (the EU, and those named by the Latvian fire and rescue service).
const europe = "BG CY CZ EE FO GE GR HR HU IS LI LT LU LV MC MK MT RO RS SI SK SM VA"

// Country is a place that a reader can choose.
type Country struct {
	Code string // ISO 3166-1 alpha-2, or Europe, Elsewhere
	Name string // in the reader's language
}

// Countries are the places with lines, in the order of the reader's language;
// Europe and Elsewhere come last.
func Countries(ctx context.Context) []Country {
	tag := language.Make(i18n.From(ctx).Lang())
	names := display.Regions(tag)
	if names == nil {
		names = display.Regions(language.English)
	}
	var places []Country
	for _, code := range codes() {
		if code != Europe && code != Elsewhere {
			places = append(places, Country{code, names.Name(language.MustParseRegion(code))})
		}
	}
	sorter := collate.New(tag)
	slices.SortFunc(places, func(a, b Country) int { return sorter.CompareString(a.Name, b.Name) })
	return append(places,
		Country{Europe, i18n.T(ctx, "Another country in Europe")},
		Country{Elsewhere, i18n.T(ctx, "Somewhere else")})
}

// Place is the code of the lines to show somebody who is in the country: its
// own where there are any, those of Europe, or those of everywhere else.
func Place(country string) string {
	country = strings.ToUpper(country)
	switch {
	case slices.Contains(codes(), country):
		return country
	case slices.Contains(strings.Fields(europe), country):
		return Europe
	}
	return Elsewhere
}

// codes are the countries that have a file.
func codes() []string {
	names, _ := fs.Glob(data, "data/*.json") // fails only on a malformed pattern
	for i, name := range names {
		names[i] = code(name)
	}
	return names
}
