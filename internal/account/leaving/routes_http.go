package leaving

import (
	"net/http"
	"net/url"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// Where the pages lie.
const (
	CopyPath    = "/settings/copy"
	LeavingPath = "/settings/leaving"
	GonePath    = "/gone"
	erasePath   = LeavingPath + "/erase"
)

// The limits. A copy is work for the machine.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	openLimit = limit.Rule{Name: "open page", Network: limit.Rate{Count: 3000, Per: time.Minute}, Wait: time.Second}
	saveLimit = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	copyLimit = limit.Rule{Name: "copy", Subject: limit.Rate{Count: 10, Per: time.Hour}, Network: limit.Rate{Count: 120, Per: time.Hour}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table. Erasing ends the session
// of whoever asks for it; asking twice leads to the same last page, so it is
// for everyone, and does nothing for a visitor.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + CopyPath, Audience: web.Accounts, Limit: pageLimit, Handler: p.getCopy},
		{Pattern: "POST " + CopyPath, Audience: web.Accounts, Limit: copyLimit, Handler: p.postCopy},
		{Pattern: "GET " + CopyPath + "/{copy}/file", Audience: web.Accounts, Limit: pageLimit, Handler: p.getFile},
		{Pattern: "POST " + CopyPath + "/{copy}/cancel", Audience: web.Accounts, Limit: saveLimit, Handler: p.postCancel},
		{Pattern: "POST " + CopyPath + "/{copy}/removal", Audience: web.Accounts, Limit: saveLimit, Handler: p.postRemoval},

		{Pattern: "GET " + LeavingPath, Audience: web.Accounts, Limit: pageLimit, Handler: p.getLeaving},
		{Pattern: "POST " + LeavingPath + "/rest", Audience: web.Accounts, Limit: saveLimit, Handler: p.postRest},
		{Pattern: "POST " + LeavingPath + "/leave", Audience: web.Accounts, Limit: saveLimit, Handler: p.postLeave},
		{Pattern: "POST " + LeavingPath + "/return", Audience: web.Accounts, Limit: saveLimit, Handler: p.postReturn},
		{Pattern: "GET " + erasePath, Audience: web.Accounts, Limit: pageLimit, Handler: p.getErase},
		{Pattern: "POST " + erasePath, Audience: web.Everyone, Limit: saveLimit, Headers: web.SignOut, Repeatable: true, Handler: p.postErase},
		{Pattern: "GET " + GonePath, Audience: web.Everyone, Limit: openLimit, Handler: p.getGone},
	}
}

// prove leads to showing a key, and from there to the page next.
func prove(w http.ResponseWriter, r *http.Request, next string) error {
	return web.SeeOther(w, r, "/settings/prove?"+url.Values{"next": {next}}.Encode())
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

func viewer(r *http.Request) account.Viewer { return account.ViewerFrom(r.Context()) }
