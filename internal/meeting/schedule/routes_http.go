package schedule

import (
	"net/http"
	"time"

	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	saidLimit = limit.Rule{Name: "meeting-coming", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
	planLimit = limit.Rule{Name: "meeting-plan", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	base = "/groups/{group}/meetings"
	date = base + "/{occurrence}"
)

// Routes are this package's rows of the access table. Whoever is outside a group
// is answered as if it did not exist.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	say := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: saidLimit, Handler: h}
	}
	plan := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: planLimit, Handler: h}
	}
	return []web.Route{
		get(base, p.getList),
		get(date, p.getDate),
		say(date+"/coming", p.postComing),
		say(date+"/coming/withdrawal", p.postStaying),
		say(date+"/seat/{membership}", p.postSeat),
		get(date+"/place", p.getPlace),
		say(date+"/place", p.postPlace),
		say(date+"/place/withdrawal", p.postPlaceWithdrawal),
		say(date+"/place/{membership}", p.postPlaceAnswer),

		get(base+"/poster", p.getPoster),
		get(base+"/new", p.getNew),
		plan(base+"/new", p.postNew),
		get(date+"/edit", p.getEdit),
		plan(date+"/edit", p.postEdit),
		get(date+"/move", p.formOfDate(move, (*Pages).getDateForm)),
		plan(date+"/move", p.formOfDate(move, (*Pages).postDateForm)),
		get(date+"/dates", p.formOfDate(extra, (*Pages).getDateForm)),
		plan(date+"/dates", p.formOfDate(extra, (*Pages).postDateForm)),
		get(date+"/cancellation", p.asksFirst(cancelPage)),
		plan(date+"/cancellation", p.postCancellation),
		plan(date+"/restoration", p.postRestoration),
		get(date+"/end", p.asksFirst(endPage)),
		plan(date+"/end", p.postEnd),
	}
}

// enter is the page of a member of the group in the address.
func (p *Pages) enter(r *http.Request) (page, error) {
	m, beside, err := p.o.Hall.Enter(r)
	return page{Member: m, Beside: beside}, err
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.o.Cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}
