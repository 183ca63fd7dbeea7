package proof

import (
	"cmp"
	"context"
	"slices"

	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// HasProfessionals tells whether this is a group in which members can let the
// professionals who lead it see when they were there.
func HasProfessionals(g group.Group) bool { return g.Kind == word.Therapy }

// watches tells whether the member is one of those professionals.
func watches(m group.Member) bool {
	return HasProfessionals(m.Group) && m.Self.Professional && m.Self.Role.Leads()
}

// SeeingFor tells whether the member lets them.
func (s *Service) SeeingFor(ctx context.Context, m group.Member) (bool, error) {
	if !HasProfessionals(m.Group) {
		return false, fault.Missing()
	}
	if err := m.May(group.Read); err != nil {
		return false, err
	}
	return s.isSeen(ctx, m)
}

func (s *Service) isSeen(ctx context.Context, m group.Member) (is bool, err error) {
	if !HasProfessionals(m.Group) {
		return false, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		is, err = isSeeing(ctx, tx, m.Self.ID)
		return err
	})
	return is, err
}

// LetSee lets them see, from now on, at which dates the member was by a code; or
// takes that back, and with it all that they saw.
func (s *Service) LetSee(ctx context.Context, m group.Member, yes bool) error {
	if !HasProfessionals(m.Group) {
		return fault.Missing()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if !yes {
			return deleteSeeing(ctx, tx, m.Self.ID)
		}
		return insertSeeing(ctx, tx, m.Self.ID)
	})
}

// Joined lets them see what somebody said yes to with the form of joining. The
// membership is of any standing: it may have to be let in first.
func (s *Service) Joined(ctx context.Context, g group.Group, membership string) error {
	if !HasProfessionals(g) {
		return nil
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := s.groups.MembershipIn(ctx, tx, g.ID, membership); err != nil {
			return err
		}
		return insertSeeing(ctx, tx, membership)
	})
}

// noteSeen is the one row that says in the clear who was where. It is there in
// therapy groups alone, and only where the member said yes.
func (s *Service) noteSeen(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence) error {
	yes, err := isSeeing(ctx, tx, m.Self.ID)
	if err != nil || !yes {
		return err
	}
	return insertSeen(ctx, tx, seenRow{m.Self.ID, o.Meeting.ID, o.Slot.String()})
}

// Seen is when one member was there.
type Seen struct {
	Who   group.Persona
	Dates []meeting.Occurrence // the latest first
}

// SeenFor is who was there when, of those who said yes, for a professional who
// leads the group. For others it does not exist.
func (s *Service) SeenFor(ctx context.Context, m group.Member) (list []Seen, err error) {
	if !watches(m) {
		return nil, fault.Missing()
	}
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := seenIn(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		list, err = s.seen(ctx, tx, m, rows)
		return err
	})
	return list, err
}

func (s *Service) seen(ctx context.Context, tx *db.Tx, m group.Member, rows []seenRow) (list []Seen, err error) {
	dates, by, ids := map[string]meeting.Occurrence{}, map[string][]meeting.Occurrence{}, []string(nil)
	for _, row := range rows {
		o, known := dates[row.meeting+row.slot]
		if !known {
			if o, err = s.dateIn(ctx, tx, row); err != nil {
				return nil, err
			}
			dates[row.meeting+row.slot] = o
		}
		if by[row.membership] == nil {
			ids = append(ids, row.membership)
		}
		by[row.membership] = append(by[row.membership], o)
	}
	faces, err := s.groups.FacesIn(ctx, tx, m, ids)
	for _, id := range ids {
		if faces[id].Former {
			continue
		}
		slices.SortFunc(by[id], func(a, b meeting.Occurrence) int { return b.Start.Compare(a.Start) })
		list = append(list, Seen{Who: faces[id], Dates: by[id]})
	}
	slices.SortFunc(list, func(a, b Seen) int { return cmpNames(a.Who, b.Who) })
	return list, err
}

// dateIn is the date of a row. One that is on no schedule any more has its slot.
func (s *Service) dateIn(ctx context.Context, tx *db.Tx, row seenRow) (meeting.Occurrence, error) {
	slot, err := recur.ParseWall(row.slot)
	if err != nil {
		return meeting.Occurrence{}, err
	}
	o, err := s.meetings.In(ctx, tx, row.meeting, slot)
	if fault.KindOf(err) == fault.NotFound {
		return meeting.Occurrence{Slot: slot, Start: slot.UTC()}, nil
	}
	return o, err
}

func cmpNames(a, b group.Persona) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// Gone forgets what a professional saw of somebody who is no member any more.
func (s *Service) Gone(ctx context.Context, tx *db.Tx, e group.Gone) error {
	return deleteSeeing(ctx, tx, e.Membership)
}

// Moved forgets it of somebody who is in another group now, where others lead.
func (s *Service) Moved(ctx context.Context, tx *db.Tx, e group.Moved) error {
	return deleteSeeing(ctx, tx, e.Membership)
}

// Remembered forgets it of somebody who died.
func (s *Service) Remembered(ctx context.Context, tx *db.Tx, e group.RememberedMember) error {
	return deleteSeeing(ctx, tx, e.Membership)
}
