package feed

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"handrail/internal/platform/fault"
)

func TestBMLTOfAServer(t *testing.T) {
	records, report := readEvery(t, readBMLT, filesIn(t, "testdata/bmlt"), Rules{})
	want := []Record{
		{
			Key: "101", WorldID: "G00000101", Name: "Slack Water", Day: 0, Start: 450, Minutes: 90, Way: InPerson, Language: "en",
			Types: []string{"C", "X"}, Formats: []int64{4, 33, 28}, Location: "Boat House", LocationNotes: "By the slip\nring twice",
			Address: "1 Quay Street, Harbour, ME, 04101, USA", Street: "1 Quay Street", Neighbourhood: "The Point", Borough: "Old Town",
			City: "Harbour", County: "Coast County", State: "ME", PostalCode: "04101", Country: "USA",
			Regions: []string{"Harbour Region", "North Shore Area"}, TrainLines: "Green to Quay", BusLines: "7",
			Point: &Point{Lat: 43.6591, Lng: -70.2568}, Notes: "Tea & company", ServiceBody: 12, Entity: &Entity{Name: "North Shore Area"},
			Rest: map[string]json.RawMessage{"harbour_side": json.RawMessage(`"east"`)},
		},
		{
			Key: "102", Name: "Night Tide", Day: 6, Start: 1410, Minutes: 1440, Zone: "America/New_York", Way: Online, Closed: true, Language: "es",
			Types: []string{"TC", "O"}, Formats: []int64{54, 55, 17, 9}, Languages: []string{"es"}, ServiceBody: 13,
			ConferenceURL: "https://zoom.us/j/123456789?pwd=EXAMPLE", ConferenceURLNotes: "Passcode EXAMPLE", ConferencePhone: "+1 555 0199",
			Regions: []string{"Harbour Region", "North Shore Area", "Lighthouse Group"}, Entity: &Entity{Name: "Lighthouse Group"},
		},
		{
			Key: "103", Name: "Both Banks", Day: 2, Start: 1140, Way: Hybrid, Language: "en", Formats: []int64{56}, Location: "Ferry Hall",
			ServiceBody: 12, Regions: []string{"Harbour Region", "North Shore Area"}, Entity: &Entity{Name: "North Shore Area"}, Unpublished: true,
		},
		{
			Key: "104", Name: "Harbour", Day: -1, Start: -1, Minutes: 90, Way: InPerson, Language: "en", Formats: []int64{88}, City: "Harbour", Address: "Harbour",
			ServiceBody: 77, Regions: []string{"Island Area"}, Entity: &Entity{Name: "Island Area"},
		},
		{
			Key: "105", Name: "By keys", Day: 0, Start: 450, Minutes: 90, Way: InPerson, Language: "en", Formats: []int64{17}, Types: []string{"ZZ", "O"},
			ServiceBody: 12, Regions: []string{"Harbour Region", "North Shore Area"}, Entity: &Entity{Name: "North Shore Area"},
		},
	}
	sameRecords(t, records, want)
	if report.Records != 5 || report.Refused != 2 || report.Kind != BMLT || len(report.Bodies) != 4 || len(report.Formats) != 10 {
		t.Errorf("the report is %+v", report)
	}
	if b := report.Bodies[2]; b != (Body{ID: 13, Parent: 12, Name: "Lighthouse Group", Type: "GR"}) {
		t.Errorf("the third body is %+v", b)
	}
	if f := report.Formats[8]; f.Lang != "es" || f.Key != "CE" || f.ID != 4 || f.WorldID != "CLOSED" {
		t.Errorf("the Spanish format is %+v", f)
	}
	if f := report.Formats[9]; f.ID != 88 || f.Key != "XX" {
		t.Errorf("the format that nobody explains is %+v", f)
	}
	odd := map[string]bool{}
	for _, o := range report.Oddities {
		odd[o.Where+" "+o.Field] = true
	}
	for _, where := range []string{"3 (103) time_zone", "3 (103) virtual_meeting_link", "4 (102) id_bigint", "5 (104) meeting_name", "5 (104) start_time", "6 id_bigint"} {
		if !odd[where] {
			t.Errorf("nothing is said of %s: %+v", where, report.Oddities)
		}
	}
}

func TestBMLTContactsOnlyWhereAskedFor(t *testing.T) {
	records, _ := readEvery(t, readBMLT, filesIn(t, "testdata/bmlt"), Rules{Contacts: true})
	want := map[string]string{
		"contact_1_name": "Pat", "contact_1_phone": "555 0111", "contact_1_email": "pat@example.org", "email_contact": "group@example.org",
		"admin_notes": "key is with Pat", "contact_keyholder": "Sam",
	}
	if !reflect.DeepEqual(records[0].Contacts, want) {
		t.Errorf("contacts are %v", records[0].Contacts)
	}
	records, _ = readEvery(t, readBMLT, filesIn(t, "testdata/bmlt"), Rules{})
	for _, r := range records {
		if plain, _ := json.Marshal(r); strings.Contains(string(plain), "Pat") || strings.Contains(string(plain), "Sam") {
			t.Errorf("a contact nobody asked for: %s", plain)
		}
	}
}

