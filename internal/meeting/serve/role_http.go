package serve

import (
	"net/http"
	"strconv"

	"handrail/internal/platform/web"
)

// arrangeView is what a leader arranges.
type arrangeView struct {
	page
	Roles, Away []Role
}

// roleView is the form of one role, or of one to be made.
type roleView struct {
	page
	Role Role
	Many string // as it was typed
	Form *web.Form
}

func (s *Service) getArrange(w http.ResponseWriter, r *http.Request) (err error) {
	v := arrangeView{}
	if v.page, err = s.leader(r); err != nil {
		return err
	}
	if v.Roles, v.Away, err = s.RolesFor(r.Context(), v.Member, v.Date.Meeting.ID); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, arrangePage(v))
}

func (s *Service) postBeginning(w http.ResponseWriter, r *http.Request) error {
	p, err := s.leader(r)
	if err != nil {
		return err
	}
	if err := s.Begin(r.Context(), p.Member, p.Date.Key()); err != nil {
		return s.told(w, r, err, p.path("roles", "arrange"))
	}
	return s.done(w, r, p.path("roles", "arrange"), "The roles are there. Change them as you like.")
}

func (s *Service) getNew(w http.ResponseWriter, r *http.Request) error {
	p, err := s.leader(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, rolePage(roleView{page: p, Role: Role{Kind: Own, Many: 1}, Many: "1"}))
}

func (s *Service) getSettings(w http.ResponseWriter, r *http.Request) error {
	v, err := s.settings(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, rolePage(v))
}

// settings are those of the role in the address, for a leader.
func (s *Service) settings(r *http.Request) (v roleView, err error) {
	if v.page, err = s.leader(r); err != nil || r.PathValue("role") == "" {
		return v, err
	}
	one, err := s.RoleFor(r.Context(), v.Member, v.Date.Key(), r.PathValue("role"))
	v.Role, v.Many = one.Role, strconv.Itoa(one.Role.Many)
	return v, err
}

func (s *Service) postRole(w http.ResponseWriter, r *http.Request) error {
	v, err := s.settings(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.Form, v.Many = form, form.Line("many")
	v.Role = Role{
		ID: v.Role.ID, Kind: Kind(form.Line("kind")), Label: form.Line("label"), About: form.Line("about"), Many: number(v.Many), Weeks: number(form.Line("weeks")),
	}
	err = s.KeepRole(r.Context(), v.Member, v.Date.Key(), v.Role)
	switch {
	case err == nil && v.Role.ID == "":
		return s.done(w, r, v.path("roles", "arrange"), "The role is there. It stands last: you can move it up.")
	case err == nil:
		return s.done(w, r, v.path("roles", "arrange"), "Kept. Everybody sees it from now on.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return s.told(w, r, err, v.path("roles", "arrange"))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, rolePage(v))
}

// number is a number that was typed; -1 for anything else.
func number(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

func (s *Service) postOrder(w http.ResponseWriter, r *http.Request) error {
	p, err := s.leader(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	up := form.Line("to") == "up"
	if err := s.MoveRole(r.Context(), p.Member, p.Date.Key(), r.PathValue("role"), up); err != nil {
		return s.told(w, r, err, p.path("roles", "arrange"))
	}
	if up {
		return s.done(w, r, p.path("roles", "arrange"), "It stands one place higher now.")
	}
	return s.done(w, r, p.path("roles", "arrange"), "It stands one place lower now.")
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	p, err := s.leader(r)
	if err != nil {
		return err
	}
	if err := s.DropRole(r.Context(), p.Member, p.Date.Key(), r.PathValue("role")); err != nil {
		return s.told(w, r, err, p.path("roles", "arrange"))
	}
	return s.done(w, r, p.path("roles", "arrange"), "The role is gone. You can put it back for ten minutes.")
}

func (s *Service) postRestoration(w http.ResponseWriter, r *http.Request) error {
	p, err := s.leader(r)
	if err != nil {
		return err
	}
	if err := s.RestoreRole(r.Context(), p.Member, p.Date.Key(), r.PathValue("role")); err != nil {
		return s.told(w, r, err, p.path("roles", "arrange"))
	}
	return s.done(w, r, p.path("roles", "arrange"), "The role is back, with all who took it.")
}
