package serve

import (
	"context"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

// State says how it stands with a turn.
type State string

// The states.
const (
	Asked  State = "asked"  // leaders asked them; they have not said yes
	Taken  State = "taken"  // they do it
	Wanted State = "wanted" // they do it unless somebody takes it over, whom they look for
)

// Ending says what was said about the end of a term.
type Ending string

// What was said.
const (
	Open   Ending = ""      // nothing yet
	AskEnd Ending = "asked" // they were asked whether they go on
	Over   Ending = "over"  // they hand it over
)

// Turn is somebody who does something, on one date or over some time.
type Turn struct {
	ID         string
	Role       string
	Meeting    string
	Membership string
	Term       string     // the same for all pieces that were taken at once
	From, To   recur.Wall // bounds of slots, both within; the same for one date
	State      State
	Note       string // why somebody is wanted, if they wrote it
	Lead       int    // how many days before they are reminded; 0 for never
	Reminded   string // the slot they were last reminded of
	Ending     Ending
	Changed    time.Time
	Vouched    bool // leaders asked them, or confirmed it
}

// Long tells whether it is a term, or a piece of one.
func (t Turn) Long() bool { return t.From != t.To }

// Covers tells whether it holds on the date with this slot.
func (t Turn) Covers(slot recur.Wall) bool { return !slot.Before(t.From) && !slot.After(t.To) }

// usualLead is how many days before people are reminded unless they choose.
const usualLead = 2

// Leads are how many days before one can be reminded; 0 is never.
func Leads() []int { return []int{0, 1, 2, 7} }

// serving is the member as one who may take a role, and a date that is still to
// come or goes on, within a transaction that holds the group's lock.
func (s *Service) serving(ctx context.Context, tx *db.Tx, m group.Member, act group.Act, key string) (group.Member, meeting.Occurrence, error) {
	m, err := m.Again(ctx, tx, act)
	if err != nil {
		return m, meeting.Occurrence{}, err
	}
	o, err := s.meetings.InKey(ctx, tx, m, key)
	if err == nil && (o.Standing == meeting.Cancelled || o.IsOver(s.clock.Now())) {
		err = fault.New(fault.Conflict, "This date is over or cancelled. Choose another one.")
	}
	return m, o, err
}

// Take has the member do something on a date, or over the term that begins with
// it. Dates of the term on which others do it stay theirs.
func (s *Service) Take(ctx context.Context, m group.Member, key, role string, long bool) error {
	if err := m.May(group.Serve); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.serving(ctx, tx, m, group.Serve, key)
		if err != nil {
			return err
		}
		r, err := roleIn(ctx, tx, o.Meeting.ID, role)
		if err != nil {
			return err
		}
		return s.take(ctx, tx, m, r, o, long, false)
	})
}

// take is Take for a role of that meeting. vouched tells whether leaders asked for
// it.
func (s *Service) take(ctx context.Context, tx *db.Tx, m group.Member, r Role, o meeting.Occurrence, long, vouched bool) error {
	till := o.Slot
	if long && r.Weeks > 0 {
		till = endOfTerm(o.Slot, r.Weeks)
	}
	free, mine, err := s.freeSpans(ctx, tx, m, r, o.Slot, till)
	switch {
	case err != nil:
		return err
	case mine:
		return fault.New(fault.Conflict, "You have this on that date already.")
	case len(free) == 0 || free[0].from.After(o.Slot):
		return errTaken()
	}
	return s.insertAll(ctx, tx, m, r, free, o, vouched)
}

// errTaken is said to whoever came a moment later than another.
func errTaken() error {
	return fault.New(fault.Conflict, "Somebody took this a moment before you. It is good that you want to help: other places may be free.")
}

// endOfTerm is the last minute of a term that begins with the day of a slot.
func endOfTerm(from recur.Wall, weeks int) recur.Wall {
	return from.Midnight().AddDays(7 * weeks).Add(-time.Minute)
}

