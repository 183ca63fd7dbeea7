package bmlt_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"handrail/internal/apptest"
)

const order = "id_bigint,worldid_mixed,shared_group_id_bigint,service_body_bigint,service_body_name,weekday_tinyint,venue_type,start_time,duration_time," +
	"time_zone,formats,lang_enum,longitude,latitude,distance_in_km,distance_in_miles,email_contact,published,root_server_uri,format_shared_id_list," +
	"meeting_name,location_text,location_info,location_street,location_city_subsection,location_neighborhood,location_municipality,location_sub_province," +
	"location_province,location_postal_code_1,location_nation,comments,train_lines,bus_lines,phone_meeting_number,virtual_meeting_link," +
	"virtual_meeting_additional_info,contact_name_1,contact_name_2,contact_phone_1,contact_phone_2,contact_email_1,contact_email_2,admin_notes,harbour_side"

// keysOf are the names of an object's fields as they stand in a text.
func keysOf(t testing.TB, text string) (names []string) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		if token == json.Delim('{') {
			break
		}
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		if _, isText := value.(string); !isText {
			t.Errorf("%v is no text: %v", name, value)
		}
		names = append(names, name.(string))
	}
	return names
}

func TestAMeetingHasAllItsFieldsAsTextsInTheirOrder(t *testing.T) {
	each(t, func(h *house) {
		got := h.ask("json/?switcher=GetSearchResults")
		if names := keysOf(h.t, got.Body); strings.Join(names, ",") != order {
			h.t.Errorf("the fields are %s", strings.Join(names, ","))
		}
		list := h.rows("GetSearchResults", "&meeting_ids=101,102")
		want := []row{{
			"id_bigint": "101", "worldid_mixed": "G00000101", "service_body_bigint": "12", "service_body_name": "North Shore Area", "weekday_tinyint": "1", "venue_type": "1",
			"start_time": "07:30:00", "duration_time": "01:30:00", "formats": "C,Ti,WC", "lang_enum": "en", "longitude": "-70.2568", "latitude": "43.6591", "published": "1",
			"root_server_uri": apptest.Base + "/bmlt", "format_shared_id_list": "4,28,33", "meeting_name": "Slack Water", "location_text": "Boat House",
			"location_info": "By the slip\nring twice", "location_street": "1 Quay Street", "location_city_subsection": "Old Town", "location_neighborhood": "The Point",
			"location_municipality": "Harbour", "location_sub_province": "Coast County", "location_province": "ME", "location_postal_code_1": "04101", "location_nation": "USA",
			"comments": "Tea & company", "train_lines": "Green to Quay", "bus_lines": "7", "harbour_side": "east",
		}, {
			"id_bigint": "102", "service_body_bigint": "13", "service_body_name": "Lighthouse Group", "weekday_tinyint": "7", "venue_type": "2", "start_time": "23:30:00",
			"duration_time": "24:00:00", "time_zone": "America/New_York", "formats": "ES,O,VM,TC", "lang_enum": "es", "published": "1", "root_server_uri": apptest.Base + "/bmlt",
			"format_shared_id_list": "9,17,54,55", "meeting_name": "Night Tide", "phone_meeting_number": "+1 555 0199",
			"virtual_meeting_link": "https://zoom.us/j/123456789?pwd=EXAMPLE", "virtual_meeting_additional_info": "Passcode EXAMPLE",
		}}
		for at, m := range want {
			for _, name := range strings.Split(order, ",") {
				if list[at][name] != m[name] {
					h.t.Errorf("%s of %s is %q, not %q", name, m["id_bigint"], list[at][name], m[name])
				}
			}
		}
	})
}

