package meeting

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

// Draft is a meeting as its hosts would like it: what it is, when and where.
type Draft struct {
	Meeting Meeting // ID, Group, Made and the like are ignored
	Plan    Plan    // and so are its ID, Meeting and Slot
	Inside  Inside
	Saw     int // the sequence of the meeting that a change was made upon; 0 where it is not asked
}

// NoteMost is how many characters are said about one date.
const NoteMost = 500

// Checked is the draft without spaces around its texts, and what is wrong with
// it, if anything.
func (d Draft) Checked() (Draft, error) {
	for _, text := range []*string{
		&d.Meeting.Title, &d.Meeting.About, &d.Plan.Area, &d.Plan.Access, &d.Inside.Address, &d.Inside.Link, &d.Inside.Phone, &d.Inside.Passcode, &d.Inside.Notes,
	} {
		*text = strings.TrimSpace(*text)
	}
	if err := d.Meeting.check(); err != nil {
		return d, err
	}
	if err := d.Plan.check(); err != nil {
		return d, err
	}
	if err := d.Inside.check(d.Plan.Way); err != nil {
		return d, err
	}
	if aligned, any := d.Plan.Series.Aligned(); any {
		d.Plan.Series = aligned
	}
	return d, d.Plan.lengths(d.Inside)
}

// Make puts a meeting on the group's calendar.
func (s *Service) Make(ctx context.Context, m group.Member, d Draft) (made Meeting, err error) {
	if err := m.May(group.Schedule); err != nil {
		return made, err
	}
	if d, err = d.Checked(); err != nil {
		return made, err
	}
	now := s.clock.Now()
	made = d.Meeting
	made.ID, made.Group, made.Made, made.Changed, made.Sequence = id.Random(), m.Group.ID, now, now, 0
	if _, any := d.Plan.Series.Next(now.Add(-d.Plan.Length())); !any {
		return made, fault.Field("date", "This date is over. Choose one that is still to come.")
	}
	phase, err := s.prepared(ctx, made.ID, d)
	if err != nil {
		return made, err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Schedule); err != nil {
			return err
		}
		live, err := liveCount(ctx, tx, m.Group.ID, now, never)
		if err != nil {
			return err
		}
		if live >= MeetingsMost {
			return fault.New(fault.Conflict, "This group has {.Most} meetings already. End one that is not held any more.", map[string]any{"Most": MeetingsMost})
		}
		if err := insertMeeting(ctx, tx, made); err != nil {
			return err
		}
		if err := insertPlan(ctx, tx, phase); err != nil {
			return err
		}
		return s.settle(ctx, tx, made)
	})
	return made, err
}

// prepared is the plan of a draft with a name, and what is told inside sealed.
func (s *Service) prepared(ctx context.Context, meeting string, d Draft) (p Plan, err error) {
	p = d.Plan
	p.ID, p.Meeting, p.Slot = id.Random(), meeting, recur.Wall{}
	p.inside, err = s.sealed(ctx, meeting, p.ID, d.Inside)
	return p, err
}

// settle works out the near dates of a meeting anew, and says that it changed.
func (s *Service) settle(ctx context.Context, tx *db.Tx, one Meeting) error {
	if err := touch(ctx, tx, one.ID, s.clock.Now()); err != nil {
		return err
	}
	if err := s.workOut(ctx, tx, one.ID); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Scheduled{Group: one.Group, Meeting: one.ID})
}

