package proof

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// settingsView is what papers of a group may say.
type settingsView struct {
	Member  group.Member
	Setting Setting
	Site    string
	Lacks   bool // the leader's keys
	Form    *web.Form
}

// leader is the viewer as one who leads the group. For others what leaders do
// does not exist.
func (s *Service) leader(r *http.Request) (group.Member, error) {
	m, err := s.hall.Member(r)
	if err == nil && !m.Self.Role.Leads() {
		err = fault.Missing()
	}
	return m, err
}

func (s *Service) getSettings(w http.ResponseWriter, r *http.Request) error {
	m, err := s.leader(r)
	if err != nil {
		return err
	}
	v := settingsView{Member: m}
	if v.Setting, err = s.SettingFor(r.Context(), m); err != nil {
		return err
	}
	return s.showSettings(w, r, http.StatusOK, v)
}

func (s *Service) showSettings(w http.ResponseWriter, r *http.Request, status int, v settingsView) error {
	v.Site, v.Lacks = s.site(r.Context()), v.Member.Viewer.May(account.Lead) != nil
	return web.Render(w, r, status, settingsPage(v))
}

func (s *Service) postSettings(w http.ResponseWriter, r *http.Request) error {
	m, err := s.leader(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := settingsView{Member: m, Form: form, Setting: Setting{Naming: Naming(form.Line("name")), Title: form.Ticked("title"), Confirms: form.Ticked("confirms"), Chairs: form.Ticked("chairs")}}
	if err := s.Arrange(r.Context(), m, v.Setting); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, hall.Path(m.Group.Slug, "lead", "proofs"))
		}
		return s.showSettings(w, r, http.StatusUnprocessableEntity, v)
	}
	return s.done(w, r, hall.Path(m.Group.Slug, "lead", "proofs"), "Changed. It counts for papers that are made from now on.")
}

// seeingView is whether professionals see when a member was there.
type seeingView struct {
	Member group.Member
	Yes    bool
}

func (s *Service) getSeeing(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	yes, err := s.SeeingFor(r.Context(), m)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, seeingPage(seeingView{Member: m, Yes: yes}))
}

func (s *Service) postSeeing(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	yes, page := form.Line("sees") == "yes", hall.Path(m.Group.Slug, "attendance")
	if err := s.LetSee(r.Context(), m, yes); err != nil {
		return s.told(w, r, err, page)
	}
	if yes {
		return s.done(w, r, page, "From now on they see at which dates you were. You can take it back here.")
	}
	return s.done(w, r, page, "Taken back. They see no date of yours any more.")
}

// seenView is what professionals see.
type seenView struct {
	Member group.Member
	List   []Seen
}

func (s *Service) getSeen(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	v := seenView{Member: m}
	if v.List, err = s.SeenFor(r.Context(), m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, seenPage(v))
}