// insertAll writes what somebody took at once. Who takes something is seen by
// the group from then on.
func (s *Service) insertAll(ctx context.Context, tx *db.Tx, m group.Member, r Role, spans []span, o meeting.Occurrence, vouched bool) error {
	if err := s.groups.SpeakIn(ctx, tx, m); err != nil {
		return err
	}
	term := id.Random()
	for _, one := range spans {
		t := Turn{
			ID: id.Random(), Role: r.ID, Meeting: r.Meeting, Membership: m.Self.ID, Term: term, From: one.from, To: one.to, State: Taken, Lead: usualLead,
			Reminded: s.knows(o, usualLead), Changed: s.clock.Now(), Vouched: vouched,
		}
		if err := insertTurn(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// knows is the slot of a date so near that whoever takes it now needs no
// reminder; "" for any other.
func (s *Service) knows(o meeting.Occurrence, lead int) string {
	if o.Start.Add(-day * time.Duration(lead)).After(s.clock.Now()) {
		return ""
	}
	return o.Slot.String()
}

const day = 24 * time.Hour

// freeSpans are the stretches from a slot to another in which a place of a role
// is free for the member, and whether they have it on the first date already.
func (s *Service) freeSpans(ctx context.Context, tx *db.Tx, m group.Member, r Role, from, to recur.Wall) (free []span, mine bool, err error) {
	turns, err := turnsOfRole(ctx, tx, r.ID, from, to)
	if err != nil {
		return nil, false, err
	}
	turns = slices.DeleteFunc(turns, func(t Turn) bool { return t.State == Asked })
	mine = slices.ContainsFunc(turns, func(t Turn) bool { return t.Membership == m.Self.ID && t.Covers(from) })
	busy := func(slot recur.Wall) bool {
		many := 0
		for _, t := range turns {
			if !t.Covers(slot) {
				continue
			}
			if many++; t.Membership == m.Self.ID {
				return true
			}
		}
		return many >= r.Many
	}
	if from == to {
		if !busy(from) {
			free = []span{{from, to}}
		}
		return free, mine, nil
	}
	slots, err := s.slots(ctx, tx, r.Meeting, from, to)
	return spans(slots, from, to, busy), mine, err
}

// slots are those of all dates on the days from one slot to another, in their
// order.
func (s *Service) slots(ctx context.Context, tx *db.Tx, meetingID string, from, to recur.Wall) (list []recur.Wall, err error) {
	dates, err := s.meetings.DatesIn(ctx, tx, meetingID, from.UTC().Add(-movedMost), to.UTC().Add(movedMost))
	for _, o := range dates {
		if !o.Slot.Before(from.Midnight()) && !o.Slot.After(to) {
			list = append(list, o.Slot)
		}
	}
	slices.SortFunc(list, recur.Wall.Compare)
	return list, err
}

// movedMost is how far a date may be moved and still be found by its slot.
const movedMost = 62 * day

// turnOn is a turn by its id, if it is one of this date.
func turnOn(ctx context.Context, tx *db.Tx, o meeting.Occurrence, id string) (Turn, error) {
	t, err := turnByID(ctx, tx, id)
	if err == nil && (t.Meeting != o.Meeting.ID || !t.Covers(o.Slot)) {
		err = fault.Missing()
	}
	return t, err
}

// own is a turn of the member's on a date, within a transaction.
func (s *Service) own(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, turn string) (Turn, error) {
	t, err := turnOn(ctx, tx, o, turn)
	if err == nil && t.Membership != m.Self.ID {
		err = fault.Missing()
	}
	return t, err
}

// onOwn does something about a turn of the member's on a date. It is open to
// whoever may read, so that a place can be given back at any time.
func (s *Service) onOwn(ctx context.Context, m group.Member, key, turn string, do func(context.Context, *db.Tx, group.Member, meeting.Occurrence, Turn) error) error {
	if err := m.May(group.Read); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.serving(ctx, tx, m, group.Read, key)
		if err != nil {
			return err
		}
		t, err := s.own(ctx, tx, m, o, turn)
		if err != nil {
			return err
		}
		return do(ctx, tx, m, o, t)
	})
}

// GiveBack makes the member's place free again: on one date, or from that date
// on in all that they took at once.
func (s *Service) GiveBack(ctx context.Context, m group.Member, key, turn string, all bool) error {
	return s.onOwn(ctx, m, key, turn, func(ctx context.Context, tx *db.Tx, _ group.Member, o meeting.Occurrence, t Turn) error {
		if err := s.stays(ctx, tx, t, o); err != nil {
			return err
		}
		if all {
			return s.end(ctx, tx, t, o.Slot)
		}
		one, err := s.isolate(ctx, tx, t, o.Slot)
		if err != nil {
			return err
		}
		return deleteTurn(ctx, tx, one.ID)
	})
}

// stays refuses to let a trusted chair go once the meeting is near: they may have
// seen the code in the room by then, and must not be one of those who type it.
func (s *Service) stays(ctx context.Context, tx *db.Tx, t Turn, o meeting.Occurrence) error {
	r, err := roleByID(ctx, tx, t.Role)
	if err == nil && r.holds(t) && s.isNear(o) {
		err = fault.New(fault.Conflict, "The meeting is about to begin. Those who look after the group can free this place.")
	}
	return err
}

// holds tells whether it is a trusted chair's turn, which near the meeting only
// those who look after the group make free.
func (r Role) holds(t Turn) bool { return r.Kind == Chair && t.Vouched }

// isNear tells whether a chair may have seen the code of a date by now.
func (s *Service) isNear(o meeting.Occurrence) bool {
	return !s.clock.Now().Before(o.Start.Add(-chairStays))
}

// chairStays is how long before a meeting its chair stays the chair.
const chairStays = 15 * time.Minute

// end lets a turn, and all that was taken with it, go from a slot on.
func (s *Service) end(ctx context.Context, tx *db.Tx, t Turn, from recur.Wall) error {
	pieces, err := turnsOfTerm(ctx, tx, t.Term, t.Membership)
	if err != nil {
		return err
	}
	for _, one := range pieces {
		switch {
		case one.To.Before(from):
		case one.From.Before(from.Midnight()):
			one.To = from.Midnight().Add(-time.Minute)
			err = writeTurn(ctx, tx, one)
		default:
			err = deleteTurn(ctx, tx, one.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Remind sets how many days before the member is reminded of what they took.
func (s *Service) Remind(ctx context.Context, m group.Member, key, turn string, lead int) error {
	if !slices.Contains(Leads(), lead) {
		return fault.Field("lead", "Choose one from the list.")
	}
	return s.onOwn(ctx, m, key, turn, func(ctx context.Context, tx *db.Tx, _ group.Member, _ meeting.Occurrence, t Turn) error {
		return writeLead(ctx, tx, t.Term, t.Membership, lead)
	})
}
