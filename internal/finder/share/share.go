// Package share passes on what is listed: as a feed of the Meeting Guide, as its
// table and as a calendar, for other finders, for web pages of fellowships, and
// for anybody's calendar. It is the other direction of package source.
//
// Passed on are meetings of our own groups that their leaders list, and those of
// sources that a steward shares. Details of contact persons are in them only where
// the steward keeps them for that source. What is asked for is found in the index
// (package finder), and read from the database a few at a time while it is sent.
//
// Read share_http.go, ask.go and large.go. Tables, events and jobs: none.
package share

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/limit"
)

// Options are what the service works with.
type Options struct {
	Finder *finder.Service
	Base   *url.URL // where people find this installation
	// Name is what this place is called.
	Name func(ctx context.Context) (string, error)
	// Town finds a town by its name or postal code; nil finds none.
	Town func(name string) (feed.Point, bool)

	Clock   clock.Clock
	Limiter *limit.Limiter
}

// Service passes meetings on. It is safe for concurrent use.
type Service struct {
	o     Options
	large chan struct{} // one for each large feed that is being sent
}

// New makes the service.
func New(o Options) *Service { return &Service{o: o, large: make(chan struct{}, mostLarge)} }

// Format is a format in which meetings are passed on.
type Format string

// The formats.
const (
	Guide    Format = "meeting-guide"
	Table    Format = "tsml-csv"
	NAWS     Format = "naws"
	Calendar Format = "ics"
)

// writer is what writers of package feed have in common.
type writer interface {
	Write(feed.Listing) error
	Close() error
}

// Write writes what is passed on and fits a query, in the order of their numbers:
// the same listings are always the same bytes. What a format cannot say is left
// out.
func (s *Service) Write(ctx context.Context, to io.Writer, format Format, q finder.Query) error {
	numbers, err := s.numbers(ctx, q)
	if err != nil {
		return err
	}
	return s.write(ctx, to, format, numbers)
}

// numbers are those of what is passed on and fits a query, in their order.
func (s *Service) numbers(ctx context.Context, q finder.Query) ([]int64, error) {
	q.Shared = true
	numbers, err := s.o.Finder.Numbers(ctx, q)
	slices.Sort(numbers)
	return numbers, err
}

// write writes the listings with these numbers, but for those that went meanwhile.
func (s *Service) write(ctx context.Context, to io.Writer, format Format, numbers []int64) error {
	w, err := s.writer(ctx, to, format)
	if err != nil {
		return err
	}
	err = s.o.Finder.EachOf(ctx, numbers, func(one finder.Listing) error {
		if !one.Gone.IsZero() || one.Unpublished {
			return nil
		}
		return w.Write(one.Passed(s.page))
	})
	if err != nil {
		return err
	}
	return w.Close()
}

func (s *Service) writer(ctx context.Context, to io.Writer, format Format) (writer, error) {
	switch format {
	case Guide:
		return feed.WriteGuide(to), nil
	case Table:
		return feed.WriteTable(to), nil
	case NAWS:
		return feed.WriteNAWS(to, feed.NAWSOptions{})
	case Calendar:
		name, err := s.o.Name(ctx)
		if err != nil {
			return nil, err
		}
		return feed.WriteCalendar(to, name)
	}
	return nil, fmt.Errorf("there is no format %q", format)
}

// page is the address of a listing's page.
func (s *Service) page(slug string) string { return s.o.Base.JoinPath("meetings", slug).String() }
