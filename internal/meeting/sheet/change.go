package sheet

import (
	"context"
	"encoding/json"
	"log/slog"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// day is the sheet of a date within a transaction that holds its lock, and who is
// about to change it.
type day struct {
	dayRow
	State

	m    group.Member
	date meeting.Occurrence
	host bool
	now  int64
	tx   *db.Tx
}

func (d *day) who() queue.Who { return queue.Who(d.m.Self.ID) }

// errOver is for whoever comes when a meeting is over.
func errOver() error {
	return fault.New(fault.Conflict, "This meeting is over. What was in the queue is gone.")
}

func errFollow() error {
	return fault.New(fault.Conflict, "Follow the meeting first. Then you can raise a hand.")
}

// lock is the sheet of a date that the member is about to change. Whoever is no
// host has to be present.
func (s *Service) lock(ctx context.Context, tx *db.Tx, m group.Member, key string) (d *day, err error) {
	d = &day{now: s.now(), tx: tx}
	if d.m, err = m.Again(ctx, tx, group.Meet); err != nil {
		return nil, err
	}
	if d.date, err = s.o.Meetings.InKey(ctx, tx, d.m, key); err != nil {
		return nil, err
	}
	if d.host, err = s.o.Meetings.Hosts(ctx, tx, d.m, d.date); err != nil {
		return nil, err
	}
	if err := tx.Lock(ctx, "meeting_sheet", d.date.Key()); err != nil {
		return nil, err
	}
	if d.dayRow, err = dayOf(ctx, tx, d.date.Meeting.ID, d.date.Slot.String()); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(d.state), &d.State); err != nil {
		return nil, err
	}
	if d.Ended != 0 {
		return nil, errOver()
	}
	return d, nil
}

// write keeps what became of it.
func (d *day) write(ctx context.Context) error {
	text, err := json.Marshal(d.State)
	if err != nil {
		return err
	}
	d.state = string(text)
	return writeState(ctx, d.tx, d.dayRow)
}

// change changes what moves on the day, in one transaction, and then sends it to
// those who follow. do says whether it changed anything.
func (s *Service) change(ctx context.Context, m group.Member, key string, do func(ctx context.Context, d *day) (bool, error)) error {
	changed, id := false, ""
	err := s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := s.lock(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if changed, err = do(ctx, d); err != nil || !changed {
			return err
		}
		id = d.id
		return d.write(ctx)
	})
	if err == nil && changed {
		s.tell(ctx, id)
	}
	return err
}

// hosting is change for hosts. To others, what hosts do does not exist.
func (s *Service) hosting(ctx context.Context, m group.Member, key string, do func(ctx context.Context, d *day) (bool, error)) error {
	return s.change(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		if !d.host {
			return false, fault.Missing()
		}
		return do(ctx, d)
	})
}

// following is change for those who are present.
func (s *Service) following(ctx context.Context, m group.Member, key string, do func(ctx context.Context, d *day) (bool, error)) error {
	return s.change(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		here, err := isPresent(ctx, d.tx, d.id, d.m.Self.ID)
		if err == nil && !here {
			err = errFollow()
		}
		if err != nil {
			return false, err
		}
		return do(ctx, d)
	})
}

// tell sends the state, as it is by now, to those who follow, each their own. It is
// a wake-up call: whoever misses it looks by themselves.
func (s *Service) tell(ctx context.Context, id string) {
	ctx = context.WithoutCancel(ctx)
	err := s.framesOf(ctx, id, func(membership string, news json.RawMessage) error {
		return s.o.Publish(ctx, channelOf(id, membership), news)
	})
	if err != nil {
		s.o.Log.Debug("those who follow a run sheet were not told", slog.Any("error", err))
	}
}

// open refuses to begin, or to follow, too early or too late.
func (d *day) open() error {
	switch {
	case d.date.Standing == meeting.Cancelled:
		return fault.New(fault.Conflict, "This date is over or cancelled. The next one is on the group's list of meetings.")
	case d.now < clock.Millis(d.date.Start.Add(-OpensBefore)):
		return fault.New(fault.Conflict, "The run sheet opens an hour before the meeting. Come back then.")
	case d.now >= clock.Millis(d.date.End.Add(ClearLatest)):
		return errOver()
	}
	return nil
}
