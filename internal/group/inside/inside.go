// Package inside is a group from the inside: its home, its people, how one
// introduces oneself and is greeted, one's own face and ways there, and how to
// leave.
//
// Whoever is outside is answered as if it did not exist. Nothing here counts
// people or says when somebody came, and "new" is said of things alone.
//
// Tables: none; package group keeps all of it. Events: none of its own.
// Routes: see Routes; package entry shows Home at a group's own address.
package inside

import (
	"context"
	"embed"

	"handrail/internal/group"
	"handrail/internal/group/face"
	"handrail/internal/group/hall"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the pages work with.
type Options struct {
	Groups  *group.Service
	Hall    *hall.Hall
	Faces   *face.Service
	Clock   clock.Clock
	Cookies web.Cookies
	Panels  []hall.Panel // of features, on the home of a group, in this order
}

// Pages are the pages inside a group.
type Pages struct {
	groups  *group.Service
	hall    *hall.Hall
	faces   *face.Service
	clock   clock.Clock
	cookies web.Cookies
	panels  []hall.Panel
}

// New makes the pages.
func New(o Options) *Pages {
	return &Pages{groups: o.Groups, hall: o.Hall, faces: o.Faces, clock: o.Clock, cookies: o.Cookies, panels: o.Panels}
}

// page is what every page here knows: who looks, and what stands beside.
type page struct {
	Member group.Member
	Beside hall.Beside
}

func (p page) slug() string { return p.Member.Group.Slug }

// path is the address of something in this group.
func (p page) path(parts ...string) string { return hall.Path(p.slug(), parts...) }

// props are those of a page in this group. title is "" for its home.
func (p page) props(title string, tab hall.Tab) hall.Props {
	return hall.Props{Member: p.Member, Title: title, Tab: tab, Beside: p.Beside}
}

// task is props for a page with one thing to do: nothing stands beside it.
func (p page) task(title string, tab hall.Tab) hall.Props {
	props := p.props(title, tab)
	props.Beside = hall.Beside{}
	return props
}

// role is what a role is called in this group's words.
func (p page) role(ctx context.Context, r group.Role) string {
	return i18n.T(ctx, r.Says(p.Member.Group.Words))
}

// whyNot says why the member may not do this, or "" where they may. What does
// not exist for them has no words.
func (p page) whyNot(ctx context.Context, act group.Act) string {
	f, ok := fault.From(p.Member.May(act))
	if !ok || f.Kind == fault.NotFound {
		return ""
	}
	return i18n.T(ctx, f.Say, f.Args)
}
