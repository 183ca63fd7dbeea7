package source_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/finder/source"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/jobs/jobstest"
)

// errands adds so many jobs that fetch a source, as if the queue had lost sight
// of those that run.
func (h *house) errands(id string, n int) {
	h.t.Helper()
	h.must(h.DB.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		for range n {
			if err := h.Jobs.Add(ctx, tx, "finder.fetch", source.Fetching(id)); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestASourceIsFetchedOnceHoweverManyWouldFetchIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL)
		h.Clock.Advance(24 * time.Hour)
		before := s.asked.Load()
		h.errands(one.ID, 5)
		h.look()
		if n := s.asked.Load() - before; n != 1 {
			t.Errorf("fetched %d times", n)
		}
	})
}

func TestTwoNodesNeverFetchOneSourceAtOnce(t *testing.T) {
	address := dbtest.Postgres(t, app.Schema)
	t.Setenv("HANDRAIL_SERVER_KEY", strings.Repeat("A", 43)+"=")
	a := &house{App: apptest.Open(t, near, address), t: t}
	other := near
	other.Fresh = true
	b := &house{App: apptest.Open(t, other, address), t: t}
	jobstest.Start(t, a.Jobs)
	jobstest.Start(t, b.Jobs)

	s := newSite(t, says(isJSON, meetings("Pier")))
	one := a.added(s.URL)
	arrived, goOn := make(chan struct{}, 10), make(chan struct{})
	s.turn(func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-goOn
		says(isJSON, meetings("Pier", "Quay"))(w, r)
	})
	a.Clock.Advance(24 * time.Hour)
	b.Clock.Set(a.Clock.Now())
	before := s.asked.Load()
	for _, h := range []*house{a, b} {
		h.must(h.Sources.Due(t.Context()))
		h.errands(one.ID, 4)
	}
	<-arrived
	a.wants(a.Post(apptest.Stella, source.Path+"/"+one.ID+"/rest", nil), http.StatusSeeOther)
	close(goOn)
	a.settled()
	b.settled()
	if n := s.asked.Load() - before; n != 1 || s.beside.Load() != 1 {
		t.Errorf("fetched %d times, %d at once", n, s.beside.Load())
	}
	if len(a.left())+len(b.left()) != 0 {
		t.Errorf("left behind: %v %v", a.left(), b.left())
	}
}

func TestWhatAKilledNodeLeftBehindIsRemoved(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "spool")
	if err := os.MkdirAll(filepath.Join(folder, "fetch-1"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "fetch-1", "feed.json"), []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "a.db")})
	_, err := source.New(source.Options{Jobs: jobstest.New(t, d, jobs.Options{}), DB: d, Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// A steward who changes the address while the old one is being fetched sees the
// new one fetched at once.
func TestAnAddressThatChangesMeanwhileIsFetchedToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL + "/old")
		arrived, goOn := make(chan struct{}, 10), make(chan struct{})
		s.turn(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/new" {
				says(isJSON, meetings("Tide"))(w, r)
				return
			}
			arrived <- struct{}{}
			<-goOn
			says(isJSON, meetings("Quay"))(w, r)
		})
		h.Clock.Advance(24 * time.Hour)
		h.must(h.Sources.Due(t.Context()))
		<-arrived
		h.wants(h.Post(apptest.Stella, source.Path+"/"+one.ID+"/change", about(s.URL+"/new")), http.StatusSeeOther)
		close(goOn)
		h.settled()
		if got := h.names(); len(got) != 1 || got[0] != "Tide" {
			t.Errorf("found %v", got)
		}
	})
}

func TestAnAddressNamesNoFileElsewhere(t *testing.T) {
	for address, want := range map[string]string{
		"https://cork.example/feed.json?x=/../y":             "feed.json",
		"https://cork.example/":                              "feed",
		"https://cork.example":                               "feed",
		"https://cork.example/a/..":                          "feed",
		"https://cork.example/..%2f..%2fetc%2fpasswd":        "passwd",
		"https://cork.example/.htaccess":                     "htaccess",
		"https://cork.example/%00\\..\\x":                    "feed",
		"https://cork.example/" + strings.Repeat("a", 500):   strings.Repeat("a", 80),
		"https://cork.example/r%C3%A9union%20de%20Cork.json": "runiondeCork.json",
		"file:///../../GetSearchResults.json":                "GetSearchResults.json",
	} {
		got := source.NameOf(address)
		if want != "feed" && got != want || got == "" || strings.ContainsAny(got, `/\`+"\x00") || strings.HasPrefix(got, ".") {
			t.Errorf("%q is called %q, not %q", address, got, want)
		}
	}
}

// Sites that are slow leave workers to others: what finds no room stays due.
func TestSlowSitesLeaveWorkersToOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		goOn := make(chan struct{})
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			<-goOn
			says(isJSON, meetings("Pier"))(w, r)
		})
		for range 6 {
			h.Clock.Advance(time.Minute)
			h.wants(h.Post(apptest.Stella, source.Path, about(s.URL)), http.StatusSeeOther)
		}
		for at := h.running(); s.now.Load() < 3 || at != 3; at = h.running() {
			if t.Context().Err() != nil {
				t.Fatalf("%d jobs run", at)
			}
		}
		close(goOn)
		h.settled()
		for range 3 {
			h.look()
		}
		if got := h.names(); len(got) != 6 || s.beside.Load() > 3 {
			t.Errorf("%d found, %d at once", len(got), s.beside.Load())
		}
	})
}

// running is how many jobs run now.
func (h *house) running() int64 {
	h.t.Helper()
	count, err := h.Jobs.Count(context.Background())
	h.must(err)
	return count.Running
}
