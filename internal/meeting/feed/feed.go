// Package feed gives a member the meetings of their groups for the calendar that
// they use anyway: as an address that the calendar fetches, or one date as a
// file.
//
// An address is a secret that opens one calendar and nothing else. Only its hash
// is kept, it is shown once, and it can be taken back. What it holds is worked out
// each time it is fetched, from the groups that its owner is in at that moment.
//
// A calendar lies on other people's servers and shows on locked phones and at
// work. So nothing in it says what it is about unless its owner asks for that,
// never a link, a passcode or who comes, and no two calendars share a name of an
// event: from two of them nobody can tell that their owners meet.
//
// Tables: meeting_feed. Events: none. Routes: see Routes.
package feed

import (
	"context"
	"embed"
	"errors"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
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
	Accounts *account.Service
	Groups   *group.Service
	Meetings *meeting.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	Base     *url.URL // where people find this installation
	// Language puts into the context what texts are in, for whoever chose one.
	Language func(ctx context.Context, chosen string) context.Context
}

// Service is everything about calendars.
type Service struct{ o Options }

// New makes the service.
func New(o Options) *Service { return &Service{o} }

// Shows says how much a calendar tells of a meeting.
type Shows string

// How much.
const (
	Discreet Shows = "discreet" // a title of one's own
	Titles   Shows = "titles"   // what the meeting is called
	Places   Shows = "places"   // and where it is, and the way to its page
)

// The bounds of a calendar.
const (
	LabelMost = 60 // characters
	Most      = 20 // calendars of one account
)

// Feed is a calendar that is fetched by a secret address.
type Feed struct {
	ID      string
	Account string
	Group   string // "" for all groups of its owner
	Meeting string // "" for all meetings
	Coming  bool   // only dates that its owner said they come to
	Shows   Shows
	Label   string // what a discreet one calls each date; "" for our own word
	Alarm   int    // minutes before each date; 0 for none
	Made    time.Time
}

// Alarms are the times before a date at which a calendar can remind, in minutes.
func Alarms() []int { return []int{0, 15, 60, 24 * 60} }

func (f Feed) check() error {
	known := false
	for _, minutes := range Alarms() {
		known = known || minutes == f.Alarm
	}
	switch {
	case f.Shows != Discreet && f.Shows != Titles && f.Shows != Places:
		return fault.Field("shows", "Choose one from the list.")
	case !known:
		return fault.Field("alarm", "Choose one from the list.")
	case utf8.RuneCountInString(f.Label) > LabelMost:
		return fault.Field("label", "Shorten this to {.Most} characters.", map[string]any{"Most": LabelMost})
	}
	return nil
}

// Make makes a calendar for the viewer, of a group or a meeting they are in. The
// secret of its address is given this once.
func (s *Service) Make(ctx context.Context, v account.Viewer, f Feed) (secret string, err error) {
	if err := v.May(account.Read); err != nil {
		return "", err
	}
	f.Label = strings.TrimSpace(f.Label)
	if err := f.check(); err != nil {
		return "", err
	}
	if f.Group, err = s.groupOf(ctx, v, f); err != nil {
		return "", err
	}
	secret = id.Token()
	f.ID, f.Account, f.Made = id.Random(), v.Account, s.o.Clock.Now()
	label, err := s.o.Keys.Seal(ctx, account.PrivateOwner(v.Account), []byte(f.Label), labelAbout(f.ID))
	if err != nil {
		return "", err
	}
	return secret, s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "meeting_feed", v.Account); err != nil {
			return err
		}
		n, err := count(ctx, tx, v.Account)
		if err != nil {
			return err
		}
		if n >= Most {
			return fault.New(fault.Conflict, "You have {.Most} calendars already. Take one back that you do not use.", map[string]any{"Most": Most})
		}
		return insert(ctx, tx, f, id.Hash(secret), label)
	})
}

// groupOf is the group of a calendar of the viewer's, whom it has to be open to.
func (s *Service) groupOf(ctx context.Context, v account.Viewer, f Feed) (string, error) {
	if f.Meeting != "" {
		heads, err := s.o.Meetings.HeadsFor(ctx, v, []string{f.Meeting})
		if err != nil {
			return "", err
		}
		head, known := heads[f.Meeting]
		if !known {
			return "", fault.Field("of", "Choose one from the list.")
		}
		return head.Group.ID, nil
	}
	if f.Group == "" {
		return "", nil
	}
	mine, err := s.o.Groups.MineFor(ctx, v)
	if err != nil {
		return "", err
	}
	for _, one := range mine {
		if one.Group.ID == f.Group {
			return f.Group, nil
		}
	}
	return "", fault.Field("of", "Choose one from the list.")
}

// FeedsFor are the viewer's calendars, the newest first.
func (s *Service) FeedsFor(ctx context.Context, v account.Viewer) (list []Feed, err error) {
	var rows []row
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err = of(ctx, tx, v.Account)
		return err
	})
	for _, r := range rows {
		f, err := s.opened(ctx, r)
		if fault.KindOf(err) == fault.NotFound {
			f, err = r.feed(), nil // it opens nothing any more, and can be taken away
		}
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, err
}

func (s *Service) opened(ctx context.Context, r row) (Feed, error) {
	f := r.feed()
	label, err := s.o.Keys.Open(ctx, account.PrivateOwner(f.Account), r.label, labelAbout(f.ID))
	if errors.Is(err, seal.ErrDestroyed) {
		return f, fault.Missing() // its owner was let in anew: what was private before is gone
	}
	f.Label = string(label)
	return f, err
}

func labelAbout(feed string) string { return "meeting_feed.label:" + feed }

// Withdraw takes a calendar back: its address opens nothing from now on.
func (s *Service) Withdraw(ctx context.Context, v account.Viewer, feed string) error {
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { return remove(ctx, tx, v.Account, feed) })
}

// title is what a discreet calendar calls a date.
func (f Feed) title(ctx context.Context) string {
	if f.Label != "" {
		return f.Label
	}
	return i18n.T(ctx, "Appointment")
}
