package bmlt_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
)

// A word that few say, and a field with a value that few have, reads few rows: it
// does not count for what reads many.
func TestWhatFewSayReadsFew(t *testing.T) {
	h := &house{App: apptest.Open(t, apptest.Options{}, ""), t: t}
	from, err := many(5001)[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	h.add(finder.Source{Name: "Cork Intergroup", Programme: "aa", Zone: "Europe/Dublin", Shared: true}, guide(strings.Replace(string(text), "Meeting 4711", "Meeting Marmalade", 1)))
	for _, query := range []string{"&SearchString=marmalade", "&SearchString=nowhere+MARMALADE", "&meeting_key=meeting_name&meeting_key_value=Meeting+Marmalade"} {
		h.Clock.Advance(time.Minute)
		for range 31 {
			if got := h.rows("GetSearchResults", query); len(got) != 1 || got[0]["meeting_name"] != "Meeting Marmalade" {
				t.Fatalf("%s finds %v", query, got)
			}
		}
	}
}

// bmltFile is the answer of a server with these meetings.
func bmltFile(meetings ...string) []feed.File {
	text := "[" + strings.Join(meetings, ",") + "]"
	return []feed.File{{Name: "GetSearchResults.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}}
}

// Words are found in every field that is searched, by word and by the whole of it,
// and in no other.
func TestWordsAreFoundInEveryField(t *testing.T) {
	searched := []string{
		"meeting_name", "location_text", "location_info", "location_street", "location_city_subsection", "location_neighborhood", "location_municipality",
		"location_sub_province", "location_province", "location_postal_code_1", "location_nation", "comments", "train_lines", "bus_lines",
		"phone_meeting_number", "virtual_meeting_link", "virtual_meeting_additional_info", "harbour_side", "hidden_cove",
	}
	value := func(at int) string {
		switch searched[at] {
		case "virtual_meeting_link":
			return fmt.Sprintf("https://kelp.example/elan-40%dx", at)
		case "phone_meeting_number":
			return fmt.Sprintf("+353 555 40%dx", at)
		}
		return fmt.Sprintf("Das Élan № 40%dx, the \\\"quay\\\"", at)
	}
	word := func(at int) string { return fmt.Sprintf("40%dX", at) }
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := &house{App: a, t: t}
		var meetings []string
		for at, name := range searched {
			fields := map[string]string{"meeting_name": "Plain", "location_municipality": "Cork", "phone_meeting_number": "", "virtual_meeting_link": "", name: value(at)}
			text := fmt.Sprintf(`{"id_bigint":"%d","worldid_mixed":"W%dworld","weekday_tinyint":"2","venue_type":"3","start_time":"19:00:00","duration_time":"01:00:00","published":"1","contact_name_1":"Pat%d"`, at+1, at, at)
			for name, value := range fields {
				text += fmt.Sprintf(`,"%s":"%s"`, name, value)
			}
			meetings = append(meetings, text+"}")
		}
		h.add(finder.Source{Name: "Harbour Region", Programme: "na", Zone: "America/New_York", Shared: true}, bmltFile(meetings...))
		for at, name := range searched {
			h.Clock.Advance(3 * time.Second)
			want := []string{fmt.Sprint(at + 1)}
			if got := h.found("&SearchString=" + word(at)); !slices.Equal(got, want) {
				t.Errorf("the word in %s finds %v", name, got)
			}
			all := strings.ReplaceAll(value(at), `\`, "")
			if got := h.found("&meeting_key=" + name + "&meeting_key_value=" + escaped(all)); !slices.Equal(got, want) {
				t.Errorf("%q in %s finds %v", all, name, got)
			}
		}
		if got := append(h.found("&SearchString=W1world"), h.found("&SearchString=Pat1")...); len(got) != 0 {
			t.Errorf("what is not searched finds %v", got)
		}
	})
}

// A meeting with more words than are marked is found by each of them.
func TestAMeetingWithVeryManyWords(t *testing.T) {
	h := &house{App: apptest.Open(t, apptest.Options{}, ""), t: t}
	var fields []string
	for field := range 4 {
		var list []string
		for n := range 300 {
			list = append(list, fmt.Sprintf("w%dx%d", field, n))
		}
		fields = append(fields, fmt.Sprintf(`"extra_%d":"%s"`, field, strings.Join(list, " ")))
	}
	h.add(finder.Source{Name: "Harbour Region", Programme: "na", Zone: "America/New_York", Shared: true},
		bmltFile(`{"id_bigint":"7","weekday_tinyint":"2","start_time":"19:00:00","published":"1","meeting_name":"Long",`+strings.Join(fields, ",")+`}`))
	for _, word := range []string{"w0x0", "w3x299", "w2x150", "long"} {
		if got := h.found("&SearchString=" + word); !slices.Equal(got, []string{"7"}) {
			t.Errorf("%s finds %v", word, got)
		}
	}
	if got := h.found("&SearchString=w4x0"); len(got) != 0 {
		t.Errorf("what it does not say finds %v", got)
	}
}

// Which fields a server's owner made is known without reading a meeting.
func TestFieldsOfOwnersAreKnownWithoutReading(t *testing.T) {
	each(t, func(h *house) {
		if err := h.Finder.Warm(context.Background()); err != nil {
			h.t.Fatal(err)
		}
		err := h.DB.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM finder_listing`)
			return err
		})
		if err != nil {
			h.t.Fatal(err)
		}
		var keys []string
		for _, k := range h.rows("GetFieldKeys", "") {
			keys = append(keys, k["key"])
		}
		if !slices.Contains(keys, "harbour_side") || len(h.rows("GetSearchResults", "&page_size=1")) != 0 {
			h.t.Errorf("the keys are %v", keys)
		}
	})
}
