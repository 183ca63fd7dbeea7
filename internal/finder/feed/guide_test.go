package feed

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"handrail/internal/platform/fault"
)

func readTestdata(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// small is the part of a record that differs most between feeds.
type small struct {
	Key, Name       string
	Day, Start, Min int
	Zone            string
	Way             Way
	Closed          bool
	Types           string
	Address         string
}

func smallOf(list []Record) (out []small) {
	for _, r := range list {
		out = append(out, small{r.Key, r.Name, r.Day, r.Start, r.Minutes, r.Zone, r.Way, r.Closed, strings.Join(r.Types, " "), r.Address})
	}
	return out
}

func TestGuideIsReadAsItComes(t *testing.T) {
	list, report, err := taken(MeetingGuide, inMemory("guide.json", readTestdata(t, "guide.json")), Rules{Programme: "aa"})
	if err != nil {
		t.Fatal(err)
	}
	want := []small{
		{"plain", "Harbour Lights", 0, 1140, 75, "Europe/Lisbon", InPerson, false, "O D", "1 Quay Street, Port Aurel, AX 00001, USA"},
		{"4711", "Numbers as they come", 3, 1145, 0, "", InPerson, false, "O D", "22 Mill Lane, Port Aurel, AX, 00501, USA"},
		{"many-days-1", "Every other morning", 1, 390, 0, "America/New_York", Online, true, "TC XQ9", "Port Aurel, USA"},
		{"many-days-3", "Every other morning", 3, 390, 0, "America/New_York", Online, true, "TC XQ9", "Port Aurel, USA"},
		{"many-days-5", "Every other morning", 5, 390, 0, "America/New_York", Online, true, "TC XQ9", "Port Aurel, USA"},
		{"one-day-2", "One in a list", 2, 720, 0, "", Hybrid, false, "", "3 Elm Road, Lowmere"},
		{"no-time", "Ask us", -1, -1, 0, "", "", false, "", ""},
		{"bad-time", "When the tide is in", -1, -1, 0, "", "", false, "", ""},
		{"evil", "Not a provider", 6, 1410, 60, "", "", false, "", ""},
		{"evil-1", "The same name again", 6, 1320, 0, "", "", false, "C", ""},
		{"nameless-slug-e", "Nameless Slug É", 4, 600, 0, "", Online, false, "", "00099"},
		{"gifts", "Gifts", 1, 480, 0, "", "", false, "", "9 Pier, Lowmere"},
	}
	if diff := cmp.Diff(want, smallOf(list)); diff != "" {
		t.Error(diff)
	}
	wantOdd := `1 : This is not a meeting. It was left out.
1 : This record holds too much inside. It was left out.
1 address: What stood after the @ was left out.
1 conference_phone: This is not a number that can be called. We keep it as a note.
1 conference_url: This is no meeting service that finders know. It does not count as a way to join online.
1 conference_url: This is not a link that can be followed. It was left out.
1 day: We cannot read this day. The meeting is listed as by appointment.
1 feedback_emails: This is not an e-mail address. It was left out.
1 latitude: These are not coordinates of a place. They were left out.
1 name: This meeting has no name. It was left out.
1 slug: Two meetings have this name. One got a number.
1 square: This does not look as it should. It was left out.
1 time: We cannot read this time. The meeting is listed as by appointment.
1 timezone: We do not know this time zone. The one of the source is used.
1 types: It is said to be open and closed. We list it as closed.
1 updated: This is not a date that we can read. It was left out.
1 url: This link had no https:// in front. We added it.
1 website: This is not a link that can be followed. It was left out.`
	if diff := cmp.Diff(wantOdd, oddities(report)); diff != "" {
		t.Error(diff)
	}
	if report.Records != 12 || report.Refused != 3 || report.Odd != 18 || report.Kind != MeetingGuide {
		t.Errorf("%d records, %d refused, %d odd", report.Records, report.Refused, report.Odd)
	}
	if at := report.Oddities[len(report.Oddities)-1].Where; at != "13" {
		t.Errorf("the last oddity is at %q", at)
	}
}

func TestFieldsOfTheGuide(t *testing.T) {
	list, _, err := taken(MeetingGuide, inMemory("guide.json", readTestdata(t, "guide.json")), Rules{Programme: "aa"})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Record{}
	for _, r := range list {
		by[r.Key] = r
	}
	plain, named, gifts := by["plain"], by["nameless-slug-e"], by["gifts"]
	for what, pair := range map[string][2]any{
		"notes":              {plain.Notes, "Ring twice.\nMind the \"step\"."},
		"updated":            {plain.Updated, int64(1772352000)},
		"unknown field":      {string(plain.Rest["x_colour"]), `{"shade":["blue",7]}`},
		"id":                 {string(plain.Rest["id"]), "17"},
		"region":             {strings.Join(plain.Regions, ">"), "Old Town"},
		"point":              {*plain.Point, Point{38.5, -9.25}},
		"point as text":      {*by["4711"].Point, Point{38.5, -9.25}},
		"a box":              {*by["evil-1"].Point, Point{38.5, -9.5}},
		"a box is no place":  {by["evil-1"].Approximate, "yes"},
		"region of the city": {strings.Join(by["4711"].Regions, ">"), "Port Aurel"},
		"derived, left out":  {len(by["4711"].Rest), 0},
		"regions":            {strings.Join(by["no-time"].Regions, ">"), "North>5>Lowmere"},
		"phone":              {by["one-day-2"].ConferencePhone, "+15550100199,,22#"},
		"phone as a note":    {by["evil-1"].ConferencePhoneNotes, "call"},
		"no link, a note":    {by["evil-1"].ConferenceURLNotes, "Call us"},
		"password":           {by["many-days-1"].ConferenceURL, "https://us02web.zoom.us/j/123?pwd=abc"},
		"url mended":         {by["evil"].URL, "https://www.example.org/evil"},
		"website dropped":    {by["evil"].Website, ""},
		"zip":                {named.PostalCode, "00099"},
		"title of a column":  {named.ConferenceURL, "https://meet.google.com/abc"},
		"entity":             {*named.Entity, Entity{Name: "Port Aurel Area", Website: "https://area.example.org", Phone: "+1-555-555-0100"}},
		"feedback":           {strings.Join(named.FeedbackEmails, " "), "a@example.org b@example.org"},
		"feedback by mail":   {named.FeedbackURL, "mailto:list@example.org"},
		"contacts dropped":   {len(named.Contacts) + len(named.Rest), 0},
		"last contact":       {named.LastContact, "2026-01-01"},
		"gifts":              {gifts.Venmo + gifts.Square + gifts.Paypal + gifts.HomegroupCode, "@harbourharbour1h_1"},
		"null island":        {gifts.Point == nil, true},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v, not %v", what, pair[0], pair[1])
		}
	}
	asked, _, _ := taken(MeetingGuide, inMemory("guide.json", readTestdata(t, "guide.json")), Rules{Programme: "aa", Contacts: true})
	want := map[string]string{"email": "private@example.org", "phone": "+15555550101", "contact_1_name": "Zed", "group_email": "g@example.org", "author": "editor", "organizer_phone": "+15555550102"}
	if diff := cmp.Diff(want, asked[10].Contacts); diff != "" {
		t.Error(diff)
	}
}

