package forum

import (
	"handrail/internal/account/belongings"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	wordsKept   = "Until you delete it, or leave and erase your words. Or until the day that was chosen for it"
	placeKept   = "As long as the topic"
	versionKept = "Seven days, or until the post is deleted"
	besideKept  = "Until you take it back or leave the group"
	draftKept   = "Seven days"
	splitKept   = "Seven days, or until the post is deleted"
	movingKept  = "Until the words are there"
)

// Declared declares the tables of this package, but for those of its parts. They
// come after those of groups.
func Declared() []declare.Table {
	return []declare.Table{
		declaredSetting(), declaredCount(), declaredSpace(), declaredTopic(), declaredPost(), declaredAuthor(), declaredVersion(), declaredReaction(), declaredBookmark(),
		declaredDraft(), declaredRead(), declaredVisit(), declaredFollow(), declaredMoving(), declaredSplit(),
	}
}

// of a group and no member.
func declaredSetting() declare.Table {
	return declare.Table{
		Name: "forum_setting", Order: []string{"group_id"},
		Columns: []declare.Column{
			group.Common("group_id", "Which group's forum it is."),
			group.Common("anonymous", "What may be written anonymously."),
			group.Common("pictures", "Whether pictures can be shown."),
			group.Common("review", "Whether somebody looks at first posts."),
			group.Common("slow", "How long somebody waits between two posts."),
			group.Common("watched", "Which words have a post looked at first."),
			group.Common("keep_days", "How long shares stay."),
			group.Common("find_days", "How long words can be found."),
		},
	}
}

func declaredCount() declare.Table {
	return declare.Table{
		Name: "forum_count", Order: []string{"group_id"},
		Columns: []declare.Column{
			group.Common("group_id", "Which group's forum it is."),
			group.Common("seq", "How much was said there in all."),
		},
	}
}

func declaredSpace() declare.Table {
	return declare.Table{
		Name: "forum_space", Order: []string{"id"},
		Columns: []declare.Column{
			group.Common("id", "A number that stands for a space."),
			group.Common("group_id", "Which group it is in."),
			group.Common("shipped", "Which of the spaces it is that every group begins with."),
			group.Common("name", "What it is called."),
			group.Common("about", "What it is for."),
			group.Common("kind", "What a topic in it usually is."),
			group.Common("answers", "What answers may be there."),
			group.Common("starts", "Who may begin a topic there."),
			group.Common("place", "Its place among the spaces."),
			group.Common("closed", "Whether nobody begins a topic there for now."),
			group.Common("made_at", "When it was made."),
		},
	}
}

// place is a column that says where a post stands, and nothing about its author.
func place(name string, why i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Sites, Why: why, Kept: placeKept, Export: declare.ToSite}
}

func declaredTopic() declare.Table {
	return declare.Table{
		Name: "forum_topic", Order: []string{"id"},
		Columns: []declare.Column{
			place("id", "A number that stands for a topic."),
			place("group_id", "Which group it is in."),
			place("space_id", "Which space it is in."),
			place("kind", "Whether it is a share, a question or a discussion."),
			place("title", "Its title, as its author wrote it. It goes with the first post."),
			place("answers", "What its author said answers may be."),
			place("state", "Whether others can read it."),
			place("pinned", "Whether it stands at the top."),
			place("closed", "Whether answers are closed."),
			place("number", "The number of its last post."),
			place("seq", "Its place among all that was said in the group."),
			place("pseudonym", "How many wrote in it without their name."),
			place("helped", "Which answer helped."),
			place("notes", "What it touches, so that readers can choose."),
			place("ballot_id", "Which poll is in it."),
			place("twin_id", "Which topic of another group it came of."),
			place("made_at", "When it began."),
			place("last_at", "When something was last said in it."),
			place("ends_at", "When it goes."),
		},
	}
}

// spoken is a column of a post that goes when its author erases their words, and
// stays, as of a former member, when they only leave.
func spoken(name string, why i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: wordsKept, Export: declare.ToOwner, Leave: declare.Stays, Erase: declare.Cut}
}

// inner is one that means nothing to its author.
func inner(name string, why i18n.Text) declare.Column {
	c := spoken(name, why)
	c.Export = declare.NotExported
	return c
}

