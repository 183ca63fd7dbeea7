// Package lift is how those who keep a group safe learn who wrote something
// without a name, when there is no other way. A facilitator asks, with a reason;
// a steward, who is somebody else and sees what the post says, confirms or
// refuses, with a reason of their own. Only then do the two of them, and nobody
// else, see which persona wrote it, for seven days. It is opened from the sealed
// author each time, and written down nowhere. Whoever wrote it is told at once,
// by which roles, and why. Where a steward refuses, they are not: nothing became
// known of them.
//
// Asking, deciding and each look are in the record.
//
// Table: forum_lift. Events: Acted, Lifted. Routes: below /groups/{group}:
// /forum/posts/{post}/lift, /lead/lifts, /forum/lifted; /admin/lifts for
// stewards; see Routes.
package lift

import (
	"context"
	"embed"
	"time"
	"unicode/utf8"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	Events  *event.Bus
	Keys    *seal.Keeper
	Groups  *group.Service
	Forum   *forum.Service
	Hall    *hall.Hall
	Cookies web.Cookies
}

// Service is everything about lifting pseudonyms.
type Service struct {
	db      *db.DB
	clock   clock.Clock
	events  *event.Bus
	keys    *seal.Keeper
	groups  *group.Service
	forum   *forum.Service
	hall    *hall.Hall
	cookies web.Cookies
}

// New makes the service.
func New(o Options) *Service {
	return &Service{db: o.DB, clock: o.Clock, events: o.Events, keys: o.Keys, groups: o.Groups, forum: o.Forum, hall: o.Hall, cookies: o.Cookies}
}

// What happened, said in the transaction that made it so.
type (
	// Acted: somebody asked, decided or looked. What is "asked", "confirmed",
	// "refused" or "looked". By is their subject; Reason is theirs.
	Acted struct{ By, What, Lift, Reason string }
	// Asked: a facilitator asked. The stewards may be told.
	Asked struct{ Lift string }
	// Decided: a steward decided. Account asked.
	Decided struct{ Group, Account string }
	// Lifted: it is known who wrote something. Account did; Inside tells whether
	// they are a member still. A notice names the group alone.
	Lifted struct {
		Group, Account string
		Inside         bool
	}
)

// State is how far an asking is.
type State string

// The states.
const (
	Waiting State = "asked"
	Known   State = "lifted"
	Refused State = "refused"
)

// The bounds.
const (
	ReasonMost  = 1000                // characters
	shownFor    = 7 * 24 * time.Hour  // after a steward confirmed
	restsFor    = 30 * 24 * time.Hour // after a steward refused, nobody asks about the same post
	asksMost    = 3                   // of one facilitator
	asksWithin  = 7 * 24 * time.Hour
	refusedKept = 90 * 24 * time.Hour
	decidedKept = 365 * 24 * time.Hour
)

// ownerOf is the owner of the data key of an asking.
func ownerOf(lift string) string { return "lift:" + lift }

func checkReason(reason string, why i18n.Text) error {
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		return fault.Field("reason", why)
	case n > ReasonMost:
		return fault.Field("reason", "Shorten this to {.Most} characters.", i18n.Args{"Most": ReasonMost})
	}
	return nil
}

// Lift is an asking, with its words.
type Lift struct {
	ID       string
	Group    string
	Post     string
	State    State
	Reason   string // of whoever asked
	Answer   string // of the steward
	Made     time.Time
	Decided  time.Time
	OpenTill time.Time // until when the two can look; zero unless known
}

// Open tells whether the two can still look who it was.
func (l Lift) Open(now time.Time) bool { return l.State == Known && now.Before(l.OpenTill) }

func (s *Service) lift(ctx context.Context, r liftRow) (l Lift, err error) {
	l = Lift{ID: r.ID, Group: r.Group, Post: r.Post, State: r.State, Made: clock.FromMillis(r.made)}
	if r.decided > 0 {
		l.Decided = clock.FromMillis(r.decided)
	}
	if r.State == Known {
		l.OpenTill = l.Decided.Add(shownFor)
	}
	reason, err := s.keys.Open(ctx, ownerOf(r.ID), r.reason, aboutColumn("reason", r.ID))
	if err != nil {
		return l, err
	}
	l.Reason = string(reason)
	if r.answer == nil {
		return l, nil
	}
	answer, err := s.keys.Open(ctx, ownerOf(r.ID), r.answer, aboutColumn("answer", r.ID))
	l.Answer = string(answer)
	return l, err
}