// TestABrokenFileIsRefusedWithItsLine holds that nothing of a file is said of it.
func TestABrokenFileIsRefusedWithItsLine(t *testing.T) {
	good := `{"name":"a","day":1,"time":"10:00"}`
	for content, want := range map[string][2]int{
		"[\n" + good + "\n]\n\n  secret":         {5, 3},
		"[" + good + "\n" + good + "]":           {2, 1},
		"[" + good + ",]":                        {1, 38},
		"[" + good:                               {1, 36},
		"[\n\n{\"name\": \"é\", \"b\": secret}]": {3, 20},
		"[{\"name\":\"a\nb\"}]":                  {1, 12},
		"[{\"a\":1]]":                            {1, 8},
		"[":                                      {1, 1},
		"[\n" + good + "]]":                      {2, 37},
		"\ufeff[{\"a\":'b'}]":                    {1, 7},
		"[" + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_001): {1, 10_002},
	} {
		_, _, err := taken(MeetingGuide, inMemory("x.json", []byte(content)), Rules{})
		f, ok := fault.From(err)
		if !ok || f.Args["Line"] != want[0] || f.Args["Column"] != want[1] {
			t.Errorf("%.40q: %v %v, not at %v", content, err, f.Args, want)
			continue
		}
		if len(f.Args) != 2 {
			t.Errorf("%.40q: the fault says more than the place: %v", content, f.Args)
		}
	}
	for _, content := range []string{"", "  ", `{"error":"no"}`, "<html>", "null"} {
		_, _, err := taken(MeetingGuide, inMemory("x.json", []byte(content)), Rules{})
		if f, ok := fault.From(err); !ok || f.Args["Line"] != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
	_, _, err := taken(MeetingGuide, inMemory("x.json", []byte("[\n"+good+",\n{\"name\":\""+strings.Repeat("a", longestRecord)+"\"}]")), Rules{})
	if f, ok := fault.From(err); !ok || f.Kind != fault.TooLarge || f.Args["Line"] != 3 {
		t.Errorf("a record too large: %v", err)
	}
}

// TestNoFeedMakesAMeetingOurs: the programme of our own groups is not taken from a
// feed. What we pass on for them says what others do not know, and comes back as it
// was.
func TestNoFeedMakesAMeetingOurs(t *testing.T) {
	for kind, feed := range map[Kind]string{
		MeetingGuide: `[{"name":"A","slug":"a","programme":"handrail","types":["steps"]},{"name":"B","slug":"b","programme":"na"},{"name":"C","slug":"c","programme":"x-9"}]`,
		Central:      `[{"name":"A","slug":"a","programme":"handrail"}]`,
		TSML:         "name,slug,programme\nA,a,handrail\n",
	} {
		files := inMemory("meetings", []byte(feed))
		list, _, err := taken(kind, files, Rules{Programme: "aa"})
		if err != nil || len(list) == 0 || list[0].Programme != "" {
			t.Errorf("%s: %v %+v", kind, err, list)
		}
		if kind == MeetingGuide && (list[1].Programme != "na" || string(list[2].Rest["programme"]) != `"x-9"`) {
			t.Errorf("%+v", list)
		}
		if once := again(t, kind, files, Rules{Programme: "aa"}, asGuide); strings.Contains(string(once), "handrail") {
			t.Errorf("%s: %s", kind, once)
		}
	}
	own := Record{Key: "a", Slug: "a", Name: "A", Day: 1, Start: 600, Types: []string{"steps", "closed"}}
	var once bytes.Buffer
	w := WriteGuide(&once)
	if err := errors.Join(w.Write(passed(own, Rules{Programme: "handrail", Zone: time.UTC}, 1)), w.Close()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(once.String(), `"types":["ST","C"],"programme":"peer-groups"`) {
		t.Errorf("%s", once.String())
	}
	for _, programme := range []string{"aa", "na"} {
		if twice := again(t, MeetingGuide, inMemory("a.json", once.Bytes()), Rules{Programme: programme, Zone: time.UTC}, asGuide); string(twice) != once.String() {
			t.Errorf("%s\n%s", once.String(), twice)
		}
	}
}