func declaredPost() declare.Table {
	return declare.Table{
		Name: "forum_post", Order: []string{"id"}, Title: "What you wrote in forums", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			place("id", "A number that stands for a post."),
			place("topic_id", "Which topic it is in."),
			place("group_id", "Which group it is in."),
			place("number", "Its place in the topic."),
			place("seq", "Its place among all that was said in the group."),
			inner("membership_id", "Who wrote it. It is empty where it was written without a name."),
			inner("mark", "Of a post without a name: a code that tells nobody who wrote it. By it, its author can still change it. It is another one in each topic."),
			place("pseudonym", "Of a post without a name: which of those in its topic it is."),
			place("state", "Whether others can read it."),
			inner("html", "What it says, ready to be shown."),
			spoken("source", "What it says, as it was typed."),
			place("rendered", "Which version of the program made it ready."),
			spoken("notes", "What it touches, so that readers can choose."),
			inner("quote_id", "Which post it quotes."),
			inner("quote_text", "Which words of that post."),
			inner("cared", "Which kinds of reaction there are to it."),
			spoken("picture", "Which file is the picture in it."),
			spoken("picture_alt", "What can be seen on the picture."),
			inner("picture_width", "How wide the picture is."),
			inner("picture_height", "How high the picture is."),
			place("told", "Whether others were told of it."),
			{Name: "made_at", Whose: declare.Members, Why: "When it was written.", Kept: placeKept, Export: declare.ToOwner},
			spoken("edited_at", "When it was last changed."),
		},
	}
}

// noWay says why no way leads from what hangs on a post without a name.
const noWay = "It hangs on a post, which may have been written without a name. It goes when that post is deleted."

