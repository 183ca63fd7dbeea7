package search

import (
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// kept is how long a document can be found, in words.
const kept = "As long as what was written, and less where its group says so"

// Declared declares the table of this package. It comes after the tables of
// groups. What the engines make of it for themselves is no table of ours. A
// copy of somebody's words is taken from the originals.
func Declared() []declare.Table {
	column := func(name string, whose declare.Whose, why i18n.Text) declare.Column {
		return declare.Column{Name: name, Whose: whose, Why: why, Kept: kept, Leave: declare.Stays, Erase: declare.Goes}
	}
	return []declare.Table{{
		Name: "search_document", Order: []string{"place"},
		Of: []declare.Way{{Column: "author", Table: "group_membership", Key: "id"}},
		Columns: []declare.Column{
			column("place", declare.Nobodys, "Where it stands among all that can be found, by its time."),
			column("kind", declare.Nobodys, "What it is that can be found."),
			column("id", declare.Nobodys, "The number of what was written."),
			column("group_id", declare.Members, "In which group it can be found."),
			column("space_id", declare.Members, "In which space of the group it stands."),
			column("topic_id", declare.Members, "Which conversation it belongs to."),
			column("author", declare.Members, "Which member wrote it. Empty when it was written without a name."),
			column("at", declare.Members, "When it was written."),
			column("has", declare.Members, "What is in it, like a picture."),
			column("notes", declare.Members, "Its content notes, so that search leaves out what a reader hides."),
			column("text", declare.Members, "What was written, to show the part that was looked for."),
			column("words", declare.Members, "The same words in small letters and without accents, to find them."),
		},
	}}
}
