package inside

import (
	"net/http"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/face"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits.
var (
	pageLimit    = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	pictureLimit = limit.Rule{Name: "picture", Subject: limit.Rate{Count: 600, Per: time.Minute}, Network: limit.Rate{Count: 3000, Per: time.Minute}, Wait: 2 * time.Second}
	ownLimit     = limit.Rule{Name: "group-own", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	wordLimit    = limit.Rule{Name: "group-words", Subject: limit.Rate{Count: 30, Per: 10 * time.Minute}, Network: limit.Rate{Count: 300, Per: 10 * time.Minute}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	base    = "/groups/{group}"
	people  = base + "/members"
	persona = people + "/{persona}"
	hello   = base + "/hello"
	me      = base + "/me"
	leave   = base + "/leave"
	wording = base + "/agreements/wording"

	goodbyePath = "/groups/goodbye"
)

// Routes are this package's rows of the access table. Whoever is outside a group
// is answered as if it did not exist.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: ownLimit, Handler: h}
	}
	words := func(route web.Route) web.Route {
		route.Limit = wordLimit
		return route
	}
	withFace := func(route web.Route) web.Route {
		route.MaxBody = face.MaxBody
		return route
	}
	// Everybody always can leave, whatever the state of their account.
	always := func(route web.Route) web.Route {
		route.Audience = web.Accounts
		return route
	}
	picture := get(persona+"/picture", p.getPicture)
	picture.Limit = pictureLimit
	return []web.Route{
		post(base+"/settled", p.postSettled),

		get(people, p.getMembers),
		get(persona, p.getPersona),
		picture,
		words(post(persona+"/hello", p.postGreeting)),
		post(persona+"/mute", p.postMute),
		post(persona+"/unmute", p.postUnmute),
		get(persona+"/block", p.getBlock),
		post(persona+"/block", p.postBlock),
		post(persona+"/unblock", p.postUnblock),

		get(hello, p.getHello),
		words(post(hello, p.postHello)),
		post(hello+"/{hello}/taken-back", p.postTakenBack),

		get(me, p.getMe),
		get(me+"/face", p.getFace),
		withFace(post(me+"/face", p.postFace)),
		post(me+"/greeting", p.postWish),
		post(me+"/afterwards", p.postAfterwards),
		post(me+"/out", p.postOut),
		post(me+"/back", p.postBack),
		post(me+"/code", p.postCode),
		post(me+"/role/removal", p.postStepDown),
		get(me+"/profession", p.getProfession),
		post(me+"/profession", p.postProfession),

		get(wording, p.getWording),
		words(post(wording, p.postWording)),

		always(get(leave, p.getLeave)),
		always(post(leave, p.postLeave)),
		always(post(leave+"/words", p.postEraseFormer)),
		always(get(goodbyePath, p.getGoodbye)),
	}
}

// saw notes that the member looked, once they were answered. A page that a
// browser fetched ahead was looked at by nobody.
func (p *Pages) saw(r *http.Request, m group.Member) {
	if r.Header.Get("Sec-Purpose") == "" && r.Method == http.MethodGet {
		p.groups.Saw(m)
	}
}
