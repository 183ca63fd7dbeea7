package finder_test

import (
	"fmt"
	"strings"
	"testing"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// server is a copy of a BMLT server that lists these meetings under ids from the
// first on.
func server(first int, names ...string) finder.Copy {
	var list []string
	for i, name := range names {
		list = append(list, fmt.Sprintf(`{"id_bigint":"%d","service_body_bigint":"3","weekday_tinyint":"2","start_time":"19:00:00","duration_time":"01:00:00","format_shared_id_list":"17","formats":"O","meeting_name":"%s","published":"1"}`, first+i, name))
	}
	c := fileOf("GetSearchResults.json", []byte("["+strings.Join(list, ",")+"]"))
	c.Files = append(c.Files,
		fileOf("GetFormats.json", []byte(`[{"key_string":"O","name_string":"Open","description_string":"","lang":"en","id":"17","world_id":"OPEN"}]`)).Files[0],
		fileOf("GetServiceBodies.json", []byte(`[{"id":"3","parent_id":"0","name":"Cork","description":"","type":"AS"}]`)).Files[0])
	return c
}

// root adds a server and says whether it keeps its numbers, all of them or none.
func (h *house) root(name, address string, c finder.Copy) (id string, keeps bool) {
	h.t.Helper()
	id = h.source(name, func(one *finder.Source) { one.Format, one.Programme, one.URL = feed.BMLT, "na", address })
	run, err := h.Take(h.t.Context(), id, c, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	small, large := 0, 0
	count := func(source string, n int64) {
		switch {
		case source != id || n == 0:
		case n < 10_000_000:
			small++
		default:
			large++
		}
	}
	err = h.Briefs(h.t.Context(), func(b finder.Brief) { count(b.Source, b.Number) })
	if err != nil {
		h.t.Fatal(err)
	}
	formats, err := h.Formats(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range formats {
		count(f.Source, f.Number)
	}
	bodies, err := h.Bodies(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, b := range bodies {
		if b.ID != 0 {
			count(b.Source, b.Number)
		}
	}
	if small > 0 && large > 0 || small+large != run.Records+2 {
		h.t.Errorf("%s has %d numbers of its own and %d of ours", name, small, large)
	}
	return id, small > 0
}

// The server that was the first gets its numbers back when it comes again; no other
// ever gets them.
func TestTheFirstServerComesBack(t *testing.T) {
	each(t, func(h *house) {
		pier, cork := server(1, "Pier", "Quay", "Tide"), server(1, "Cork", "Shandon", "Lee")
		add := func(name, address string, c finder.Copy, keeps bool) string {
			h.t.Helper()
			id, kept := h.root(name, address, c)
			if kept != keeps {
				h.t.Errorf("%s at %q: it keeps its numbers: %v", name, address, kept)
			}
			return id
		}
		remove := func(ids ...string) {
			h.t.Helper()
			for _, id := range ids {
				if err := h.Remove(h.t.Context(), steward, id); err != nil {
					h.t.Fatal(err)
				}
			}
		}
		first := add("Harbour", "https://harbour.example/main_server/", pier, true)
		twin := add("Harbour again", "https://harbour.example/main_server", pier, false)
		remove(first)
		other := add("Cork", "https://cork.example/main_server/", cork, false)
		remove(twin)
		back := add("Another name", "http://HARBOUR.example:80/main_server/client_interface/json/?switcher=GetSearchResults", server(2, "Quay", "Tide", "Moon"), true)
		remove(back, other)
		add("Harbour", "https://harbour.example/other_server", pier, false)
		add("Harbour", "https://harbour.example:8443/main_server", pier, false)
		add("Harbour", "https://harbour.example.evil.example/main_server", pier, false)
		add("Harbour", "https://harbour.example/main_server", pier, true)
	})
}

// A server whose answers are files is known by its name and by its meetings.
func TestTheFirstServerOfFilesComesBack(t *testing.T) {
	each(t, func(h *house) {
		once := func(name string, c finder.Copy, keeps bool) {
			h.t.Helper()
			id, kept := h.root(name, "", c)
			if kept != keeps {
				h.t.Errorf("%s keeps its numbers: %v", name, kept)
			}
			if err := h.Remove(h.t.Context(), steward, id); err != nil {
				h.t.Fatal(err)
			}
		}
		once("bmlt", server(1, "Pier", "Quay", "Tide", "Moon"), true)
		once("bmlt", server(1, "Cork", "Shandon", "Lee", "Moon"), false)       // the same ids, other meetings
		once("bmlt", server(5, "Pier", "Quay", "Tide", "Moon"), false)         // other ids
		once("saved", server(1, "Pier", "Quay", "Tide", "Moon"), false)        // another name
		once("bmlt", server(1, "Pier", "Quay", "Tide", "Moons", "Kelp"), true) // it changed a little
		once("bmlt", server(3, "Tide", "Moons", "Kelp"), true)
	})
}
