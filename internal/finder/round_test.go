package finder_test

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
)

// sample is a source of the sample data.
type sample struct {
	path, programme string
	listed          int // -1 where it has to be refused
}

var samples = []sample{
	{"bmlt", "na", 1555}, {"meeting-guide/mg-aa-orange-county-1967.json", "aa", 1967}, {"meeting-guide/mg-aa-nwta-613.json", "aa", 613},
	{"meeting-guide/mg-aa-airtable-545.json", "aa", 545}, {"meeting-guide/mg-aa-kansas-city-206.json", "aa", 206}, {"meeting-guide/mg-eda-185.json", "eda", 185},
	{"meeting-guide/mg-aa-sussex-145.json", "aa", 145}, {"meeting-guide/mg-aa-benlomond-35.json", "aa", 35}, {"meeting-guide/mg-atlanta-6.json", "aa", 6},
	{"meeting-guide/mg-times-edge-9.json", "aa", 9}, {"meeting-guide/mg-timezones-edge-2.json", "aa", 2}, {"meeting-guide/mg-invalid-not-json.json", "aa", -1},
	{"naws/BMLT_AR48104_cape_cod_area-2.csv", "na", 2}, {"oiaa-online", "aa", 160},
}

func sharedData(t *testing.T) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("HANDRAIL_SHARED_DATA"), "../../../shared/data")
	if _, err := os.Stat(filepath.Join(dir, "meeting-guide")); err != nil {
		t.Skip("the sample feeds are not here: HANDRAIL_SHARED_DATA names their folder")
	}
	return dir
}

func filesOf(t *testing.T, path string) (files []feed.File) {
	t.Helper()
	names := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		names, _ = filepath.Glob(filepath.Join(path, "*"))
	}
	for _, name := range names {
		files = append(files, feed.File{Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	return files
}

// TestEverySampleComesBack takes in every sample, passes all of it on in each form
// that can carry it, takes that in on an empty place, and passes it on again: the
// same bytes. The file that is broken is refused, and nothing is lost by it.
func TestEverySampleComesBack(t *testing.T) {
	dir := sharedData(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		listed := 0
		for _, one := range samples {
			id := h.source(one.path, func(s *finder.Source) { s.Programme, s.Format = one.programme, feed.Auto })
			files := filesOf(t, filepath.Join(dir, one.path))
			run, err := h.Take(t.Context(), id, finder.Copy{Files: files}, nil)
			if one.listed < 0 {
				if err == nil {
					t.Errorf("%s is taken", one.path)
				}
				continue
			}
			if err != nil || run.Came != one.listed {
				t.Fatalf("%s: %d came, %v", one.path, run.Came, err)
			}
			if again, err := h.Take(t.Context(), id, finder.Copy{Files: files}, nil); err != nil || again.Outcome != finder.Same {
				t.Errorf("%s once more: %+v %v", one.path, again.Outcome, err)
			}
			listed += one.listed
		}
		if found, err := h.Find(t.Context(), finder.Query{}); err != nil || found.Total != listed-42-151 { // not published; closed, and not online
			t.Errorf("%d of %d are found, %v", found.Total, listed, err)
		}
		for name, write := range writers {
			first := h.passOn(t, write)
			second := emptyHouse(t)
			id := second.source("All", func(s *finder.Source) { s.Format, s.Programme = feed.Auto, programmeOf(name) })
			if _, err := second.Take(t.Context(), id, fileOf(name, first), nil); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if back := second.passOn(t, write); !bytes.Equal(first, back) {
				t.Errorf("%s comes back otherwise: %s", name, firstDifference(first, back))
			}
		}
	})
}

func programmeOf(name string) string {
	if strings.HasPrefix(name, "naws") {
		return "na"
	}
	return "aa"
}

type listingWriter interface {
	Write(feed.Listing) error
	Close() error
}

var writers = map[string]func(io.Writer) (listingWriter, error){
	"guide.json": func(w io.Writer) (listingWriter, error) { return feed.WriteGuide(w), nil },
	"table.csv":  func(w io.Writer) (listingWriter, error) { return feed.WriteTable(w), nil },
	"naws.csv":   func(w io.Writer) (listingWriter, error) { return feed.WriteNAWS(w, feed.NAWSOptions{}) },
}

func emptyHouse(t *testing.T) (h *house) {
	t.Helper()
	return newHouse(t, dbtest.Open(t, db.Options{Address: dbtest.SQLite(t, dbtest.Schema)}))
}

// passOn writes everything that is listed.
func (h *house) passOn(t *testing.T, open func(io.Writer) (listingWriter, error)) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := open(&out)
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int64
	if err := h.Briefs(t.Context(), func(b finder.Brief) { numbers = append(numbers, b.Number) }); err != nil {
		t.Fatal(err)
	}
	err = h.EachOf(t.Context(), numbers, func(l finder.Listing) error {
		return w.Write(l.Passed(func(slug string) string { return "https://handrail.example/meetings/" + slug }))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func firstDifference(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return "one is longer"
}
