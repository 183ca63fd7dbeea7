package group

import (
	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
)

// Act is something a member may or may not do in their group.
type Act string

// The acts. Features ask May about theirs before anything else.
const (
	Read           Act = "read"
	Introduce      Act = "introduce" // oneself; the first share of all
	Share          Act = "share"     // words, to the group
	ChangePersona  Act = "change-persona"
	SuggestTerms   Act = "suggest"    // another text for the agreements
	CallVote       Act = "call-vote"  // needs some standing too, see package voice
	CastVote       Act = "cast-vote"  //
	Block          Act = "block"      // somebody, for oneself
	StepOut        Act = "step-out"   // and come back
	Welcome        Act = "welcome"    // see who arrived, and greet them
	InviteIn       Act = "invite"     // by a link
	AnswerAsks     Act = "answer"     // those who ask to join
	Shape          Act = "shape"      // what the group is, and its wording
	AppointGreeter Act = "greeters"   // and drop them
	AppointLeader  Act = "leaders"    //
	Tend           Act = "tend"       // what is said: pin, close, move, hide, let through
	Remove         Act = "remove"     // somebody, with or without a ban
	Pause          Act = "pause"      // the group, and end the pause
	Archive        Act = "archive"    // the group, and open it again
	Divide         Act = "divide"     // the group
	Remember       Act = "remember"   // a member who died
	Vouch          Act = "vouch"      // for a member who lost every key
	Lift           Act = "lift"       // ask who wrote something without a name
	AskVerified    Act = "ask-verify" // that one's profession is checked
	Meet           Act = "meet"       // say that one comes, and how; take part where one meets
	Serve          Act = "serve"      // take a role in a meeting
	Schedule       Act = "schedule"   // meetings, and their dates
)

// needs is what an act asks of a member.
type needs struct {
	role    Role        // this one, or one above it
	account account.Act // and this of their account
	paused  bool        // it can be done while the group is paused
	over    bool        // it can be done in an archived group
	agreed  bool        // the agreements, as they are now, have to be agreed to
	words   bool        // it says something to others: leaders may pause that
}

// acts is the one table of who may do what in a group. What an account may do
// is asked first, and a role never gives what its keys do not.
var acts = map[Act]needs{
	Read:           {role: Plain, account: account.Read, paused: true, over: true},
	ChangePersona:  {role: Plain, account: account.Read, paused: true, words: true},
	Block:          {role: Plain, account: account.Read, paused: true, over: true},
	StepOut:        {role: Plain, account: account.Read, paused: true},
	Introduce:      {role: Plain, account: account.FirstTry, agreed: true, words: true},
	Share:          {role: Plain, account: account.Share, agreed: true, words: true},
	SuggestTerms:   {role: Plain, account: account.Share, agreed: true, words: true},
	CallVote:       {role: Plain, account: account.Share, paused: true, over: true},
	CastVote:       {role: Plain, account: account.Read, paused: true, over: true},
	InviteIn:       {role: Plain, account: account.Invite},
	AskVerified:    {role: Plain, account: account.Share},
	Meet:           {role: Plain, account: account.Read},
	Serve:          {role: Plain, account: account.Share, agreed: true, words: true},
	Schedule:       {role: CoFacilitator, account: account.Lead, paused: true},
	Welcome:        {role: Greeter, account: account.WriteTo, paused: true},
	Shape:          {role: CoFacilitator, account: account.Lead, paused: true},
	AnswerAsks:     {role: CoFacilitator, account: account.Lead, paused: true},
	Tend:           {role: CoFacilitator, account: account.Lead, paused: true},
	Remove:         {role: CoFacilitator, account: account.Lead, paused: true},
	Remember:       {role: Greeter, account: account.WriteTo, paused: true, over: true},
	AppointGreeter: {role: CoFacilitator, account: account.Lead, paused: true},
	AppointLeader:  {role: Facilitator, account: account.Lead, paused: true},
	Pause:          {role: Facilitator, account: account.Lead, paused: true},
	Archive:        {role: Facilitator, account: account.Lead, paused: true, over: true},
	Divide:         {role: Facilitator, account: account.Lead},
	Lift:           {role: Facilitator, account: account.Lead, paused: true},
	Vouch:          {role: Facilitator, account: account.Vouch, paused: true},
}

// Member is a viewer inside a group.
type Member struct {
	Viewer account.Viewer
	Group  Group
	Self   Membership

	clock  clock.Clock
	hushed bool // leaders paused their writing, and that is not over
}

// May tells whether the member may do this, and if not, what to do about it.
// What only leaders do does not exist for others.
func (m Member) May(act Act) error {
	n, known := acts[act]
	switch {
	case !known || !m.Self.Standing.IsInside():
		return fault.Missing()
	case m.Self.Role.rank() < n.role.rank():
		return fault.Missing()
	case act == InviteIn && m.Group.Invites != "members" && !m.Self.Role.Leads():
		return fault.New(fault.Forbidden, "In this group the leaders invite. You can tell them about somebody.")
	case act == Welcome && m.Self.Role == Greeter && m.Self.Code.IsZero():
		return fault.New(fault.Forbidden, "Read what greeters promise first, and say yes to it. You find it in your group.")
	case m.Group.State == Archived && !n.over:
		return fault.New(fault.Forbidden, "This group is over. You can still read what was said.")
	case (m.Group.State == Asked || m.Group.State == Refused) && !n.paused:
		return fault.New(fault.Forbidden, "A steward has to say yes to this group first. You can prepare it meanwhile.")
	case m.Group.State == Paused && !n.paused:
		return fault.New(fault.Forbidden, "This group takes a pause. You can read, and write again when it is over.")
	}
	if n.words && m.hushed {
		return fault.New(fault.Forbidden, "Those who look after this group paused your writing here for some days. You can read on, and you find why among your notices.")
	}
	if err := m.Viewer.May(n.account); err != nil {
		return err
	}
	if n.agreed && m.MustAgree() {
		return errAgree()
	}
	return nil
}

// Can tells whether the member may do this, for a page that shows a way to it.
func (m Member) Can(act Act) bool { return m.May(act) == nil }

// MustAgree tells whether the agreements changed in substance since the member
// agreed to them.
func (m Member) MustAgree() bool { return m.Self.Agreed < m.Group.Agreement }

func errAgree() error {
	return fault.New(fault.Conflict, "The agreements of this group have changed. Read them and say yes first. What you wrote is kept.")
}
