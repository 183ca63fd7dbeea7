package lost

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. What is guessed at is limited in package account, by what was
// typed and by who confirms.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	askLimit  = limit.Rule{Name: "lost", Network: limit.Rate{Count: 60, Per: time.Minute}, Global: limit.Rate{Count: 600, Per: time.Minute}, Wait: 5 * time.Second}
	saveLimit = limit.Rule{Name: "trust", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + LostPath, Audience: web.Everyone, Limit: pageLimit, Handler: p.getLost},
		// A second answer to one form has to carry a cookie like the first, which
		// may never have reached the browser; asking twice does no harm.
		{Pattern: "POST " + LostPath, Audience: web.Everyone, Limit: askLimit, Repeatable: true, Handler: p.postLost},
		{Pattern: "GET " + waitingPath, Audience: web.Everyone, Limit: pageLimit, Handler: p.getWaiting},
		{Pattern: "POST " + openPath, Audience: web.Everyone, Limit: askLimit, Repeatable: true, Handler: p.postOpen},
		{Pattern: "POST " + giveUpPath, Audience: web.Everyone, Limit: askLimit, Repeatable: true, Handler: p.postGiveUp},

		{Pattern: "GET " + TrustPath, Audience: web.Accounts, Limit: pageLimit, Handler: p.getTrust},
		{Pattern: "POST " + TrustPath, Audience: web.Accounts, Limit: saveLimit, Handler: p.postTrust},
		{Pattern: "POST " + TrustPath + "/{trust}/removal", Audience: web.Accounts, Limit: saveLimit, Handler: p.postRemoval},
		{Pattern: "GET " + TrustPath + "/{trust}/confirm", Audience: web.Accounts, Limit: pageLimit, Handler: p.getConfirm},
		{Pattern: "POST " + TrustPath + "/{trust}/confirm", Audience: web.Accounts, Limit: saveLimit, Handler: p.postConfirm},
		{Pattern: "GET " + ClaimsPath, Audience: web.Accounts, Limit: pageLimit, Handler: p.getClaims},
		{Pattern: "POST " + ClaimsPath + "/{claim}/stop", Audience: web.Accounts, Limit: saveLimit, Handler: p.postStop},
		{Pattern: "GET " + linkPath + "{link}", Audience: web.Accounts, Limit: pageLimit, Handler: p.getLink},
		{Pattern: "POST " + linkPath + "{link}", Audience: web.Accounts, Limit: saveLimit, Handler: p.postLink},
	}
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right. Any other error is for the error page.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return p.done(w, r, back, f.Say, f.Args)
}

// proveFirst sends whoever has to show a key again to do so, and tells whether
// it did.
func (p *Pages) proveFirst(w http.ResponseWriter, r *http.Request, next string) (bool, error) {
	if p.accounts.IsFresh(account.ViewerFrom(r.Context())) {
		return false, nil
	}
	return true, web.SeeOther(w, r, seat.ProveFirst(next))
}
