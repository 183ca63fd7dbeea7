package speaker

import (
	"context"
	"errors"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// Scheduled follows a meeting that is otherwise now: whoever is invited to a date
// goes some days after it, or soon where it is called off or not held any more.
func (s *Service) Scheduled(ctx context.Context, tx *db.Tx, e meeting.Scheduled) error {
	return s.each(ctx, tx, e.Meeting, func(one Speaker) error {
		o, err := s.meetings.In(ctx, tx, one.Meeting, one.Slot)
		if fault.KindOf(err) == fault.NotFound {
			return s.lose(ctx, tx, one)
		}
		if err != nil {
			return err
		}
		if ends := s.endOf(one, o); !ends.Equal(one.Ends) {
			one.Ends = ends
			return s.move(ctx, tx, one)
		}
		return nil
	})
}

// Renamed follows dates that have another slot, or are not there any more.
func (s *Service) Renamed(ctx context.Context, tx *db.Tx, e meeting.Renamed) error {
	to := map[string]string{}
	for _, one := range e.Moves {
		to[one.From] = one.To
		if one.To == "" {
			if err := deleteWordsAt(ctx, tx, e.Meeting, one.From); err != nil {
				return err
			}
			continue
		}
		if err := moveWords(ctx, tx, e.Meeting, one.From, one.To); err != nil {
			return err
		}
	}
	return s.each(ctx, tx, e.Meeting, func(one Speaker) error {
		slot, moves := to[one.Slot.String()]
		switch {
		case !moves:
			return nil
		case slot == "":
			return s.lose(ctx, tx, one)
		}
		var err error
		if one.Slot, err = recur.ParseWall(slot); err != nil {
			return err
		}
		return writeDate(ctx, tx, one.ID, one.Slot, one.Ends)
	})
}

// Ended follows a meeting that is deleted: its speakers read that for some days.
func (s *Service) Ended(ctx context.Context, tx *db.Tx, e meeting.Ended) error {
	return s.each(ctx, tx, e.Meeting, func(one Speaker) error { return s.lose(ctx, tx, one) })
}

// each does something for all speakers of a meeting who have a date.
func (s *Service) each(ctx context.Context, tx *db.Tx, meeting string, do func(one Speaker) error) error {
	list, err := speakersOf(ctx, tx, meeting)
	for _, one := range list {
		if one.Slot.IsZero() {
			continue
		}
		if err := do(one); err != nil {
			return err
		}
	}
	return err
}

// lose takes the date from a speaker: it is not held any more.
func (s *Service) lose(ctx context.Context, tx *db.Tx, one Speaker) error {
	if err := deleteWordsAt(ctx, tx, one.Meeting, one.Slot.String()); err != nil {
		return err
	}
	one.Slot, one.Ends = recur.Wall{}, s.calledOff(one)
	return s.move(ctx, tx, one)
}

// move writes when a speaker goes, of the pass first.
func (s *Service) move(ctx context.Context, tx *db.Tx, one Speaker) error {
	if err := s.accounts.MovePassesIn(ctx, tx, account.GuestSpeaker, one.ID, one.Ends); err != nil {
		return err
	}
	return writeDate(ctx, tx, one.ID, one.Slot, one.Ends)
}

// Leave takes away what somebody said who is no member any more.
func (s *Service) Leave(ctx context.Context, tx *db.Tx, e group.Gone) error {
	if err := deleteWordsBy(ctx, tx, e.Membership); err != nil {
		return err
	}
	return deleteSuggestionsBy(ctx, tx, e.Membership)
}

// Sweep lets go the speakers whose time is over: the key first, then their rows. What
// lies in the clear from before is locked; where that fails, the rest goes on.
func (s *Service) Sweep(ctx context.Context) error {
	return errors.Join(s.letGo(ctx), s.lockOld(ctx))
}

// letGo ends the speakers whose time is over.
func (s *Service) letGo(ctx context.Context) error {
	for {
		var ended []Speaker
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			ended, err = endedSpeakers(ctx, tx, s.clock.Now())
			return err
		})
		if err != nil || len(ended) == 0 {
			return err
		}
		for _, one := range ended {
			if err := s.Forget(ctx, Gone{Speaker: one.ID}); err != nil {
				return err
			}
			if err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.remove(ctx, tx, one.ID) }); err != nil {
				return err
			}
		}
	}
}
