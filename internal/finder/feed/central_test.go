package feed

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func centralFiles(t *testing.T) []File {
	return append(inMemory("meetings.json", readTestdata(t, "meetings.json")), inMemory("groups.json", readTestdata(t, "groups.json"))...)
}

// centralSample is the sample folder of a central server.
func centralSample(t testing.TB) []File {
	at := shared(t, "oiaa-online")
	return onDisk(filepath.Join(at, "groups-153.json"), filepath.Join(at, "meetings-160.json"), filepath.Join(at, "types-54.json"))
}

func TestCentralIsReadWithItsGroups(t *testing.T) {
	list, report, err := taken(Central, centralFiles(t), Rules{Programme: "aa"})
	if err != nil {
		t.Fatal(err)
	}
	want := []small{
		{"harbour-1", "Harbour, seven", 0, 1140, 90, "Europe/Lisbon", Online, false, "O D chat W", ""},
		{"stray", "Stray day", 0, 480, 45, "", Online, false, "C", ""},
		{"pages", "Pages by mail", -1, -1, 0, "", Online, false, "", ""},
		{"half", "Half a time", -1, -1, 0, "", Online, false, "", ""},
	}
	if diff := cmp.Diff(want, smallOf(list)); diff != "" {
		t.Error(diff)
	}
	one := list[0]
	if one.Group != "Harbour Online" || one.GroupNotes != "Come early." || one.Website != "https://harbour.example" || strings.Join(one.Languages, " ") != "en pt-BR" ||
		one.Updated != 1772352000 || len(one.Contacts) != 0 || len(one.Rest) != 1 || string(one.Rest["mood"]) != `"calm"` {
		t.Errorf("%+v", one)
	}
	if !list[2].Asynchronous || list[3].Asynchronous || list[1].Group != "Quiet Pages" {
		t.Errorf("%+v", list[1:])
	}
	if report.Refused != 1 || report.Records != 4 || report.Odd != 4 {
		t.Errorf("%d refused, %d records:\n%s", report.Refused, report.Records, oddities(report))
	}
	if all := oddities(report); !strings.Contains(all, "no longer held") || !strings.Contains(all, "Day 0") || !strings.Contains(all, "We do not know this language") {
		t.Error(all)
	}
	asked, _, _ := taken(Central, centralFiles(t), Rules{Programme: "aa", Contacts: true})
	if diff := cmp.Diff(map[string]string{"group_email": "private@example.org", "group_phone": "+15555550101"}, asked[0].Contacts); diff != "" {
		t.Error(diff)
	}
	if asked[1].Contacts["group_email"] != "other@example.org" {
		t.Errorf("%+v", asked[1].Contacts)
	}
}
