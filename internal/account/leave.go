package account

import (
	"context"
	"time"

	"handrail/internal/account/belongings"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// EraseNow erases the viewer at once: nobody can call it back. Their sessions
// and sockets end in this transaction; the keys of what they kept, and then the
// rows, go in a job that begins right after it and goes on after a crash.
func (s *Service) EraseNow(ctx context.Context, v Viewer) error {
	if err := s.fresh(v); err != nil {
		return err
	}
	return s.moveSelf(ctx, v, Erasing)
}

// EraseFor erases an account for an operator, whom its holder asked.
func (s *Service) EraseFor(ctx context.Context, by By, account string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.move(ctx, tx, StandingChanged{Account: account, Standing: Erasing, By: by.Subject, Reason: by.Reason})
	})
}

// eraseAtOnce is how many rows one run of Erase changes, so that no job holds
// the others up for long.
const eraseAtOnce = 20_000

// Erase takes away what belongs to an account that is being erased, as the
// declaration of data says: keys first, then rows. It tells whether it is
// done; until then it is to be called again.
func (s *Service) Erase(ctx context.Context, b *belongings.Belongings, account string) (done bool, err error) {
	a, err := s.account(ctx, account)
	switch {
	case err != nil && fault.KindOf(err) != fault.NotFound:
		return false, err
	case err == nil && a.Standing != Erasing:
		return true, nil // they stayed
	}
	return b.Erase(ctx, account, eraseAtOnce)
}

// EraseDue begins to erase everybody whose time to think again is over.
func (s *Service) EraseDue(ctx context.Context) error {
	var due []idRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = dueToErase(ctx, tx, s.clock.Now())
		return err
	})
	if err != nil {
		return err
	}
	for _, one := range due {
		err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := tx.Lock(ctx, "account", string(one)); err != nil {
				return err
			}
			a, err := accountByID(ctx, tx, string(one))
			if err != nil || a.Standing != Leaving && a.Standing != Closed || a.EraseAt == 0 || a.EraseAt > clock.Millis(s.clock.Now()) {
				return err // they stayed
			}
			return s.move(ctx, tx, StandingChanged{Account: string(one), Standing: Erasing, By: "system"})
		})
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}

// LeavesAt is when a viewer who is leaving will be erased.
func (s *Service) LeavesAt(ctx context.Context, v Viewer) (time.Time, error) {
	if v.Account == "" {
		return time.Time{}, NeedsSession()
	}
	a, err := s.account(ctx, v.Account)
	return clock.FromMillis(a.EraseAt), err
}

// LostFor is how old a seat without a key is before it is erased when no
// device opens it any more. A session ends after KeptFor, so whoever lost the
// device had two weeks at least to ask for help.
const LostFor = KeptFor + 15*24*time.Hour

// EraseLost erases seats that nobody can come back to: no key, no session,
// nobody who was chosen to help, nobody who asked to be let in.
func (s *Service) EraseLost(ctx context.Context) error {
	before := s.clock.Now().Add(-LostFor)
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		lost, err := lostSeats(ctx, tx, before)
		if err != nil {
			return err
		}
		for _, one := range lost {
			err := s.move(ctx, tx, StandingChanged{Account: string(one), Standing: Erasing, By: "system"})
			if err != nil && fault.KindOf(err) != fault.Conflict {
				return err
			}
		}
		return nil
	})
}
