package meeting

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

// DraftFor is a meeting as it is planned from one of its dates on, for changing
// it there with ChangeFrom: the key is the date's, or the meeting's id alone for
// all dates to come. Its series begins on that date. What is otherwise on single
// dates is not in it. later tells that another plan was made for dates after it.
func (s *Service) DraftFor(ctx context.Context, m group.Member, key string) (d Draft, later bool, err error) {
	if err := m.May(group.Schedule); err != nil {
		return d, later, err
	}
	meeting, slot, err := ParseKey(key)
	if err != nil {
		return d, later, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if d.Meeting, err = meetingOf(ctx, tx, m, meeting); err != nil {
			return err
		}
		t, err := timetableOf(ctx, tx, meeting)
		if err != nil {
			return err
		}
		from, err := s.fromSlot(t, slot)
		if err != nil {
			return err
		}
		d.Plan, later = t.plannedFrom(from)
		return nil
	})
	if err != nil {
		return d, later, err
	}
	d.Saw = d.Meeting.Sequence
	d.Inside, err = s.opened(ctx, d.Plan)
	return d, later, err
}

// plannedFrom is the phase that holds at a slot, with its series from there on,
// and whether another one follows it. An end that the series has is its Until.
func (t timetable) plannedFrom(from recur.Wall) (p Plan, later bool) {
	p, _ = t.phaseOf(dateRow{Slot: from, Extra: true})
	later = t.phases[len(t.phases)-1].ID != p.ID
	last, ends := p.Series.Last()
	if !p.Series.Has(from) {
		first := p.Series.First
		from = from.Midnight().Add(first.Sub(first.Midnight()))
	}
	p.Series.First, p.Series.Rule, p.Series.Until = from, p.Series.Rule.Endless(), recur.Wall{}
	if ends && !later && !p.Series.Rule.IsZero() {
		p.Series.Until = last.Slot.Midnight().AddDays(1)
	}
	return p, later
}
