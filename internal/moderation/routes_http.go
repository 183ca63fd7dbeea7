package moderation

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. Whoever is in trouble is not kept from saying so; whoever floods
// the stewards without a seat is slowed down, and a code is guessed at slowly.
var (
	pageLimit   = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	reportLimit = limit.Rule{Name: "report", Subject: limit.Rate{Count: 30, Per: time.Hour}, Network: limit.Rate{Count: 300, Per: time.Hour}, Wait: 2 * time.Second}
	openLimit   = limit.Rule{Name: "open report", Network: limit.Rate{Count: 10, Per: time.Hour}, Global: limit.Rate{Count: 300, Per: time.Hour}, Wait: 5 * time.Second}
	codeLimit   = limit.Rule{Name: "report code", Network: limit.Rate{Count: 20, Per: time.Hour}, Global: limit.Rate{Count: 1200, Per: time.Hour}, Wait: 5 * time.Second}
	keepLimit   = limit.Rule{Name: "keep safe", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	replyLimit  = limit.Rule{Name: "reply to act", Subject: limit.Rate{Count: 20, Per: time.Hour}, Network: limit.Rate{Count: 200, Per: time.Hour}, Wait: 2 * time.Second}
)

// The pages.
const (
	// OpenPath is where anybody tells the stewards that something is wrong.
	OpenPath = "/report"
	// MinePath is where somebody finds what they reported.
	MinePath = "/reports"
	// StewardsPath is the stewards' desk.
	StewardsPath = "/admin/reports"

	answerPath  = OpenPath + "/answer"
	outsidePath = "/told/{act}"
	base        = "/groups/{group}"
	reporting   = base + "/report"
	thing       = reporting + "/{kind}/{target}"
	leadersDesk = base + "/lead/reports"
	toldPath    = base + "/told"
	carePath    = base + "/care"
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	route := func(method string, audience web.Audience) func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return func(pattern string, rule limit.Rule, h web.Handler) web.Route {
			return web.Route{Pattern: method + " " + pattern, Audience: audience, Limit: rule, Handler: h}
		}
	}
	get, post := route(http.MethodGet, web.Members), route(http.MethodPost, web.Members)
	getOwn, postOwn := route(http.MethodGet, web.Accounts), route(http.MethodPost, web.Accounts)
	getAny, postAny := route(http.MethodGet, web.Everyone), route(http.MethodPost, web.Everyone)
	getAll, postAll := route(http.MethodGet, web.Stewards), route(http.MethodPost, web.Stewards)
	return []web.Route{
		get(reporting, pageLimit, s.getReportGroup),
		get(thing, pageLimit, s.getReport),
		post(thing, reportLimit, s.postReport),

		get(leadersDesk, pageLimit, s.getDesk),
		get(leadersDesk+"/{report}", pageLimit, s.getCase),
		post(leadersDesk+"/{report}/acts", keepLimit, s.postAct),
		post(leadersDesk+"/{report}/answer", keepLimit, s.postAnswer),
		post(leadersDesk+"/{report}/handing", keepLimit, s.postHanding),

		get(toldPath, pageLimit, s.getTellings),
		get(toldPath+"/{act}", pageLimit, s.getTelling),
		post(toldPath+"/{act}/answer", replyLimit, s.postReply),
		get(carePath, pageLimit, s.getCare),

		getOwn(MinePath, pageLimit, s.getMine),
		getOwn(outsidePath, pageLimit, s.getOutside),
		postOwn(outsidePath+"/answer", replyLimit, s.postReplyOutside),

		getAny(OpenPath, pageLimit, s.getOpen),
		postAny(OpenPath, openLimit, s.postOpen),
		getAny(answerPath, pageLimit, s.getCode),
		postAny(answerPath, codeLimit, s.postCode),

		getAll(StewardsPath, pageLimit, s.getDesk),
		getAll(StewardsPath+"/{report}", pageLimit, s.getCase),
		postAll(StewardsPath+"/{report}/acts", keepLimit, s.postAct),
		postAll(StewardsPath+"/{report}/answer", keepLimit, s.postAnswer),
	}
}

// member is the viewer as a member of the group in the address.
func (s *Service) member(r *http.Request) (group.Member, error) { return s.hall.Member(r) }

// keeper is the viewer at the desk in the address.
func (s *Service) keeper(r *http.Request) (Keeper, error) {
	if r.PathValue("group") != "" {
		m, err := s.member(r)
		if err != nil {
			return Keeper{}, err
		}
		return Leader(m)
	}
	v := account.ViewerFrom(r.Context())
	if v.HasPass(account.SetUp) {
		return Keeper{}, fault.New(fault.Forbidden, "This needs a seat of your own, with two keys. The overview leads you to it.")
	}
	return Steward(v)
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
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return s.done(w, r, back, f.Say, f.Args)
}
