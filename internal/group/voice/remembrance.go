package voice

import (
	"context"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Loss is how far a group is in saying that a member has died.
type Loss struct {
	Persona group.Persona
	Said    bool // the viewer said so
	Enough  bool // two of the group said so; a steward is next
}

// LossFor is that, for whoever may say so.
func (s *Service) LossFor(ctx context.Context, m group.Member, membership string) (l Loss, err error) {
	if err := m.May(group.Remember); err != nil {
		return l, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		one, err := s.groups.MemberIn(ctx, tx, m, membership)
		if err != nil || one.ID == m.Self.ID {
			return orMissing(err)
		}
		said, err := sayersOf(ctx, tx, one.ID)
		if err != nil {
			return err
		}
		faces, err := s.groups.FacesIn(ctx, tx, m, []string{one.ID})
		if err != nil {
			return err
		}
		l.Persona, l.Said = faces[one.ID], slices.Contains(said, m.Self.ID)
		l.Enough, err = s.enoughSay(ctx, tx, one, said)
		return err
	})
	return l, err
}

// SayGone says that a member has died. It takes two who look after the group,
// and then a steward.
func (s *Service) SayGone(ctx context.Context, m group.Member, membership string) error {
	return s.ofLoss(ctx, m, membership, func(ctx context.Context, tx *db.Tx, m group.Member, one group.Membership) error {
		return insertSaying(ctx, tx, one.ID, m.Self.ID, false, s.clock.Now())
	})
}

// TakeSayingBack takes back what the viewer said.
func (s *Service) TakeSayingBack(ctx context.Context, m group.Member, membership string) error {
	return s.ofLoss(ctx, m, membership, func(ctx context.Context, tx *db.Tx, m group.Member, one group.Membership) error {
		return deleteSaying(ctx, tx, one.ID, m.Self.ID)
	})
}

func (s *Service) ofLoss(ctx context.Context, m group.Member, membership string, do func(context.Context, *db.Tx, group.Member, group.Membership) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Remember)
		if err != nil {
			return err
		}
		one, err := s.groups.MemberIn(ctx, tx, m, membership)
		if err != nil || one.ID == m.Self.ID {
			return orMissing(err)
		}
		return do(ctx, tx, m, one)
	})
}

// enoughSay tells whether two who look after the group say so: two leaders, and
// a greeter in the place of a leader where the group has no second one.
func (s *Service) enoughSay(ctx context.Context, tx *db.Tx, one group.Membership, said []string) (bool, error) {
	leading, err := leadersBut(ctx, tx, one.Group, one.ID)
	if err != nil {
		return false, err
	}
	n := 0
	for _, by := range said {
		m, err := s.groups.MembershipIn(ctx, tx, one.Group, by)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return false, err
		}
		if m.Role.Leads() || m.Role == group.Greeter && leading < 2 {
			n++
		}
	}
	return n >= 2, nil
}

// AmHere takes back whatever others said about the member: it was a mistake.
func (s *Service) AmHere(ctx context.Context, m group.Member) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		return deleteSayings(ctx, tx, m.Self.ID)
	})
}

// Mourned is a member of a group, as a steward sees one who is said to have
// died.
type Mourned struct {
	Membership string
	Name       string
	Group      string // its name
	Since      time.Time
	Remembered bool // a steward has confirmed it
}

// MournedFor are those whom two of their group said to have died, and those who
// are remembered since, for a steward.
func (s *Service) MournedFor(ctx context.Context, v account.Viewer) (list []Mourned, err error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := mourned(ctx, tx)
		for _, r := range rows {
			if err != nil {
				return err
			}
			var enough bool
			if enough, err = s.isMourned(ctx, tx, r); enough {
				list = append(list, Mourned{Membership: r.Membership, Name: r.Name, Group: r.Group, Since: clock.FromMillis(r.Since), Remembered: r.Remembered})
			}
		}
		return err
	})
	return list, err
}

func (s *Service) isMourned(ctx context.Context, tx *db.Tx, r mournedRow) (bool, error) {
	if r.Remembered {
		return true, nil
	}
	one, said, err := s.loss(ctx, tx, r.Membership)
	if err != nil {
		return false, over(err)
	}
	return s.enoughSay(ctx, tx, one, said)
}

