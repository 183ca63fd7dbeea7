package seek

import (
	"net/http"
	"net/url"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/place"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// Options are what the pages work with.
type Options struct {
	Finder  *finder.Service
	Towns   *place.Lazy
	Clock   clock.Clock
	Cookies web.Cookies
	Base    *url.URL // where people find this installation
	Panels  []Panel
	// Lines are the help lines for whoever asks.
	Lines func(r *http.Request) helplines.Page
}

// The limits. A note makes work for people.
var (
	pageLimit  = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	saveLimit  = limit.Rule{Name: "save a meeting", Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	printLimit = limit.Rule{Name: "print meetings", Network: limit.Rate{Count: 60, Per: time.Minute}, Wait: 2 * time.Second}
	noteLimit  = limit.Rule{Name: "note about a meeting", Network: limit.Rate{Count: 10, Per: time.Minute}, Global: limit.Rate{Count: 60, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (p *Pages) Routes() []web.Route {
	row := func(pattern string, l limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: pattern, Audience: web.Everyone, Limit: l, Handler: h}
	}
	find := row("GET "+Path, pageLimit, p.getList)
	find.Headers = web.Finder
	held := row("GET "+EmbedPath, pageLimit, p.getEmbed)
	held.Headers = web.Embedded
	save, drop := row("POST "+Path+"/{slug}/saving", saveLimit, p.postSaving), row("POST "+Path+"/{slug}/removal", saveLimit, p.postRemoval)
	save.Repeatable, drop.Repeatable = true, true
	return []web.Route{
		find, held, save, drop,
		row("GET "+NowPath, pageLimit, p.getNow),
		row("GET "+SavedPath, pageLimit, p.getSaved),
		row("GET "+PrintPath, printLimit, p.getPrint),
		row("GET "+Path+"/{slug}", pageLimit, p.getOne),
		row("POST "+Path+"/{slug}/notes", noteLimit, p.postNote),
	}
}
