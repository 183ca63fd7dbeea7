package home

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// Path is where home lies.
const Path = "/home"

var pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	return []web.Route{{Pattern: "GET " + Path, Audience: web.Accounts, Limit: pageLimit, Handler: s.getHome}}
}

func (s *Service) getHome(w http.ResponseWriter, r *http.Request) error {
	frame, zone := ui.FrameFrom(r.Context()), time.UTC
	if frame.Zone != nil {
		zone = frame.Zone
	}
	frame.Live = true // the bell rings
	r = r.WithContext(ui.WithFrame(r.Context(), frame))
	v, err := s.view(r.Context(), account.ViewerFrom(r.Context()), s.clock.Now().In(zone).Hour())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, homePage(v))
}
