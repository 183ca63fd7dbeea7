// Package source is where stewards look after what the finder lists: the feeds
// and files that meetings come from, how each of them fares, what became
// otherwise each time, and who may hold the list on their own pages.
//
// A feed is fetched by a job, on one node at a time, with a client that reaches
// only the public internet. What comes is written to a file in the data folder,
// read there by package finder, and removed. A feed that breaks changes nothing:
// what was taken last stays, and the stewards see why.
//
// Read source.go, fetch.go and get_http.go first.
//
// Tables: none of its own. Events: it hears finder.SourceChanged. Jobs:
// finder.fetch, finder.due. Routes: see routes_http.go.
package source

import (
	"context"
	"embed"
	"time"

	"handrail/internal/finder"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/outbound"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// The bounds of a fetch.
const (
	most    = 100 << 20        // bytes of all that one source sends, unpacked
	longest = 5 * time.Minute  // for one answer, to its last byte
	patient = 40 * time.Minute // for fetching and taking in
	side    = 3                // sources fetched side by side on one node, of eight workers
	dueMost = 50               // sources begun at a time
)

const fetchJob = "finder.fetch"

// Options are what the service works with.
type Options struct {
	Finder  *finder.Service
	Jobs    *jobs.Queue
	Events  *event.Bus
	DB      *db.DB
	Clock   clock.Clock
	Cookies web.Cookies
	Folder  string // for what is being fetched; whatever lies there is removed
	// Out shapes the client that fetches. The zero value is the strict one; the
	// time and the size are set here where they are not given.
	Out outbound.Options
	// Zone is the zone of this place, which a new source is offered.
	Zone func(ctx context.Context) string
}

// Service fetches sources, and is the stewards' pages about them.
type Service struct {
	finder  *finder.Service
	jobs    *jobs.Queue
	events  *event.Bus
	db      *db.DB
	clock   clock.Clock
	cookies web.Cookies
	folder  string
	zone    func(ctx context.Context) string

	public *outbound.Client
	near   *outbound.Client // for sources that an operator allowed in their own network
	slots  chan struct{}
}

// New makes the service and removes what a node that was killed left behind.
func New(o Options) (*Service, error) {
	if o.Out.Timeout == 0 {
		o.Out.Timeout = longest
	}
	if o.Out.MaxBytes == 0 {
		o.Out.MaxBytes = most
	}
	near := o.Out
	near.AllowPrivate, near.AnyPort = true, true
	s := &Service{
		finder: o.Finder, jobs: o.Jobs, events: o.Events, db: o.DB, clock: o.Clock, cookies: o.Cookies, folder: o.Folder, zone: o.Zone,
		public: outbound.New(o.Out), near: outbound.New(near), slots: make(chan struct{}, side),
	}
	jobs.Handle(o.Jobs, fetchJob, s.fetchOne, jobs.Attempts(1), jobs.Timeout(patient))
	return s, emptied(o.Folder)
}

// fetching is what a job is told: which source.
type fetching struct{ Source string }

// Due begins to fetch what is due. It is for the house, to be done every minute.
func (s *Service) Due(ctx context.Context) error {
	list, err := s.finder.Due(ctx, dueMost)
	if err != nil || len(list) == 0 {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range list {
			if err := s.begin(ctx, tx, one.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// begin adds the job that fetches a source, unless one waits or runs already.
func (s *Service) begin(ctx context.Context, tx *db.Tx, id string) error {
	return s.jobs.Add(ctx, tx, fetchJob, fetching{Source: id}, jobs.Unique(id))
}

// Changed has a source fetched at once that a steward added, changed, woke or
// wants to try. One that is not due is left alone.
func (s *Service) Changed(ctx context.Context, tx *db.Tx, e finder.SourceChanged) error {
	switch e.What {
	case finder.Added, finder.Changed, finder.Woken:
		return s.begin(ctx, tx, e.Source)
	}
	return nil
}

// again is how often a source is fetched anew at once because a steward changed
// it meanwhile.
const again = 3

func (s *Service) fetchOne(ctx context.Context, job fetching) error {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default: // slow sites keep no worker from other jobs; it stays due
		return nil
	}
	h, err := s.finder.Claim(ctx, job.Source)
	if h != nil {
		err = s.fetchHeld(ctx, h)
		if ended := h.End(ctx); err == nil {
			err = ended
		}
	}
	if fault.KindOf(err) == fault.NotFound {
		return nil // removed meanwhile
	}
	return err
}

func (s *Service) fetchHeld(ctx context.Context, h *finder.Hold) error {
	one := h.Source
	for range again {
		if err := s.fetch(ctx, h, one); err != nil {
			return err
		}
		after, err := s.finder.Source(ctx, one.ID)
		if err != nil || after.Resting || after.URL == "" || after.URL == one.URL {
			return err
		}
		one, h.Source = after, after
	}
	return nil
}
