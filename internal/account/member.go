package account

import (
	"context"
	"errors"
	"strings"
	"time"

	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

// Member is an account as a steward sees it: how it is called at the door, how
// it stands, and whether it could be opened again. Nothing of what its holder
// does here.
type Member struct {
	ID       string
	Name     string // the sign-in name; "" where it cannot be opened any more
	Standing Standing
	Steward  bool
	Keys     int
	Since    time.Time // the day
}

// OperatorSubject is who acts from the command line.
const OperatorSubject = "operator"

// StewardChanged is emitted in the transaction in which somebody becomes a
// steward, or is one no longer.
type StewardChanged struct {
	Account string
	By      string
	Steward bool
	Reason  string
}

// By is who acts on somebody else's account, and why: a steward, or the
// operator at the command line.
type By struct {
	Subject string
	Reason  string
}

// ByViewer is a steward who acts.
func ByViewer(v Viewer, reason string) (By, error) {
	return By{Subject: v.Subject(), Reason: reason}, v.May(RunSite)
}

// stillMay refuses a steward who was one when they asked and is one no longer,
// so that of two who take it from each other at once, one remains.
func (b By) stillMay(ctx context.Context, tx *db.Tx) error {
	account, is := strings.CutPrefix(b.Subject, ownerOf(""))
	if !is {
		return nil
	}
	a, err := accountByID(ctx, tx, account)
	if err == nil && (!a.Steward || a.Standing != Here) {
		return fault.Missing()
	}
	return err
}

// errOwn is said to a steward who meets their own account among the others.
func errOwn() error {
	return fault.New(fault.Forbidden, "This is your own account. You find it in your settings.")
}

// MembersPage is how many members a list shows.
const MembersPage = 50

// Members lists accounts for a steward, the newest first, after the one with
// the id after. standing may be "".
func (s *Service) Members(ctx context.Context, standing Standing, after string) ([]Member, error) {
	var rows []memberRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		var from memberPlace
		if after != "" {
			if from, err = placeOf(ctx, tx, after); err != nil {
				return err
			}
		}
		rows, err = members(ctx, tx, standing, from, MembersPage)
		return err
	})
	if err != nil {
		return nil, err
	}
	list := make([]Member, 0, len(rows))
	for _, r := range rows {
		m, err := s.member(ctx, r)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

func (s *Service) member(ctx context.Context, r memberRow) (Member, error) {
	name, err := s.nameOf(ctx, accountRow{ID: r.ID, Name: r.Name})
	if errors.Is(err, seal.ErrDestroyed) {
		err = nil // a backup brought back the row of somebody who was erased
	}
	return Member{
		ID: r.ID, Name: name, Standing: r.Standing, Steward: r.Steward, Keys: int(r.Keys),
		Since: clock.FromMillis(r.MadeAt).Truncate(24 * time.Hour),
	}, err
}

// MemberNamed finds one by their sign-in name, typed as carelessly as one may
// at the door. Without one it is fault.Missing.
func (s *Service) MemberNamed(ctx context.Context, name string) (Member, error) {
	mark, err := s.mark(ctx, "sign-in name", secret.FoldName(name))
	if err != nil {
		return Member{}, err
	}
	return s.findMember(ctx, func(ctx context.Context, tx *db.Tx) (memberRow, error) { return memberByMark(ctx, tx, mark) })
}

// MemberByID is one account for a steward.
func (s *Service) MemberByID(ctx context.Context, account string) (Member, error) {
	return s.findMember(ctx, func(ctx context.Context, tx *db.Tx) (memberRow, error) { return memberByID(ctx, tx, account) })
}

func (s *Service) findMember(ctx context.Context, find func(ctx context.Context, tx *db.Tx) (memberRow, error)) (Member, error) {
	var row memberRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = find(ctx, tx)
		return err
	})
	if err != nil {
		return Member{}, err
	}
	return s.member(ctx, row)
}

// Waiters is how many accounts wait to be let in.
func (s *Service) Waiters(ctx context.Context) (n int64, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = waiters(ctx, tx)
		return err
	})
	return n, err
}

// LetIn ends the wait of an account.
func (s *Service) LetIn(ctx context.Context, by By, account string) error {
	return s.moveOther(ctx, by, account, Here, Waiting)
}

// Pause keeps an account from taking part. Its holder can still look after
// their own things, and leave.
func (s *Service) Pause(ctx context.Context, by By, account string) error {
	return s.moveOther(ctx, by, account, Paused, "")
}

// Resume ends a pause.
func (s *Service) Resume(ctx context.Context, by By, account string) error {
	return s.moveOther(ctx, by, account, Here, Paused)
}

