package source_test

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/finder/source"
)

const isJSON = "application/json"

func TestAFeedIsFetchedTakenInAndLookedAtAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier", "Quay")))
		one := h.added(s.URL + "/feed.json")
		if one.Problem != "" || one.Format != feed.MeetingGuide || !one.Good.Equal(h.Clock.Now()) || !one.Next.Equal(h.Clock.Now().Add(24*time.Hour)) {
			t.Fatalf("after the first look: %+v", one)
		}
		if got := h.names(); !slices.Equal(got, []string{"Pier", "Quay"}) {
			t.Fatalf("found: %v", got)
		}
		h.wants(h.Get(apptest.Stella, source.Path), http.StatusOK, "Cork Intergroup", "2 meetings, Meeting Guide feed (JSON)", "All well")
		h.wants(h.Get(apptest.Stella, source.Path+"/"+one.ID), http.StatusOK, "Alcoholics Anonymous", s.URL+"/feed.json", "Every day", "Taken in")

		s.turn(says(isJSON, meetings("Pier", "Harbour")))
		h.look()
		if got := h.names(); !slices.Equal(got, []string{"Pier", "Quay"}) {
			t.Errorf("before it was due: %v", got)
		}
		h.Clock.Advance(24 * time.Hour)
		h.look()
		if got := h.names(); !slices.Equal(got, []string{"Harbour", "Pier"}) {
			t.Errorf("a day later: %v", got)
		}
		if s.asked.Load() != 2 || len(h.left()) != 0 {
			t.Errorf("asked %d times, left behind %v", s.asked.Load(), h.left())
		}
	})
}

func TestACopyThatDidNotChangeIsNotSentAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var spared atomic.Int64
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `"one"` && r.Header.Get("If-Modified-Since") == "Tue, 24 Nov 2026 10:00:00 GMT" {
				spared.Add(1)
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("ETag", `"one"`)
			w.Header().Set("Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT")
			says(isJSON, meetings("Pier"))(w, r)
		})
		one := h.added(s.URL)
		h.Clock.Advance(24 * time.Hour)
		h.look()
		one = h.source(one.ID)
		runs, err := h.Finder.RunsFor(t.Context(), h.Viewer(apptest.Stella), one.ID)
		h.must(err)
		if spared.Load() != 1 || len(runs) != 2 || runs[0].Outcome != finder.Same || one.Failures != 0 || !one.Good.Equal(h.Clock.Now()) || len(h.names()) != 1 {
			t.Errorf("%+v, %+v", one, runs)
		}
	})
}

func TestWhatGoesWrongIsSaidAndTheLastGoodCopyStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier", "Quay")))
		one := h.added(s.URL)
		for name, c := range map[string]struct {
			answer http.HandlerFunc
			says   string
		}{
			"a guard":              {saysWith(403, "text/html; charset=utf-8", "<!doctype html><title>Just a moment...</title>"), "The site keeps programs out, so we are blocked. It is not broken. Ask its keeper to let us in."},
			"a guard that is busy": {saysWith(503, "text/html", "<html>Checking your browser</html>"), "The site keeps programs out, so we are blocked. It is not broken. Ask its keeper to let us in."},
			"a password":           {saysWith(403, isJSON, `{"message":"no"}`), "The site wants a password for this. Ask its keeper for a feed that is open to all."},
			"moved away":           {saysWith(404, "text/html", "<html>"), "There is nothing at this address any more. Ask its keeper for the new one."},
			"too often":            {saysWith(429, isJSON, "{}"), "The site asks us to come less often. Choose a longer time between two looks."},
			"broken":               {saysWith(500, "text/plain", "oops"), "The site has trouble of its own. We try again later."},
			"a teapot":             {saysWith(418, "text/plain", ""), "The site gave an answer that we do not know: {.Code}. Check the address."},
			"never changed":        {saysWith(304, isJSON, ""), "The site gave an answer that we do not know: {.Code}. Check the address."},
			"a page":               {says("text/html", "<!doctype html><p>Our meetings"), "A web page came in place of a feed. Ask its keeper for the address of the feed."},
			"a page called a feed": {says(isJSON, "\n <html>"), "A web page came in place of a feed. Ask its keeper for the address of the feed."},
			"a picture":            {says("image/png", "\x89PNG"), "What came is no feed: it is a picture, an archive or the like. Check the address."},
			"an archive":           {says(isJSON, "\x1f\x8b\x08\x00"), "What came is no feed: it is a picture, an archive or the like. Check the address."},
			"nothing in it":        {says(isJSON, "[]"), "The feed lists no meeting at all. We kept what was there."},
		} {
			h.Clock.Advance(24 * time.Hour)
			s.turn(c.answer)
			before := s.asked.Load()
			h.look()
			if s.asked.Load() != before+1 {
				t.Errorf("%s: asked %d times", name, s.asked.Load()-before)
			}
			if got := h.why(one.ID); got != c.says {
				t.Errorf("%s: %q", name, got)
			}
			h.wants(h.Get(apptest.Stella, source.Path+"/"+one.ID), http.StatusOK, "The last try did not work.", "What we took last stays on the pages.")
			if got := h.names(); len(got) != 2 || len(h.left()) != 0 {
				t.Errorf("%s: %v is found, %v is left behind", name, got, h.left())
			}
		}
		h.wants(h.Get(apptest.Stella, "/admin"), http.StatusOK, "1 source could not be read at the last try.")
	})
}

