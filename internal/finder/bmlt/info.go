package bmlt

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// corners are those of the smallest box that holds all published meetings. Where
// it lies across the antimeridian its west is greater than its east.
func (b *book) corners() (west, north, east, south float64, any bool) {
	var lngs []float64
	north, south = math.Inf(-1), math.Inf(1)
	for _, i := range b.items {
		if i.placed && !i.unpublished {
			lngs, north, south = append(lngs, i.lng), max(north, i.lat), min(south, i.lat)
		}
	}
	if len(lngs) == 0 {
		return 0, 0, 0, 0, false
	}
	slices.Sort(lngs)
	west, east = lngs[0], lngs[len(lngs)-1]
	gap := 360 - (east - west)
	for at := 1; at < len(lngs); at++ {
		if wide := lngs[at] - lngs[at-1]; wide > gap {
			gap, west, east = wide, lngs[at], lngs[at-1]
		}
	}
	return west, north, east, south, true
}

// coverageAnswer answers GetCoverageArea.
func (s *Service) coverageAnswer(b *book) answer {
	west, north, east, south, any := b.corners()
	text := func(angle float64) string {
		if !any {
			return ""
		}
		return strconv.FormatFloat(angle, 'f', -1, 64)
	}
	return rows(func(yield func([]byte) bool) {
		yield(object(nil, pair{"nw_corner_longitude", text(west)}, pair{"nw_corner_latitude", text(north)},
			pair{"se_corner_longitude", text(east)}, pair{"se_corner_latitude", text(south)}))
	})
}

// serverInfo is what this place says about itself, in the order in which it is
// written.
type serverInfo struct {
	Version           string `json:"version"`
	VersionInt        string `json:"versionInt"`
	Langs             string `json:"langs"`
	NativeLang        string `json:"nativeLang"`
	CenterLongitude   string `json:"centerLongitude"`
	CenterLatitude    string `json:"centerLatitude"`
	CenterZoom        string `json:"centerZoom"`
	DefaultDuration   string `json:"defaultDuration"`
	RegionBias        string `json:"regionBias"`
	CharSet           string `json:"charSet"`
	DistanceUnits     string `json:"distanceUnits"`
	SemanticAdmin     string `json:"semanticAdmin"`
	ChangesPerMeeting string `json:"changesPerMeeting"`
	States            string `json:"meeting_states_and_provinces"`
	Counties          string `json:"meeting_counties_and_sub_provinces"`
	AvailableKeys     string `json:"available_keys"`
	GoogleAPIKey      string `json:"google_api_key"`
	DBVersion         string `json:"dbVersion"`
	DBPrefix          string `json:"dbPrefix"`
	PHPVersion        string `json:"phpVersion"`
	AutoGeocoding     bool   `json:"auto_geocoding_enabled"`
	CountyGeocoding   bool   `json:"county_auto_geocoding_enabled"`
	ZipGeocoding      bool   `json:"zip_auto_geocoding_enabled"`
	Commit            string `json:"commit"`
	DefaultClosed     bool   `json:"default_closed_status"`
	Aggregator        bool   `json:"aggregator_mode_enabled"`
}

// infoAnswer answers GetServerInfo. There is no way to write here (semanticAdmin)
// and no other server that would be asked where a place is.
func (s *Service) infoAnswer(b *book) (answer, error) {
	info := serverInfo{
		Version: Version, VersionInt: "4002007", Langs: strings.Join(b.formats.langs(s.o.Languages), ","), NativeLang: "en", CenterZoom: "6",
		DefaultDuration: clockOf(usualMinutes), CharSet: "UTF-8", DistanceUnits: "mi", SemanticAdmin: "0", ChangesPerMeeting: "0",
		AvailableKeys: strings.Join(slices.Concat(available(), b.custom, []string{"root_server_uri", "format_shared_id_list"}), ","), DefaultClosed: true,
	}
	west, north, east, south, _ := b.corners()
	if west > east {
		east += 360
	}
	middle := (west + east) / 2
	if middle > 180 {
		middle -= 360
	}
	info.CenterLongitude, info.CenterLatitude = strconv.FormatFloat(middle, 'f', -1, 64), strconv.FormatFloat((north+south)/2, 'f', -1, 64)
	text, err := json.Marshal([]serverInfo{info})
	return whole(text), err
}

func available() (names []string) {
	for _, f := range fields() {
		if f.says != "" {
			names = append(names, f.name)
		}
	}
	return names
}

// langs are the languages that formats are in, and those of this place.
func (f *formats) langs(place []string) []string {
	all := map[string]bool{}
	for _, lang := range place {
		all[lang] = true
	}
	for _, row := range f.rows {
		if row.Lang != "" {
			all[row.Lang] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
