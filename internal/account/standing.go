package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Standing says how an account stands to the house.
type Standing string

// The standings.
const (
	Here    Standing = "here"    // takes part
	Waiting Standing = "waiting" // until a steward lets them in
	Paused  Standing = "paused"  // by a steward: may look after their own things, no more
	Resting Standing = "resting" // of their own will: hidden, and nothing is sent
	Leaving Standing = "leaving" // of their own will: erased at EraseAt, unless they stay
	Closed  Standing = "closed"  // by a steward: the door no longer opens
	Erasing Standing = "erasing" // is being erased, and cannot be called back
)

// opens tells whether the holder can still sign in.
func (s Standing) opens() bool { return s != Closed && s != Erasing }

// LeaveIn is how long somebody who leaves can still think again.
const LeaveIn = 30 * 24 * time.Hour

// StandingChanged is emitted in the transaction that changes how an account
// stands.
type StandingChanged struct {
	Account  string
	From     Standing // how it stood before
	Standing Standing
	By       string // the subject who did it: the account itself, a steward, or "system"
	Reason   string // the steward's, or ""
	Behind   string // of a closing: the persona behind which it was, or "". The record then names that, never the account
}

// moves is who may bring an account from which standing to which.
var moves = map[Standing][]Standing{
	Here:    {Waiting, Paused, Resting, Leaving},
	Paused:  {Here, Waiting, Resting},
	Resting: {Here, Leaving},
	Leaving: {Here, Resting}, // whoever could come back from it would end a pause, or a wait
	Closed:  {Here, Waiting, Paused, Resting, Leaving},
	Erasing: {Here, Waiting, Paused, Resting, Leaving, Closed},
}

// own are the standings that a person brings themselves to; the rest are for
// stewards.
func own(s Standing) bool { return s == Resting || s == Leaving || s == Erasing }

// Rest hides the viewer and sends them nothing, until they come back.
func (s *Service) Rest(ctx context.Context, v Viewer) error {
	return s.moveSelf(ctx, v, Resting)
}

// Return ends resting, or leaving, for whoever thought again.
func (s *Service) Return(ctx context.Context, v Viewer) error {
	if v.Standing != Resting && v.Standing != Leaving {
		return fault.New(fault.Conflict, "You are here already.")
	}
	return s.moveSelf(ctx, v, Here)
}

// LeaveLater has the account erased in LeaveIn. Until then Return undoes it.
func (s *Service) LeaveLater(ctx context.Context, v Viewer) error {
	return s.moveSelf(ctx, v, Leaving)
}

func (s *Service) moveSelf(ctx context.Context, v Viewer, to Standing) error {
	if v.Account == "" {
		return NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.move(ctx, tx, StandingChanged{Account: v.Account, Standing: to, By: v.Subject()})
	})
}

// move changes a standing if the present one allows it.
func (s *Service) move(ctx context.Context, tx *db.Tx, m StandingChanged) error {
	if err := tx.Lock(ctx, "account", m.Account); err != nil {
		return err
	}
	a, err := accountByID(ctx, tx, m.Account)
	if err != nil {
		return err
	}
	if !mayMove(a.Standing, m) {
		return fault.New(fault.Conflict, "This changed meanwhile. Look at the page again.")
	}
	m.From = a.Standing
	var eraseAt int64
	switch m.Standing {
	case Leaving:
		eraseAt = clock.Millis(s.clock.Now().Add(LeaveIn))
	case Closed:
		eraseAt = a.EraseAt // who asked to be erased still is
	}
	if err := writeStanding(ctx, tx, m.Account, m.Standing, eraseAt); err != nil {
		return err
	}
	if !m.Standing.opens() {
		if err := s.endAll(ctx, tx, ownerOf(m.Account)); err != nil {
			return err
		}
	}
	return s.events.Emit(ctx, tx, m)
}

// mayMove keeps people from ending what a steward began, and the other way
// round: who rests or leaves does not come back paused.
func mayMove(from Standing, m StandingChanged) bool {
	self := m.By == ownerOf(m.Account)
	for _, allowed := range moves[m.Standing] {
		if allowed == from {
			return !self || m.Standing != Here || own(from)
		}
	}
	return false
}
