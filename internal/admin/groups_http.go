package admin

import (
	"net/http"
	"net/url"
	"slices"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// groupsView is a page of the list.
type groupsView struct {
	Asked  []group.Group // on the first page of all
	Groups []group.Group
	Tab    string // "" for all
	First  bool
	Next   string // where the list goes on, or ""
}

func (s *Service) getGroups(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	ctx, after := r.Context(), r.URL.Query().Get("after")
	v := groupsView{Tab: r.URL.Query().Get("state"), First: after == ""}
	if v.Tab != "" && !slices.Contains(groupTabs(), v.Tab) {
		return fault.Missing()
	}
	state, care := group.State(v.Tab), v.Tab == careTab
	if care {
		state = ""
	}
	next := ""
	if v.Groups, next, err = s.groups.AllFor(ctx, viewer, state, care, after); err != nil {
		return err
	}
	if next != "" {
		v.Next = groupsPath + "?" + url.Values{"state": {v.Tab}, "after": {next}}.Encode()
	}
	if v.Tab == "" && v.First {
		if v.Asked, _, err = s.groups.AllFor(ctx, viewer, group.Asked, false, ""); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, groupsPage(v))
}

func (s *Service) getGroup(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	v, err := s.groups.OneFor(r.Context(), viewer, r.PathValue("group"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, groupPage(v))
}

// groupActView is the page that asks before something is done.
type groupActView struct {
	groupAct
	Group           group.StewardsView
	Persona, Reason string
	Form            *web.Form
}

func (s *Service) getGroupAct(w http.ResponseWriter, r *http.Request) error {
	_, v, err := s.groupActOf(r)
	if err != nil {
		return err
	}
	if !v.possible(v.Group) {
		return web.SeeOther(w, r, groupPath(v.Group.ID, "")) // somebody was quicker, or it is an old tab
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	return web.Render(w, r, http.StatusOK, groupActPage(v))
}

// groupActOf is what the address asks for, if this steward may ask for it at all.
func (s *Service) groupActOf(r *http.Request) (viewer account.Viewer, v groupActView, err error) {
	if viewer, err = needSeat(r); err != nil {
		return viewer, v, err
	}
	a, known := groupActNamed(r.PathValue("act"))
	if !known {
		return viewer, v, fault.Missing()
	}
	v.groupAct = a
	v.Group, err = s.groups.OneFor(r.Context(), viewer, r.PathValue("group"))
	return viewer, v, err
}

func (s *Service) postGroupAct(w http.ResponseWriter, r *http.Request) error {
	viewer, v, err := s.groupActOf(r)
	if err != nil {
		return err
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	v.Persona, v.Reason = v.Form.Line("name"), v.Form.Line("reason")
	if v.persona != "" && v.Persona == "" {
		v.Form.Wrong(r.Context(), "name", "Type the name of the persona.")
	}
	v.Form.Short(r.Context(), "reason", v.Reason, reasonLimit)
	if v.sure != "" && !v.Form.Ticked("sure") {
		v.Form.Wrong(r.Context(), "sure", "Tick this if it is so. Otherwise nothing is done.")
	}
	if v.Form.Sound() {
		err = v.do(r.Context(), s.groups, deed{by: viewer, group: v.Group.ID, persona: v.Persona, reason: v.Reason})
		if err == nil {
			s.cookies.Flash(w, i18n.T(r.Context(), v.done))
			return web.SeeOther(w, r, groupPath(v.Group.ID, ""))
		}
		if err := v.Form.Accept(r.Context(), err); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, groupActPage(v))
}
