package seek_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
)

// reads opens a page as a visitor whose browser asks for languages.
func (h *house) reads(path, languages string, says ...string) string {
	h.t.Helper()
	r := h.Request("GET", path, nil)
	r.Header.Set("Accept-Language", languages)
	got := h.Do(apptest.Vera, r)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s answers %d: %.500s", path, got.Code, got.Body)
	}
	h.says(path+" in "+languages, got.Body, says...)
	return got.Body
}

// settles puts the site into a country.
func (h *house) settles(country string) {
	h.t.Helper()
	current, err := h.Site.Get(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	current.Country = country
	if err := h.Site.Change(h.t.Context(), h.Steward(), current); err != nil {
		h.t.Fatal(err)
	}
}

// TestDistancesAreToldAsTheReaderCounts: by the country of the site, or the one that
// the browser names first, until somebody chooses; then that stays in every address.
func TestDistancesAreToldAsTheReaderCounts(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		const near = "/meetings?place=wichita&by=distance"
		for languages, says := range map[string][]string{
			"":                       {"within 15 miles of", "0.2 miles away", "11 miles away", "!km away"},
			"en":                     {"within 15 miles of"},
			"de":                     {"within 15 miles of"}, // a language is no country
			"de-DE,en-US;q=0.7":      {"within 25 km of", "300 m away", "17 km away", "!miles away"},
			"en-419,en":              {"within 15 miles of"}, // and neither is a continent
			"my-MM":                  {"within 15 miles of"},
			"es-US":                  {"a 15 millas o menos de", "a 0,2 millas", "a 11 millas"},
			"fr-FR":                  {"à 25 km au plus de", "à 300 m", "à 17 km"},
			strings.Repeat("x,", 99): {"within 15 miles of"},
		} {
			h.reads(near, languages, says...)
		}
		h.settles("DE")
		h.reads(near, "", "within 25 km of", "300 m away", "17 km away")
		h.reads(near, "en-US", "within 15 miles of")
		h.reads(near, "en-LR", "within 15 miles of")
	})
}

func TestAChosenUnitStaysInTheAddress(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		h.settles("DE")
		for query, says := range map[string][]string{
			"place=wichita":               {"within 25 km of", `name="km"`, `value="km" checked`},
			"place=wichita&unit=mi":       {"within 15 miles of", `name="mi"`, `value="mi" checked`, "unit=mi"},
			"place=wichita&mi=5":          {"within 5 miles of", "unit=mi", "!Derby Dawn"},
			"place=wichita&km=10&unit=mi": {"within 5 miles of", `value="5" selected`}, // chosen in the form, where the list was in kilometres
			"place=wichita&mi=1&unit=km":  {"within 2 km of"},
			"place=wichita&mi=50&km=10":   {"within 10 km of"},
			"place=wichita&km=3":          {"within 25 km of"}, // not on offer
			"place=wichita&unit=verst":    {"within 25 km of", "!verst"},
			"place=Lisbon&mi=1":           {"Look as far as 5 miles away", "mi=5&amp;place=Lisbon&amp;unit=mi"},
			"place=Lisbon&mi=50":          {"Look as far as 150 miles away"},
			"place=Lisbon&mi=150":         {"!Look as far as"},
		} {
			h.opens("/meetings?"+query, says...)
		}
		h.opens("/meetings/print?place=wichita&unit=mi", "within 15 miles of Wichita", "0.2 miles away", "!km")
		h.says("the list elsewhere", h.Get(apptest.Vera, "/embed/meetings?place=wichita&unit=mi").Body, "0.2 miles away", "!km away")
		h.opens("/meetings?place=wichita&mi=10&unit=mi", "/meetings.ics?km=16.1&amp;place=wichita", "!meetings.ics?mi")
	})
}

// TestTheSameMeetingsInEitherUnit: a mile is a mile.
func TestTheSameMeetingsInEitherUnit(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide) // Derby lies 17.4 km away, which is 10.8 miles
		for _, c := range []struct{ unit, far, says string }{{"km", "10", "!Derby Dawn"}, {"km", "25", "Derby Dawn"}, {"mi", "10", "!Derby Dawn"}, {"mi", "15", "Derby Dawn"}} {
			h.opens("/meetings?"+url.Values{"place": {"wichita"}, "unit": {c.unit}, c.unit: {c.far}}.Encode(), "Prairie Lunch", c.says)
		}
	})
}
