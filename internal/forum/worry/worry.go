// Package worry is for whoever is worried about somebody in their group: words
// that one can say, the help lines nearby, a card that asks the person whether
// somebody may reach out, and a call to those leaders who said that they take
// such calls.
//
// Nobody outside is contacted, and no page says that anybody watches: where
// nobody takes calls, that is said before one is made. A call tells its leaders
// who worries, as they agreed to before they sent it, and about which post or
// persona; of an anonymous post it tells what the post tells. Leaders take a
// call, hand it back or close it, so that not two act, or nobody. Its words are
// sealed with a key of its own, which is destroyed a month after it was closed.
//
// Tables: forum_call, forum_worry. Events: Raised, Moved. Routes: below
// /groups/{group}: /forum/posts/{post}/worry, /members/{persona}/worry,
// /lead/worries, /lead/runbook; see Routes.
package worry

import (
	"embed"

	"handrail/internal/forum"
	"handrail/internal/forum/private"
	"handrail/internal/group"
	"handrail/internal/group/hall"
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
	DB      *db.DB
	Clock   clock.Clock
	Events  *event.Bus
	Keys    *seal.Keeper
	Groups  *group.Service
	Forum   *forum.Service
	Private *private.Service
	Hall    *hall.Hall
	Cookies web.Cookies
	// Lines are the help lines of the reader's place.
	Lines private.Lines
}

// Service is everything about worrying.
type Service struct {
	db      *db.DB
	clock   clock.Clock
	events  *event.Bus
	keys    *seal.Keeper
	groups  *group.Service
	forum   *forum.Service
	private *private.Service
	hall    *hall.Hall
	cookies web.Cookies
	lines   private.Lines
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		db: o.DB, clock: o.Clock, events: o.Events, keys: o.Keys, groups: o.Groups, forum: o.Forum, private: o.Private, hall: o.Hall, cookies: o.Cookies, lines: o.Lines,
	}
}

// What happened, said in the transaction that made it so.
type (
	// Raised: somebody worries. Takers are the accounts of the leaders who take
	// such calls; Others, where there are none, those of all who lead.
	Raised struct {
		Group          string
		Takers, Others []string
	}
	// Answered: somebody answered a card, as a call's leaders were promised.
	// Accounts are whoever took the call, or else those who take calls.
	Answered struct {
		Group    string
		Accounts []string
	}
)

// SaidMost is the longest that somebody can write with a call, in characters.
const SaidMost = 2000

// ownerOf is the owner of a call's data key.
func ownerOf(call string) string { return "worry:" + call }
