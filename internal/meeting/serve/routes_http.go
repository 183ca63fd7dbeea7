package serve

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/schedule"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits.
var (
	pageLimit  = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	serveLimit = limit.Rule{Name: "meeting-serve", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
	askLimit   = limit.Rule{Name: "meeting-serve-ask", Subject: limit.Rate{Count: 30, Per: time.Hour}, Network: limit.Rate{Count: 300, Per: time.Hour}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	date  = "/groups/{group}/meetings/{occurrence}"
	roles = date + "/roles"
	role  = roles + "/{role}"
	turn  = date + "/service/{turn}"
)

// Routes are this package's rows of the access table. Whoever is outside a
// group, or has no part in something, is answered as if it did not exist.
func (s *Service) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	return []web.Route{
		get(roles, s.getDays),
		get(roles+"/arrange", s.getArrange),
		post(roles+"/beginning", serveLimit, s.postBeginning),
		get(roles+"/new", s.getNew),
		post(roles, serveLimit, s.postRole),
		get(role, s.getRole),
		get(role+"/settings", s.getSettings),
		post(role+"/settings", serveLimit, s.postRole),
		post(role+"/order", serveLimit, s.postOrder),
		post(role+"/removal", serveLimit, s.postRemoval),
		post(role+"/restoration", serveLimit, s.postRestoration),
		post(role+"/notes", serveLimit, s.postNotes),
		post(role+"/places", serveLimit, s.postPlace),
		post(role+"/askings", askLimit, s.postAsking),

		get(turn, s.getTurn),
		post(turn+"/answer", serveLimit, s.postAnswer),
		post(turn+"/search", serveLimit, s.postSearch),
		post(turn+"/search/removal", serveLimit, s.postSearchRemoval),
		post(turn+"/takeover", serveLimit, s.postTakeover),
		post(turn+"/return", serveLimit, s.postReturn),
		post(turn+"/term", serveLimit, s.postTerm),
		post(turn+"/reminder", serveLimit, s.postReminder),
		post(turn+"/removal", serveLimit, s.postFree),
		post(turn+"/confirmation", serveLimit, s.postVouch),

		get(turnPath+"{turn}", s.getShort),
	}
}

// page is what every page here knows: who looks, and at which date.
type page struct {
	Member group.Member
	Date   meeting.Occurrence
}

// enter is the page of a member of the group in the address, about a date of it.
func (s *Service) enter(r *http.Request) (p page, err error) {
	p.Member, p.Date, err = s.meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
	return p, err
}

// leader is enter for those who look after the group. For others it does not
// exist.
func (s *Service) leader(r *http.Request) (page, error) {
	p, err := s.enter(r)
	if err == nil && !p.Member.Self.Role.Leads() {
		err = fault.Missing()
	}
	return p, err
}

// path is the address of something about the date.
func (p page) path(parts ...string) string {
	return schedule.Path(p.Member.Group.Slug, append([]string{p.Date.Key()}, parts...)...)
}

// back is the page from which a form was sent: that of the date, or that of who
// does what.
func (p page) back(form *web.Form) string {
	if form.Line("back") == backToDate {
		return p.path()
	}
	return p.path("roles")
}

// backToDate is what a form on the page of a date says.
const backToDate = "date"

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

// yes is what a button sends that says yes.
const yes = "yes"
