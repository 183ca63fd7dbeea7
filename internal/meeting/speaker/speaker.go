// Package speaker is guest speakers: somebody who comes to one date of a meeting,
// without an account.
//
// Members suggest whom they would like to hear. A leader invites by a link that
// works once. Whoever takes it gives a name and nothing else, and is here by a
// pass (account.GuestSpeaker) that is good for that date alone. They write a page
// about themselves, read when and how to come as far as the leader gave it, their
// slot, the questions that members gathered, and afterwards the thanks.
//
// The pass lies in a cookie of its own, at which nothing but their own pages
// looks: to everything else they are a visitor. It ends some days after the date,
// when a leader takes it back, and when the speaker is done. A date that is called
// off or not held any more leaves them one page that says so, for a few days.
//
// What the speaker wrote is sealed with a key of its own, which is destroyed when
// they go. Of members' words the group keeps those whose writers wish it.
//
// A question without a name is nobody's for everybody, leaders too, and so a block
// changes nothing about it. Words stand in no order that tells anything: their ids
// are random.
//
// Tables: meeting_speaker, meeting_speaker_word, meeting_suggestion. Events:
// Suggested, Came, Gone. Routes: see Routes.
package speaker

import (
	"context"
	"embed"
	"net/url"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/recur"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
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
	Groups   *group.Service
	Meetings *meeting.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	Base     *url.URL // where people find this installation
}

// Service is everything about guest speakers. It is safe for concurrent use.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	events   *event.Bus
	keys     *seal.Keeper
	text     *richtext.Renderer
	accounts *account.Service
	groups   *group.Service
	meetings *meeting.Service
	hall     *hall.Hall
	cookies  web.Cookies
	base     *url.URL
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		db: o.DB, clock: o.Clock, events: o.Events, keys: o.Keys, text: o.Text, accounts: o.Accounts, groups: o.Groups,
		meetings: o.Meetings, hall: o.Hall, cookies: o.Cookies, base: o.Base,
	}
}

// What happened, said in the transaction that made it so.
type (
	// Suggested: a member would like to hear somebody at a meeting.
	Suggested struct{ Group, Meeting string }
	// Came: a speaker took their link.
	Came struct{ Group, Meeting, Slot string }
	// Gone: a speaker and what they wrote are deleted; their key goes.
	Gone struct{ Speaker string }
)

// The bounds.
const (
	LabelMost    = 80   // characters
	PlaceMost    = 200  // characters
	MinutesMost  = 240  //
	PronounsMost = 40   // characters
	AboutMost    = 4000 // characters
	WishMost     = 1000 // characters, of what one would like to talk about and what may be asked
	WordMost     = 300  // characters, of a question and of thanks
	WhoMost      = 120  // characters
	WhyMost      = 600  // characters

	speakersMost    = 5  // at one date
	questionsMost   = 10 // of a member, to a speaker
	suggestionsMost = 5  // of a member, for a meeting
)

// How long things stay.
const (
	KeptAfter  = 7 * 24 * time.Hour // after the date
	KeptCalled = 3 * 24 * time.Hour // after a date was called off
)

// State says how it stands with an invitation.
type State string

// The states.
const (
	Invited State = "invited" // nobody took the link yet
	Here    State = "here"
	Done    State = "done" // the speaker has gone, and left their page until it ends
)

// Given says what a speaker is told of how to come.
type Given struct{ Address, Link, Phone, Code bool }

// Page is what a speaker says about themselves.
type Page struct {
	Name     string `json:"name"`
	Pronouns string `json:"pronouns,omitempty"`
	About    string `json:"about,omitempty"` // as it was written
	HTML     string `json:"html,omitempty"`  // safe
	Version  int    `json:"version,omitempty"`
	Talk     string `json:"talk,omitempty"` // what they would like to talk about
	Ask      string `json:"ask,omitempty"`  // what they may be asked
}

// note is what leaders know of an invitation.
type note struct {
	Label string `json:"label,omitempty"` // whom it is for, for leaders
	By    string `json:"by"`              // the membership that invited
}

// Speaker is somebody who is invited to one date.
type Speaker struct {
	ID      string
	Group   string
	Meeting string
	Slot    recur.Wall // zero where the date is not held any more
	State   State
	Given   Given
	Minutes int    // 0 for unsaid
	Place   string // where on the run sheet, in plain words
	Shown   bool   // members see each other's questions
	Hidden  bool   // the page is hidden
	Page    Page   // empty before the link is taken
	Label   string
	Told    time.Time // when the date began, as the speaker was told
	Ends    time.Time // when all of it goes

	by          string
	label, page []byte
}

// Key is the date in addresses, or "" where it is not held any more.
func (s Speaker) Key() string {
	if s.Slot.IsZero() {
		return ""
	}
	return meeting.Key(s.Meeting, s.Slot)
}

// IsThere tells whether members can read the speaker's page.
func (s Speaker) IsThere() bool { return s.State != Invited }

// owner is the owner of the data key of a speaker.
func owner(speaker string) string { return "speaker:" + speaker }

// Forget destroys the key of a speaker who is gone.
func (s *Service) Forget(ctx context.Context, e Gone) error {
	return s.keys.Destroy(ctx, owner(e.Speaker))
}
