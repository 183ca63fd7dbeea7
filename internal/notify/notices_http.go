package notify

import (
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

func (s *Service) getList(w http.ResponseWriter, r *http.Request) error {
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil {
		page = 1
	}
	viewer := account.ViewerFrom(r.Context())
	list, err := s.ListFor(r.Context(), viewer, page)
	if err != nil {
		return err
	}
	frame := ui.FrameFrom(r.Context())
	frame.Live = true
	r = r.WithContext(ui.WithFrame(r.Context(), frame))
	return web.Render(w, r, http.StatusOK, listPage(list, s.Channel(viewer.Account)))
}

func (s *Service) postSeen(w http.ResponseWriter, r *http.Request) error {
	if err := s.SeeAll(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return web.SeeOther(w, r, ListPath)
}

func (s *Service) postOpening(w http.ResponseWriter, r *http.Request) error {
	path, err := s.Open(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("notice"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, path)
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	if err := s.Remove(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("notice")); err != nil {
		return err
	}
	return web.SeeOther(w, r, ListPath)
}

func (s *Service) postRemovalOfAll(w http.ResponseWriter, r *http.Request) error {
	if err := s.RemoveAll(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return web.SeeOther(w, r, ListPath)
}

func (s *Service) postRestoration(w http.ResponseWriter, r *http.Request) error {
	if err := s.Restore(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return s.done(w, r, ListPath, "They are back.")
}

// done says what was done on the next page.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say))
	return web.SeeOther(w, r, path)
}
