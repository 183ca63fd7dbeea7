package worry

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// callKept is how long a call stays.
const callKept = "A month after leaders closed it, half a year at most"

// noWay says why nothing leads from a call to an account.
const noWay = "Leaders act on it, so it stays until its time is over, and then its own key is destroyed. When somebody erases their words, or leaves without a trace, nothing in it leads to them any more."

// Declared declares the tables of this package. They come after those of private
// notes.
func Declared() []declare.Table {
	inner := func(name string, why i18n.Text) declare.Column { return group.Apart(name, why, callKept) }
	said := inner("said", "What they wrote to the leaders, locked.")
	said.Sealed = true
	return []declare.Table{
		{
			Name: "forum_call", Order: []string{"membership_id"}, Of: []declare.Way{group.ByMembership("membership_id")},
			Columns: []declare.Column{group.Inner("membership_id", "Which leader takes calls of those who worry.", "Until you take it back or leave the group")},
		},
		{
			Name: "forum_worry", Order: []string{"id"}, NoWay: noWay,
			Columns: []declare.Column{
				inner("id", "A random number that stands for a call of somebody who worries."),
				inner("group_id", "In which group."),
				inner("post_id", "Which post made them worry."),
				inner("persona_id", "About whom it is. It is empty where they wrote without a name."),
				inner("reporter_id", "Who worries. The leaders see it, as was said before it was sent."),
				inner("thread_id", "Which private note holds the card that was sent."),
				said,
				inner("state", "Whether a leader is on it."),
				inner("taken_by", "Which leader."),
				inner("made_at", "When."),
				inner("changed_at", "When a leader last did something about it."),
			},
		},
	}
}