// loss is a member and who said that they died.
func (s *Service) loss(ctx context.Context, tx *db.Tx, membership string) (group.Membership, []string, error) {
	groupID, err := groupOf(ctx, tx, membership)
	if err != nil {
		return group.Membership{}, nil, err
	}
	one, err := s.groups.MembershipIn(ctx, tx, groupID, membership)
	if err != nil {
		return one, nil, err
	}
	said, err := sayersOf(ctx, tx, membership)
	return one, said, err
}

// Confirm is a steward's word that a member has died. From then on they are
// remembered: nothing is sent to them, and their words stay or go as they had
// wished.
func (s *Service) Confirm(ctx context.Context, v account.Viewer, membership string) error {
	return s.asSteward(ctx, v, membership, func(ctx context.Context, tx *db.Tx) error {
		one, said, err := s.loss(ctx, tx, membership)
		if err != nil {
			return err
		}
		enough, err := s.enoughSay(ctx, tx, one, said)
		if err != nil {
			return err
		}
		if !enough {
			return fault.New(fault.Conflict, "Somebody took it back. Two of the group have to say so first.")
		}
		if err := insertSaying(ctx, tx, membership, stewards, true, s.clock.Now()); err != nil {
			return err
		}
		if err := s.groups.Honour(ctx, tx, one, v.Subject()); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Mourning{Membership: membership, By: v.Subject(), Died: true})
	})
}

// stewards stands in the table for the steward who confirmed it. Who that was
// is in the record.
const stewards = "steward"

// Refuse is a steward's no: what was said is taken back, or the member is here
// again.
func (s *Service) Refuse(ctx context.Context, v account.Viewer, membership string) error {
	return s.asSteward(ctx, v, membership, func(ctx context.Context, tx *db.Tx) error {
		one, err := s.groups.RememberedIn(ctx, tx, membership)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err == nil {
			err = s.revive(ctx, tx, one)
		} else {
			err = deleteSayings(ctx, tx, membership)
		}
		if err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Mourning{Membership: membership, By: v.Subject()})
	})
}

func (s *Service) asSteward(ctx context.Context, v account.Viewer, membership string, do func(context.Context, *db.Tx) error) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		groupID, err := groupOf(ctx, tx, membership)
		if err != nil {
			return err
		}
		if err := s.groups.LockGroup(ctx, tx, groupID); err != nil {
			return err
		}
		return do(ctx, tx)
	})
}

func (s *Service) revive(ctx context.Context, tx *db.Tx, one group.Membership) error {
	if err := deleteSayings(ctx, tx, one.ID); err != nil {
		return err
	}
	if n, err := livingOf(ctx, tx, one.Group, one.Account); err != nil || n > 0 {
		return orElse(err, fault.New(fault.Conflict, "They are in this group again, under another name."))
	}
	return s.groups.Revive(ctx, tx, one)
}

// Return is for somebody who is remembered in a group and lives. They are in it
// again.
func (s *Service) Return(ctx context.Context, v account.Viewer, slug string) error {
	if v.Account == "" {
		return account.NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		lost, err := rememberedOf(ctx, tx, v.Account)
		if err != nil {
			return err
		}
		for _, one := range lost {
			if one.Slug != slug {
				continue
			}
			if err := s.groups.LockGroup(ctx, tx, one.Group); err != nil {
				return err
			}
			m, err := s.groups.RememberedIn(ctx, tx, one.Membership)
			if err != nil {
				return err
			}
			return s.revive(ctx, tx, m)
		}
		return fault.Missing()
	})
}

// Remembering is a group that remembers the viewer as somebody who has died.
type Remembering struct{ Slug, Name string }

// RememberingFor are those groups. For nearly everybody there are none.
func (s *Service) RememberingFor(ctx context.Context, v account.Viewer) (list []Remembering, err error) {
	if v.Account == "" {
		return nil, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := rememberedOf(ctx, tx, v.Account)
		for _, r := range rows {
			list = append(list, Remembering{Slug: r.Slug, Name: r.Name})
		}
		return err
	})
	return list, err
}
