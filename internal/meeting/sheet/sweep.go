package sheet

import (
	"context"
	"slices"

	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Sweep deletes the sheets of dates that are over, with all that was said for
// them, and their keys. The house calls it every quarter of an hour.
func (s *Service) Sweep(ctx context.Context) error {
	var due []dayRow
	err := s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = dueDays(ctx, tx, s.now())
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range due {
		if err := s.sweepOne(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// sweepOne deletes one, unless its date was moved, or nobody ended it and it is on.
func (s *Service) sweepOne(ctx context.Context, r dayRow) error {
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "meeting_sheet", r.meeting+"_"+r.slot); err != nil {
			return err
		}
		ends, err := s.ends(ctx, tx, r)
		if err != nil {
			return err
		}
		if ends > s.now() {
			return putOff(ctx, tx, r.id, ends)
		}
		if err := deleteFollowing(ctx, tx, r.id); err != nil {
			return err
		}
		return s.remove(ctx, tx, r.id)
	})
}

// ends is when nothing of a sheet is left, as its date is by now: 0 where there is
// no such date, or the meeting was ended.
func (s *Service) ends(ctx context.Context, tx *db.Tx, r dayRow) (int64, error) {
	if isEnded(r) {
		return 0, nil
	}
	_, slot, err := meeting.ParseKey(r.meeting + "_" + r.slot)
	if err != nil {
		return 0, err
	}
	o, err := s.o.Meetings.In(ctx, tx, r.meeting, slot)
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	return clock.Millis(o.End.Add(ClearLatest)), err
}

// Renamed has the sheets of a meeting come after its dates when they have other
// names, and go with those that are no more.
func (s *Service) Renamed(ctx context.Context, tx *db.Tx, e meeting.Renamed) error {
	rows, err := daysOfMeeting(ctx, tx, e.Meeting)
	if err != nil {
		return err
	}
	to := map[string]string{}
	for _, one := range e.Moves {
		to[one.From] = one.To
	}
	rows = slices.DeleteFunc(rows, func(r dayRow) bool { slot, moves := to[r.slot]; return !moves || slot == r.slot })
	for _, r := range rows { // out of the way first: one may take the name of another
		if err := renameDay(ctx, tx, r.id, "~"+r.slot); err != nil {
			return err
		}
	}
	for _, r := range rows {
		if slot := to[r.slot]; slot != "" {
			err = renameDay(ctx, tx, r.id, slot)
		} else {
			err = s.remove(ctx, tx, r.id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Ending has the sheets of a meeting go with it, also of dates that were held: their
// keys lie elsewhere, and would stay.
func (s *Service) Ending(ctx context.Context, tx *db.Tx, e meeting.Ending) error {
	rows, err := daysOfMeeting(ctx, tx, e.Meeting)
	for _, r := range rows {
		if err := s.remove(ctx, tx, r.id); err != nil {
			return err
		}
	}
	return err
}

// Gone: the sheet of a date is deleted; its key goes.
type Gone struct{ Sheet string }

// remove deletes a sheet. Its key goes later, also if the program ends in between.
func (s *Service) remove(ctx context.Context, tx *db.Tx, id string) error {
	if err := deleteDay(ctx, tx, id); err != nil {
		return err
	}
	return s.o.Events.Emit(ctx, tx, Gone{id})
}

// Forget destroys the key of a sheet that is deleted.
func (s *Service) Forget(ctx context.Context, e Gone) error {
	return s.o.Keys.Destroy(ctx, ownerOf(e.Sheet))
}
