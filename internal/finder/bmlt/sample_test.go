package bmlt_test

import (
	"cmp"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"handrail/internal/apptest"
	"handrail/internal/finder"
)

// sample is a place that passes on the sample of a root server, with the file that
// it was read from.
func sample(t *testing.T) (*house, []row) {
	shared := os.Getenv("HANDRAIL_SHARED_DATA")
	if shared == "" {
		shared = "../../../../shared/data"
	}
	dir := filepath.Join(shared, "bmlt")
	text, err := os.ReadFile(filepath.Join(dir, "GetSearchResults.json"))
	if err != nil {
		t.Skipf("the sample is not here (set HANDRAIL_SHARED_DATA): %v", err)
	}
	var raw []row
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	h := &house{App: apptest.Open(t, apptest.Options{}, ""), t: t}
	h.add(finder.Source{Name: "Sample", Programme: "na", Zone: "America/New_York", Shared: true}, folder(t, dir))
	return h, raw
}

func TestSample(t *testing.T) {
	h, raw := sample(t)
	t.Run("filters", func(t *testing.T) { filters(t, h, raw) })
	t.Run("areas", func(t *testing.T) { areas(t, h, raw) })
	t.Run("words", func(t *testing.T) { words(t, h, raw) })
	t.Run("order and pages", func(t *testing.T) { pages(t, h, raw) })
	t.Run("fields", func(t *testing.T) { everyField(t, h, raw) })
	t.Run("formats", func(t *testing.T) { formatsOf(t, h) })
}

func number(m row, name string) int {
	n, _ := strconv.Atoi(m[name])
	return n
}

// minutesOf reads "19:30:00".
func minutesOf(text string) int {
	parts := strings.Split(text, ":")
	h, _ := strconv.Atoi(parts[0])
	m, _ := strconv.Atoi(parts[1])
	return h*60 + m
}

func hasFormat(m row, ids ...string) bool {
	for _, id := range ids {
		if !slices.Contains(strings.Split(m["format_shared_id_list"], ","), id) {
			return false
		}
	}
	return true
}

// under is every body at or below one, as the file of bodies says.
func under(t *testing.T, h *house, root string) map[string]bool {
	all := map[string]bool{root: true}
	bodies := h.rows("GetServiceBodies", "")
	for range bodies {
		for _, b := range bodies {
			if all[b["parent_id"]] {
				all[b["id"]] = true
			}
		}
	}
	if len(all) < 3 {
		t.Fatalf("there is nothing below %s", root)
	}
	return all
}

// scan is what a linear scan of the file finds.
func scan(raw []row, takes func(row) bool) (ids []string) {
	for _, m := range raw {
		if takes(m) {
			ids = append(ids, m["id_bigint"])
		}
	}
	return sorted(ids)
}

func published(takes func(row) bool) func(row) bool {
	return func(m row) bool { return m["published"] == "1" && takes(m) }
}

func compare(t *testing.T, h *house, raw []row, query string, takes func(row) bool) {
	t.Helper()
	h.Clock.Advance(3 * time.Second) // so fast one may ask what only rows can answer
	want := scan(raw, takes)
	got := sorted(h.found(query + "&data_field_key=id_bigint"))
	if !slices.Equal(got, want) {
		t.Errorf("%s finds %d, the file has %d", query, len(got), len(want))
	}
}

