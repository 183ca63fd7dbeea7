package remind

import (
	"context"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Dates says of which dates somebody is reminded.
type Dates string

// Of which.
const (
	NoDates   Dates = "none"
	WhenComes Dates = "coming" // those that they said they come to
	AllDates  Dates = "every"
)

// Leads are how long before a date a reminder can come, in minutes.
func Leads() []int { return []int{0, 10, 60, 180, day, 2 * day, 7 * day} }

// day is the minutes of a day by the clock of one who is reminded.
const day = 24 * 60

// stopsAfter is how many reminders in a row may go by.
const stopsAfter = 3

// Wish is whether and when somebody would like to be reminded.
type Wish struct {
	Dates Dates
	Lead  int // minutes before the start, one of Leads
}

func (w Wish) check() error {
	if w.Dates != NoDates && w.Dates != WhenComes && w.Dates != AllDates {
		return fault.Field("dates", "Choose one from the list.")
	}
	if !slices.Contains(Leads(), w.Lead) {
		return fault.Field("lead", "Choose one from the list.")
	}
	return nil
}

// Reminder is what one member wishes for one meeting, or for all of the group
// that have no wish of their own.
type Reminder struct {
	Wish
	ID         string
	Group      string
	Membership string
	Meeting    string // "" for all of the group
	Stopped    bool   // by itself, after some that went by
	Since      time.Time

	unanswered int64
}

// Rests tells whether nothing comes of it.
func (r Reminder) Rests() bool { return r.Dates == NoDates || r.Stopped }

// Choose says how the member would like to be reminded of a meeting of their
// group, or with "" of all that have no wish of their own. It begins anew: what
// went by is forgotten, and no moment before now is made up for.
func (s *Service) Choose(ctx context.Context, m group.Member, meeting string, w Wish) error {
	if err := w.check(); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Meet)
		if err != nil {
			return err
		}
		if err := s.isOf(ctx, tx, m, meeting); err != nil {
			return err
		}
		r, err := reminderOf(ctx, tx, m.Self.ID, meeting)
		if err != nil && !isGone(err) {
			return err
		}
		r.Wish, r.Stopped, r.unanswered, r.Since = w, false, 0, s.clock.Now()
		if r.ID != "" {
			return writeReminder(ctx, tx, r)
		}
		r.ID, r.Group, r.Membership, r.Meeting = id.Random(), m.Group.ID, m.Self.ID, meeting
		return insertReminder(ctx, tx, r)
	})
}

// isOf is NotFound for a meeting of another group.
func (s *Service) isOf(ctx context.Context, tx *db.Tx, m group.Member, meeting string) error {
	if meeting == "" {
		return nil
	}
	of, err := groupOf(ctx, tx, meeting)
	if err == nil && of != m.Group.ID {
		err = fault.Missing()
	}
	return err
}

// Forget takes a reminder of the viewer's away, whether or not they still take
// part in the group.
func (s *Service) Forget(ctx context.Context, v account.Viewer, reminder string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := s.mine(ctx, tx, v, reminder)
		if err != nil {
			return err
		}
		return deleteReminder(ctx, tx, r.ID)
	})
}

// Change writes another wish into a reminder of the viewer's.
func (s *Service) Change(ctx context.Context, v account.Viewer, reminder string, w Wish) error {
	var r Reminder
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		r, err = s.mine(ctx, tx, v, reminder)
		return err
	})
	if err != nil {
		return err
	}
	m, err := s.memberOf(ctx, v, r.Group)
	if err != nil {
		return err
	}
	return s.Choose(ctx, m, r.Meeting, w)
}

// mine is a reminder of the viewer's. For everybody else it does not exist.
func (s *Service) mine(ctx context.Context, tx *db.Tx, v account.Viewer, reminder string) (Reminder, error) {
	r, err := reminderByID(ctx, tx, reminder)
	if err != nil {
		return r, err
	}
	owner, err := s.groups.AccountOf(ctx, tx, r.Membership)
	if err == nil && (owner == "" || owner != v.Account) {
		err = fault.Missing()
	}
	return r, err
}

// memberOf is the viewer as a member of the group with this id.
func (s *Service) memberOf(ctx context.Context, v account.Viewer, groupID string) (group.Member, error) {
	slug, err := s.groups.SlugFor(ctx, v, groupID)
	if err != nil {
		return group.Member{}, err
	}
	return s.groups.MemberFor(ctx, v, slug)
}

