package account

import (
	"cmp"
	"context"
	"encoding/base64"
	"net/netip"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
)

// claimCodeLimit is how often a code of the app may be tried in the place of a
// second word.
var claimCodeLimit = limit.Rule{
	Name: "claim second step", Subject: limit.Rate{Count: 5, Per: 24 * time.Hour}, Network: limit.Rate{Count: 60, Per: time.Minute}, Wait: 5 * time.Second,
}

// errClaim is said when a door does not open: too early, too late, stopped, or
// opened already.
func errClaim() error {
	return fault.New(fault.Conflict, "This door does not open now. Look at the page again: it says how things stand.")
}

// openedFor is how long a device that opened its door is given the same session
// again, when the first answer did not reach it.
const openedFor = 10 * time.Minute

// UseClaim opens the door for the device that asked, once the wait is over. It
// takes every key, session and right of a steward from the account, then
// destroys what it kept to itself, then opens a session: in this order, so that
// nothing is left half taken after a crash. It is then called again, and goes
// on. Whoever comes in has shown no key, and adds one at once.
func (s *Service) UseClaim(ctx context.Context, t Ticket, code string, at Visit) (Entry, error) {
	token, err := s.claimSession(ctx, t)
	if err != nil {
		return Entry{}, err
	}
	if entry, done, err := s.alreadyIn(ctx, token); done || err != nil {
		return entry, err
	}
	entry, err := s.useClaim(ctx, t, token, code, at)
	if err != nil {
		if in, done, again := s.alreadyIn(ctx, token); done && again == nil {
			return in, nil // another tab was quicker
		}
	}
	return entry, err
}

func (s *Service) useClaim(ctx context.Context, t Ticket, token, code string, at Visit) (Entry, error) {
	j, err := s.takeDoor(ctx, t, code, at.From)
	if err != nil {
		return Entry{}, err
	}
	if err := s.keys.Forget(ctx, PrivateOwner(j.Account)); err != nil {
		return Entry{}, err
	}
	o, err := s.prepare(ctx, Viewer{Account: j.Account}, at.Kind, at.Device)
	if err != nil {
		return Entry{}, err
	}
	o.open(token)
	if err := s.walkIn(ctx, j, o); err != nil {
		return Entry{}, err
	}
	return Entry{Viewer: o.viewer, Token: token, Kind: at.Kind}, nil
}

// claimSession is the token of the session that a ticket opens. It follows from
// the ticket, so that a form that was sent twice is answered twice alike: the
// first answer may never have reached the browser, and there is no other key.
func (s *Service) claimSession(ctx context.Context, t Ticket) (string, error) {
	sum, err := s.keys.MAC(ctx, "account:marks", "claim session", []byte(t.Token))
	return base64.RawURLEncoding.EncodeToString(sum), err
}

// alreadyIn is the session that was opened a moment ago.
func (s *Service) alreadyIn(ctx context.Context, token string) (entry Entry, done bool, err error) {
	v, err := s.Find(ctx, token)
	if err != nil || v.IsVisitor() {
		return entry, false, err
	}
	session, err := s.SessionFor(ctx, v)
	if err != nil || s.clock.Now().Sub(session.Began) > openedFor {
		return entry, true, cmp.Or(err, errClaim())
	}
	return Entry{Viewer: v, Token: token, Kind: session.Kind}, true, nil
}

// walkIn opens the session that the claim is for. The claim ends with it.
func (s *Service) walkIn(ctx context.Context, j judged, o opening) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", j.Account); err != nil {
			return err
		}
		a, err := accountByID(ctx, tx, j.Account)
		if err != nil || !a.Standing.opens() {
			return errClaim()
		}
		if n, err := deleteClaim(ctx, tx, j.ID); err != nil || n == 0 {
			return cmp.Or(err, errClaim())
		}
		return o.insert(ctx, tx)
	})
}

// takeDoor takes the account for this claim, or finds that it is taken for it
// already.
func (s *Service) takeDoor(ctx context.Context, t Ticket, code string, from netip.Addr) (judged, error) {
	j, err := s.judgedBy(ctx, t)
	if fault.KindOf(err) == fault.NotFound || err == nil && (j.Account == "" || !j.account.Standing.opens()) {
		return j, errClaim()
	}
	if err != nil || j.opened {
		return j, err
	}
	spend, err := s.codeFor(ctx, j, code, from)
	if err != nil {
		return j, err
	}
	return j, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", j.Account); err != nil {
			return err
		}
		r, err := claimByID(ctx, tx, j.ID) // without an account, if it was stopped meanwhile
		if fault.KindOf(err) == fault.NotFound {
			return errClaim()
		}
		if err != nil {
			return err
		}
		now, err := judge(ctx, tx, r)
		switch {
		case err != nil || now.opened: // by another tab, which had the same secret
			return err
		case !now.account.Standing.opens(), !now.isOpen(spend != nil, s.clock.Now()):
			return errClaim()
		}
		if spend != nil {
			if err := spend(ctx, tx); err != nil {
				return err
			}
		}
		return s.strip(ctx, tx, now)
	})
}

// codeFor judges the code where one is needed, and gives what uses it up; it
// gives nil where none is.
func (s *Service) codeFor(ctx context.Context, j judged, code string, from netip.Addr) (func(context.Context, *db.Tx) error, error) {
	switch now := s.clock.Now(); {
	case j.isOpen(false, now):
		return nil, nil
	case !j.isOpen(true, now):
		return nil, errClaim()
	}
	if err := s.limiter.Take(ctx, claimCodeLimit, j.Account, from); err != nil {
		return nil, err
	}
	spend, _, err := s.second(ctx, j.Account, code, true)
	return spend, err
}

// strip takes from an account all that opened its door before, the copies that
// lie ready, which hold what it kept to itself, and the rights of a steward,
// which only another steward or the operator gives.
func (s *Service) strip(ctx context.Context, tx *db.Tx, j judged) error {
	if _, err := insertWord(ctx, tx, wordRow{Claim: j.ID, Kind: opened, GivenAt: clock.Millis(s.clock.Now())}); err != nil {
		return err
	}
	for _, take := range []func(context.Context, *db.Tx, string) error{deleteAllKeys, deleteChallengesOf, deleteTrustLinks, deleteCopiesOf} {
		if err := take(ctx, tx, j.Account); err != nil {
			return err
		}
	}
	if err := deleteOtherClaims(ctx, tx, j.Account, j.ID); err != nil {
		return err
	}
	if j.account.Steward {
		if err := writeSteward(ctx, tx, j.Account, false); err != nil {
			return err
		}
		if err := s.events.Emit(ctx, tx, StewardChanged{Account: j.Account, By: "system"}); err != nil {
			return err
		}
	}
	if err := s.endAll(ctx, tx, ownerOf(j.Account)); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, ClaimUsed{Account: j.Account})
}
