package feed

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"fmt"
	"io"
	"testing"
)

// sampleFeed is a feed of that many meetings, each as long as real ones are.
func sampleFeed(n int) []byte {
	var out bytes.Buffer
	w := WriteGuide(&out)
	for i := range n {
		_ = w.Write(passed(Record{
			Slug: fmt.Sprint("harbour-lights-", i), Name: "Harbour Lights", Day: i % 7, Start: 60 * (i % 24), Minutes: 60, Zone: "Europe/Lisbon", Way: Hybrid,
			Types: []string{"O", "D", "X", "BE"}, Location: "St. Mary's Hall", Address: "1 Quay Street, Port Aurel, AX 00001, USA", Regions: []string{"Old Town"},
			Point: &Point{38.5, -9.25}, ConferenceURL: "https://us02web.zoom.us/j/1234567890?pwd=abc", ConferenceURLNotes: "Meeting ID: 123 456 7890, word: harbour",
			Notes: "Ring twice & mind the step. The kitchen is on the left – come in for tea.", Group: "Harbour Lights", Updated: 1772352000,
			Rest: map[string]stdjson.RawMessage{"id": stdjson.RawMessage(fmt.Sprint(i)), "location_id": stdjson.RawMessage("17"), "region_id": stdjson.RawMessage("4")},
		}, Rules{}, i))
	}
	_ = w.Close()
	return out.Bytes()
}

func benchmarkRead(b *testing.B, kind Kind, content []byte, n int) {
	files := inMemory("feed", content)
	b.ReportAllocs()
	for b.Loop() {
		report, err := Read(context.Background(), kind, files, Rules{Programme: "aa"}, func(Record) error { return nil })
		if err != nil || report.Records != n {
			b.Fatal(report.Records, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/record")
}

func BenchmarkReadGuide(b *testing.B) { benchmarkRead(b, MeetingGuide, sampleFeed(2000), 2000) }

func BenchmarkReadTable(b *testing.B) {
	content := sampleFeed(2000)
	var out bytes.Buffer
	w := WriteTable(&out)
	n := 0
	_, err := Read(context.Background(), MeetingGuide, inMemory("feed", content), Rules{}, func(r Record) error {
		n++
		return w.Write(passed(r, Rules{}, n))
	})
	if err != nil || w.Close() != nil {
		b.Fatal(err)
	}
	benchmarkRead(b, TSML, out.Bytes(), 2000)
}

func BenchmarkWrite(b *testing.B) {
	list, _, err := taken(MeetingGuide, inMemory("feed", sampleFeed(1)), Rules{})
	if err != nil {
		b.Fatal(err)
	}
	l := passed(list[0], Rules{}, 1)
	for name, w := range map[string]writer{"guide": WriteGuide(io.Discard), "table": WriteTable(io.Discard)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Write(l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
