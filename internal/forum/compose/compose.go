// Package compose is everything one writes with in a forum: a new topic, the box
// under a topic in which one answers, changing and deleting one's own words,
// taking back what was just posted, what one began and did not finish, and the
// picture in a post.
//
// Whatever is refused comes back with all that was typed. Package board shows
// Reply at the end of a topic, Just where somebody has just posted, and Picture
// in a post.
//
// A picture that was sent is made anew and kept for a day before it is in a
// post. Who sent it stands in the table as a keyed mark that is another one for
// each picture, so that no two of them show the same hand.
//
// Table: forum_upload. Events: none of its own. Routes: see Routes.
package compose

import (
	"context"
	"embed"

	"handrail/internal/forum"
	"handrail/internal/forum/heard"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/picture"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the pages work with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Keys     *seal.Keeper
	Files    blob.Store
	Pictures *picture.Maker
	Forum    *forum.Service
	Notes    *note.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	Heard    *heard.Box
	Lines    Lines

	// Opening gives the title and the words that a new topic begins with, as the
	// part "begin" of its address says; "" for none. Nil begins with nothing.
	Opening func(ctx context.Context, m group.Member, of string) (title, text string, err error)
}

// Pages are the pages on which one writes. They are safe for concurrent use.
type Pages struct{ o Options }

// New makes the pages.
func New(o Options) *Pages { return &Pages{o} }

// The fields of the forms. Mistakes stand at them.
const (
	titleField     = "title"
	textField      = "text"
	kindField      = "kind"
	answersField   = "answers"
	keepField      = "keep"
	spaceField     = "space"
	anonymousField = "anonymous"
	namedField     = "named-sure"
	quoteField     = "quote"
	excerptField   = "excerpt"
	plainField     = "no-quote"
	altField       = "alt"
	sentField      = "sent"
	noneField      = "no-picture"
	beginField     = "begin" // of the address alone
)

// path is the address of something in the forum of a group.
func path(g group.Group, parts ...string) string {
	return hall.Path(g.Slug, append([]string{"forum"}, parts...)...)
}

// topicPath is the address of a topic, and place of a post in it.
func topicPath(g group.Group, topic string) string { return path(g, "topics", topic) }

// boxPath is the address of the box under a topic.
func boxPath(g group.Group, t forum.Topic) string {
	return topicPath(g, t.ID) + "?page=" + number(t.Pages()) + "#answer"
}

func place(g group.Group, p forum.Post) string { return path(g, "posts", p.ID, "place") }
