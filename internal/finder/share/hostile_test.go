package share_test

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/apptest"
)

// hostile are texts that try to break out of wherever they are put.
func hostile(t *testing.T) []string {
	list := []string{
		"=HYPERLINK(\"https://evil.example\")", "+1+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "\u0000=1", "\u200b=1",
		"<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "javascript:alert(1)", "\"><svg onload=alert(1)>", "&lt;script&gt;alert(1)&lt;/script&gt;",
		"a\r\nEND:VEVENT\r\nBEGIN:VALARM", "a\nATTACH:https://evil.example", "\u202egnp.exe", "\u2028b", "\",\"x", "a,b;c\"d", "{{7*7}}", strings.Repeat("é", 4200), "\ufeff",
	}
	root := cmp.Or(os.Getenv("HANDRAIL_SHARED_DATA"), filepath.Join("..", "..", "..", "..", "shared", "data"))
	content, err := os.ReadFile(filepath.Join(root, "hostile", "strings", "blns.json"))
	if err != nil {
		t.Log("there is no list of naughty strings; HANDRAIL_SHARED_DATA names its folder")
		return list
	}
	var more []string
	if err := json.Unmarshal(content, &more); err != nil {
		t.Fatal(err)
	}
	return append(list, more...)
}

// property is a line of a calendar, once folded ones are put together.
var property = regexp.MustCompile(`^(BEGIN:(VCALENDAR|VEVENT|VTIMEZONE|STANDARD|DAYLIGHT)|END:(VCALENDAR|VEVENT|VTIMEZONE|STANDARD|DAYLIGHT)|(VERSION|PRODID|CALSCALE|NAME|X-WR-CALNAME|REFRESH-INTERVAL|X-PUBLISHED-TTL|UID|DTSTAMP|LAST-MODIFIED|SEQUENCE|STATUS|CLASS|SUMMARY|DESCRIPTION|LOCATION|URL|DTSTART|DURATION|RRULE|TZID|TZNAME|TZOFFSETFROM|TZOFFSETTO)[;:].*)$`)

func TestNothingHostileIsPassedOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		var feed []map[string]any
		for _, text := range hostile(t) {
			one := map[string]any{"slug": text, "name": "a", "day": 1, "time": "10:00", "types": []string{text}, "regions": []string{text}, "x_" + text: text}
			for _, field := range []string{
				"notes", "location", "location_notes", "formatted_address", "city", "group", "group_notes", "district", "url", "edit_url", "website", "conference_url",
				"conference_url_notes", "conference_phone", "venmo", "feedback_url", "feedback_emails", "entity", "entity_url", "entity_logo", "timezone", "last_contact",
			} {
				one[field] = text
			}
			feed = append(feed, one, map[string]any{"name": text, "day": 2, "time": "11:00"})
		}
		content, err := json.Marshal(feed)
		if err != nil {
			t.Fatal(err)
		}
		take(t, a, "Port Aurel Area", string(content), nil)

		guide := a.Get(apptest.Vera, "/meetings.json").Body
		if strings.ContainsAny(guide, "<>\u2028\u202e\x00") || !json.Valid([]byte(guide)) || strings.Count(guide, "\n") < len(feed)*9/10 {
			t.Errorf("the feed holds what it must not, or has %d lines of %d", strings.Count(guide, "\n"), len(feed))
		}
		var all []map[string]any
		if err := json.Unmarshal([]byte(guide), &all); err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			for _, field := range []string{"url", "edit_url", "website", "conference_url", "entity_url", "entity_logo"} {
				if at, ok := one[field].(string); ok && !strings.HasPrefix(strings.ToLower(at), "http") {
					t.Errorf("%s is %q", field, at)
				}
			}
		}

		rows, err := csv.NewReader(strings.NewReader(a.Get(apptest.Vera, "/meetings.csv").Body)).ReadAll()
		if err != nil || len(rows) != len(all)+1 {
			t.Errorf("%v: %d rows of %d", err, len(rows), len(all))
		}
		for _, row := range rows {
			for i, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\x00") || strings.ContainsAny(cell, "\u202e\x00\r") {
					t.Errorf("a spreadsheet works out %s: %q", rows[0][i], cell)
				}
			}
		}

		calendar := strings.ReplaceAll(a.Get(apptest.Vera, "/meetings.ics").Body, "\r\n ", "")
		for line := range strings.SplitSeq(strings.TrimSuffix(calendar, "\r\n"), "\r\n") {
			if !property.MatchString(line) || strings.ContainsAny(line, "\r\n\x00\u202e") {
				t.Errorf("a line of the calendar is %q", line)
			}
		}
		if begun := strings.Count(calendar, "\r\nBEGIN:VEVENT\r\n"); begun != len(all) || strings.Count(calendar, "\r\nEND:VEVENT\r\n") != begun {
			t.Errorf("%d events of %d", begun, len(all))
		}
	})
}
