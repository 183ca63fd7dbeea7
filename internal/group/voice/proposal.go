package voice

import (
	"context"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// What says what a vote is about. It is the kind of its ballot, too.
type What string

// What can be voted on.
const (
	Lead  What = "leader"    // who leads
	Terms What = "agreement" // whether a suggested text becomes the agreements
	Ask   What = "question"  // anything else that can be answered by yes or no
)

// State is how far a proposal is.
type State string

// The states.
const (
	Gathering State = "gathering" // not enough ask for it yet, or who is named has not agreed
	Voting    State = "voting"
	Carried   State = "carried"
	Refused   State = "refused"
	Short     State = "short"      // too few voted
	Moot      State = "moot"       // there was nothing left to decide
	Faded     State = "faded"      // two weeks went by without enough voices
	TakenBack State = "taken-back" // by whoever called it
)

// How long things take, and how much.
const (
	GatherFor    = 14 * 24 * time.Hour
	Voices       = 3
	QuestionMost = 300 // characters
)

// Call is what somebody wants the group to vote on.
type Call struct {
	What       What
	Up         string // the membership that should lead, or ""
	Down       string // the leader who should stop, or ""
	Suggestion string // of Terms
	Question   string // of Ask
}

// Proposal is what some want to be voted on, as one member sees it.
type Proposal struct {
	ID         string
	What       What
	Up, Down   group.Persona // zero where nobody is named
	Suggestion string
	Why        string // of the suggested text; "" where its author is hidden from the viewer
	Question   string
	State      State
	Agreed     bool // whoever should lead has said yes
	Voices     int  // how many ask for it and are still there
	Needed     int  // how many it takes
	Made       time.Time
	Ends       time.Time // of Gathering
	Ballot     ballot.Ballot
	Own        bool // the viewer called it
	Seconded   bool // the viewer asks for it too
	Asked      bool // it is the viewer who should lead
	Voted      bool // the viewer has, in a vote that is open
	MayVote    bool // the viewer was here when the vote began
}

// IsOver tells whether nothing can come of it any more.
func (p Proposal) IsOver() bool { return p.State != Gathering && p.State != Voting }

// Call asks for a vote.
func (s *Service) Call(ctx context.Context, m group.Member, c Call) (string, error) {
	row := proposalRow{
		ID: id.New(s.clock), Group: m.Group.ID, By: m.Self.ID, What: c.What, State: Gathering,
		MadeAt: clock.Millis(s.clock.Now()), EndsAt: clock.Millis(s.clock.Now().Add(GatherFor)),
	}
	return row.ID, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := s.caller(ctx, tx, m)
		if err != nil {
			return err
		}
		if row, err = s.named(ctx, tx, m, row, c); err != nil {
			return err
		}
		if err := s.unheard(ctx, tx, row); err != nil {
			return err
		}
		if err := insertProposal(ctx, tx, row); err != nil {
			return err
		}
		if err := s.askCandidate(ctx, tx, row); err != nil {
			return err
		}
		return s.begin(ctx, tx, row)
	})
}

// caller is the member, if they may call a vote now.
func (s *Service) caller(ctx context.Context, tx *db.Tx, m group.Member) (group.Member, error) {
	m, err := m.Again(ctx, tx, group.CallVote)
	if err != nil {
		return m, err
	}
	old, err := s.groups.KeyedOld(ctx, tx, m.Self)
	if err == nil && !old {
		err = errYoung()
	}
	return m, err
}

// named fills in what a proposal is about, and refuses what cannot be voted on.
func (s *Service) named(ctx context.Context, tx *db.Tx, m group.Member, row proposalRow, c Call) (proposalRow, error) {
	switch c.What {
	case Lead:
		return s.namedLeaders(ctx, tx, m, row, c)
	case Terms:
		sg, err := suggestionByID(ctx, tx, c.Suggestion)
		if err != nil || sg.Group != m.Group.ID || sg.State != Suggested {
			return row, orMissing(err)
		}
		row.Suggestion = sg.ID
		return row, nil
	case Ask:
		text, err := lineOf("question", c.Question, QuestionMost, "Write the question first.")
		row.Text = text
		return row, err
	}
	return row, fault.Field("what", "Choose what to vote on.")
}

// orMissing is err, or that there is no such thing.
func orMissing(err error) error {
	if err != nil {
		return err
	}
	return fault.Missing()
}

