package private

import (
	"net/http"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// Lines are the help lines of a reader's place.
type Lines func(r *http.Request) helplines.Page

// The limits.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	noteLimit = limit.Rule{Name: "note", Subject: limit.Rate{Count: 30, Per: time.Hour}, Network: limit.Rate{Count: 600, Per: time.Hour}, Wait: 2 * time.Second}
	ownLimit  = limit.Rule{Name: "own note", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	base    = "/groups/{group}/notes"
	writing = "/groups/{group}/forum/posts/{post}/note"
	thread  = base + "/{thread}"
	report  = "/admin/reports/{report}/note"
)

// StewardsPath is where stewards write to whoever wrote what was reported.
func StewardsPath(report string) string { return "/admin/reports/" + report + "/note" }

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	return []web.Route{
		get(writing, s.getWrite),
		post(writing, noteLimit, s.postWrite),
		get(base, s.getNotes),
		post(base+"/quiet", ownLimit, s.postQuiet),
		get(thread, s.getThread),
		post(thread+"/words", noteLimit, s.postAnswer),
		post(thread+"/words/{word}/removal", ownLimit, s.postTakeBack),
		post(thread+"/answer", noteLimit, s.postCard),
		post(thread+"/refusal", ownLimit, s.postRefusal),
		post(thread+"/removal", ownLimit, s.postPutAway),

		{Pattern: "GET " + report, Audience: web.Stewards, Limit: pageLimit, Handler: s.getStewards},
		{Pattern: "POST " + report, Audience: web.Stewards, Limit: noteLimit, Handler: s.postStewards},
	}
}

// member is the viewer as a member of the group in the address.
func (s *Service) member(r *http.Request) (group.Member, error) { return s.hall.Member(r) }

// done goes on to a page and says there what was done.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right. Any other error is for the error page.
func (s *Service) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return s.done(w, r, back, f.Say, f.Args)
}
