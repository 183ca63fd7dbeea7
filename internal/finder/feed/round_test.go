package feed

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// writer is what all writers of listings have.
type writer interface {
	Write(Listing) error
	Close() error
}

// passed is a record as a place passes it on that has only this source.
func passed(r Record, rules Rules, number int) Listing {
	zone := r.Zone
	if zone == "" && rules.Zone != nil {
		zone = rules.Zone.String()
	}
	return Listing{
		Record: r, Number: int64(10_000_000 + number), Slug: r.Slug, Programme: rules.Programme, Zone: zone, Source: "Port Aurel Area",
		Page: "https://place.example/meetings/" + r.Slug, Changed: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC),
	}
}

// again reads a source and writes what it read.
func again(t testing.TB, kind Kind, files []File, rules Rules, begin func(io.Writer) writer) []byte {
	t.Helper()
	var out bytes.Buffer
	w := begin(&out)
	number := 0
	_, err := Read(context.Background(), kind, files, rules, func(r Record) error {
		number++
		return w.Write(passed(r, rules, number))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asGuide(w io.Writer) writer { return WriteGuide(w) }
func asTable(w io.Writer) writer { return WriteTable(w) }

// circle holds that what is written, read and written anew is the same bytes, and
// that as many records come back as were written.
func circle(t *testing.T, kind Kind, files []File, rules Rules) {
	t.Helper()
	for name, one := range map[string]struct {
		kind  Kind
		begin func(io.Writer) writer
	}{"guide": {MeetingGuide, asGuide}, "table": {TSML, asTable}} {
		once := again(t, kind, files, rules, one.begin)
		twice := again(t, one.kind, inMemory("again", once), rules, one.begin)
		if diff := cmp.Diff(strings.Split(string(once), "\n"), strings.Split(string(twice), "\n")); diff != "" {
			t.Errorf("%s: %.4000s", name, diff)
		}
		_, report, err := taken(one.kind, inMemory("again", once), rules)
		if err != nil || report.Odd > report.Records/4 {
			t.Errorf("%s: our own feed is odd: %v\n%s", name, err, oddities(report))
		}
	}
}

func TestWhatIsWrittenComesBack(t *testing.T) {
	for _, rules := range []Rules{{Programme: "aa", Zone: zone}, {Programme: "na", Zone: time.UTC, Contacts: true}} {
		t.Run(fmt.Sprint(rules.Programme), func(t *testing.T) {
			circle(t, MeetingGuide, inMemory("guide.json", readTestdata(t, "guide.json")), rules)
			circle(t, TSML, inMemory("table.csv", readTestdata(t, "table.csv")), rules)
			circle(t, Central, centralFiles(t), rules)
		})
	}
}

func TestSamplesComeBack(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t, "meeting-guide"), "mg-*[0-9].json"))
	if err != nil || len(files) != 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, at := range files {
		t.Run(filepath.Base(at), func(t *testing.T) {
			circle(t, MeetingGuide, onDisk(at), Rules{Programme: "aa", Zone: zone, Contacts: true})
		})
	}
	t.Run("central", func(t *testing.T) { circle(t, Central, centralSample(t), Rules{Programme: "aa", Zone: time.UTC}) })
}

