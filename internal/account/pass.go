package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Purpose is the one thing a pass is for.
type Purpose string

// The purposes.
const (
	SetUp Purpose = "set-up" // to set up and look after this installation
)

// Issue makes a pass and the token of its one-time link. An earlier link for
// the same purpose and target that nobody has taken dies with it.
func (s *Service) Issue(ctx context.Context, purpose Purpose, target string, lasts time.Duration) (token string, err error) {
	token = id.Token()
	now := s.clock.Now()
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account_pass", string(purpose)+":"+target); err != nil {
			return err
		}
		if err := deleteUntaken(ctx, tx, purpose, target); err != nil {
			return err
		}
		return insertPass(ctx, tx, passRow{
			ID: id.Random(), Purpose: purpose, Target: target, LinkHash: id.Hash(token),
			MadeAt: clock.Millis(now), EndsAt: clock.Millis(now.Add(lasts)),
		})
	})
}

// Waiting tells whether the link with this token can still be taken.
func (s *Service) Waiting(ctx context.Context, token string) (Purpose, error) {
	var found passRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		found, err = waitingPass(ctx, tx, id.Hash(token), s.clock.Now())
		return err
	})
	return found.Purpose, spent(err)
}

// Take spends a one-time link and starts the session of its pass. Of two who
// take it at once, one gets it.
func (s *Service) Take(ctx context.Context, token string, kind Kind, device string) (Viewer, string, error) {
	var pass passRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		pass, err = waitingPass(ctx, tx, id.Hash(token), s.clock.Now())
		return err
	})
	if err != nil {
		return Viewer{}, "", spent(err)
	}
	opening, err := s.prepare(ctx, Viewer{Pass: pass.ID, Purpose: pass.Purpose, Target: pass.Target}, kind, device)
	if err != nil {
		return Viewer{}, "", err
	}
	opening.row.EndsAt = min(opening.row.EndsAt, pass.EndsAt)
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := takePass(ctx, tx, pass.ID, s.clock.Now()); err != nil {
			return err
		}
		return opening.insert(ctx, tx)
	})
	return opening.viewer, opening.token, spent(err)
}

// spent says the same of a link that was used, has ended, or never was.
func spent(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, "This link has been used or has ended. Whoever runs this site can make a new one.")
	}
	return err
}
