package finder

// What happened, said in the transaction that made it so.
type (
	// SourceChanged: a steward did something about a source.
	SourceChanged struct {
		Source string
		What   What
		By     string // the subject who did
	}
	// NoteMade: somebody says that something is wrong with a listing.
	NoteMade struct{ Note string }
	// NoteSettled: a steward dealt with such a note.
	NoteSettled struct {
		Note string
		By   string
	}
)

// What was done about a source.
type What string

// The things that are done.
const (
	Added    What = "added"
	Changed  What = "changed"
	Rested   What = "rested"
	Woken    What = "woken"
	Removed  What = "removed"
	Uploaded What = "uploaded"
	Embedded What = "embedders" // the sites that may hold the list were changed
)
