package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/fault"
)

func TestNAWS(t *testing.T) {
	records, report := readEvery(t, readNAWS, filesIn(t, "testdata/naws.csv"), Rules{})
	shore, light := report.Bodies[0].ID, report.Bodies[1].ID
	want := []Record{
		{
			Key: "101", WorldID: "G00000101", Name: "Slack Water", Day: 0, Start: 450, Way: InPerson, Types: []string{"C", "X", "W", "STEP", "CH", "Timer", "ASL"},
			Languages: []string{"es", "fi"}, Location: "Boat House", Street: "1 Quay Street", City: "Harbour", Neighbourhood: "The Point", State: "ME",
			PostalCode: "04101", Country: "US", Address: "1 Quay Street, Harbour, ME, 04101, US", LocationNotes: "By the slip, ring twice",
			Updated: time.Date(2021, 6, 10, 0, 0, 0, 0, time.UTC).Unix(), Point: &Point{Lat: 43.6591, Lng: -70.2568}, ServiceBody: shore,
			Entity: &Entity{Name: "North Shore Area"}, Regions: []string{"North Shore Area"},
			Rest: map[string]json.RawMessage{
				"AddDate": json.RawMessage(`"1/2/20"`), "AreaRegion": json.RawMessage(`"AR012"`), "Room": json.RawMessage(`"Timer, ASL"`),
				"Language1": json.RawMessage(`"ES"`), "Language2": json.RawMessage(`"FIN"`),
			},
		},
		{
			Key: "OLM102-6-1410", WorldID: "OLM102", Name: "=Night Tide", Day: 6, Start: 1410, Way: Online, Closed: true, Types: []string{"O", "TC"},
			Languages: []string{"en"}, ConferencePhone: "+1 555 0199", ConferenceURL: "https://zoom.us/j/123456789", ConferenceURLNotes: "Passcode EXAMPLE",
			Zone: "America/New_York", Unpublished: true, ServiceBody: light, Entity: &Entity{Name: "Lighthouse Group"}, Regions: []string{"Lighthouse Group"},
			Rest: map[string]json.RawMessage{"AreaRegion": json.RawMessage(`"WORLD_ID_MISSING"`), "Language1": json.RawMessage(`"ENG"`)},
		},
		{
			Key: "104", WorldID: "G00000104", Name: "Both Banks", Day: 2, Start: 465, Way: Hybrid, Location: "Ferry Hall", Street: "2 Quay Street",
			City: "Harbour", State: "ME", Country: "US", Address: "2 Quay Street, Harbour, ME, US", ServiceBody: shore,
			Entity: &Entity{Name: "North Shore Area"}, Regions: []string{"North Shore Area"}, Rest: map[string]json.RawMessage{"AreaRegion": json.RawMessage(`"AR012"`)},
		},
	}
	sameRecords(t, records, want)
	if report.Records != 3 || report.Refused != 1 || report.Oddities[0].Where != "3 (103)" || len(report.Bodies) != 2 || report.Bodies[1].WorldID != "" {
		t.Errorf("the report is %+v", report)
	}
	records, _ = readEvery(t, readNAWS, filesIn(t, "testdata/naws.csv"), Rules{Contacts: true})
	if c := records[0].Contacts; len(c) != 2 || c["ContactName"] != "Pat" || c["ContactPhone"] != "555 0111" {
		t.Errorf("contacts are %v", c)
	}
}

