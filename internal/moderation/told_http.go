package moderation

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/web"
)

// toldView is what was done about something of the viewer's. Member is empty on
// the page of somebody who may be in the group no longer.
type toldView struct {
	Telling
	Member group.Member
	Action string
	Text   string
	Form   *web.Form
}

func (s *Service) getTellings(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	list, err := s.TellingsFor(r.Context(), m)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, tellingsPage(m, list))
}

func (s *Service) getTelling(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showTelling(w, r, http.StatusOK, toldView{Member: m})
}

func (s *Service) showTelling(w http.ResponseWriter, r *http.Request, status int, v toldView) (err error) {
	if v.Telling, err = s.TellingFor(r.Context(), v.Member, r.PathValue("act")); err != nil {
		return err
	}
	v.Action = hall.Path(v.Member.Group.Slug, "told", v.ID, "answer")
	return web.Render(w, r, status, tellingPage(v))
}

func (s *Service) postReply(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	text, page := form.Text("answer"), hall.Path(m.Group.Slug, "told", r.PathValue("act"))
	if err := s.Reply(r.Context(), m, r.PathValue("act"), text); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, page)
		}
		return s.showTelling(w, r, http.StatusUnprocessableEntity, toldView{Member: m, Text: text, Form: form})
	}
	return s.done(w, r, page, "Thank you. They read what you wrote.")
}

func (s *Service) getOutside(w http.ResponseWriter, r *http.Request) error {
	return s.showOutside(w, r, http.StatusOK, toldView{})
}

func (s *Service) showOutside(w http.ResponseWriter, r *http.Request, status int, v toldView) (err error) {
	if v.Telling, err = s.ToldOutside(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("act")); err != nil {
		return err
	}
	v.Action = OutsidePath(v.ID) + "/answer"
	return web.Render(w, r, status, outsidePage(v))
}

func (s *Service) postReplyOutside(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	act, text := r.PathValue("act"), form.Text("answer")
	if err := s.ReplyOutside(r.Context(), account.ViewerFrom(r.Context()), act, text); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, OutsidePath(act))
		}
		return s.showOutside(w, r, http.StatusUnprocessableEntity, toldView{Text: text, Form: form})
	}
	return s.done(w, r, OutsidePath(act), "Thank you. They read what you wrote.")
}

// OutsidePath is where somebody reads what was done about them, in the group or
// not.
func OutsidePath(act string) string { return "/told/" + act }

func (s *Service) getCare(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	months, answered, err := s.CareFor(r.Context(), m)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, carePage(m, months, answered))
}
