package source_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/source"
	"handrail/internal/platform/jobs/jobstest"
	"handrail/internal/platform/outbound"
)

// near lets the house fetch from this machine, as no house outside tests does.
var near = apptest.Options{Feeds: outbound.Options{AllowPrivate: true, AnyPort: true}}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	eachWith(t, near, test)
}

func eachWith(t *testing.T, o apptest.Options, test func(t *testing.T, h *house)) {
	t.Helper()
	apptest.EachWith(t, o, func(t *testing.T, a *apptest.App) {
		jobstest.Start(t, a.Jobs)
		test(t, &house{App: a, t: t})
	})
}

type house struct {
	*apptest.App
	t *testing.T
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// wants opens or sends, and checks how it is answered.
func (h *house) wants(got apptest.Answer, code int, words ...string) apptest.Answer {
	h.t.Helper()
	if got.Code != code {
		h.t.Fatalf("answered with %d, want %d: %.600s", got.Code, code, mainOf(got.Body))
	}
	for _, one := range words {
		if !strings.Contains(got.Body, one) {
			h.t.Errorf("it does not say %q: %.900s", one, mainOf(got.Body))
		}
	}
	return got
}

func mainOf(body string) string {
	_, rest, _ := strings.Cut(body, "<main")
	return rest
}

// about is the form about a feed at an address.
func about(address string) url.Values {
	return url.Values{
		"url": {address}, "name": {"Cork Intergroup"}, "programme": {"aa"}, "format": {"auto"}, "zone": {"Europe/Dublin"}, "every": {"24"},
	}
}

// added adds a feed as the steward, and waits until it was fetched.
func (h *house) added(address string) finder.Source {
	h.t.Helper()
	got := h.wants(h.Post(apptest.Stella, source.Path, about(address)), http.StatusSeeOther)
	h.settled()
	return h.source(strings.TrimPrefix(got.Header.Get("Location"), source.Path+"/"))
}

// settled waits until all jobs that are due are done.
func (h *house) settled() {
	h.t.Helper()
	jobstest.Drain(h.t, h.Jobs)
}

// look fetches what is due.
func (h *house) look() {
	h.t.Helper()
	h.must(h.Sources.Due(context.Background()))
	h.settled()
}

func (h *house) source(id string) finder.Source {
	h.t.Helper()
	one, err := h.Finder.Source(context.Background(), id)
	h.must(err)
	return one
}

func (h *house) sources() (list []finder.Source) {
	h.t.Helper()
	all, err := h.Finder.SourcesFor(context.Background(), h.Viewer(apptest.Stella))
	h.must(err)
	for _, one := range all {
		if one.ID != finder.OwnSource {
			list = append(list, one)
		}
	}
	return list
}

// names are what is found, in the order of the alphabet.
func (h *house) names() (list []string) {
	h.t.Helper()
	numbers, err := h.Finder.Numbers(context.Background(), finder.Query{})
	h.must(err)
	h.must(h.Finder.EachOf(context.Background(), numbers, func(l finder.Listing) error {
		list = append(list, l.Name)
		return nil
	}))
	slices.Sort(list)
	return list
}

// why is what the stewards are told about the last try.
func (h *house) why(id string) string {
	h.t.Helper()
	return string(finder.ProblemOf(h.source(id).Problem).Say)
}

// noted are the actions in the record.
func (h *house) noted(action string) (n int) {
	h.t.Helper()
	list, err := h.Audit.List(context.Background(), h.Viewer(apptest.Stella).Subject(), 0, 100)
	h.must(err)
	for _, one := range list {
		if one.Action == action {
			n++
		}
	}
	return n
}

// left are the files that a fetch left behind.
func (h *house) left() (files []string) {
	h.t.Helper()
	entries, err := filepath.Glob(filepath.Join(h.Config.Folder.Spool(), "*"))
	h.must(err)
	return entries
}

// meetings is a Meeting Guide feed of weekly meetings with these names.
func meetings(names ...string) string {
	var list []map[string]any
	for i, name := range names {
		list = append(list, map[string]any{"name": name, "slug": strings.ToLower(name), "day": i % 7, "time": "19:00", "types": []string{"O"}})
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// site is somebody else's site, which answers as it is told.
type site struct {
	URL    string
	asked  atomic.Int64
	now    atomic.Int64 // requests that are being answered
	beside atomic.Int64 // the most at once

	mu     sync.Mutex
	answer http.HandlerFunc
}

func newSite(t *testing.T, answer http.HandlerFunc) *site {
	t.Helper()
	s := &site{answer: answer}
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	s.asked.Add(1)
	if n := s.now.Add(1); n > s.beside.Load() {
		s.beside.Store(n)
	}
	defer s.now.Add(-1)
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()
	answer(w, r)
}

// turn makes the site answer otherwise.
func (s *site) turn(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// says answers with a type and a text.
func says(kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, text)
	}
}

func saysWith(code int, kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(code)
		fmt.Fprint(w, text)
	}
}

func read(t *testing.T, parts ...string) []byte {
	t.Helper()
	folder := os.Getenv("HANDRAIL_SHARED_DATA")
	if folder == "" {
		folder = "../../../../shared/data"
	}
	bytes, err := os.ReadFile(filepath.Join(append([]string{folder}, parts...)...))
	if os.IsNotExist(err) {
		t.Skipf("%s is not beside the checkout", filepath.Join(parts...))
	}
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}
