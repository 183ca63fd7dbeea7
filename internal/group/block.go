package group

import (
	"context"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// HiddenFor are the memberships whose words the member does not see: a block stands
// between them, in one direction or the other, or the member muted them. Those
// who keep the group safe see all that was said, but for what they muted.
func (s *Service) HiddenFor(ctx context.Context, tx *db.Tx, m Member) (map[string]bool, error) {
	hidden, err := apart(ctx, tx, m, estranged)
	if err != nil {
		return nil, err
	}
	muted, err := mutedBy(ctx, tx, m.Self.ID)
	for _, one := range muted {
		hidden[string(one)] = true
	}
	return hidden, err
}

// hiddenFrom are those between whom and the member a block stands. Whoever leads
// or greets is seen all the same, since every page names them: a name that leads
// nowhere would tell the block.
func hiddenFrom(ctx context.Context, tx *db.Tx, m Member) (map[string]bool, error) {
	return apart(ctx, tx, m, estrangedPlain)
}

func apart(ctx context.Context, tx *db.Tx, m Member, from func(context.Context, *db.Tx, string, string) ([]idRow, error)) (map[string]bool, error) {
	hidden := map[string]bool{}
	if m.KeepsSafe() {
		return hidden, nil
	}
	list, err := from(ctx, tx, m.Group.ID, m.Viewer.Account)
	for _, one := range list {
		hidden[string(one)] = true
	}
	return hidden, err
}

// BlockOne has two people vanish for each other in this group, under whatever
// persona they come later. The other is not told, and cannot tell it from
// somebody who left. Leaders cannot be vanished from: they could not keep the
// group safe then.
func (s *Service) BlockOne(ctx context.Context, m Member, membership string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Block)
		if err != nil {
			return err
		}
		one, err := s.visible(ctx, tx, m, membership)
		switch {
		case err != nil:
			return err
		case one.ID == m.Self.ID:
			return fault.New(fault.Conflict, "This is you.")
		}
		other := one.Account
		if other == "" { // their account was erased, and they are about to depart
			other = one.ID
		}
		if err := insertBlock(ctx, tx, m.Group.ID, m.Viewer.Account, other, s.clock.Now()); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, BlockChanged{Group: m.Group.ID, By: m.Self.ID, Other: one.ID})
	})
}

// Unblock ends a block that the member made.
func (s *Service) Unblock(ctx context.Context, m Member, membership string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Block)
		if err != nil {
			return err
		}
		one, err := membershipByID(ctx, tx, membership)
		if err != nil || one.Group != m.Group.ID || one.Account == "" {
			return fault.Missing()
		}
		n, err := deleteBlock(ctx, tx, m.Group.ID, m.Viewer.Account, one.Account)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, BlockChanged{Group: m.Group.ID, By: m.Self.ID, Other: one.ID})
	})
}

// BlockedFor are those whom the member blocked, and those whom they muted.
func (s *Service) BlockedFor(ctx context.Context, m Member) (blocked, muted []Persona, err error) {
	if err := m.May(Read); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := blockedBy(ctx, tx, m.Group.ID, m.Viewer.Account)
		if err != nil {
			return err
		}
		for _, one := range rows {
			blocked = append(blocked, one.face())
		}
		ids, err := mutedBy(ctx, tx, m.Self.ID)
		for _, id := range ids {
			one, err := membershipByID(ctx, tx, string(id))
			if err != nil {
				return err
			}
			if one.Standing.IsInside() {
				muted = append(muted, one.face())
			}
		}
		return err
	})
	return blocked, muted, err
}

// Mute hides somebody's words from the member alone, or shows them again.
func (s *Service) Mute(ctx context.Context, m Member, membership string, mute bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Block)
		if err != nil {
			return err
		}
		one, err := s.visible(ctx, tx, m, membership)
		switch {
		case err != nil:
			return err
		case one.ID == m.Self.ID:
			return fault.New(fault.Conflict, "This is you.")
		case mute:
			return insertMute(ctx, tx, m.Self.ID, one.ID)
		}
		return deleteMute(ctx, tx, m.Self.ID, one.ID)
	})
}
