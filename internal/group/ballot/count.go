package ballot

import (
	"context"
	"errors"
	"fmt"

	"handrail/internal/platform/db"
)

// dueAtOnce is how many ballots are counted in one call of CountDue. What is
// left is counted by the next.
const dueAtOnce = 200

// CountDue counts every ballot whose time is over. One that cannot be counted,
// because what it decided cannot be done, does not keep the others waiting.
func (s *Service) CountDue(ctx context.Context) error {
	var due []string
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = dueBallots(ctx, tx, s.clock.Now())
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, ballot := range due {
		if err := s.count(ctx, ballot); err != nil {
			failed = append(failed, fmt.Errorf("count a ballot: %w", err))
		}
	}
	return errors.Join(failed...)
}

// count closes one ballot. Its result, the end of its marks and what it decided
// are one transaction.
func (s *Service) count(ctx context.Context, ballot string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lock(ctx, tx, ballot); err != nil {
			return err
		}
		b, err := s.Find(ctx, tx, ballot)
		if err != nil {
			return err
		}
		if b.State != Open || b.TakesVotes(s.clock.Now()) {
			return nil // another node was quicker
		}
		answers, err := optionsOf(ctx, tx, ballot)
		if err != nil {
			return err
		}
		state, cast := b.outcome(answers)
		if err := s.end(ctx, tx, ballot, state, cast); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Closed{Ballot: b.ID, Group: b.Group, Kind: b.Kind, State: state})
	})
}

// outcome is what the votes for these answers decide, and how many they are. As
// many no as yes is a no.
func (b Ballot) outcome(answers []optionRow) (state State, cast int64) {
	votes := map[string]int64{}
	for _, a := range answers {
		votes[a.Label] = a.Votes
		cast += a.Votes
	}
	switch {
	case cast < int64(b.Quorum):
		return Short, cast
	case !b.IsYesNo():
		return Counted, cast
	case votes[Yes] > votes[No]:
		return Carried, cast
	}
	return Refused, cast
}

// end closes a ballot for votes. The marks of those who voted go, and the counts
// with them where they decide nothing: few votes would tell too much.
func (s *Service) end(ctx context.Context, tx *db.Tx, ballot string, state State, cast int64) error {
	if err := writeState(ctx, tx, ballot, state, cast); err != nil {
		return err
	}
	if err := deleteVoters(ctx, tx, ballot); err != nil {
		return err
	}
	if state == Short || state == Withdrawn {
		if err := clearVotes(ctx, tx, ballot); err != nil {
			return err
		}
	}
	return s.events.Emit(ctx, tx, Ended{Ballot: ballot})
}

// Forget destroys the key of a ballot that has ended, so that no mark in any
// old copy can be tied to a membership any more. It may be called again.
func (s *Service) Forget(ctx context.Context, e Ended) error {
	return s.keys.Destroy(ctx, owner(e.Ballot))
}
