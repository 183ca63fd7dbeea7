package group

import (
	"context"
	"time"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// DivideOff makes a new group that came of another: with its settings, its
// agreements, and all whom it kept out; and those members who chose to go. It
// runs within a transaction that holds the group's lock. Words go with their
// authors, and with nobody else: features act on Moved.
func (s *Service) DivideOff(ctx context.Context, tx *db.Tx, from Group, name, summary string, going []Membership, lead Membership) (Group, error) {
	agreement, err := agreementOf(ctx, tx, from.ID, from.Agreement)
	if err != nil {
		return Group{}, err
	}
	g := from
	g.ID, g.Slug, g.Name, g.Summary, g.Made, g.State = id.Random(), slugOf(name), oneLine(name), summary, s.clock.Now(), Open
	if len(going) < smallest && s.founding(ctx) != ByAnyone {
		g.State = Asked // so few make a group as anybody founds one
	}
	if err := insertGroup(ctx, tx, g); err != nil {
		return g, err
	}
	agreement.Group, agreement.Ballot = g.ID, ""
	if err := insertAgreement(ctx, tx, agreement, 0); err != nil {
		return g, err
	}
	if err := copyBans(ctx, tx, id.Random(), from.ID, g.ID); err != nil {
		return g, err
	}
	if err := copyBlocks(ctx, tx, from.ID, g.ID); err != nil {
		return g, err
	}
	for _, m := range going {
		if err := s.move(ctx, tx, m, g); err != nil {
			return g, err
		}
	}
	now, err := membershipByID(ctx, tx, lead.ID)
	if err != nil {
		return g, err
	}
	if now.Group != g.ID || !now.Standing.IsInside() {
		return g, fault.New(fault.Conflict, "Whoever was to lead the new group does not go with it.")
	}
	if err := s.SetRole(ctx, tx, now, Facilitator); err != nil {
		return g, err
	}
	return g, s.orphan(ctx, tx, from.ID)
}

// move takes a membership, and with it its persona and its words, to a group.
func (s *Service) move(ctx context.Context, tx *db.Tx, m Membership, to Group) error {
	if m.Account == "" || !m.Standing.IsInside() {
		return nil
	}
	if barred, err := s.barred(ctx, tx, to.ID, m.Account, nil); err != nil || barred {
		return err
	}
	for _, statement := range []func(context.Context, *db.Tx, string) error{deleteInvitationsBy, forgetMutes, deleteSuggestionsOf, deleteCommentsOf, deleteProposalsOf, deleteSecondsOf} {
		if err := statement(ctx, tx, m.ID); err != nil {
			return err
		}
	}
	for _, statement := range []func(context.Context, *db.Tx, string, string) error{moveMembership, moveHellos, moveRead} {
		if err := statement(ctx, tx, m.ID, to.ID); err != nil {
			return err
		}
	}
	for _, fact := range []any{AccessEnded{m.ID}, Moved{Membership: m.ID, From: m.Group, To: to.ID}} {
		if err := s.events.Emit(ctx, tx, fact); err != nil {
			return err
		}
	}
	return nil
}

// wordsGoIn is how long the words of somebody who is remembered stay, who had
// wished that they go: it may have been a mistake.
const wordsGoIn = 30 * 24 * time.Hour

// Honour makes a member one who is remembered, within a transaction that holds
// the group's lock. Words go where they had wished it, after a month.
func (s *Service) Honour(ctx context.Context, tx *db.Tx, m Membership, by string) error {
	how, departs := How(""), time.Time{}
	if m.Afterwards == WordsGo {
		how, departs = Erased, s.clock.Now().Add(wordsGoIn)
	}
	if err := writeHonoured(ctx, tx, m.ID, Remembered, how, departs); err != nil {
		return err
	}
	if err := deleteInvitationsBy(ctx, tx, m.ID); err != nil {
		return err
	}
	for _, fact := range []any{AccessEnded{m.ID}, RememberedMember{Group: m.Group, Membership: m.ID, By: by, Words: m.Afterwards}} {
		if err := s.events.Emit(ctx, tx, fact); err != nil {
			return err
		}
	}
	if m.Role.Leads() {
		return s.orphan(ctx, tx, m.Group)
	}
	return nil
}

// Revive undoes that: it was a mistake. They are a member as others are.
func (s *Service) Revive(ctx context.Context, tx *db.Tx, m Membership) error {
	if barred, err := s.barred(ctx, tx, m.Group, m.Account, nil); err != nil || barred {
		return orNotNow(err)
	}
	return writeHonoured(ctx, tx, m.ID, Here, "", time.Time{})
}

// RememberedIn is a membership of somebody who is remembered, within a
// transaction. For the parts of this package.
func (s *Service) RememberedIn(ctx context.Context, tx *db.Tx, id string) (Membership, error) {
	m, err := membershipByID(ctx, tx, id)
	if err == nil && m.Standing != Remembered {
		err = fault.Missing()
	}
	return m, err
}
