package feed

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFormatsAreFoundOut(t *testing.T) {
	for content, want := range map[string]Kind{
		`[{"slug":"a","name":"A"}]`:                             MeetingGuide,
		"\ufeff\n [ { \"name\": \"A\", \"notes\": \"cut off he": MeetingGuide,
		`[]`:                                     MeetingGuide,
		`[{"id_bigint":"1","worldid_mixed":""}]`: BMLT,
		`{"meetings":[],"formats":[]}`:           BMLT,
		`[{"key_string":"O","name_string":"Open"}]`: BMLT,
		`[{"slug":"a","groupID":"g","day":1}]`:      Central,
		`[{"name":"G","recordID":"1"}]`:             Central,
		`[{"code":"O","desc":"Open"}]`:              Central,
		"Committee,CommitteeName,AddDate\nG1,A,":    NAWS,
		"Time;Name;Day\n":                           TSML,
		"Nombre,Día,Hora\n":                         TSML,
		"\ufeff\"Name\",\"ID\"\n\"a\nb\",1":         TSML,
		"":                                          "",
		"<!doctype html>":                           "",
		`{"error":"no"}`:                            "",
		"street,house\n1,2":                         "",
		"\x89PNG\r\n\x1a\n":                         "",
	} {
		if got, err := Detect("feed", []byte(content)); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v, not %q", content, got, err, want)
		}
	}
	if got, _ := Detect("GetSearchResults.json", []byte("[]")); got != BMLT {
		t.Errorf("an empty answer is %q", got)
	}
}

func TestFormatsOfSamplesAreFoundOut(t *testing.T) {
	for folder, want := range map[string]Kind{"meeting-guide": MeetingGuide, "oiaa-online": Central, "bmlt": BMLT, "naws": NAWS} {
		files, err := filepath.Glob(filepath.Join(shared(t, folder), "*.*"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, at := range files {
			content, err := os.ReadFile(at)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := Detect(filepath.Base(at), content[:min(len(content), 64<<10)]); got != want {
				t.Errorf("%s is %q, %v", filepath.Base(at), got, err)
			}
		}
	}
}
