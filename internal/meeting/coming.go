package meeting

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// Shown says who learns that somebody comes.
type Shown string

// Who learns it.
const (
	AsNumber   Shown = "number"  // hosts, as one more in a number
	ToHosts    Shown = "hosts"   // hosts, by persona
	ToEveryone Shown = "members" // members, by persona
)

// Coming is what a member said about one date.
type Coming struct {
	Meeting    string
	Slot       recur.Wall
	Membership string
	Way        Way // InPerson or Online
	Shown      Shown
	Seat       bool   // would like a seat beside a greeter
	Greeter    string // the membership of whoever keeps one
}

// Come says that the member comes to a date, or changes how.
func (s *Service) Come(ctx context.Context, m group.Member, key string, c Coming) error {
	if c.Shown != AsNumber && c.Shown != ToHosts && c.Shown != ToEveryone {
		return fault.Field("shown", "Choose one from the list.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.meet(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if c.Way, err = wayOf(o, c.Way); err != nil {
			return err
		}
		before, err := comingOf(ctx, tx, o.Meeting.ID, o.Slot.String(), m.Self.ID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err := s.hasSeat(ctx, tx, o, c, before); err != nil {
			return err
		}
		c.Meeting, c.Slot, c.Membership, c.Greeter = o.Meeting.ID, o.Slot, m.Self.ID, before.Greeter
		c.Seat = c.Seat && c.Way == InPerson
		if !c.Seat {
			c.Greeter = ""
		}
		if err := putComing(ctx, tx, c); err != nil {
			return err
		}
		if err := s.said(ctx, tx, m, o, true); err != nil {
			return err
		}
		if c.Seat && !before.Seat {
			return s.events.Emit(ctx, tx, SeatAsked{Group: m.Group.ID, Meeting: o.Meeting.ID, Slot: o.Slot.String(), Membership: m.Self.ID})
		}
		return nil
	})
}

// meet is the member and a date that they can still come to.
func (s *Service) meet(ctx context.Context, tx *db.Tx, m group.Member, key string) (group.Member, Occurrence, error) {
	m, err := m.Again(ctx, tx, group.Meet)
	if err != nil {
		return m, Occurrence{}, err
	}
	o, err := s.InKey(ctx, tx, m, key)
	if err == nil && (o.Standing == Cancelled || o.IsOver(s.clock.Now())) {
		err = fault.New(fault.Conflict, "This date is over or cancelled. The next one is on the group's list of meetings.")
	}
	if err == nil && o.Start.After(s.clock.Now().AddDate(0, 0, carriedDays)) {
		err = fault.New(fault.Conflict, "This date is more than a year away. Come back to it nearer the day.")
	}
	return m, o, err
}

func wayOf(o Occurrence, way Way) (Way, error) {
	switch {
	case o.Plan.Way == Hybrid && (way == InPerson || way == Online):
		return way, nil
	case o.Plan.Way == Hybrid:
		return way, fault.Field("way", "Say whether you come to the room or online.")
	}
	return o.Plan.Way, nil
}

func (s *Service) hasSeat(ctx context.Context, tx *db.Tx, o Occurrence, c, before Coming) error {
	if o.Plan.Capacity == 0 || c.Way != InPerson || before.Way == InPerson {
		return nil
	}
	n, err := countComing(ctx, tx, o.Meeting.ID, o.Slot.String(), InPerson)
	if err == nil && n >= int64(o.Plan.Capacity) {
		err = fault.New(fault.Conflict, "Every seat in the room is taken this time. Ask a host: sometimes one becomes free.")
	}
	return err
}

// Stay takes back that the member comes.
func (s *Service) Stay(ctx context.Context, m group.Member, key string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		o, err := s.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if err := deleteComingOf(ctx, tx, o.Meeting.ID, o.Slot.String(), m.Self.ID); err != nil {
			return err
		}
		return s.said(ctx, tx, m, o, false)
	})
}

func (s *Service) said(ctx context.Context, tx *db.Tx, m group.Member, o Occurrence, comes bool) error {
	return s.events.Emit(ctx, tx, Said{Group: m.Group.ID, Meeting: o.Meeting.ID, Slot: o.Slot.String(), Membership: m.Self.ID, Comes: comes})
}