// Place is a group of the viewer's with their reminders there.
type Place struct {
	Group group.Group
	All   *Reminder // of all meetings; nil for none
	Each  []Named   // of one meeting, by name
}

// Named is a reminder with the meeting it is of.
type Named struct {
	Reminder
	Title string
	Key   string // of its next date
}

// ListFor are all reminders of the viewer's, by group.
func (s *Service) ListFor(ctx context.Context, v account.Viewer) (list []Place, err error) {
	groups, err := s.groups.MineFor(ctx, v)
	if err != nil {
		return nil, err
	}
	for _, one := range groups {
		if !one.Membership.Standing.IsInside() {
			continue
		}
		place := Place{Group: one.Group}
		var rows []Reminder
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			rows, err = remindersBy(ctx, tx, one.Membership.ID)
			return err
		})
		if err != nil {
			return nil, err
		}
		if err := s.name(ctx, v, &place, rows); err != nil {
			return nil, err
		}
		list = append(list, place)
	}
	return list, nil
}

func (s *Service) name(ctx context.Context, v account.Viewer, place *Place, rows []Reminder) error {
	var ids []string
	for _, r := range rows {
		if r.Meeting == "" {
			place.All = &r
		} else {
			ids = append(ids, r.Meeting)
		}
	}
	heads, err := s.meetings.HeadsFor(ctx, v, ids)
	for _, r := range rows {
		if head, here := heads[r.Meeting]; here {
			place.Each = append(place.Each, Named{Reminder: r, Title: head.Occurrence.Meeting.Title, Key: head.Occurrence.Key()})
		}
	}
	return err
}

// MissedFor are the dates of the last days that were over before the viewer could
// be reminded of them, the latest first within a group.
func (s *Service) MissedFor(ctx context.Context, v account.Viewer) (list []meeting.Head, err error) {
	groups, err := s.groups.MineFor(ctx, v)
	if err != nil {
		return nil, err
	}
	var keys []string
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range groups {
			rows, err := unsaidOf(ctx, tx, one.Membership.ID, s.clock.Now())
			if err != nil {
				return err
			}
			for _, r := range rows {
				keys = append(keys, r.meeting+"_"+r.slot)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	heads, err := s.meetings.HeadsFor(ctx, v, keys)
	for _, key := range keys {
		if h, here := heads[key]; here {
			list = append(list, h)
		}
	}
	return list, err
}

// Standing is how a member stands to the reminder of one date.
type Standing struct {
	Own     *Reminder // for this meeting; nil for none
	All     *Reminder // for all of the group; nil for none
	Comes   bool      // they said that they come
	Skipped bool      // not this time
}

// holds is the wish that counts for the date, or nil.
func (st Standing) holds() *Reminder {
	if st.Own != nil {
		return st.Own
	}
	return st.All
}

// Applies tells whether a reminder of this date comes, or came.
func (st Standing) Applies() bool {
	r := st.holds()
	return r != nil && !r.Rests() && !st.Skipped && (r.Dates == AllDates || st.Comes)
}

// StandingFor is how the member stands to the reminder of a date.
func (s *Service) StandingFor(ctx context.Context, m group.Member, o meeting.Occurrence) (st Standing, err error) {
	if err := m.May(group.Read); err != nil {
		return st, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range []struct {
			meeting string
			at      **Reminder
		}{{o.Meeting.ID, &st.Own}, {"", &st.All}} {
			r, err := reminderOf(ctx, tx, m.Self.ID, one.meeting)
			if err == nil {
				*one.at = &r
			} else if !isGone(err) {
				return err
			}
		}
		mark, err := markOf(ctx, tx, m.Self.ID, o.Meeting.ID, o.Slot.String())
		if err != nil && !isGone(err) {
			return err
		}
		st.Skipped = mark.state == skipped
		st.Comes, err = comes(ctx, tx, m.Self.ID, o.Meeting.ID, o.Slot.String())
		return err
	})
	return st, err
}

func isGone(err error) bool { return fault.KindOf(err) == fault.NotFound }

func millis(t time.Time) int64 { return clock.Millis(t) }
