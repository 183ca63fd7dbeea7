package feed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/ical"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

// behind is how long dates that are over stay in a calendar, and refresh how
// often it asks to be fetched.
const (
	behind  = 60 * 24 * time.Hour
	refresh = 6 * time.Hour
)

// Read is the calendar behind a secret, as it is at this moment. It is missing
// when there is none, when its owner is not here, and when they are not in its
// group any more.
func (s *Service) Read(ctx context.Context, secret string) ([]byte, error) {
	var r row
	err := s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		r, err = byHash(ctx, tx, id.Hash(secret))
		return err
	})
	if err != nil {
		return nil, err
	}
	settings, standing, err := s.o.Accounts.SettingsOf(ctx, r.Account)
	if err != nil {
		return nil, err
	}
	if standing != account.Here {
		return nil, fault.Missing()
	}
	f, err := s.opened(ctx, r)
	if err != nil {
		return nil, err
	}
	ctx = s.o.Language(ctx, settings.Language)
	held, err := s.heldFor(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.write(ctx, f, held)
}

// held is what a calendar holds of one group.
type held struct {
	group      group.Group
	membership group.Membership
	calendars  []meeting.Calendar
	comes      map[string]bool // the dates that its owner said they come to
}

func (s *Service) heldFor(ctx context.Context, f Feed) (list []held, err error) {
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list = nil
		all, err := s.o.Groups.AllOf(ctx, tx, f.Account)
		if err != nil {
			return err
		}
		for _, m := range all {
			if !m.Standing.IsInside() || f.Group != "" && m.Group != f.Group {
				continue
			}
			h, err := s.heldIn(ctx, tx, f, m)
			if err != nil {
				return err
			}
			list = append(list, h)
		}
		return nil
	})
	if err == nil && len(list) == 0 && f.Group != "" {
		err = fault.Missing()
	}
	return list, err
}

func (s *Service) heldIn(ctx context.Context, tx *db.Tx, f Feed, m group.Membership) (h held, err error) {
	h.membership = m
	if h.group, err = s.o.Groups.GroupIn(ctx, tx, m.Group); err != nil || h.group.State != group.Open {
		return h, err // a group that takes a pause holds no meetings
	}
	calendars, err := s.o.Meetings.CalendarsIn(ctx, tx, m.Group, s.o.Clock.Now().Add(-behind))
	if err != nil {
		return h, err
	}
	for _, c := range calendars {
		if f.Meeting == "" || c.Meeting.ID == f.Meeting {
			h.calendars = append(h.calendars, c)
		}
	}
	h.comes, err = s.o.Meetings.ComesTo(ctx, tx, m.ID)
	return h, err
}

func (s *Service) write(ctx context.Context, f Feed, list []held) ([]byte, error) {
	c := ical.Calendar{Name: f.title(ctx), Refresh: refresh}
	if f.Shows != Discreet {
		c.Name = i18n.T(ctx, "Meetings")
	}
	for _, h := range list {
		w := writer{Service: s, feed: f, held: h}
		for _, one := range h.calendars {
			events, err := w.events(ctx, one)
			if err != nil {
				return nil, err
			}
			c.Events = append(c.Events, events...)
		}
	}
	var b bytes.Buffer
	err := c.Write(&b)
	return b.Bytes(), err
}

// writer writes the events of one group into one calendar.
type writer struct {
	*Service
	feed Feed
	held held
}

