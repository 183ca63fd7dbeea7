package group

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/group/name"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// MemberFor is the viewer as a member of the group at this address. For whoever
// is outside, it does not exist.
func (s *Service) MemberFor(ctx context.Context, v account.Viewer, slug string) (m Member, err error) {
	if err := v.May(account.Read); err != nil {
		return m, fault.Missing()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := memberBySlug(ctx, tx, slug, v.Account)
		m = row.member(v, s.clock)
		return err
	})
	return m, err
}

// member is the viewer as this member.
func (r memberRow) member(v account.Viewer, c clock.Clock) Member {
	m := Member{Viewer: v, Group: r.group(), Self: r.membership(), clock: c}
	m.hushed = c.Now().Before(m.Self.Hushed)
	return m
}

// Again looks a member up anew within a transaction, under the group's lock, and
// asks whether they may still do this: what a page showed a moment ago may have
// changed. Every act begins with it.
func (m Member) Again(ctx context.Context, tx *db.Tx, act Act) (Member, error) {
	if err := lock(ctx, tx, m.Group.ID); err != nil {
		return m, err
	}
	row, err := memberByID(ctx, tx, m.Group.ID, m.Viewer.Account)
	if err != nil {
		return m, err
	}
	now := row.member(m.Viewer, m.clock)
	return now, now.May(act)
}

// Mine is a group on somebody's own list.
type Mine struct {
	Group      Group
	Membership Membership
	Changed    bool // something was said since they were last there
}

// MineFor are the viewer's groups, by name.
func (s *Service) MineFor(ctx context.Context, v account.Viewer) (list []Mine, err error) {
	if v.Account == "" {
		return nil, account.NeedsSession()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		mine, err := liveMemberships(ctx, tx, v.Account)
		if err != nil || len(mine) == 0 {
			return err
		}
		of := map[string]Membership{}
		for _, m := range mine {
			of[m.Group] = m
		}
		all, err := groupsOf(ctx, tx, v.Account)
		if err != nil {
			return err
		}
		changed, err := changedFor(ctx, tx, v.Account)
		if err != nil {
			return err
		}
		for _, g := range all {
			list = append(list, Mine{Group: g, Membership: of[g.ID], Changed: changed[of[g.ID].ID]})
		}
		return nil
	})
	return list, err
}

// MembersPage is how many members a list shows.
const MembersPage = 50

// MembersFor lists the personas of a group, by name, after the one with the id
// after. search is part of a name. Whoever has not spoken yet is seen by those
// who greet; blocked and muted people are not in it.
func (s *Service) MembersFor(ctx context.Context, m Member, search, after string) (list []Persona, next string, err error) {
	if err := m.May(Read); err != nil {
		return nil, "", err
	}
	fold := ""
	if search != "" {
		fold = name.Fold(search)
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		var from Membership
		if after != "" {
			if from, err = membershipByID(ctx, tx, after); err != nil || from.Group != m.Group.ID {
				return fault.Missing()
			}
		}
		rows, err := membersOf(ctx, tx, m, fold, from, s.clock.Now())
		if err != nil {
			return err
		}
		if len(rows) > MembersPage {
			rows = rows[:MembersPage]
			next = rows[MembersPage-1].ID
		}
		hidden, err := hiddenFrom(ctx, tx, m)
		for _, one := range rows {
			if !hidden[one.ID] {
				list = append(list, one.face())
			}
		}
		if next != "" && len(list) > 0 {
			next = list[len(list)-1].ID // never somebody who is not in the list
		}
		return err
	})
	return list, next, err
}

func membersOf(ctx context.Context, tx *db.Tx, m Member, search string, after Membership, now time.Time) ([]Membership, error) {
	if search == "" {
		return members(ctx, tx, m.Group.ID, m.Self.ID, m.Greets(), after.fold, after.ID, now, MembersPage+1)
	}
	return membersNamed(ctx, tx, m.Group.ID, m.Self.ID, m.Greets(), search, after.fold, after.ID, now, MembersPage+1)
}

// Greets tells whether the member sees who arrived: a greeter who accepted the
// code of conduct, or a leader.
func (m Member) Greets() bool {
	return m.Self.Role.Leads() || m.Self.Role == Greeter && !m.Self.Code.IsZero()
}

// KeepsSafe tells whether a block never hides anybody's words from this member:
// somebody has to be able to act.
func (m Member) KeepsSafe() bool { return m.Self.Role.Leads() }

// PersonaFor is one persona of the group, as the member may see it.
func (s *Service) PersonaFor(ctx context.Context, m Member, id string) (p Persona, err error) {
	one, err := s.membershipFor(ctx, m, id)
	return one.face(), err
}

// MembershipFor is one membership of the group for its leaders.
func (s *Service) MembershipFor(ctx context.Context, m Member, id string) (Membership, error) {
	if !m.Self.Role.Leads() {
		return Membership{}, fault.Missing()
	}
	one, err := s.membershipFor(ctx, m, id)
	one.Account = "" // never leaves this package
	return one, err
}

func (s *Service) membershipFor(ctx context.Context, m Member, id string) (one Membership, err error) {
	if err := m.May(Read); err != nil {
		return one, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		one, err = s.visible(ctx, tx, m, id)
		return err
	})
	return one, err
}

// visible is a membership of m's group that m can see.
func (s *Service) visible(ctx context.Context, tx *db.Tx, m Member, id string) (Membership, error) {
	one, err := membershipByID(ctx, tx, id)
	if err != nil {
		return one, err
	}
	inside := one.Standing.IsInside() || one.Standing == Remembered
	arrived := !one.Spoke.IsZero() || one.ID == m.Self.ID || m.Greets() && !s.clock.Now().Before(one.Shown)
	if one.Group != m.Group.ID || !inside || !arrived {
		return Membership{}, fault.Missing()
	}
	hidden, err := hiddenFrom(ctx, tx, m)
	if err == nil && hidden[one.ID] {
		return Membership{}, fault.Missing()
	}
	return one, err
}

// RolesFor are those who look after a group: who leads, and who greets.
func (s *Service) RolesFor(ctx context.Context, m Member) (list []Persona, err error) {
	if err := m.May(Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = s.RolesIn(ctx, tx, m)
		return err
	})
	return list, err
}

// Electorate is what a vote of the group counts by: how many of its members were
// so at that moment, and how many of those looked in within the last 60 days.
// Nobody who came later counts, so that a vote cannot be filled up once it is
// asked for.
func (s *Service) Electorate(ctx context.Context, tx *db.Tx, group string, at time.Time) (all, active int64, err error) {
	if all, err = oldMembers(ctx, tx, group, at); err != nil {
		return 0, 0, err
	}
	active, err = readSince(ctx, tx, group, s.clock.Now().Add(-activeFor), at)
	return all, active, err
}

// activeFor is how long after a visit somebody counts for a quorum.
const activeFor = 60 * 24 * time.Hour
