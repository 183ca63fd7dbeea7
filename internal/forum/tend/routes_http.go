package tend

import (
	"net/http"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	tendLimit = limit.Rule{Name: "forum-tend", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	base   = "/groups/{group}/forum"
	spaces = base + "/spaces"
	topic  = base + "/topics/{topic}"
	post   = base + "/posts/{post}"
)

// Routes are this package's rows of the access table. Whoever is outside a
// group, or does not look after it, is answered as if the page did not exist.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	press := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: tendLimit, Handler: h}
	}
	return []web.Route{
		get(base+"/settings", p.getSettings),
		press(base+"/settings", p.postSettings),

		get(spaces, p.getSpaces),
		press(spaces, p.postSpace),
		get(spaces+"/new", p.getNewSpace),
		get(spaces+"/{space}/settings", p.getSpace),
		press(spaces+"/{space}/settings", p.postSpace),
		press(spaces+"/{space}/place", p.postPlace),
		press(spaces+"/{space}/removal", p.postRemoval),

		get(topic+"/tending", p.getTending),
		press(topic+"/pin", p.postPin),
		press(topic+"/closure", p.postClosure),
		press(topic+"/space", p.postMove),
		get(post+"/splitting", p.getSplitting),
		press(post+"/splitting", p.postSplitting),
		press(topic+"/rejoining", p.postRejoining),

		get(base+"/waiting", p.getWaiting),
		press(post+"/admission", p.postAdmission),
		press(post+"/refusal", p.postRefusal),
	}
}

// leader is the page of somebody who leads the group in the address. For others
// it does not exist.
func (p *Pages) leader(r *http.Request) (page, error) {
	m, err := p.o.Hall.Member(r)
	if err == nil && !m.Self.Role.Leads() {
		err = fault.Missing()
	}
	return page{Member: m}, err
}

// greeter is that of somebody who greets or leads.
func (p *Pages) greeter(r *http.Request) (page, error) {
	m, err := p.o.Hall.Member(r)
	if err == nil && !m.Greets() {
		err = fault.Missing()
	}
	return page{Member: m}, err
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.o.Cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right. Any other error is for the error page.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return p.done(w, r, back, f.Say, f.Args)
}

// yes is what a button sends that leaves something; "no" takes it back.
const yes = "yes"

// said is what a button of the form sends.
func said(r *http.Request) (is bool, err error) {
	form, err := web.ReadForm(r)
	if err != nil {
		return false, err
	}
	return form.Line("to") == yes, nil
}
