package voice

import (
	"net/http"
	"slices"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// lossView is the page on which somebody says that a member has died.
type lossView struct {
	Member group.Member
	Loss   Loss
}

func (s *Service) getRemembered(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	l, err := s.LossFor(r.Context(), m, r.PathValue("persona"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, lossPage(lossView{Member: m, Loss: l}))
}

func (s *Service) postRemembered(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.SayGone(r.Context(), m, r.PathValue("persona")); err != nil {
		return s.told(w, r, err, lossPath(m, r.PathValue("persona")))
	}
	return s.done(w, r, lossPath(m, r.PathValue("persona")), "Thank you for saying it. We are sorry for your loss.")
}

func (s *Service) postRememberedRemoval(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.TakeSayingBack(r.Context(), m, r.PathValue("persona")); err != nil {
		return s.told(w, r, err, lossPath(m, r.PathValue("persona")))
	}
	return s.done(w, r, lossPath(m, r.PathValue("persona")), "You took it back.")
}

func lossPath(m group.Member, persona string) string {
	return pathOf(m.Group, "/members/"+persona+"/remembered")
}

func (s *Service) postHere(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.AmHere(r.Context(), m); err != nil {
		return err
	}
	return s.done(w, r, pathOf(m.Group, ""), "Good that you are here.")
}

func (s *Service) getReturn(w http.ResponseWriter, r *http.Request) error {
	g, err := s.remembering(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, returnPage(g))
}

// remembering is the group in the address, if it remembers the viewer.
func (s *Service) remembering(r *http.Request) (Remembering, error) {
	list, err := s.RememberingFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return Remembering{}, err
	}
	i := slices.IndexFunc(list, func(g Remembering) bool { return g.Slug == r.PathValue("group") })
	if i < 0 {
		return Remembering{}, fault.Missing()
	}
	return list[i], nil
}

func (s *Service) postReturn(w http.ResponseWriter, r *http.Request) error {
	if err := s.Return(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group")); err != nil {
		return s.told(w, r, err, "/home")
	}
	return s.done(w, r, "/groups/"+r.PathValue("group"), "Good that you are here.")
}
