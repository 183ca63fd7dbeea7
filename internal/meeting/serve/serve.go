// Package serve is who does what at a group's meetings: roles to fill, who takes
// them for one date or for a term, and how they are handed on.
//
// A Role is something to be done at a meeting, again and again: to chair it, to
// make coffee. A Turn is somebody who does it, on one date or over a term. A term
// can lie in pieces: where somebody else does a single date of it, theirs stands
// in between. All pieces that were taken at once share a Term. Bounds are slots,
// the wall-clock names of dates, so a schedule that changes its hour moves no
// turn. Whoever has a turn of the kind Chair hosts that date.
//
// Nobody is counted, ranked or thanked in public here. Who did something once is
// known for a year, to ask them when somebody is wanted, and is shown nowhere.
//
// Whoever cannot, looks for somebody: the group sees the place, and no name
// unless a note is written. The same goes for a place whose holder has stepped
// out, rests or is paused by the stewards. Whose writing leaders paused keeps
// what they took, takes nothing else, and hosts nothing meanwhile.
//
// Read role.go and turn.go first. Tables: meeting_role, meeting_service. Events:
// Told. Routes: below /groups/{group}/meetings/{occurrence}/roles and /service;
// see Routes. Without scripts all of it works.
package serve

import (
	"embed"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Events   *event.Bus
	Keys     *seal.Keeper
	Groups   *group.Service
	Meetings *meeting.Service
	Cookies  web.Cookies
}

// Service is who does what at meetings, with its pages. It is safe for
// concurrent use.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	events   *event.Bus
	keys     *seal.Keeper
	groups   *group.Service
	meetings *meeting.Service
	cookies  web.Cookies
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		db: o.DB, clock: o.Clock, events: o.Events, keys: o.Keys, groups: o.Groups, meetings: o.Meetings, cookies: o.Cookies,
	}
}

// Told is emitted when people are to learn of something, in its transaction.
type Told struct {
	Kind        string // of notice, see Notices
	Group       string
	Target      string   // what the notice is about
	By          string   // the membership whose doing it is, or "": who does not hear them is not told
	Memberships []string // whom to tell
	Leaders     bool     // tell those who look after the group
}
