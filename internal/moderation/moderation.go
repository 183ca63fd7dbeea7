// Package moderation keeps people safe from what others write and do: anybody
// can report a thing, and chooses who gets to see it; those who look after a
// group, or after this place, see it, act with a reason that the person reads,
// and answer. It knows no feature: each describes what of its own can be
// reported as a Subject.
//
// A report lies on a desk: that of the leaders of its group, that of the
// stewards, or both. On a desk where it does not lie it does not exist. Whoever
// wrote what was reported never finds it on theirs. What the reporter saw is
// sealed with a key of the report's own; the key is destroyed 90 days after the
// last desk answered, and not before, whatever becomes of the thing.
//
// Tables: moderation_report, moderation_words, moderation_desk, moderation_act.
//
// Events: Reported, Answered, Told, Replied, Acted.
//
// Routes: below /groups/{group}/report, /lead/reports, /told and /care; /report
// for everybody, /reports and /told for accounts, /admin/reports; see Routes.
package moderation

import (
	"embed"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// HouseRule is the one rule that ships with every group. Composers show it, and
// so does what is hidden by it.
const HouseRule i18n.Text = "Feelings are welcome. Methods, doses, weights and pacts are hidden."

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Events   *event.Bus
	Keys     *seal.Keeper
	Accounts *account.Service
	Groups   *group.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	// Held are what else waits for the leaders, shown above the reports: words
	// that are looked at before others see them.
	Held []hall.Panel
}

// Service is everything about reports.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	events   *event.Bus
	keys     *seal.Keeper
	accounts *account.Service
	groups   *group.Service
	hall     *hall.Hall
	cookies  web.Cookies
	held     []hall.Panel
	subjects map[string]Subject
}

// New makes the service. It can take reports about personas and groups;
// Register adds what features have.
func New(o Options) *Service {
	s := &Service{
		db: o.DB, clock: o.Clock, events: o.Events, keys: o.Keys, accounts: o.Accounts, groups: o.Groups, hall: o.Hall, cookies: o.Cookies,
		held: o.Held, subjects: map[string]Subject{},
	}
	s.Register(s.personas(), s.wholeGroup())
	return s
}

// What happened, said in the transaction that made it so. No fact holds words.
type (
	// Reported: a report came to a desk. Accounts are those of whoever sits there
	// and may be told.
	Reported struct {
		Report, Group string // Group is "" for one that somebody signed out made
		Desk          Desk
		Accounts      []string
	}
	// Answered: a desk answered a report. Account is whose report it was.
	Answered struct{ Report, Account string }
	// Told: something was done about what somebody wrote, or about them. Account
	// is theirs; Outside tells that they cannot open the group's pages any more.
	Told struct {
		Act, Group, Account string
		Outside             bool
	}
	// Replied: somebody answered to what was done. Accounts are as in Reported.
	Replied struct {
		Report, Group string
		Desk          Desk
		Accounts      []string
	}
	// Acted: a steward did something. What is the act, or "answered".
	Acted struct{ By, What, Object string }
)