func filters(t *testing.T, h *house, raw []row) {
	yes := func(row) bool { return true }
	no := func(row) bool { return false }
	day := func(days ...int) func(row) bool {
		return func(m row) bool { return slices.Contains(days, number(m, "weekday_tinyint")) }
	}
	not := func(takes func(row) bool) func(row) bool { return func(m row) bool { return !takes(m) } }
	body := func(ids ...string) func(row) bool {
		return func(m row) bool { return slices.Contains(ids, m["service_body_bigint"]) }
	}
	region := under(t, h, "1")
	inRegion := func(m row) bool { return region[m["service_body_bigint"]] }
	is := func(name string, values ...string) func(row) bool {
		return func(m row) bool { return slices.Contains(values, m[name]) }
	}
	start := func(m row) int { return minutesOf(m["start_time"]) }
	long := func(m row) int { return minutesOf(m["duration_time"]) }
	for query, takes := range map[string]func(row) bool{
		"": yes, "&weekdays=1": day(1), "&weekdays=1,2": day(1, 2), "&weekdays[]=1&weekdays[]=7": day(1, 7), "&weekdays=-1": not(day(1)), "&weekdays[]=-1&weekdays[]=-2": not(day(1, 2)),
		"&venue_types=1": yes, "&venue_types=2": no, "&venue_types=-1": no, "&venue_types[]=1&venue_types[]=3": yes, "&venue_types=-2,-3": yes,
		"&services=1006": body("1006"), "&services=1006,1005": body("1005", "1006"), "&services[]=-1006": not(body("1006")), "&services=1": no,
		"&services=1&recursive=1": inRegion, "&services=-1&recursive=1": not(inRegion), "&services=1&recursive=0": no,
		"&formats=17":                 func(m row) bool { return hasFormat(m, "17") },
		"&formats=17,19":              func(m row) bool { return hasFormat(m, "17", "19") },
		"&formats[]=17&formats[]=-33": func(m row) bool { return hasFormat(m, "17") && !hasFormat(m, "33") },
		"&formats=-17":                func(m row) bool { return !hasFormat(m, "17") },
		"&formats=9&formats_comparison_operator=AND":      func(m row) bool { return hasFormat(m, "9") },
		"&formats=9,14&formats_comparison_operator=OR":    func(m row) bool { return hasFormat(m, "9") || hasFormat(m, "14") },
		"&formats=9,14,-4&formats_comparison_operator=or": func(m row) bool { return (hasFormat(m, "9") || hasFormat(m, "14")) && !hasFormat(m, "4") },
		"&meeting_ids=1452,2560,1032":                     is("id_bigint", "1452", "2560", "1032"), "&meeting_ids=-1452": not(is("id_bigint", "1452")),
		"&meeting_key=location_municipality&meeting_key_value=Buffalo":                              is("location_municipality", "Buffalo"),
		"&meeting_key=location_municipality&meeting_key_value[]=Buffalo&meeting_key_value[]=Albany": is("location_municipality", "Buffalo", "Albany"),
		"&meeting_key=weekday_tinyint&meeting_key_value=3":                                          day(3),
		"&meeting_key=start_time&meeting_key_value=19:30":                                           is("start_time", "19:30:00"),
		"&meeting_key=start_time&meeting_key_value=7:0":                                             is("start_time", "07:00:00"),
		"&meeting_key=duration_time&meeting_key_value=1:15":                                         is("duration_time", "01:15:00"),
		"&meeting_key=worldid_mixed&meeting_key_value=G00216245":                                    is("worldid_mixed", "G00216245"),
		"&meeting_key=service_body_bigint&meeting_key_value=1006":                                   body("1006"),
		"&meeting_key=id_bigint&meeting_key_value=1452":                                             is("id_bigint", "1452"),
		"&meeting_key=meeting_name&meeting_key_value=" + escaped("We Do Recover"):                   is("meeting_name", "We Do Recover"),
		"&meeting_key=formats&meeting_key_value=17":                                                 no, "&meeting_key=latitude&meeting_key_value=40": no, "&meeting_key=longitude&meeting_key_value=-73": no,
		"&meeting_key=nothing&meeting_key_value=1": no, "&meeting_key=location_municipality": no,
		"&StartsAfterH=19&StartsAfterM=30":   func(m row) bool { return start(m) > 19*60+30 },
		"&StartsAfterH=19":                   func(m row) bool { return start(m) > 19*60 },
		"&StartsAfterH=99&StartsAfterM=99":   no,
		"&StartsBeforeH=99&StartsBeforeM=99": func(m row) bool { return start(m) < 23*60+59 },
		"&StartsBeforeH=12&StartsBeforeM=0":  func(m row) bool { return start(m) < 12*60 },
		"&EndsBeforeH=13&EndsBeforeM=30":     func(m row) bool { return start(m)+long(m) <= 13*60+30 },
		"&MinDurationH=1&MinDurationM=30":    func(m row) bool { return long(m) >= 90 },
		"&MaxDurationH=1":                    func(m row) bool { return long(m) <= 60 },
		"&StartsAfterH=17&StartsBeforeH=20&weekdays=2,4&formats=17&services=1&recursive=1": func(m row) bool {
			return start(m) > 17*60 && start(m) < 20*60 && day(2, 4)(m) && hasFormat(m, "17") && inRegion(m)
		},
		"&SearchString=1452,2560": is("id_bigint", "1452", "2560"), "&SearchString=9": is("id_bigint", "9"), "&SearchString=ab": yes,
		"&lat_val=40.7": no, "&lat_val=40.7&long_val=-73.9": no, "&StringSearchIsAnAddress=1&SearchString=zzzzzz": no,
	} {
		compare(t, h, raw, query, published(takes))
	}
	compare(t, h, raw, "&advanced_published=1", published(yes))
	compare(t, h, raw, "&advanced_published=0", yes)
	compare(t, h, raw, "&advanced_published=-1", func(m row) bool { return m["published"] == "0" })
}

