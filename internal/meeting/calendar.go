package meeting

import (
	"cmp"
	"context"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

// Calendar is when a meeting takes place, for programs that work out its dates
// themselves.
type Calendar struct {
	Meeting Meeting
	Phases  []Phase
	Extra   []Occurrence // dates beside what the phases give, without those called off
}

// Phase is a time over which a meeting follows one rule.
type Phase struct {
	Plan      Plan
	Cancelled []recur.Wall // slots that are called off
	Otherwise []Occurrence // dates at another time, of another length or somewhere else
}

// CalendarsIn are the calendars of a group's meetings within a transaction, for
// what was not over by a time. Whoever calls it has to ask who may see them.
func (s *Service) CalendarsIn(ctx context.Context, tx *db.Tx, groupID string, since time.Time) ([]Calendar, error) {
	tables, err := timetablesOf(ctx, tx, groupID, since)
	if err != nil {
		return nil, err
	}
	var list []Calendar
	for _, t := range tables {
		if c := t.calendar(since); len(c.Phases)+len(c.Extra) > 0 {
			list = append(list, c)
		}
	}
	return list, nil
}

func (t timetable) calendar(since time.Time) Calendar {
	c := Calendar{Meeting: t.meeting}
	for _, p := range t.phases {
		if until := p.Series.Until; !until.IsZero() {
			if over, _ := until.At(p.Series.Zone); over.Before(since) {
				continue
			}
		}
		c.Phases = append(c.Phases, t.phase(p))
	}
	for _, d := range t.dates {
		if p, found := t.phaseOf(d); found && d.Extra && !d.Cancelled {
			if o := t.occurrence(p, d.Slot); o.End.After(since) {
				c.Extra = append(c.Extra, o)
			}
		}
	}
	slices.SortFunc(c.Extra, func(a, b Occurrence) int { return a.Slot.Compare(b.Slot) })
	return c
}

func (t timetable) phase(p Plan) Phase {
	phase := Phase{Plan: p}
	for _, d := range t.dates {
		switch {
		case d.Extra || !p.Series.Has(d.Slot):
		case d.Cancelled:
			phase.Cancelled = append(phase.Cancelled, d.Slot)
		case !d.Start.IsZero() || d.Minutes != 0 || d.Plan != "":
			phase.Otherwise = append(phase.Otherwise, t.occurrence(p, d.Slot))
		}
	}
	slices.SortFunc(phase.Cancelled, recur.Wall.Compare)
	slices.SortFunc(phase.Otherwise, func(a, b Occurrence) int { return a.Slot.Compare(b.Slot) })
	return phase
}

// ComesTo are the keys of the dates that a membership said it comes to, within a
// transaction.
func (s *Service) ComesTo(ctx context.Context, tx *db.Tx, membership string) (map[string]bool, error) {
	return comingBy(ctx, tx, membership)
}

// AddressIn is where exactly a date is, if somebody with this membership may
// know it: see InsideFor. It is called outside of a transaction.
func (s *Service) AddressIn(ctx context.Context, membership group.Membership, o Occurrence) (string, error) {
	if !o.Plan.Way.AtPlace() {
		return "", nil
	}
	if o.Plan.Placing == AfterAsking && !membership.Role.Leads() {
		var state Asked
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			state, err = askedBy(ctx, tx, o.Meeting.ID, membership.ID)
			return err
		})
		if err != nil || state != Told {
			return "", err
		}
	}
	in, err := s.opened(ctx, o.Plan)
	return in.Address, err
}

// At is the date with this key, if the calendar has it and it is not called off.
func (c Calendar) At(key string) (Occurrence, bool) {
	id, slot, err := ParseKey(key)
	if err != nil || id != c.Meeting.ID {
		return Occurrence{}, false
	}
	for _, o := range c.Extra {
		if o.Slot == slot {
			return o, true
		}
	}
	for _, p := range c.Phases {
		if !p.Plan.Series.Has(slot) || slices.Contains(p.Cancelled, slot) {
			continue
		}
		for _, o := range p.Otherwise {
			if o.Slot == slot {
				return o, true
			}
		}
		return timetable{meeting: c.Meeting}.occurrence(p.Plan, slot), true
	}
	return Occurrence{}, false
}

// SortDates puts dates into their order.
func SortDates(list []Occurrence) {
	slices.SortFunc(list, func(a, b Occurrence) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Key(), b.Key())) })
}
