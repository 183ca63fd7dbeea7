package entry

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/site"
	"handrail/internal/ui"
)

// getNew asks for the kind first, and then shows the form filled with what the
// kind suggests. A steward's link is carried along; looking spends nothing.
func (p *Pages) getNew(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	link := capped(q.Get("link"))
	if f, ok := fault.From(account.ViewerFrom(ctx).May(account.Found)); ok {
		return web.Render(w, r, http.StatusOK, needsKeyPage(i18n.T(ctx, f.Say, f.Args)))
	}
	k := word.Kind(q.Get("kind"))
	if !k.Known() {
		return web.Render(w, r, http.StatusOK, kindsPage(link))
	}
	f := begun(ctx, k, link)
	f.Plan.Group.Zone, f.Plan.Group.Languages = ui.FrameFrom(ctx).Zone.String(), p.spoken(ctx)
	if err := p.prepare(ctx, &f); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, foundPage(f))
}

// spoken is the language of the reader, as that of their group.
func (p *Pages) spoken(ctx context.Context) []string {
	if code := i18n.From(ctx).Lang(); isLanguage(code) {
		return []string{code}
	}
	return nil
}

// prepare fills in what the form shows besides what was typed.
func (p *Pages) prepare(ctx context.Context, f *founding) error {
	all, err := p.groups.Topics(ctx)
	for _, t := range all {
		f.Topics = append(f.Topics, ui.Option{Value: t.ID, Label: t.Label})
	}
	f.Waits = site.From(ctx).Founding != site.FoundByAnyone && f.Plan.Link == "" && !account.ViewerFrom(ctx).IsSteward()
	return err
}

func kindPath(k word.Kind, link string) string {
	q := url.Values{}
	if k != "" {
		q.Set("kind", string(k))
	}
	if link != "" {
		q.Set("link", link)
	}
	return strings.TrimSuffix(NewPath+"?"+q.Encode(), "?")
}

// postNew founds a group.
func (p *Pages) postNew(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	f := begun(ctx, word.Kind(form.Line("kind")), capped(form.Line("link")))
	f.Form = form
	f.read(ctx, form)
	f.Plan.Group.Topics = slices.Compact(r.PostForm["topics"])
	f.Plan.Group.Languages = slices.DeleteFunc(r.PostForm["languages"], func(code string) bool { return !isLanguage(code) })
	if f.Plan.Face, f.Face, err = p.faces.Read(r, form, "", f.Face); err != nil {
		return err
	}
	if refilled := f.refill(ctx); f.Face.Again(form) || refilled {
		return p.foundAgain(w, r, f, f.Face.Status())
	}
	g, err := p.groups.Found(ctx, account.ViewerFrom(ctx), f.Plan)
	if err != nil {
		return p.notFounded(w, r, f, err)
	}
	p.o.Cookies.Flash(w, i18n.T(ctx, founded(g)))
	return web.SeeOther(w, r, beginPath(g.Slug))
}

// notFounded shows what was wrong. A link that does not work is dropped, so that
// the next try goes to a steward.
func (p *Pages) notFounded(w http.ResponseWriter, r *http.Request, f founding, err error) error {
	status := cmp.Or(web.Status(err), http.StatusUnprocessableEntity)
	if fault.KindOf(err) == fault.Conflict {
		f.Plan.Link = ""
	}
	if err := accept(r.Context(), f.Form, err); err != nil {
		return err
	}
	return p.foundAgain(w, r, f, status)
}

func (p *Pages) foundAgain(w http.ResponseWriter, r *http.Request, f founding, status int) error {
	if err := p.prepare(r.Context(), &f); err != nil {
		return err
	}
	return web.Render(w, r, status, foundPage(f))
}

// founded is what the founder is told.
func founded(g group.Group) i18n.Text {
	if g.State == group.Asked {
		return "A steward looks at your group now. You can get it ready meanwhile."
	}
	return "Your group is there. Here is what helps on the first day."
}
