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
	"net/http"

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

// enter is the page of a member at a request.
func (p *Pages) enter(r *http.Request) (page, error) {
	m, beside, err := p.hall.Enter(r)
	return page{Member: m, Beside: beside}, err
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where a person
// can put that right. Any other error is for the error page.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Conflict && f.Kind != fault.Invalid && f.Kind != fault.Forbidden {
		return err
	}
	return p.done(w, r, back, f.Say, f.Args)
}

// again shows a page once more with what was wrong at its fields. Errors that
// belong to no field are told on the page back.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, form *web.Form, err error, back string, show func(status int) error) error {
	if err := form.Accept(r.Context(), err); err != nil {
		return p.told(w, r, err, back)
	}
	return show(http.StatusUnprocessableEntity)
}
