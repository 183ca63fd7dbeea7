package serve

import (
	"context"
	"strings"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// NoteMost is how many characters somebody writes when they cannot.
const NoteMost = 200

// Search looks for somebody who takes the member's place on one date. Until then
// it stays theirs. The group sees the place, and those who did it before are
// told; neither learns who asks, unless note says something.
func (s *Service) Search(ctx context.Context, m group.Member, key, turn, note string) error {
	note = strings.Join(strings.Fields(note), " ")
	if utf8.RuneCountInString(note) > NoteMost {
		return fault.Field("note", "Shorten this to {.Most} characters.", map[string]any{"Most": NoteMost})
	}
	if note != "" {
		if err := m.May(group.Share); err != nil {
			return err
		}
	}
	return s.onOwn(ctx, m, key, turn, func(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, t Turn) error {
		if t.State == Asked {
			return fault.Missing()
		}
		t, err := s.isolate(ctx, tx, t, o.Slot)
		if err != nil {
			return err
		}
		t.State, t.Note, t.Changed = Wanted, note, s.clock.Now()
		if err := writeTurn(ctx, tx, t); err != nil {
			return err
		}
		who, err := didBefore(ctx, tx, t.Role, o.Slot.String())
		if err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Told{Kind: toldWanted, Group: m.Group.ID, Target: t.ID, By: m.Self.ID, Memberships: who})
	})
}

// StopSearch keeps the place after all.
func (s *Service) StopSearch(ctx context.Context, m group.Member, key, turn string) error {
	return s.onOwn(ctx, m, key, turn, func(ctx context.Context, tx *db.Tx, _ group.Member, o meeting.Occurrence, t Turn) error {
		if t.State != Wanted {
			return nil
		}
		t.State, t.Note, t.Changed = Taken, "", s.clock.Now()
		return writeTurn(ctx, tx, t)
	})
}

// TakeOver has the member do something on a date in place of somebody who cannot.
func (s *Service) TakeOver(ctx context.Context, m group.Member, key, turn string) error {
	if err := m.May(group.Serve); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.serving(ctx, tx, m, group.Serve, key)
		if err != nil {
			return err
		}
		t, r, err := s.wanted(ctx, tx, m, o, turn)
		if err != nil {
			return err
		}
		if err := s.stays(ctx, tx, t, o); err != nil {
			return err
		}
		had := t.Membership
		if t, err = s.isolate(ctx, tx, t, o.Slot); err != nil {
			return err
		}
		if err := deleteTurn(ctx, tx, t.ID); err != nil {
			return err
		}
		if err := s.insertAll(ctx, tx, m, r, []span{{o.Slot, o.Slot}}, o, false); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Told{Kind: toldTaken, Group: m.Group.ID, Target: o.Key(), Memberships: []string{had}})
	})
}

// wanted is somebody's turn on a date that the member may take over.
func (s *Service) wanted(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, turn string) (t Turn, r Role, err error) {
	t, err = turnByID(ctx, tx, turn)
	if fault.KindOf(err) == fault.NotFound {
		return t, r, errTaken()
	}
	if err != nil {
		return t, r, err
	}
	if t.Meeting != o.Meeting.ID || t.State == Asked || !t.Covers(o.Slot) {
		return t, r, errTaken()
	}
	if r, err = roleIn(ctx, tx, o.Meeting.ID, t.Role); err != nil {
		return t, r, err
	}
	holder, err := s.groups.MembershipIn(ctx, tx, m.Group.ID, t.Membership)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return t, r, err
	}
	if t.State != Wanted && holder.Standing != group.Out {
		return t, r, errTaken()
	}
	_, mine, err := s.freeSpans(ctx, tx, m, r, o.Slot, o.Slot)
	if err == nil && mine {
		err = fault.New(fault.Conflict, "You have this on that date already.")
	}
	return t, r, err
}
