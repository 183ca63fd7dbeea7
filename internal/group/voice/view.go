package voice

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// pastShown is how many votes that are over a list shows.
const pastShown = 50

// ProposalsFor are the votes of a group: those that are open or gather voices, and
// those that are over, the latest first.
func (s *Service) ProposalsFor(ctx context.Context, m group.Member) (open, past []Proposal, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := openProposals(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		if open, err = s.views(ctx, tx, m, rows); err != nil {
			return err
		}
		if rows, err = pastProposals(ctx, tx, m.Group.ID, pastShown); err != nil {
			return err
		}
		past, err = s.views(ctx, tx, m, rows)
		return err
	})
	return open, past, err
}

// views are proposals for a list: without how many ask for them, and without
// the counts of their ballots.
func (s *Service) views(ctx context.Context, tx *db.Tx, m group.Member, rows []proposalRow) ([]Proposal, error) {
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.Up, r.Down)
	}
	faces, err := s.groups.FacesIn(ctx, tx, m, ids)
	if err != nil {
		return nil, err
	}
	leads, err := s.leaders(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	hidden, err := s.groups.HiddenFor(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	list := make([]Proposal, len(rows))
	for i, r := range rows {
		list[i] = r.proposal(m, faces, leads)
		if !hidden[r.WhyBy] {
			list[i].Why = r.Why
		}
	}
	return list, nil
}

// leaders are the personas of those who lead. Who leads is for everybody in the
// group to know, whatever stands between two people.
func (s *Service) leaders(ctx context.Context, tx *db.Tx, m group.Member) (map[string]group.Persona, error) {
	list, err := s.groups.RolesIn(ctx, tx, m)
	leads := map[string]group.Persona{}
	for _, p := range list {
		if p.Role.Leads() {
			leads[p.ID] = p
		}
	}
	return leads, err
}

func (r proposalRow) proposal(m group.Member, faces, leads map[string]group.Persona) Proposal {
	face := func(membership string) group.Persona {
		if p, leads := leads[membership]; leads {
			return p
		}
		if membership == "" {
			return group.Persona{}
		}
		return faces[membership]
	}
	return Proposal{
		ID: r.ID, What: r.What, Up: face(r.Up), Down: face(r.Down), Suggestion: r.Suggestion, Question: r.Text, State: r.State, Agreed: r.Agreed,
		Made: clock.FromMillis(r.MadeAt), Ends: clock.FromMillis(r.EndsAt), Own: r.By == m.Self.ID, Asked: r.Up == m.Self.ID,
	}
}

// ProposalFor is one proposal with all that the member may know: how many ask
// for it, or its ballot.
func (s *Service) ProposalFor(ctx context.Context, m group.Member, proposal string) (p Proposal, err error) {
	if err := m.May(group.Read); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := proposalByID(ctx, tx, proposal)
		if err != nil || row.Group != m.Group.ID {
			return orMissing(err)
		}
		list, err := s.views(ctx, tx, m, []proposalRow{row})
		if err != nil {
			return err
		}
		p = list[0]
		if row.Ballot != "" {
			p.Ballot, err = s.ballots.Find(ctx, tx, row.Ballot)
			p.MayVote = mayVote(m, p.Made)
			return err
		}
		seconds, err := secondsOf(ctx, tx, row.ID)
		if err != nil {
			return err
		}
		for _, one := range seconds {
			p.Seconded = p.Seconded || one == m.Self.ID
		}
		p.Voices, p.Needed, err = s.voices(ctx, tx, row)
		return err
	})
	if err == nil && p.State == Voting {
		p.Voted, err = s.ballots.HasVoted(ctx, p.Ballot.ID, m.Self.ID)
	}
	return p, err
}

// MayCall tells whether the member may ask for a vote, and if not, why.
func (s *Service) MayCall(ctx context.Context, m group.Member) error {
	if err := m.May(group.CallVote); err != nil {
		return err
	}
	var old bool
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		old, err = s.groups.KeyedOld(ctx, tx, m.Self)
		return err
	})
	if err == nil && !old {
		err = errYoung()
	}
	return err
}

func errYoung() error {
	return fault.New(fault.Forbidden, "Whoever asks for a vote has been here for 30 days and has a key. You can vote before that.")
}

// Waiting is what of this package waits for a member, for the first page of
// their group.
type Waiting struct {
	Votes       int  // open ones in which they have not voted
	Gathering   int  // proposals that gather voices
	Asked       bool // they were proposed to lead, and have not answered
	Suggestions int  // texts for the agreements that can be read
	Division    bool // the group is about to divide
	Mourned     bool // somebody said that they have died
}

// WaitingFor is that.
func (s *Service) WaitingFor(ctx context.Context, m group.Member) (w Waiting, err error) {
	if err := m.May(group.Read); err != nil {
		return w, err
	}
	var open []proposalRow
	var ballots []ballot.Ballot
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if open, err = openProposals(ctx, tx, m.Group.ID); err != nil {
			return err
		}
		if len(open) > 0 {
			if ballots, err = s.ballots.OfGroup(ctx, tx, m.Group.ID, ballot.Open, len(open)+openAtMost); err != nil {
				return err
			}
		}
		suggestions, err := suggestionsOf(ctx, tx, m.Group.ID, false)
		if err != nil {
			return err
		}
		w.Suggestions = len(suggestions)
		said, err := sayersOf(ctx, tx, m.Self.ID)
		if err != nil {
			return err
		}
		w.Mourned = len(said) > 0
		d, err := openDivision(ctx, tx, m.Group.ID)
		w.Division = d.ID != ""
		return over(err)
	})
	for _, p := range open {
		if p.State == Gathering {
			w.Gathering++
			w.Asked = w.Asked || p.Up == m.Self.ID && !p.Agreed
		}
	}
	asked := map[string]time.Time{}
	for _, p := range open {
		asked[p.Ballot] = clock.FromMillis(p.MadeAt)
	}
	for _, b := range ballots {
		if err != nil || !mayVote(m, asked[b.ID]) || !b.TakesVotes(s.clock.Now()) {
			continue
		}
		var voted bool
		if voted, err = s.ballots.HasVoted(ctx, b.ID, m.Self.ID); !voted {
			w.Votes++
		}
	}
	return w, err
}
