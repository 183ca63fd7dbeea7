package voice

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// DivisionState is how far a division is.
type DivisionState string

// The states.
const (
	LeadWaits DivisionState = "asked" // whoever should lead the new group has not agreed yet
	Choosing  DivisionState = "open"  // each member chooses
	Divided   DivisionState = "done"
	CalledOff DivisionState = "called-off"
)

// The bounds of a division.
const (
	ChooseFor   = 7 * 24 * time.Hour
	NameMost    = 60  // characters of the new group's name
	SummaryMost = 300 // and of what it says of itself
)

// Plan is the group that shall come of dividing.
type Plan struct {
	Name    string
	Summary string
	Lead    string // the membership that would lead it
}

// Division is a group about to divide, as one member sees it.
type Division struct {
	ID      string
	Name    string
	Summary string
	Lead    group.Persona
	State   DivisionState
	Made    time.Time
	Decides time.Time // of LeadWaits: until when an answer is awaited
	Goes    bool      // the viewer chose to go
	Asked   bool      // it is the viewer who would lead
	MayEnd  bool      // the viewer may call it off
}

// Divide begins to divide a group. Whoever would lead the new one has to agree;
// then each member has a week to choose. Without a choice one stays.
func (s *Service) Divide(ctx context.Context, m group.Member, p Plan) error {
	p, err := p.clean()
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Divide)
		if err != nil {
			return err
		}
		if _, err := openDivision(ctx, tx, m.Group.ID); err == nil || fault.KindOf(err) != fault.NotFound {
			return orElse(err, fault.New(fault.Conflict, "This group is about to divide already."))
		}
		lead, err := s.groups.MemberIn(ctx, tx, m, p.Lead)
		if fault.KindOf(err) == fault.NotFound {
			return fault.Field("lead", "Nobody here has this name. Write it as the list of members has it.")
		}
		if err != nil {
			return err
		}
		row := divisionRow{ID: id.New(s.clock), Group: m.Group.ID, Name: p.Name, Summary: p.Summary, Lead: lead.ID, State: LeadWaits, MadeAt: clock.Millis(s.clock.Now())}
		row.DecidesAt = clock.Millis(s.clock.Now().Add(GatherFor))
		if err := insertDivision(ctx, tx, row); err != nil {
			return err
		}
		if lead.ID == m.Self.ID {
			return s.choose(ctx, tx, row)
		}
		if lead.Account == "" {
			return nil
		}
		return s.events.Emit(ctx, tx, LeadAsked{Group: m.Group.ID, Account: lead.Account})
	})
}

func (p Plan) clean() (Plan, error) {
	name, err := lineOf("name", p.Name, NameMost, "Give the new group a name.")
	if err != nil {
		return p, err
	}
	if n := utf8.RuneCountInString(p.Summary); n == 0 || n > SummaryMost {
		return p, fault.Field("summary", "Say in {.Most} characters at most what the new group is for.", i18n.Args{"Most": SummaryMost})
	}
	p.Name = name
	return p, nil
}

// orElse is err, where there is one, and else the other.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// choose opens the week in which members choose. Whoever leads the new group
// goes to it.
func (s *Service) choose(ctx context.Context, tx *db.Tx, row divisionRow) error {
	if err := writeDivision(ctx, tx, row.ID, Choosing, "", s.clock.Now().Add(ChooseFor)); err != nil {
		return err
	}
	if err := insertSide(ctx, tx, row.ID, row.Lead); err != nil {
		return err
	}
	return s.stir(ctx, tx, row.Group)
}

// LeadNew is the answer of whoever was asked to lead the new group. A no calls
// the division off.
func (s *Service) LeadNew(ctx context.Context, m group.Member, yes bool) error {
	return s.dividing(ctx, m, group.Read, func(ctx context.Context, tx *db.Tx, m group.Member, row divisionRow) error {
		switch {
		case row.Lead != m.Self.ID:
			return fault.Missing()
		case !yes:
			return s.callOff(ctx, tx, row)
		case row.State != LeadWaits:
			return nil
		}
		return s.choose(ctx, tx, row)
	})
}

// Choose keeps whether the member goes to the new group or stays. It can be
// changed until the day comes.
func (s *Service) Choose(ctx context.Context, m group.Member, goes bool) error {
	return s.dividing(ctx, m, group.Read, func(ctx context.Context, tx *db.Tx, m group.Member, row divisionRow) error {
		switch {
		case row.State != Choosing || !s.clock.Now().Before(clock.FromMillis(row.DecidesAt)):
			return fault.New(fault.Conflict, "Nobody can choose any more. Look at how it stands now.")
		case goes:
			return insertSide(ctx, tx, row.ID, m.Self.ID)
		case row.Lead == m.Self.ID:
			return fault.New(fault.Conflict, "You would lead the new group. If you do not want to any more, say so below.")
		}
		return deleteSide(ctx, tx, row.ID, m.Self.ID)
	})
}

