package account

import (
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Act is something a viewer may or may not do.
type Act string

// The acts. Features ask May about theirs before anything else.
const (
	Read     Act = "read"
	Listen   Act = "listen"    // in an open meeting
	CheckIn  Act = "check-in"  // for oneself
	FirstTry Act = "first-try" // a first share, which a greeter looks at before others do
	Share    Act = "share"     // to a group
	WriteTo  Act = "write-to"  // another person
	Invite   Act = "invite"    // somebody into a group or the site
	Found    Act = "found"     // a group
	Lead     Act = "lead"      // a group
	RunSite  Act = "run-site"  // as a steward
	Vouch    Act = "vouch"     // for somebody who lost every key
	Leave    Act = "leave"     // rest, take a copy, go
)

// needs is what an act asks of a viewer.
type needs struct {
	standing bool // an account that takes part
	keys     int  // at least so many
	factors  int  // this session was opened with at least so many
	steward  bool
}

// acts is the one table of who may do what by their keys. Group roles come on
// top of it and never take from it.
var acts = map[Act]needs{
	Read:     {standing: true},
	Listen:   {standing: true},
	CheckIn:  {standing: true},
	FirstTry: {standing: true},
	Share:    {standing: true, keys: 1},
	WriteTo:  {standing: true, keys: 1},
	Invite:   {standing: true, keys: 1},
	Found:    {standing: true, keys: 1},
	Vouch:    {standing: true, keys: 1},
	Lead:     {standing: true, keys: 2, factors: 2},
	RunSite:  {standing: true, keys: 2, factors: 2, steward: true},
	Leave:    {},
}

// May tells whether the viewer may do this, and if not, what to do about it.
// What a viewer is no steward for does not exist for them.
func (v Viewer) May(act Act) error {
	n, known := acts[act]
	switch {
	case !known:
		return fault.Missing()
	case v.Account == "":
		return NeedsSession()
	case n.steward && !v.Steward:
		return fault.Missing()
	case n.standing && !v.TakesPart():
		return fault.New(fault.Forbidden, v.Standing.why())
	case v.Keys < n.keys && n.keys > 1:
		return fault.New(fault.Forbidden, "This needs two keys, because it touches other people. You can add one in your settings.")
	case v.Keys < n.keys:
		return fault.New(fault.Forbidden, "Keep your seat first: add a key. Then you can do this.")
	case v.Factors < n.factors:
		return fault.New(fault.Forbidden, "Sign in with two keys for this: a passkey, or your passphrase and the code from your app.")
	}
	return nil
}

func (s Standing) why() i18n.Text {
	switch s {
	case Waiting:
		return "A steward has not let you in yet. You can do this once they have."
	case Paused:
		return "Your seat is paused. The stewards can tell you why."
	case Resting:
		return "You are resting. Come back whenever you like, in your settings."
	case Leaving:
		return "You are leaving. To do this, stay: you can say so in your settings."
	}
	return "Please look at what you agreed to first. You find it in your settings."
}