func (s *Service) namedLeaders(ctx context.Context, tx *db.Tx, m group.Member, row proposalRow, c Call) (proposalRow, error) {
	if c.Up == "" && c.Down == "" {
		return row, fault.Field("up", "Say who should lead, or who should stop.")
	}
	if c.Up != "" {
		up, err := s.groups.MemberIn(ctx, tx, m, c.Up)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			return row, fault.Field("up", "Nobody here has this name. Write it as the list of members has it.")
		case err != nil:
			return row, err
		case up.Role == group.Facilitator:
			return row, fault.Field("up", "They lead this group already.")
		}
		row.Up, row.Agreed = up.ID, up.ID == m.Self.ID
	}
	if c.Down != "" {
		down, err := s.groups.MembershipIn(ctx, tx, m.Group.ID, c.Down)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return row, err
		}
		if err != nil || !down.Role.Leads() {
			return row, fault.Field("down", "They do not lead this group any more.")
		}
		row.Down = down.ID
	}
	if row.Up == row.Down {
		return row, fault.Field("up", "Choose two different people.")
	}
	return row, nil
}

// unheard refuses what is being asked already, and a second proposal of one
// member while the first still gathers voices.
func (s *Service) unheard(ctx context.Context, tx *db.Tx, row proposalRow) error {
	open, err := openProposals(ctx, tx, row.Group)
	if err != nil {
		return err
	}
	for _, p := range open {
		switch {
		case p.What == row.What && p.Up == row.Up && p.Down == row.Down && p.Suggestion == row.Suggestion && p.Text == row.Text:
			return fault.New(fault.Conflict, "This is asked already. You find it under votes, and can ask for it too.")
		case p.By == row.By && p.State == Gathering:
			return fault.New(fault.Conflict, "You have asked for a vote already. Take that back first, or wait until it has begun.")
		}
	}
	questions := 0
	for _, p := range open {
		if p.What == Ask {
			questions++
		}
	}
	if row.What == Ask && questions >= openAtMost {
		return fault.New(fault.Conflict, "There are {.Count} votes already. Wait until one of them is over.", map[string]any{"Count": openAtMost})
	}
	return nil
}

// openAtMost is how many questions a group votes on at once. Votes on who leads,
// and on what is agreed, always find room.
const openAtMost = 20

func (s *Service) askCandidate(ctx context.Context, tx *db.Tx, row proposalRow) error {
	if row.Up == "" || row.Agreed {
		return nil
	}
	up, err := s.groups.MembershipIn(ctx, tx, row.Group, row.Up)
	if err != nil || up.Account == "" {
		return err
	}
	return s.events.Emit(ctx, tx, CandidateAsked{Group: row.Group, Proposal: row.ID, Account: up.Account})
}

// Second asks for a vote that somebody else called.
func (s *Service) Second(ctx context.Context, m group.Member, proposal string) error {
	return s.change(ctx, m, proposal, func(ctx context.Context, tx *db.Tx, m group.Member, row proposalRow) error {
		if _, err := s.caller(ctx, tx, m); err != nil {
			return err
		}
		if row.By == m.Self.ID {
			return fault.New(fault.Conflict, "You called this vote. Your voice counts already.")
		}
		if err := insertSecond(ctx, tx, row.ID, m.Self.ID); err != nil {
			return err
		}
		return s.begin(ctx, tx, row)
	})
}

// TakeBack takes the viewer's voice from a proposal. Whoever called it ends it
// so.
func (s *Service) TakeBack(ctx context.Context, m group.Member, proposal string) error {
	return s.change(ctx, m, proposal, func(ctx context.Context, tx *db.Tx, m group.Member, row proposalRow) error {
		if row.By == m.Self.ID {
			return writeProposalState(ctx, tx, row.ID, TakenBack)
		}
		return deleteSecond(ctx, tx, row.ID, m.Self.ID)
	})
}

// change does something to a proposal that still gathers voices, under the
// group's lock.
func (s *Service) change(ctx context.Context, m group.Member, proposal string, do func(context.Context, *db.Tx, group.Member, proposalRow) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, row, err := s.proposalIn(ctx, tx, m, proposal)
		if err != nil {
			return err
		}
		if row.State != Gathering || !s.clock.Now().Before(clock.FromMillis(row.EndsAt)) {
			return fault.New(fault.Conflict, "This does not gather voices any more. Look at how it stands now.")
		}
		if err := do(ctx, tx, m, row); err != nil {
			return err
		}
		return s.stir(ctx, tx, m.Group.ID)
	})
}

