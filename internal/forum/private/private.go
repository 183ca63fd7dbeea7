// Package private is what two people say to each other about a post, where
// nobody else reads it. Whoever wrote into the same topic, a leader, and a
// steward who answers a report can write to the author of a post, also of one
// without a name, and never learn who that is. There is one thread for each pair
// and post.
//
// Everything is taken in the same way: whether somebody blocked or muted the
// sender, wants no private notes, or no more of theirs, or is not here any more,
// the sender is told nothing. Whether a note was read, nobody is told either.
// Leaders and stewards reach also those who want no private notes: somebody has
// to be able to ask them something. A block holds against leaders too.
//
// The row of a thread with an anonymous author holds no membership of theirs: a
// keyed mark of membership and thread, found again by working it out. Words are
// sealed with a key of the thread's own, and with them whether they reach anyone:
// the database does not tell. They go when the post is deleted, and somebody's
// own when they leave the group; those of an anonymous author at a moment of
// their own, so that nobody can tell by what vanishes with whom.
//
// Tables: forum_note_thread, forum_note_word, forum_note_quiet. Events: Told,
// ToldStewards, Answered, Ended. Routes: below /groups/{group}/notes, /forum/posts/{post}/note,
// /admin/reports/{report}/note; see Routes.
package private

import (
	"context"
	"embed"
	"time"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/moderation"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Events   *event.Bus
	Jobs     *jobs.Queue
	Keys     *seal.Keeper
	Text     *richtext.Renderer
	Accounts *account.Service
	Groups   *group.Service
	Forum    *forum.Service
	Reports  *moderation.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	// Lines are the help lines of the reader's place.
	Lines Lines
}

// Service is everything about private notes.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	events   *event.Bus
	jobs     *jobs.Queue
	keys     *seal.Keeper
	text     *richtext.Renderer
	accounts *account.Service
	groups   *group.Service
	forum    *forum.Service
	reports  *moderation.Service
	hall     *hall.Hall
	cookies  web.Cookies
	lines    Lines
	reads    forum.Gathered[readAt]
}

// New makes the service.
func New(o Options) *Service {
	s := &Service{
		db: o.DB, clock: o.Clock, events: o.Events, jobs: o.Jobs, keys: o.Keys, text: o.Text, accounts: o.Accounts,
		groups: o.Groups, forum: o.Forum, reports: o.Reports, hall: o.Hall, cookies: o.Cookies, lines: o.Lines,
	}
	jobs.Handle(s.jobs, fadeJob, s.fade)
	return s
}

// What happened, said in the transaction that made it so.
type (
	// Told: there is a private note for somebody. A notice about it names the
	// group alone, for everybody alike: the reader may have written without a
	// name.
	Told struct{ Group, Account string }
	// ToldStewards: somebody answered the stewards about what was reported.
	ToldStewards struct{ Report string }
	// Answered: somebody answered the card in a thread.
	Answered struct{ Group, Thread string }
	// Ended: a thread is there no more; its key goes.
	Ended struct{ Thread string }
)

// fadeJob takes away what an anonymous author wrote who left.
const fadeJob = "forum.fade-note"

// fading is what it is about. It lies sealed among the work: when it began would
// tell who left, and the thread what they wrote.
type (
	fading       struct{ Group, Thread string }
	sealedFading struct{ Sealed []string }
)

// fadesWithin is how long that takes.
const fadesWithin = 48 * time.Hour

// unansweredMost is how many notes somebody can write before the other answers.
const unansweredMost = 5

// Forget destroys the key of a thread that is over.
func (s *Service) Forget(ctx context.Context, e Ended) error {
	return s.keys.Destroy(ctx, ownerOf(e.Thread))
}

// ownerOf is the owner of a thread's data key.
func ownerOf(thread string) string { return "note:" + thread }
