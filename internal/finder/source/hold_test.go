package source_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/source"
	"handrail/internal/platform/fault"
)

// A fetch that is cut off because the program stops is begun again when it starts.
func TestAFetchThatWasCutOffIsBegunAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL)
		arrived := make(chan struct{}, 10)
		s.turn(func(w http.ResponseWriter, r *http.Request) {
			arrived <- struct{}{}
			<-r.Context().Done()
		})
		h.Clock.Advance(24 * time.Hour)
		h.must(h.Sources.Due(t.Context()))
		<-arrived
		now, stop := context.WithCancel(t.Context())
		stop()
		h.must(h.Jobs.Stop(now))
		if after := h.source(one.ID); after.Next.After(h.Clock.Now()) || after.Failures != 0 || after.Problem != "" {
			t.Errorf("after the stop: %+v", after)
		}
		s.turn(says(isJSON, meetings("Quay")))
		h.must(h.Jobs.Start(t.Context()))
		h.look()
		if got := h.names(); len(got) != 1 || got[0] != "Quay" {
			t.Errorf("after the start: %v, %+v", got, h.source(one.ID))
		}
	})
}

// While a job fetches a source, whoever wants to do so by hand hears that it is
// being read.
func TestWhoComesSecondIsToldSo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL)
		arrived, goOn := make(chan struct{}, 10), make(chan struct{})
		s.turn(func(w http.ResponseWriter, r *http.Request) {
			arrived <- struct{}{}
			<-goOn
			says(isJSON, meetings("Quay"))(w, r)
		})
		h.Clock.Advance(24 * time.Hour)
		h.must(h.Sources.Due(t.Context()))
		<-arrived
		if _, err := h.Sources.Now(t.Context(), one.ID, nil); fault.KindOf(err) != fault.Conflict {
			t.Errorf("told %v", err)
		}
		close(goOn)
		h.settled()
		h.wants(h.Get(apptest.Stella, source.Path+"/"+one.ID), http.StatusOK, "All well")
		if s.beside.Load() != 1 || len(h.names()) != 1 || len(h.left()) != 0 {
			t.Errorf("%d at once, %v, %v", s.beside.Load(), h.names(), h.left())
		}
		if _, err := h.Sources.Now(t.Context(), one.ID, nil); err != nil {
			t.Errorf("then: %v", err)
		}
	})
}

// A site says when it wants to be asked again: that is heeded, for a day at most,
// and never makes the next look come sooner than it would.
func TestASiteSaysWhenToComeAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL)
		at := func(d time.Duration) string { return h.Clock.Now().Add(d).UTC().Format(http.TimeFormat) }
		h.Clock.Set(h.Clock.Now().Truncate(time.Second))
		for _, c := range []struct {
			code  int
			kind  string
			after func() string
			wait  time.Duration
		}{
			{429, isJSON, func() string { return "7200" }, 2 * time.Hour},
			{503, isJSON, func() string { return " 10800 " }, 3 * time.Hour},
			{503, "text/html", func() string { return at(5 * time.Hour) }, 5 * time.Hour},
			{429, isJSON, func() string { return "99999999999999999999" }, 24 * time.Hour},
			{429, isJSON, func() string { return at(90 * 24 * time.Hour) }, 24 * time.Hour},
			{429, isJSON, func() string { return "1" }, 10 * time.Minute},
			{429, isJSON, func() string { return at(-time.Hour) }, 10 * time.Minute},
			{503, isJSON, func() string { return "-7200" }, 10 * time.Minute},
			{503, isJSON, func() string { return "soon" }, 10 * time.Minute},
			{500, isJSON, func() string { return "7200" }, 10 * time.Minute},
			{404, isJSON, func() string { return "7200" }, 10 * time.Minute},
		} {
			s.turn(says(isJSON, meetings("Pier")))
			h.Clock.Set(h.source(one.ID).Next)
			h.look()
			h.Clock.Advance(24 * time.Hour)
			after := c.after()
			s.turn(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", after)
				saysWith(c.code, c.kind, "{}")(w, r)
			})
			h.look()
			if got := h.source(one.ID); got.Failures != 1 || got.Next.Sub(h.Clock.Now()) != c.wait {
				t.Errorf("%s: %q waits %s after %d failures", fmt.Sprint(c.code), after, got.Next.Sub(h.Clock.Now()), got.Failures)
			}
		}
	})
}

// What a command adds it fetches itself: no job comes before it.
func TestWhatACommandAddsIsLeftToIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		id, err := h.Finder.AddHere(t.Context(), finder.Source{URL: s.URL, Name: "Cork", Programme: "aa", Zone: "Europe/Dublin"})
		h.must(err)
		h.settled()
		h.look()
		if s.asked.Load() != 0 {
			t.Errorf("asked %d times", s.asked.Load())
		}
		h.Clock.Advance(10 * time.Minute)
		h.look()
		if one := h.source(id); s.asked.Load() != 1 || one.Problem != "" {
			t.Errorf("asked %d times, %+v", s.asked.Load(), one)
		}
	})
}
