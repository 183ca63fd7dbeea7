package remind

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Said hears that a member comes to a date, or does not. That is an answer to any
// reminder of the meeting; and whoever says it after the moment for one has
// passed knows of the date.
func (s *Service) Said(ctx context.Context, tx *db.Tx, e meeting.Said) error {
	holds, err := s.Heed(ctx, tx, e.Membership, e.Meeting)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	near, err := nearDate(ctx, tx, e.Meeting, e.Slot)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	r, err := markOf(ctx, tx, e.Membership, e.Meeting, e.Slot)
	switch {
	case err == nil:
		_, err = settleMark(ctx, tx, r)
		return err
	case !isGone(err):
		return err
	case !e.Comes || clock.FromMillis(near.start).Add(-time.Duration(holds.Lead)*time.Minute).After(s.clock.Now()):
		return nil
	}
	return writeMark(ctx, tx, markRow{e.Membership, e.Meeting, e.Slot, known, near.start, near.end})
}

// Heed begins to count anew for a member whose reminders of a meeting did not go
// by: they did something that tells so. It gives the wish that holds for them,
// and NotFound for none.
func (s *Service) Heed(ctx context.Context, tx *db.Tx, membership, meeting string) (Reminder, error) {
	holds, err := reminderHolding(ctx, tx, membership, meeting)
	if err != nil || holds.unanswered == 0 || holds.Stopped {
		return holds, err
	}
	holds.unanswered = 0
	return holds, writeReminder(ctx, tx, holds)
}

// Skip says "not this time": no reminder of this one date. With false it takes
// that back.
func (s *Service) Skip(ctx context.Context, m group.Member, key string, skip bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		holds, err := s.Heed(ctx, tx, m.Self.ID, o.Meeting.ID)
		if isGone(err) {
			return fault.New(fault.Conflict, "There is no reminder for this meeting.")
		}
		if err != nil {
			return err
		}
		r := markRow{m.Self.ID, o.Meeting.ID, o.Slot.String(), skipped, millis(o.Start), millis(o.End)}
		if skip {
			return writeMark(ctx, tx, r)
		}
		was, err := markOf(ctx, tx, r.membership, r.meeting, r.slot)
		if isGone(err) || err == nil && was.state != skipped {
			return nil
		}
		if err != nil {
			return err
		}
		if o.Start.Add(-time.Duration(holds.Lead) * time.Minute).After(s.clock.Now()) {
			return deleteMark(ctx, tx, r)
		}
		r.state = known
		return writeMark(ctx, tx, r)
	})
}

// Renamed takes along what became of dates that have another slot now.
func (s *Service) Renamed(ctx context.Context, tx *db.Tx, e meeting.Renamed) error {
	for _, move := range e.Moves {
		if err := moveMarks(ctx, tx, e.Meeting, move.From, move.To); err != nil {
			return err
		}
	}
	return nil
}

// Leave takes away what somebody chose and was told who is no member any more,
// and every nudge with them.
func (s *Service) Leave(ctx context.Context, tx *db.Tx, e group.Gone) error {
	if err := deleteRemindersBy(ctx, tx, e.Membership); err != nil {
		return err
	}
	return deleteNudgesWith(ctx, tx, e.Membership)
}