// What other sources list has numbers of ours, a body for its source, and formats
// for its types and its venue. What is not passed on, is not published or has no
// time is not there.
func TestWhatIsThere(t *testing.T) {
	each(t, func(h *house) {
		list := h.rows("GetSearchResults", "&data_field_key=meeting_name,id_bigint,formats,service_body_name,venue_type,time_zone,nothing")
		byName := map[string]row{}
		for _, m := range list {
			byName[m["meeting_name"]] = m
			if len(m) != 6 {
				h.t.Errorf("%v has other fields than were asked for", m)
			}
		}
		if len(list) != 5 || byName["Secret"] != nil || byName["Some day"] != nil || byName["Both Banks"] != nil {
			h.t.Errorf("there are %v", byName)
		}
		pier, quay := byName["Pier"], byName["Quay"]
		if pier["id_bigint"] < "10000000" || len(pier["id_bigint"]) != 8 || pier["service_body_name"] != "Cork Intergroup" || pier["venue_type"] != "1" || pier["time_zone"] != "Europe/Dublin" {
			h.t.Errorf("the pier is %v", pier)
		}
		if quay["venue_type"] != "2" || !slices.Contains(strings.Split(quay["formats"], ","), "VM") || !slices.Contains(strings.Split(quay["formats"], ","), "C") {
			h.t.Errorf("the quay is %v", quay)
		}
		for _, key := range []string{"O", "ES", "B", "ZZ"} {
			if !slices.Contains(strings.Split(pier["formats"], ","), key) {
				h.t.Errorf("the pier has no format %s: %s", key, pier["formats"])
			}
		}
		if both := h.rows("GetSearchResults", "&advanced_published=-1"); len(both) != 1 || both[0]["meeting_name"] != "Both Banks" || both[0]["published"] != "0" || both[0]["venue_type"] != "3" {
			h.t.Errorf("not published: %v", both)
		}
		for _, m := range h.rows("GetSearchResults", "&formats=17&data_field_key=meeting_name") {
			if name := m["meeting_name"]; name != "Night Tide" && name != "Pier" && name != "By keys" {
				h.t.Errorf("%s is open", name)
			}
		}
	})
}

func TestFormatsOfAnAnswer(t *testing.T) {
	each(t, func(h *house) {
		var both struct{ Meetings, Formats []row }
		h.read("json/?switcher=GetSearchResults&get_used_formats&meeting_ids=101&lang_enum=es", &both)
		if len(both.Meetings) != 1 || len(both.Formats) != 3 || both.Meetings[0]["formats"] != "CE,Ti,WC" || both.Formats[0]["name_string"] != "Cerrada" {
			h.t.Errorf("with formats: %v", both)
		}
		got := h.ask("json/?switcher=GetSearchResults&get_formats_only=1&meeting_ids=101")
		if !strings.HasPrefix(got.Body, `{"formats":[{"key_string":"C",`) || strings.Contains(got.Body, "meetings") {
			h.t.Errorf("formats only: %s", got.Body)
		}
		if names := keysOf(h.t, strings.TrimPrefix(got.Body, `{"formats":[`)); strings.Join(names, ",") != "key_string,name_string,description_string,lang,id,world_id,format_type_enum,root_server_uri" {
			h.t.Errorf("a format has %v", names)
		}
		for query, ids := range map[string]string{
			"&format_ids=4,17": "4,17", "&format_ids[]=4&format_ids[]=17&lang_enum[]=en&lang_enum[]=es": "4,4,17", "&key_strings[]=VM&key_strings[]=HY": "54,56",
			"&lang_enum=es&format_ids=4": "4", "&lang_enum=xx": "",
		} {
			var got []string
			for _, f := range h.rows("GetFormats", query) {
				got = append(got, f["id"])
			}
			if strings.Join(got, ",") != ids && !(query == "&lang_enum=es" && len(got) > 0) {
				h.t.Errorf("GetFormats%s: %v, not %s", query, got, ids)
			}
		}
		used, all := h.rows("GetFormats", "&format_ids=-1"), h.rows("GetFormats", "&show_all=1")
		if len(all) <= len(used) || len(h.rows("GetFormats", "&show_all=1&format_ids=-4")) != len(all)-1 {
			h.t.Errorf("%d formats are used of %d", len(used), len(all))
		}
	})
}

func TestServiceBodies(t *testing.T) {
	each(t, func(h *house) {
		names := func(more string) string {
			var list []string
			for _, b := range h.rows("GetServiceBodies", more) {
				list = append(list, b["name"])
			}
			return strings.Join(sorted(list), "|")
		}
		all := h.rows("GetServiceBodies", "")
		roots, parents := 0, map[string]string{}
		for _, b := range all {
			parents[b["name"]] = b["parent_id"]
			if b["parent_id"] == "0" {
				roots++
			}
		}
		if roots != 2 || parents["North Shore Area"] != "1" || parents["Lighthouse Group"] != "12" || strings.Contains(names(""), "Kept back") {
			h.t.Errorf("the bodies are %v", all)
		}
		if got := keysOf(h.t, h.ask("json/?switcher=GetServiceBodies").Body); strings.Join(got, ",") != "id,parent_id,name,description,type,url,helpline,world_id" {
			h.t.Errorf("a body has %v", got)
		}
		for more, want := range map[string]string{
			"&services=12": "North Shore Area", "&services=12&recursive=1": "Lighthouse Group|North Shore Area", "&services[]=12&services[]=13": "Lighthouse Group|North Shore Area",
			"&services=12&parents=1": "Harbour Region|Harbour Region|North Shore Area", "&services=0": "", "&services=999": "",
		} {
			if got := names(more); got != want {
				h.t.Errorf("GetServiceBodies%s: %s", more, got)
			}
		}
		if got := names("&services=-12&recursive=1"); strings.Contains(got, "North Shore") || strings.Contains(got, "Lighthouse") || !strings.Contains(got, "Harbour Region") {
			h.t.Errorf("without one: %s", got)
		}
	})
}

