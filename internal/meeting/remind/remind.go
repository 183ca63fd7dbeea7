// Package remind tells members of the dates of meetings, as long before as each
// of them chose, and lets one nudge another who asked for that.
//
// Nobody is reminded who did not choose it. A reminder is a notice and goes by
// the ways that its reader chose; outside it says nothing of what it is about.
// That somebody was reminded of a date is a row, written with the notice in one
// transaction: once each, whoever does the work, whenever it is cut off. When it
// is due is worked out anew each minute from the dates of the near future, so a
// date that moves takes its reminders along, and one that is called off has none.
// What came late says so; of what is over there is one notice. The moment keeps
// out of quiet hours, see moment.go.
//
// A reminder that three times nobody answered stops by itself, and says so once.
// What anybody chose, was told or did about it is shown to nobody else.
//
// A nudge is one warm line from one whom somebody allowed to send it, once a day
// at most. There is no history of them.
//
// Read reminder.go and run.go first. Tables: meeting_reminder, meeting_reminded,
// meeting_remind_run, meeting_nudge. Events: none; what others say is heard in
// heed.go. Routes: see Routes.
package remind

import (
	"embed"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/notify"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
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
	Keys     *seal.Keeper
	Groups   *group.Service
	Meetings *meeting.Service
	Notices  *notify.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	// Date is the short way to a date by its key, and Nudges that to the nudges
	// of a group by its id: what notices lead to.
	Date, Nudges func(id string) string
	// Points is asked at each named fault point; nil outside tests.
	Points func(name string) error
}

// Service is everything about reminders and nudges. It is safe for concurrent
// use.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	keys     *seal.Keeper
	groups   *group.Service
	meetings *meeting.Service
	notices  *notify.Service
	hall     *hall.Hall
	cookies  web.Cookies
	date     func(key string) string
	toNudges func(group string) string
	points   func(name string) error
}

// New makes the service, and has its kinds of notice known.
func New(o Options) *Service {
	s := &Service{
		db: o.DB, clock: o.Clock, keys: o.Keys, groups: o.Groups, meetings: o.Meetings, notices: o.Notices, hall: o.Hall, cookies: o.Cookies,
		date: o.Date, toNudges: o.Nudges, points: o.Points,
	}
	s.notices.Register(s.kinds()...)
	return s
}

func (s *Service) at(point string) error {
	if s.points == nil {
		return nil
	}
	return s.points(point)
}
