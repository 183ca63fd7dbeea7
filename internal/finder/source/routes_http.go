package source

import (
	"time"

	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// Path is where the stewards' pages about listed meetings begin.
const Path = "/admin/meetings"

// uploadMost is the largest upload. Larger files are taken in by hand on the
// machine itself.
const uploadMost = 20 << 20

// The limits. Each try makes somebody else's server work.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	saveLimit = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	tryLimit  = limit.Rule{Name: "try a source", Subject: limit.Rate{Count: 6, Per: time.Minute}, Global: limit.Rate{Count: 30, Per: time.Minute}, Wait: 2 * time.Second}
	sendLimit = limit.Rule{Name: "send a list of meetings", Subject: limit.Rate{Count: 10, Per: time.Minute}, Global: limit.Rate{Count: 30, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	get := func(path string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + Path + path, Audience: web.Stewards, Limit: pageLimit, Handler: h}
	}
	post := func(path string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + Path + path, Audience: web.Stewards, Limit: saveLimit, Handler: h}
	}
	send := func(path string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + Path + path, Audience: web.Stewards, Limit: sendLimit, MaxBody: uploadMost, Handler: h}
	}
	try := post("/{source}/try", s.postTry)
	try.Limit = tryLimit
	return []web.Route{
		get("", s.getList), send("", s.postAdd), get("/new", s.getNew),
		get("/notes", s.getNotes), post("/notes/{note}/settling", s.postSettling),
		get("/embedding", s.getEmbedding), post("/embedding", s.postEmbedding),
		get("/{source}", s.getOne), get("/{source}/change", s.getChange), post("/{source}/change", s.postChange),
		try, send("/{source}/copy", s.postCopy), post("/{source}/rest", s.postRest), post("/{source}/waking", s.postWaking),
		get("/{source}/removal", s.getRemoval), post("/{source}/removal", s.postRemoval),
		get("/{source}/runs/{run}", s.getRun),
	}
}
