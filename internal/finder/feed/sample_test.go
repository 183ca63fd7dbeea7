package feed

import (
	"bytes"
	"cmp"
	"context"
	stdjson "encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/fault"
)

// shared is a folder of sample data beside the checkout; the test is skipped where
// there is none.
func shared(t testing.TB, name string) string {
	t.Helper()
	root := cmp.Or(os.Getenv("HANDRAIL_SHARED_DATA"), filepath.Join("..", "..", "..", "..", "shared", "data"))
	at := filepath.Join(root, name)
	if _, err := os.Stat(at); err != nil {
		t.Skipf("there is no sample data (%s); HANDRAIL_SHARED_DATA names its folder", name)
	}
	return at
}

func onDisk(paths ...string) (files []File) {
	for _, at := range paths {
		files = append(files, File{Name: filepath.Base(at), Open: func() (io.ReadCloser, error) { return os.Open(at) }})
	}
	return files
}

func inMemory(name string, content []byte) []File {
	return []File{{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}}
}

var zone, _ = time.LoadLocation("America/Los_Angeles")

// taken are all records of a source.
func taken(kind Kind, files []File, rules Rules) (list []Record, report Report, err error) {
	report, err = Read(context.Background(), kind, files, rules, func(r Record) error {
		list = append(list, r)
		return nil
	})
	return list, report, err
}

// oddities are how often each oddity of a field was met.
func oddities(r Report) string {
	count := map[string]int{}
	for _, o := range r.Oddities {
		count[o.Field+": "+string(o.What)]++
	}
	var lines []string
	for _, what := range slices.Sorted(maps.Keys(count)) {
		lines = append(lines, fmt.Sprintf("%d %s", count[what], what))
	}
	return strings.Join(lines, "\n")
}

