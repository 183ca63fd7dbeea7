package ballot

import (
	"context"
	"encoding/hex"
	"errors"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

// Eligible says, in the transaction that would count a vote, whether this
// membership may vote. It answers nil or a fault for the person.
type Eligible func(ctx context.Context, tx *db.Tx, b Ballot) error

func errOver() error {
	return fault.New(fault.Conflict, "This vote is over. Look at the page of the vote to see what came out.")
}

func errTwice() error {
	return fault.New(fault.Conflict, "You have voted already. Nobody, not even we, can tell what you chose.")
}

// owner is the owner of the data key of one ballot.
func owner(ballot string) string { return "ballot:" + ballot }

// Cast is the one vote of a membership. option is its place among the ballot's
// options, from 0.
func (s *Service) Cast(ctx context.Context, ballot, membership string, option int, eligible Eligible) error {
	mark, err := s.markFor(ctx, ballot, membership)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lock(ctx, tx, ballot); err != nil {
			return err
		}
		b, err := s.Find(ctx, tx, ballot)
		if err != nil {
			return err
		}
		if !b.TakesVotes(s.clock.Now()) {
			return errOver()
		}
		if err := eligible(ctx, tx, b); err != nil {
			return err
		}
		if option < 0 || option >= len(b.Options) {
			return fault.Field("option", "Choose one of the answers.")
		}
		first, err := insertVoter(ctx, tx, ballot, mark)
		switch {
		case err != nil:
			return err
		case !first:
			return errTwice()
		}
		return addVote(ctx, tx, ballot, option)
	})
}

// markFor is the mark of a membership in a ballot. It is made before the
// transaction, since the keys have a store of their own. A ballot that takes
// no votes gets no key.
func (s *Service) markFor(ctx context.Context, ballot, membership string) (string, error) {
	var b Ballot
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		b, err = s.Find(ctx, tx, ballot)
		return err
	})
	switch {
	case err != nil:
		return "", err
	case !b.TakesVotes(s.clock.Now()):
		return "", errOver()
	}
	sum, err := s.keys.MAC(ctx, owner(ballot), "voter", []byte(membership))
	if errors.Is(err, seal.ErrDestroyed) {
		return "", errOver()
	}
	return hex.EncodeToString(sum), err
}

// HasVoted tells whether a membership has voted in a ballot that takes votes.
// Once it does not, nobody can tell any more, and the answer is false.
func (s *Service) HasVoted(ctx context.Context, ballot, membership string) (voted bool, err error) {
	mark, err := s.markFor(ctx, ballot, membership)
	if fault.KindOf(err) == fault.Conflict {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		voted, err = isVoter(ctx, tx, ballot, mark)
		return err
	})
	return voted, err
}
