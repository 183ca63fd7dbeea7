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
	SetUp        Purpose = "set-up"        // to set up and look after this installation
	GuestSpeaker Purpose = "guest-speaker" // to speak at one date of a meeting; the target is the invitation
)

// Issue makes a pass and the token of its one-time link. An earlier link for
// the same purpose and target that nobody has taken dies with it.
func (s *Service) Issue(ctx context.Context, purpose Purpose, target string, lasts time.Duration) (token string, err error) {
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		token, err = s.IssueIn(ctx, tx, purpose, target, s.clock.Now().Add(lasts))
		return err
	})
}

// IssueIn is Issue within a transaction, for a pass that ends at a moment.
func (s *Service) IssueIn(ctx context.Context, tx *db.Tx, purpose Purpose, target string, ends time.Time) (token string, err error) {
	if err := tx.Lock(ctx, "account_pass", string(purpose)+":"+target); err != nil {
		return "", err
	}
	if err := deleteUntaken(ctx, tx, purpose, target); err != nil {
		return "", err
	}
	token = id.Token()
	return token, insertPass(ctx, tx, passRow{
		ID: id.Random(), Purpose: purpose, Target: target, LinkHash: id.Hash(token),
		MadeAt: clock.Millis(s.clock.Now()), EndsAt: clock.Millis(ends),
	})
}

// EndPassesIn ends the passes for a purpose and target at once, with their links
// and sessions. The sweep takes their keys and rows.
func (s *Service) EndPassesIn(ctx context.Context, tx *db.Tx, purpose Purpose, target string) error {
	return s.ofPasses(ctx, tx, purpose, target, func(pass string) error {
		// The pass goes first: whoever takes its link at this moment is waited for.
		if err := writePassEnd(ctx, tx, pass, s.clock.Now()); err != nil {
			return err
		}
		return s.endAll(ctx, tx, Viewer{Pass: pass}.Subject())
	})
}

// MovePassesIn has the passes for a purpose and target end at another moment, and
// their sessions with them; those on a borrowed device no later than before.
func (s *Service) MovePassesIn(ctx context.Context, tx *db.Tx, purpose Purpose, target string, ends time.Time) error {
	return s.ofPasses(ctx, tx, purpose, target, func(pass string) error {
		if err := writePassEnd(ctx, tx, pass, ends); err != nil {
			return err
		}
		return moveSessions(ctx, tx, pass, ends)
	})
}

func (s *Service) ofPasses(ctx context.Context, tx *db.Tx, purpose Purpose, target string, do func(pass string) error) error {
	if err := tx.Lock(ctx, "account_pass", string(purpose)+":"+target); err != nil {
		return err
	}
	passes, err := passesTo(ctx, tx, purpose, target, s.clock.Now())
	for _, one := range passes {
		if err := do(string(one)); err != nil {
			return err
		}
	}
	return err
}

// Waiting tells what the link with this token is good for, as long as it can be
// taken. A link for another purpose is none.
func (s *Service) Waiting(ctx context.Context, purpose Purpose, token string) (target string, err error) {
	found, err := s.waiting(ctx, purpose, token)
	return found.Target, err
}

func (s *Service) waiting(ctx context.Context, purpose Purpose, token string) (found passRow, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		found, err = waitingPass(ctx, tx, purpose, id.Hash(token), s.clock.Now())
		return err
	})
	return found, spent(purpose, err)
}

// Take spends a one-time link for a purpose and starts the session of its pass. Of
// two who take it at once, one gets it. On a device of one's own the session lasts
// as long as the pass, since nothing else would open it again. also is done in the same transaction.
func (s *Service) Take(ctx context.Context, purpose Purpose, token string, kind Kind, device string, also ...func(context.Context, *db.Tx, Viewer) error) (Viewer, string, error) {
	pass, err := s.waiting(ctx, purpose, token)
	if err != nil {
		return Viewer{}, "", err
	}
	opening, err := s.prepare(ctx, Viewer{Pass: pass.ID, Purpose: pass.Purpose, Target: pass.Target}, kind, device)
	if err != nil {
		return Viewer{}, "", err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		ends, err := takePass(ctx, tx, pass.ID, s.clock.Now())
		if err != nil {
			return spent(purpose, err)
		}
		if kind == Kept {
			opening.row.EndsAt = ends
		}
		opening.row.EndsAt = min(opening.row.EndsAt, ends)
		if err := opening.insert(ctx, tx); err != nil {
			return err
		}
		for _, do := range also {
			if err := do(ctx, tx, opening.viewer); err != nil {
				return err
			}
		}
		return nil
	})
	return opening.viewer, opening.token, err
}

// spent says the same of a link that was used, has ended, or never was.
func spent(purpose Purpose, err error) error {
	switch {
	case fault.KindOf(err) != fault.NotFound:
		return err
	case purpose == GuestSpeaker:
		return fault.New(fault.NotFound, "This link has been used or has ended. Whoever invited you can make a new one.")
	}
	return fault.New(fault.NotFound, "This link has been used or has ended. Whoever runs this site can make a new one.")
}
