package group

import "time"

// What happened in a group, said in the transaction that made it so.
type (
	// Founded: a group was founded. It waits for a steward where Asks is set.
	Founded struct {
		Group, Account, Membership string
		Asks                       bool
	}
	// Decided: a steward answered whoever founded a group.
	Decided struct {
		Group, Account, By, Reason string
		Yes                        bool
	}
	// StateChanged: a group was paused, archived, or opened again.
	StateChanged struct {
		Group  string
		State  State
		By     string // the subject of a steward, or "" for its own leaders
		Reason string // a steward's
	}
	// Described: leaders changed what the group is called, says of itself, or who
	// can see it.
	Described struct{ Group string }
	// AskedIn: somebody asked to join. Leaders may see it once it shows.
	AskedIn struct {
		Group, Membership string
		Shows             time.Time
	}
	// Joined: somebody became a member. Who greets may see it once it shows.
	Joined struct {
		Group, Membership string
		Shows             time.Time
	}
	// Answered: leaders answered somebody who asked.
	Answered struct {
		Group, Account string
		Yes            bool
	}
	// PlaceOffered: somebody on the waiting list can join.
	PlaceOffered struct{ Group, Account string }
	// RoleChanged: a member has another role.
	RoleChanged struct {
		Group, Membership, Account string
		Role                       Role
	}
	// AccessEnded: a membership is none any more; its sockets end.
	AccessEnded struct{ Membership string }
	// Gone: somebody is no member any more. What they said stays as a former
	// member's, or goes: features act on How.
	Gone struct {
		Group, Membership string
		How               How
		Sent              bool // others ended it, not they
	}
	// BlockChanged: one member made or ended a block towards another. Pages that stay
	// open look anew; nobody is told.
	BlockChanged struct{ Group, By, Other string }
	// Orphaned: a group has no leaders left; the stewards look after it.
	Orphaned struct{ Group string }
	// Adopted: a group in the stewards' care has a leader again.
	Adopted struct{ Group, By, Reason string }
	// Spoke: somebody said something for the first time.
	Spoke struct{ Group, Membership string }
	// Greeted: somebody was said hello to.
	Greeted struct{ Group, Account, Author string }
	// Stirred: something changed that open pages of the group may show.
	Stirred struct{ Group string }
	// AgreementChanged: the agreements have another version.
	AgreementChanged struct {
		Group     string
		Version   int64
		Substance bool
	}
	// Moved: a membership is in another group now, with all its words.
	Moved struct{ Membership, From, To string }
	// RememberedMember: a member died. Reminders and marks stop.
	RememberedMember struct {
		Group, Membership, By string
		Words                 Afterwards
	}
	// PictureGone: a picture is nobody's face any more; its file goes.
	PictureGone struct{ Key string }
	// Verified: somebody's profession was checked, or that lapsed or was refused.
	Verified struct {
		Group, Membership, Account, By string
		State                          VerificationState
	}
	// VerificationAsked: somebody asked that their profession is checked.
	VerificationAsked struct{ Membership string }
)