// What the table can carry comes out as it went in, byte by byte.
func TestNAWSOutAndInAndOut(t *testing.T) {
	raw, err := os.ReadFile("testdata/naws.csv")
	if err != nil {
		t.Fatal(err)
	}
	first := exported(t, raw, Rules{Contacts: true})
	second := exported(t, first, Rules{Contacts: true})
	if !bytes.Equal(first, second) {
		t.Errorf("out, in and out again:\n%s\n%s", first, second)
	}
	in, out := rowsOf(t, raw), rowsOf(t, first)
	if len(in) != 5 || len(out) != 4 || strings.Join(in[0], ",") != strings.Join(out[0], ",") {
		t.Fatalf("%d rows became %d", len(in), len(out))
	}
	for at, column := range in[0] {
		if in[1][at] != out[1][at] || in[2][at] != out[2][at] && column != "bmlt_id" {
			t.Errorf("%s: %q and %q became %q and %q", column, in[1][at], in[2][at], out[1][at], out[2][at])
		}
	}
	if plain := string(exported(t, raw, Rules{})); strings.Contains(plain, "Pat") || strings.Contains(plain, "555 0111") {
		t.Error("a contact was passed on that nobody asked for")
	}
}

// exported reads a table and writes it, as an installation that it came to would.
func exported(t testing.TB, table []byte, rules Rules) []byte {
	t.Helper()
	records, _ := readEvery(t, readNAWS, []File{namedFile("naws.csv", string(table))}, rules)
	var out bytes.Buffer
	w, err := WriteNAWS(&out, NAWSOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for at, r := range records {
		if err := w.Write(Listing{Record: r, Number: 10_000_000 + int64(at), Zone: r.Zone}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func rowsOf(t testing.TB, table []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestNAWSWritesWhatTheTableAsksFor(t *testing.T) {
	var out bytes.Buffer
	w, err := WriteNAWS(&out, NAWSOptions{Body: func(Listing) Body { return Body{Name: "North Shore Area"} }})
	if err != nil {
		t.Fatal(err)
	}
	l := Listing{Number: 10_000_007, Changed: time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC), Record: Record{
		Key: "slack-water", Name: "@cmd", Day: 1, Start: 1170, Way: Hybrid, Closed: true, Borough: "Old Town", City: "Harbour", Neighbourhood: "The Point",
		LocationNotes: "Up the stairs", Notes: "Bring a cup", Types: []string{"STEP", "GL", "O", "M", "W", "X", "TRAD", "Walk and talk"}, Point: &Point{Lat: -1.5, Lng: 2},
	}}
	if err := w.Write(l); err != nil {
		t.Fatal(err)
	}
	if err := w.Deleted(l); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(t, out.Bytes())
	want := map[string]string{
		"CommitteeName": "'@cmd", "AreaRegion": "WORLD_ID_MISSING", "ParentName": "North Shore Area", "Room": "Walk and talk", "Closed": "OPEN", "WheelChr": "TRUE",
		"Day": "Monday", "Time": "1930", "City": "Old Town", "LocBorough": "The Point", "Directions": "Up the stairs, Bring a cup", "Institutional": "FALSE",
		"Format1": "TC", "Format2": "HYBR", "Format3": "W", "Format4": "M", "Format5": "GL", "LastChanged": "11/3/26", "Latitude": "-1.5", "Longitude": "2",
		"bmlt_id": "10000007",
	}
	if len(rows) != 3 || len(rows[1]) != 52 {
		t.Fatalf("%d rows of %d", len(rows), len(rows[0]))
	}
	for at, column := range rows[0] {
		if rows[1][at] != want[column] {
			t.Errorf("%s is %q, not %q", column, rows[1][at], want[column])
		}
		if column == "Delete" && rows[2][at] != "D" {
			t.Errorf("a deleted one says %q", rows[2][at])
		}
	}
}

// The codes of other programmes are read as their own: S is Spanish in one.
func TestNAWSOfOtherProgrammes(t *testing.T) {
	var out bytes.Buffer
	w, err := WriteNAWS(&out, NAWSOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(Listing{Number: 10_000_001, Programme: "aa", Record: Record{Key: "pier", Name: "Pier", Day: 1, Start: 60, Way: Online, Types: []string{"O", "S", "BE", "B", "M", "ZZ"}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(t, out.Bytes())
	want := map[string]string{"Closed": "OPEN", "Language1": "ES", "Format1": "VM", "Format2": "M", "Format3": "BEG", "Format4": "", "Room": "Big Book, ZZ"}
	for at, column := range rows[0] {
		if said, asked := want[column]; asked && rows[1][at] != said {
			t.Errorf("%s is %q, not %q", column, rows[1][at], said)
		}
	}
	if second := exported(t, out.Bytes(), Rules{}); !bytes.Equal(out.Bytes(), second) {
		t.Errorf("out, in and out again:\n%s\n%s", out.Bytes(), second)
	}
}

func TestNAWSRefusesWhatItCannotReadToItsEnd(t *testing.T) {
	head := "CommitteeName,Day,Time\n"
	for name, c := range map[string]struct {
		text string
		line int
	}{
		"empty":         {"", 0},
		"other columns": {"Name,Address\nA,B\n", 0},
		"open quote":    {head + "A,Sunday,1900\n\"B,Sunday,1900\nC,Sunday,1900\n", 3},
		"stray quote":   {head + "A\"B,Sunday,1900\n", 2},
		"huge":          {head + "A,Sunday,1900\n\"" + strings.Repeat("x\n", 200<<10), 3},
	} {
		_, err := readNAWS(t.Context(), []File{namedFile("naws.csv", c.text)}, Rules{}, func(Record) error { return nil })
		f, expected := fault.From(err)
		if !expected || c.line > 0 && f.Args["Line"] != c.line {
			t.Errorf("%s: %v %+v", name, err, f)
		}
	}
	if _, err := readNAWS(t.Context(), []File{namedFile("naws.csv", head+"A,Sunday,1900\n")}, Rules{}, func(Record) error { return io.ErrClosedPipe }); err != io.ErrClosedPipe {
		t.Errorf("the error of who takes the records came as %v", err)
	}
}

func FuzzNAWS(f *testing.F) {
	raw, err := os.ReadFile("testdata/naws.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(raw))
	f.Add("CommitteeName,Day,Time,Language1,Language2\nA,Sunday,0700,2330,ENG\n")
	f.Add("CommitteeName,Day,Time,Format1,Room\n\"'=A\",sunday,7:00,CLOSED,\"LANG, VM\"\n")
	f.Fuzz(func(t *testing.T, table string) {
		_, err := readNAWS(t.Context(), []File{namedFile("naws.csv", table)}, Rules{Contacts: true}, func(r Record) error { return sound(t, r) })
		if err != nil {
			return
		}
		first := exported(t, []byte(table), Rules{Contacts: true})
		if second := exported(t, first, Rules{Contacts: true}); !bytes.Equal(first, second) {
			t.Errorf("out, in and out again:\n%q\n%q", first, second)
		}
	})
}

func FuzzBMLT(f *testing.F) {
	for _, file := range filesIn(f, "testdata/bmlt") {
		open, err := file.Open()
		if err != nil {
			f.Fatal(err)
		}
		text, err := io.ReadAll(open)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := []File{namedFile("GetSearchResults.json", text), namedFile("GetFormats.json", text), namedFile("GetServiceBodies.json", text)}
		readBMLT(t.Context(), files, Rules{Contacts: true}, func(r Record) error { return sound(t, r) })
		readBMLT(t.Context(), files[:1], Rules{}, func(r Record) error { return sound(t, r) })
	})
}

// sound tells what every record has to hold to, whatever it was read from.
func sound(t *testing.T, r Record) error {
	if r.Name == "" || r.Key == "" || (r.Day < 0) != (r.Start < 0) || r.Day > 6 || r.Start >= 24*60 || r.Minutes < 0 || r.Minutes > 24*60 {
		t.Errorf("a record like no other: %s", spelledOut(r))
	}
	if len(r.Name) > 4*longestName || len(r.Notes) > 4*longestText || len(r.Types) > 2*mostInList || len(r.Rest) > mostInList {
		t.Errorf("a record without bounds: %s", spelledOut(r))
	}
	for _, address := range []string{r.ConferenceURL, r.Website} {
		if address != "" && link(address) != address {
			t.Errorf("a link that is none: %q", address)
		}
	}
	return nil
}