func TestHowItIsAnswered(t *testing.T) {
	each(t, func(h *house) {
		for address, status := range map[string]int{
			"json/?switcher=GetServerInfo": 200, "json?switcher=GetServerInfo": 200, "json//?switcher=GetServerInfo": 200, "/json///?switcher=GetServerInfo": 200,
			"json/?switcher=Nothing": 422, "json/": 422, "xml/?switcher=GetSearchResults": 422, "csv/?switcher=GetSearchResults": 422, "json/?switcher=GetNAWSDump": 422,
			"tsml/?switcher=GetFormats": 422, "csv/?switcher=GetNAWSDump": 422, "csv/?switcher=GetNAWSDump&sb_id=999": 422, "jsonp/?switcher=GetFormats&callback=a(b": 422,
			"json/?switcher=GetFieldValues": 400, "json/?switcher=GetFieldValues&meeting_key=nothing": 400, "json/?switcher=GetFieldValues&meeting_key=contact_name_1": 400,
			"json/?switcher=GetChanges&start_date=yesterday": 422, "serverInfo.xml": 200,
		} {
			got := h.ask(address)
			if got.Code != status || got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
				h.t.Errorf("%s answers %d, not %d: %v", address, got.Code, status, got.Header)
			}
			if kept := got.Header.Get("Cache-Control") == "public, no-cache" && (got.Header.Get("ETag") != "" || address == "serverInfo.xml"); kept != (status == 200) || !kept && got.Header.Get("Cache-Control") != "no-store" {
				h.t.Errorf("%s may be kept: %v", address, got.Header)
			}
		}
		if got := h.ask("serverInfo.xml"); !strings.Contains(got.Body, "<readableString>4.2.7</readableString>") {
			h.t.Errorf("serverInfo.xml: %s", got.Body)
		}
		plain := h.ask("json/?switcher=GetSearchResults")
		for address, begins := range map[string]string{"jsonp/?switcher=GetSearchResults": "/**/callback(", "jsonp/?switcher=GetSearchResults&callback=my.own_1": "/**/my.own_1("} {
			got := h.ask(address)
			if got.Body != begins+plain.Body+");" || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/javascript") {
				h.t.Errorf("%s: %.200s", address, got.Body)
			}
		}
		packed := h.ask("json/?switcher=GetSearchResults", "Accept-Encoding", "br, gzip;q=0.5")
		unpack, err := gzip.NewReader(strings.NewReader(packed.Body))
		if err != nil || packed.Header.Get("Content-Encoding") != "gzip" || packed.Header.Get("Vary") != "Accept-Encoding" {
			h.t.Fatalf("not packed: %v, %v", err, packed.Header)
		}
		if text, err := io.ReadAll(unpack); err != nil || string(text) != plain.Body {
			h.t.Errorf("packed it says %s, %v", text, err)
		}
		if got := h.ask("json/?switcher=GetSearchResults", "Accept-Encoding", "gzip;q=0"); got.Header.Get("Content-Encoding") != "" {
			h.t.Error("it was packed for a program that does not want that")
		}
	})
}

func TestAnAnswerThatIsKnownIsNotSentAgain(t *testing.T) {
	each(t, func(h *house) {
		tag := h.ask("json/?switcher=GetSearchResults").Header.Get("ETag")
		if got := h.ask("json/?switcher=GetSearchResults", "If-None-Match", `"x", `+tag); got.Code != 304 || got.Body != "" {
			h.t.Errorf("known: %d %s", got.Code, got.Body)
		}
		if got := h.ask("json/?switcher=GetSearchResults&weekdays=1", "If-None-Match", tag); got.Code != 200 {
			h.t.Errorf("another question: %d", got.Code)
		}
		h.take(h.cork, guide(`[{"name":"Pier","slug":"pier","day":3,"time":"19:00","address":"1 Pier Road","city":"Cork"}]`))
		if got := h.ask("json/?switcher=GetSearchResults", "If-None-Match", tag); got.Code != 200 {
			h.t.Errorf("after a change: %d", got.Code)
		}
	})
}

