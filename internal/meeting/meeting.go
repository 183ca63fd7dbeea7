// Package meeting is when and where the members of a group meet: meetings, their
// dates, who comes, and who does what there.
//
// A meeting is one thing as long as it lives. When it takes place is told by one
// or more phases, which are plans without a slot: each has a first wall-clock
// time, an IANA zone, a rule and a length, and ends where the next begins. One
// date is an Occurrence. It is known by the wall-clock time that its phase gives
// it, its slot, also when it is moved. What is otherwise on one date is a row of
// its own.
//
// Nothing is kept in UTC but meeting_occurrence, the dates of the near future,
// which are worked out again with each change and every hour.
//
// Where exactly a meeting is, its link and its passcode are sealed in the plan
// and opened for members on the page of the date alone; where a place is told
// only to those who ask, for those who were told.
//
// Read plan.go and occurrence.go first. Tables: meeting_meeting, meeting_plan,
// meeting_date, meeting_occurrence, meeting_coming, meeting_asking, meeting_role,
// meeting_service; those of the parts are named there. Events: see event.go.
// Pages: package schedule.
package meeting

import (
	"context"
	"embed"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/seal"
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
	Keys   *seal.Keeper
	Groups *group.Service
}

// Service is everything about meetings. It is safe for concurrent use.
type Service struct {
	db     *db.DB
	clock  clock.Clock
	events *event.Bus
	jobs   *jobs.Queue
	keys   *seal.Keeper
	groups *group.Service
}

// New makes the service.
func New(o Options) *Service {
	return &Service{db: o.DB, clock: o.Clock, events: o.Events, jobs: o.Jobs, keys: o.Keys, groups: o.Groups}
}

// The bounds of a meeting.
const (
	TitleMost    = 80   // characters
	AboutMost    = 2000 // characters
	MeetingsMost = 300  // in one group, that still have dates
)

// Reach says who can see that there is a meeting.
type Reach string

// Who can see it.
const (
	ToMembers Reach = "members"
	ToAll     Reach = "public" // whoever sees the group: when it is, and whereabouts
	ToFinders Reach = "listed" // they, and whoever looks for a meeting, here or in another finder
)

// Outside tells whether people outside the group see that there is a meeting.
func (r Reach) Outside() bool { return r == ToAll || r == ToFinders }

// Opening says whom a meeting is for, in the words of the group.
type Opening string

// Whom it is for.
const (
	ForMembers Opening = "closed"
	ForAnybody Opening = "open" // guests and listeners too
)

// CrossTalk says whether those who share are answered.
type CrossTalk string

// Whether they are.
const (
	Unsaid     CrossTalk = ""
	NoAnswers  CrossTalk = "none"
	WhenAsked  CrossTalk = "asked" // if whoever shared asks for it
	Discussion CrossTalk = "open"
)

// Meeting is a meeting of a group, whenever it takes place.
type Meeting struct {
	ID        string
	Group     string
	Title     string
	About     string // plain words
	Reach     Reach
	Opening   Opening
	CrossTalk CrossTalk
	Languages []string // "en", "es", …
	Formats   []Format
	Sequence  int // how often it was changed
	Made      time.Time
	Changed   time.Time

	next time.Time // the end of its next date; far away for none
}

func (m Meeting) check() error {
	switch {
	case m.Title == "":
		return fault.Field("title", "Give the meeting a name.")
	case utf8.RuneCountInString(m.Title) > TitleMost:
		return fault.Field("title", "Shorten this to {.Most} characters.", map[string]any{"Most": TitleMost})
	case utf8.RuneCountInString(m.About) > AboutMost:
		return fault.Field("about", "Shorten this to {.Most} characters.", map[string]any{"Most": AboutMost})
	case m.Reach != ToMembers && !m.Reach.Outside():
		return fault.Field("reach", "Choose one from the list.")
	case m.Opening != ForMembers && m.Opening != ForAnybody:
		return fault.Field("opening", "Choose one from the list.")
	case m.CrossTalk != Unsaid && m.CrossTalk != NoAnswers && m.CrossTalk != WhenAsked && m.CrossTalk != Discussion:
		return fault.Field("cross-talk", "Choose one from the list.")
	}
	for _, f := range m.Formats {
		if !f.Known() {
			return fault.Field("formats", "Choose from the list.")
		}
	}
	return nil
}

// owner is the owner of the data key that seals what is told inside alone.
func owner(meeting string) string { return "meeting:" + meeting }

// Owner is the owner of the data key of what is told inside a meeting alone. The
// key goes with the meeting. For the parts of this package.
func Owner(meeting string) string { return owner(meeting) }

// meetingOf is a meeting of the member's group.
func meetingOf(ctx context.Context, tx *db.Tx, m group.Member, id string) (Meeting, error) {
	one, err := meetingByID(ctx, tx, id)
	if err == nil && one.Group != m.Group.ID {
		err = fault.Missing()
	}
	return one, err
}
