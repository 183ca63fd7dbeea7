package bmlt_test

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

func TestChanges(t *testing.T) {
	each(t, func(h *house) {
		if list := h.rowsOf("GetChanges", ""); len(list) != 0 {
			h.t.Errorf("what is read for the first time is no change: %v", list)
		}
		first := h.found("&meeting_key=meeting_name&meeting_key_value=Pier")[0]
		h.Clock.Advance(24 * time.Hour)
		h.take(h.cork, guide(`[{"name":"Pier","slug":"pier","day":3,"time":"19:00","address":"1 Pier Road","city":"Cork","location":"Pier House"},{"name":"Lee","slug":"lee","day":4,"time":"08:05","address":"2 Pier Road","city":"Cork"}]`))
		list := h.rowsOf("GetChanges", "")
		if len(list) != 3 { // what had no time was never there
			h.t.Fatalf("there are %d changes: %v", len(list), list)
		}
		byName := map[string]map[string]any{}
		for _, c := range list {
			byName[c["meeting_name"].(string)] = c
		}
		pier, lee, quay := byName["Pier"], byName["Lee"], byName["Quay"]
		if pier["change_type"] != "comdef_change_type_change" || pier["meeting_id"] != first || pier["meeting_exists"] != "1" || pier["service_body_name"] != "Cork Intergroup" ||
			pier["date_string"] != "7:30 PM, 11/25/2026" || pier["date_int"] != "1795635000" || !strings.Contains(pier["details"].(string), `weekday_tinyint was changed from "2" to "4".`) {
			h.t.Errorf("the pier changed: %v", pier)
		}
		data := pier["json_data"].(map[string]any)
		if data["before"].(map[string]any)["weekday_tinyint"] != "2" || data["after"].(map[string]any)["weekday_tinyint"] != "4" {
			h.t.Errorf("before and after: %v", data)
		}
		if lee["change_type"] != "comdef_change_type_new" || lee["json_data"].(map[string]any)["before"] != nil || quay["change_type"] != "comdef_change_type_delete" || quay["meeting_exists"] != "0" {
			h.t.Errorf("came and went: %v %v", lee, quay)
		}
		for more, count := range map[string]int{
			"&meeting_id=" + first: 1, "&start_date=2026-11-25": 3, "&start_date=2026-11-26": 0, "&end_date=2026-11-25": 3, "&end_date=2026-11-24": 0,
			"&service_body_id=" + pier["service_body_id"].(string): 3, "&service_body_id=12": 0,
		} {
			if list := h.rowsOf("GetChanges", more); len(list) != count {
				h.t.Errorf("GetChanges%s has %d", more, len(list))
			}
		}
	})
}

func (h *house) rowsOf(switcher, more string) (list []map[string]any) {
	h.t.Helper()
	h.read("json/?switcher="+switcher+more, &list)
	return list
}

// Details of persons are passed on only where the source's steward says so; a second
// server's ids are not mistaken for those of the first.
func TestContactsAndASecondServer(t *testing.T) {
	each(t, func(h *house) {
		all := h.ask("json/?switcher=GetSearchResults").Body + h.ask("csv/?switcher=GetNAWSDump&sb_id=1").Body
		if strings.Contains(all, "pat@example.org") || strings.Contains(all, "Pat") {
			h.t.Error("a contact was passed on that nobody asked for")
		}
		h.add(finder.Source{Name: "Other shore", Programme: "na", Zone: "America/New_York", Shared: true, Contacts: true}, folder(h.t, "../feed/testdata/bmlt"))
		list := h.rows("GetSearchResults", "&meeting_key=meeting_name&meeting_key_value="+escaped("Slack Water"))
		if len(list) != 2 || list[0]["id_bigint"] != "101" || len(list[1]["id_bigint"]) != 8 {
			h.t.Fatalf("there are %v", list)
		}
		other := list[1]
		if other["contact_name_1"] != "Pat" || other["email_contact"] != "group@example.org" || other["admin_notes"] != "key is with Pat" || list[0]["contact_name_1"] != "" {
			h.t.Errorf("the contacts are %v", other)
		}
		if len(other["service_body_bigint"]) != 8 || other["service_body_name"] != "North Shore Area" || other["formats"] != "C,Ti,WC" || strings.Contains(other["format_shared_id_list"], "4,") {
			h.t.Errorf("the second server's meeting is %v", other)
		}
	})
}