func TestInfoKeysValuesAndCoverage(t *testing.T) {
	each(t, func(h *house) {
		var info []map[string]any
		h.read("json/?switcher=GetServerInfo", &info)
		if len(info) != 1 || info[0]["version"] != "4.2.7" || info[0]["versionInt"] != "4002007" || info[0]["aggregator_mode_enabled"] != false || info[0]["charSet"] != "UTF-8" {
			h.t.Errorf("the server is %v", info)
		}
		if keys := info[0]["available_keys"].(string); !strings.Contains(keys, ",harbour_side,") || !strings.HasSuffix(keys, ",root_server_uri,format_shared_id_list") || strings.Contains(keys, "contact") {
			h.t.Errorf("its keys are %s", keys)
		}
		keys := h.rows("GetFieldKeys", "")
		if keys[0]["key"] != "id_bigint" || keys[len(keys)-1]["key"] != "harbour_side" || len(keys[0]) != 2 || keys[0]["description"] == "" {
			h.t.Errorf("the keys are %v", keys)
		}
		values := map[string]string{}
		for _, v := range h.rows("GetFieldValues", "&meeting_key=location_municipality") {
			values[v["location_municipality"]] = v["ids"]
		}
		if values["Harbour"] != "101" || !strings.HasPrefix(values["NULL"], "102,105,") {
			h.t.Errorf("the towns are %v", values)
		}
		formats := h.rows("GetFieldValues", "&meeting_key=formats&specific_formats=17,9")
		both := h.rows("GetFieldValues", "&meeting_key=formats&specific_formats=17,9&all_formats=1")
		if len(formats) < 2 || len(both) != 1 || both[0]["formats"] != "9,17" || both[0]["ids"] != "102" {
			h.t.Errorf("the formats are %v and %v", formats, both)
		}
		corners := h.rows("GetCoverageArea", "")
		if want := (row{"nw_corner_longitude": "-70.2568", "nw_corner_latitude": "51.9", "se_corner_longitude": "-8.47", "se_corner_latitude": "43.6591"}); len(corners) != 1 || !same(corners[0], want) {
			h.t.Errorf("the corners are %v", corners)
		}
	})
}

func same(a, b row) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func TestTheTableOfABody(t *testing.T) {
	each(t, func(h *house) {
		got := h.ask("csv/?switcher=GetNAWSDump&sb_id=12")
		rows, err := csv.NewReader(strings.NewReader(got.Body)).ReadAll()
		if err != nil || !strings.Contains(got.Header.Get("Content-Disposition"), `filename="BMLT_AR012_north_shore_area_2026_11_24_`) {
			h.t.Fatalf("%v %v", err, got.Header)
		}
		table := map[string]row{}
		for _, cells := range rows[1:] {
			one := row{}
			for at, column := range rows[0] {
				one[column] = cells[at]
			}
			table[one["bmlt_id"]] = one
		}
		if len(rows[0]) != 52 || len(table) != 4 {
			h.t.Fatalf("%d columns, %d rows: %s", len(rows[0]), len(table), got.Body)
		}
		slack, night, both := table["101"], table["102"], table["103"]
		for column, want := range map[string]string{"Committee": "G00000101", "AreaRegion": "AR012", "ParentName": "North Shore Area", "Room": "Timer", "Closed": "CLOSED",
			"WheelChr": "TRUE", "Day": "Sunday", "Time": "0730", "Directions": "By the slip\nring twice, Tea & company", "City": "Old Town", "ContactName": "", "Format1": ""} {
			if slack[column] != want {
				h.t.Errorf("%s is %q, not %q", column, slack[column], want)
			}
		}
		if night["Format1"] != "VM" || night["Format2"] != "TC" || night["Closed"] != "OPEN" || night["Language1"] != "ES" || night["AreaRegion"] != "WORLD_ID_MISSING" || both["unpublished"] != "1" || both["Format1"] != "HYBR" {
			h.t.Errorf("the table says %v and %v", night, both)
		}
	})
}

func TestTheMeetingGuideOfTheServer(t *testing.T) {
	each(t, func(h *house) {
		var list []map[string]any
		h.read("tsml/?switcher=GetSearchResults&meeting_ids=101,102", &list)
		if len(list) != 2 || list[0]["day"] != 0.0 || list[0]["time"] != "07:30" || list[0]["end_time"] != "09:00" || list[0]["slug"] != "slack-water-101" ||
			list[0]["formatted_address"] != "1 Quay Street, Harbour, ME, 04101, USA" || list[0]["coordinates"] != "43.6591,-70.2568" || list[0]["region"] != "North Shore Area" {
			h.t.Errorf("slack water is %v", list[0])
		}
		if text, _ := json.Marshal(list[1]["types"]); string(text) != `["O","ONL","TC"]` || list[1]["coordinates"] != nil || list[1]["timezone"] != "America/New_York" {
			h.t.Errorf("night tide is %v", list[1])
		}
	})
}
