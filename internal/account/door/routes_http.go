package door

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// Options are what the pages work with.
type Options struct {
	Accounts *account.Service
	Cookies  web.Cookies
	House    func(ctx context.Context) account.House
	// Young are the help lines for young people where the reader is.
	Young func(r *http.Request) templ.Component
}

// Pages are the pages at the door.
type Pages struct {
	o        Options
	accounts *account.Service
	cookies  web.Cookies
}

// New makes the pages.
func New(o Options) *Pages { return &Pages{o: o, accounts: o.Accounts, cookies: o.Cookies} }

// The limits. A ward or a shelter is one network, so networks are given much
// and are only delayed; what is guessed at is limited in package account, by
// what was typed.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	openLimit = limit.Rule{Name: "open page", Network: limit.Rate{Count: 3000, Per: time.Minute}, Wait: time.Second}
	comeLimit = limit.Rule{Name: "come in", Network: limit.Rate{Count: 30, Per: time.Minute}, Global: limit.Rate{Count: 600, Per: time.Minute}, Wait: 5 * time.Second}
	signLimit = limit.Rule{Name: "sign in", Network: limit.Rate{Count: 60, Per: time.Minute}, Global: limit.Rate{Count: 3000, Per: time.Minute}, Wait: 5 * time.Second}
	keyLimit  = limit.Rule{Name: "sign in with a passkey", Network: limit.Rate{Count: 120, Per: time.Minute}, Wait: 5 * time.Second}
	hideLimit = limit.Rule{Name: "hide", Subject: limit.Rate{Count: 30, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + ComeInPath, Audience: web.Everyone, Limit: pageLimit, Handler: p.getComeIn},
		// The key of the form goes with what it asks for: the second answer to
		// one form has to carry the same cookie as the first.
		{Pattern: "POST " + ComeInPath, Audience: web.Everyone, Limit: comeLimit, Repeatable: true, Handler: p.postComeIn},
		{Pattern: "GET " + donePath, Audience: web.Accounts, Limit: pageLimit, Handler: p.getDone},
		{Pattern: "GET " + youngPath, Audience: web.Everyone, Limit: openLimit, Handler: p.getYoung},
		{Pattern: "GET /invitation/{link}", Audience: web.Everyone, Limit: pageLimit, Handler: p.getInvitation},

		{Pattern: "GET " + SignInPath, Audience: web.Everyone, Limit: pageLimit, Handler: p.getSignIn},
		{Pattern: "POST " + SignInPath, Audience: web.Everyone, Limit: signLimit, Repeatable: true, Handler: p.postSignIn},
		{Pattern: "POST " + SignInPath + "/passkey/begin", Audience: web.Everyone, Limit: keyLimit, Repeatable: true, Handler: p.postAskPasskey},
		{Pattern: "POST " + SignInPath + "/passkey", Audience: web.Everyone, Limit: keyLimit, Handler: p.postPasskey},
		{Pattern: "GET " + stepPath, Audience: web.Everyone, Limit: pageLimit, Handler: p.getStep},
		{Pattern: "POST " + stepPath, Audience: web.Everyone, Limit: signLimit, Handler: p.postStep},

		{Pattern: "POST " + HidePath, Audience: web.Accounts, Limit: hideLimit, Repeatable: true, Handler: p.postHide},
		{Pattern: "GET " + OpenAgainPath, Audience: web.Everyone, Limit: pageLimit, Handler: p.getOpenAgain},
		{Pattern: "POST " + OpenAgainPath, Audience: web.Everyone, Limit: signLimit, Handler: p.postOpenAgain},
		{Pattern: "POST " + OpenAgainPath + "/passkey/begin", Audience: web.Everyone, Limit: keyLimit, Repeatable: true, Handler: p.postAskProof},
		{Pattern: "POST " + OpenAgainPath + "/passkey", Audience: web.Everyone, Limit: keyLimit, Handler: p.postProof},
	}
}
