// Package poll is how a group finds out what it thinks, inside a topic of its
// forum: a question, some answers, and a day on which it ends. It is a vote of
// package ballot: nobody sees who asked, who voted or what, and nobody learns how
// it stands, nor how many have voted, before it is over.
//
// Whoever may call a vote may ask, and so may those who look after the group. A
// topic holds one poll at a time. A share holds none: a story is not put to the
// vote. When whoever began the topic deletes it, the poll goes unanswered.
//
// Tables: none; the vote is package ballot's, and the topic, which knows its
// poll, package forum's. Events: none of its own. Routes: see Routes.
package poll

import (
	"context"
	"embed"
	"slices"
	"strings"
	"unicode/utf8"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/hall"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Kind is what the ballots of this package are called.
const Kind = "poll"

// The bounds of a poll.
const (
	QuestionMost = 300 // characters
	OptionsMost  = 10
	OpenMost     = 15 // polls of a group at once; other votes always find room beside them
)

// Days are for how many days a poll can be open.
func Days() []int { return []int{1, 3, 7, 14, 30} }

// Options are what the service works with.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	Events  *event.Bus
	Groups  *group.Service
	Forum   *forum.Service
	Ballots *ballot.Service
	Hall    *hall.Hall
	Cookies web.Cookies
}

// Service is the polls of all forums. It is safe for concurrent use.
type Service struct{ o Options }

// New makes the service.
func New(o Options) *Service { return &Service{o} }

// Asking is a poll about to be.
type Asking struct {
	Question string
	Answers  []string
	Days     int
	Quorum   int // 0 for a third of those who were here lately
}

// Poll is a poll as one member sees it.
type Poll struct {
	ballot.Ballot
	Voted bool  // the member has; nobody can tell once it is over
	May   error // why the member cannot vote now, or nil
	Ends  bool  // the member may take it away
}

// MayAsk tells whether the member may ask the group in a topic, and if not, why.
func (s *Service) MayAsk(ctx context.Context, m group.Member, t forum.Topic) error {
	return s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error { return s.mayAsk(ctx, tx, m, t) })
}

func (s *Service) mayAsk(ctx context.Context, tx *db.Tx, m group.Member, t forum.Topic) error {
	if err := asker(m); err != nil {
		return err
	}
	switch {
	case t.Ballot != "":
		return fault.New(fault.Conflict, "There is a poll in this topic already. You can begin another topic.")
	case t.Kind == forum.Share:
		return fault.New(fault.Conflict, "A story is not put to the vote. Begin a discussion for it.")
	case t.State != forum.Here || t.Closed:
		return fault.New(fault.Conflict, "This topic takes no poll now. You can begin another one.")
	case m.Self.Role.Leads():
		return nil
	}
	old, err := s.o.Groups.KeyedOld(ctx, tx, m.Self)
	if err == nil && !old {
		err = fault.New(fault.Forbidden, "Whoever asks the group has been here for 30 days and has a key. You can vote before that.")
	}
	return err
}

// asker tells whether the member may ask at all.
func asker(m group.Member) error {
	if m.Self.Role.Leads() {
		return m.May(group.Tend)
	}
	if err := m.May(group.CallVote); err != nil {
		return err
	}
	return m.May(group.Share)
}

// Ask begins a poll in a topic. Nobody sees who asked.
func (s *Service) Ask(ctx context.Context, m group.Member, topic string, a Asking) error {
	a, err := a.clean()
	if err != nil {
		return err
	}
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		t, err := s.o.Forum.TopicIn(ctx, tx, m, topic)
		if err != nil {
			return err
		}
		if err := s.mayAsk(ctx, tx, m, t); err != nil {
			return err
		}
		if err := s.fits(ctx, tx, m, a); err != nil {
			return err
		}
		b, err := s.ballot(ctx, tx, m, a)
		if err != nil {
			return err
		}
		if b, err = s.o.Ballots.Open(ctx, tx, b); err != nil {
			return err
		}
		if err := s.o.Forum.SetBallot(ctx, tx, t.ID, b.ID); err != nil {
			return err
		}
		return s.o.Events.Emit(ctx, tx, group.Stirred{Group: m.Group.ID})
	})
}

// fits refuses what holds one of the words that the group has looked at first,
// since a poll is there for all at once, and one poll too many.
func (s *Service) fits(ctx context.Context, tx *db.Tx, m group.Member, a Asking) error {
	set, err := s.o.Forum.SettingIn(ctx, tx, m)
	if err != nil {
		return err
	}
	if !m.Self.Role.Leads() && set.Watches(a.Question+"\n"+strings.Join(a.Answers, "\n")) {
		return fault.Field("question", "One of these words is looked at first in this group. Use other words, or ask those who look after the group to begin the poll.")
	}
	open, err := s.o.Ballots.OfGroup(ctx, tx, m.Group.ID, ballot.Open, 200)
	polls := slices.DeleteFunc(open, func(b ballot.Ballot) bool { return b.Kind != Kind })
	if err == nil && len(polls) >= OpenMost {
		err = fault.New(fault.Conflict, "There are {.Count} polls already. Wait until one of them is over.", i18n.Args{"Count": OpenMost})
	}
	return err
}

