package feed

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	stdjson "encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"handrail/internal/platform/fault"
)

// kinds are all formats that are read.
var kinds = []Kind{MeetingGuide, BMLT, TSML, NAWS, Central}

// endures holds that reading ends with records that are within their bounds, or with
// a fault; and that what is read can be written.
func endures(t testing.TB, kind Kind, content []byte) {
	t.Helper()
	var out bytes.Buffer
	guide, table := WriteGuide(&out), WriteTable(&out)
	report, err := Read(context.Background(), kind, inMemory("GetSearchResults.json", content), Rules{Programme: "aa"}, func(r Record) error {
		inBounds(t, r)
		l := passed(r, Rules{}, 1)
		return errors.Join(guide.Write(l), table.Write(l))
	})
	if err = errors.Join(err, guide.Close(), table.Close()); err != nil && fault.KindOf(err) == fault.Internal {
		t.Errorf("%s: %v for %.200q", kind, err, content)
	}
	if len(report.Oddities) > MostOddities || report.Odd < len(report.Oddities) {
		t.Errorf("%s: %d oddities are named of %d", kind, len(report.Oddities), report.Odd)
	}
}

func inBounds(t testing.TB, r Record) {
	t.Helper()
	if r.Key == "" || r.Name == "" && r.WorldID == "" || r.Day < -1 || r.Day > 6 || r.Start < -1 || r.Start >= 24*60 || r.Minutes < 0 || len(r.Types) > mostInList {
		t.Errorf("%.300v is out of bounds", r)
	}
	doc, err := stdjson.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc) > 2*longestRecord || !utf8.Valid(doc) {
		t.Errorf("a record of %d bytes", len(doc))
	}
	for _, text := range []string{r.Name, r.Notes, r.Location, r.Address, r.Group, r.ConferenceURLNotes, strings.Join(r.Types, ""), strings.Join(r.Regions, "")} {
		if utf8.RuneCountInString(text) > mostInList*longestText || strings.ContainsFunc(text, func(c rune) bool { return c != '\n' && unicode.IsControl(c) || c >= 0x202a && c <= 0x202e }) {
			t.Errorf("%.100q is not clean", text)
		}
	}
	for _, at := range []string{r.ConferenceURL, r.Website, r.Website2, r.URL, r.EditURL} {
		if at != "" && link(at) != at {
			t.Errorf("%q is no link", at)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	bombs, err := filepath.Glob(filepath.Join(shared(t, "hostile/generated"), "*"))
	if err != nil || len(bombs) == 0 {
		t.Fatal(err)
	}
	for _, at := range bombs {
		content, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range kinds {
			endures(t, kind, content)
			endures(t, kind, append(append([]byte(`[{"name":"a","id_bigint":"1","meeting_name":"a","x":`), content...), "}]"...))
		}
	}
}

func TestParserSuite(t *testing.T) {
	packed, err := os.Open(filepath.Join(shared(t, "hostile/json"), "JSONTestSuite-test_parsing.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	files, cases := tar.NewReader(plain), 0
	for {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		if name := filepath.Base(head.Name); strings.HasSuffix(name, ".json") {
			cases++
			for _, kind := range kinds {
				endures(t, kind, content)
			}
			suite(t, name, content)
		}
	}
	if cases < 300 {
		t.Errorf("%d cases", cases)
	}
}

// suite holds that an array that has to be refused is, and that one that has to be
// taken is.
func suite(t *testing.T, name string, content []byte) {
	_, _, err := taken(MeetingGuide, inMemory(name, content), Rules{})
	isArray := bytes.HasPrefix(bytes.TrimSpace(content), []byte("["))
	if name[0] == 'n' && err == nil || name[0] == 'y' && isArray && err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestNaughtyStrings(t *testing.T) {
	lists, err := filepath.Glob(filepath.Join(shared(t, "hostile/strings"), "blns*.json"))
	if err != nil || len(lists) == 0 {
		t.Fatal(err)
	}
	content, err := os.ReadFile(lists[0])
	if err != nil {
		t.Fatal(err)
	}
	var naughty []string
	if err := stdjson.Unmarshal(content, &naughty); err != nil {
		t.Skipf("%s is no list of texts", lists[0])
	}
	var all []map[string]any
	for _, s := range naughty {
		all = append(all, map[string]any{"name": "a " + s, "slug": s, "day": s, "time": s, "notes": s, "types": []string{s}, "location": s, "url": s,
			"conference_url": s, "conference_phone": s, "timezone": s, "regions": s, "latitude": s, "entity": s, "feedback_emails": s, s: s})
	}
	feed, err := stdjson.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	endures(t, MeetingGuide, feed)
	circle(t, MeetingGuide, inMemory("naughty.json", feed), Rules{Programme: "aa"})
}

// TestEndlessFilesEnd: bytes without end in one record, or between records, are
// refused before they fill the memory.
func TestEndlessFilesEnd(t *testing.T) {
	for name, one := range map[string]struct{ head, rest string }{
		"a text": {`[{"name":"`, "a"}, "a list": {`[{"types":[`, `"a",`}, "depth": {`[`, `[`}, "a number": {"[1", "1"}, "keys": {"[{", `"a":1,`},
		"a cell": {"name,day\n\"", "a\n"}, "cells": {"name,day\n", "a,"}, "a header": {"", "a"},
	} {
		for _, kind := range []Kind{MeetingGuide, TSML, NAWS, Central} { // a BMLT server's answer has parts that are passed over, however long
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			endless := &repeating{head: one.head, rest: one.rest, most: 200 << 20}
			_, err := Read(context.Background(), kind, []File{{Name: "GetSearchResults.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(endless), nil }}}, Rules{}, func(Record) error { return nil })
			runtime.ReadMemStats(&after)
			if err == nil || fault.KindOf(err) == fault.Internal || endless.given > 8<<20 {
				t.Errorf("%s as %s: %v after %d bytes", name, kind, err, endless.given)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
				t.Errorf("%s as %s took %d bytes of memory", name, kind, grown)
			}
		}
	}
}

// repeating gives its head, and then its rest again and again.
type repeating struct {
	head, rest  string
	given, most int
}

func (r *repeating) Read(b []byte) (n int, err error) {
	if r.given > r.most {
		return 0, io.EOF
	}
	if r.given < len(r.head) {
		n = copy(b, r.head[r.given:])
	} else {
		for n+len(r.rest) <= len(b) {
			n += copy(b[n:], r.rest)
		}
	}
	r.given += n
	return n, nil
}