// TestAWriterPassesOverWhatItCannotSay: what is not weekly, has no time at all, or
// is not published.
func TestAWriterPassesOverWhatItCannotSay(t *testing.T) {
	weekly := Record{Key: "a", Slug: "a", Name: "A", Day: 1, Start: 600}
	for what, one := range map[string]struct {
		change func(*Record)
		stays  bool
	}{
		"weekly":           {func(*Record) {}, true},
		"by appointment":   {func(r *Record) { r.Day, r.Start = -1, -1 }, true},
		"a weekly plan":    {func(r *Record) { r.Plan = &Plan{First: "20260105T1000", Rule: "FREQ=WEEKLY;BYDAY=MO"} }, true},
		"monthly":          {func(r *Record) { r.Plan = &Plan{First: "20260105T1000", Rule: "FREQ=MONTHLY;BYDAY=1MO"} }, false},
		"every other week": {func(r *Record) { r.Plan = &Plan{Rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"} }, false},
		"ending":           {func(r *Record) { r.Plan = &Plan{Rule: "FREQ=WEEKLY;COUNT=3;BYDAY=MO"} }, false},
		"once":             {func(r *Record) { r.Plan = &Plan{First: "20260105T1000"} }, false},
		"in writing":       {func(r *Record) { r.Day, r.Start, r.Asynchronous = -1, -1, true }, false},
		"unpublished":      {func(r *Record) { r.Unpublished = true }, false},
	} {
		r := weekly
		one.change(&r)
		for name, begin := range map[string]func(io.Writer) writer{"guide": asGuide, "table": asTable} {
			var out bytes.Buffer
			w := begin(&out)
			if err := w.Write(passed(r, Rules{Zone: time.UTC}, 1)); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if stays := strings.Contains(out.String(), "place.example/meetings/a") || strings.Contains(out.String(), "A,"); stays != one.stays {
				t.Errorf("%s, %s: written: %v", what, name, stays)
			}
		}
	}
}

func TestWhatAFeedSays(t *testing.T) {
	l := passed(Record{
		Key: "a", Slug: "a", Name: "Harbour <b>", Day: 6, Start: 1410, Minutes: 60, Types: []string{"O"}, Way: Hybrid, Closed: true, Street: "1 Quay",
		Address: "1 Quay, Port Aurel", Regions: []string{"North", "Mill", "Quay", "Far"}, Point: &Point{38.5, -9.25}, Venmo: "@harbour",
		Entity: &Entity{Name: "Area", Website: "https://area.example"}, Updated: 1772352000, Notes: "two\nlines",
		Rest: map[string]stdjson.RawMessage{"z": stdjson.RawMessage(`1`), "b": stdjson.RawMessage(`{"x":"<i>"}`), "name": stdjson.RawMessage(`"no"`), "email": stdjson.RawMessage(`"private@example.org"`)},
	}, Rules{Zone: time.UTC}, 1)
	var guide, table bytes.Buffer
	g, c := WriteGuide(&guide), WriteTable(&table)
	for _, err := range []error{g.Write(l), g.Close(), c.Write(l), c.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := `[
{"slug":"a","name":"Harbour \u003cb\u003e","day":6,"time":"23:30","end_time":"00:30","timezone":"UTC","types":["O","TC"],"notes":"two\nlines","attendance_option":"hybrid","formatted_address":"1 Quay, Port Aurel","address":"1 Quay","latitude":38.5,"longitude":-9.25,"region":"North","sub_region":"Mill","sub_sub_region":"Quay","regions":["North","Mill","Quay","Far"],"venmo":"@harbour","url":"https://place.example/meetings/a","entity":"Area","entity_url":"https://area.example","entity_website_url":"https://area.example","updated":"2026-03-01 08:00:00","b":{"x":"\u003ci\u003e"},"z":1}
]
`
	if diff := cmp.Diff(want, guide.String()); diff != "" {
		t.Error(diff)
	}
	rows := strings.SplitN(table.String(), "\n", 2)
	if rows[0] != "Name,Day,Time,End Time,Types,Notes,Conference URL,Conference URL Notes,Conference Phone,Conference Phone Notes,Location,Address,Region,Sub Region,Location Notes,Timezone,Group,District,Sub District,Website,Website 2,Mailing Address,Venmo,Square,Paypal,Homegroup Online,Email,Phone,Group Notes,Contact 1 Name,Contact 1 Email,Contact 1 Phone,Contact 2 Name,Contact 2 Email,Contact 2 Phone,Contact 3 Name,Contact 3 Email,Contact 3 Phone,Last Contact,Author,Slug,Data Source,Data Source Name,Updated,ID" {
		t.Error(rows[0])
	}
	if want := "Harbour <b>,Saturday,11:30 PM,12:30 AM,\"O, TC\",\"two\nlines\",,,,,,\"1 Quay, Port Aurel\",North,Mill,,UTC,,,,,,,'@harbour,,,,,,,,,,,,,,,,,,a,,Port Aurel Area,2026-03-01 08:00:00,a\n"; rows[1] != want {
		t.Error(cmp.Diff(want, rows[1]))
	}
	var none bytes.Buffer
	if err := WriteGuide(&none).Close(); err != nil || none.String() != "[]\n" {
		t.Errorf("an empty feed: %q, %v", none.String(), err)
	}
}