func (a Asking) clean() (Asking, error) {
	a.Question = strings.Join(strings.Fields(a.Question), " ")
	a.Answers = slices.DeleteFunc(slices.Clone(a.Answers), func(one string) bool { return strings.TrimSpace(one) == "" })
	switch n := utf8.RuneCountInString(a.Question); {
	case n == 0:
		return a, fault.Field("question", "Write the question first.")
	case n > QuestionMost:
		return a, fault.Field("question", "Shorten this to {.Most} characters.", i18n.Args{"Most": QuestionMost})
	case len(a.Answers) > OptionsMost:
		return a, fault.Field("options", "Choose {.Most} answers at most.", i18n.Args{"Most": OptionsMost})
	case !slices.Contains(Days(), a.Days):
		return a, fault.Field("days", "Choose one from the list.")
	case a.Quorum < 0:
		return a, fault.Field("quorum", "Type a whole number, or leave it empty.")
	}
	return a, nil
}

// ballot is the vote that an asking becomes.
func (s *Service) ballot(ctx context.Context, tx *db.Tx, m group.Member, a Asking) (ballot.Ballot, error) {
	now := s.o.Clock.Now()
	all, active, err := s.o.Groups.Electorate(ctx, tx, m.Group.ID, now)
	least := ballot.Quorum(int(active))
	quorum := max(a.Quorum, least)
	switch {
	case err != nil:
		return ballot.Ballot{}, err
	case a.Quorum > 0 && a.Quorum < least:
		return ballot.Ballot{}, fault.Field("quorum", "Choose {.Least} or more: a third of those who were here lately.", i18n.Args{"Least": least})
	case quorum > int(max(all, 1)):
		return ballot.Ballot{}, fault.Field("quorum", "So many are not here. Choose {.Most} at most.", i18n.Args{"Most": all})
	}
	return ballot.Ballot{
		Group: m.Group.ID, Kind: Kind, Title: a.Question, Options: a.Answers, Electorate: int(all), Quorum: quorum, Closes: now.AddDate(0, 0, a.Days),
	}, nil
}

// Vote casts the member's one vote in the poll of a topic. Whoever was a member
// when it began may.
func (s *Service) Vote(ctx context.Context, m group.Member, topic string, option int) error {
	b, err := s.ballotOf(ctx, m, topic)
	if err != nil {
		return err
	}
	return s.o.Ballots.Cast(ctx, b.ID, m.Self.ID, option, func(ctx context.Context, tx *db.Tx, b ballot.Ballot) error {
		m, err := m.Again(ctx, tx, group.CastVote)
		if err != nil {
			return err
		}
		t, err := s.o.Forum.TopicIn(ctx, tx, m, topic)
		if err != nil || t.Ballot != b.ID {
			return orMissing(err)
		}
		return mayVote(m, b)
	})
}

// mayVote refuses who came after a poll began.
func mayVote(m group.Member, b ballot.Ballot) error {
	if m.Self.Joined.After(b.Opened) {
		return fault.New(fault.Forbidden, "This poll began before you came. You can vote in the next one.")
	}
	return m.May(group.CastVote)
}

func orMissing(err error) error {
	if err == nil {
		return fault.Missing()
	}
	return err
}

// ballotOf is the vote in a topic that the member sees: NotFound without one.
func (s *Service) ballotOf(ctx context.Context, m group.Member, topic string) (b ballot.Ballot, err error) {
	if err := m.May(group.Read); err != nil {
		return b, err
	}
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		t, err := s.o.Forum.TopicIn(ctx, tx, m, topic)
		if err != nil || t.Ballot == "" {
			return orMissing(err)
		}
		b, err = s.o.Ballots.Find(ctx, tx, t.Ballot)
		return err
	})
	return b, err
}

// PollFor is the poll in a topic as the member sees it: NotFound without one.
func (s *Service) PollFor(ctx context.Context, m group.Member, topic string) (p Poll, err error) {
	if p.Ballot, err = s.ballotOf(ctx, m, topic); err != nil {
		return p, err
	}
	p.May = mayVote(m, p.Ballot)
	if p.TakesVotes(s.o.Clock.Now()) {
		p.Ends = m.Can(group.Tend)
		p.Voted, err = s.o.Ballots.HasVoted(ctx, p.ID, m.Self.ID)
	}
	return p, err
}

// Withdraw takes a poll away that is still open, on behalf of those who look
// after the group. What was voted is never counted.
func (s *Service) Withdraw(ctx context.Context, m group.Member, topic string) error {
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Tend)
		if err != nil {
			return err
		}
		t, err := s.o.Forum.TopicIn(ctx, tx, m, topic)
		if err != nil || t.Ballot == "" {
			return orMissing(err)
		}
		b, err := s.o.Ballots.Find(ctx, tx, t.Ballot)
		if err == nil && !b.TakesVotes(s.o.Clock.Now()) {
			err = fault.New(fault.Conflict, "This poll is over. What came out stays for everybody to see.")
		}
		if err != nil {
			return err
		}
		if err := s.o.Ballots.Withdraw(ctx, tx, b.ID); err != nil {
			return err
		}
		return s.o.Forum.SetBallot(ctx, tx, t.ID, "")
	})
}

// Removed ends the poll of a topic whose first words were deleted.
func (s *Service) Removed(ctx context.Context, tx *db.Tx, e forum.Removed) error {
	if !e.Gone {
		return nil
	}
	b, err := s.o.Forum.BallotOfGone(ctx, tx, e.Topic)
	if err != nil || b == "" {
		return err
	}
	return s.o.Ballots.Withdraw(ctx, tx, b)
}

// Closed has open pages of a group look at what came out of a poll. Ballots of
// other features are none of its business.
func (s *Service) Closed(ctx context.Context, tx *db.Tx, e ballot.Closed) error {
	if e.Kind != Kind {
		return nil
	}
	return s.o.Events.Emit(ctx, tx, group.Stirred{Group: e.Group})
}
