package serve

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/group"
	"handrail/internal/group/name"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Ask asks a member, by the name they have in the group, whether they would do
// something on a date, or over the term that begins with it. No place is kept for
// them until they say yes.
func (s *Service) Ask(ctx context.Context, m group.Member, key, role, who string, long bool) error {
	if err := m.May(group.Schedule); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.serving(ctx, tx, m, group.Schedule, key)
		if err != nil {
			return err
		}
		r, err := roleIn(ctx, tx, o.Meeting.ID, role)
		if err != nil {
			return err
		}
		asked, err := s.called(ctx, tx, m, who)
		if err != nil {
			return err
		}
		t := Turn{ID: id.Random(), Role: r.ID, Meeting: r.Meeting, Membership: asked, From: o.Slot, To: o.Slot, State: Asked, Lead: usualLead, Changed: s.clock.Now()}
		t.Term = t.ID
		if long && r.Weeks > 0 {
			t.From, t.To = o.Slot.Midnight(), endOfTerm(o.Slot, r.Weeks)
		}
		if err := s.mayAsk(ctx, tx, r, o, asked); err != nil {
			return err
		}
		if err := insertTurn(ctx, tx, t); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Told{Kind: toldAsked, Group: m.Group.ID, Target: t.ID, Memberships: []string{asked}})
	})
}

// called is the membership of whoever has this name in the group.
func (s *Service) called(ctx context.Context, tx *db.Tx, m group.Member, who string) (string, error) {
	if strings.TrimSpace(who) == "" {
		return "", fault.Field("who", "Write the name they have in this group.")
	}
	fold := name.Fold(who)
	found, err := s.groups.NamedIn(ctx, tx, m, []string{fold})
	if err != nil {
		return "", err
	}
	one, known := found[fold]
	switch {
	case !known:
		return "", fault.Field("who", "Nobody here has this name. You find the names under People.")
	case one.ID == m.Self.ID:
		return "", fault.Field("who", "This is you. You can take it yourself.")
	case one.Out:
		return "", fault.Field("who", "They have stepped out for a while. Ask somebody else this time.")
	}
	return one.ID, nil
}

// mayAsk tells whether there is still something to ask for.
func (s *Service) mayAsk(ctx context.Context, tx *db.Tx, r Role, o meeting.Occurrence, asked string) error {
	turns, err := turnsOfRole(ctx, tx, r.ID, o.Slot, o.Slot)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(turns, func(t Turn) bool { return t.Membership == asked && t.State == Asked }) {
		return fault.Field("who", "They were asked already, and have not answered yet.")
	}
	if slices.ContainsFunc(turns, func(t Turn) bool { return t.Membership == asked }) {
		return fault.Field("who", "They have it on that date already.")
	}
	turns = slices.DeleteFunc(turns, func(t Turn) bool { return t.State != Taken })
	if len(turns) >= r.Many {
		return fault.New(fault.Conflict, "Every place is taken on that date. Choose another one.")
	}
	return nil
}

// Answer is what the member says to being asked. yes takes it; got is false
// where somebody else has it by then.
func (s *Service) Answer(ctx context.Context, m group.Member, key, turn string, yes bool) (got bool, err error) {
	act := group.Read
	if yes {
		act = group.Serve
	}
	if err := m.May(act); err != nil {
		return false, err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.serving(ctx, tx, m, act, key)
		if err != nil {
			return err
		}
		t, err := s.own(ctx, tx, m, o, turn)
		if err != nil {
			return err
		}
		if t.State != Asked {
			return fault.Missing()
		}
		if err := deleteTurn(ctx, tx, t.ID); err != nil {
			return err
		}
		kind := toldNotNow
		if yes {
			kind = toldYes
			if got, err = s.tookAsked(ctx, tx, m, o, t); err != nil || !got {
				return err
			}
		}
		return s.events.Emit(ctx, tx, Told{Kind: kind, Group: m.Group.ID, Target: o.Key(), By: m.Self.ID, Leaders: true})
	})
	return got, err
}

// tookAsked takes what somebody was asked to, if there is still a place.
func (s *Service) tookAsked(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, t Turn) (bool, error) {
	r, err := roleIn(ctx, tx, o.Meeting.ID, t.Role)
	if err == nil {
		err = s.take(ctx, tx, m, r, o, t.Long(), true)
	}
	if fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// Vouch has a leader confirm what somebody took by themselves, for all that they
// took at once. Nobody confirms themselves; who looks after the group needs not be.
func (s *Service) Vouch(ctx context.Context, m group.Member, key, turn string) error {
	if err := m.May(group.Schedule); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.serving(ctx, tx, m, group.Schedule, key)
		if err != nil {
			return err
		}
		t, err := turnOn(ctx, tx, o, turn)
		if err == nil && (t.State == Asked || t.Membership == m.Self.ID) {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		return writeVouched(ctx, tx, t.Term, t.Membership)
	})
}

// Free has a leader make somebody's place free from a date on, or take an asking
// back. Who had it is told.
func (s *Service) Free(ctx context.Context, m group.Member, key, turn string) error {
	if err := m.May(group.Schedule); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.serving(ctx, tx, m, group.Schedule, key)
		if err != nil {
			return err
		}
		t, err := turnOn(ctx, tx, o, turn)
		if err != nil {
			return err
		}
		if t.State == Asked {
			return deleteTurn(ctx, tx, t.ID)
		}
		if err := s.end(ctx, tx, t, o.Slot); err != nil {
			return err
		}
		if t.Membership == m.Self.ID {
			return nil
		}
		return s.events.Emit(ctx, tx, Told{Kind: toldFreed, Group: m.Group.ID, Target: o.Key(), Memberships: []string{t.Membership}})
	})
}
