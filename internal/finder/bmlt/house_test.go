package bmlt_test

import (
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// house is a place with sources.
type house struct {
	*apptest.App
	t    testing.TB
	cork string // the source of the Meeting Guide
}

// each runs a test on both engines in a place that passes on the meetings of a BMLT
// server, and those of a feed of the Meeting Guide.
func each(t *testing.T, test func(h *house)) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := &house{App: a, t: t}
		h.add(finder.Source{Name: "Harbour Region", Programme: "na", Zone: "America/New_York", Shared: true}, folder(t, "../feed/testdata/bmlt"))
		h.cork = h.add(finder.Source{Name: "Cork Intergroup", Programme: "aa", Zone: "Europe/Dublin", Shared: true}, guide(`[
			{"name":"Pier","slug":"pier","day":1,"time":"19:00","end_time":"20:00","types":["O","S","BE","ZZ"],"location":"Pier House","address":"1 Pier Road","city":"Cork","country":"IE","latitude":51.9,"longitude":-8.47},
			{"name":"Quay","slug":"quay","day":2,"time":"19:00","types":["C"],"conference_url":"https://zoom.us/j/1"},
			{"name":"Some day","slug":"some-day","city":"Cork"}]`))
		h.add(finder.Source{Name: "Kept back", Programme: "aa", Zone: "Europe/Dublin"}, guide(`[{"name":"Secret","slug":"secret","day":1,"time":"19:00","address":"1 A","city":"Cork"}]`))
		test(h)
	})
}

// add adds a source with a copy of it.
func (h *house) add(one finder.Source, files []feed.File) string {
	h.t.Helper()
	if one.Format == "" {
		one.Format = feed.Auto
	}
	id, err := h.Finder.AddHere(h.t.Context(), one)
	if err != nil {
		h.t.Fatal(err)
	}
	h.take(id, files)
	return id
}

func (h *house) take(id string, files []feed.File) {
	h.t.Helper()
	if _, err := h.Finder.Take(h.t.Context(), id, finder.Copy{Files: files}, nil); err != nil {
		h.t.Fatal(err)
	}
}

func guide(text string) []feed.File {
	return []feed.File{{Name: "meetings.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}}
}

func folder(t testing.TB, dir string) (files []feed.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("there is nothing in %s: %v", dir, err)
	}
	for _, name := range names {
		files = append(files, feed.File{Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	return files
}

// ask asks as a program of another site does.
func (h *house) ask(address string, headers ...string) apptest.Answer {
	r := h.Request("GET", "/bmlt/client_interface/"+address, nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Origin", "https://elsewhere.example")
	for at := 0; at < len(headers); at += 2 {
		r.Header.Set(headers[at], headers[at+1])
	}
	return h.Do(apptest.Vera, r)
}

// read reads an answer in JSON.
func (h *house) read(address string, into any) {
	h.t.Helper()
	got := h.ask(address)
	if got.Code != 200 {
		h.t.Fatalf("%s answers %d: %s", address, got.Code, got.Body)
	}
	if err := json.Unmarshal([]byte(got.Body), into); err != nil {
		h.t.Fatalf("%s: %v: %.300s", address, err, got.Body)
	}
}

type row = map[string]string

func (h *house) rows(switcher, more string) (list []row) {
	h.t.Helper()
	h.read("json/?switcher="+switcher+more, &list)
	return list
}

// found are the ids of the meetings that a question finds, in their order.
func (h *house) found(more string) (ids []string) {
	h.t.Helper()
	for _, m := range h.rows("GetSearchResults", more) {
		ids = append(ids, m["id_bigint"])
	}
	return ids
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

func escaped(text string) string { return url.QueryEscape(text) }
