package group

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// offerLasts is how long a place is kept for whoever it was offered to.
const offerLasts = 3 * 24 * time.Hour

// moveUp offers the places that are free to those who wait, the longest first.
// It is called under the group's lock, whenever a place may have become free.
func (s *Service) moveUp(ctx context.Context, tx *db.Tx, group string) error {
	for {
		g, err := groupByID(ctx, tx, group)
		if err != nil {
			return err
		}
		taken, err := placesTaken(ctx, tx, group)
		if err != nil || g.State != Open || g.Capacity > 0 && taken >= int64(g.Capacity) {
			return err
		}
		next, err := firstWaiting(ctx, tx, group)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := writeStanding(ctx, tx, next.ID, Offered, s.clock.Now().Add(offerLasts)); err != nil {
			return err
		}
		if next.Account == "" {
			continue
		}
		if err := s.events.Emit(ctx, tx, PlaceOffered{Group: group, Account: next.Account}); err != nil {
			return err
		}
	}
}

// TakePlace makes the viewer a member, to whom a place was offered.
func (s *Service) TakePlace(ctx context.Context, v account.Viewer, slug string, doors []string) error {
	if err := v.May(account.Read); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := lockedBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		m, err := liveMembership(ctx, tx, g.ID, v.Account)
		switch {
		case err != nil:
			return err
		case m.Standing.IsInside():
			return nil
		case m.Standing != Offered:
			return fault.New(fault.Conflict, "No place is free for you yet. You keep yours on the list.")
		}
		if barred, err := s.barred(ctx, tx, g.ID, v.Account, doors); err != nil || barred || g.State != Open {
			return orNotNow(err)
		}
		if err := s.free(ctx, tx, m); err != nil {
			return fault.New(fault.Conflict, "Somebody in the group has a name like yours by now. Leave the list and join again with another one.")
		}
		return s.admit(ctx, tx, m)
	})
}

// PlaceFor is how many wait before the viewer in the group's list.
func (s *Service) PlaceFor(ctx context.Context, v account.Viewer, slug string) (before int, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := groupBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		m, err := liveMembership(ctx, tx, g.ID, v.Account)
		if err != nil {
			return err
		}
		n, err := ahead(ctx, tx, m)
		before = int(n)
		return err
	})
	return before, err
}

// EndOffers gives places that nobody took in time to whoever waits next. The
// house calls it every hour.
func (s *Service) EndOffers(ctx context.Context) error {
	var over []Membership
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		over, err = offersOver(ctx, tx, s.clock.Now())
		return err
	})
	for _, m := range over {
		if err != nil {
			return err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := lock(ctx, tx, m.Group); err != nil {
				return err
			}
			now, err := membershipByID(ctx, tx, m.ID)
			if err != nil || now.Standing != Offered || now.OutUntil.After(s.clock.Now()) {
				return unlessMissing(err)
			}
			g, err := groupByID(ctx, tx, m.Group)
			if err != nil {
				return err
			}
			return s.forget(ctx, tx, g, now)
		})
	}
	return err
}

// unlessMissing forgives that something is gone already.
func unlessMissing(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