func (w writer) events(ctx context.Context, c meeting.Calendar) (list []ical.Event, err error) {
	for _, p := range c.Phases {
		if w.feed.Coming {
			continue
		}
		e, err := w.phase(ctx, c.Meeting, p)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	for _, o := range w.single(c) {
		e, err := w.one(ctx, o)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// single are the dates that stand in the calendar by themselves: those beside
// the rule, or all that its owner comes to.
func (w writer) single(c meeting.Calendar) []meeting.Occurrence {
	if !w.feed.Coming {
		return c.Extra
	}
	var list []meeting.Occurrence
	for key := range w.held.comes {
		if o, found := c.At(key); found {
			list = append(list, o)
		}
	}
	meeting.SortDates(list)
	return list
}

func (w writer) phase(ctx context.Context, m meeting.Meeting, p meeting.Phase) (e ical.Event, err error) {
	e = w.event(m, "phase:"+p.Plan.ID)
	e.Series, e.Minutes, e.Except = p.Plan.Series, p.Plan.Minutes, p.Cancelled
	if e.Details, err = w.details(ctx, meeting.Occurrence{Meeting: m, Plan: p.Plan}, m.ID); err != nil {
		return e, err
	}
	for _, o := range p.Otherwise {
		details, err := w.details(ctx, o, o.Key())
		if err != nil {
			return e, err
		}
		e.Overrides = append(e.Overrides, ical.Override{
			Slot: o.Slot, Start: recur.WallOf(o.Start.In(p.Plan.Series.Zone)), Minutes: o.Plan.Minutes, Details: details,
		})
	}
	return e, nil
}

func (w writer) one(ctx context.Context, o meeting.Occurrence) (e ical.Event, err error) {
	e = w.event(o.Meeting, "date:"+o.Key())
	e.Series = recur.Series{First: recur.WallOf(o.Start.In(o.Zone())), Zone: o.Zone()}
	e.Minutes = o.Plan.Minutes
	e.Details, err = w.details(ctx, o, o.Key())
	return e, err
}

// event is one with a name that no other calendar has. When it was last changed,
// and how often, are shifted by as much as belongs to this one calendar: to the
// second they would tell from two calendars that their owners meet.
func (w writer) event(m meeting.Meeting, name string) ical.Event {
	sum := sha256.Sum256([]byte(w.feed.ID + "\n" + name))
	shift := binary.BigEndian.Uint32(sum[16:])
	changed := m.Changed.Add(-time.Duration(shift%maskedSeconds) * time.Second)
	return ical.Event{
		UID: hex.EncodeToString(sum[:16]), Stamp: changed, LastModified: changed, Sequence: m.Sequence + int(shift%maskedChanges),
		Alarm: time.Duration(w.feed.Alarm) * time.Minute,
	}
}

// By how much at most what was changed is shifted in a calendar.
const (
	maskedSeconds = 3 * 24 * 60 * 60
	maskedChanges = 1000
)

func (w writer) details(ctx context.Context, o meeting.Occurrence, key string) (ical.Details, error) {
	switch w.feed.Shows {
	case Titles:
		return ical.Details{Title: o.Meeting.Title}, nil
	case Places:
		return w.places(ctx, o, key)
	}
	return ical.Details{Title: w.feed.title(ctx)}, nil
}

func (w writer) places(ctx context.Context, o meeting.Occurrence, key string) (d ical.Details, err error) {
	address, err := w.o.Meetings.AddressIn(ctx, w.held.membership, o)
	place := []string{address, o.Plan.Area}
	if address == "" || !o.Plan.Way.AtPlace() {
		place = []string{o.Plan.Area}
	}
	d.Title = o.Meeting.Title + " · " + w.held.group.Name
	d.Place = strings.Trim(strings.Join(place, ", "), ", ")
	d.URL = w.o.Base.JoinPath("m", key).String()
	return d, err
}

// FileFor is one date as a file, for the member's own calendar. It holds what
// shows says; label is the title of a discreet one, "" for our own word.
func (s *Service) FileFor(ctx context.Context, m group.Member, o meeting.Occurrence, shows Shows) ([]byte, error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	// The name of the event is the member's own, and nobody can work it out: two files of two people share none.
	mark, err := s.o.Keys.MAC(ctx, account.PrivateOwner(m.Viewer.Account), "calendar", []byte(m.Self.ID))
	if err != nil {
		return nil, err
	}
	w := writer{Service: s, feed: Feed{ID: hex.EncodeToString(mark), Shows: shows}, held: held{group: m.Group, membership: m.Self}}
	e, err := w.one(ctx, o)
	if err != nil {
		return nil, err
	}
	e.Cancelled = o.Standing == meeting.Cancelled
	var b bytes.Buffer
	err = ical.Calendar{Events: []ical.Event{e}}.Write(&b)
	return b.Bytes(), err
}
