package finder_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/account"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
)

// house is a finder on a database of its own.
type house struct {
	*finder.Service
	t     *testing.T
	db    *db.DB
	clock *clock.Manual
	own   map[string][]feed.Record
}

var steward = account.Viewer{Session: "s", Account: "a", Standing: account.Here, Consents: true, Steward: true, Keys: 2, Factors: 2}

// noon is a Monday.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func each(t *testing.T, test func(h *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(newHouse(t, d)) })
}

func newHouse(t testing.TB, d *db.DB) *house {
	c := clock.NewManual(noon)
	q, err := jobs.New(d, jobs.Options{Clock: c, Log: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Node: "one"})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{db: d, clock: c, own: map[string][]feed.Record{}}
	h.t, _ = t.(*testing.T)
	h.Service = h.node(q)
	return h
}

// node is another finder on the same records.
func (h *house) node(q *jobs.Queue) *finder.Service {
	return finder.New(finder.Options{DB: h.db, Clock: h.clock, Events: event.New(q), Jobs: q, Own: finder.Own{
		Name:    func(ctx contextType) (string, error) { return "Lantern Street", nil },
		Groups:  func(ctx contextType) (list []string, err error) { return keysOf(h.own), nil },
		Records: func(ctx contextType, group string) ([]feed.Record, error) { return h.own[group], nil },
	}})
}

// source adds a source of the Meeting Guide's form.
func (h *house) source(name string, change ...func(*finder.Source)) string {
	h.t.Helper()
	one := finder.Source{Name: name, Programme: "aa", Zone: "America/New_York", Format: feed.MeetingGuide, Shared: true}
	for _, f := range change {
		f(&one)
	}
	id, err := h.Add(h.t.Context(), steward, one)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// row is one meeting as a feed of the Meeting Guide has it.
type row = map[string]any

func weekly(slug, name string, day int, at string, more ...row) row {
	r := row{"slug": slug, "name": name, "day": day, "time": at, "formatted_address": "1 Pier, Kinsale, Cork, Ireland"}
	for _, m := range more {
		for k, v := range m {
			r[k] = v
		}
	}
	return r
}

// take takes in a copy that lists these meetings.
func (h *house) take(source string, rows ...row) finder.Run {
	h.t.Helper()
	run, err := h.Take(h.t.Context(), source, copyOf(h.t, rows...), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return run
}

func copyOf(t testing.TB, rows ...row) finder.Copy {
	t.Helper()
	if rows == nil {
		rows = []row{}
	}
	text, err := json.MarshalIndent(rows, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return fileOf("meetings.json", text)
}

func fileOf(name string, text []byte) finder.Copy {
	return finder.Copy{Files: []feed.File{{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}}}
}

// find looks for everything that fits, and says the slugs.
func (h *house) find(q finder.Query) []string {
	h.t.Helper()
	q.Most = 1000
	found, err := h.Find(h.t.Context(), q)
	if err != nil {
		h.t.Fatal(err)
	}
	if found.Total != len(found.Hits) {
		h.t.Errorf("found %d of %d", len(found.Hits), found.Total)
	}
	slugs := []string{}
	for _, hit := range found.Hits {
		slugs = append(slugs, hit.Slug)
	}
	return slugs
}