// CallOff ends a division before its day. Everybody stays.
func (s *Service) CallOff(ctx context.Context, m group.Member) error {
	return s.dividing(ctx, m, group.Divide, func(ctx context.Context, tx *db.Tx, _ group.Member, row divisionRow) error {
		return s.callOff(ctx, tx, row)
	})
}

func (s *Service) callOff(ctx context.Context, tx *db.Tx, row divisionRow) error {
	if err := writeDivision(ctx, tx, row.ID, CalledOff, "", clock.FromMillis(row.DecidesAt)); err != nil {
		return err
	}
	if err := deleteSides(ctx, tx, row.ID); err != nil {
		return err
	}
	return s.stir(ctx, tx, row.Group)
}

// dividing does something to the division of the member's group that is open,
// under the group's lock.
func (s *Service) dividing(ctx context.Context, m group.Member, act group.Act, do func(context.Context, *db.Tx, group.Member, divisionRow) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, act)
		if err != nil {
			return err
		}
		row, err := openDivision(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		return do(ctx, tx, m, row)
	})
}

// DivisionFor is the division of the member's group that is open. NotFound
// where there is none.
func (s *Service) DivisionFor(ctx context.Context, m group.Member) (d Division, err error) {
	if err := m.May(group.Read); err != nil {
		return d, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := openDivision(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		list, err := s.groups.FacesIn(ctx, tx, m, []string{row.Lead})
		if err != nil {
			return err
		}
		d = Division{ID: row.ID, Name: row.Name, Summary: row.Summary, Lead: list[row.Lead], State: row.State, Made: clock.FromMillis(row.MadeAt),
			Decides: clock.FromMillis(row.DecidesAt), Asked: row.Lead == m.Self.ID, MayEnd: m.Can(group.Divide)}
		d.Goes, err = isGoing(ctx, tx, row.ID, m.Self.ID)
		return err
	})
	return d, err
}

// divideDue divides the groups whose day has come, and calls off what nobody
// agreed to lead.
func (s *Service) divideDue(ctx context.Context) error {
	var due []divisionRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = dueDivisions(ctx, tx, s.clock.Now())
		return err
	})
	failed := []error{err}
	for _, row := range due {
		if err := s.divideOne(ctx, row); err != nil {
			failed = append(failed, fmt.Errorf("divide a group: %w", err))
		}
	}
	return errors.Join(failed...)
}

func (s *Service) divideOne(ctx context.Context, due divisionRow) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.groups.LockGroup(ctx, tx, due.Group); err != nil {
			return err
		}
		row, err := openDivision(ctx, tx, due.Group)
		if err != nil || row.ID != due.ID || s.clock.Now().Before(clock.FromMillis(row.DecidesAt)) {
			return over(err)
		}
		lead, err := s.groups.MembershipIn(ctx, tx, row.Group, row.Lead)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err != nil || row.State == LeadWaits || lead.Account == "" {
			return s.callOff(ctx, tx, row) // nobody leads the new one
		}
		return s.part(ctx, tx, row, lead)
	})
}

// part makes the new group, and moves those who chose to go.
func (s *Service) part(ctx context.Context, tx *db.Tx, row divisionRow, lead group.Membership) error {
	sides, err := sidesOf(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	var going []group.Membership
	for _, one := range sides {
		m, err := s.groups.MembershipIn(ctx, tx, row.Group, one)
		if fault.KindOf(err) == fault.NotFound {
			continue // left meanwhile
		}
		if err != nil {
			return err
		}
		going = append(going, m)
	}
	from, err := s.groups.GroupIn(ctx, tx, row.Group)
	if err != nil {
		return err
	}
	if from.State != group.Open {
		return s.callOff(ctx, tx, row) // it was paused meanwhile, or is over
	}
	made, err := s.groups.DivideOff(ctx, tx, from, row.Name, row.Summary, going, lead)
	if err != nil {
		return err
	}
	if err := writeDivision(ctx, tx, row.ID, Divided, made.ID, clock.FromMillis(row.DecidesAt)); err != nil {
		return err
	}
	if err := deleteSides(ctx, tx, row.ID); err != nil {
		return err
	}
	return s.stir(ctx, tx, row.Group)
}