// What a steward takes back is not passed on from that moment, whenever the source
// is read next. A meeting that is gone stays in the table where others know its id.
func TestWhatIsTakenBackAndWhatIsGone(t *testing.T) {
	each(t, func(h *house) {
		files := folder(h.t, "../feed/testdata/bmlt")
		id := h.add(finder.Source{Name: "Other shore", Programme: "na", Zone: "America/New_York", Shared: true, Contacts: true, Every: 24 * time.Hour}, files)
		if !strings.Contains(h.ask("json/?switcher=GetSearchResults").Body, "pat@example.org") {
			h.t.Fatal("the contacts are not there")
		}
		one, err := h.Finder.Source(h.t.Context(), id)
		if err != nil {
			h.t.Fatal(err)
		}
		one.Contacts = false
		if err := h.Finder.Change(h.t.Context(), h.Viewer(apptest.Stella), one); err != nil {
			h.t.Fatal(err)
		}
		if strings.Contains(h.ask("json/?switcher=GetSearchResults").Body, "pat@example.org") {
			h.t.Error("the contacts are passed on still")
		}
		none := func(when string) {
			all := h.ask("json/?switcher=GetChanges").Body + h.ask("tsml/?switcher=GetSearchResults").Body
			for _, b := range h.rows("GetServiceBodies", "") {
				all += h.ask("csv/?switcher=GetNAWSDump&sb_id=" + b["id"]).Body
			}
			for _, word := range []string{"pat@example.org", "key is with", "group@example.org", "Pat,"} {
				if strings.Contains(all, word) {
					h.t.Errorf("%s %q is passed on", when, word)
				}
			}
		}
		none("before it is read again")
		h.take(id, slices.DeleteFunc(files, func(f feed.File) bool { return f.Name == "GetSearchResults.json" }))
		none("of what is gone")
		var top string
		for _, b := range h.rows("GetServiceBodies", "") {
			if b["name"] == "Other shore" {
				top = b["id"]
			}
		}
		rows, err := csv.NewReader(strings.NewReader(h.ask("csv/?switcher=GetNAWSDump&sb_id=" + top).Body)).ReadAll()
		if err != nil {
			h.t.Fatal(err)
		}
		gone := map[string]string{}
		for _, cells := range rows[1:] {
			gone[cells[1]] = cells[slices.Index(rows[0], "Delete")]
		}
		if len(gone) != 3 || gone["Slack Water"] != "D" || gone["By keys"] != "" || gone["Night Tide"] != "" {
			h.t.Errorf("the table has %v", gone)
		}
	})
}

// The place of an address is looked up here: nobody else is asked.
func TestAroundTheNameOfATown(t *testing.T) {
	each(t, func(h *house) {
		ask := func(more string) []string { return h.found("&StringSearchIsAnAddress=1&SearchString=" + more) }
		pier := h.found("&meeting_key=meeting_name&meeting_key_value=Pier")
		if got := ask("Cork&SearchStringRadius=5"); len(pier) != 1 || !slices.Equal(got, pier) {
			h.t.Errorf("around Cork there is %v, not %v", got, pier)
		}
		if got := ask("Cork"); !slices.Contains(got, pier[0]) {
			h.t.Errorf("nearest to Cork is %v", got)
		}
		if got := ask("Paris&SearchStringRadius=5"); len(got) != 0 {
			h.t.Errorf("around Paris there is %v", got)
		}
		if got := ask(escaped("no such town anywhere")); len(got) != 0 {
			h.t.Errorf("nowhere there is %v", got)
		}
	})
}

// Whatever a stranger asks, there is an answer that is JSON.
func TestStrangeQuestions(t *testing.T) {
	h := &house{App: apptest.Open(t, apptest.Options{}, ""), t: t}
	h.add(finder.Source{Name: "Harbour Region", Programme: "na", Zone: "America/New_York", Shared: true}, folder(t, "../feed/testdata/bmlt"))
	long := strings.Repeat("9,", 3000)
	for _, more := range []string{
		"&page_size=1e300", "&page_size=-1", "&page_size=0", "&page_size=5&page_num=-9", "&page_size=5&page_num=1e300", "&page_size=NaN", "&meeting_ids=" + long, "&weekdays=99999999999999999999",
		"&lat_val=NaN&long_val=Inf&geo_width=1", "&lat_val=9e8&long_val=-9e8&geo_width=-99999999999", "&lat_val=90&long_val=180&geo_width_km=1e8&sort_results_by_distance=1", "&lat_val=1&long_val=1&geo_width=-0.5",
		"&meeting_key=&meeting_key_value=", "&meeting_key=start_time&meeting_key_value=:::", "&meeting_key=__proto__&meeting_key_value=x", "&meeting_key=harbour_side&meeting_key_value=east",
		"&SearchString=" + escaped("\x00<script>%_'\""), "&SearchString=" + escaped("١٢٣"), "&SearchString=,,,", "&SearchString=1e400", "&sort_keys=" + strings.Repeat("x,", 3000), "&sort_keys=formats,longitude",
		"&data_field_key=,,nothing", "&formats[]=&formats[]=abc&services[]=0", "&lang_enum=" + escaped("<x>"), "&StartsAfterH=-5&StartsAfterM=abc", "&%zz", "&a=%00&;",
	} {
		for _, switcher := range []string{"GetSearchResults", "GetSearchResults&get_used_formats", "GetFormats", "GetServiceBodies", "GetFieldValues", "GetChanges"} {
			got := h.ask("json/?switcher=" + switcher + more)
			if got.Code != 200 && got.Code != 400 && got.Code != 422 || !json.Valid([]byte(got.Body)) {
				t.Errorf("%s%.60s: %d %.200s", switcher, more, got.Code, got.Body)
			}
		}
	}
	if got := h.found("&meeting_key=harbour_side&meeting_key_value=east"); !slices.Equal(got, []string{"101"}) {
		t.Errorf("by a field of a server's owner: %v", got)
	}
}
