// Package ballot is how a group decides: one kind of vote for everything, with
// a day on which it closes and a number of people who must have voted.
//
// A vote is anonymous by the way it is kept. Casting one adds one to the count
// of an answer, and leaves a mark that says: this membership has voted. The mark
// is made with a key that belongs to this ballot alone, and says nothing about
// the answer. No row, order or time is kept for a vote. What was voted cannot
// be changed or taken back, because nobody knows which vote it was. When
// the ballot is counted the marks go, and the key after them.
//
// What this does not protect from: somebody who holds the running server, or
// copies of its disk from before and after one single vote, can compare the
// counts.
//
// Nobody learns how a ballot stands before it closes, nor how many have voted. The
// package knows groups and memberships by their ids alone: who may vote is for
// whoever calls Cast to say.
//
// Tables: group_ballot, group_ballot_option, group_ballot_voter.
//
// Events: Closed, Ended.
package ballot

import (
	"context"
	"embed"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
	"handrail/internal/platform/seal"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// VoteFor is how long people have for a vote that changes who leads or what is
// agreed, and HereWithin is who counts as being here for its quorum.
const (
	VoteFor    = 7 * 24 * time.Hour
	HereWithin = 60 * 24 * time.Hour
)

// The bounds of a ballot.
const (
	MostOptions = 20
	LabelMost   = 200 // characters of an answer
)

// Quorum is how many must vote, of those who were here lately: a third, rounded
// up, and at least one.
func Quorum(active int) int { return max(1, (active+2)/3) }

// The answers of a ballot that is carried or refused.
const (
	Yes     = "yes"
	No      = "no"
	Abstain = "abstain" // counts for the quorum and for nothing else
)

// YesNo are the options of a ballot that is carried or refused, in the order in
// which they are shown. Screens say them in the reader's language.
func YesNo() []string { return []string{Yes, No, Abstain} }

// State is how far a ballot is.
type State string

// The states.
const (
	Open      State = "open"
	Carried   State = "carried"   // more yes than no
	Refused   State = "refused"   // not more yes than no
	Short     State = "short"     // too few voted, so nothing is decided and no count is kept
	Counted   State = "counted"   // other answers than yes and no
	Withdrawn State = "withdrawn" // there is nothing left to decide
)

// Ballot is one vote.
type Ballot struct {
	ID         string
	Group      string
	Kind       string   // what it decides; the feature that opened it knows it again by this
	Title      string   // "" where the feature has words of its own
	Detail     string   // "" or more about it
	Options    []string // at least two
	Electorate int      // how many might vote when it was opened
	Quorum     int      // how many must
	State      State
	Opened     time.Time
	Closes     time.Time
	Result     *Result // nil until it is counted
}

// Result is what came out.
type Result struct {
	Cast  int   // how many voted
	Votes []int // by option; nil where too few voted
}

// IsYesNo tells whether the ballot is carried or refused.
func (b Ballot) IsYesNo() bool { return slices.Equal(b.Options, YesNo()) }

// TakesVotes tells whether a vote would count at this moment.
func (b Ballot) TakesVotes(now time.Time) bool { return b.State == Open && now.Before(b.Closes) }

// Closed is emitted in the transaction that counts a ballot. What was decided
// takes effect there, or the ballot is not counted.
type Closed struct {
	Ballot string
	Group  string
	Kind   string
	State  State
}

// Ended is emitted when a ballot takes no more votes, counted or withdrawn.
// Whoever reacts calls Forget, later.
type Ended struct{ Ballot string }

// Options are what the service works with.
type Options struct {
	DB     *db.DB
	Clock  clock.Clock
	Keys   *seal.Keeper
	Events *event.Bus
}

// Service keeps ballots. It is safe for concurrent use.
type Service struct {
	db     *db.DB
	clock  clock.Clock
	keys   *seal.Keeper
	events *event.Bus
}

// New makes the service.
func New(o Options) *Service {
	return &Service{db: o.DB, clock: o.Clock, keys: o.Keys, events: o.Events}
}

// Open begins a ballot in the caller's transaction, and gives it an id where b
// has none. What is wrong with the answers is an Invalid fault at the field
// "options".
func (s *Service) Open(ctx context.Context, tx *db.Tx, b Ballot) (Ballot, error) {
	var err error
	if b.Options, err = cleanOptions(b.Options); err != nil {
		return Ballot{}, err
	}
	now := s.clock.Now()
	if b.Quorum < 1 || !b.Closes.After(now) {
		return Ballot{}, errors.New("ballot: one that needs no votes, or has no time for any")
	}
	if b.ID == "" {
		b.ID = id.New(s.clock)
	}
	b.State, b.Opened, b.Result = Open, now, nil
	return b, insertBallot(ctx, tx, b)
}

func cleanOptions(typed []string) ([]string, error) {
	clean := make([]string, len(typed))
	for i, o := range typed {
		clean[i] = strings.Join(strings.Fields(o), " ")
		switch n := utf8.RuneCountInString(clean[i]); {
		case n == 0:
			return nil, fault.Field("options", "Write something for each answer.")
		case n > LabelMost:
			return nil, fault.Field("options", "Make each answer {.Limit} characters or shorter.", i18n.Args{"Limit": LabelMost})
		case slices.Contains(clean[:i], clean[i]):
			return nil, fault.Field("options", "Two answers are the same. Change one of them.")
		}
	}
	switch {
	case len(clean) < 2:
		return nil, fault.Field("options", "Write at least two answers.")
	case len(clean) > MostOptions:
		return nil, fault.Field("options", "Choose at most {.Limit} answers.", i18n.Args{"Limit": MostOptions})
	}
	return clean, nil
}

// Find is one ballot. NotFound where there is none.
func (s *Service) Find(ctx context.Context, tx *db.Tx, ballot string) (Ballot, error) {
	row, err := ballotByID(ctx, tx, ballot)
	if err != nil {
		return Ballot{}, err
	}
	return s.withOptions(ctx, tx, row)
}

func (s *Service) withOptions(ctx context.Context, tx *db.Tx, row ballotRow) (Ballot, error) {
	options, err := optionsOf(ctx, tx, row.ID)
	if err != nil {
		return Ballot{}, err
	}
	return row.ballot(options), nil
}

// OfGroup are the ballots of a group that are in this state, or in any where
// state is "", the newest first.
func (s *Service) OfGroup(ctx context.Context, tx *db.Tx, group string, state State, limit int) ([]Ballot, error) {
	rows, err := ballotsOf(ctx, tx, group, state, limit)
	if err != nil {
		return nil, err
	}
	options, err := optionsOfGroup(ctx, tx, group, state, limit)
	if err != nil {
		return nil, err
	}
	list := make([]Ballot, len(rows))
	for i, row := range rows {
		list[i] = row.ballot(slices.DeleteFunc(slices.Clone(options), func(o optionRow) bool { return o.Ballot != row.ID }))
	}
	return list, nil
}

// Withdraw ends a ballot whose purpose has vanished, in the caller's
// transaction. What was voted is never counted. One that has ended stays as it
// is.
func (s *Service) Withdraw(ctx context.Context, tx *db.Tx, ballot string) error {
	if err := lock(ctx, tx, ballot); err != nil {
		return err
	}
	b, err := s.Find(ctx, tx, ballot)
	if err != nil || b.State != Open {
		return err
	}
	return s.end(ctx, tx, ballot, Withdrawn, 0)
}

// lock makes votes, counting and withdrawing of one ballot take turns.
func lock(ctx context.Context, tx *db.Tx, ballot string) error {
	return tx.Lock(ctx, "ballot", ballot)
}
