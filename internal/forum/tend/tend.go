// Package tend is how those who look after a group look after its forum: how it
// works, its spaces, its topics, and what waits for somebody to look at it. Each
// page says what a change does to members, and what is done can be undone.
//
// Settings, spaces and topics are for leaders; what waits is for those who greet
// too. For everybody else these pages do not exist.
//
// Tables: none; package forum keeps all of it. Events: none. Routes: see Routes.
package tend

import (
	"context"
	"embed"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the pages work with.
type Options struct {
	Forum   *forum.Service
	Hall    *hall.Hall
	Notes   *note.Service
	Cookies web.Cookies
	// Hide hides a post that waits. Its author reads the reason. Nil where nobody
	// can.
	Hide func(ctx context.Context, m group.Member, post, reason string) error
}

// Pages are the pages of those who look after a forum. They are safe for
// concurrent use.
type Pages struct{ o Options }

// New makes the pages.
func New(o Options) *Pages { return &Pages{o} }

// page is what every page here knows.
type page struct{ Member group.Member }

// path is the address of something in the group's forum.
func (p page) path(parts ...string) string { return pathIn(p.Member.Group, parts...) }

func pathIn(g group.Group, parts ...string) string {
	return hall.Path(g.Slug, append([]string{"forum"}, parts...)...)
}

// props are those of a page with one thing to do, below the forum.
func (p page) props(ctx context.Context, title, lede string, up ...ui.Place) hall.Props {
	forumPlace := ui.Place{Label: i18n.T(ctx, "Forum"), Href: p.path()}
	return hall.Props{Member: p.Member, Title: title, Lede: lede, Tab: hall.Tab("forum"), Up: append([]ui.Place{forumPlace}, up...), Bare: true}
}

// Ways are where a member finds these pages from a forum, a topic or a post of
// it: nil for what is not asked about.
func Ways(ctx context.Context, m group.Member, t *forum.Topic, p *forum.Post) (ways []ui.Place) {
	way := func(label i18n.Text, parts ...string) {
		ways = append(ways, ui.Place{Label: i18n.T(ctx, label), Href: pathIn(m.Group, parts...)})
	}
	switch leads := m.Self.Role.Leads(); {
	case p != nil && leads && p.Number > 1 && p.State == forum.Here:
		way("Take it into a topic of its own", "posts", p.ID, "splitting")
	case p != nil:
	case t != nil && leads:
		way("Look after this topic", "topics", t.ID, "tending")
	case t != nil:
	case leads:
		way("How this forum works", "settings")
		way("Spaces", "spaces")
		way("What waits for a look", "waiting")
	case m.Greets():
		way("What waits for a look", "waiting")
	}
	return ways
}
