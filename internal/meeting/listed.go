package meeting

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/db"
)

// Listed is a meeting that its leaders list for everybody, with where it is held
// as far as everybody may know.
type Listed struct {
	Calendar
	Addresses map[string]string // by the id of a plan: where exactly, for a place that is told to everybody
}

// ListedIn are the meetings that a group lists for everybody and that were not
// over by a time, with the group. A group that does not show, or does not meet,
// lists none.
func (s *Service) ListedIn(ctx context.Context, groupID string, since time.Time) (g group.Group, list []Listed, err error) {
	var calendars []Calendar
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if g, err = s.groups.GroupIn(ctx, tx, groupID); err != nil {
			return err
		}
		if !g.Shows() || g.State != group.Open {
			return nil
		}
		calendars, err = s.CalendarsIn(ctx, tx, groupID, since)
		return err
	})
	if err != nil {
		return g, nil, err
	}
	for _, c := range calendars {
		if c.Meeting.Reach != ToFinders {
			continue
		}
		one := Listed{Calendar: c, Addresses: map[string]string{}}
		for _, p := range c.Phases {
			if p.Plan.Placing != Exact || !p.Plan.Way.AtPlace() {
				continue
			}
			inside, err := s.opened(ctx, p.Plan)
			if err != nil {
				return g, nil, err
			}
			one.Addresses[p.Plan.ID] = inside.Address
		}
		list = append(list, one)
	}
	return g, list, nil
}

// ListingGroups are the ids of the groups that list a meeting for everybody.
func (s *Service) ListingGroups(ctx context.Context) (list []string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = listingGroups(ctx, tx)
		return err
	})
	return list, err
}
