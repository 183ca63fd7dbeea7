package lift

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// liftKept is how long an asking stays.
const liftKept = "A year, or 90 days after a steward refused"

// noWay says why nothing leads from an asking to an account.
const noWay = "Whoever wrote the post finds it by a mark that only the program can make. Who asked is taken out when they erase their words, or leave without a trace."

// Declared declares the table of this package. It comes after those of the forum.
func Declared() []declare.Table {
	inner := func(name string, why i18n.Text) declare.Column { return group.Apart(name, why, liftKept) }
	sealed := func(name string, why i18n.Text) declare.Column {
		c := inner(name, why)
		c.Sealed = true
		return c
	}
	return []declare.Table{{
		Name: "forum_lift", Order: []string{"id"}, NoWay: noWay,
		Columns: []declare.Column{
			inner("id", "A random number that stands for asking who wrote something without a name."),
			inner("group_id", "In which group."),
			inner("post_id", "About which post."),
			inner("asker_id", "Which facilitator asked. The stewards see it."),
			inner("state", "Whether a steward made it known, or refused."),
			sealed("reason", "Why it was asked, locked. Whoever wrote the post reads it, if it became known."),
			sealed("answer", "Why the steward decided so, locked."),
			inner("steward_mark", "A code that nobody can read. By it, the steward who decided can look again."),
			inner("author_mark", "A code that nobody can read, by which whoever wrote the post finds it. It is empty unless it became known."),
			inner("made_at", "When it was asked."),
			inner("decided_at", "When a steward decided."),
		},
	}}
}
