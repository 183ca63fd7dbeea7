package compose

import "handrail/internal/platform/declare"

// uploadKept is how long a picture that was sent is kept apart.
const uploadKept = "A day, or as long as the draft it is in. Then the picture goes, unless it is in a post"

// Declared declares the tables of this package.
func Declared() []declare.Table {
	row := func(name string, column declare.Column) declare.Column {
		column.Name, column.Kept, column.Leave, column.Erase = name, uploadKept, declare.Expires, declare.Expires
		return column
	}
	return []declare.Table{{
		Name: "forum_upload", Outside: true, Order: []string{"picture"},
		NoWay: "A keyed mark stands for who sent the picture, another one for each. Nothing leads back from it, and it goes when the picture is in a post.",
		Columns: []declare.Column{
			row("picture", declare.Column{Whose: declare.Nobodys, Why: "A number that stands for a picture that was sent for a post."}),
			row("made_by", declare.Column{Whose: declare.Members, Secret: true, Why: "A keyed mark. It keeps others from a picture that you sent."}),
			row("width", declare.Column{Whose: declare.Nobodys, Why: "How wide the picture is."}),
			row("height", declare.Column{Whose: declare.Nobodys, Why: "How high the picture is."}),
			row("ends_at", declare.Column{Whose: declare.Nobodys, Why: "Until when it can be put into a post."}),
		},
	}}
}
