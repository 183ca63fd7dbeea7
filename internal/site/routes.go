package site

import (
	"time"

	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. Pages that may save a life are never refused; a one-time link is
// guessed at slowly.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	openLimit = limit.Rule{Name: "open page", Network: limit.Rate{Count: 3000, Per: time.Minute}, Wait: time.Second}
	linkLimit = limit.Rule{Name: "one-time link", Network: limit.Rate{Count: 10, Per: time.Minute}, Global: limit.Rate{Count: 300, Per: time.Minute}, Wait: 5 * time.Second}
	saveLimit = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Audience: web.Everyone, Limit: pageLimit, Handler: s.getFront},
		{Pattern: "GET /help", Audience: web.Everyone, Limit: openLimit, Handler: s.getHelp},
		{Pattern: "GET /safety", Audience: web.Everyone, Limit: openLimit, Handler: s.getSafety},
		{Pattern: "GET /privacy", Audience: web.Everyone, Limit: pageLimit, Handler: s.getPrivacy},
		{Pattern: "GET /accessibility", Audience: web.Everyone, Limit: pageLimit, Handler: s.getAccessibility},
		{Pattern: "GET /about", Audience: web.Everyone, Limit: pageLimit, Handler: s.getAbout},
		{Pattern: "GET /offline", Audience: web.Everyone, Limit: openLimit, Handler: s.getOffline},

		{Pattern: "GET /exit", Audience: web.Everyone, Limit: openLimit, Headers: web.Leaving, Handler: s.getExit},
		{Pattern: "POST /exit", Audience: web.Everyone, Limit: openLimit, Headers: web.Leaving, Repeatable: true, Handler: s.postExit},
		{Pattern: "GET " + ReturnPath, Audience: web.Everyone, Limit: openLimit, Handler: s.getReturn},
		{Pattern: "GET " + BlandPath, Audience: web.Everyone, Limit: openLimit, Handler: s.getBland},

		{Pattern: "GET /settings/reading", Audience: web.Everyone, Limit: pageLimit, Handler: s.getReading},
		{Pattern: "POST /settings/reading", Audience: web.Everyone, Limit: saveLimit, Handler: s.postReading},
		{Pattern: "GET /settings/visit", Audience: web.Sessions, Limit: pageLimit, Handler: s.getVisit},
		{Pattern: "POST /settings/visit/end", Audience: web.Sessions, Limit: saveLimit, Headers: web.SignOut, Repeatable: true, Handler: s.postVisitEnd},

		{Pattern: "GET /set-up/{link}", Audience: web.Everyone, Limit: linkLimit, Handler: s.getLink},
		{Pattern: "POST /set-up/{link}", Audience: web.Everyone, Limit: linkLimit, Handler: s.postLink},
		{Pattern: "GET /set-up", Audience: web.Stewards, Limit: pageLimit, Handler: s.getSetUp},
		{Pattern: "POST /set-up", Audience: web.Stewards, Limit: saveLimit, Handler: s.postSetUp},
		{Pattern: "GET /set-up/key", Audience: web.Stewards, Limit: pageLimit, Handler: s.getKey},
		{Pattern: "POST /set-up/key", Audience: web.Stewards, Limit: saveLimit, Handler: s.postKey},
		{Pattern: "GET " + foundingPath, Audience: web.Stewards, Limit: pageLimit, Handler: s.getFounding},
		{Pattern: "POST " + foundingPath, Audience: web.Stewards, Limit: saveLimit, Repeatable: true, Handler: s.postFounding},

		{Pattern: "GET /admin/site", Audience: web.Stewards, Limit: pageLimit, Handler: s.getSite},
		{Pattern: "POST /admin/site", Audience: web.Stewards, Limit: saveLimit, Handler: s.postSite},
		{Pattern: "GET /admin/help-lines", Audience: web.Stewards, Limit: pageLimit, Handler: s.getLines},
		{Pattern: "POST /admin/help-lines", Audience: web.Stewards, Limit: saveLimit, Handler: s.postLine},
		{Pattern: "POST /admin/help-lines/{line}/confirmation", Audience: web.Stewards, Limit: saveLimit, Handler: s.postConfirmation},
		{Pattern: "POST /admin/help-lines/{line}/rest", Audience: web.Stewards, Limit: saveLimit, Handler: s.postRest},
		{Pattern: "POST /admin/help-lines/{line}/removal", Audience: web.Stewards, Limit: saveLimit, Handler: s.postRemoval},

		{Pattern: "GET /manifest.webmanifest", Audience: web.Everyone, Limit: openLimit, Handler: s.getManifest},
		{Pattern: "GET /robots.txt", Audience: web.Machines, Limit: openLimit, Handler: getRobots},
	}
}
