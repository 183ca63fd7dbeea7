package proof

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. Guesses of codes are limited further, by account: see guessLimit.
var (
	pageLimit  = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	ownLimit   = limit.Rule{Name: "attendance", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
	paperLimit = limit.Rule{Name: "paper", Subject: limit.Rate{Count: 30, Per: time.Hour}, Network: limit.Rate{Count: 300, Per: time.Hour}, Wait: 2 * time.Second}
	checkLimit = limit.Rule{Name: "verify", Network: limit.Rate{Count: 600, Per: time.Minute}, Global: limit.Rate{Count: 3000, Per: time.Minute}, Wait: 2 * time.Second}
)

// The pages.
const (
	Path       = "/settings/attendance" // everything that is the viewer's own
	VerifyPath = "/verify"

	date       = "/groups/{group}/meetings/{occurrence}"
	attendance = date + "/attendance"
	oneRecord  = Path + "/records/{record}"
	onePaper   = Path + "/papers/{paper}"
	seeing     = "/groups/{group}/attendance"
	settings   = "/groups/{group}/lead/proofs"
)

// mostPasted is the largest form with something to be checked, in bytes.
const mostPasted = 32 << 10

// Routes are this package's rows of the access table. What members do about their
// own attendance is done once however often it arrives, so no key of the write is
// kept: it would say when.
func (s *Service) Routes() []web.Route {
	get := func(who web.Audience, pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: who, Limit: pageLimit, Handler: h}
	}
	post := func(who web.Audience, pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: who, Limit: rule, Handler: h, Repeatable: true}
	}
	return []web.Route{
		get(web.Members, date+"/code", s.getCode),
		get(web.Members, date+"/code/now", s.getCodeNow),
		get(web.Members, date+"/confirmations", s.getConfirmations),
		post(web.Members, date+"/confirmations/{asking}", ownLimit, s.postConfirmation),

		get(web.Members, attendance, s.getAttendance),
		post(web.Members, attendance+"/codes", ownLimit, s.postCode),
		post(web.Members, attendance+"/note", ownLimit, s.postNote),
		post(web.Members, attendance+"/deletion", ownLimit, s.postDeletionHere),
		post(web.Members, attendance+"/papers", paperLimit, s.postPaper),
		post(web.Members, attendance+"/asking", ownLimit, s.postAsking),

		get(web.Members, settings, s.getSettings),
		post(web.Members, settings, ownLimit, s.postSettings),
		get(web.Members, seeing, s.getSeeing),
		post(web.Members, seeing, ownLimit, s.postSeeing),
		get(web.Members, "/groups/{group}/lead/attendance", s.getSeen),

		get(web.Accounts, Path, s.getOwn),
		post(web.Accounts, oneRecord+"/deletion", ownLimit, s.postDeletion),
		get(web.Accounts, onePaper, s.getPaper),
		get(web.Accounts, onePaper+"/paper.pdf", s.getPDF),
		post(web.Accounts, onePaper+"/withdrawal", ownLimit, s.postWithdrawal),
		post(web.Accounts, onePaper+"/deletion", ownLimit, s.postDiscard),

		{Pattern: "GET " + VerifyPath, Audience: web.Everyone, Limit: pageLimit, Handler: s.getVerify},
		{Pattern: "POST " + VerifyPath, Audience: web.Everyone, Limit: checkLimit, Handler: s.postVerify, Repeatable: true, MaxBody: mostPasted},
	}
}

// at is the viewer as a member, and the date in the address.
func (s *Service) at(r *http.Request) (group.Member, meeting.Occurrence, error) {
	return s.meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
}

// sent is at with the form that was sent.
func (s *Service) sent(r *http.Request) (group.Member, meeting.Occurrence, *web.Form, error) {
	m, o, err := s.at(r)
	if err != nil {
		return m, o, nil, err
	}
	form, err := web.ReadForm(r)
	return m, o, form, err
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
