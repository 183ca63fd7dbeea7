package meeting

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// DateDraft is one date as its hosts would like it.
type DateDraft struct {
	Start   recur.Wall // when it begins, by the clock of its zone
	Minutes int
	Note    string
	Place   *Draft // where and how, if that is otherwise on this date; only what a plan says about it counts
	Saw     int    // the sequence of the meeting that a change was made upon; 0 where it is not asked
}

func (d DateDraft) checked() (DateDraft, error) {
	d.Note = strings.TrimSpace(d.Note)
	length := time.Duration(d.Minutes) * time.Minute
	switch {
	case d.Start.IsZero():
		return d, fault.Field("date", "Choose a date and a time.")
	case length < LeastLength || length > MostLength:
		return d, fault.Field("minutes", "A meeting lasts between five minutes and twelve hours.")
	case utf8.RuneCountInString(d.Note) > NoteMost:
		return d, fault.Field("note", "Shorten this to {.Most} characters.", map[string]any{"Most": NoteMost})
	}
	return d, nil
}

// ChangeDate changes one date of a meeting and no other.
func (s *Service) ChangeDate(ctx context.Context, m group.Member, key string, d DateDraft) error {
	if err := m.May(group.Schedule); err != nil {
		return err
	}
	d, err := d.checked()
	if err != nil {
		return err
	}
	own, err := s.ownPlace(ctx, key, d)
	if err != nil {
		return err
	}
	return s.onDate(ctx, m, key, func(ctx context.Context, tx *db.Tx, before Occurrence, row dateRow) error {
		if err := before.Meeting.unchanged(d.Saw); err != nil {
			return err
		}
		row.Start, row.Minutes, row.Note = d.Start, d.Minutes, d.Note
		if d.Start == before.Slot && !row.Extra {
			row.Start = recur.Wall{}
		}
		replaced := row.Plan
		if own != nil {
			own.Series, own.Slot, own.Minutes = recur.Series{First: before.Slot, Zone: before.Plan.Series.Zone}, before.Slot, d.Minutes
			if err := insertPlan(ctx, tx, *own); err != nil {
				return err
			}
			row.Plan = own.ID
		}
		if err := putDate(ctx, tx, row); err != nil {
			return err
		}
		if own != nil && replaced != "" {
			if err := deletePlan(ctx, tx, replaced); err != nil {
				return err
			}
		}
		return s.tellChanged(ctx, tx, before, own != nil)
	})
}

// ownPlace is the plan of one date, or nil where nothing about it is otherwise.
func (s *Service) ownPlace(ctx context.Context, key string, d DateDraft) (*Plan, error) {
	if d.Place == nil {
		return nil, nil
	}
	meeting, _, err := ParseKey(key)
	if err != nil {
		return nil, err
	}
	draft := *d.Place
	draft.Plan.Minutes = d.Minutes
	draft.Plan.Series = recur.Series{First: d.Start, Zone: draft.Plan.Series.Zone}
	draft.Meeting = Meeting{Title: "-", Reach: ToMembers, Opening: ForMembers}
	if draft, err = draft.Checked(); err != nil {
		return nil, err
	}
	p, err := s.prepared(ctx, meeting, draft)
	return &p, err
}

// tellChanged tells those who come when a date begins at another time than
// before, or is somewhere else.
func (s *Service) tellChanged(ctx context.Context, tx *db.Tx, before Occurrence, elsewhere bool) error {
	after, err := s.In(ctx, tx, before.Meeting.ID, before.Slot)
	switch {
	case err != nil:
		return err
	case after.IsOver(s.clock.Now()):
		return fault.Field("date", "This time is over. Choose one that is still to come.")
	case !after.Start.Equal(before.Start):
		return s.tell(ctx, tx, before, before.Slot, OtherTime)
	case elsewhere:
		return s.tell(ctx, tx, before, before.Slot, OtherPlace)
	}
	return nil
}

// onDate changes what is otherwise on one date that is not over.
func (s *Service) onDate(ctx context.Context, m group.Member, key string, do func(context.Context, *db.Tx, Occurrence, dateRow) error) error {
	meeting, slot, err := ParseKey(key)
	if err != nil || slot.IsZero() {
		return fault.Missing()
	}
	return s.shape(ctx, m, meeting, func(ctx context.Context, tx *db.Tx, one Meeting, t timetable) error {
		before, err := t.at(slot)
		if err != nil {
			return err
		}
		if before.IsOver(s.clock.Now()) {
			return fault.New(fault.Conflict, "This date is over, so it stays as it was.")
		}
		row, otherwise := t.dates[slot.String()]
		if !otherwise {
			row = dateRow{Meeting: one.ID, Slot: slot}
		}
		row.Changed = s.clock.Now()
		return do(ctx, tx, before, row)
	})
}

