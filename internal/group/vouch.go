package group

import (
	"context"
	"net/netip"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// vouchLasts is how long one facilitator's word waits for another's.
const vouchLasts = account.WordsFor

// VouchFor is a facilitator's word that the member of this persona reads out
// this code: they lost every key, and ask to be let in again. It takes two
// facilitators, and counts as one of the words that a claim needs. They learn
// nothing by it, not even whether the code is that of this member; the member is
// told, and whoever is signed in can stop it.
func (s *Service) VouchFor(ctx context.Context, m Member, membership, code string, from netip.Addr) error {
	one, err := s.vouched(ctx, m, membership)
	if err != nil {
		return err
	}
	mark, err := s.accounts.CheckCode(ctx, m.Viewer, one.Account, code, from)
	if err != nil {
		return err
	}
	var by []string
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Vouch)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		if err := insertVouch(ctx, tx, one.ID, m.Self.ID, mark, now); err != nil {
			return err
		}
		heard, err := vouchers(ctx, tx, one.ID, mark, now.Add(-vouchLasts))
		by = nil
		for _, facilitator := range heard {
			by = append(by, facilitator.Account)
		}
		return err
	})
	if err != nil || len(by) < 2 || one.Account == "" {
		return err
	}
	// The words stay until they are too old: when one of the two counts in
	// another way too, a third can still make the word whole.
	err = s.accounts.ConfirmByGroup(ctx, by, one.Account, mark)
	if fault.KindOf(err) == fault.Invalid {
		return nil // the code is somebody else's, or nobody's: nobody is told
	}
	return err
}

// vouched is the membership that a facilitator vouches for.
func (s *Service) vouched(ctx context.Context, m Member, membership string) (one Membership, err error) {
	if err := m.May(Vouch); err != nil {
		return one, err
	}
	if one, err = s.membershipFor(ctx, m, membership); err != nil {
		return one, err
	}
	if one.ID == m.Self.ID {
		return one, fault.New(fault.Forbidden, "Somebody else has to confirm this for you.")
	}
	return one, nil
}

// sweepOldVouches forgets words that no other facilitator joined.
func (s *Service) sweepOldVouches(ctx context.Context, tx *db.Tx, now time.Time) error {
	return sweepVouches(ctx, tx, now.Add(-vouchLasts))
}