func TestBMLTShapes(t *testing.T) {
	one := `{"id_bigint":7,"meeting_name":"A","weekday_tinyint":2,"start_time":"20:00:00","formats":"B","format_shared_id_list":"1"}`
	beside := `[{"id":"1","key_string":"B","lang":"en","world_id":"BEG"}]`
	for name, text := range map[string]string{
		"a list alone":    `[` + one + `]`,
		"with formats":    `{"meetings":[` + one + `],"formats":` + beside + `}`,
		"formats first":   `{"formats":` + beside + `,"more":{"a":[1]},"n":1,"meetings":[` + one + `]}`,
		"byte order mark": "\ufeff" + `[` + one + `]` + "\n \n",
	} {
		records, report := readEvery(t, readBMLT, []File{namedFile("export.json", text)}, Rules{})
		if len(records) != 1 || records[0].Key != "7" || records[0].Day != 1 || records[0].Start != 1200 || len(report.Formats) != 1 || report.Formats[0].Key != "B" {
			t.Errorf("%s: %+v, %+v", name, records, report)
		}
		if types := records[0].Types; strings.Contains(text, "BEG") != (len(types) == 1 && types[0] == "BEG") {
			t.Errorf("%s: types %v", name, types)
		}
	}
}

func TestBMLTPagesInOrder(t *testing.T) {
	page := func(id string) string { return `[{"id_bigint":"` + id + `","meeting_name":"A"}]` }
	records, _ := readEvery(t, readBMLT, []File{
		namedFile("GetSearchResults-10.json", page("3")), namedFile("GetSearchResults-2.json", page("2")), namedFile("GetServerInfo.json", `[{}]`),
		namedFile("GetSearchResults-1.json", page("1")), namedFile("notes.json", page("9")),
	}, Rules{})
	if len(records) != 3 || records[0].Key != "1" || records[1].Key != "2" || records[2].Key != "3" {
		t.Errorf("pages came as %+v", records)
	}
}

func TestBMLTRefusesWhatItCannotReadToItsEnd(t *testing.T) {
	ok := "[\n{\"id_bigint\":\"1\",\"meeting_name\":\"A\"}"
	for name, c := range map[string]struct {
		text string
		line int
	}{
		"cut off":   {ok + ",\n", 3},
		"unclosed":  {ok, 2},
		"trailing":  {ok + "]\n\n<html>", 4},
		"no JSON":   {"\n<!DOCTYPE html>", 2},
		"a number":  {"7", 0},
		"no list":   {`{"error":"gone"}`, 0},
		"huge":      {ok + ",\n{\"id_bigint\":\"" + strings.Repeat("1", 300<<10) + "\"}]", 3},
		"deep":      {`{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, 1},
		"bad value": {ok + ",\n{\"id_bigint\": nope}]", 3},
	} {
		_, err := readBMLT(t.Context(), []File{namedFile("GetSearchResults.json", c.text)}, Rules{}, func(Record) error { return nil })
		f, expected := fault.From(err)
		if !expected || c.line > 0 && f.Args["Line"] != c.line {
			t.Errorf("%s: %v %+v", name, err, f)
		}
	}
	if _, err := readBMLT(t.Context(), nil, Rules{}, nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no files: %v", err)
	}
	if _, err := readBMLT(t.Context(), []File{namedFile("GetFormats.json", "[]"), namedFile("GetServiceBodies.json", "[]")}, Rules{}, nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no file with meetings: %v", err)
	}
}

func TestBMLTEndsWhenToldTo(t *testing.T) {
	_, err := readBMLT(t.Context(), filesIn(t, "testdata/bmlt"), Rules{}, func(Record) error { return io.ErrClosedPipe })
	if err != io.ErrClosedPipe {
		t.Errorf("the error of who takes the records came as %v", err)
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if _, err := readBMLT(ctx, filesIn(t, "testdata/bmlt"), Rules{}, func(Record) error { return nil }); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

func TestBMLTQueries(t *testing.T) {
	for _, root := range []string{"https://harbour.example/main_server", "https://harbour.example/main_server/", "https://harbour.example/main_server/client_interface/json/?switcher=GetFormats"} {
		asks := BMLTQueries(root)
		if len(asks) != 3 || asks["GetSearchResults.json"] != "https://harbour.example/main_server/client_interface/json/?switcher=GetSearchResults" {
			t.Errorf("%s asks %v", root, asks)
		}
		u, err := url.Parse(asks["GetFormats.json"])
		if err != nil || u.Query().Get("show_all") != "1" || len(u.Query()["lang_enum[]"]) < 10 || u.Query().Get("switcher") != "GetFormats" {
			t.Errorf("formats are asked by %v", u)
		}
	}
}

// readEvery reads files to their end.
func readEvery(t testing.TB, read Reader, files []File, rules Rules) (records []Record, report Report) {
	t.Helper()
	report, err := read(t.Context(), files, rules, func(r Record) error { records = append(records, r); return nil })
	if err != nil {
		f, _ := fault.From(err)
		t.Fatalf("%v %+v", err, f)
	}
	return records, report
}

func sameRecords(t *testing.T, got, want []Record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d records, not %d", len(got), len(want))
	}
	for at := range want {
		if !reflect.DeepEqual(got[at], want[at]) {
			t.Errorf("record %d:\n%+v\n%+v", at+1, spelledOut(got[at]), spelledOut(want[at]))
		}
	}
}

func spelledOut(r Record) string {
	text, _ := json.MarshalIndent(r, "", " ")
	return string(text)
}

func namedFile(name, text string) File {
	return File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// filesIn is every file of a folder, or the one file of that name.
func filesIn(t testing.TB, path string) (files []File) {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(path, "*"))
	if len(names) == 0 {
		names = []string{path}
	}
	for _, name := range names {
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
		files = append(files, File{Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	return files
}
