package lead

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// peopleView is who has a role, and a search for everybody else.
type peopleView struct {
	page
	Roster []group.Membership
	Found  []group.Persona
	Search string
	First  bool
	Next   string // the id after which the list goes on, or ""
}

func (p *Pages) getPeople(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, after := r.Context(), r.URL.Query().Get("after")
	v := peopleView{Search: r.URL.Query().Get("name"), First: after == ""}
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	if v.Roster, err = p.groups.RosterFor(ctx, v.Member); err != nil {
		return err
	}
	if v.Found, v.Next, err = p.groups.MembersFor(ctx, v.Member, v.Search, after); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, peoplePage(v))
}

// personView is somebody of the group, for those who lead it.
type personView struct {
	page
	One     group.Membership
	Inviter group.Persona
	Form    *web.Form

	Ban, Reason, Code string // what was typed
}

func (v personView) own() bool { return v.One.ID == v.Member.Self.ID }

// peer tells whether they lead as the viewer does: what is between them, the
// group decides.
func (v personView) peer() bool {
	return v.One.Role == group.Facilitator || v.One.Role == group.CoFacilitator && v.Member.Self.Role != group.Facilitator
}

func (p *Pages) person(r *http.Request) (v personView, err error) {
	if v.page, err = p.leader(r); err != nil {
		return v, err
	}
	if v.One, err = p.groups.MembershipFor(r.Context(), v.Member, r.PathValue("membership")); err != nil {
		return v, err
	}
	if !v.One.Standing.IsInside() {
		return v, fault.Missing()
	}
	if v.One.InvitedBy != "" {
		faces, err := p.groups.FacesFor(r.Context(), v.Member, []string{v.One.InvitedBy})
		if err != nil {
			return v, err
		}
		v.Inviter = faces[v.One.InvitedBy]
	}
	return v, nil
}

func (p *Pages) getPerson(w http.ResponseWriter, r *http.Request) error {
	v, err := p.person(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, personPage(v))
}

// postRole gives somebody another role, at once.
func (p *Pages) postRole(w http.ResponseWriter, r *http.Request) error {
	v, err := p.person(r)
	if err != nil {
		return err
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	if group.Role(v.Form.Line("role")).Leads() && p.mustProve(v.page) {
		return web.SeeOther(w, r, seat.ProveFirst(v.person(v.One.ID)))
	}
	err = p.groups.Appoint(r.Context(), v.Member, v.One.ID, group.Role(v.Form.Line("role")))
	if err != nil {
		if err := v.Form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, personPage(v))
	}
	back := v.person(v.One.ID)
	if v.Form.Line("from") == "greeters" {
		back = v.here("greeters")
	}
	return p.done(w, r, back, "Done. It counts from now on, and they are told.")
}

func (p *Pages) getRemoval(w http.ResponseWriter, r *http.Request) error {
	v, err := p.person(r)
	if err != nil {
		return err
	}
	if v.own() || v.peer() {
		return web.SeeOther(w, r, v.person(v.One.ID)) // the page says why
	}
	if p.mustProve(v.page) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	return web.Render(w, r, http.StatusOK, removalPage(v))
}

func (p *Pages) postRemoval(w http.ResponseWriter, r *http.Request) error {
	v, err := p.person(r)
	if err != nil {
		return err
	}
	if p.mustProve(v.page) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	v.Ban, v.Reason = v.Form.Line("ban"), v.Form.Text("reason")
	if v.Ban != "yes" && v.Ban != "no" {
		v.Form.Wrong(r.Context(), "ban", "Choose one of the two.")
	}
	if v.Form.Sound() {
		err = p.groups.Remove(r.Context(), v.Member, v.One.ID, v.Ban == "yes", v.Reason)
		switch {
		case err == nil && v.Ban == "yes":
			return p.done(w, r, v.here("bans"), "They are gone, and cannot come back.")
		case err == nil:
			return p.done(w, r, v.here("people"), "They are no member any more.")
		}
		if err := v.Form.Accept(r.Context(), err); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, removalPage(v))
}

// mustProve tells whether a key has to be shown again: what is about to be done
// cannot be taken back by whoever it is done to, and an open page is not enough.
func (p *Pages) mustProve(v page) bool {
	viewer := v.Member.Viewer
	return viewer.May(account.Lead) == nil && !p.accounts.IsFresh(viewer)
}

// word is the page on which a facilitator says that they know who reads out a
// code. It helps to open somebody's door, so a key is shown first.
func (p *Pages) word(w http.ResponseWriter, r *http.Request) (v personView, went bool, err error) {
	if v, err = p.person(r); err != nil {
		return v, false, err
	}
	if err := v.Member.May(group.Vouch); err != nil {
		return v, false, err
	}
	if v.own() {
		return v, false, fault.Missing()
	}
	if !p.accounts.IsFresh(v.Member.Viewer) {
		return v, true, web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	return v, false, nil
}

func (p *Pages) getWord(w http.ResponseWriter, r *http.Request) error {
	v, went, err := p.word(w, r)
	if err != nil || went {
		return err
	}
	return web.Render(w, r, http.StatusOK, wordPage(v))
}

// postWord gives this facilitator's word. The code is never shown again.
func (p *Pages) postWord(w http.ResponseWriter, r *http.Request) error {
	v, went, err := p.word(w, r)
	if err != nil || went {
		return err
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	if v.Code = v.Form.Line("code"); v.Code == "" {
		v.Form.Wrong(r.Context(), "code", "Type the code that they read out.")
		return web.Render(w, r, http.StatusUnprocessableEntity, wordPage(v))
	}
	err = p.groups.VouchFor(r.Context(), v.Member, v.One.ID, v.Code, web.Address(r.Context()))
	if err == nil {
		return p.done(w, r, v.person(v.One.ID), "Thank you. It counts as soon as two of you have heard the same code.")
	}
	if err := v.Form.Accept(r.Context(), err); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, wordPage(v))
}

// greetersView is who greets, and what they promise.
type greetersView struct {
	page
	Greeters []group.Membership
}

func (p *Pages) getGreeters(w http.ResponseWriter, r *http.Request) (err error) {
	v := greetersView{}
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	roster, err := p.groups.RosterFor(r.Context(), v.Member)
	if err != nil {
		return err
	}
	for _, one := range roster {
		if one.Role == group.Greeter {
			v.Greeters = append(v.Greeters, one)
		}
	}
	return web.Render(w, r, http.StatusOK, greetersPage(v))
}