func TestASourceThatFailsIsLeftAloneForLongerEachTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		form := about(s.URL)
		form.Set("every", "1")
		h.wants(h.Post(apptest.Stella, source.Path, form), http.StatusSeeOther)
		h.settled()
		id := h.sources()[0].ID
		s.turn(saysWith(500, "text/plain", ""))
		h.Clock.Advance(time.Hour)
		var waits []time.Duration
		for range 10 {
			h.look()
			waits = append(waits, h.source(id).Next.Sub(h.Clock.Now()))
			h.Clock.Set(h.source(id).Next)
		}
		last := waits[len(waits)-1]
		if !slices.IsSorted(waits) || waits[0] != 10*time.Minute || last != 24*time.Hour {
			t.Errorf("it waited %v", waits)
		}
		s.turn(says(isJSON, meetings("Pier")))
		h.look()
		if one := h.source(id); one.Failures != 0 || one.Problem != "" || !one.Next.Equal(h.Clock.Now().Add(time.Hour)) {
			t.Errorf("well again: %+v", one)
		}
	})
}

func TestAPageLeadsToTheFeedThatItNames(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, nil)
		s.turn(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/meetings/feed.json" {
				says(isJSON, meetings("Pier"))(w, r)
				return
			}
			w.Header().Set("ETag", `"the page"`)
			says("text/html", `<!doctype html><head><link rel="stylesheet" href="/a.css"><link rel="alternate" type="application/json" title="Meetings Feed" href="/meetings/feed.json"><body>`)(w, r)
		})
		one := h.added(s.URL + "/meetings")
		if got := h.names(); len(got) != 1 || one.Problem != "" || one.ETag != "" {
			t.Errorf("%v, %+v", got, one)
		}
		h.Clock.Advance(24 * time.Hour)
		h.look()
		if one := h.source(one.ID); one.Problem != "" || s.asked.Load() != 4 {
			t.Errorf("the next day: %+v, asked %d times", one, s.asked.Load())
		}
	})
}

func TestABMLTServerIsAskedThreeThings(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/main_server/client_interface/json/" {
				http.NotFound(w, r)
				return
			}
			switch r.URL.Query().Get("switcher") {
			case "GetSearchResults":
				says(isJSON, `[{"id_bigint":"7","service_body_bigint":"1","weekday_tinyint":"2","venue_type":"1","start_time":"19:00:00","duration_time":"01:00:00","formats":"O","format_shared_id_list":"17","meeting_name":"Pier","published":"1","latitude":"51.9","longitude":"-8.5"}]`)(w, r)
			case "GetFormats":
				says(isJSON, `[{"key_string":"O","name_string":"Open","description_string":"","lang":"en","id":"17","world_id":"OPEN","format_type_enum":"O"}]`)(w, r)
			case "GetServiceBodies":
				says(isJSON, `[{"id":"1","parent_id":"0","name":"Cork","description":"","type":"AS","url":"","helpline":"","world_id":""}]`)(w, r)
			}
		})
		form := about(s.URL + "/main_server/")
		form.Set("programme", "na")
		h.wants(h.Post(apptest.Stella, source.Path, form), http.StatusSeeOther)
		h.settled()
		one := h.sources()[0]
		if got := h.names(); len(got) != 1 || one.Problem != "" || one.Format != feed.BMLT || s.asked.Load() != 3 {
			t.Fatalf("%v, %+v, asked %d times", got, one, s.asked.Load())
		}
		s.turn(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("switcher") == "GetServiceBodies" {
				saysWith(500, "text/plain", "")(w, r)
				return
			}
			says(isJSON, `[]`)(w, r)
		})
		h.Clock.Advance(24 * time.Hour)
		h.look()
		if got := h.names(); len(got) != 1 || h.why(one.ID) == "" || len(h.left()) != 0 {
			t.Errorf("with one answer of three broken: %v, %q, %v", got, h.why(one.ID), h.left())
		}
	})
}
