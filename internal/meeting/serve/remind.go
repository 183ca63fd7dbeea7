package serve

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// batch is how many turns are worked through at once.
const batch = 100

// kept is how long it is known who did something once.
const kept = 365 * day

// RemindDue reminds people of what they took for the next days, asks those whose
// term ends what comes next, and tells those whose role was taken away. Each of
// it happens once: that it was done is written with the notice. It is for the
// house, to be done every few minutes.
func (s *Service) RemindDue(ctx context.Context) error {
	for _, step := range []func(context.Context) error{s.remindTurns, s.askEnds, s.dropRoles} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remindTurns(ctx context.Context) error {
	for last := ""; ; {
		var rows []dueRow
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			rows, err = due(ctx, tx, s.clock.Now(), last, batch)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := s.remind(ctx, r); err != nil {
				return err
			}
		}
		last = rows[len(rows)-1].Turn
	}
}

// remind marks and tells in one transaction. Whoever has stepped out is told
// nothing, and not marked: they may come back in time.
func (s *Service) remind(ctx context.Context, r dueRow) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		here, err := s.groups.AccountsIn(ctx, tx, r.Group, "", []string{r.Membership})
		if err != nil || len(here) == 0 {
			return err
		}
		if first, err := mark(ctx, tx, r.Turn, r.Slot); err != nil || !first {
			return err
		}
		return s.events.Emit(ctx, tx, Told{Kind: toldSoon, Group: r.Group, Target: r.Turn, Memberships: []string{r.Membership}})
	})
}

// askEnds asks those whose term ends soon. A slot has no zone: it is read as if
// in UTC, which is near enough for some days before.
func (s *Service) askEnds(ctx context.Context) error {
	from, to := recur.WallOf(s.clock.Now().UTC()), recur.WallOf(s.clock.Now().Add(askEnd).UTC())
	for last := ""; ; {
		var list []Turn
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			list, err = endingSoon(ctx, tx, from.String(), to.String(), last, batch)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, t := range list {
			if err := s.askEnd(ctx, t); err != nil {
				return err
			}
		}
		last = list[len(list)-1].ID
	}
}

func (s *Service) askEnd(ctx context.Context, t Turn) error {
	groupID, err := s.meetings.GroupOf(ctx, t.Meeting)
	if err != nil {
		return gone(err)
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := turnByID(ctx, tx, t.ID)
		if err != nil || now.Ending != Open {
			return gone(err)
		}
		if err := writeEnding(ctx, tx, t.Term, t.Membership, AskEnd); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Told{Kind: toldEnds, Group: groupID, Target: t.ID, Memberships: []string{t.Membership}})
	})
}

// dropRoles lets roles go that were taken away and not put back, and tells those
// who would have done them.
func (s *Service) dropRoles(ctx context.Context) error {
	var roles []Role
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		roles, err = rolesGone(ctx, tx, s.clock.Now().Add(-undoFor))
		return err
	})
	for _, r := range roles {
		if err := s.dropRole(ctx, r); err != nil {
			return err
		}
	}
	return err
}

func (s *Service) dropRole(ctx context.Context, r Role) error {
	groupID, err := s.meetings.GroupOf(ctx, r.Meeting)
	if err != nil {
		return gone(err)
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := roleByID(ctx, tx, r.ID)
		if err != nil || now.Gone.IsZero() {
			return gone(err)
		}
		from := recur.WallOf(s.clock.Now().UTC())
		turns, err := turnsOfRole(ctx, tx, r.ID, from, from.AddDays(farAhead))
		if err != nil {
			return err
		}
		told := map[string]bool{}
		var who []string
		for _, t := range turns {
			if t.State != Asked && !told[t.Membership] {
				told[t.Membership] = true
				who = append(who, t.Membership)
			}
		}
		if err := deleteRole(ctx, tx, r.ID); err != nil || len(who) == 0 {
			return err
		}
		return s.events.Emit(ctx, tx, Told{Kind: toldDropped, Group: groupID, Target: r.Meeting, Memberships: who})
	})
}

// gone is no error: what is no longer there needs nothing.
func gone(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// Sweep forgets askings that nobody answered, and who did what long ago.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		now := recur.WallOf(s.clock.Now().UTC())
		if err := deleteAskedBefore(ctx, tx, now.AddDays(-2).String()); err != nil {
			return err
		}
		return deleteTurnsBefore(ctx, tx, now.Add(-kept).String())
	})
}

// Rename follows dates that have another slot. Package meeting moves the turns
// themselves; those for dates that are not held any more go.
func (s *Service) Rename(ctx context.Context, tx *db.Tx, e meeting.Renamed) error {
	for _, move := range e.Moves {
		var err error
		if move.To == "" {
			err = dropSlot(ctx, tx, e.Meeting, move.From)
		} else {
			err = renameReminded(ctx, tx, e.Meeting, move.From, move.To)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Rest has others wanted for what somebody took whose account rests, is paused,
// or leaves. They can keep it once they are back.
func (s *Service) Rest(ctx context.Context, tx *db.Tx, e account.StandingChanged) error {
	if e.Standing != account.Resting && e.Standing != account.Paused && e.Standing != account.Leaving {
		return nil
	}
	all, err := s.groups.AllOf(ctx, tx, e.Account)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.Standing.IsInside() {
			continue
		}
		if err := lookAll(ctx, tx, m.ID, s.yesterday()); err != nil {
			return err
		}
	}
	return nil
}

// yesterday is a slot that is over in every zone.
func (s *Service) yesterday() string {
	return recur.WallOf(s.clock.Now().UTC().Add(-36 * time.Hour)).String()
}