// Close shuts the door of an account, and ends its sessions at once.
func (s *Service) Close(ctx context.Context, by By, account string) error {
	return s.moveOther(ctx, by, account, Closed, "")
}

// CloseBehind is Close for the account behind a persona, by a steward who is
// not to learn whose it is. The record names the persona, and among the members
// the account looks as it did before, until somebody closes it by its sign-in
// name as well.
func (s *Service) CloseBehind(ctx context.Context, by By, account, persona string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err := s.otherFor(ctx, tx, by, account)
		if err != nil {
			return err
		}
		// Whether it is their own, or a steward's, would tell whose it is.
		if by.Subject == ownerOf(account) || a.Steward {
			return fault.New(fault.Forbidden, "This cannot be done from here. Talk about it with the other stewards.")
		}
		if err := s.move(ctx, tx, StandingChanged{Account: account, Standing: Closed, By: by.Subject, Reason: by.Reason, Behind: persona}); err != nil {
			return err
		}
		return writeShown(ctx, tx, account, a.Standing)
	})
}

// otherFor is somebody else's account, locked, for whoever still may decide
// about it.
func (s *Service) otherFor(ctx context.Context, tx *db.Tx, by By, account string) (accountRow, error) {
	if err := tx.Lock(ctx, "account", account); err != nil {
		return accountRow{}, err
	}
	if err := by.stillMay(ctx, tx); err != nil {
		return accountRow{}, err
	}
	return accountByID(ctx, tx, account)
}

func (s *Service) moveOther(ctx context.Context, by By, account string, to, from Standing) error {
	if by.Subject == ownerOf(account) {
		return errOwn()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err := s.otherFor(ctx, tx, by, account)
		switch {
		case err != nil:
			return err
		case from != "" && a.Standing != from:
			return fault.New(fault.Conflict, "This changed meanwhile. Look at the page again.")
		case a.Steward && by.Subject != OperatorSubject && to != Here:
			return fault.New(fault.Forbidden, "This is a steward. First somebody takes that from them.")
		}
		m := StandingChanged{Account: account, From: a.Standing, Standing: to, By: by.Subject, Reason: by.Reason}
		if a.Shown != "" && to == Closed {
			// It was closed behind a persona, and now is by its name.
			if err := writeShown(ctx, tx, account, ""); err != nil {
				return err
			}
			return s.events.Emit(ctx, tx, m)
		}
		if err := s.move(ctx, tx, m); err != nil {
			return err
		}
		// Open pages connect again, and are looked at anew.
		return s.changedRights(ctx, tx, account)
	})
}

// SetSteward makes somebody a steward, or takes it from them. The last one
// stays, unless the operator says otherwise. It counts once they hold two keys
// and sign in with two factors.
func (s *Service) SetSteward(ctx context.Context, by By, account string, steward bool) error {
	if by.Subject == ownerOf(account) {
		return errOwn()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, id := range []string{"stewards", account} {
			if err := tx.Lock(ctx, "account", id); err != nil {
				return err
			}
		}
		if err := by.stillMay(ctx, tx); err != nil {
			return err
		}
		a, err := accountByID(ctx, tx, account)
		switch {
		case err != nil:
			return err
		case a.Steward == steward:
			return nil
		case steward && a.Standing != Here:
			return fault.New(fault.Conflict, "Only somebody who takes part here can be a steward.")
		}
		if steward && by.Subject != OperatorSubject {
			if err := s.holdsTwo(ctx, tx, account); err != nil {
				return err
			}
		}
		if !steward && by.Subject != OperatorSubject {
			n, err := stewards(ctx, tx)
			if err != nil {
				return err
			}
			if n < 2 {
				return fault.New(fault.Conflict, "This is the only steward. Make somebody else one first.")
			}
		}
		if err := writeSteward(ctx, tx, account, steward); err != nil {
			return err
		}
		if steward {
			if err := s.endSetUp(ctx, tx); err != nil {
				return err
			}
		}
		if err := s.changedRights(ctx, tx, account); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, StewardChanged{Account: account, By: by.Subject, Steward: steward, Reason: by.Reason})
	})
}

// holdsTwo refuses an account with fewer than two keys: whoever came by its
// only one could add the other.
func (s *Service) holdsTwo(ctx context.Context, tx *db.Tx, account string) error {
	m, err := memberByID(ctx, tx, account)
	if err == nil && m.Keys < 2 {
		err = fault.New(fault.Conflict, "They need two keys first. They can add one in their settings.")
	}
	return err
}

// HasSteward tells whether somebody looks after this installation: a steward
// who holds the two keys it takes. Until then it can be set up.
func (s *Service) HasSteward(ctx context.Context) (has bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := keyedStewards(ctx, tx)
		has = n > 0
		return err
	})
	return has, err
}