// ChangeFrom changes a meeting from one date on, that date with it: the key is
// the date's, or the meeting's id alone for all dates to come. What was before
// stays as it was. What people said about dates that are still there stays too.
func (s *Service) ChangeFrom(ctx context.Context, m group.Member, key string, d Draft) (changed Meeting, err error) {
	if err := m.May(group.Schedule); err != nil {
		return changed, err
	}
	if d, err = d.Checked(); err != nil {
		return changed, err
	}
	meeting, slot, err := ParseKey(key)
	if err != nil {
		return changed, err
	}
	phase, err := s.prepared(ctx, meeting, d)
	if err != nil {
		return changed, err
	}
	return changed, s.shape(ctx, m, meeting, func(ctx context.Context, tx *db.Tx, one Meeting, t timetable) error {
		if err := one.unchanged(d.Saw); err != nil {
			return err
		}
		from, err := s.fromSlot(t, slot)
		if err != nil {
			return err
		}
		if err := s.continues(t, phase.Series, from); err != nil {
			return err
		}
		changed = d.Meeting
		changed.ID, changed.Group = one.ID, one.Group
		if err := writeMeeting(ctx, tx, changed); err != nil {
			return err
		}
		if err := s.cutFrom(ctx, tx, t, from); err != nil {
			return err
		}
		if err := insertPlan(ctx, tx, phase); err != nil {
			return err
		}
		return s.carry(ctx, tx, t, from)
	})
}

// unchanged tells whether the meeting is still as somebody saw it who changes it.
func (m Meeting) unchanged(saw int) error {
	if saw != 0 && saw != m.Sequence {
		return fault.New(fault.Conflict, "Somebody else changed this meeting a moment ago. Look at it as it is now, and save again if you still want to.")
	}
	return nil
}

// shape changes the schedule of a meeting in one transaction.
func (s *Service) shape(ctx context.Context, m group.Member, meeting string, do func(context.Context, *db.Tx, Meeting, timetable) error) error {
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
		if err := do(ctx, tx, one, t); err != nil {
			return err
		}
		return s.settle(ctx, tx, one)
	})
}

// fromSlot is the slot from which a change holds: the one that is meant, or that
// of the next date. A date that has begun stays as it was.
func (s *Service) fromSlot(t timetable, slot recur.Wall) (recur.Wall, error) {
	now := s.clock.Now()
	if !slot.IsZero() {
		o, err := t.at(slot)
		if err == nil && !o.Start.After(now) {
			err = fault.New(fault.Conflict, "This date has begun already, so it stays as it was. Choose a later one.")
		}
		return slot, err
	}
	for _, o := range t.between(now, now.AddDate(2, 0, 0)) {
		if !o.Moved && !o.Extra {
			return o.Slot, nil
		}
	}
	if o, any := t.far(now); any {
		return o.Slot, nil
	}
	if len(t.phases) == 0 {
		return slot, fault.Missing()
	}
	return recur.WallOf(now.In(t.phases[len(t.phases)-1].Series.Zone)), nil // no date to come: it begins again
}

// continues looks whether a series can hold from a slot on. What was before stays
// as it was; where nothing was, the series begins whenever it is to come.
func (s *Service) continues(t timetable, series recur.Series, from recur.Wall) error {
	start, _ := series.First.At(series.Zone)
	switch {
	case !series.First.Before(from.Midnight()):
		return nil
	case len(t.phases) == 0 || t.phases[0].Series.First.Before(from):
		return fault.Field("date", "Begin on the date that you change, or later.")
	case !start.After(s.clock.Now()):
		return fault.Field("date", "This time is over. Choose one that is still to come.")
	}
	return nil
}

