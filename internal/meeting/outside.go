package meeting

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

// Open is a date as people outside the group may see it: when it is, and
// whereabouts. Nothing that was said about this one date is in it.
type Open struct {
	Occurrence Occurrence
	Address    string // where exactly, for a place that is told to everybody
}

// Outside are the dates between two times that people outside see of a group
// that shows, most of them at most.
func (s *Service) Outside(ctx context.Context, g group.Group, from, to time.Time, most int) (open []Open, err error) {
	if !g.Shows() {
		return nil, nil
	}
	var list []Occurrence
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = s.betweenIn(ctx, tx, g.ID, from, to)
		return err
	})
	addresses := map[string]string{}
	for _, o := range list {
		if !o.Meeting.Reach.Outside() || len(open) == most {
			continue
		}
		address, known := addresses[o.Plan.ID]
		if !known && o.Plan.Placing == Exact && o.Plan.Way.AtPlace() {
			inside, err := s.opened(ctx, o.Plan)
			if err != nil {
				return nil, err
			}
			address, addresses[o.Plan.ID] = inside.Address, inside.Address
		}
		o.Note, o.Plan.inside = "", nil
		open = append(open, Open{Occurrence: o, Address: address})
	}
	return open, err
}

// NextIn is the next date of the member's group that is not cancelled, if there
// is one.
func (s *Service) NextIn(ctx context.Context, m group.Member) (o Occurrence, any bool, err error) {
	if err := m.May(group.Read); err != nil {
		return o, false, err
	}
	now := s.clock.Now()
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := nearOf(ctx, tx, m.Group.ID, now, now.Add(nearAhead), 1)
		if err != nil {
			return err
		}
		if any = len(rows) > 0; any {
			slot, err := recur.ParseWall(rows[0].Slot)
			if err == nil {
				o, err = s.In(ctx, tx, rows[0].Meeting, slot)
			}
			return err
		}
		far, err := nextMeeting(ctx, tx, m.Group.ID, now)
		if err != nil || len(far) == 0 {
			return err
		}
		t, err := timetableOf(ctx, tx, far[0])
		o, any = t.next(now)
		return err
	})
	return o, any, err
}
