package group

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// OutAtMost is the longest that somebody can step out for.
const OutAtMost = 180 * 24 * time.Hour

// StepOut lets the member be away for a while: nothing is sent, nobody is told
// why. Their place stays theirs.
func (s *Service) StepOut(ctx context.Context, m Member, until time.Time) error {
	now := s.clock.Now()
	if until.Before(now) || until.After(now.Add(OutAtMost)) {
		return fault.Field("until", "Choose how long from the list.")
	}
	return s.step(ctx, m, Out, until)
}

// ComeBack ends it. It also ends by itself.
func (s *Service) ComeBack(ctx context.Context, m Member) error {
	return s.step(ctx, m, Here, time.Time{})
}

func (s *Service) step(ctx context.Context, m Member, to Standing, until time.Time) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, StepOut)
		if err != nil {
			return err
		}
		return writeStanding(ctx, tx, m.Self.ID, to, until)
	})
}

// Leave ends the viewer's membership at once. Everybody always can, whatever
// the state of their account or of the group.
func (s *Service) Leave(ctx context.Context, v account.Viewer, slug string, how How) error {
	if v.Account == "" {
		return account.NeedsSession()
	}
	if how != AsFormer && how != AsAnonymous && how != Erased {
		return fault.Field("how", "Choose what becomes of your words.")
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
		if !m.Standing.IsInside() {
			return s.forget(ctx, tx, g, m)
		}
		return s.end(ctx, tx, m, Left, how)
	})
}

// end makes a membership one that is over.
func (s *Service) end(ctx context.Context, tx *db.Tx, m Membership, to Standing, how How) error {
	if err := writeGone(ctx, tx, m.ID, to, how, how != AsFormer, s.clock.Now()); err != nil {
		return err
	}
	for _, statement := range []func(context.Context, *db.Tx, string) error{deleteInvitationsBy, forgetMutes, endStandIns} {
		if err := statement(ctx, tx, m.ID); err != nil {
			return err
		}
	}
	if how == Erased {
		if err := deleteWordsOf(ctx, tx, m.ID); err != nil {
			return err
		}
	}
	if err := s.dropPicture(ctx, tx, m.Picture, ""); err != nil {
		return err
	}
	for _, fact := range []any{AccessEnded{m.ID}, Gone{Group: m.Group, Membership: m.ID, How: how, Sent: to == Removed}} {
		if err := s.events.Emit(ctx, tx, fact); err != nil {
			return err
		}
	}
	if err := s.moveUp(ctx, tx, m.Group); err != nil {
		return err
	}
	if !m.Role.Leads() {
		return nil
	}
	return s.orphan(ctx, tx, m.Group)
}

// FormerFor are the viewer's memberships that are over in a group, whose words
// are still there and theirs to take away.
func (s *Service) FormerFor(ctx context.Context, v account.Viewer, slug string) (n int, err error) {
	if v.Account == "" {
		return 0, account.NeedsSession()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := groupBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		former, err := formerMemberships(ctx, tx, g.ID, v.Account)
		n = len(former)
		return err
	})
	return n, err
}

// EraseFormer takes away the words that the viewer left in a group.
func (s *Service) EraseFormer(ctx context.Context, v account.Viewer, slug string) error {
	if v.Account == "" {
		return account.NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := lockedBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		former, err := formerMemberships(ctx, tx, g.ID, v.Account)
		if err != nil {
			return err
		}
		for _, m := range former {
			if err := s.eraseGone(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

// eraseGone takes away the words of a membership that is over, and cuts its link.
func (s *Service) eraseGone(ctx context.Context, tx *db.Tx, m Membership) error {
	if err := writeGone(ctx, tx, m.ID, m.Standing, Erased, true, m.Left); err != nil {
		return err
	}
	for _, statement := range []func(context.Context, *db.Tx, string) error{deleteWordsOf, endStandIns} {
		if err := statement(ctx, tx, m.ID); err != nil {
			return err
		}
	}
	return s.events.Emit(ctx, tx, Gone{Group: m.Group, Membership: m.ID, How: Erased})
}

// eraseWords takes away the words of somebody who is remembered, as they wished.
// Their name stays.
func (s *Service) eraseWords(ctx context.Context, tx *db.Tx, m Membership) error {
	if err := writeHonoured(ctx, tx, m.ID, Remembered, Erased, time.Time{}); err != nil {
		return err
	}
	if err := deleteWordsOf(ctx, tx, m.ID); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Gone{Group: m.Group, Membership: m.ID, How: Erased})
}

// Departures show within this time after an account is closed or erased, each
// at a random moment of its own: two groups cannot see that it was one person.
const departsWithin = 48 * time.Hour

// AccountGoes ends what an account has in every group. Its access has ended with
// its sessions; the groups see a departure later. Where it is erased, the link
// from its memberships is cut now, and its words go with the departure.
func (s *Service) AccountGoes(ctx context.Context, tx *db.Tx, account string, erased bool) error {
	all, err := allMemberships(ctx, tx, account)
	if err != nil {
		return err
	}
	if erased {
		for _, m := range all {
			if err := standInBlocks(ctx, tx, m.Group, account, m.ID); err != nil {
				return err
			}
		}
		if err := forgetAccount(ctx, tx, account, id.Random()); err != nil {
			return err
		}
	}
	for _, m := range all {
		over := m.Standing == Left || m.Standing == Removed || m.Standing == Remembered
		if over && !erased {
			continue
		}
		how := AsFormer
		if erased {
			how = Erased
		}
		if err := writeUnlinked(ctx, tx, m.ID, how, erased, s.sometime(time.Minute, departsWithin)); err != nil {
			return err
		}
		if err := s.events.Emit(ctx, tx, AccessEnded{m.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Depart shows the departures whose moment has come. The house calls it every
// few minutes.
func (s *Service) Depart(ctx context.Context) error {
	var due []Membership
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = departing(ctx, tx, s.clock.Now())
		return err
	})
	for _, m := range due {
		if err != nil {
			return err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.depart(ctx, tx, m) })
	}
	return err
}

func (s *Service) depart(ctx context.Context, tx *db.Tx, m Membership) error {
	if err := lock(ctx, tx, m.Group); err != nil {
		return err
	}
	m, err := membershipByID(ctx, tx, m.ID)
	switch {
	case err != nil:
		return unlessMissing(err)
	case m.Standing == Remembered && m.Account != "":
		return s.eraseWords(ctx, tx, m)
	case m.Standing == Left || m.Standing == Removed || m.Standing == Remembered:
		return s.eraseGone(ctx, tx, m)
	case m.Standing.IsInside():
		return s.end(ctx, tx, m, Left, m.LeftHow)
	}
	g, err := groupByID(ctx, tx, m.Group)
	if err != nil {
		return err
	}
	return s.forget(ctx, tx, g, m)
}
