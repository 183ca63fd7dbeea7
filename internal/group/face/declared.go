package face

import "handrail/internal/platform/declare"

// uploadKept is how long a picture that was sent is kept apart.
const uploadKept = "A day, then the picture goes, unless it has become a face"

// Declared declares the tables of this package.
func Declared() []declare.Table {
	row := func(name string, column declare.Column) declare.Column {
		column.Name, column.Kept, column.Leave, column.Erase = name, uploadKept, declare.Expires, declare.Expires
		return column
	}
	return []declare.Table{{
		Name: "group_upload", Outside: true, Order: []string{"picture"},
		NoWay: "A keyed mark stands for who sent the picture. Nothing leads back from it, and it goes within a day.",
		Columns: []declare.Column{
			row("picture", declare.Column{Whose: declare.Nobodys, Why: "A number that stands for a picture that was sent for a face."}),
			row("made_by", declare.Column{Whose: declare.Members, Secret: true, Why: "A keyed mark. It keeps others from a picture that you sent."}),
			row("picture_mark", declare.Column{Whose: declare.Members, Why: "What the picture looks like, as a number, to tell you when you use it in two groups."}),
			row("made_at", declare.Column{Whose: declare.Members, Why: "When the picture was sent."}),
		},
	}}
}
