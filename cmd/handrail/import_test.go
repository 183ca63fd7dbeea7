package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/internal/app"
)

const harbour = `[
 {"slug":"harbour","name":"Harbour Lights","day":0,"time":"19:00","types":["O","XQ9"],"formatted_address":"1 Quay, Port Aurel, AX 00001, USA","x_shade":[1,2]},
 {"slug":"wire","name":"On the Wire","day":"2","time":"8:00 AM","conference_url":"https://zoom.us/j/1","timezone":"Europe/Lisbon","email":"private@example.org"},
 {"slug":"odd","name":"Odd","day":"someday","time":"09:00"}
]`

func (p *place) write(name, content string) string {
	p.t.Helper()
	at := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return at
}

func (p *place) exports(format string) string {
	p.t.Helper()
	out, err := p.run("export", "meetings", "--format", format, "--base-url", "https://elm.example")
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

func TestImportingMeetings(t *testing.T) {
	p := openPlace(t)
	file := p.write("area.json", harbour)
	p.does("area: 3 meetings (meeting-guide, programme aa, times of Europe/London where none is said). 3 came, 0 changed, 0 went. Left out: 0. Odd: 1.\n"+
		"  3 (odd), day: We cannot read this day. The meeting is listed as by appointment.", "import", "meetings", file)
	before := p.exports("meeting-guide")
	if strings.Contains(before, "private@") || strings.Count(before, "\n") != 5 || !strings.Contains(before, `"types":["O","XQ9"]`) || !strings.Contains(before, "https://elm.example/meetings/wire") {
		t.Errorf("the export is %s", before)
	}
	p.does("area: nothing has changed", "import", "meetings", file)
	if after := p.exports("meeting-guide"); after != before {
		t.Errorf("a second import of the same changed\n%s to\n%s", before, after)
	}

	bad := p.write("area.json", strings.TrimSuffix(harbour, "]")+"] and more")
	p.refuses("breaks at line 5, character 3", "import", "meetings", bad)
	if after := p.exports("meeting-guide"); after != before {
		t.Error("a bad copy changed something")
	}
	p.refuses("breaks at line 5", "import", "meetings", bad, "--name", "Another")
	p.inside(func(a *app.App) {
		list, err := a.Finder.SourcesHere(t.Context())
		if err != nil || len(list) != 1 {
			t.Errorf("a bad file left a source behind: %+v, %v", list, err)
		}
	})

	changed := p.write("area.json", strings.Replace(harbour, "Harbour Lights", "Harbor Lights", 1))
	p.does("0 came, 1 changed, 0 went", "import", "meetings", changed)
	p.does("1 meetings (tsml-csv", "import", "meetings", p.write("table.csv", "Name,Day,Time\nElms,Monday,7:00 PM\n"))
	p.refuses("read with --programme aa", "import", "meetings", file, "--programme", "na")
	p.refuses("Choose one from the list", "import", "meetings", p.write("x.json", harbour), "--programme", "zz")
	p.refuses("no such file", "import", "meetings", filepath.Join(t.TempDir(), "nothing.json"))
	p.refuses("must be one of", "import", "meetings", file, "--format", "xml")
	p.refuses("holds no saved answers", "import", "meetings", t.TempDir())
	p.refuses("a web page and not a feed", "import", "meetings", p.write("page.json", "<!doctype html>"))
}

// A command that comes second is told so, and takes nothing away from the first.
func TestImportingWhatIsBeingRead(t *testing.T) {
	p := openPlace(t)
	p.does("3 came", "import", "meetings", p.write("area.json", harbour))
	p.inside(func(a *app.App) {
		list, err := a.Finder.SourcesHere(t.Context())
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		held, err := a.Finder.Begin(t.Context(), list[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		changed := p.write("area.json", strings.Replace(harbour, "Harbour Lights", "Harbor Lights", 1))
		p.refuses("This list is being read right now. Try again in a few minutes.", "import", "meetings", changed)
		if err := held.End(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.does("0 came, 1 changed, 0 went", "import", "meetings", changed)
	})
}

func TestImportingFolders(t *testing.T) {
	p := openPlace(t)
	testdata := filepath.Join("..", "..", "internal", "finder", "feed", "testdata")
	p.does("(bmlt, programme na", "import", "meetings", filepath.Join(testdata, "bmlt"), "--name", "A server")
	p.does("Intergroup: 4 meetings (central-query, programme aa, times of Europe/Lisbon", "import", "meetings", testdata, "--timezone", "Europe/Lisbon", "--name", "Intergroup")
}

func TestWhatIsExportedComesBack(t *testing.T) {
	p := openPlace(t)
	p.does("3 came", "import", "meetings", p.write("area.json", harbour))
	for format, name := range map[string]string{"meeting-guide": "area.json", "tsml-csv": "area.csv", "naws": "area.csv"} {
		once := p.exports(format)
		there := openPlace(t)
		there.does("area", "import", "meetings", there.write(name, once), "--programme", "aa")
		if twice := there.exports(format); twice != once {
			t.Errorf("%s:\n%s\n%s", format, once, twice)
		}
	}
	if out := p.exports("ics"); strings.Count(out, "BEGIN:VEVENT") != 2 || !strings.HasSuffix(out, "END:VCALENDAR\r\n") {
		t.Errorf("the calendar is %s", out)
	}
	server := p.exports("bmlt")
	there := openPlace(t)
	there.does("2 came", "import", "meetings", there.write("GetSearchResults.json", server), "--name", "area")
}

func TestImportingFromAnAddress(t *testing.T) {
	p := openPlace(t)
	content, asked := harbour, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write([]byte(content))
	}))
	defer server.Close()
	if out, err := p.run("import", "meetings", server.URL+"/feed.json"); err == nil || asked != 0 {
		t.Errorf("an address inside was asked: %q, %d times", out, asked)
	}
	p.does("3 came", "import", "meetings", server.URL+"/feed.json", "--allow-private", "--name", "Port Aurel Area")
	p.does("Port Aurel Area: nothing has changed", "import", "meetings", server.URL+"/feed.json", "--allow-private")
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}

// TestSamplesAreImported takes in every sample, each into the same place.
func TestSamplesAreImported(t *testing.T) {
	root := os.Getenv("HANDRAIL_SHARED_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(root); err != nil {
		t.Skip("there is no sample data; HANDRAIL_SHARED_DATA names its folder")
	}
	p := openPlace(t)
	for source, says := range map[string]string{
		"meeting-guide/mg-aa-airtable-545.json": "545 came", "meeting-guide/mg-aa-benlomond-35.json": "35 came", "meeting-guide/mg-aa-kansas-city-206.json": "206 came",
		"meeting-guide/mg-aa-nwta-613.json": "613 came", "meeting-guide/mg-aa-orange-county-1967.json": "1967 came", "meeting-guide/mg-aa-sussex-145.json": "145 came",
		"meeting-guide/mg-atlanta-6.json": "6 came", "meeting-guide/mg-eda-185.json": "185 came", "meeting-guide/mg-times-edge-9.json": "9 came",
		"meeting-guide/mg-timezones-edge-2.json": "2 came", "bmlt": "1555 came", "oiaa-online": "160 came",
	} {
		p.does(says, "import", "meetings", filepath.Join(root, source))
		p.does("nothing has changed", "import", "meetings", filepath.Join(root, source))
	}
	tables, err := filepath.Glob(filepath.Join(root, "naws", "*.csv"))
	if err != nil || len(tables) == 0 {
		t.Fatal(err)
	}
	for _, at := range tables {
		p.does("(naws, programme na", "import", "meetings", at)
	}
	p.refuses("line 80, character 3", "import", "meetings", filepath.Join(root, "meeting-guide", "mg-invalid-not-json.json"))
}
