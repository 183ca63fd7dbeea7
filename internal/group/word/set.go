package word

import (
	"slices"

	"handrail/internal/platform/i18n"
)

// Set is a word set: how a tradition names roles, agreements and milestones.
type Set string

// The word sets.
const (
	StepSet    Set = "twelve-step"
	ToolSet    Set = "tools"
	TherapySet Set = "therapy"
	FamilySet  Set = "family"
	GriefSet   Set = "grief"
	PlainSet   Set = "plain"
)

// The roles that a word set names, as they are stored.
const (
	member        = "member"
	greeter       = "greeter"
	cofacilitator = "cofacilitator"
	facilitator   = "facilitator"
)

// Sets lists the word sets in the order in which they are offered.
func Sets() []Set { return []Set{PlainSet, StepSet, ToolSet, TherapySet, FamilySet, GriefSet} }

// Known says whether s is one of Sets. One that is not known speaks as the
// plain set does, in every function of this package.
func (s Set) Known() bool { return slices.Contains(Sets(), s) }

// Label names the word set, beginning with a capital.
func (s Set) Label() i18n.Text {
	switch s {
	case StepSet:
		return "Twelve-step words"
	case ToolSet:
		return "Self-help with tools"
	case TherapySet:
		return "Therapy words"
	case FamilySet:
		return "Family and friends"
	case GriefSet:
		return "Grief"
	}
	return "Plain words"
}

// Says tells in one plain sentence how a group with the set speaks.
func (s Set) Says() i18n.Text {
	switch s {
	case StepSet:
		return "A secretary and trusted servants lead. Members mark their anniversaries."
	case ToolSet:
		return "Facilitators lead. There are ground rules and tools, and faith stays out of it."
	case TherapySet:
		return "A group leader holds sessions with people who take part."
	case FamilySet:
		return "A chair leads a circle of those who love or worry about somebody."
	case GriefSet:
		return "A host holds quiet evenings for those who have lost someone."
	}
	return "Facilitators lead. Members take part and have agreements."
}

// Role names the role in the words of the set, beginning with a capital. The
// roles are "member", "greeter", "cofacilitator" and "facilitator"; any other
// is named as a member is.
func (s Set) Role(r string) i18n.Text { return s.role(r).one }

// RolePlural is Role for more than one person, or when no count is known.
func (s Set) RolePlural(r string) i18n.Text { return s.role(r).many }

type noun struct{ one, many i18n.Text }

func (s Set) role(r string) noun {
	switch r {
	case greeter:
		return noun{"Greeter", "Greeters"}
	case cofacilitator:
		return s.second()
	case facilitator:
		return s.first()
	}
	if s == TherapySet {
		return noun{"Participant", "Participants"}
	}
	return noun{"Member", "Members"}
}

func (s Set) first() noun {
	switch s {
	case StepSet:
		return noun{"Secretary", "Secretaries"}
	case TherapySet:
		return noun{"Group leader", "Group leaders"}
	case FamilySet:
		return noun{"Chair", "Chairs"}
	case GriefSet:
		return noun{"Host", "Hosts"}
	}
	return noun{"Facilitator", "Facilitators"}
}

func (s Set) second() noun {
	switch s {
	case StepSet:
		return noun{"Trusted servant", "Trusted servants"}
	case TherapySet:
		return noun{"Co-leader", "Co-leaders"}
	case FamilySet:
		return noun{"Co-chair", "Co-chairs"}
	case GriefSet:
		return noun{"Co-host", "Co-hosts"}
	}
	return noun{"Co-facilitator", "Co-facilitators"}
}

// Agreements names the group's guidelines, as a heading.
func (s Set) Agreements() i18n.Text {
	switch s {
	case StepSet:
		return "How we do things"
	case ToolSet:
		return "Ground rules"
	case TherapySet:
		return "What we agree on"
	case GriefSet:
		return "How we are together"
	}
	return "Our agreements"
}

// Milestones names what members celebrate, as a heading.
func (s Set) Milestones() i18n.Text {
	switch s {
	case StepSet:
		return "Anniversaries"
	case TherapySet:
		return "Steps forward"
	case GriefSet:
		return "Days to remember"
	}
	return "Milestones"
}

// Gathering names one coming together, as a heading or a label: "Meeting".
func (s Set) Gathering() i18n.Text {
	switch s {
	case TherapySet:
		return "Session"
	case GriefSet:
		return "Evening"
	}
	return "Meeting"
}

// Hello invites somebody who has just joined to say who they are. It never
// demands: to say nothing is always fine.
func (s Set) Hello() i18n.Text {
	switch s {
	case StepSet:
		return "Would you like to say hello? A name and what brings you here is plenty. You can also just listen."
	case ToolSet:
		return "Would you like to say hello? Tell us what you want to change, or what already helps. You can also just listen."
	case TherapySet:
		return "Would you like to say hello? Tell us what you hope for here, if you like. It can wait until you are ready."
	case FamilySet:
		return "Would you like to say hello? Tell us how you are, not only how they are. You can also just listen."
	case GriefSet:
		return "Would you like to say hello? You can tell us whom you miss, or nothing at all. We are glad you are here."
	}
	return "Would you like to say hello? A few words about you are enough. You can also just listen."
}