// Cancel calls one date off. note says why, if anything; it may be empty.
func (s *Service) Cancel(ctx context.Context, m group.Member, key, note string) error {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > NoteMost {
		return fault.Field("note", "Shorten this to {.Most} characters.", map[string]any{"Most": NoteMost})
	}
	return s.onDate(ctx, m, key, func(ctx context.Context, tx *db.Tx, before Occurrence, row dateRow) error {
		if before.Standing == Cancelled {
			return nil
		}
		row.Note, row.Cancelled = note, true
		if err := putDate(ctx, tx, row); err != nil {
			return err
		}
		return s.tell(ctx, tx, before, before.Slot, CalledOff)
	})
}

// Restore takes a cancellation back.
func (s *Service) Restore(ctx context.Context, m group.Member, key string) error {
	return s.onDate(ctx, m, key, func(ctx context.Context, tx *db.Tx, before Occurrence, row dateRow) error {
		if before.Standing != Cancelled {
			return nil
		}
		row.Note, row.Cancelled = "", false
		if err := putDate(ctx, tx, row); err != nil {
			return err
		}
		return s.tell(ctx, tx, before, before.Slot, BackOn)
	})
}

// AddDate holds a meeting once more, beside what its schedule gives. It gives
// the key of the new date.
func (s *Service) AddDate(ctx context.Context, m group.Member, meeting string, d DateDraft) (key string, err error) {
	d, err = d.checked()
	if err != nil {
		return "", err
	}
	return Key(meeting, d.Start), s.shape(ctx, m, meeting, func(ctx context.Context, tx *db.Tx, one Meeting, t timetable) error {
		if _, err := t.at(d.Start); err == nil {
			return fault.Field("date", "The meeting is held at that time already.")
		}
		if len(t.dates) >= datesMost {
			return fault.New(fault.Conflict, "This meeting has too many dates of its own. Make a new meeting, or change when it is held.")
		}
		row := dateRow{Meeting: one.ID, Slot: d.Start, Extra: true, Start: d.Start, Minutes: d.Minutes, Note: d.Note, Changed: s.clock.Now()}
		if err := putDate(ctx, tx, row); err != nil {
			return err
		}
		o, err := s.In(ctx, tx, one.ID, d.Start)
		if err == nil && o.IsOver(s.clock.Now()) {
			return fault.Field("date", "This time is over. Choose one that is still to come.")
		}
		return err
	})
}

// datesMost bounds how much is otherwise in one meeting.
const datesMost = 2000

// EndFrom ends a meeting before one of its dates: it and all later ones are not
// held. A meeting that was never held goes altogether.
func (s *Service) EndFrom(ctx context.Context, m group.Member, key string) error {
	meeting, slot, err := ParseKey(key)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Schedule)
		if err != nil {
			return err
		}
		one, err := meetingOf(ctx, tx, m, meeting)
		if err != nil {
			return err
		}
		t, err := timetableOf(ctx, tx, meeting)
		if err != nil {
			return err
		}
		return s.endFrom(ctx, tx, one, t, slot)
	})
}

func (s *Service) endFrom(ctx context.Context, tx *db.Tx, one Meeting, t timetable, slot recur.Wall) error {
	now := s.clock.Now()
	from, err := s.fromSlot(t, slot)
	if err != nil {
		return err
	}
	gone := Renamed{Meeting: one.ID}
	for _, o := range t.between(now, now.AddDate(0, 0, carriedDays)) {
		if o.Slot.Compare(from) < 0 || o.Standing == Cancelled {
			continue
		}
		if err := s.tell(ctx, tx, o, o.Slot, NoMore); err != nil {
			return err
		}
		gone.Moves = append(gone.Moves, Move{From: o.Slot.String()})
	}
	if err := s.rename(ctx, tx, gone); err != nil {
		return err
	}
	if err := s.cutFrom(ctx, tx, t, from); err != nil {
		return err
	}
	left, err := timetableOf(ctx, tx, one.ID)
	if err != nil {
		return err
	}
	if len(left.phases) > 0 {
		return s.settle(ctx, tx, one)
	}
	if err := s.events.Emit(ctx, tx, Ending{Meeting: one.ID}); err != nil {
		return err
	}
	if err := deleteMeeting(ctx, tx, one.ID); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Ended{Group: one.Group, Meeting: one.ID})
}

// Forget destroys the key of a meeting that is deleted.
func (s *Service) Forget(ctx context.Context, e Ended) error {
	return s.keys.Destroy(ctx, owner(e.Meeting))
}
