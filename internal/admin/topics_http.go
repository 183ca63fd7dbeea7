package admin

import (
	"net/http"
	"net/url"

	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/site"
)

// topicsView is the list of topics.
type topicsView struct {
	Topics []group.Topic
	Typed  string
	Form   *web.Form
}

func (s *Service) getTopics(w http.ResponseWriter, r *http.Request) error {
	return s.showTopics(w, r, http.StatusOK, topicsView{})
}

func (s *Service) showTopics(w http.ResponseWriter, r *http.Request, status int, v topicsView) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	if v.Topics, err = s.groups.TopicsFor(r.Context(), viewer); err != nil {
		return err
	}
	return web.Render(w, r, status, topicsPage(v))
}

func (s *Service) postTopic(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.groups.AddTopic(r.Context(), viewer, form.Line("label")); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return s.showTopics(w, r, http.StatusUnprocessableEntity, topicsView{Typed: form.Line("label"), Form: form})
	}
	s.cookies.Flash(w, i18n.T(r.Context(), "Added. Groups can choose it from now on."))
	return web.SeeOther(w, r, topicsPath)
}

func (s *Service) postTopicRemoval(w http.ResponseWriter, r *http.Request) error {
	return s.showTopic(w, r, false, "Taken off the list. Groups that chose it keep it.")
}

func (s *Service) postTopicReturn(w http.ResponseWriter, r *http.Request) error {
	return s.showTopic(w, r, true, "It is on the list again.")
}

func (s *Service) showTopic(w http.ResponseWriter, r *http.Request, show bool, done i18n.Text) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	if err := s.groups.ShowTopic(r.Context(), viewer, r.PathValue("topic"), show); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(r.Context(), done))
	return web.SeeOther(w, r, topicsPath)
}

// foundLinkView is a link that was just made.
type foundLinkView struct{ Link, Place string }

func (s *Service) getFounding(w http.ResponseWriter, r *http.Request) error {
	if _, err := needSeat(r); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, foundingPage(site.From(r.Context()).Founding))
}

// postFounding makes a link to found a group, and shows it in its own answer,
// this once.
func (s *Service) postFounding(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	token, err := s.groups.InviteToFound(r.Context(), viewer)
	if err != nil {
		return err
	}
	link := s.base.String() + "/groups/new?" + url.Values{"link": {token}}.Encode()
	return web.Render(w, r, http.StatusOK, foundLinkPage(foundLinkView{Link: link, Place: site.From(r.Context()).Name}))
}

// foundingWords says who may found a group now.
func foundingWords(f site.Founding) i18n.Text {
	switch f {
	case site.FoundByAnyone:
		return "Every member can found a group, and it opens at once. They do not need a link."
	case site.FoundInvited:
		return "Whoever has a link founds a group, and it opens at once. Others can ask."
	}
	return "Members ask, and a steward says yes or no. Whoever has a link does not have to wait."
}