// ComesFor are the dates, by key, that the member said they come to.
func (s *Service) ComesFor(ctx context.Context, m group.Member) (comes map[string]bool, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		comes, err = comingBy(ctx, tx, m.Self.ID)
		return err
	})
	return comes, err
}

// Attendance is who comes to a date, as the member may know it.
type Attendance struct {
	Mine    Coming          // the zero Coming where they did not say
	Coming  bool            // they said it
	Host    bool            // the numbers are known
	Room    int             // how many come to the room, for hosts
	Online  int             // and how many online
	Faces   []group.Persona // those who let the member know
	Seats   []Seat          // for those who greet: who would like a seat beside them
	Greeter group.Persona   // who keeps a seat for the member; no ID for nobody yet
}

// Seat is somebody who would like a seat beside a greeter.
type Seat struct {
	Who  group.Persona
	Kept bool // by somebody who greets: who, nobody else is told, or a block would show
	Mine bool // the member keeps it
}

// ComingFor is who comes to a date, as far as the member may know.
func (s *Service) ComingFor(ctx context.Context, m group.Member, o Occurrence) (a Attendance, err error) {
	if err := m.May(group.Read); err != nil {
		return a, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err = s.comingFor(ctx, tx, m, o)
		return err
	})
	return a, err
}

func (s *Service) comingFor(ctx context.Context, tx *db.Tx, m group.Member, o Occurrence) (a Attendance, err error) {
	if a.Host, err = s.Hosts(ctx, tx, m, o); err != nil {
		return a, err
	}
	rows, err := comingsTo(ctx, tx, o.Meeting.ID, o.Slot.String())
	if err != nil {
		return a, err
	}
	var ids []string
	for _, c := range rows {
		ids = append(ids, c.Membership)
		if c.Greeter != "" {
			ids = append(ids, c.Greeter)
		}
	}
	faces, err := s.groups.FacesIn(ctx, tx, m, ids)
	if err != nil {
		return a, err
	}
	for _, c := range rows {
		a.add(m, c, faces)
	}
	return a, nil
}

// add counts one who comes. Somebody whom a block hides is counted, and shows to
// nobody from whom it hides them.
func (a *Attendance) add(m group.Member, c Coming, faces map[string]group.Persona) {
	face := faces[c.Membership]
	if c.Membership == m.Self.ID {
		a.Mine, a.Coming = c, true
		if greeter := faces[c.Greeter]; c.Greeter != "" && !greeter.Former {
			a.Greeter = greeter
		}
	} else if !face.Former && (c.Shown == ToEveryone || c.Shown == ToHosts && a.Host) {
		a.Faces = append(a.Faces, face)
	}
	if a.Host && c.Way == Online {
		a.Online++
	} else if a.Host {
		a.Room++
	}
	if c.Seat && m.Greets() && !face.Former && c.Membership != m.Self.ID {
		a.Seats = append(a.Seats, Seat{Who: face, Kept: c.Greeter != "", Mine: c.Greeter == m.Self.ID})
	}
}

// KeepSeat says that the member keeps a seat for somebody who would like one, or
// gives it back. Whoever greets may.
func (s *Service) KeepSeat(ctx context.Context, m group.Member, key, membership string, keep bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Welcome)
		if err != nil {
			return err
		}
		o, err := s.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		c, err := comingOf(ctx, tx, o.Meeting.ID, o.Slot.String(), membership)
		if err != nil {
			return err
		}
		faces, err := s.groups.FacesIn(ctx, tx, m, []string{membership})
		if err != nil {
			return err
		}
		if !c.Seat || faces[membership].Former {
			return fault.Missing()
		}
		switch {
		case keep && c.Greeter == m.Self.ID, !keep && c.Greeter != m.Self.ID:
			return nil
		case keep && c.Greeter != "":
			return fault.New(fault.Conflict, "Somebody keeps a seat for them already.")
		}
		if c.Greeter = ""; keep {
			c.Greeter = m.Self.ID
		}
		if err := putComing(ctx, tx, c); err != nil || !keep {
			return err
		}
		return s.events.Emit(ctx, tx, SeatKept{Group: m.Group.ID, Meeting: o.Meeting.ID, Slot: o.Slot.String(), Membership: membership})
	})
}
