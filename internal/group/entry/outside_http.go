package entry

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// getGroup is the home of a group for its members, and its page for others.
func (p *Pages) getGroup(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("group")
	m, err := p.groups.MemberFor(r.Context(), account.ViewerFrom(r.Context()), slug)
	if err == nil {
		return p.o.Inside(w, r, m)
	}
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	o, err := p.look(r, slug, "")
	if err != nil {
		return err
	}
	if o.Whole && p.o.Meetings != nil {
		if o.Meetings, err = p.o.Meetings(r.Context(), o.Group); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, outsidePage(o))
}

// getErasure lets those who left come back to their words, also where the group
// does not show to anybody outside.
func (p *Pages) getErasure(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("group")
	former, err := p.isFormer(r, slug)
	if err != nil {
		return err
	}
	if !former {
		return fault.Missing()
	}
	return web.Render(w, r, http.StatusOK, formerPage(slug))
}

// postErasure takes away the words of somebody who left.
func (p *Pages) postErasure(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("group")
	former, err := p.isFormer(r, slug)
	if err != nil {
		return err
	}
	if !former {
		return fault.Missing()
	}
	if err := p.groups.EraseFormer(r.Context(), account.ViewerFrom(r.Context()), slug); err != nil {
		return err
	}
	p.o.Cookies.Flash(w, i18n.T(r.Context(), "Your words are gone from that group."))
	return web.SeeOther(w, r, Path)
}

// postWithdrawal takes back an asking, or a place on the list.
func (p *Pages) postWithdrawal(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("group")
	if err := p.groups.Withdraw(r.Context(), account.ViewerFrom(r.Context()), slug); err != nil {
		return err
	}
	p.o.Cookies.Flash(w, i18n.T(r.Context(), "It is taken back. Nothing of it is left in the group."))
	return web.SeeOther(w, r, Path)
}

// postPlace takes a place that was offered.
func (p *Pages) postPlace(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("group")
	if err := p.groups.TakePlace(r.Context(), account.ViewerFrom(r.Context()), slug, p.doors(r)); err != nil {
		return err
	}
	p.o.Cookies.Flash(w, i18n.T(r.Context(), "You are in. Look around first, if you like."))
	return web.SeeOther(w, r, at(slug))
}
