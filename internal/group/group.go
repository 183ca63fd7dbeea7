// Package group knows the groups of this place, who belongs to them, and by
// which face. A group has a kind and a word set, which give defaults and never a
// code path of their own. A membership owns a persona: the name and picture of
// that group alone. All that somebody says belongs to a membership, never to an
// account.
//
// Nothing here tells one group who somebody is in another. Ids of memberships
// are random, no list is sorted by when somebody came, arrivals and departures
// show at a random moment. Enforcement is not blind for it: bans and blocks
// bind the account.
//
// What a member may do is one table, in may.go. Whoever is outside a group is
// answered as if its inside did not exist.
//
// Tables: group_group, group_membership, group_read, group_topic, group_hello,
// group_agreement, group_invitation, group_founding, group_ban, group_block,
// group_mute, group_verification, group_vouch; those of the parts are named
// there.
//
// Events: see event.go.
package group

import (
	"context"
	"embed"
	"encoding/hex"
	"math/rand/v2"
	"time"

	"handrail/internal/account"
	"handrail/internal/group/word"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/seal"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Events   *event.Bus
	Keys     *seal.Keeper
	Text     *richtext.Renderer
	Accounts *account.Service
	// Founding says who may found a group. It is asked each time: a steward may
	// change it.
	Founding func(ctx context.Context) Founding
}

// Founding says who may found a group.
type Founding string

// Who may found.
const (
	ByApproval Founding = "approval" // anybody may ask, a steward answers
	ByInvited  Founding = "invited"  // whoever was given a link by a steward; others ask
	ByAnyone   Founding = "anyone"
)

// Service is everything about groups.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	events   *event.Bus
	keys     *seal.Keeper
	text     *richtext.Renderer
	accounts *account.Service
	founding func(ctx context.Context) Founding
	seen     *seen
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		db: o.DB, clock: o.Clock, events: o.Events, keys: o.Keys, text: o.Text,
		accounts: o.Accounts, founding: o.Founding, seen: newSeen(),
	}
}

// State says how a group is.
type State string

// The states.
const (
	Asked    State = "asked"    // founded, and waiting for a steward
	Refused  State = "refused"  // a steward said no
	Open     State = "open"     // people talk, and may join as it says
	Paused   State = "paused"   // nobody joins and nobody writes; all can be read
	Archived State = "archived" // over; its members can read
)

// Visibility says what people outside can see. The inside is for members alone
// in all three.
type Visibility string

// The visibilities.
const (
	Public   Visibility = "public"   // its page is open to all
	Listed   Visibility = "listed"   // its name and one paragraph are
	Unlisted Visibility = "unlisted" // nothing is: it is known by invitation alone
)

// Joining says how somebody becomes a member.
type Joining string

// The ways of joining.
const (
	Freely       Joining = "open"
	ByAsking     Joining = "ask"
	ByInvitation Joining = "invitation"
	Shut         Joining = "shut" // nobody, for now
)

// Group is a group.
type Group struct {
	ID         string
	Slug       string // in addresses: its name and four random characters
	Name       string
	Kind       word.Kind
	Words      word.Set
	State      State
	Visibility Visibility
	Joining    Joining
	Question   string    // asked of those who ask to join
	Summary    string    // one paragraph
	Whom       string    // whom it is for
	About      string    // what happens here, in Markdown
	AboutHTML  string    // rendered when it was written, safe
	Topics     []string  // ids of topics
	Languages  []string  // "en", "es", …
	Zone       string    // IANA
	Capacity   int       // the most members; 0 for no limit
	Queues     bool      // a full group keeps a waiting list
	Starts     time.Time // of a closed cohort; zero for none
	Ends       time.Time // of a closed cohort; zero for none
	Invites    string    // who may invite: "leaders" or "members"
	YoungDays  int       // how many days an account must be old to join
	Care       bool      // no leaders: the stewards look after it
	Held       bool      // stewards paused or ended it: only they open it again
	Said       string    // what the stewards last said to it, or ""
	Agreement  int64     // the version of its agreements
	Made       time.Time

	members int // how many there were when they were last counted; said in coarse words alone
	aboutBy int // the version of the rendering
}

// IsFull tells whether there was no place left when members were last counted.
// Whoever joins is told how it is then.
func (g Group) IsFull() bool { return g.Capacity > 0 && g.members >= g.Capacity }

// Size is roughly how many are here: 0 for fewer than five, and else a round
// number that is not more. The exact number would tell who came where when.
func (g Group) Size() int {
	round := 0
	for _, step := range []int{5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000} {
		if g.members >= step {
			round = step
		}
	}
	return round
}

// Shows tells whether people outside can see that it exists.
func (g Group) Shows() bool {
	return g.Visibility != Unlisted && (g.State == Open || g.State == Paused)
}

// HasBegun tells whether a closed cohort has started, so that nobody joins it
// any more without a leader.
func (g Group) hasBegun(now time.Time) bool { return !g.Starts.IsZero() && !now.Before(g.Starts) }

// mark is what stands in the database for something that must be found again
// but not be read.
func (s *Service) mark(ctx context.Context, purpose, value string) (string, error) {
	sum, err := s.keys.MAC(ctx, "group:marks", purpose, []byte(value))
	return hex.EncodeToString(sum), err
}

// sometime is a random moment between from and to after now, so that two things
// that somebody does at once do not show at once.
func (s *Service) sometime(from, to time.Duration) time.Time {
	return s.clock.Now().Add(from + rand.N(to-from))
}

// errNotNow is the one answer to whoever cannot be let in for a reason that is
// not theirs to know. It is the same for all of them.
func errNotNow() error {
	return fault.New(fault.Forbidden, "This group cannot take you in right now. You can try again another day, or look for another group.")
}

// lock takes the group's lock: what changes a group or its members is done one
// after the other.
func lock(ctx context.Context, tx *db.Tx, group string) error { return tx.Lock(ctx, "group", group) }
