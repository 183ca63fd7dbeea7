package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// bmltSample is a folder of the samples beside the project.
func bmltSample(t *testing.T, folder string) string {
	t.Helper()
	shared := os.Getenv("HANDRAIL_SHARED_DATA")
	if shared == "" {
		shared = "../../../../shared/data"
	}
	dir := filepath.Join(shared, folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the samples are not here (set HANDRAIL_SHARED_DATA): %v", err)
	}
	return dir
}

// Each record of the sample says what the file says, which is read here in another
// way.
func TestBMLTSample(t *testing.T) {
	dir := bmltSample(t, "bmlt")
	text, err := os.ReadFile(filepath.Join(dir, "GetSearchResults.json"))
	if err != nil {
		t.Fatal(err)
	}
	var raw []map[string]string
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	records, report := readEvery(t, readBMLT, filesIn(t, dir), Rules{})
	if len(records) != 1555 || len(raw) != 1555 || report.Refused != 0 || report.Odd != 0 || len(report.Formats) != 139 || len(report.Bodies) != 44 {
		t.Errorf("%d records of %d, %d refused, %d odd, %d formats, %d bodies", len(records), len(raw), report.Refused, report.Odd, len(report.Formats), len(report.Bodies))
	}
	published := 0
	for at, r := range records {
		if !r.Unpublished {
			published++
		}
		if got, want := squeezed(saysOf(r)), squeezed(rawOf(raw[at])); got != want {
			t.Errorf("record %d:\n%s\n%s", at+1, got, want)
		}
	}
	if published != 1513 {
		t.Errorf("%d are published", published)
	}
}

// squeezed is a text without what cleaning takes out of this file: control
// characters, and more than one space.
func squeezed(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// saysOf is what a record says, and rawOf what a file does, in the same words.
func saysOf(r Record) string {
	var point string
	if r.Point != nil {
		point = fmt.Sprintf("%.6f %.6f", r.Point.Lat, r.Point.Lng)
	}
	ids := make([]string, len(r.Formats))
	for at, id := range r.Formats {
		ids[at] = strconv.FormatInt(id, 10)
	}
	closed, open := slices.Contains(r.Types, "C"), slices.Contains(r.Types, "O")
	return fmt.Sprint([]any{
		r.Key, r.WorldID, r.ServiceBody, r.Entity.Name, r.Day + 1, r.Way, fmt.Sprintf("%02d:%02d:00 %02d:%02d:00", r.Start/60, r.Start%60, r.Minutes/60, r.Minutes%60),
		strings.Join(ids, ","), closed, open, slices.Contains(r.Languages, "es"), r.Language, point, !r.Unpublished, r.Name, r.Location, r.LocationNotes, r.Street, r.Borough, r.Neighbourhood,
		r.City, r.County, r.State, r.PostalCode, r.Country, r.Notes, r.TrainLines, r.BusLines,
	})
}

func rawOf(m map[string]string) string {
	has := func(id string) bool { return strings.Contains(","+m["format_shared_id_list"]+",", ","+id+",") }
	tidy := func(field string) string {
		if _, after, prompted := strings.Cut(m[field], "#@-@#"); prompted {
			return after
		}
		return m[field]
	}
	number := func(field string) float64 { f, _ := strconv.ParseFloat(m[field], 64); return f }
	day, _ := strconv.Atoi(m["weekday_tinyint"])
	body, _ := strconv.ParseInt(m["service_body_bigint"], 10, 64)
	return fmt.Sprint([]any{
		m["id_bigint"], m["worldid_mixed"], body, m["service_body_name"], day, InPerson, m["start_time"] + " " + m["duration_time"],
		m["format_shared_id_list"], has("4"), has("17"), has("9"), m["lang_enum"], fmt.Sprintf("%.6f %.6f", number("latitude"), number("longitude")), m["published"] == "1",
		tidy("meeting_name"), tidy("location_text"), tidy("location_info"), tidy("location_street"), tidy("location_city_subsection"), tidy("location_neighborhood"),
		tidy("location_municipality"), tidy("location_sub_province"), tidy("location_province"), tidy("location_postal_code_1"), tidy("location_nation"),
		tidy("comments"), tidy("train_lines"), tidy("bus_lines"),
	})
}

func TestNAWSSample(t *testing.T) {
	for _, f := range filesIn(t, bmltSample(t, "naws")) {
		open, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer open.Close()
		var raw bytes.Buffer
		if _, err := raw.ReadFrom(open); err != nil {
			t.Fatal(err)
		}
		first := exported(t, raw.Bytes(), Rules{})
		if second := exported(t, first, Rules{}); !bytes.Equal(first, second) {
			t.Errorf("%s: out, in and out again:\n%s\n%s", f.Name, first, second)
		}
		if got, want := fmt.Sprint(rowsOf(t, first)), fmt.Sprint(rowsOf(t, raw.Bytes())); got != want {
			t.Errorf("%s came out otherwise:\n%s\n%s", f.Name, got, want)
		}
	}
}
