package seek_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
)

func TestCompanyNow(t *testing.T) {
	each(t, func(h *house) {
		h.opens("/now", "No meeting just now.", "We know of no meeting online now", "We know of no meeting at a place just now.", "If you need somebody now", "tel:")
		h.takes("Prairie Area", guide)
		h.opens("/now", "There is company now.", "Open Wire", "For newcomers", "Just There", "Just begun", "What comes next", "Nothing else that we know of", "Evening Wire", "!Prairie Lunch", "tel:")
		h.Clock.Advance(90 * time.Minute)
		h.opens("/now", "No meeting just now.", "!Open Wire", "What comes next", "Evening Wire", "1 meeting is on now at a place")
		h.Clock.Advance(30 * time.Minute)
		h.opens("/now", "There is company soon.", "In the next hour", "Evening Wire", "!What comes next")
		h.Clock.Advance(6 * time.Hour)
		h.opens("/now", "No meeting just now.")
	})
}

var loads = regexp.MustCompile(`(?:src|href)="(/assets/[^"]+|/manifest[^"]*)"`)

// TestNowIsLight: the page with all that a browser fetches for it, packed, is at
// most 20 KB, and there is no script in it.
func TestNowIsLight(t *testing.T) {
	each(t, func(h *house) {
		var rows []string
		for i := range 40 {
			rows = append(rows, fmt.Sprintf(`{"slug":"m-%02d","name":"%s, a meeting with a long name %02d","day":2,"time":"%s","end_time":"17:00","types":["O","W","BE","S"],"conference_url":"https://us02web.zoom.us/j/1","formatted_address":"Kansas, USA"}`, i, []string{"Harbour", "Lantern", "Prairie", "Window"}[i%4], i, []string{"13:00", "14:30"}[i%2]))
		}
		h.takes("Prairie Area and all the towns around it", "["+strings.Join(rows, ",")+"]")
		page, body := h.packed("/now")
		if strings.Contains(body, "<script") || !strings.Contains(body, "All 20 that are on now") {
			t.Errorf("scripts, or no meetings: %s", mainOf(body))
		}
		style := 0
		for _, asset := range loads.FindAllStringSubmatch(body, -1) {
			if strings.Contains(asset[1], ".css") {
				size, _ := h.packed(asset[1])
				style += size
			}
		}
		if style == 0 || page+style > 20_000 {
			t.Errorf("%d bytes of page and %d of style", page, style)
		}
		t.Logf("%d bytes of page and %d of style", page, style)
	})
}

// packed is how many bytes an address takes on the line, and what they hold.
func (h *house) packed(path string) (int, string) {
	h.t.Helper()
	r := h.Request("GET", path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	h.Router.ServeHTTP(w, r)
	sent := w.Body.Bytes()
	if w.Header().Get("Content-Encoding") != "gzip" {
		h.t.Errorf("%s is sent as it is", path)
		return len(sent), string(sent)
	}
	from, err := gzip.NewReader(bytes.NewReader(sent))
	if err != nil {
		h.t.Fatal(err)
	}
	plain, err := io.ReadAll(from)
	if err != nil {
		h.t.Fatal(err)
	}
	return len(sent), string(plain)
}

func TestEverybodyFindsTheWay(t *testing.T) {
	each(t, func(h *house) {
		for path, leads := range map[string][]string{"/": {`href="/now"`, `href="/meetings"`}, "/meetings": {`href="/now"`, `href="/meetings" aria-current="page"`}} {
			h.says(path, h.Get(apptest.Vera, path).Body, leads...)
		}
		h.says("a member's bar", h.Get(apptest.Ana, "/home").Body, `href="/meetings"`)
	})
}
