package private

import (
	"time"

	"handrail/internal/account/belongings"
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// noteKept is how long private notes stay.
const noteKept = "Until you take it back, the post is deleted, or you leave the group"

// noWay says why no way of the database leads from a note to who wrote it.
const noWay = "It may be about a post without a name, so the program works out whose it is. Your own notes go when you leave the group, and they are in your copy."

// Declared declares the tables of this package. They come after those of the
// forum.
func Declared() []declare.Table {
	return []declare.Table{declaredThread(), declaredWord(), declaredQuiet()}
}

// gone is a column that goes with its row when whoever wrote there leaves.
func gone(name string, why i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: noteKept, Leave: declare.Goes, Erase: declare.Goes}
}

func declaredThread() declare.Table {
	return declare.Table{
		Name: "forum_note_thread", Order: []string{"id"}, NoWay: noWay,
		Columns: []declare.Column{
			gone("id", "A random number that stands for private notes between two people."),
			gone("group_id", "In which group."),
			gone("post_id", "About which post."),
			gone("desk", "Whether the stewards wrote first."),
			gone("report_id", "Which report they wrote about."),
			gone("sender_id", "Who wrote first. The other sees who that is."),
			gone("author_id", "Who wrote the post. It is empty where that was without a name."),
			gone("mark", "Of a post without a name: a code that nobody can read. Its author finds the notes by it."),
			gone("sender_seen", "How far the one has read. Nobody is shown this."),
			gone("author_seen", "How far the other has read. Nobody is shown this."),
			gone("sender_cut", "What the one took away for themselves."),
			gone("author_cut", "What the other took away for themselves."),
			gone("sender_refuses", "Whether the one wants no more. The other is not told."),
			gone("author_refuses", "Whether the other wants no more. The one is not told."),
			gone("number", "How many notes there were."),
			gone("last_at", "When the last note was written."),
		},
	}
}

func declaredWord() declare.Table {
	words := gone("words", "What it says, locked. Only the two can read it. If one of them reports it, those who look at reports can, too.")
	words.Sealed = true
	return declare.Table{
		Name: "forum_note_word", Order: []string{"id"}, NoWay: noWay,
		Columns: []declare.Column{
			gone("id", "A random number that stands for a private note."),
			gone("thread_id", "Between whom it is."),
			gone("number", "Its place among them."),
			gone("from_author", "Which of the two wrote it."),
			words,
			gone("made_at", "When it was written."),
		},
	}
}

func declaredQuiet() declare.Table {
	return declare.Table{
		Name: "forum_note_quiet", Order: []string{"membership_id"}, Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{group.Inner("membership_id", "Who wants no private notes. Nobody is shown this.", "Until you take it back or leave the group")},
	}
}

// copiedColumns are those of a note in its writer's copy.
func copiedColumns() []declare.Column {
	words, made := gone("words", "What you wrote."), gone("made_at", "When it was written.")
	words.Export, made.Export = declare.ToOwner, declare.ToOwner
	return []declare.Column{words, made}
}

// copied is a note, in the order of copiedColumns.
func copied(made time.Time, text string) belongings.Row {
	columns := copiedColumns()
	words := belongings.Field{Column: columns[0], State: belongings.Empty}
	if text != "" {
		words.State, words.Value = belongings.Shown, text
	}
	return belongings.Row{Fields: []belongings.Field{words, {Column: columns[1], State: belongings.Shown, Value: made}}}
}
