package remind

import (
	"net/http"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	ownLimit  = limit.Rule{Name: "reminder", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
	askLimit  = limit.Rule{Name: "nudge", Subject: limit.Rate{Count: 10, Per: 24 * time.Hour}, Network: limit.Rate{Count: 300, Per: 24 * time.Hour}, Wait: 2 * time.Second}
)

// The pages.
const (
	// SettingsPath is the page of all one's reminders.
	SettingsPath = "/settings/reminders"

	date   = "/groups/{group}/meetings/{occurrence}/reminder"
	nudges = "/groups/{group}/nudges"
)

// Routes are this package's rows of the access table. To whoever is outside a
// group, and to whom it is not theirs, nothing of it exists.
func (s *Service) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	return []web.Route{
		get(SettingsPath, s.getSettings),
		post(SettingsPath, ownLimit, s.postAll),
		post(SettingsPath+"/{reminder}", ownLimit, s.postOne),
		post(SettingsPath+"/{reminder}/removal", ownLimit, s.postRemoval),

		get(date, s.getDate),
		post(date, ownLimit, s.postDate),
		post(date+"/skipping", ownLimit, s.postSkip),

		get(nudges, s.getNudges),
		post(nudges, askLimit, s.postAsk),
		post(nudges+"/{nudge}/consent", ownLimit, s.postAgree),
		post(nudges+"/{nudge}/lines", ownLimit, s.postLine),
		post(nudges+"/{nudge}/answer", ownLimit, s.postAnswer),
		post(nudges+"/{nudge}/removal", ownLimit, s.postEnd),
	}
}

// done goes on to a page and says there what was done.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right. Any other error is for the error page.
func (s *Service) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Conflict && f.Kind != fault.Forbidden && f.Kind != fault.Invalid {
		return err
	}
	return s.done(w, r, back, f.Say, f.Args)
}
