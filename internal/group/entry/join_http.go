package entry

import (
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/face"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// joining is what the form of joining shows.
type joining struct {
	outside
	Face       face.View
	Answer     string
	Agrees     bool
	WantsHello bool
	Also       Also
	AlsoYes    bool
	Form       *web.Form // nil before it was sent
}

// isOpen tells whether there is anything to join by this form.
func (w way) isOpen() bool { return w == wayJoin || w == wayAsk || w == wayQueue }

// asks tells whether the group's question is answered with the form.
func (j joining) asks() bool { return j.way() == wayAsk && j.Group.Question != "" }

func joinAction(slug string) string { return at(slug, "join") }

// getJoin is the form of joining. Whoever cannot join sees why on the group's
// page.
func (p *Pages) getJoin(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("group")
	o, err := p.look(r, slug, "")
	if err != nil {
		return err
	}
	if o.Self.ID != "" || !o.way().isOpen() {
		return web.SeeOther(w, r, at(slug))
	}
	return web.Render(w, r, http.StatusOK, joinPage(joining{outside: o, Also: p.o.Also, Face: face.Fresh(joinAction(slug))}))
}

// getInvitation is the group that a link leads to, with the form of joining.
// Looking spends nothing. Every link that does not work is answered the same.
func (p *Pages) getInvitation(w http.ResponseWriter, r *http.Request) error {
	link := capped(r.PathValue("link"))
	g, _, err := p.groups.Invited(r.Context(), account.ViewerFrom(r.Context()), link)
	if fault.KindOf(err) == fault.NotFound {
		return web.Render(w, r, http.StatusNotFound, deadLinkPage())
	}
	if err != nil {
		return err
	}
	o, err := p.look(r, g.Slug, link)
	if err != nil {
		return err
	}
	if o.Self.ID != "" {
		return web.SeeOther(w, r, at(g.Slug))
	}
	o.Above = o.way().isOpen()
	return web.Render(w, r, http.StatusOK, invitedPage(joining{outside: o, Also: p.o.Also, Face: face.Fresh(joinAction(g.Slug))}))
}

// postJoin joins, asks, or waits. The group is looked at first: what somebody
// may not see does not exist, whatever they send to it.
func (p *Pages) postJoin(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	slug, link := r.PathValue("group"), capped(form.Line("link"))
	o, err := p.look(r, slug, link)
	if err != nil {
		return err
	}
	if o.Self.ID != "" {
		return web.SeeOther(w, r, at(slug))
	}
	j := joining{outside: o, Also: p.o.Also, AlsoYes: form.Ticked(p.o.Also.Field), Form: form, Answer: form.Text("answer"), WantsHello: form.Ticked("hello")}
	version, _ := strconv.ParseInt(form.Line("version"), 10, 64) // what is no number is no version
	j.Agrees = form.Ticked("agreed") && version == o.Agreements.Version
	f, view, err := p.faces.Read(r, form, slug, face.Fresh(joinAction(slug)))
	if err != nil {
		return err
	}
	j.Face = view
	j.check(r, version)
	if view.Again(form) {
		return web.Render(w, r, view.Status(), joinPage(j))
	}
	out, err := p.groups.Join(r.Context(), o.Viewer, slug, group.Coming{
		Face: f, Answer: j.Answer, Agreed: version, WantsHello: j.WantsHello, Link: link, Doors: p.doors(r),
	})
	if err != nil {
		status := web.Status(err)
		if err := accept(r.Context(), form, face.At(err)); err != nil {
			return err
		}
		return web.Render(w, r, status, joinPage(j))
	}
	if err := p.o.Also.said(r.Context(), p, j); err != nil {
		return err
	}
	p.o.Cookies.Flash(w, i18n.T(r.Context(), said(out)))
	return web.SeeOther(w, r, at(slug))
}

// check notes what is missing besides the face.
func (j *joining) check(r *http.Request, version int64) {
	switch {
	case j.Agrees:
	case version != j.Agreements.Version:
		j.Form.Wrong(r.Context(), "agreed", "The agreements of this group have changed. Read them and say yes first. What you wrote is kept.")
	default:
		j.Form.Wrong(r.Context(), "agreed", "Tick this if you agree. The group asks it of everybody.")
	}
	if j.asks() && j.Answer == "" {
		j.Form.Wrong(r.Context(), "answer", "Say a few words, so that the group can answer you.")
	}
}

// said is what somebody is told after joining.
func said(out group.Outcome) i18n.Text {
	switch out {
	case group.Asks:
		return "You have asked to join. The answer comes here, in your notices."
	case group.Queues:
		return "You are on the list. We tell you when a place is free."
	}
	return "You are in. Look around first, if you like."
}
