// Package bmlt answers programs that know the BMLT's semantic API (version
// 4.2.7), so that one of them takes this place for a root server: below
// /bmlt/client_interface/ they ask for meetings, formats and service bodies in
// JSON, and for the NAWS table.
//
// What is answered is what is passed on of all sources, and of our own groups. A
// meeting, a format and a service body have the numbers that package finder gave
// them; each source is a service body at the top. Meetings without a day and a
// time are left out: the protocol has only weekly ones.
//
// Everything that can be filtered by without reading a listing is kept in a book,
// one for each generation of the finder. Listings are read from the database a few
// at a time while they are written out.
//
// Read bmlt_http.go for the routes, search.go for the main question, whole.go for what is
// done for few at a time. Tables and
// events: none.
package bmlt

import (
	"context"
	"net/url"
	"sync"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/limit"
)

// Version is the version of the BMLT whose API this is.
const Version = "4.2.7"

// Options are what the service works with.
type Options struct {
	Finder *finder.Service
	Clock  clock.Clock
	Base   *url.URL // where people find this installation
	// Languages are the codes of the languages of this place, English first.
	Languages []string
	// Language puts into the context what texts are in.
	Language func(ctx context.Context, code string) context.Context
	// Place finds a place by its name or postal code; nil finds none.
	Place   func(name string) (feed.Point, bool)
	Limiter *limit.Limiter
}

// Service answers.
type Service struct {
	o    Options
	root string // address of this root server

	making sync.Mutex // held by whoever makes a book
	book   *book      // the last one made

	reading chan struct{} // who reads many rows to answer a question
	sorting chan struct{} // who puts a long list in order
	large   chan struct{} // who is sent a large answer
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		o: o, root: o.Base.JoinPath("bmlt").String(),
		reading: make(chan struct{}, 1), sorting: make(chan struct{}, mostSorting), large: make(chan struct{}, mostLarge),
	}
}

// today is the book of the present generation.
func (s *Service) today(ctx context.Context) (*book, error) {
	generation, err := s.o.Finder.Generation(ctx)
	if err != nil {
		return nil, err
	}
	s.making.Lock()
	defer s.making.Unlock()
	if s.book == nil || s.book.generation != generation {
		made, err := s.newBook(ctx, generation)
		if err != nil {
			return nil, err
		}
		s.book = made
	}
	return s.book, nil
}
