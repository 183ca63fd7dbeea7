package meeting

import (
	"context"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// near is for how long ahead dates are worked out, and behind that they are
// kept.
const (
	nearAhead  = 16 * 24 * time.Hour
	nearBehind = 48 * time.Hour
)

// never is the end of the next date of a meeting that has none.
var never = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)

// workOut writes the near dates of a meeting anew. A group that is paused or
// over holds none.
func (s *Service) workOut(ctx context.Context, tx *db.Tx, meeting string) error {
	t, err := timetableOf(ctx, tx, meeting)
	if err != nil {
		return err
	}
	if err := clearNear(ctx, tx, meeting); err != nil {
		return err
	}
	g, err := s.groups.GroupIn(ctx, tx, t.meeting.Group)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for _, o := range t.between(now.Add(-nearBehind), now.Add(nearAhead)) {
		if o.Standing == Cancelled || g.State != group.Open {
			continue
		}
		if err := insertNear(ctx, tx, o); err != nil {
			return err
		}
	}
	return writeNext(ctx, tx, meeting, t.nextEnd(now))
}

// WorkOut works out the near dates of all meetings anew. It is for the house, to
// be done every hour.
func (s *Service) WorkOut(ctx context.Context) error {
	for last := ""; ; {
		var ids []string
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			ids, err = meetingsAfter(ctx, tx, last, 100)
			return err
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, one := range ids {
			if err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.workOutOne(ctx, tx, one) }); err != nil {
				return err
			}
		}
		last = ids[len(ids)-1]
	}
}

// workOutOne holds the group meanwhile, so that no change is overtaken.
func (s *Service) workOutOne(ctx context.Context, tx *db.Tx, meeting string) error {
	one, err := meetingByID(ctx, tx, meeting)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.groups.LockGroup(ctx, tx, one.Group); err != nil {
		return err
	}
	err = s.workOut(ctx, tx, meeting)
	if fault.KindOf(err) == fault.NotFound {
		return nil // it was deleted a moment ago
	}
	return err
}

// GroupChanged works out the near dates of a group that was paused, or opened
// again.
func (s *Service) GroupChanged(ctx context.Context, tx *db.Tx, e group.StateChanged) error {
	ids, err := meetingsIn(ctx, tx, e.Group)
	for _, one := range ids {
		if err := s.workOut(ctx, tx, one); err != nil {
			return err
		}
	}
	return err
}

// Near is a date of one of somebody's own groups, soon.
type Near struct {
	Head
	Coming bool // they said that they come
}

// nearMost is how many of the next dates are shown on a page for all groups.
const nearMost = 4

// NearFor are the next dates in the viewer's groups within some days, those that
// are on now first. Each is as its group may see it.
func (s *Service) NearFor(ctx context.Context, v account.Viewer, within time.Duration) (list []Near, err error) {
	mine, err := s.groups.MineFor(ctx, v)
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	of := map[string]group.Mine{}
	for _, one := range mine {
		if one.Membership.Standing == group.Here {
			of[one.Group.ID] = one
		}
	}
	now := s.clock.Now()
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range of {
			rows, err := nearOf(ctx, tx, one.Group.ID, now, now.Add(within), nearMost)
			if err != nil {
				return err
			}
			for _, r := range rows {
				near, err := s.nearIn(ctx, tx, one, r)
				if err != nil {
					return err
				}
				list = append(list, near)
			}
		}
		return nil
	})
	slices.SortFunc(list, func(a, b Near) int { return a.Occurrence.Start.Compare(b.Occurrence.Start) })
	return list[:min(len(list), nearMost)], err
}

func (s *Service) nearIn(ctx context.Context, tx *db.Tx, mine group.Mine, r nearRow) (n Near, err error) {
	slot, err := recur.ParseWall(r.Slot)
	if err != nil {
		return n, err
	}
	n.Group = mine.Group
	if n.Occurrence, err = s.In(ctx, tx, r.Meeting, slot); err != nil {
		return n, err
	}
	_, err = comingOf(ctx, tx, r.Meeting, r.Slot, mine.Membership.ID)
	n.Coming = err == nil
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return n, err
}
