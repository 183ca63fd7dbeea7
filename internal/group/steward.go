package group

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group/name"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Overview is what stewards know of all groups at once.
type Overview struct {
	Asked int64 // waiting for an answer
	Care  int64 // without leaders
	Claim int64 // professions to check
}

// OverviewFor is that, for a steward.
func (s *Service) OverviewFor(ctx context.Context, v account.Viewer) (o Overview, err error) {
	if err := v.May(account.RunSite); err != nil {
		return o, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if o.Asked, err = countByState(ctx, tx, Asked); err != nil {
			return err
		}
		if o.Care, err = countInCare(ctx, tx); err != nil {
			return err
		}
		o.Claim, err = countClaims(ctx, tx)
		return err
	})
	return o, err
}

// StewardsView is a group as stewards see it: that it exists, what it says of
// itself, roughly how large it is. Never what is said in it, nor who is there.
type StewardsView struct {
	Group
	Leaders int64 // how many
}

// AllFor lists groups for a steward, by name, after the one with that id: all of
// one state, or those in care.
func (s *Service) AllFor(ctx context.Context, v account.Viewer, state State, care bool, after string) (list []Group, next string, err error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		var from Group
		if after != "" {
			if from, err = groupByID(ctx, tx, after); err != nil {
				return err
			}
		}
		list, err = byState(ctx, tx, state, care, from.Name, from.ID, GroupsPage+1)
		return err
	})
	if len(list) > GroupsPage {
		list = list[:GroupsPage]
		next = list[GroupsPage-1].ID
	}
	return list, next, err
}

// OneFor is one group for a steward.
func (s *Service) OneFor(ctx context.Context, v account.Viewer, id string) (view StewardsView, err error) {
	if err := v.May(account.RunSite); err != nil {
		return view, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if view.Group, err = groupByID(ctx, tx, id); err != nil {
			return err
		}
		view.Leaders, err = leaders(ctx, tx, id)
		return err
	})
	return view, err
}

// Decide answers whoever founded a group.
func (s *Service) Decide(ctx context.Context, v account.Viewer, group string, yes bool, reason string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lock(ctx, tx, group); err != nil {
			return err
		}
		g, err := groupByID(ctx, tx, group)
		switch {
		case err != nil:
			return err
		case g.State != Asked:
			return fault.New(fault.Conflict, "Somebody answered this already.")
		}
		to := Open
		if !yes {
			to = Refused
		}
		if err := writeState(ctx, tx, g.ID, to, s.clock.Now()); err != nil {
			return err
		}
		if err := writeSaid(ctx, tx, g.ID, oneLine(reason), false); err != nil {
			return err
		}
		founder, err := founderOf(ctx, tx, g.ID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		return s.events.Emit(ctx, tx, Decided{Group: g.ID, Account: founder.Account, By: v.Subject(), Reason: reason, Yes: yes})
	})
}

// StewardMove pauses a group, archives it, or opens it again, for a stated
// reason, which the group reads. Only stewards undo it.
func (s *Service) StewardMove(ctx context.Context, v account.Viewer, group string, to State, reason string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	if _, known := moves[to]; !known {
		return fault.Missing()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lock(ctx, tx, group); err != nil {
			return err
		}
		g, err := groupByID(ctx, tx, group)
		if err != nil {
			return err
		}
		if g.State == to || g.State == Asked || g.State == Refused {
			return fault.New(fault.Conflict, "This changed meanwhile. Look at the page again.")
		}
		if err := writeSaid(ctx, tx, g.ID, oneLine(reason), to != Open); err != nil {
			return err
		}
		return s.moveTo(ctx, tx, g, StateChanged{State: to, By: v.Subject(), Reason: reason})
	})
}

// Adopt makes somebody lead a group that is in the stewards' care, while its
// members choose. The persona is named by whoever asked for it.
func (s *Service) Adopt(ctx context.Context, v account.Viewer, group, persona, reason string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lock(ctx, tx, group); err != nil {
			return err
		}
		g, err := groupByID(ctx, tx, group)
		if err != nil {
			return err
		}
		if !g.Care {
			return fault.New(fault.Conflict, "This group has leaders again.")
		}
		m, err := s.named(ctx, tx, g, persona)
		if err != nil {
			return err
		}
		if err := s.SetRole(ctx, tx, m, Facilitator); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Adopted{Group: g.ID, By: v.Subject(), Reason: reason})
	})
}

// named is the member of a group whose persona has exactly this name. There is
// no search by a part of it: whoever told the steward knows the name.
func (s *Service) named(ctx context.Context, tx *db.Tx, g Group, persona string) (Membership, error) {
	clean, err := name.Clean(persona)
	if err == nil {
		var m Membership
		if m, err = memberByFold(ctx, tx, g.ID, name.Fold(clean)); err == nil && m.Name == clean {
			return m, nil
		}
	}
	if err != nil && fault.KindOf(err) == fault.Internal {
		return Membership{}, err
	}
	return Membership{}, fault.Field("name", "Nobody in this group has this name. Type it as the group shows it.")
}

// BehindFor finds a persona of a group by its name, for a steward who is about
// to close the account behind it.
func (s *Service) BehindFor(ctx context.Context, v account.Viewer, group, persona string) (p Persona, err error) {
	if err := v.May(account.RunSite); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := groupByID(ctx, tx, group)
		if err != nil {
			return err
		}
		m, err := s.named(ctx, tx, g, persona)
		p = m.face()
		return err
	})
	return p, err
}

// CloseBehind closes the account behind a persona. It acts everywhere, and the
// steward is shown nothing of where: this group sees the persona gone at once,
// others see a departure at a random time within two days.
func (s *Service) CloseBehind(ctx context.Context, by account.By, v account.Viewer, membership string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	var m Membership
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = membershipByID(ctx, tx, membership)
		return err
	})
	switch {
	case err != nil:
		return err
	case m.Account == "":
		return fault.New(fault.Conflict, "This account is gone already.")
	}
	if err := s.accounts.CloseBehind(ctx, by, m.Account, m.ID); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lock(ctx, tx, m.Group); err != nil {
			return err
		}
		now, err := membershipByID(ctx, tx, m.ID)
		if err != nil || !now.Standing.IsInside() {
			return unlessMissing(err)
		}
		return s.end(ctx, tx, now, Removed, AsFormer)
	})
}
