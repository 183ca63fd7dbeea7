package voice

import (
	"context"
	"net/http"

	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// divisionView is the page of dividing a group.
type divisionView struct {
	Member   group.Member
	Division Division // none where its ID is ""
	May      error    // why the viewer cannot begin one, or nil
	Name     string   // as it was typed
	Summary  string
	Lead     string
	Names    []string // some of those who may lead the new group
	Form     *web.Form
}

func (s *Service) getDivision(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showDivision(w, r, http.StatusOK, divisionView{Member: m, Lead: m.Self.Name})
}

func (s *Service) showDivision(w http.ResponseWriter, r *http.Request, status int, v divisionView) (err error) {
	ctx := r.Context()
	if v.Division, err = s.DivisionFor(ctx, v.Member); over(err) != nil {
		return err
	}
	v.May = v.Member.May(group.Divide)
	if v.Division.ID == "" && fault.KindOf(v.May) == fault.NotFound {
		return fault.Missing() // there is nothing here for who does not lead
	}
	if v.Division.ID == "" {
		if v.Names, err = s.someNames(ctx, v.Member); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, divisionPage(v))
}

// someNames are the first personas of the list of members, for a field in which
// a name is typed.
func (s *Service) someNames(ctx context.Context, m group.Member) (names []string, err error) {
	people, _, err := s.groups.MembersFor(ctx, m, "", "")
	for _, p := range people {
		names = append(names, p.Name)
	}
	return names, err
}

func (s *Service) postDivision(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := divisionView{Member: m, Name: form.Line("name"), Summary: form.Line("summary"), Lead: form.Line("lead"), Form: form}
	p := Plan{Name: v.Name, Summary: v.Summary}
	if p.Lead, err = s.personCalled(ctx, m, "lead", v.Lead); err == nil {
		err = s.Divide(ctx, m, p)
	}
	switch {
	case err == nil:
		return s.done(w, r, pathOf(m.Group, "/division"), "It has begun. Nobody goes anywhere before the day comes.")
	case isField(err):
		if err := form.Accept(ctx, err); err != nil {
			return err
		}
		return s.showDivision(w, r, http.StatusUnprocessableEntity, v)
	}
	return s.told(w, r, err, pathOf(m.Group, "/division"))
}

func (s *Service) postLeadNew(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	leads := form.Line("answer") == yes
	if err := s.LeadNew(r.Context(), m, leads); err != nil {
		return s.told(w, r, err, pathOf(m.Group, "/division"))
	}
	if leads {
		return s.done(w, r, pathOf(m.Group, "/division"), "Thank you. Everybody has seven days to choose now.")
	}
	return s.done(w, r, pathOf(m.Group, ""), "Good that you said so. The group stays as it is.")
}

func (s *Service) postSide(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	goes := form.Line("side") == "go"
	if err := s.Choose(r.Context(), m, goes); err != nil {
		return s.told(w, r, err, pathOf(m.Group, "/division"))
	}
	if goes {
		return s.done(w, r, pathOf(m.Group, "/division"), "You go to the new group when the day comes. You can change it until then.")
	}
	return s.done(w, r, pathOf(m.Group, "/division"), "You stay. You can change it until the day comes.")
}

func (s *Service) postCallOff(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.CallOff(r.Context(), m); err != nil {
		return s.told(w, r, err, pathOf(m.Group, "/division"))
	}
	return s.done(w, r, pathOf(m.Group, ""), "It is called off. The group stays as it is.")
}

// sent is the member who sent a form, and the form.
func (s *Service) sent(r *http.Request) (m group.Member, form *web.Form, err error) {
	if m, err = s.member(r); err == nil {
		form, err = web.ReadForm(r)
	}
	return m, form, err
}
