package sheet

import (
	"net/http"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. A whole meeting may sit behind one network.
var (
	pageLimit  = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	stateLimit = limit.Rule{Name: "sheet-state", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 3000, Per: time.Minute}, Wait: 2 * time.Second}
	handLimit  = limit.Rule{Name: "sheet-hand", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	editLimit  = limit.Rule{Name: "sheet-edit", Subject: limit.Rate{Count: 120, Per: time.Hour}, Network: limit.Rate{Count: 600, Per: time.Hour}, Wait: 2 * time.Second}
)

const (
	templates = "/groups/{group}/run-sheets"
	date      = "/groups/{group}/meetings/{occurrence}"
)

// Routes are this package's rows of the access table. Whoever is outside a group
// is answered as if it did not exist, and so is whoever does not look after it, or
// host the date, where only they have something to do.
func (s *Service) Routes() []web.Route {
	route := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	ofTemplate, ofDay := s.templateParts, s.dayParts
	return []web.Route{
		route("GET "+templates, pageLimit, s.getTemplates),
		route("POST "+templates, editLimit, s.postTemplates),
		route("GET "+templates+"/setting", pageLimit, s.getSetting),
		route("POST "+templates+"/setting", editLimit, s.postSetting),
		route("GET "+templates+"/{template}", pageLimit, s.getParts(ofTemplate)),
		route("POST "+templates+"/{template}", editLimit, s.postName),
		route("POST "+templates+"/{template}/copy", editLimit, s.postCopy),
		route("POST "+templates+"/{template}/place", editLimit, s.postPlace),
		route("GET "+templates+"/{template}/removal", pageLimit, s.getRemoval),
		route("POST "+templates+"/{template}/removal", editLimit, s.postRemoval),
		route("GET "+templates+"/{template}/parts/{part}", pageLimit, s.getPart(ofTemplate)),
		route("POST "+templates+"/{template}/parts/{part}", editLimit, s.postPart(ofTemplate)),
		route("POST "+templates+"/{template}/parts/{part}/place", editLimit, s.postPartPlace(ofTemplate)),
		route("POST "+templates+"/{template}/parts/{part}/removal", editLimit, s.postPartRemoval(ofTemplate)),

		route("GET "+date+"/sheet", pageLimit, s.getDay),
		route("GET "+date+"/queue", pageLimit, s.getDay),
		route("GET "+date+"/sheet/now", stateLimit, s.getNow),
		route("GET "+date+"/sheet/state", stateLimit, s.getState),
		route("GET "+date+"/sheet/rehearsal", pageLimit, s.getRehearsal),
		route("POST "+date+"/sheet", editLimit, s.act(s.postDay)),
		route("POST "+date+"/sheet/presence", handLimit, s.act(s.postPresence)),
		route("POST "+date+"/sheet/step", handLimit, s.act(s.postStep)),
		route("POST "+date+"/sheet/chair", handLimit, s.act(s.postChair)),
		route("GET "+date+"/sheet/end", pageLimit, s.getEnd),
		route("POST "+date+"/sheet/end", handLimit, s.act(s.postEnd)),
		route("POST "+date+"/sheet/removal", editLimit, s.act(s.postDiscard)),
		route("POST "+date+"/sheet/celebrations", handLimit, s.act(s.postCelebration)),
		route("POST "+date+"/sheet/celebrations/removal", handLimit, s.act(s.postNoCelebration)),
		route("POST "+date+"/hands", handLimit, s.act(s.postHand)),
		route("POST "+date+"/queue", handLimit, s.act(s.postQueue)),
		route("POST "+date+"/queue/room", handLimit, s.act(s.postRoom)),
		route("GET "+date+"/sheet/parts", pageLimit, s.getParts(ofDay)),
		route("GET "+date+"/sheet/parts/{part}", pageLimit, s.getPart(ofDay)),
		route("POST "+date+"/sheet/parts/{part}", editLimit, s.postPart(ofDay)),
		route("POST "+date+"/sheet/parts/{part}/place", editLimit, s.postPartPlace(ofDay)),
		route("POST "+date+"/sheet/parts/{part}/removal", editLimit, s.postPartRemoval(ofDay)),
	}
}

// dayPath is the address of a date, or of something of it.
func dayPath(m group.Member, o meeting.Occurrence, below ...string) string {
	return hall.Path(m.Group.Slug, append([]string{"meetings", o.Key()}, below...)...)
}

func templatePath(m group.Member, below ...string) string {
	return hall.Path(m.Group.Slug, append([]string{"run-sheets"}, below...)...)
}

// date is the member and the date in the address.
func (s *Service) date(r *http.Request) (m group.Member, o meeting.Occurrence, err error) {
	if m, err = s.o.Hall.Member(r); err != nil {
		return m, o, err
	}
	o, err = s.o.Meetings.DateFor(r.Context(), m, r.PathValue("occurrence"))
	return m, o, err
}

// done goes on to a page and says there what was done.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	s.o.Cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right. Any other error is for the error page.
func (s *Service) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || !slices.Contains([]fault.Kind{fault.Conflict, fault.Forbidden}, f.Kind) {
		return err
	}
	return s.done(w, r, back, f.Say, f.Args)
}

// quietly is the header with which a page does something and stays as it is.
const quietly = "Handrail-Quietly"