// TestCountsOfSamples holds how many records each sample has, of which ways, how
// many are closed for now or by appointment, and what was odd.
func TestCountsOfSamples(t *testing.T) {
	const unknown = "conference_url: This is no meeting service that finders know. It does not count as a way to join online."
	const nowhere = "latitude: These are not coordinates of a place. They were left out."
	for _, one := range []struct {
		file                            string
		records                         int
		inPerson, online, hybrid, other int
		closed, appointment, contacts   int
		odd                             string
	}{
		{"mg-aa-airtable-545", 545, 103, 434, 4, 4, 434, 0, 0, "104 " + unknown},
		{"mg-aa-benlomond-35", 35, 17, 17, 1, 0, 17, 0, 0, ""},
		{"mg-aa-kansas-city-206", 206, 125, 33, 48, 0, 42, 0, 0, ""},
		{"mg-aa-nwta-613", 613, 612, 0, 0, 1, 0, 0, 0, "53 " + nowhere},
		{"mg-aa-orange-county-1967", 1967, 1432, 385, 148, 2, 1, 1, 1967, "1 last_contact: This is not a date that we can read. It was left out."},
		{"mg-aa-sussex-145", 145, 107, 35, 3, 0, 69, 0, 104, ""},
		{"mg-atlanta-6", 6, 6, 0, 0, 0, 0, 0, 6, ""},
		{"mg-eda-185", 185, 70, 100, 14, 1, 0, 0, 97, ""},
		{"mg-times-edge-9", 9, 0, 0, 8, 1, 0, 1, 1, ""},
		{"mg-timezones-edge-2", 2, 0, 0, 0, 2, 0, 0, 0, ""},
	} {
		t.Run(one.file, func(t *testing.T) {
			files := onDisk(filepath.Join(shared(t, "meeting-guide"), one.file+".json"))
			list, report, err := taken(MeetingGuide, files, Rules{Programme: "aa", Zone: zone, Contacts: true})
			if err != nil {
				t.Fatal(err)
			}
			ways, closed, appointment, contacts := map[Way]int{}, 0, 0, 0
			for _, r := range list {
				ways[r.Way]++
				closed += oneIf(r.Closed)
				appointment += oneIf(!r.Scheduled())
				contacts += oneIf(len(r.Contacts) > 0)
			}
			got := fmt.Sprint(len(list), ways[InPerson], ways[Online], ways[Hybrid], ways[""], closed, appointment, contacts)
			want := fmt.Sprint(one.records, one.inPerson, one.online, one.hybrid, one.other, one.closed, one.appointment, one.contacts)
			if got != want || report.Records != one.records || report.Refused != 0 || oddities(report) != one.odd {
				t.Errorf("%s\nnot %s\n%s", got, want, oddities(report))
			}
			list, _, _ = taken(MeetingGuide, files, Rules{Programme: "aa"})
			if slices.ContainsFunc(list, func(r Record) bool {
				return len(r.Contacts) > 0 || slices.ContainsFunc(slices.Collect(maps.Keys(r.Rest)), isContact)
			}) {
				t.Error("a contact was kept that nobody asked for")
			}
		})
	}
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func TestTheMalformedSampleIsRefused(t *testing.T) {
	_, _, err := taken(MeetingGuide, onDisk(filepath.Join(shared(t, "meeting-guide"), "mg-invalid-not-json.json")), Rules{})
	f, ok := fault.From(err)
	if !ok || f.Args["Line"] != 80 || f.Args["Column"] != 3 {
		t.Errorf("%v", err)
	}
}

func TestCountsOfTheCentralSample(t *testing.T) {
	list, report, err := taken(Central, centralSample(t), Rules{Programme: "aa"})
	if err != nil {
		t.Fatal(err)
	}
	asynchronous, sundays, grouped, zoned := 0, 0, 0, 0
	for _, r := range list {
		asynchronous += oneIf(r.Asynchronous)
		sundays += oneIf(r.Day == 0)
		grouped += oneIf(r.Group != "")
		zoned += oneIf(r.Zone != "")
	}
	if got := fmt.Sprint(len(list), report.Records, report.Refused, asynchronous, sundays, grouped, zoned); got != "160 160 0 10 24 160 149" {
		t.Error(got)
	}
	want := "1 day: Day 0 is taken for Sunday.\n2 types: It is said to be open and closed. We list it as closed."
	if oddities(report) != want {
		t.Error(oddities(report))
	}
}

// TestTwentyRecordsAgreeWithTheirSource compares records that somebody looked up in
// the files: numbers as they stand in the table, words with the file itself, read
// in another way.
func TestTwentyRecordsAgreeWithTheirSource(t *testing.T) {
	type looked struct {
		file                string
		index               int
		day, start, minutes int
		way                 Way
		closed              bool
		types               string
		lat, lng            float64
	}
	for _, one := range []looked{
		{"mg-aa-airtable-545", 0, 5, 810, 0, InPerson, true, "O TC ST TR EN", 0, 0},
		{"mg-aa-airtable-545", 77, 3, 450, 0, Online, true, "O TC D MED EN", 0, 0},
		{"mg-aa-airtable-545", 300, 3, 1200, 0, Online, true, "O TC D EN", 0, 0},
		{"mg-aa-benlomond-35", 0, 1, 360, 60, Online, true, "TC O X", 37.0897575, -122.0926772},
		{"mg-aa-benlomond-35", 20, 4, 1140, 60, Online, true, "TC O", 37.0897575, -122.0926772},
		{"mg-aa-kansas-city-206", 0, 0, 1110, 0, InPerson, false, "O", 39.0169507, -94.6012228},
		{"mg-aa-kansas-city-206", 150, 2, 720, 0, Online, true, "C TC", 38.9820752, -94.5937629},
		{"mg-aa-nwta-613", 0, 1, 720, 0, InPerson, false, "O", 35.216276, -101.84852280000001},
		{"mg-aa-nwta-613", 400, 3, 720, 0, InPerson, false, "C", 33.5636854, -101.8971479},
		{"mg-aa-orange-county-1967", 0, 1, 1170, 45, InPerson, false, "C DR D EN M", 33.6850173, -117.8720761},
		{"mg-aa-orange-county-1967", 900, 4, 720, 0, Online, false, "O", 33.7174708, -117.8311428},
		{"mg-aa-orange-county-1967", 1500, 1, 1200, 0, InPerson, false, "O", 33.7170108, -118.0696303},
		{"mg-aa-sussex-145", 0, 0, 420, 60, Online, true, "LIT LS TC O X", 38.684126, -75.2177773},
		{"mg-aa-sussex-145", 99, 4, 1200, 60, InPerson, false, "D O X", 38.5989379, -75.1762542},
		{"mg-atlanta-6", 0, 0, 540, 60, InPerson, false, "C D", 34.0993033, -84.579446},
		{"mg-atlanta-6", 3, 0, 1140, 60, InPerson, false, "C D X", 34.0993033, -84.579446},
		{"mg-eda-185", 0, 1, 120, 45, Online, false, "", 51.5072178, -0.1275862},
		{"mg-eda-185", 120, 5, 1080, 60, Online, false, "", 39.9525839, -75.1652215},
		{"mg-times-edge-9", 4, -1, -1, 0, Hybrid, false, "O SM", 0, 0},
		{"mg-times-edge-9", 6, 0, 1200, 60, Hybrid, false, "O SM", 0, 0},
	} {
		at := filepath.Join(shared(t, "meeting-guide"), one.file+".json")
		list, _, err := taken(MeetingGuide, onDisk(at), Rules{Programme: "aa", Zone: zone})
		if err != nil {
			t.Fatal(err)
		}
		r := list[one.index]
		p := Point{}
		if r.Point != nil {
			p = *r.Point
		}
		got := looked{one.file, one.index, r.Day, r.Start, r.Minutes, r.Way, r.Closed, strings.Join(r.Types, " "), p.Lat, p.Lng}
		if got != one {
			t.Errorf("%+v\nnot %+v", got, one)
		}
		agree(t, one.file, r, at, one.index)
	}
}

// agree compares the words of a record with the object in the file.
func agree(t *testing.T, name string, r Record, at string, index int) {
	t.Helper()
	content, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	if err := stdjson.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	raw := func(key string) string {
		switch v := all[index][key].(type) {
		case string:
			return strings.TrimSpace(v)
		case float64:
			return fmt.Sprintf("%.0f", v)
		}
		return ""
	}
	for key, got := range map[string]string{
		"slug": r.Slug, "name": r.Name, "notes": r.Notes, "location": r.Location, "location_notes": r.LocationNotes, "address": r.Street,
		"city": r.City, "state": r.State, "postal_code": r.PostalCode, "country": r.Country, "conference_url": r.ConferenceURL,
		"conference_url_notes": r.ConferenceURLNotes, "conference_phone": r.ConferencePhone, "conference_phone_notes": r.ConferencePhoneNotes,
		"group": r.Group, "district": r.District, "website": r.Website, "url": r.URL, "edit_url": r.EditURL, "paypal": r.Paypal,
		"mailing_address": r.Mailing, "last_contact": r.LastContact, "approximate": r.Approximate,
	} {
		if got != raw(key) {
			t.Errorf("%s %d: %s is %q, and %q in the file", name, index, key, got, raw(key))
		}
	}
	if at := time.Unix(r.Updated, 0).UTC().Format(time.DateTime); raw("updated") != "" && at != raw("updated") {
		t.Errorf("%s %d: updated %s, not %s", name, index, at, raw("updated"))
	}
	if given := raw("formatted_address"); given != "" && given != r.Address || given == "" && !strings.Contains(r.Address, raw("city")) {
		t.Errorf("%s %d: the address %q", name, index, r.Address)
	}
}
