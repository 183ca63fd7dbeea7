package admin

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

func (s *Service) getLive(w http.ResponseWriter, r *http.Request) error {
	frame := ui.FrameFrom(r.Context())
	frame.Live = true
	r = r.WithContext(ui.WithFrame(r.Context(), frame))
	return web.Render(w, r, http.StatusOK, livePage(checkChannel(account.ViewerFrom(r.Context()))))
}

func (s *Service) postPing(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.Ping(r.Context(), account.ViewerFrom(r.Context()), form.Line("mark")); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/live")
}
