package voice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// Vote casts the member's one vote on a proposal. Whoever was here when it was
// asked for may.
func (s *Service) Vote(ctx context.Context, m group.Member, proposal string, option int) error {
	if err := m.May(group.CastVote); err != nil {
		return err
	}
	var row proposalRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = proposalByID(ctx, tx, proposal)
		return err
	})
	if err == nil && row.Group != m.Group.ID {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	if row.Ballot == "" {
		return fault.New(fault.Conflict, "This vote has not begun yet.")
	}
	return s.ballots.Cast(ctx, row.Ballot, m.Self.ID, option, func(ctx context.Context, tx *db.Tx, b ballot.Ballot) error {
		m, err := m.Again(ctx, tx, group.CastVote)
		if err == nil && !mayVote(m, clock.FromMillis(row.MadeAt)) {
			err = fault.New(fault.Forbidden, "This vote was asked for before you came. You can vote in the next one.")
		}
		return err
	})
}

// mayVote tells whether a member was here when a vote was asked for.
func mayVote(m group.Member, asked time.Time) bool { return !m.Self.Joined.After(asked) }

// Decided does what a vote decided, in the transaction that counts it. Ballots
// of other features are none of its business.
func (s *Service) Decided(ctx context.Context, tx *db.Tx, e ballot.Closed) error {
	if err := s.groups.LockGroup(ctx, tx, e.Group); err != nil {
		return err
	}
	row, err := proposalByBallot(ctx, tx, e.Ballot)
	if err != nil {
		return over(err)
	}
	state, err := s.settle(ctx, tx, row, e.State)
	if err != nil {
		return err
	}
	if err := writeProposalState(ctx, tx, row.ID, state); err != nil {
		return err
	}
	return s.stir(ctx, tx, row.Group)
}

// settle does what was carried, and says how the proposal ends.
func (s *Service) settle(ctx context.Context, tx *db.Tx, row proposalRow, state ballot.State) (State, error) {
	switch {
	case state == ballot.Short:
		return Short, s.endSuggestion(ctx, tx, row, Suggested)
	case state != ballot.Carried:
		return Refused, s.endSuggestion(ctx, tx, row, TurnedDown)
	case row.What == Lead:
		return s.changeLeaders(ctx, tx, row)
	case row.What == Terms:
		return Carried, s.adopt(ctx, tx, row)
	}
	return Carried, nil
}

// changeLeaders has whoever was chosen lead, and then whoever was not stop, so
// that the group is without leaders at no moment between.
func (s *Service) changeLeaders(ctx context.Context, tx *db.Tx, row proposalRow) (State, error) {
	done := Moot
	change := func(membership string, wanted bool, role group.Role) error {
		if membership == "" || !wanted {
			return nil
		}
		m, err := s.groups.MembershipIn(ctx, tx, row.Group, membership)
		if err != nil || role == group.Plain && !m.Role.Leads() {
			return over(err)
		}
		done = Carried
		return s.groups.SetRole(ctx, tx, m, role)
	}
	if err := change(row.Up, row.Agreed, group.Facilitator); err != nil {
		return "", err
	}
	return done, change(row.Down, true, group.Plain)
}

// adopt makes the suggested text the agreements of the group. Everybody is asked
// again.
func (s *Service) adopt(ctx context.Context, tx *db.Tx, row proposalRow) error {
	sg, err := suggestionByID(ctx, tx, row.Suggestion)
	if err != nil {
		return err
	}
	g, err := s.groups.GroupIn(ctx, tx, row.Group)
	if err != nil {
		return err
	}
	body := richtext.Body{Source: sg.Source, HTML: sg.HTML, Version: int(sg.Rendered)}
	if err := s.groups.AdoptAgreement(ctx, tx, g, body, true, row.Ballot); err != nil {
		return err
	}
	return writeSuggestionState(ctx, tx, sg.ID, Adopted)
}

// endSuggestion says what became of a suggested text that was not adopted.
func (s *Service) endSuggestion(ctx context.Context, tx *db.Tx, row proposalRow, state SuggestionState) error {
	if row.Suggestion == "" {
		return nil
	}
	return writeSuggestionState(ctx, tx, row.Suggestion, state)
}

// endProposals ends proposals that have waited long enough, and those about
// nobody who is still there, with the ballots whose proposal is gone. Where a
// group has become so small that those who ask are enough, a vote begins.
func (s *Service) endProposals(ctx context.Context) error {
	var faded, gathering, moot []proposalRow
	var lost []string
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if faded, err = overdueProposals(ctx, tx, s.clock.Now()); err != nil {
			return err
		}
		if gathering, err = gatheringProposals(ctx, tx, s.clock.Now()); err != nil {
			return err
		}
		if moot, err = emptyProposals(ctx, tx); err != nil {
			return err
		}
		lost, err = lostBallots(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, row := range faded {
		failed = append(failed, s.endOne(ctx, row, func(ctx context.Context, tx *db.Tx, now proposalRow) error {
			if now.State != Gathering {
				return nil
			}
			return writeProposalState(ctx, tx, now.ID, Faded)
		}))
	}
	for _, row := range moot {
		failed = append(failed, s.endOne(ctx, row, func(ctx context.Context, tx *db.Tx, now proposalRow) error {
			if now.State != Gathering && now.State != Voting {
				return nil
			}
			return s.drop(ctx, tx, now)
		}))
	}
	for _, row := range gathering {
		failed = append(failed, s.endOne(ctx, row, s.begin))
	}
	for _, b := range lost {
		failed = append(failed, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.ballots.Withdraw(ctx, tx, b) }))
	}
	if err := errors.Join(failed...); err != nil {
		return fmt.Errorf("end proposals: %w", err)
	}
	return nil
}

func (s *Service) endOne(ctx context.Context, row proposalRow, do func(context.Context, *db.Tx, proposalRow) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.groups.LockGroup(ctx, tx, row.Group); err != nil {
			return err
		}
		now, err := proposalByID(ctx, tx, row.ID)
		if err != nil {
			return over(err)
		}
		return do(ctx, tx, now)
	})
}