func declaredAuthor() declare.Table {
	return declare.Table{
		Name: "forum_author", Order: []string{"post_id"}, NoWay: noWay,
		Columns: []declare.Column{
			{Name: "post_id", Whose: declare.Nobodys, Why: "Which post without a name it is.", Kept: wordsKept},
			{Name: "author", Whose: declare.Members, Sealed: true, Why: "Who wrote a post without a name, locked. The program opens it to tell them something. A facilitator can open it with a steward. The writer is told.", Kept: wordsKept, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredVersion() declare.Table {
	of := func(name string, why i18n.Text) declare.Column {
		return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: versionKept, Leave: declare.Goes, Erase: declare.Goes}
	}
	return declare.Table{
		Name: "forum_version", Order: []string{"post_id", "number"}, NoWay: noWay,
		Columns: []declare.Column{
			of("post_id", "Which post it is an earlier version of."),
			of("number", "Which version it is."),
			of("source", "What the post said before it was changed, as it was typed. It is seen only if the post is reported."),
			of("html", "The same, ready to be shown."),
			of("made_at", "When it was changed."),
			of("ends_at", "When this version goes."),
		},
	}
}

// beside is a column of what somebody left beside the words of others.
func beside(name string, why i18n.Text) declare.Column { return group.Own(name, why, besideKept) }

// hanging is the column by which a row goes with a post, which is another's.
func hanging(why i18n.Text) declare.Column {
	return declare.Column{Name: "post_id", Whose: declare.Members, Why: why, Kept: besideKept, Of: "post_id", Leave: declare.Stays, Erase: declare.Goes}
}

// atPost are the ways of a row that somebody left at another's post.
func atPost() []declare.Way {
	return append(byMember(), declare.Way{Column: "post_id", Table: "forum_post", Key: "id"})
}

func byMember() []declare.Way { return []declare.Way{group.ByMembership("membership_id")} }

func declaredReaction() declare.Table {
	return declare.Table{
		Name: "forum_reaction", Order: []string{"post_id", "membership_id", "kind"}, Title: "Where you showed that you care", Of: atPost(),
		Columns: []declare.Column{
			hanging("At which post."),
			group.Inner("membership_id", "Who did. The author of the post sees it, nobody else.", besideKept),
			beside("kind", "How."),
		},
	}
}

func declaredBookmark() declare.Table {
	return declare.Table{
		Name: "forum_bookmark", Order: []string{"membership_id", "post_id"}, Title: "What you keep for yourself", Of: atPost(),
		Columns: []declare.Column{
			group.Inner("membership_id", "Who keeps it. Nobody is shown this.", besideKept),
			hanging("Which post."),
			beside("made_at", "Since when."),
		},
	}
}

func declaredDraft() declare.Table {
	return declare.Table{
		Name: "forum_draft", Order: []string{"membership_id", "target_id"}, Title: "What you began to write", Of: byMember(),
		Columns: []declare.Column{
			group.Inner("membership_id", "Who began it. Nobody is shown this.", draftKept),
			group.Own("target_id", "Where it was to be said.", draftKept),
			{Name: "words", Whose: declare.Members, Sealed: true, SealedBy: declare.Private, Why: "What you began to write.", Kept: draftKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			group.Own("changed_at", "When you last wrote on it.", draftKept),
		},
	}
}

func declaredRead() declare.Table {
	return declare.Table{
		Name: "forum_read", Order: []string{"membership_id", "topic_id"}, Title: "How far you have read", Of: byMember(),
		Columns: []declare.Column{
			group.Inner("membership_id", "Who has read. Nobody is shown this.", besideKept),
			beside("topic_id", "Which topic."),
			beside("number", "Up to which post."),
		},
	}
}

func declaredVisit() declare.Table {
	return declare.Table{
		Name: "forum_visit", Order: []string{"membership_id"}, Title: "From where on something is unread for you", Of: byMember(),
		Columns: []declare.Column{
			group.Inner("membership_id", "For whom. Nobody is shown this.", besideKept),
			beside("seq", "After how much of what was said in the group."),
		},
	}
}

func declaredFollow() declare.Table {
	return declare.Table{
		Name: "forum_follow", Order: []string{"membership_id", "target_id"}, Title: "What you want to hear of", Of: byMember(),
		Columns: []declare.Column{
			group.Inner("membership_id", "Who wants to. Nobody is shown this.", besideKept),
			beside("target_id", "Which topic or space."),
			beside("group_id", "In which group."),
			beside("how", "Whether you follow it or have silenced it."),
		},
	}
}

func declaredMoving() declare.Table {
	return declare.Table{
		Name: "forum_moving", Order: []string{"membership_id", "from_id"}, Of: byMember(),
		Columns: []declare.Column{
			group.Inner("membership_id", "Whose words are on their way to a group that came of another.", movingKept),
			group.Inner("from_id", "From which group.", movingKept),
			group.Inner("to_id", "To which group.", movingKept),
		},
	}
}

func declaredSplit() declare.Table {
	of := func(name string, why i18n.Text) declare.Column {
		return declare.Column{Name: name, Whose: declare.Nobodys, Why: why, Kept: splitKept}
	}
	return declare.Table{
		Name: "forum_split", Order: []string{"post_id", "from_id"}, NoWay: noWay,
		Columns: []declare.Column{
			of("post_id", "Which post leaders took into another topic."),
			of("from_id", "From which topic."),
			of("to_id", "Into which topic."),
			of("number", "Its place there."),
			of("pseudonym", "Of a post without a name: which of those in that topic it was."),
			{Name: "mark", Whose: declare.Members, Why: "Of a post without a name: the code that it had there. By it, the words are found when they have to go.", Kept: splitKept, Leave: declare.Goes, Erase: declare.Goes},
			of("ends_at", "When this goes."),
		},
	}
}

// anonymousColumns are those of a post without a name, in its author's copy.
func anonymousColumns() []declare.Column {
	keep := map[string]bool{"topic_id": true, "source": true, "notes": true, "picture_alt": true, "made_at": true, "edited_at": true}
	var columns []declare.Column
	for _, c := range declaredPost().Columns {
		if keep[c.Name] {
			c.Export = declare.ToOwner
			columns = append(columns, c)
		}
	}
	return columns
}

// anonymousRow is a post without a name, in the order of anonymousColumns.
func anonymousRow(p postRow) belongings.Row {
	values := map[string]any{"topic_id": p.Topic, "source": p.source, "notes": p.notes, "picture_alt": p.alt, "made_at": clock.FromMillis(p.made), "edited_at": nil}
	if p.edited > 0 {
		values["edited_at"] = clock.FromMillis(p.edited)
	}
	var row belongings.Row
	for _, c := range anonymousColumns() {
		f := belongings.Field{Column: c, State: belongings.Shown, Value: values[c.Name]}
		if f.Value == nil || f.Value == "" {
			f.State, f.Value = belongings.Empty, nil
		}
		row.Fields = append(row.Fields, f)
	}
	return row
}
