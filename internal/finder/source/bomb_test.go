package source_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/platform/outbound"
)

// zeros is a gzip of so many blanks.
func zeros(bytesOfIt int) []byte {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.CopyN(z, blanks{}, int64(bytesOfIt))
	z.Close()
	return packed.Bytes()
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// endless says a text again and again for as long as somebody listens.
func endless(begin, again string) http.HandlerFunc {
	again = strings.Repeat(again, 1+8192/len(again))
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", isJSON)
		io.WriteString(w, begin)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, again); err != nil {
				return
			}
		}
	}
}

// bounded is a house that waits a second and takes 4 MiB.
var bounded = apptest.Options{Feeds: outbound.Options{AllowPrivate: true, AnyPort: true, Timeout: time.Second, MaxBytes: 4 << 20}}

func TestBombsAreRefusedAndTheLastGoodCopyStays(t *testing.T) {
	eachWith(t, bounded, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier", "Quay")))
		one := h.added(s.URL)
		packed := zeros(1 << 28)
		for name, answer := range map[string]http.HandlerFunc{
			"unpacks into a quarter gigabyte": func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.Header().Set("Content-Type", isJSON)
				w.Write(packed)
			},
			"endless":            endless("[", `{"name":"Pier","slug":"pier"},`),
			"endless blanks":     endless("", " "),
			"an endless text":    endless(`[{"name":"`, "a"),
			"says it is huge":    func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", strconv.Itoa(1<<40)) },
			"deep":               says(isJSON, strings.Repeat("[", 1<<20)),
			"deep within":        says(isJSON, `[{"name":"Pier","slug":"pier","x":`+strings.Repeat(`{"a":`, 1<<18)),
			"one huge record":    says(isJSON, `[{"name":"Pier","slug":"pier","notes":"`+strings.Repeat("a", 3<<20)+`"`),
			"cut off":            says(isJSON, strings.TrimSuffix(meetings("Tide"), "]")),
			"text behind it":     says(isJSON, meetings("Tide")+"\nand more"),
			"no text":            says(isJSON, "\x00\x01\x02"),
			"nothing":            says(isJSON, ""),
			"a number":           says(isJSON, "1"),
			"a table of no kind": says("text/csv", "a,b,c\n1,2,3\n"),
			"hangs up":           func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
			"never ends its head": func(w http.ResponseWriter, r *http.Request) {
				<-r.Context().Done()
			},
			"one byte a second": func(w http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					io.WriteString(w, "[")
					w.(http.Flusher).Flush()
					select {
					case <-r.Context().Done():
					case <-time.After(200 * time.Millisecond):
					}
				}
			},
		} {
			h.Clock.Advance(24 * time.Hour)
			s.turn(answer)
			h.look()
			if why := h.why(one.ID); why == "" {
				t.Errorf("%s: taken", name)
			}
			if got := h.names(); !slices.Equal(got, []string{"Pier", "Quay"}) || len(h.left()) != 0 {
				t.Errorf("%s: %v is found, %v is left behind", name, got, h.left())
			}
		}
		s.turn(says(isJSON, meetings("Pier", "Tide")))
		h.Clock.Advance(24 * time.Hour)
		h.look()
		if got := h.names(); !slices.Equal(got, []string{"Pier", "Tide"}) || h.why(one.ID) != "" {
			t.Errorf("well again: %v, %q", got, h.why(one.ID))
		}
	})
}

// Files that are made to break readers are refused or read, and leave the house
// standing, in little memory.
func TestHostileFilesLeaveTheHouseStanding(t *testing.T) {
	files := []string{
		"json_big_number.json", "json_deep_array_100k.json", "json_deep_object_50k.json", "json_dup_keys.json", "json_invalid_utf8.json",
		"json_lone_surrogate.json", "json_trailing.json", "md_nested_quotes_10k.md", "svg_billion_laughs.svg", "text_bidi_zalgo_homoglyph.txt",
	}
	bodies := map[string][]byte{}
	for _, file := range files {
		bodies[file] = read(t, "hostile", "generated", file)
	}
	eachWith(t, bounded, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL)
		for _, file := range files {
			h.Clock.Advance(24 * time.Hour)
			s.turn(says(isJSON, string(bodies[file])))
			h.look()
			if got := h.names(); !slices.Contains(got, "Pier") || h.source(one.ID).Tried != h.Clock.Now() || len(h.left()) != 0 {
				t.Errorf("%s: %v is found, %v is left behind", file, got, h.left())
			}
		}
	})
}

func TestAHugeFeedNeedsLittleMemory(t *testing.T) {
	o := bounded
	o.Feeds.MaxBytes, o.Feeds.Timeout = 0, 0 // as outside tests
	eachWith(t, o, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL)
		s.turn(endless("[", `{"name":"`+strings.Repeat("x", 200)+`"},`))
		h.Clock.Advance(24 * time.Hour)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		h.look()
		runtime.GC()
		runtime.ReadMemStats(&after)
		if h.why(one.ID) == "" || len(h.names()) != 1 || len(h.left()) != 0 {
			t.Errorf("%q, %v, %v", h.why(one.ID), h.names(), h.left())
		}
		if grown := int64(after.HeapInuse) - int64(before.HeapInuse); grown > 32<<20 {
			t.Errorf("it holds %d MiB more", grown>>20)
		}
	})
}
