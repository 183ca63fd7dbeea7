package forum

// What happened in a forum, said in the transaction that made it so.
type (
	// Posted: a post is there for others to read. It was written now, or held
	// back until now.
	Posted struct {
		Group, Topic, Post string
		Number             int64
	}
	// Changed: the words of a post are others, or its topic's title, notes or
	// place are.
	Changed struct{ Group, Topic, Post string }
	// Removed: a post is not there any more for others: deleted, hidden, or held.
	Removed struct {
		Group, Topic, Post string
		Gone               bool // for good: its words are deleted
	}
	// TopicMoved: a topic is in another space or group.
	TopicMoved struct{ Group, Topic string }
	// Told: time has come to tell people of a post. Accounts may be told which
	// it is. Authors wrote something anonymously, and are told the group alone.
	Told struct {
		Group, Topic, Post string
		Followers          []string // accounts that follow the topic or its space
		Named              []string // accounts that were mentioned or quoted
		Authors            []string // accounts whose anonymous words were answered
	}
	// Held: a post waits until somebody lets it through.
	Held struct{ Group, Post string }
	// Through: a post that waited is there now. Account wrote it.
	Through struct {
		Group, Post, Account string
		Named                bool // the notice may say which post it is
	}
	// PictureGone: a picture belongs to no post any more; its file goes.
	PictureGone struct{ Key, Post string }
)
