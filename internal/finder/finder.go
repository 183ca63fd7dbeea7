// Package finder is the public search for meetings: those of the groups of this
// place that are listed for everybody, and those that other fellowships publish.
//
// A gathering that is listed is a Listing: a record of a feed (feed.Record), as
// JSON, with a number and a slug that stay. It belongs to a Source: a feed that a
// steward added, a file, or this place's own groups. Take reads a good copy of a
// source and changes only what is otherwise; what is not in it any more is kept
// as a tombstone, so that numbers are for good.
//
// One looks for listings in an Index in memory, the same in each node. It is
// brought up to date when somebody asks and the number 'published' has moved;
// each row says with which generation it was written. Rows are read from the
// database only for what is shown.
//
// One program reads a source at a time: whoever has the Hold on it.
//
// Read listing.go, take.go and find.go first. Tables: finder_source,
// finder_listing, finder_format, finder_body, finder_change, finder_run,
// finder_note, finder_embedder, finder_counter, finder_reading, finder_root.
// Events: see event.go. Formats: package feed. Pages: packages seek and source; for
// machines: share and bmlt.
package finder

import (
	"context"
	"embed"
	"sync"
	"sync/atomic"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB     *db.DB
	Clock  clock.Clock
	Events *event.Bus
	Jobs   *jobs.Queue
	Own    Own // meetings of this place's groups; zero for none
}

// Service is everything about listings. It is safe for concurrent use.
type Service struct {
	db     *db.DB
	clock  clock.Clock
	events *event.Bus
	jobs   *jobs.Queue
	own    Own

	index   atomic.Pointer[index]
	loading sync.Mutex
	turns   sync.Map // *sync.Mutex by the name of what is done one at a time
}

// alone does something that nobody else does under the same name meanwhile, here or
// on another node.
func (s *Service) alone(ctx context.Context, name string, do func(context.Context) error) error {
	turn, _ := s.turns.LoadOrStore(name, new(sync.Mutex))
	turn.(*sync.Mutex).Lock()
	defer turn.(*sync.Mutex).Unlock()
	return s.db.Exclusive(ctx, "finder "+name, do)
}

// New makes the service.
func New(o Options) *Service {
	return &Service{db: o.DB, clock: o.Clock, events: o.Events, jobs: o.Jobs, own: o.Own}
}
