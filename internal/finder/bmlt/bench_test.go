package bmlt_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/bmlt"
	"handrail/internal/finder/feed"
)

// benchMeetings is how many meetings the server has that is measured.
const benchMeetings = 200_000

// server is the answer of a server with so many meetings, each of some forty words
// in real proportions: of one in four the link to take part is its own.
func server(n int) feed.File {
	read := func() (io.ReadCloser, error) {
		from, to := io.Pipe()
		go func() {
			w, r := bufio.NewWriter(to), rand.New(rand.NewPCG(7, 11))
			for at := range n {
				fmt.Fprintf(w, "%c\n", "[,"[min(at, 1)])
				text, _ := json.Marshal(benchMeeting(r, at))
				w.Write(text)
			}
			fmt.Fprint(w, "]")
			to.CloseWithError(w.Flush())
		}()
		return from, nil
	}
	return feed.File{Name: "GetSearchResults.json", Open: read}
}

func benchMeeting(r *rand.Rand, at int) map[string]string {
	words := func(most int) (text string) {
		for range 1 + r.IntN(most) {
			text += fmt.Sprintf("word%d ", int(r.ExpFloat64()*3000))
		}
		return text
	}
	one := map[string]string{
		"id_bigint": fmt.Sprint(at + 1), "service_body_bigint": "1", "weekday_tinyint": fmt.Sprint(1 + r.IntN(7)), "venue_type": "1", "start_time": fmt.Sprintf("%02d:30:00", r.IntN(24)),
		"duration_time": "01:00:00", "published": "1", "longitude": fmt.Sprint(r.Float64() * 90), "latitude": fmt.Sprint(r.Float64() * 60), "formats": "O", "format_shared_id_list": "17",
		"meeting_name": words(4), "location_text": words(5), "location_info": words(12), "location_street": fmt.Sprint(r.IntN(900)) + " " + words(3), "location_municipality": words(2),
		"location_province": "NY", "location_nation": "USA", "location_postal_code_1": fmt.Sprint(10_000 + r.IntN(9000)), "comments": words(25),
		"harbour_side": words(2), "parking_hint": words(6),
	}
	if r.IntN(4) == 0 {
		one["virtual_meeting_link"] = fmt.Sprintf("https://zoom.example/j/%09d", r.IntN(1e9))
	}
	if at == theOne {
		one["comments"] += "marmalade"
	}
	return one
}

// theOne is the meeting that alone says what is looked for.
const theOne = 123_456

// benchServer is a place with one such server.
func benchServer(b *testing.B) *house {
	b.Helper()
	h := &house{App: apptest.Open(b, apptest.Options{}, ""), t: b}
	id := h.add(finder.Source{Name: "Great server", Programme: "na", Zone: "America/New_York", Shared: true}, []feed.File{server(benchMeetings)})
	if one, err := h.Finder.Source(context.Background(), id); err != nil || one.Format != feed.BMLT {
		b.Fatal(one, err)
	}
	return h
}

func used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measured reports processor time of all threads besides what the clock says.
func measured(b *testing.B, do func()) {
	b.Helper()
	b.ReportAllocs()
	before := used()
	for b.Loop() {
		do()
	}
	b.ReportMetric(float64((used()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// BenchmarkServer: a server of 200,000 meetings is asked for a word that one of
// them says, and for all fields after a copy of it changed.
func BenchmarkServer(b *testing.B) {
	h := benchServer(b)
	b.Run("loading", func(b *testing.B) {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		measured(b, func() {
			f := finder.New(finder.Options{DB: h.DB, Clock: h.Clock})
			if err := f.Warm(b.Context()); err != nil {
				b.Fatal(err)
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			runtime.KeepAlive(f)
		})
		b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "MB-held")
	})
	ask := func(b *testing.B, query string, rows int) {
		h.Clock.Advance(time.Minute)
		if got := h.found(query); len(got) != rows {
			b.Fatalf("%s finds %d", query, len(got))
		}
	}
	b.Run("word", func(b *testing.B) {
		ask(b, "&page_size=1", 1)
		measured(b, func() { ask(b, "&SearchString=marmalade", 1) })
	})
	b.Run("many words", func(b *testing.B) {
		measured(b, func() { ask(b, "&SearchString=marmalade+nowhere+none+word90000", 1) })
	})
	b.Run("anew", func(b *testing.B) {
		base, _ := url.Parse("https://handrail.test")
		measured(b, func() {
			s := bmlt.New(bmlt.Options{Finder: h.Finder, Clock: h.Clock, Base: base, Limiter: h.Limiter, Language: func(ctx context.Context, _ string) context.Context { return ctx }})
			r := httptest.NewRequest("GET", bmlt.Path+"json/?switcher=GetSearchResults&page_size=1", nil)
			r.SetPathValue("format", "json")
			w := httptest.NewRecorder()
			if err := s.Routes()[1].Handler(w, r); err != nil || !strings.Contains(w.Body.String(), "parking_hint") {
				b.Fatal(err, w.Body)
			}
		})
	})
}