// angleTo is how far a meeting of the file is, in degrees on the earth.
func angleTo(m row, lat, lng float64) float64 {
	rad := math.Pi / 180
	a, _ := strconv.ParseFloat(m["latitude"], 64)
	b, _ := strconv.ParseFloat(m["longitude"], 64)
	cos := math.Cos(a*rad)*math.Cos(lat*rad)*math.Cos((b-lng)*rad) + math.Sin(a*rad)*math.Sin(lat*rad)
	return math.Acos(min(1, cos)) / rad
}

func areas(t *testing.T, h *house, raw []row) {
	const lat, lng = 40.7306, -73.9866
	at := "&lat_val=40.7306&long_val=-73.9866"
	within := func(radius, ofDegree float64) func(row) bool {
		return published(func(m row) bool { return angleTo(m, lat, lng)*ofDegree <= radius })
	}
	for query, takes := range map[string]func(row) bool{
		"&geo_width=2": within(2, 69), "&geo_width=0.5": within(0.5, 69), "&geo_width_km=2": within(2, 111.111), "&geo_width_km=25.5": within(25.5, 111.111),
		"&geo_width=2&geo_width_km=50": within(2, 69), "&data_field_key=distance_in_km": within(1e9, 69),
		"&geo_width=3&weekdays=2": published(func(m row) bool { return m["weekday_tinyint"] == "2" && within(3, 69)(m) }),
	} {
		compare(t, h, raw, at+query, takes)
	}
	for _, c := range []struct {
		query            string
		nearest          int
		ofDegree, radius float64
	}{{"&geo_width=-1", 1, 69, 0}, {"&geo_width=-25", 25, 69, 0}, {"&geo_width=-300", 300, 69, 0}, {"&geo_width_km=-40", 40, 111.111, 0}, {"&geo_width=-5000", 5000, 69, 200}} {
		radius := c.radius
		for _, step := range []float64{0.0625, 0.125, 0.1875, 0.25, 0.4375, 0.5, 0.5625, 0.75, 0.8125, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 3.75, 4, 4.25, 4.5, 4.75,
			5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 11, 12, 13, 14, 15, 17.5, 20} {
			if radius == 0 && len(scan(raw, within(step, c.ofDegree))) >= c.nearest {
				radius = step
			}
		}
		compare(t, h, raw, at+c.query, within(radius, c.ofDegree))
	}
	list := h.rows("GetSearchResults", at+"&geo_width=5&sort_results_by_distance=1")
	last := 0.0
	for _, m := range list {
		km, _ := strconv.ParseFloat(m["distance_in_km"], 64)
		miles, err := strconv.ParseFloat(m["distance_in_miles"], 64)
		if err != nil || km < last || math.Abs(km-angleTo(m, lat, lng)*111.111) > 0.001 || math.Abs(miles-angleTo(m, lat, lng)*69) > 0.001 {
			t.Fatalf("%s is %s km away, %s miles", m["id_bigint"], m["distance_in_km"], m["distance_in_miles"])
		}
		last = km
	}
}

