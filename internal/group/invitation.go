package group

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Invitation is a link into one group. Its token is shown once.
type Invitation struct {
	ID       string
	UsesLeft int
	Admits   bool // whoever holds it need not ask; only leaders can make such
	By       Persona
	Made     time.Time // the day
	Ends     time.Time
}

// The most that an invitation may be good for.
const (
	MostUses     = 50
	InviteAtMost = 90 * 24 * time.Hour
)

// Invite makes a link into the member's group, good for so many people and so
// long. It never gives more than its maker has: only a leader's link lets in
// without asking.
func (s *Service) Invite(ctx context.Context, m Member, uses int, lasts time.Duration, admits bool) (token string, err error) {
	switch {
	case uses < 1 || uses > MostUses:
		return "", fault.Field("uses", "Choose a number from 1 to {.Most}.", map[string]any{"Most": MostUses})
	case lasts < time.Hour || lasts > InviteAtMost:
		return "", fault.Field("lasts", "Choose how long the link works from the list.")
	}
	token = id.Token()
	mark, err := s.linkMark(ctx, token)
	if err != nil {
		return "", err
	}
	now := s.clock.Now()
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, InviteIn)
		if err != nil {
			return err
		}
		if err := s.mayInvite(ctx, tx, m, uses, admits); err != nil {
			return err
		}
		return insertInvitation(ctx, tx, invitationRow{
			ID: id.Random(), Group: m.Group.ID, By: m.Self.ID, UsesLeft: int64(uses), Admits: admits,
			MadeAt: clock.Millis(now), EndsAt: clock.Millis(now.Add(lasts)),
		}, mark)
	})
}

// What one member may have at once, and what somebody may who came lately: so
// that whoever was kept out does not come back with a crowd.
const (
	linksAtOnce = 20
	newFor      = 7 * 24 * time.Hour
)

func (s *Service) mayInvite(ctx context.Context, tx *db.Tx, m Member, uses int, admits bool) error {
	if m.Self.Role.Leads() {
		if admits {
			return m.May(AnswerAsks)
		}
		return nil
	}
	if admits {
		return fault.Missing()
	}
	most := linksAtOnce
	if s.clock.Now().Sub(m.Self.Joined) < newFor {
		if most = 1; uses > 1 {
			return fault.Field("uses", "In your first week here you can invite one person at a time.")
		}
	}
	open, err := invitations(ctx, tx, m.Group.ID, m.Self.ID, s.clock.Now())
	if err == nil && len(open) >= most {
		err = fault.New(fault.TooMany, "You have enough links that still work. Take one back first.")
	}
	return err
}

// InvitationsFor are the links that still work: all of the group for a leader,
// and for others their own.
func (s *Service) InvitationsFor(ctx context.Context, m Member) (list []Invitation, err error) {
	if err := m.May(Read); err != nil {
		return nil, err
	}
	only := m.Self.ID
	if m.Self.Role.Leads() {
		only = ""
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := invitations(ctx, tx, m.Group.ID, only, s.clock.Now())
		if err != nil {
			return err
		}
		for _, r := range rows {
			by, err := membershipByID(ctx, tx, r.By)
			if err != nil {
				return err
			}
			list = append(list, Invitation{
				ID: r.ID, UsesLeft: int(r.UsesLeft), Admits: r.Admits, By: by.face(),
				Made: clock.FromMillis(r.MadeAt).Truncate(24 * time.Hour), Ends: clock.FromMillis(r.EndsAt),
			})
		}
		return nil
	})
	return list, err
}

// TakeBackInvitation ends a link: one's own, or any of the group for a leader.
// Who came by it stays.
func (s *Service) TakeBackInvitation(ctx context.Context, m Member, invitation string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Read)
		if err != nil {
			return err
		}
		only := m.Self.ID
		if m.Can(AnswerAsks) {
			only = ""
		}
		n, err := deleteInvitation(ctx, tx, invitation, m.Group.ID, only)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

// Invited is the group that a link leads to. Looking spends nothing. A link that
// does not work any more, or never did, leads nowhere.
func (s *Service) Invited(ctx context.Context, v account.Viewer, token string) (g Group, by Persona, err error) {
	mark, err := s.linkMark(ctx, token)
	if err != nil || mark == "" {
		return g, by, orMissing(err)
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := invitationByMark(ctx, tx, mark, s.clock.Now())
		if err != nil {
			return err
		}
		if g, err = groupByID(ctx, tx, r.Group); err != nil {
			return err
		}
		if g.State != Open {
			return fault.Missing()
		}
		one, err := membershipByID(ctx, tx, r.By)
		by = one.face()
		return err
	})
	return g, by, err
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return fault.Missing()
}

func (s *Service) linkMark(ctx context.Context, token string) (string, error) {
	if token == "" {
		return "", nil
	}
	return s.mark(ctx, "invitation", token)
}

// invitationTo is the invitation to this group that a link stands for, or none.
func (s *Service) invitationTo(ctx context.Context, tx *db.Tx, g Group, mark string) (invitationRow, error) {
	if mark == "" {
		return invitationRow{}, nil
	}
	r, err := invitationByMark(ctx, tx, mark, s.clock.Now())
	if err != nil || r.Group != g.ID {
		return invitationRow{}, unlessMissing(err)
	}
	by, err := membershipByID(ctx, tx, r.By)
	if err != nil || !by.Role.Leads() && g.Invites != "members" {
		return invitationRow{}, unlessMissing(err)
	}
	return r, nil
}

// spendInvitation uses an invitation once. Of two who hold the last use, one
// gets it.
func (s *Service) spendInvitation(ctx context.Context, tx *db.Tx, invitation string) error {
	n, err := useInvitation(ctx, tx, invitation, s.clock.Now())
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "Somebody else has just used this invitation. Ask for another one.")
	}
	return err
}
