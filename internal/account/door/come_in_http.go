package door

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// youngCookie remembers, until the browser is closed, that this visit was met
// as that of somebody young. Its name and value tell nobody anything.
const (
	youngCookie = "page"
	youngValue  = "1"
)

// getComeIn is the one screen.
func (p *Pages) getComeIn(w http.ResponseWriter, r *http.Request) error {
	return p.arrive(w, r, arriving{Next: carried(r.URL.Query().Get("next"))})
}

// getInvitation is the same screen for whoever was given a link. Looking at it
// spends nothing and tells nothing: it is the same for every link.
func (p *Pages) getInvitation(w http.ResponseWriter, r *http.Request) error {
	return p.arrive(w, r, arriving{Invitation: capped(r.PathValue("link")), Next: carried(r.URL.Query().Get("next"))})
}

func capped(link string) string {
	if len(link) > mostInvitation {
		return link[:mostInvitation]
	}
	return link
}

// arrive shows the screen, unless there is something kinder to show.
func (p *Pages) arrive(w http.ResponseWriter, r *http.Request, a arriving) error {
	if to := p.elsewhere(r, a.Next); to != "" {
		return web.SeeOther(w, r, to)
	}
	if p.isYoung(r) {
		return p.getYoung(w, r)
	}
	a.House = p.house(r.Context())
	if !opens(a.House.Door, a.Invitation) {
		return web.Render(w, r, http.StatusOK, shutPage(a, false))
	}
	return web.Render(w, r, http.StatusOK, comeInPage(a))
}

// elsewhere is where those go who are in already.
func (p *Pages) elsewhere(r *http.Request, next string) string {
	switch viewer := account.ViewerFrom(r.Context()); {
	case viewer.Account != "":
		return onward(next)
	case viewer.HasPass(account.SetUp):
		return "/admin"
	}
	return ""
}

func (p *Pages) isYoung(r *http.Request) bool { return p.cookies.Get(r, youngCookie) != "" }

// postComeIn lets somebody in. Who is young is met with help instead, and
// nothing of what they sent is looked at.
func (p *Pages) postComeIn(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	next := carried(form.Line("next"))
	if to := p.elsewhere(r, next); to != "" {
		return web.SeeOther(w, r, to)
	}
	a := arriving{
		House: p.house(r.Context()), Invitation: capped(form.Line("invitation")), Next: next, Form: form,
		Age: form.Line("age"), Consents: form.Ticked("consent"), Device: form.Line("device"), Name: form.Line("name"),
	}
	if p.isYoung(r) || a.Age == under {
		p.cookies.Set(w, youngCookie, youngValue, 0)
		return web.SeeOther(w, r, youngPath)
	}
	if a.Age != over {
		form.Wrong(r.Context(), "age", "Choose one of the two.")
	}
	if !form.Ticked("consent") {
		form.Wrong(r.Context(), "consent", "Tick this if you agree. Without it we may not keep anything for you.")
	}
	if !form.Sound() {
		return web.Render(w, r, http.StatusUnprocessableEntity, comeInPage(a))
	}
	return p.letIn(w, r, a)
}

// letIn makes the seat.
func (p *Pages) letIn(w http.ResponseWriter, r *http.Request, a arriving) error {
	kind, invitation := kindOf(a.Device), a.Invitation
	if a.House.Door == account.Open {
		invitation = "" // none is needed, so none is spent, and a bad one is no matter
	}
	welcome, err := p.accounts.ComeIn(r.Context(), account.Arrival{
		Name: a.Name, Kind: kind, Device: account.DeviceName(r.UserAgent()), Invitation: invitation, Consents: true,
		Once: r.PostForm.Get(web.OnceField),
	})
	if fault.KindOf(err) == fault.Forbidden {
		return web.Render(w, r, http.StatusForbidden, shutPage(a, true))
	}
	if err != nil {
		if err := a.Form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, comeInPage(a))
	}
	if err := p.leaveOld(r); err != nil {
		return err
	}
	p.cookies.Set(w, account.Cookie, welcome.Token, kind.CookieTTL())
	return web.SeeOther(w, r, toward(donePath, a.Next))
}

// leaveOld ends the visit that this browser was in before, hidden or not, so
// that nothing of it lives on beside the new one.
func (p *Pages) leaveOld(r *http.Request) error {
	viewer := account.ViewerFrom(r.Context())
	if viewer.Hidden != "" {
		viewer.Session = viewer.Hidden
	}
	return p.accounts.End(r.Context(), viewer)
}

// getDone says what somebody who has just come in was given.
func (p *Pages) getDone(w http.ResponseWriter, r *http.Request) error {
	viewer := account.ViewerFrom(r.Context())
	name, err := p.accounts.NameFor(r.Context(), viewer)
	if err != nil {
		return err
	}
	kind, err := p.accounts.KindFor(r.Context(), viewer)
	if err != nil {
		return err
	}
	d := done{Name: name, Kind: kind, Waits: viewer.Standing == account.Waiting, Next: homePath}
	if !d.Waits {
		d.Next = onward(r.URL.Query().Get("next"))
	}
	return web.Render(w, r, http.StatusOK, donePage(d))
}

// getYoung meets young people with those who are there for them.
func (p *Pages) getYoung(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, youngPage(p.o.Young(r)))
}
