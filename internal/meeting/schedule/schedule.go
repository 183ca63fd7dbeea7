// Package schedule is what one sees of a group's meetings and does with them: the
// list of dates, the page of one date, what leaders change, and a sheet to print.
//
// The page of a date is made of parts. Features give theirs as panels, see
// Options.Panels. Times are said by When and its kin, and nowhere else: always
// with the zone named, and in two zones where those differ.
//
// Tables: none, package meeting keeps everything. Events: none of its own.
// Routes: see Routes. Without scripts all of it works.
package schedule

import (
	"context"
	"embed"
	"net/url"

	"handrail/internal/finder/place"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Panel makes a part of the page of one date for a member, or nil where there is
// nothing to say.
type Panel func(ctx context.Context, m group.Member, o meeting.Occurrence) (*hall.PanelView, error)

// Way offers what a member can do about all meetings of a group. It asks no
// records.
type Way func(ctx context.Context, m group.Member) []ui.Place

// Options are what the pages work with.
type Options struct {
	Meetings *meeting.Service
	Hall     *hall.Hall
	Clock    clock.Clock
	Cookies  web.Cookies
	Base     *url.URL // where people find this installation
	Towns    *place.Lazy

	// Panels are what features show on the page of a date, in this order.
	Panels []Panel
	// Ways are what features offer below the list of dates. Each may give none.
	Ways []Way
}

// Pages are the pages of meetings. They are safe for concurrent use.
type Pages struct{ o Options }

// New makes the pages.
func New(o Options) *Pages { return &Pages{o} }

// Path is the address of something about the meetings of the group with this
// slug: Path(slug) is their list, Path(slug, o.Key()) a date.
func Path(slug string, parts ...string) string {
	return hall.Path(slug, append([]string{string(hall.Meetings)}, parts...)...)
}

// page is what every page here knows: who looks, and what stands beside.
type page struct {
	Member group.Member
	Beside hall.Beside
}

func (p page) group() group.Group { return p.Member.Group }

// path is the address of something about this group's meetings.
func (p page) path(parts ...string) string { return Path(p.Member.Group.Slug, parts...) }

// leads tells whether the member plans meetings, at least with keys that they
// can get.
func (p page) leads() bool { return p.Member.Self.Role.Leads() }