func words(t *testing.T, h *house, raw []row) {
	in := func(m row, wanted ...string) bool {
		for name, value := range m {
			if !strings.HasPrefix(name, "location_") && name != "meeting_name" && name != "comments" && !strings.HasSuffix(name, "_lines") {
				continue
			}
			for _, word := range strings.FieldsFunc(strings.ToLower(value), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
				if slices.Contains(wanted, word) {
					return true
				}
			}
		}
		return false
	}
	seen := map[string]bool{}
	for _, m := range raw {
		for _, word := range strings.Fields(m["meeting_name"] + " " + m["comments"]) {
			plain := strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz") == ""
			if len(word) > 3 && plain && !seen[word] && len(seen) < 60 {
				seen[word] = true
				compare(t, h, raw, "&SearchString="+word, published(func(m row) bool { return in(m, strings.ToLower(word)) }))
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d words were tried", len(seen))
	}
	compare(t, h, raw, "&SearchString="+escaped("brooklyn HARLEM to"), published(func(m row) bool { return in(m, "brooklyn", "harlem") }))
}

func pages(t *testing.T, h *house, raw []row) {
	key := func(m row, name string) string {
		if name == "weekday_tinyint" || name == "start_time" || name == "duration_time" {
			return m[name]
		}
		if m[name] == "" {
			return "\U0010ffff" // nothing comes last
		}
		return m[name]
	}
	for query, names := range map[string][]string{
		"": {"weekday_tinyint", "start_time", "duration_time"}, "&sort_keys=location_municipality,weekday_tinyint,start_time": {"location_municipality", "weekday_tinyint", "start_time"},
		"&sort_key=town": {"location_municipality", "location_city_subsection", "location_neighborhood", "weekday_tinyint", "start_time"}, "&sort_keys=location_neighborhood": {"location_neighborhood"},
		"&sort_key=state": {"location_province", "location_municipality"}, "&sort_key=weekday_state": {"weekday_tinyint", "location_province", "location_municipality"},
		"&sort_key=weekday": {"weekday_tinyint", "location_municipality"}, "&sort_key=time": {"weekday_tinyint", "start_time", "location_municipality"}, "&sort_keys=start_time,weekday_tinyint": {"start_time", "weekday_tinyint"},
	} {
		h.Clock.Advance(3 * time.Second)
		list := h.rows("GetSearchResults", query)
		if len(list) != 1513 || !slices.IsSortedFunc(list, func(a, b row) int {
			for _, name := range names {
				if order := cmp.Compare(key(a, name), key(b, name)); order != 0 {
					return order
				}
			}
			return 0
		}) {
			t.Errorf("%q: %d are not in the order of %v", query, len(list), names)
		}
	}
	all := h.found("")
	for _, page := range []int{1, 2, 16, 17} {
		got := h.found("&page_size=100&page_num=" + strconv.Itoa(page))
		want := all[min((page-1)*100, len(all)):min(page*100, len(all))]
		if !slices.Equal(got, want) {
			t.Errorf("page %d has %d meetings", page, len(got))
		}
	}
	if got := h.found("&page_size=10"); !slices.Equal(got, all[:10]) {
		t.Errorf("the first page is %v", got)
	}
	if got := h.found("&page_num=2"); len(got) != len(all) {
		t.Errorf("a page without a size has %d", len(got))
	}
	one, two := h.found("&page_size=700&sort_key=town"), h.found("&page_size=700&page_num=2&sort_key=town")
	three := h.found("&page_size=700&page_num=3&sort_key=town")
	first := slices.Clone(all)
	slices.SortFunc(first, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	if !slices.Equal(sorted(one), sorted(first[:700])) {
		t.Error("what is sorted by words is paged before")
	}
	if together := slices.Concat(one, two, three); !slices.Equal(sorted(together), sorted(all)) {
		t.Errorf("pages by town hold %d", len(together))
	}
}

// everyField: each field of each meeting is what the file has, but for what only
// this place can say.
func everyField(t *testing.T, h *house, raw []row) {
	byID := map[string]row{}
	for _, m := range h.rows("GetSearchResults", "&advanced_published=0") {
		byID[m["id_bigint"]] = m
	}
	for _, m := range raw {
		for name, value := range m {
			if name == "root_server_uri" || name == "zone" || name == "formats" {
				continue
			}
			if name == "format_shared_id_list" {
				value = strings.Join(slices.Compact(strings.Split(value, ",")), ",") // some have one twice
			}
			if _, after, prompted := strings.Cut(value, "#@-@#"); prompted {
				value = after
			}
			if got := byID[m["id_bigint"]][name]; squeezed(got) != squeezed(value) {
				t.Errorf("%s of %s is %q, not %q", name, m["id_bigint"], got, value)
			}
		}
		if got, want := strings.Split(byID[m["id_bigint"]]["formats"], ","), strings.Split(m["formats"], ","); !slices.Equal(sorted(got), slices.Compact(sorted(want))) {
			t.Errorf("%s has the formats %v, not %v", m["id_bigint"], got, want)
		}
	}
}

// squeezed is a text without what cleaning takes out.
func squeezed(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

func formatsOf(t *testing.T, h *house) {
	for lang, count := range map[string]int{"en": 52, "fr": 46, "es": 34, "sv": 7} {
		list := h.rows("GetFormats", "&show_all=1&format_ids[]=-1000000000&lang_enum="+lang)
		mine := slices.DeleteFunc(list, func(f row) bool { return len(f["id"]) > 7 })
		if len(mine) != count || slices.ContainsFunc(mine, func(f row) bool { return f["lang"] != lang }) {
			t.Errorf("in %s there are %d formats, not %d", lang, len(mine), count)
		}
	}
	if bodies := h.rows("GetServiceBodies", ""); len(bodies) != 45 {
		t.Errorf("there are %d bodies, not 44 with that of the source", len(bodies))
	}
	corners := h.rows("GetCoverageArea", "")[0]
	if west, _ := strconv.ParseFloat(corners["nw_corner_longitude"], 64); west > -79 || west < -81 {
		t.Errorf("the west is %v", corners)
	}
	var dump = h.ask("csv/?switcher=GetNAWSDump&sb_id=1059").Body
	if lines := strings.Count(dump, "\n"); lines < 150 {
		t.Errorf("the table of a region has %d lines", lines)
	}
}
