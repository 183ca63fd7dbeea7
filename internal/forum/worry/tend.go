package worry

import (
	"context"
	"time"

	"handrail/internal/forum/private"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// How long calls are kept: closed ones, and any.
const (
	closedKept = 30 * 24 * time.Hour
	anyKept    = 180 * 24 * time.Hour
)

// TakesFor tells whether the member said that they take calls.
func (s *Service) TakesFor(ctx context.Context, m group.Member) (is bool, err error) {
	if err := leads(m); err != nil {
		return false, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		own, err := takers(ctx, tx, []string{m.Self.ID})
		is = len(own) > 0
		return err
	})
	return is, err
}

// TakeCalls notes whether the member, who leads, takes calls.
func (s *Service) TakeCalls(ctx context.Context, m group.Member, take bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err == nil {
			err = leads(m)
		}
		if err != nil {
			return err
		}
		if take {
			return insertTaker(ctx, tx, m.Self.ID)
		}
		return deleteTaker(ctx, tx, m.Self.ID)
	})
}

// Move moves a call from the state in which the member saw it: they take it, hand
// it back, close it, or open it again. Of two who do so at once, the second is
// told.
func (s *Service) Move(ctx context.Context, m group.Member, call string, from, to State) error {
	if from == to || to != Open && to != Taken && to != Done {
		return fault.Field("state", "Choose one from the list.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err == nil {
			err = leads(m)
		}
		if err != nil {
			return err
		}
		r, err := s.callIn(ctx, tx, m, call)
		if err != nil {
			return err
		}
		by := m.Self.ID
		if to == Open {
			by = ""
		}
		moved, err := writeState(ctx, tx, r.ID, from, to, by, clock.Millis(s.clock.Now()))
		if err == nil && !moved {
			err = fault.New(fault.Conflict, "Somebody was quicker. Look at how it stands now.")
		}
		return err
	})
}

// CardAnswered has a call's leaders told that a card was answered.
func (s *Service) CardAnswered(ctx context.Context, tx *db.Tx, e private.Answered) error {
	r, err := callOfCard(ctx, tx, e.Thread)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	hear := []string{r.TakenBy}
	if r.TakenBy == "" {
		leaders, err := s.leaders(ctx, tx, r.Group)
		if err != nil {
			return err
		}
		if hear, err = takers(ctx, tx, leaders); err != nil {
			return err
		}
	}
	accounts, err := s.accounts(ctx, tx, r.Group, hear)
	return s.emit(ctx, tx, err, Answered{Group: r.Group, Accounts: accounts})
}

// leaders are the memberships that lead a group and are here.
func (s *Service) leaders(ctx context.Context, tx *db.Tx, groupID string) (ids []string, err error) {
	g, err := s.groups.GroupIn(ctx, tx, groupID)
	if err != nil {
		return nil, err
	}
	roles, err := s.groups.RolesIn(ctx, tx, group.Member{Group: g})
	for _, p := range roles {
		if p.Role.Leads() && !p.Out {
			ids = append(ids, p.ID)
		}
	}
	return ids, err
}

// Gone cuts somebody out of calls, where their words go or nobody shall know
// whose they were.
func (s *Service) Gone(ctx context.Context, tx *db.Tx, e group.Gone) error {
	if e.How == group.AsFormer {
		return nil
	}
	return cutMembership(ctx, tx, e.Membership)
}

// Sweep destroys the words of calls whose time is over. The house calls it every
// hour.
func (s *Service) Sweep(ctx context.Context) error {
	var due []idRow
	now := s.clock.Now()
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = dueCalls(ctx, tx, clock.Millis(now.Add(-closedKept)), clock.Millis(now.Add(-anyKept)))
		return err
	})
	for _, one := range due {
		if err != nil {
			return err
		}
		if err = s.keys.Destroy(ctx, ownerOf(string(one))); err != nil {
			return err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteCall(ctx, tx, string(one)) })
	}
	return err
}
