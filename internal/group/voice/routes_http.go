package voice

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

// The limits.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	voteLimit = limit.Rule{Name: "vote", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	callLimit = limit.Rule{Name: "call", Subject: limit.Rate{Count: 20, Per: time.Hour}, Network: limit.Rate{Count: 300, Per: time.Hour}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	votes       = "/groups/{group}/votes"
	agreements  = "/groups/{group}/agreements"
	suggestions = agreements + "/suggestions"
	division    = "/groups/{group}/division"
	remembered  = "/groups/{group}/members/{persona}/remembered"
)

// Routes are this package's rows of the access table. Whoever is outside a group
// is answered as if it did not exist.
func (s *Service) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	return []web.Route{
		get(votes, s.getVotes),
		get(votes+"/new", s.getNew),
		post(votes, callLimit, s.postCall),
		get(votes+"/{proposal}", s.getProposal),
		post(votes+"/{proposal}/voice", voteLimit, s.postVoice),
		post(votes+"/{proposal}/voice/removal", voteLimit, s.postVoiceRemoval),
		post(votes+"/{proposal}/answer", voteLimit, s.postAnswer),
		post(votes+"/{proposal}/vote", voteLimit, s.postVote),

		get(agreements, s.getAgreements),
		post(agreements+"/yes", voteLimit, s.postYes),
		get(agreements+"/earlier", s.getEarlier),
		get(suggestions+"/new", s.getSuggest),
		post(suggestions, callLimit, s.postSuggest),
		get(suggestions+"/{suggestion}", s.getSuggestion),
		post(suggestions+"/{suggestion}/removal", voteLimit, s.postSuggestionRemoval),
		post(suggestions+"/{suggestion}/comments", voteLimit, s.postComment),
		post(suggestions+"/{suggestion}/comments/{comment}/removal", voteLimit, s.postCommentRemoval),

		get(division, s.getDivision),
		post(division, callLimit, s.postDivision),
		post(division+"/answer", voteLimit, s.postLeadNew),
		post(division+"/side", voteLimit, s.postSide),
		post(division+"/removal", voteLimit, s.postCallOff),

		get(remembered, s.getRemembered),
		post(remembered, voteLimit, s.postRemembered),
		post(remembered+"/removal", voteLimit, s.postRememberedRemoval),
		post("/groups/{group}/here", voteLimit, s.postHere),
		get("/groups/{group}/return", s.getReturn),
		post("/groups/{group}/return", voteLimit, s.postReturn),

		{Pattern: "GET " + stewardsPath, Audience: web.Stewards, Limit: pageLimit, Handler: s.getMourned},
		{Pattern: "POST " + stewardsPath + "/{membership}", Audience: web.Stewards, Limit: voteLimit, Handler: s.postMourned},
		{Pattern: "POST " + stewardsPath + "/{membership}/removal", Audience: web.Stewards, Limit: voteLimit, Handler: s.postMournedRemoval},
	}
}

// member is the viewer as a member of the group in the address.
func (s *Service) member(r *http.Request) (group.Member, error) {
	return s.groups.MemberFor(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"))
}

// yes is what a button sends that says yes.
const yes = "yes"

// pathOf is a page of a group.
func pathOf(g group.Group, below string) string { return "/groups/" + g.Slug + below }

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

// isField tells whether a fault belongs to a field of a form.
func isField(err error) bool {
	f, expected := fault.From(err)
	return expected && f.Field != "" || expected && (f.Kind == fault.TooLarge || f.Kind == fault.Invalid)
}
