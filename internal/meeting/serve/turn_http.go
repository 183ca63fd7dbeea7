package serve

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/meeting/schedule"
	"handrail/internal/platform/web"
)

// turnView is the page of a turn of the member's own.
type turnView struct {
	page
	TurnView
	Note string // as it was typed
	Form *web.Form
}

func (s *Service) ownTurn(r *http.Request) (v turnView, err error) {
	if v.page, err = s.enter(r); err != nil {
		return v, err
	}
	v.TurnView, err = s.TurnFor(r.Context(), v.Member, v.Date, r.PathValue("turn"))
	v.Note = v.Turn.Note
	return v, err
}

func (v turnView) here(parts ...string) string {
	return v.path(append([]string{"service", v.Turn.ID}, parts...)...)
}

func (s *Service) getTurn(w http.ResponseWriter, r *http.Request) error {
	v, err := s.ownTurn(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, turnPage(v))
}

// getShort leads from a turn's id to where it is: one's own page of it, or the
// date for which somebody is wanted.
func (s *Service) getShort(w http.ResponseWriter, r *http.Request) error {
	h, err := s.HeadFor(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("turn"))
	if err != nil {
		return err
	}
	path := schedule.Path(h.Member.Group.Slug, h.Date.Key(), "roles")
	if h.Turn.Membership == h.Member.Self.ID {
		path = schedule.Path(h.Member.Group.Slug, h.Date.Key(), "service", h.Turn.ID)
	}
	return web.SeeOther(w, r, path)
}

func (s *Service) postAnswer(w http.ResponseWriter, r *http.Request) error {
	v, form, err := s.sentAbout(r)
	if err != nil {
		return err
	}
	says := form.Line("to") == yes
	got, err := s.Answer(r.Context(), v.Member, v.Date.Key(), v.Turn.ID, says)
	switch {
	case err != nil:
		return s.told(w, r, err, v.here())
	case got:
		return s.done(w, r, v.path("roles"), "Good, you do this. You can give it back at any time.")
	case says:
		return s.done(w, r, v.path("roles"), "Somebody else has it by now. It is good that you said yes.")
	}
	return s.done(w, r, v.path("roles"), "That is fine. Those who asked learn that it is not now, and no more.")
}

// sentAbout is a form that was sent about a turn of the member's own.
func (s *Service) sentAbout(r *http.Request) (v turnView, form *web.Form, err error) {
	if v, err = s.ownTurn(r); err != nil {
		return v, nil, err
	}
	form, err = web.ReadForm(r)
	return v, form, err
}

func (s *Service) postSearch(w http.ResponseWriter, r *http.Request) error {
	v, form, err := s.sentAbout(r)
	if err != nil {
		return err
	}
	v.Form, v.Note = form, form.Line("note")
	if err := s.Search(r.Context(), v.Member, v.Date.Key(), v.Turn.ID, v.Note); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.here())
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, turnPage(v))
	}
	return s.done(w, r, v.here(), "The group sees that somebody is wanted. You are told when somebody is found.")
}

func (s *Service) postSearchRemoval(w http.ResponseWriter, r *http.Request) error {
	v, err := s.ownTurn(r)
	if err != nil {
		return err
	}
	if err := s.StopSearch(r.Context(), v.Member, v.Date.Key(), v.Turn.ID); err != nil {
		return s.told(w, r, err, v.here())
	}
	return s.done(w, r, v.here(), "You keep it. Nobody is looked for any more.")
}

func (s *Service) postTakeover(w http.ResponseWriter, r *http.Request) error {
	p, err := s.enter(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.TakeOver(r.Context(), p.Member, p.Date.Key(), r.PathValue("turn")); err != nil {
		return s.told(w, r, err, p.back(form))
	}
	return s.done(w, r, p.back(form), "Good, you do this. You can give it back at any time.")
}

func (s *Service) postReturn(w http.ResponseWriter, r *http.Request) error {
	v, form, err := s.sentAbout(r)
	if err != nil {
		return err
	}
	if err := s.GiveBack(r.Context(), v.Member, v.Date.Key(), v.Turn.ID, form.Line("for") == "term"); err != nil {
		return s.told(w, r, err, v.here())
	}
	return s.done(w, r, v.path("roles"), "You gave it back. That is fine: it is free for others now.")
}

func (s *Service) postTerm(w http.ResponseWriter, r *http.Request) error {
	v, form, err := s.sentAbout(r)
	if err != nil {
		return err
	}
	if form.Line("to") == yes {
		if err := s.GoOn(r.Context(), v.Member, v.Date.Key(), v.Turn.ID); err != nil {
			return s.told(w, r, err, v.here())
		}
		return s.done(w, r, v.here(), "You go on. Everybody sees it.")
	}
	if err := s.HandOver(r.Context(), v.Member, v.Date.Key(), v.Turn.ID); err != nil {
		return s.told(w, r, err, v.here())
	}
	return s.done(w, r, v.here(), "You hand it over when the time is up. A few words for whoever comes next help them.")
}

func (s *Service) postReminder(w http.ResponseWriter, r *http.Request) error {
	v, form, err := s.sentAbout(r)
	if err != nil {
		return err
	}
	if err := s.Remind(r.Context(), v.Member, v.Date.Key(), v.Turn.ID, number(form.Line("lead"))); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.here())
		}
		v.Form = form
		return web.Render(w, r, http.StatusUnprocessableEntity, turnPage(v))
	}
	return s.done(w, r, v.here(), "Kept.")
}

func (s *Service) postFree(w http.ResponseWriter, r *http.Request) error {
	p, err := s.leader(r)
	if err != nil {
		return err
	}
	if err := s.Free(r.Context(), p.Member, p.Date.Key(), r.PathValue("turn")); err != nil {
		return s.told(w, r, err, p.path("roles"))
	}
	return s.done(w, r, p.path("roles"), "It is free again. Who had it is told, without a reason.")
}

func (s *Service) postVouch(w http.ResponseWriter, r *http.Request) error {
	p, err := s.leader(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.Vouch(r.Context(), p.Member, p.Date.Key(), r.PathValue("turn")); err != nil {
		return s.told(w, r, err, p.back(form))
	}
	return s.done(w, r, p.back(form), "Confirmed. They count as a chair whom you trust.")
}
