package group

import (
	"context"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// AnswerMost is the longest answer to a group's question, in characters.
const AnswerMost = 1000

// Arrivals and askings show after a random time between these, so that two that
// somebody makes at once do not show at once.
const (
	showsFrom = time.Minute
	showsTo   = 31 * time.Minute
)

// Coming is how somebody comes to a group.
type Coming struct {
	Face
	Answer     string // to the group's question
	Agreed     int64  // the version of the agreements they were shown and agreed to
	WantsHello bool
	Link       string   // of an invitation, or ""
	Doors      []string // what the browser holds of DoorsFor
}

// Outcome is what came of it.
type Outcome string

// The outcomes.
const (
	Came   Outcome = "here"    // a member now
	Asks   Outcome = "asking"  // leaders will answer
	Queues Outcome = "waiting" // for a place
)

// Join makes the viewer a member, has them ask, or puts them on the waiting
// list, as the group says. Twice the same is once. It does not tell anybody why
// somebody who was banned is not let in.
func (s *Service) Join(ctx context.Context, v account.Viewer, slug string, c Coming) (out Outcome, err error) {
	if err := v.May(account.Read); err != nil {
		return "", err
	}
	link, err := s.linkMark(ctx, c.Link)
	if err != nil {
		return "", err
	}
	m, err := c.Face.check(Membership{
		Persona: Persona{ID: id.Random(), Role: Plain}, Account: v.Account, Agreed: c.Agreed, WantsHello: c.WantsHello, Afterwards: WordsStay,
	})
	if err != nil {
		return "", err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		out, err = s.join(ctx, tx, slug, m, c, link)
		return err
	})
	return out, err
}

func (s *Service) join(ctx context.Context, tx *db.Tx, slug string, m Membership, c Coming, link string) (Outcome, error) {
	g, err := lockedBySlug(ctx, tx, slug)
	if err != nil {
		return "", err
	}
	m.Group, m.Answer = g.ID, c.Answer
	switch live, err := liveMembership(ctx, tx, g.ID, m.Account); {
	case err == nil:
		return live.outcome(), nil
	case fault.KindOf(err) != fault.NotFound:
		return "", err
	}
	invited, err := s.invitationTo(ctx, tx, g, link)
	if err != nil {
		return "", err
	}
	if !g.Shows() && invited.ID == "" {
		return "", fault.Missing()
	}
	if err := s.admits(ctx, tx, g, m.Account, c.Doors); err != nil {
		return "", err
	}
	if m.Agreed != g.Agreement {
		return "", fault.Field("agreed", "The agreements of this group have changed. Read them and say yes first. What you wrote is kept.")
	}
	if m.Standing, err = s.wayIn(ctx, tx, g, m, invited); err != nil {
		return "", err
	}
	// Whether a name is taken is told to whoever is about to be a member, and to
	// nobody who only looks in from outside.
	if m.Standing == Here {
		if err := s.free(ctx, tx, m); err != nil {
			return "", err
		}
	}
	if invited.ID != "" {
		m.InvitedBy = invited.By
		if err := s.spendInvitation(ctx, tx, invited.ID); err != nil {
			return "", err
		}
	}
	return m.outcome(), s.arrive(ctx, tx, m)
}

// lockedBySlug finds a group and takes its lock.
func lockedBySlug(ctx context.Context, tx *db.Tx, slug string) (Group, error) {
	g, err := groupBySlug(ctx, tx, slug)
	if err != nil {
		return g, err
	}
	if err := lock(ctx, tx, g.ID); err != nil {
		return g, err
	}
	return groupByID(ctx, tx, g.ID)
}

// admits refuses whoever cannot come in whatever the way.
func (s *Service) admits(ctx context.Context, tx *db.Tx, g Group, account string, doors []string) error {
	if g.State != Open {
		return errNotNow()
	}
	if barred, err := s.barred(ctx, tx, g.ID, account, doors); err != nil || barred {
		return orNotNow(err)
	}
	if g.YoungDays == 0 {
		return nil
	}
	since, err := s.accounts.SinceFor(ctx, tx, account)
	if err == nil && s.clock.Now().Sub(since) < time.Duration(g.YoungDays)*24*time.Hour {
		err = fault.New(fault.Forbidden, "This group asks people to have had their seat here for {.Days} days first. Look around meanwhile, and come back then.", map[string]any{"Days": g.YoungDays})
	}
	return err
}

func orNotNow(err error) error {
	if err != nil {
		return err
	}
	return errNotNow()
}

// wayIn is how somebody who may come in begins.
func (s *Service) wayIn(ctx context.Context, tx *db.Tx, g Group, m Membership, by invitationRow) (Standing, error) {
	admitted := by.ID != "" && by.Admits
	switch {
	case admitted:
	case g.hasBegun(s.clock.Now()), g.Joining == Shut, g.Joining == ByInvitation && by.ID == "":
		return "", errNotNow()
	case g.Joining == ByAsking, g.Joining == ByInvitation:
		return Asking, answered(g, m.Answer)
	}
	return s.place(ctx, tx, g)
}

func answered(g Group, answer string) error {
	switch n := utf8.RuneCountInString(answer); {
	case g.Question != "" && n == 0:
		return fault.Field("answer", "Say a few words, so that the group can answer you.")
	case n > AnswerMost:
		return fault.Field("answer", "Shorten this to {.Most} characters.", map[string]any{"Most": AnswerMost})
	}
	return nil
}

