package note

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
)

// Declared declares the table of this package.
func Declared() []declare.Table {
	return []declare.Table{{
		Name: "group_note", Order: []string{"id"},
		Columns: []declare.Column{
			group.Common("id", "A name or random number that stands for a content note."),
			group.Common("label", "What stewards call it."),
			group.Common("about", "What it means, in a sentence by stewards."),
			group.Common("place", "Where it stands in the list."),
			group.Common("gone", "Whether stewards took it out of use."),
		},
	}}
}
