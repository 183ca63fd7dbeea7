// Package forum is what members of a group say to each other in their own time:
// spaces that leaders arrange, topics in them, and posts. A topic is a share, a
// question or a discussion, and says what an answer to it may be.
//
// A post belongs to a membership, or to nobody: what is written anonymously
// carries a mark, which is a keyed hash of membership and topic. It makes one
// pseudonym within one topic, is nothing to anybody elsewhere, and is worked out
// anew whenever somebody asks "is this mine". Who wrote it lies sealed beside,
// for what has to reach them. A block changes nothing about such a post, and it
// shows in no list of people.
//
// Numbers of posts are dense within their topic. A post that is deleted, hidden,
// held back, or by somebody whom a block hides, keeps its number and looks like
// any other of these: its place says that something is not here.
//
// Read topic.go and post.go first. Tables: forum_setting, forum_count,
// forum_space, forum_topic, forum_post, forum_author, forum_version,
// forum_reaction, forum_read, forum_visit, forum_follow, forum_moving; those of
// the parts are named there. Events: see event.go. Pages: package board.
package forum

import (
	"context"
	"embed"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/seal"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB     *db.DB
	Clock  clock.Clock
	Events *event.Bus
	Jobs   *jobs.Queue
	Keys   *seal.Keeper
	Text   *richtext.Renderer
	Groups *group.Service
	// Notes keeps those of the ids that are content notes of this site, sorted.
	Notes func(ctx context.Context, ids []string) ([]string, error)
}

// Service is the forum. It is safe for concurrent use.
type Service struct {
	db     *db.DB
	clock  clock.Clock
	events *event.Bus
	jobs   *jobs.Queue
	keys   *seal.Keeper
	text   *richtext.Renderer
	groups *group.Service
	notes  func(ctx context.Context, ids []string) ([]string, error)
	seen   Gathered[seenAt]
}

// New makes the service.
func New(o Options) *Service {
	s := &Service{
		db: o.DB, clock: o.Clock, events: o.Events, jobs: o.Jobs, keys: o.Keys, text: o.Text, groups: o.Groups, notes: o.Notes,
	}
	s.handle()
	return s
}