// place is a place in the group, or one on its waiting list.
func (s *Service) place(ctx context.Context, tx *db.Tx, g Group) (Standing, error) {
	if g.Capacity == 0 {
		return Here, nil
	}
	taken, err := placesTaken(ctx, tx, g.ID)
	switch {
	case err != nil:
		return "", err
	case taken < int64(g.Capacity):
		return Here, nil
	case g.Queues:
		return Waiting, nil
	}
	return "", fault.New(fault.Conflict, "Every place in this group is taken. You can look for another group, or try again later.")
}

// arrive keeps the membership. A seat that was there before takes the words that
// it left with it.
func (s *Service) arrive(ctx context.Context, tx *db.Tx, m Membership) error {
	m.Joined, m.Shown = s.clock.Now(), s.sometime(showsFrom, showsTo)
	if m.Standing == Here {
		m.Answer = ""
	}
	if err := insertMembership(ctx, tx, m); err != nil {
		return err
	}
	switch m.Standing {
	case Here:
		return s.events.Emit(ctx, tx, Joined{Group: m.Group, Membership: m.ID, Shows: m.Shown})
	case Asking:
		return s.events.Emit(ctx, tx, AskedIn{Group: m.Group, Membership: m.ID, Shows: m.Shown})
	}
	return nil
}

func (m Membership) outcome() Outcome {
	switch m.Standing {
	case Asking:
		return Asks
	case Waiting, Offered:
		return Queues
	}
	return Came
}

// Withdraw takes back the viewer's asking, or their place on the waiting list.
func (s *Service) Withdraw(ctx context.Context, v account.Viewer, slug string) error {
	if v.Account == "" {
		return account.NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := lockedBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		m, err := liveMembership(ctx, tx, g.ID, v.Account)
		if err != nil {
			return err
		}
		if m.Standing.IsInside() {
			return fault.New(fault.Conflict, "You are a member already. To go, leave the group.")
		}
		return s.forget(ctx, tx, g, m)
	})
}

// forget takes away a membership that never was one.
func (s *Service) forget(ctx context.Context, tx *db.Tx, g Group, m Membership) error {
	if err := deleteMembership(ctx, tx, m.ID); err != nil {
		return err
	}
	if err := s.dropPicture(ctx, tx, m.Picture, ""); err != nil || m.Standing != Offered {
		return err
	}
	return s.moveUp(ctx, tx, g.ID)
}

// AskingsFor are those who ask to join, the longest first, for leaders.
func (s *Service) AskingsFor(ctx context.Context, m Member) ([]Membership, error) {
	return s.atTheDoor(ctx, m, Asking)
}

// WaitingFor are those on the waiting list, the longest first, for leaders.
func (s *Service) WaitingFor(ctx context.Context, m Member) ([]Membership, error) {
	return s.atTheDoor(ctx, m, Waiting)
}

func (s *Service) atTheDoor(ctx context.Context, m Member, standing Standing) (list []Membership, err error) {
	if err := m.May(AnswerAsks); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = inStanding(ctx, tx, m.Group.ID, standing, s.clock.Now(), MembersPage)
		return err
	})
	for i := range list {
		list[i].Account = ""
	}
	return list, err
}

// Answer lets somebody in who asked, or says "not now". Whoever could not be let
// in meanwhile is answered "not now".
func (s *Service) Answer(ctx context.Context, m Member, membership string, yes bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, AnswerAsks)
		if err != nil {
			return err
		}
		one, err := membershipByID(ctx, tx, membership)
		if err != nil || one.Group != m.Group.ID {
			return fault.Missing()
		}
		if one.Standing != Asking {
			return fault.New(fault.Conflict, "Somebody answered this already. Look at the list again.")
		}
		if yes = yes && one.Account != ""; yes {
			yes, err = s.letIn(ctx, tx, m.Group, one)
		}
		if err == nil && !yes {
			err = s.forget(ctx, tx, m.Group, one)
		}
		if err != nil || one.Account == "" {
			return err
		}
		return s.events.Emit(ctx, tx, Answered{Group: m.Group.ID, Account: one.Account, Yes: yes})
	})
}

// letIn gives a place to somebody who asked. Leaders may go over the capacity
// of their group, since they know the person; a ban they may not.
func (s *Service) letIn(ctx context.Context, tx *db.Tx, g Group, m Membership) (bool, error) {
	barred, err := s.barred(ctx, tx, g.ID, m.Account, nil)
	if err != nil || barred {
		return false, err
	}
	if err := s.free(ctx, tx, m); err != nil {
		return false, fault.New(fault.Conflict, "Somebody else has a name like this by now. Ask them to choose another one.")
	}
	standing, err := s.place(ctx, tx, g)
	if fault.KindOf(err) == fault.Conflict {
		standing, err = Here, nil
	}
	if err != nil {
		return false, err
	}
	if standing == Waiting {
		return true, writeStanding(ctx, tx, m.ID, Waiting, time.Time{})
	}
	return true, s.admit(ctx, tx, m)
}

// admit makes somebody at the door a member.
func (s *Service) admit(ctx context.Context, tx *db.Tx, m Membership) error {
	m.Shown = s.sometime(showsFrom, showsTo)
	if err := writeLetIn(ctx, tx, m.ID, s.clock.Now(), m.Shown); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Joined{Group: m.Group, Membership: m.ID, Shows: m.Shown})
}
