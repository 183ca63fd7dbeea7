package compose

import (
	"net/http"
	"time"

	"handrail/internal/platform/limit"
	"handrail/internal/platform/picture"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// Lines finds the help lines of the place where somebody writes.
type Lines func(r *http.Request) helplines.Page

// The limits. What is kept as a draft comes again and again while somebody
// types.
var (
	pageLimit    = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	pictureLimit = limit.Rule{Name: "picture", Subject: limit.Rate{Count: 600, Per: time.Minute}, Network: limit.Rate{Count: 3000, Per: time.Minute}, Wait: 2 * time.Second}
	postLimit    = limit.Rule{Name: "forum-post", Subject: limit.Rate{Count: 30, Per: 10 * time.Minute}, Network: limit.Rate{Count: 300, Per: 10 * time.Minute}, Wait: 2 * time.Second}
	ownLimit     = limit.Rule{Name: "forum-change", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	draftLimit   = limit.Rule{Name: "forum-draft", Subject: limit.Rate{Count: 40, Per: time.Minute}, Network: limit.Rate{Count: 800, Per: time.Minute}, Wait: 2 * time.Second}
)

// maxBody is what a form takes that may hold a picture. It is more than a
// picture may have: one that is too large shall be a mistake at its field, with
// all that was typed, and not the end of the form.
const maxBody = 3 * picture.MaxBytes

const base = "/groups/{group}/forum"

// Routes are this package's rows of the access table. Whoever is outside a group
// is answered as if it did not exist.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + base + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, h web.Handler, l limit.Rule) web.Route {
		return web.Route{Pattern: "POST " + base + pattern, Audience: web.Members, Limit: l, Handler: h}
	}
	withPicture := func(route web.Route) web.Route {
		route.MaxBody = maxBody
		return route
	}
	shown := func(route web.Route) web.Route {
		route.Limit = pictureLimit
		return route
	}
	draft := withPicture(post("/drafts/{target}", p.postDraft, draftLimit))
	draft.Repeatable = true // the form's own key is for posting it
	return []web.Route{
		get("/new", p.getNew),
		withPicture(post("/new", p.postNew, postLimit)),
		get("/topics/{topic}/replies", p.getReplies),
		withPicture(post("/topics/{topic}/replies", p.postReply, postLimit)),

		get("/posts/{post}/edit", p.getEdit),
		post("/posts/{post}/edit", p.postEdit, postLimit),
		get("/posts/{post}/deletion", p.getDeletion),
		post("/posts/{post}/deletion", p.postDeletion, ownLimit),
		post("/posts/{post}/undoing", p.postUndoing, ownLimit),

		get("/drafts", p.getDrafts),
		draft,
		post("/drafts/{target}/deletion", p.postDraftDeletion, ownLimit),

		shown(get("/posts/{post}/picture", p.getPicture)),
		shown(get("/pictures/{picture}", p.getSent)),
	}
}