// proposalIn is a proposal of the member's group, under the group's lock.
func (s *Service) proposalIn(ctx context.Context, tx *db.Tx, m group.Member, proposal string) (group.Member, proposalRow, error) {
	m, err := m.Again(ctx, tx, group.Read)
	if err != nil {
		return m, proposalRow{}, err
	}
	row, err := proposalByID(ctx, tx, proposal)
	if err == nil && row.Group != m.Group.ID {
		err = fault.Missing()
	}
	return m, row, err
}

// Consent is the answer of whoever should lead. Without a yes nothing is voted
// on; a no ends a proposal that names nobody else, and leaves the rest of one
// that does.
func (s *Service) Consent(ctx context.Context, m group.Member, proposal string, yes bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, row, err := s.proposalIn(ctx, tx, m, proposal)
		switch {
		case err != nil:
			return err
		case row.Up != m.Self.ID:
			return fault.Missing()
		case row.State != Gathering && row.State != Voting:
			return fault.New(fault.Conflict, "This is over. Look at how it stands now.")
		}
		if err := writeConsent(ctx, tx, row.ID, yes); err != nil {
			return err
		}
		switch {
		case yes:
			row.Agreed = true
		case row.Down == "":
			return s.drop(ctx, tx, row)
		default:
			row.Up = ""
		}
		return s.begin(ctx, tx, row)
	})
}

// drop ends a proposal about which there is nothing left to decide.
func (s *Service) drop(ctx context.Context, tx *db.Tx, row proposalRow) error {
	if row.State == Voting {
		if err := s.ballots.Withdraw(ctx, tx, row.Ballot); err != nil {
			return err
		}
	}
	if err := writeProposalState(ctx, tx, row.ID, Moot); err != nil {
		return err
	}
	return s.stir(ctx, tx, row.Group)
}

// begin makes a ballot of a proposal that enough members ask for.
func (s *Service) begin(ctx context.Context, tx *db.Tx, row proposalRow) error {
	if row.State != Gathering || row.Up != "" && !row.Agreed {
		return nil
	}
	have, needed, err := s.voices(ctx, tx, row)
	if err != nil || have < needed {
		return err
	}
	all, active, err := s.groups.Electorate(ctx, tx, row.Group, clock.FromMillis(row.MadeAt))
	if err != nil {
		return err
	}
	b, err := s.ballots.Open(ctx, tx, ballot.Ballot{
		Group: row.Group, Kind: string(row.What), Options: ballot.YesNo(), Closes: s.clock.Now().Add(ballot.VoteFor),
		Electorate: int(all), Quorum: ballot.Quorum(int(active)),
	})
	if err != nil {
		return err
	}
	if err := writeBallot(ctx, tx, row.ID, b.ID); err != nil {
		return err
	}
	return s.stir(ctx, tx, row.Group)
}

// voices is how many ask for a proposal and are still who may, and how many it
// takes.
func (s *Service) voices(ctx context.Context, tx *db.Tx, row proposalRow) (have, needed int, err error) {
	seconds, err := secondsOf(ctx, tx, row.ID)
	if err != nil {
		return 0, 0, err
	}
	if have, err = s.keyed(ctx, tx, row.Group, append(seconds, row.By)); err != nil {
		return 0, 0, err
	}
	old, err := oldMembers(ctx, tx, row.Group, s.clock.Now().Add(-group.OldAfter))
	if err != nil {
		return 0, 0, err
	}
	if needed, err = s.keyed(ctx, tx, row.Group, old); err != nil || needed == Voices {
		return have, Voices, err
	}
	// Fewer than three of some standing is enough where there are not even three.
	all, _, err := s.groups.Electorate(ctx, tx, row.Group, clock.FromMillis(row.MadeAt))
	if all >= Voices {
		needed = max(needed, 2)
	}
	return have, max(needed, 1), err
}

// keyed counts those who are members, of some standing, with a key. It stops at
// as many as a proposal takes.
func (s *Service) keyed(ctx context.Context, tx *db.Tx, groupID string, memberships []string) (n int, err error) {
	for _, one := range slices.Compact(slices.Sorted(slices.Values(memberships))) {
		if n == Voices {
			break
		}
		m, err := s.groups.MembershipIn(ctx, tx, groupID, one)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return 0, err
		}
		old, err := s.groups.KeyedOld(ctx, tx, m)
		if err != nil {
			return 0, err
		}
		if old {
			n++
		}
	}
	return n, nil
}