// cutFrom ends the phases at a slot. Those that had not begun by then go.
func (s *Service) cutFrom(ctx context.Context, tx *db.Tx, t timetable, from recur.Wall) error {
	for _, p := range t.phases {
		var err error
		switch {
		case p.Series.First.Compare(from) >= 0:
			err = deletePlan(ctx, tx, p.ID)
		case p.Series.Until.IsZero() || p.Series.Until.Compare(from) > 0:
			err = writeUntil(ctx, tx, p.ID, from)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// carriedDays is for how long ahead what was said about dates is carried over to
// another schedule. Nobody says anything about a date later than that.
const carriedDays = 400

// carry gives what was said about dates from a slot on to the dates of the new
// schedule: to the same slot, or to the only one on that day. What belongs to no
// date any more goes, and whoever said that they come is told.
func (s *Service) carry(ctx context.Context, tx *db.Tx, before timetable, from recur.Wall) error {
	after, err := timetableOf(ctx, tx, before.meeting.ID)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	olds, news := before.planned(now, from), after.planned(now, recur.Wall{})
	on := map[recur.Wall][]Occurrence{}
	for _, o := range news {
		on[o.Slot.Midnight()] = append(on[o.Slot.Midnight()], o)
	}
	renamed := Renamed{Meeting: before.meeting.ID}
	for _, old := range olds {
		day := on[old.Slot.Midnight()]
		if len(olds) == 1 && len(news) == 1 {
			day = news // what is held once is the same on another day
		}
		to, same := heir(day, old.Slot)
		if err := s.tellCarried(ctx, tx, old, to); err != nil {
			return err
		}
		if !same {
			renamed.Moves = append(renamed.Moves, Move{From: old.Slot.String(), To: written(to.Slot)})
		}
	}
	return s.rename(ctx, tx, renamed)
}

// planned are the dates to come that the schedule gives, from a slot on.
func (t timetable) planned(now time.Time, from recur.Wall) []Occurrence {
	return slices.DeleteFunc(t.between(now, now.AddDate(0, 0, carriedDays)), func(o Occurrence) bool { return o.Extra || o.Slot.Before(from) })
}

// rename moves what is kept for dates that have another name, here and in the
// parts, or lets it go.
func (s *Service) rename(ctx context.Context, tx *db.Tx, renamed Renamed) error {
	if len(renamed.Moves) == 0 {
		return nil
	}
	for _, move := range renamed.Moves {
		if err := renameOne(ctx, tx, renamed.Meeting, move); err != nil {
			return err
		}
	}
	return s.events.Emit(ctx, tx, renamed)
}

// heir is the date that takes over from a slot, and whether it is the same slot.
func heir(day []Occurrence, slot recur.Wall) (Occurrence, bool) {
	for _, o := range day {
		if o.Slot == slot {
			return o, true
		}
	}
	if len(day) == 1 {
		return day[0], false
	}
	return Occurrence{}, false
}

func renameOne(ctx context.Context, tx *db.Tx, meeting string, move Move) error {
	if move.To == "" {
		if err := deleteDate(ctx, tx, meeting, move.From); err != nil {
			return err
		}
		return deleteComing(ctx, tx, meeting, move.From)
	}
	if err := moveDate(ctx, tx, meeting, move.From, move.To); err != nil {
		return err
	}
	if err := moveServices(ctx, tx, meeting, move.From, move.To); err != nil {
		return err
	}
	return moveComing(ctx, tx, meeting, move.From, move.To)
}

func (s *Service) tellCarried(ctx context.Context, tx *db.Tx, before, after Occurrence) error {
	switch {
	case before.Standing == Cancelled:
		return nil
	case after.Slot.IsZero():
		return s.tell(ctx, tx, before, before.Slot, NoMore)
	case !after.Start.Equal(before.Start):
		return s.tell(ctx, tx, before, after.Slot, OtherTime)
	case after.Plan.elsewhere(before.Plan):
		return s.tell(ctx, tx, before, after.Slot, OtherPlace)
	}
	return nil
}

// elsewhere tells whether people would have to go somewhere else.
func (p Plan) elsewhere(other Plan) bool {
	return p.Way != other.Way || p.Area != other.Area || p.Placing != other.Placing
}

// tell tells those who said that they come, or that they do something there, of
// a change. slot is where the date
// is found afterwards.
func (s *Service) tell(ctx context.Context, tx *db.Tx, o Occurrence, slot recur.Wall, what Change) error {
	people, err := countedOn(ctx, tx, o.Meeting.ID, o.Slot.String())
	if err != nil || len(people) == 0 {
		return err
	}
	slices.Sort(people)
	return s.events.Emit(ctx, tx, DateChanged{Group: o.Meeting.Group, Meeting: o.Meeting.ID, Slot: slot.String(), What: what, Memberships: people})
}
