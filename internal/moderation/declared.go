package moderation

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	reportKept = "Until 90 days after it was answered"
	actKept    = "A year. The words that belong to it go with the report"
)

// Why no way leads from what was sealed, or done, to an account.
const (
	sealedApart = "It is kept until the report is answered, even when an account is erased. Then its own key is destroyed."
	actApart    = "Whom it is about can read it on a page of their own. When an account is erased, nothing leads from it to anybody."
)

// Declared declares the tables of this package. They come after those of groups.
func Declared() []declare.Table {
	return []declare.Table{declaredReport(), declaredWords(), declaredDesk(), declaredAct()}
}

// told is a column that its reporter gets a copy of. It outlives them.
func told(name string, why i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: reportKept, Export: declare.ToOwner, Leave: declare.Stays, Erase: declare.Expires}
}

func declaredReport() declare.Table {
	inner := func(name string, why i18n.Text) declare.Column { return group.Apart(name, why, reportKept) }
	reporter := inner("reporter_id", "Who reported it. Those it is about never see this.")
	reporter.Erase = declare.Cut
	author := inner("author_id", "Who made what was reported, where they did not write without a name.")
	author.Of, author.Erase = "author_id", declare.Cut
	mark := inner("code_mark", "A fingerprint of the code that shows the answer to somebody who was signed out.")
	mark.Secret = true
	return declare.Table{
		Name: "moderation_report", Order: []string{"id"}, Title: "What you reported",
		Of: []declare.Way{group.ByMembership("reporter_id"), group.ByMembership("author_id")},
		Columns: []declare.Column{
			inner("id", "A random number that stands for a report."),
			told("group_id", "In which group."),
			told("kind", "What sort of thing was reported."),
			inner("target", "Which thing it was."),
			told("category", "What you said is wrong."),
			reporter,
			told("named", "Whether those who read it may know who reported."),
			author,
			mark,
			told("made_at", "When."),
			inner("ends_at", "When its words are destroyed."),
		},
	}
}

func declaredWords() declare.Table {
	sealed := group.Apart("said", "What the reporter wrote.", reportKept)
	sealed.Sealed = true
	shown := group.Apart("shown", "What the reporter saw, as it was then.", reportKept)
	shown.Sealed = true
	return declare.Table{
		Name: "moderation_words", Order: []string{"report_id"}, NoWay: sealedApart,
		Columns: []declare.Column{group.Apart("report_id", "Which report it belongs to.", reportKept), sealed, shown},
	}
}

func declaredDesk() declare.Table {
	answer := group.Apart("answer", "What was answered to the reporter.", reportKept)
	answer.Sealed = true
	return declare.Table{
		Name: "moderation_desk", Order: []string{"report_id", "desk"}, NoWay: sealedApart,
		Columns: []declare.Column{
			group.Apart("report_id", "Which report.", reportKept),
			group.Apart("desk", "Who sees it: the leaders of the group, or the stewards.", reportKept),
			group.Apart("state", "Whether it was answered.", reportKept),
			answer,
			group.Apart("answered_at", "When.", reportKept),
		},
	}
}

func declaredAct() declare.Table {
	inner := func(name string, why i18n.Text) declare.Column { return group.Apart(name, why, actKept) }
	reason := inner("reason", "Why, as whom it concerns reads it.")
	reason.Sealed = true
	answer := inner("answer", "What they answered.")
	answer.Sealed = true
	return declare.Table{
		Name: "moderation_act", Order: []string{"id"}, NoWay: actApart,
		Columns: []declare.Column{
			inner("id", "A random number that stands for something that was done."),
			inner("report_id", "Which report it came of, while that is there."),
			inner("desk", "Who did it: the leaders of the group, or the stewards."),
			inner("group_id", "In which group."),
			inner("kind", "What sort of thing it was done to."),
			inner("target", "Which thing that was."),
			inner("what", "What was done. The group sees how often, by month."),
			inner("category", "For what kind of reason. The group sees that too."),
			inner("by_id", "Which leader did it. The other leaders see this."),
			inner("about_id", "Whom it concerns, where they did not write without a name."),
			reason,
			inner("until_at", "Until when it lasts."),
			answer,
			inner("answered_at", "When they answered."),
			inner("made_at", "When it was done. The group sees the month."),
		},
	}
}
