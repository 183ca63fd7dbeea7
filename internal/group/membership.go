package group

import (
	"time"

	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
)

// Standing says how somebody stands in one group.
type Standing string

// The standings.
const (
	Asking     Standing = "asking"  // asked to join; leaders answer
	Waiting    Standing = "waiting" // for a place
	Offered    Standing = "offered" // a place, for some days
	Here       Standing = "here"
	Out        Standing = "out" // stepped out for a while
	Left       Standing = "left"
	Removed    Standing = "removed"
	Remembered Standing = "remembered" // died; two of the group and a steward said so
)

// IsInside tells whether somebody of this standing is a member.
func (s Standing) IsInside() bool { return s == Here || s == Out }

// Role is what somebody does in one group.
type Role string

// The roles. Facilitators and co-facilitators together are the leaders.
const (
	Plain         Role = "member"
	Greeter       Role = "greeter"
	CoFacilitator Role = "cofacilitator"
	Facilitator   Role = "facilitator"
)

// Leads tells whether it is a leader's role.
func (r Role) Leads() bool { return r == Facilitator || r == CoFacilitator }

// rank orders the roles: who has more may do what those with less may.
func (r Role) rank() int {
	switch r {
	case Greeter:
		return 1
	case CoFacilitator:
		return 2
	case Facilitator:
		return 3
	}
	return 0
}

// Says is what the role is called in these words.
func (r Role) Says(words word.Set) i18n.Text { return words.Role(string(r)) }

// How somebody left: what became of their words.
type How string

// The ways of leaving.
const (
	AsFormer    How = "former"    // "a former member"; one may come back to one's words
	AsAnonymous How = "anonymous" // nobody can ever tell whose words they were
	Erased      How = "erased"    // the words go
)

// Afterwards is what somebody wishes for their words, should they die.
type Afterwards string

// The wishes.
const (
	WordsStay Afterwards = "stay"
	WordsGo   Afterwards = "go"
)

// Persona is the face of one group: what others there see of somebody.
type Persona struct {
	ID           string // random; of the membership that owns it
	Name         string
	Pronouns     string
	About        string
	Seed         string // of the drawn picture
	Picture      string // the key of an own picture, or ""
	Role         Role
	Professional bool // verified; until when, the verification says
	Out          bool // stepped out for a while
	Former       bool // no member any more: Name is empty
	Remembered   bool
}

// Membership is somebody in one group.
type Membership struct {
	Persona
	Group      string
	Account    string // "" where the link was cut
	Standing   Standing
	Answer     string // to the group's question, until it is decided
	InvitedBy  string // the membership that invited, or ""
	Agreed     int64  // the version of the agreements that was agreed to
	WantsHello bool
	Afterwards Afterwards
	LeftHow    How
	Joined     time.Time
	Shown      time.Time // when others may see that they came
	Spoke      time.Time // zero until they spoke
	OutUntil   time.Time // of Out and Offered
	Code       time.Time // when a greeter accepted the code of conduct
	Left       time.Time
	Settled    time.Time // when they said "not now" to what is told in the first days
	Hushed     time.Time // until when leaders paused their writing; zero for never

	fold string
	look string // of the picture, in hex
}

// face is the persona as others may see it.
func (m Membership) face() Persona {
	p := m.Persona
	p.ID = m.ID
	switch m.Standing {
	case Left, Removed:
		return Persona{ID: p.ID, Former: true}
	case Remembered:
		p.Remembered = true
	case Out:
		p.Out = true
	}
	return p
}
