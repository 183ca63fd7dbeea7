package inside

import (
	"context"
	"net/http"
	"net/url"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// leaveView is what each way to leave does, before anybody takes it.
type leaveView struct {
	page
	Leads bool // leads the group
	Last  bool // is the only one who does
	How   string
	Form  *web.Form
}

// leaver is the viewer as a member of a group, whatever the state of their
// account: one whose seat is paused can leave, too.
func (p *Pages) leaver(r *http.Request) (group.Member, error) {
	viewer := account.ViewerFrom(r.Context())
	mine, err := p.groups.MineFor(r.Context(), viewer)
	if err != nil {
		return group.Member{}, err
	}
	for _, one := range mine {
		if one.Group.Slug == r.PathValue("group") && one.Membership.Standing.IsInside() {
			return group.Member{Viewer: viewer, Group: one.Group, Self: one.Membership}, nil
		}
	}
	return group.Member{}, fault.Missing()
}

func (p *Pages) getLeave(w http.ResponseWriter, r *http.Request) error {
	return p.showLeave(w, r, http.StatusOK, "", nil)
}

func (p *Pages) showLeave(w http.ResponseWriter, r *http.Request, status int, how string, form *web.Form) error {
	m, err := p.leaver(r)
	if fault.KindOf(err) == fault.NotFound {
		return p.showLeft(w, r)
	}
	if err != nil {
		return err
	}
	v := leaveView{page: page{Member: m}, Leads: m.Self.Role.Leads(), How: how, Form: form}
	if v.Leads && m.Can(group.Read) {
		keepers, err := p.groups.RolesFor(r.Context(), m)
		if err != nil {
			return err
		}
		v.Last = leaders(keepers) == 1
	}
	return web.Render(w, r, status, leavePage(v))
}

func leaders(keepers []group.Persona) (n int) {
	for _, one := range keepers {
		if one.Role.Leads() {
			n++
		}
	}
	return n
}

// showLeft is for whoever left before and kept their words: those are still
// theirs to take away. For everybody else it does not exist.
func (p *Pages) showLeft(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("group")
	n, err := p.groups.FormerFor(r.Context(), account.ViewerFrom(r.Context()), slug)
	switch {
	case err != nil:
		return err
	case n == 0:
		return fault.Missing()
	}
	return web.Render(w, r, http.StatusOK, leftPage(slug))
}

func (p *Pages) postLeave(w http.ResponseWriter, r *http.Request) error {
	m, err := p.leaver(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	how := group.How(form.Line("how"))
	if err := p.groups.Leave(r.Context(), account.ViewerFrom(r.Context()), m.Group.Slug, how); err != nil {
		return p.again(w, r, form, err, hall.Path(m.Group.Slug, "leave"), func(status int) error {
			return p.showLeave(w, r, status, string(how), form)
		})
	}
	if how != group.AsFormer {
		return web.SeeOther(w, r, goodbyePath)
	}
	return web.SeeOther(w, r, goodbyePath+"?"+url.Values{"left": {m.Group.Slug}}.Encode())
}

// postEraseFormer takes away the words that somebody left behind.
func (p *Pages) postEraseFormer(w http.ResponseWriter, r *http.Request) error {
	viewer, slug := account.ViewerFrom(r.Context()), r.PathValue("group")
	if n, err := p.groups.FormerFor(r.Context(), viewer, slug); err != nil || n == 0 {
		return orMissing(err)
	}
	if err := p.groups.EraseFormer(r.Context(), viewer, slug); err != nil {
		return err
	}
	return p.done(w, r, goodbyePath, "Your words are gone, and nothing leads from that group to you any more.")
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return fault.Missing()
}

// getGoodbye is the page after leaving. It names no group.
func (p *Pages) getGoodbye(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, goodbyePage(p.wordsLeft(r.Context(), r.URL.Query().Get("left"))))
}

// wordsLeft is the address where the viewer can take away words that they left
// in the group with this slug, or "".
func (p *Pages) wordsLeft(ctx context.Context, slug string) string {
	if slug == "" {
		return ""
	}
	if n, err := p.groups.FormerFor(ctx, account.ViewerFrom(ctx), slug); err != nil || n == 0 {
		return ""
	}
	return hall.Path(slug, "leave")
}

// stay is where whoever does not leave goes on.
func (v leaveView) stay() string {
	if v.Member.Can(group.Read) {
		return v.path()
	}
	return "/home"
}
