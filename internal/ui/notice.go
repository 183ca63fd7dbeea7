package ui

// NoticeKind says what a notice is for.
type NoticeKind string

// The kinds of notice.
const (
	Note   NoticeKind = ""      // something worth knowing
	Light  NoticeKind = "light" // encouragement, a milestone
	Danger NoticeKind = "risk"  // a danger to body or seat; never a setback
)

// Notice is a short word to the reader. As a flash it says what was just done.
type Notice struct {
	Kind  NoticeKind
	Title string // optional, in bold before the text
	Text  string

	// Undo, where there is one, takes back what was just done: a form posted to
	// this address.
	Undo string
}

func (n Notice) icon() IconName {
	switch n.Kind {
	case Light:
		return "lamp"
	case Danger:
		return "alert"
	}
	return "heed"
}

func (n Notice) class() string {
	if n.Kind == Note {
		return "note"
	}
	return "note note-" + string(n.Kind)
}
