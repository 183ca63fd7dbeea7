package sheet

import (
	"net/http"
	"strconv"

	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// leader is the member in the address, who looks after the group. To others, its
// templates do not exist.
func (s *Service) leader(r *http.Request) (group.Member, error) {
	m, err := s.o.Hall.Member(r)
	if err == nil && !m.Self.Role.Leads() {
		err = fault.Missing()
	}
	return m, err
}

type templatesView struct {
	Member  group.Member
	List    []Template
	Setting Setting
	Name    string
	Form    *web.Form
}

func (s *Service) templatesView(r *http.Request) (v templatesView, err error) {
	if v.Member, err = s.leader(r); err != nil {
		return v, err
	}
	if v.List, err = s.TemplatesFor(r.Context(), v.Member); err != nil {
		return v, err
	}
	v.Setting, err = s.SettingFor(r.Context(), v.Member)
	return v, err
}

func (s *Service) getTemplates(w http.ResponseWriter, r *http.Request) error {
	v, err := s.templatesView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, templatesPage(v))
}

// postTemplates makes another one: with the parts that every group begins with.
func (s *Service) postTemplates(w http.ResponseWriter, r *http.Request) error {
	v, err := s.templatesView(r)
	if err != nil {
		return err
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	t := Starting(r.Context(), v.Member.Group.Kind, v.Member.Group.Words)
	v.Name = v.Form.Line("name")
	t.Name = v.Name
	made, err := s.Keep(r.Context(), v.Member, t)
	if err == nil {
		return s.done(w, r, templatePath(v.Member, made.ID), "It is made. Change what does not fit.")
	}
	if err := v.Form.Accept(r.Context(), err); err != nil {
		return s.told(w, r, err, templatePath(v.Member))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, templatesPage(v))
}

func (s *Service) postName(w http.ResponseWriter, r *http.Request) error {
	h, err := s.templateParts(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	made, err := s.ChangeTemplate(r.Context(), h.Member, h.Template, func(t *Template) error {
		t.Name = form.Line("name")
		return nil
	})
	if err == nil {
		return s.done(w, r, templatePath(h.Member, made.ID), "It is kept.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return s.told(w, r, err, h.Path)
	}
	h.Name = form.Line("name")
	return web.Render(w, r, http.StatusUnprocessableEntity, partsPage(h, form))
}

func (s *Service) postCopy(w http.ResponseWriter, r *http.Request) error {
	h, err := s.templateParts(r)
	if err != nil {
		return err
	}
	name := i18n.T(r.Context(), "{.Name}, again", i18n.Args{"Name": h.Name})
	if short := []rune(name); len(short) > NameMost {
		name = string(short[:NameMost])
	}
	made, err := s.Keep(r.Context(), h.Member, Template{Name: name, Items: h.Items})
	if err != nil {
		return s.told(w, r, err, h.Back)
	}
	return s.done(w, r, templatePath(h.Member, made.ID), "This is the copy. The other one stays as it is.")
}

func (s *Service) postPlace(w http.ResponseWriter, r *http.Request) error {
	h, err := s.templateParts(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.MoveTemplate(r.Context(), h.Member, h.Template, by(form)); err != nil {
		return s.told(w, r, err, h.Back)
	}
	return web.SeeOther(w, r, h.Back)
}

func (s *Service) getRemoval(w http.ResponseWriter, r *http.Request) error {
	h, err := s.templateParts(r)
	if err == nil && h.Template == First {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, removalPage(h))
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	h, err := s.templateParts(r)
	if err != nil {
		return err
	}
	if err := s.DeleteTemplate(r.Context(), h.Member, h.Template); err != nil {
		return s.told(w, r, err, h.Back)
	}
	return s.done(w, r, h.Back, "It is gone. Dates that have it already keep it.")
}

type settingView struct {
	Member    group.Member
	Minutes   string
	Answering string
	Form      *web.Form
}

func (s *Service) getSetting(w http.ResponseWriter, r *http.Request) error {
	m, err := s.leader(r)
	if err != nil {
		return err
	}
	set, err := s.SettingFor(r.Context(), m)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, settingPage(settingView{Member: m, Minutes: strconv.Itoa(set.Minutes), Answering: set.Answering}))
}

func (s *Service) postSetting(w http.ResponseWriter, r *http.Request) error {
	m, err := s.leader(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := settingView{Member: m, Minutes: form.Line("minutes"), Answering: form.Line("answering"), Form: form}
	err = s.Choose(r.Context(), m, Setting{Minutes: int(number(form, "minutes")), Answering: v.Answering})
	if err == nil {
		return s.done(w, r, templatePath(m), "It is kept.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return s.told(w, r, err, templatePath(m))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, settingPage(v))
}
