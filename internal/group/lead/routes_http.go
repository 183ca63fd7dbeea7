package lead

import (
	"net/http"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. A code that somebody reads out is limited further by package
// account, by guesses.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	leadLimit = limit.Rule{Name: "group-lead", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	linkLimit = limit.Rule{Name: "group-links", Subject: limit.Rate{Count: 20, Per: time.Hour}, Network: limit.Rate{Count: 200, Per: time.Hour}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	base        = "/groups/{group}"
	room        = base + "/lead"
	asking      = room + "/askings/{membership}"
	person      = room + "/people/{membership}"
	invitations = base + "/invitations"
)

// Routes are this package's rows of the access table. Whoever is outside a
// group, or does not lead it, is answered as if the page did not exist.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: leadLimit, Handler: h}
	}
	link := post(invitations, p.postInvitation)
	link.Limit = linkLimit
	return []web.Route{
		get(room, p.getRoom),
		get(room+"/begin", p.getBegin),
		get(room+"/poster", p.getPoster),

		get(room+"/askings", p.getAskings),
		post(asking+"/admission", p.postAdmission),
		post(asking+"/refusal", p.postRefusal),

		get(room+"/people", p.getPeople),
		get(person, p.getPerson),
		post(person+"/role", p.postRole),
		get(person+"/removal", p.getRemoval),
		post(person+"/removal", p.postRemoval),
		get(person+"/word", p.getWord),
		post(person+"/word", p.postWord),

		get(room+"/greeters", p.getGreeters),

		get(invitations, p.getInvitations),
		link,
		post(invitations+"/{invitation}/end", p.postInvitationEnd),

		get(room+"/bans", p.getBans),
		post(room+"/bans/{ban}/end", p.postBanEnd),

		get(room+"/settings", p.getSettings),
		post(room+"/settings", p.postSettings),

		get(room+"/state", p.getState),
		get(room+"/state/{move}", p.getMove),
		post(room+"/state/{move}", p.postMove),
	}
}

// leader is the page of somebody who leads the group in the address. For others
// it does not exist.
func (p *Pages) leader(r *http.Request) (page, error) {
	m, err := p.hall.Member(r)
	if err == nil && !m.Self.Role.Leads() {
		err = fault.Missing()
	}
	return page{Member: m}, err
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}
