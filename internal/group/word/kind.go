// Package word holds what the kinds of group are, the words that each tradition
// uses for its roles and agreements, what a group can be about, and the texts
// that a group begins with. All of it is our own wording, in the languages of
// the program, and belongs to no fellowship. It keeps nothing and asks nobody.
package word

import (
	"embed"
	"slices"

	"handrail/internal/platform/i18n"
)

// Locale holds the translations of this package's texts.
//
//go:embed locale/*.json
var Locale embed.FS

// Kind is the shape of a group. It chooses what a group begins with, and
// nothing else: every kind can do what every other can.
type Kind string

// The kinds of group.
const (
	TwelveStep Kind = "twelve-step"
	Therapy    Kind = "therapy"
	Peer       Kind = "peer"
)

// Kinds lists the kinds in the order in which they are offered.
func Kinds() []Kind { return []Kind{Peer, TwelveStep, Therapy} }

// Known says whether k is one of Kinds.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Label names the kind, beginning with a capital. A kind that is not known is
// called what a peer group is.
func (k Kind) Label() i18n.Text {
	switch k {
	case TwelveStep:
		return "Twelve-step group"
	case Therapy:
		return "Therapy group"
	}
	return "Peer group"
}

// Says tells in one plain sentence what the kind is.
func (k Kind) Says() i18n.Text {
	switch k {
	case TwelveStep:
		return "People in recovery share in turn at meetings and work through steps."
	case Therapy:
		return "A professional leads the same small group of people from a start to an end."
	}
	return "People who live with the same thing talk and help each other as they like."
}

// Defaults are the settings that a group of a kind begins with. Those who run
// it can change each of them.
type Defaults struct {
	Set        Set
	Visibility string // public, listed or unlisted
	Joining    string // open, ask, invitation or shut
	Capacity   int    // how many places there are; 0 when there is no limit
	Queues     bool   // whether those who find it full can wait for a place
	Invites    string // who may invite: leaders or members
	YoungDays  int    // how many days old an account has to be to join; 0 for any
}

// Defaults are the settings for the kind; those of a peer group when it is not
// known. A therapy group is a closed circle that its leader puts together; the
// others are open to whoever finds them. Nobody in need has to wait until an
// account has some age: a group turns that on when it is troubled.
func (k Kind) Defaults() Defaults {
	switch k {
	case TwelveStep:
		return Defaults{Set: StepSet, Visibility: "public", Joining: "open", Invites: "members"}
	case Therapy:
		return Defaults{Set: TherapySet, Visibility: "listed", Joining: "ask", Capacity: 10, Queues: true, Invites: "leaders"}
	}
	return Defaults{Set: PlainSet, Visibility: "public", Joining: "open", Invites: "members"}
}
