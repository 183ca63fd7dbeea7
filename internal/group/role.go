package group

import (
	"context"
	"slices"
	"time"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Roles are all roles, the one with the least first.
func Roles() []Role { return []Role{Plain, Greeter, CoFacilitator, Facilitator} }

// mayGive is which roles a leader gives and takes. Facilitators do not take it
// from each other: that is for the group to vote on.
func mayGive(m Member, one Membership, role Role) error {
	act := AppointGreeter
	if one.Role.Leads() || role.Leads() {
		act = AppointLeader
	}
	if err := m.May(act); err != nil {
		return err
	}
	switch {
	case one.ID == m.Self.ID:
		return fault.New(fault.Conflict, "This is you. You can step down, on the page about yourself.")
	case one.Role == Facilitator:
		return fault.New(fault.Forbidden, "They lead this group as you do. The group can vote on it, or they can step down.")
	}
	return nil
}

// Appoint gives somebody another role. A greeter begins once they have accepted
// the code of conduct.
func (s *Service) Appoint(ctx context.Context, m Member, membership string, role Role) error {
	if !slices.Contains(Roles(), role) {
		return fault.Field("role", "Choose a role from the list.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, AppointGreeter)
		if err != nil {
			return err
		}
		one, err := s.visible(ctx, tx, m, membership)
		if err != nil {
			return err
		}
		if err := mayGive(m, one, role); err != nil {
			return err
		}
		if !one.Standing.IsInside() {
			return fault.Missing()
		}
		if err := s.mayAppoint(ctx, tx, one, role); err != nil {
			return err
		}
		return s.SetRole(ctx, tx, one, role)
	})
}

// decidedFor is how long leaders do not undo what a vote on who leads decided.
const decidedFor = 90 * 24 * time.Hour

// mayAppoint leaves those in peace who have not spoken, and to the group what the
// group votes on.
func (s *Service) mayAppoint(ctx context.Context, tx *db.Tx, one Membership, role Role) error {
	if one.Spoke.IsZero() {
		return fault.New(fault.Conflict, "They have not said a word yet. A role would show them to everybody. Say hello first.")
	}
	if !role.Leads() {
		return nil
	}
	n, err := votesOnLeading(ctx, tx, one.Group, one.ID, s.clock.Now().Add(-decidedFor))
	if err == nil && n > 0 {
		err = fault.New(fault.Forbidden, "The group votes on who leads, or has voted that they stop. That is for the group to decide.")
	}
	return err
}

// SetRole gives a member a role within a transaction that holds the group's
// lock: leaders decided it, or a vote did.
func (s *Service) SetRole(ctx context.Context, tx *db.Tx, m Membership, role Role) error {
	if m.Role == role {
		return nil
	}
	if err := writeRole(ctx, tx, m.ID, role); err != nil {
		return err
	}
	if m.Spoke.IsZero() && role != Plain {
		if err := writeSpoke(ctx, tx, m.ID, s.clock.Now()); err != nil {
			return err
		}
	}
	if err := s.events.Emit(ctx, tx, RoleChanged{Group: m.Group, Membership: m.ID, Account: m.Account, Role: role}); err != nil {
		return err
	}
	if role.Leads() {
		return writeCare(ctx, tx, m.Group, false)
	}
	if !m.Role.Leads() {
		return nil
	}
	if err := weakenInvitations(ctx, tx, m.ID); err != nil {
		return err
	}
	return s.orphan(ctx, tx, m.Group)
}

// StepDown gives the member's role back. The last leader can, too: then the
// stewards look after the group while its members choose.
func (s *Service) StepDown(ctx context.Context, m Member) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Read)
		if err != nil {
			return err
		}
		return s.SetRole(ctx, tx, m.Self, Plain)
	})
}

// AcceptCode is a greeter's yes to the code of conduct.
func (s *Service) AcceptCode(ctx context.Context, m Member) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Read)
		if err != nil {
			return err
		}
		if m.Self.Role != Greeter {
			return fault.Missing()
		}
		return writeCode(ctx, tx, m.Self.ID, s.clock.Now())
	})
}

// orphan hands a group without leaders to the stewards.
func (s *Service) orphan(ctx context.Context, tx *db.Tx, group string) error {
	n, err := leaders(ctx, tx, group)
	if err != nil || n > 0 {
		return err
	}
	if err := writeCare(ctx, tx, group, true); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Orphaned{Group: group})
}

// RosterFor are all who have a role, for leaders: greeters who have not said
// yes to the code of conduct yet, too.
func (s *Service) RosterFor(ctx context.Context, m Member) (list []Membership, err error) {
	if !m.Self.Role.Leads() {
		return nil, fault.Missing()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = withRole(ctx, tx, m.Group.ID)
		return err
	})
	for i := range list {
		list[i].Account = ""
	}
	return list, err
}

// MembershipIn is a membership that is inside a group, within a transaction. For
// the parts of this package.
func (s *Service) MembershipIn(ctx context.Context, tx *db.Tx, group, id string) (Membership, error) {
	m, err := membershipByID(ctx, tx, id)
	if err == nil && (m.Group != group || !m.Standing.IsInside()) {
		err = fault.Missing()
	}
	return m, err
}

// GroupIn is a group within a transaction. For the parts of this package.
func (s *Service) GroupIn(ctx context.Context, tx *db.Tx, id string) (Group, error) {
	return groupByID(ctx, tx, id)
}

// LockGroup takes the group's lock within a transaction. For the parts of this
// package.
func (s *Service) LockGroup(ctx context.Context, tx *db.Tx, id string) error {
	return lock(ctx, tx, id)
}

// KeyedOld tells whether a membership has the standing that calling a vote
// takes: 30 days here, and a key.
func (s *Service) KeyedOld(ctx context.Context, tx *db.Tx, m Membership) (bool, error) {
	if m.Account == "" || s.clock.Now().Sub(m.Joined) < oldAfter {
		return false, nil
	}
	keys, err := s.accounts.KeysOf(ctx, tx, m.Account)
	return keys > 0, err
}

// oldAfter is how long somebody has to be a member before they can call a vote.
const oldAfter = 30 * 24 * time.Hour
