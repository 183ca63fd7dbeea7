package serve

import (
	"context"
	"slices"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Place is one of the places of a role on a date, as a member sees it.
type Place struct {
	Turn   Turn
	Who    group.Persona
	Mine   bool
	Hidden bool // somebody whom the member does not see has it: it is taken, and that is all
	Wanted bool // somebody is wanted in their place
}

// Named tells whether the place says whose it is: not while somebody is wanted,
// unless they wrote a word about it, and not to whom it is hidden from.
func (p Place) Named() bool { return !p.Hidden && (!p.Wanted || p.Mine || p.Note() != "") }

// Note is what its holder wrote when they could not, for whoever hears them.
func (p Place) Note() string {
	if p.Hidden || p.Turn.State != Wanted {
		return ""
	}
	return p.Turn.Note
}

// Duty is a role on one date, with who has it.
type Duty struct {
	Role   Role
	Places []Place
	Free   int
	Mine   bool  // the member has a place
	Asked  *Turn // the member was asked, and has not answered
	Asks   []Place
}

// Day is one date, with all that is to be done there.
type Day struct {
	Date   meeting.Occurrence
	Duties []Duty
}

// Over tells whether nothing can be taken any more.
func (d Day) shut(s *Service) bool {
	return d.Date.Standing == meeting.Cancelled || d.Date.IsOver(s.clock.Now())
}

// DaysFor are dates of one meeting with who does what there, as the member may
// see it.
func (s *Service) DaysFor(ctx context.Context, m group.Member, dates []meeting.Occurrence) (days []Day, err error) {
	if err := m.May(group.Read); err != nil || len(dates) == 0 {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		days, err = s.daysIn(ctx, tx, m, dates)
		return err
	})
	return days, err
}

func (s *Service) daysIn(ctx context.Context, tx *db.Tx, m group.Member, dates []meeting.Occurrence) ([]Day, error) {
	from, to := dates[0].Slot, dates[0].Slot
	for _, o := range dates {
		if o.Meeting.ID != dates[0].Meeting.ID || o.Meeting.Group != m.Group.ID {
			return nil, fault.Missing()
		}
		if o.Slot.Before(from) {
			from = o.Slot
		}
		if o.Slot.After(to) {
			to = o.Slot
		}
	}
	roles, err := rolesOf(ctx, tx, dates[0].Meeting.ID)
	if err != nil {
		return nil, err
	}
	turns, err := turnsBetween(ctx, tx, dates[0].Meeting.ID, from, to)
	if err != nil {
		return nil, err
	}
	who := make([]string, 0, len(turns))
	for _, t := range turns {
		if !slices.Contains(who, t.Membership) {
			who = append(who, t.Membership)
		}
	}
	heard, err := s.groups.HeardIn(ctx, tx, m, who)
	days := make([]Day, len(dates))
	for i, o := range dates {
		days[i] = dayOf(m, o, roles, turns, heard)
	}
	return days, err
}

func dayOf(m group.Member, o meeting.Occurrence, roles []Role, turns []Turn, heard map[string]group.Heard) Day {
	d := Day{Date: o}
	for _, r := range roles {
		if r.Gone.IsZero() {
			d.Duties = append(d.Duties, dutyOf(m, o, r, turns, heard))
		}
	}
	return d
}

func dutyOf(m group.Member, o meeting.Occurrence, r Role, turns []Turn, heard map[string]group.Heard) Duty {
	d := Duty{Role: r, Free: r.Many}
	for _, t := range turns {
		if t.Role != r.ID || !t.Covers(o.Slot) {
			continue
		}
		h := heard[t.Membership]
		p := Place{Turn: t, Who: h.Persona, Mine: t.Membership == m.Self.ID}
		p.Hidden = !p.Mine && (h.Unheard || h.Former)
		p.Wanted = t.State == Wanted || h.Out && !h.Unheard
		if t.State == Asked {
			if p.Mine {
				d.Asked = &t
			} else if m.Self.Role.Leads() {
				d.Asks = append(d.Asks, p)
			}
			continue
		}
		d.Places = append(d.Places, p)
		d.Free = max(0, d.Free-1)
		d.Mine = d.Mine || p.Mine
	}
	return d
}

// RoleView is a role with what is handed on with it, for whoever may read that.
type RoleView struct {
	Role  Role
	Notes string
	Keeps bool // the member reads and writes the notes
}

// RoleFor is a role of the meeting of a date, as the member may see it.
func (s *Service) RoleFor(ctx context.Context, m group.Member, key, role string) (v RoleView, err error) {
	r, keeps, err := s.viewOf(ctx, m, key, role)
	if err != nil {
		return v, err
	}
	v = RoleView{Role: r, Keeps: keeps}
	if keeps {
		v.Notes, err = s.opened(ctx, r)
	}
	v.Role.notes = nil
	return v, err
}

// roleFor is a role whose notes the member keeps. For others it does not exist.
func (s *Service) roleFor(ctx context.Context, m group.Member, key, role string) (Role, bool, error) {
	r, keeps, err := s.viewOf(ctx, m, key, role)
	if err == nil && !keeps {
		err = fault.Missing()
	}
	return r, keeps, err
}

func (s *Service) viewOf(ctx context.Context, m group.Member, key, role string) (r Role, keeps bool, err error) {
	if err := m.May(group.Read); err != nil {
		return r, false, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if r, err = roleIn(ctx, tx, o.Meeting.ID, role); err != nil {
			return err
		}
		keeps, err = s.mayNote(ctx, tx, m, o, r)
		return err
	})
	return r, keeps, err
}

// RolesFor are the roles of a meeting for those who arrange them: those that are
// there, and those that were taken away a moment ago.
func (s *Service) RolesFor(ctx context.Context, m group.Member, meetingID string) (there, away []Role, err error) {
	if !m.Self.Role.Leads() {
		return nil, nil, fault.Missing()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		roles, err := rolesOf(ctx, tx, meetingID)
		for _, r := range roles {
			switch {
			case r.Gone.IsZero():
				there = append(there, r)
			case s.clock.Now().Before(r.Gone.Add(undoFor)):
				away = append(away, r)
			}
		}
		return err
	})
	return there, away, err
}

// TurnView is a turn of the member's own on a date.
type TurnView struct {
	Turn   Turn
	Role   RoleView
	Last   Turn // the last piece of what was taken with it
	Ends   bool // they are to say whether they go on
	GoesOn bool // they may go on
}

// TurnFor is a turn of the member's own on a date. For others it does not exist.
func (s *Service) TurnFor(ctx context.Context, m group.Member, o meeting.Occurrence, turn string) (v TurnView, err error) {
	if err := m.May(group.Read); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if v.Turn, err = s.own(ctx, tx, m, o, turn); err != nil {
			return err
		}
		v.Last, err = lastOf(ctx, tx, v.Turn)
		return err
	})
	if err != nil {
		return v, err
	}
	if v.Role, err = s.RoleFor(ctx, m, o.Key(), v.Turn.Role); err != nil {
		return v, err
	}
	near := v.Last.Long() && v.Turn.State != Asked && s.nearEnd(v.Last.To, o.Zone())
	v.Ends = near && v.Last.Ending != Over
	v.GoesOn = near && v.Role.Role.Weeks > 0
	return v, nil
}
