package site

import (
	"context"

	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// keptPart is one part of the privacy page: what is kept about one sort of
// people.
type keptPart struct {
	Heading i18n.Text
	Words   i18n.Text
	Columns []declare.Column
}

// keptBy sorts the declaration by whose data it is. Bookkeeping that is about
// nobody comes last: the page leaves nothing out.
func keptBy(tables []declare.Table) []keptPart {
	parts := []keptPart{
		{Heading: "If you only look around", Words: "You need no account to look. What is kept then is kept for a visit with a pass, such as the one for setting up."},
		{Heading: "If you come in", Words: "What stands in our records about you and your visits."},
		{Heading: "What stewards do", Words: "Whoever runs this site leaves marks too, so that nobody can misuse it unseen."},
		{Heading: "This site", Words: "About the site itself, and about no person."},
		{Heading: "What the program needs", Words: "Bookkeeping. It names nobody."},
	}
	place := map[declare.Whose]int{declare.Visitors: 0, declare.Members: 1, declare.Stewards: 2, declare.Sites: 3, declare.Nobodys: 4}
	for _, t := range tables {
		for _, c := range t.Columns {
			part := &parts[place[c.Whose]]
			part.Columns = append(part.Columns, c)
		}
	}
	return parts
}

// keptGroup is what is kept equally long and in the same way.
type keptGroup struct {
	Kept    i18n.Text
	Columns []declare.Column
}

// groups sorts the columns by how long they are kept, and whether they are
// locked, in the order in which these first come: a table with as many rows as
// columns would weigh twice as much.
func (p keptPart) groups() []keptGroup {
	type way struct {
		kept   i18n.Text
		sealed bool
	}
	var groups []keptGroup
	place := map[way]int{}
	for _, c := range p.Columns {
		w := way{c.Kept, c.Sealed}
		at, known := place[w]
		if !known {
			at = len(groups)
			place[w] = at
			groups = append(groups, keptGroup{Kept: c.Kept})
		}
		groups[at].Columns = append(groups[at].Columns, c)
	}
	return groups
}

func sealedWord(ctx context.Context, c declare.Column) string {
	if c.Sealed {
		return i18n.T(ctx, "Locked with its owner's key")
	}
	return i18n.T(ctx, "Readable by whoever runs the server")
}
