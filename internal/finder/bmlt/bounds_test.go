package bmlt_test

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// many is a feed with so many meetings.
func many(n int) []feed.File {
	var text strings.Builder
	text.WriteString("[")
	for at := range n {
		fmt.Fprintf(&text, `{"name":"Meeting %d","slug":"m-%d","day":%d,"time":"19:00","address":"%d Pier Road","city":"Cork","notes":"tea coffee"},`, at, at, at%7, at)
	}
	return guide(strings.TrimSuffix(text.String(), ",") + "]")
}

// Questions that only rows can answer are for few, and so are answers with
// everything. Nobody else waits for those who ask them.
func TestWhoAsksTooMuchIsToldSo(t *testing.T) {
	h := &house{App: apptest.Open(t, apptest.Options{}, ""), t: t}
	h.add(finder.Source{Name: "Cork Intergroup", Programme: "aa", Zone: "Europe/Dublin", Shared: true}, many(5001))
	const few = "&data_field_key=id_bigint&weekdays=2"
	last := func(times int, more string) int {
		h.Clock.Advance(time.Minute)
		for range times - 1 {
			if got := h.ask("json/?switcher=GetSearchResults" + more); got.Code != 200 {
				t.Fatalf("%s: %d", more, got.Code)
			}
		}
		got := h.ask("json/?switcher=GetSearchResults" + more)
		if got.Code >= 400 && (got.Header.Get("Retry-After") == "" || got.Header.Get("ETag") != "" || got.Header.Get("Cache-Control") != "no-store") {
			t.Errorf("%s: %v", more, got.Header)
		}
		return got.Code
	}
	if got := last(31, few+"&SearchString=meeting"); got != 429 {
		t.Errorf("the 31st search for a word answers %d", got)
	}
	if got := last(40, few); got != 200 {
		t.Errorf("a plain question answers %d", got)
	}
	if got := last(11, "&data_field_key=id_bigint"); got != 429 {
		t.Errorf("the 11th answer with everything is %d", got)
	}
	if got := last(12, "&data_field_key=id_bigint&page_size=20"); got != 200 {
		t.Errorf("a page of everything is %d", got)
	}
}

func TestWordsAndKeysHaveBounds(t *testing.T) {
	each(t, func(h *house) {
		fill := func(words int) string {
			var list []string
			for n := range words {
				list = append(list, fmt.Sprintf("none%d", n))
			}
			return escaped(strings.Join(list, " ") + " pier")
		}
		if got := h.found("&SearchString=" + fill(9)); len(got) != 1 {
			h.t.Errorf("the tenth word finds %v", got)
		}
		if got := h.found("&SearchString=" + fill(10)); len(got) != 0 {
			h.t.Errorf("the eleventh word finds %v", got)
		}
		if got := h.found("&SearchString=" + escaped(strings.Repeat("none ", 39)+"pier")); len(got) != 1 {
			h.t.Errorf("a word twice is one: %v", got)
		}
		if got := h.found("&SearchString=" + escaped(strings.Repeat("none ", 40)+"pier")); len(got) != 0 {
			h.t.Errorf("behind 200 bytes: %v", got)
		}
		plain, byDay := h.found("&sort_keys=published"), h.found("&sort_keys=weekday_tinyint")
		if slices.Equal(plain, byDay) {
			h.t.Fatal("the order of the days is that of the numbers")
		}
		if got := h.found("&sort_keys=published,venue_nothing,published,published,published,published,published,weekday_tinyint"); !slices.Equal(got, byDay) {
			h.t.Errorf("a key counts once: %v", got)
		}
		if got := h.found("&sort_keys=published,service_body_name,email_contact,distance_in_km,root_server_uri,weekday_tinyint"); !slices.Equal(got, plain) {
			h.t.Errorf("the sixth key counts: %v", got)
		}
	})
}

// The fields of servers' owners are looked up anew when the server has others.
func TestANewFieldOfAServersOwner(t *testing.T) {
	each(t, func(h *house) {
		files := folder(h.t, "../feed/testdata/bmlt")
		id := h.add(finder.Source{Name: "Other shore", Programme: "na", Zone: "America/New_York", Shared: true}, files)
		keys := func() string {
			var list []string
			for _, k := range h.rows("GetFieldKeys", "") {
				list = append(list, k["key"])
			}
			return strings.Join(list, ",")
		}
		if got := keys(); !strings.HasSuffix(got, ",harbour_side") {
			h.t.Fatalf("the keys are %s", got)
		}
		for at, f := range files {
			text, err := os.ReadFile("../feed/testdata/bmlt/" + f.Name)
			if err != nil {
				h.t.Fatal(err)
			}
			other := strings.ReplaceAll(string(text), "harbour_side", "ferry_side")
			files[at].Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(other)), nil }
		}
		h.take(id, files)
		if got := keys(); !strings.HasSuffix(got, ",ferry_side,harbour_side") {
			h.t.Errorf("then the keys are %s", got)
		}
	})
}

// To programs a meeting that loses its time went, and one that gets it came.
func TestChangesOfWhatHasNoTime(t *testing.T) {
	each(t, func(h *house) {
		day := func(names ...string) {
			h.Clock.Advance(24 * time.Hour)
			var list []string
			for _, name := range []string{"Pier", "Quay", "Lee"} {
				at := ""
				if slices.Contains(names, name) {
					at = `"day":1,"time":"19:00",`
				}
				list = append(list, fmt.Sprintf(`{"name":"%s","slug":"%s",%s"address":"%d Pier Road","city":"Cork"}`, name, strings.ToLower(name), at, len(names)))
			}
			h.take(h.cork, guide("["+strings.Join(list, ",")+"]"))
		}
		day("Pier")
		day("Quay")
		var got []string
		for _, c := range h.rowsOf("GetChanges", "&start_date=2026-11-26") {
			got = append(got, c["meeting_name"].(string)+" "+strings.TrimPrefix(c["change_type"].(string), "comdef_change_type_"))
		}
		if text := strings.Join(sorted(got), ", "); text != "Pier delete, Quay new" {
			h.t.Errorf("the changes are %s", text)
		}
		if all := h.ask("json/?switcher=GetChanges").Body; strings.Contains(all, "0-1") || strings.Contains(all, `"duration_time":"00:00:00"`) {
			h.t.Errorf("something has no time: %s", all)
		}
	})
}
