package lost

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

func (p *Pages) ticket(r *http.Request) (account.Ticket, bool) {
	return account.TicketFrom(p.cookies.Get(r, ticketCookie))
}

func (p *Pages) getLost(w http.ResponseWriter, r *http.Request) error {
	_, waits := p.ticket(r)
	return web.Render(w, r, http.StatusOK, lostPage(asking{Waiting: waits}))
}

// postLost gives this device a ticket, whatever was typed. One that somebody
// confirmed is not lost by asking again.
func (p *Pages) postLost(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	held, waits := p.ticket(r)
	name := form.Line("name")
	if name == "" {
		form.Wrong(ctx, "name", "Type your sign-in name. Nobody can ask without one.")
		return web.Render(w, r, http.StatusUnprocessableEntity, lostPage(asking{Waiting: waits, Form: form}))
	}
	if waits {
		switch c, err := p.accounts.ClaimFor(ctx, held); {
		case err != nil:
			return err
		case c.Words > 0 && c.State != account.ClaimBarred && c.State != account.ClaimEnded:
			return p.done(w, r, waitingPath, "This device asked already, and somebody confirmed it. Stop asking first if you want to begin again.")
		}
	}
	ticket, err := p.accounts.AskIn(ctx, name, web.Address(ctx))
	if err != nil {
		return err
	}
	p.cookies.Set(w, ticketCookie, ticket.Text(), ticketFor)
	return web.SeeOther(w, r, waitingPath)
}

func (p *Pages) getWaiting(w http.ResponseWriter, r *http.Request) error {
	ticket, waits := p.ticket(r)
	if !waits {
		return web.SeeOther(w, r, LostPath)
	}
	return p.showWaiting(w, r, http.StatusOK, waiting{Code: ticket.Code}, ticket)
}

func (p *Pages) showWaiting(w http.ResponseWriter, r *http.Request, status int, v waiting, ticket account.Ticket) (err error) {
	if v.Claim, err = p.accounts.ClaimFor(r.Context(), ticket); err != nil {
		return err
	}
	return web.Render(w, r, status, waitingPage(v))
}

// postOpen opens the door, and gives this browser the session. What it was
// before ends with it.
func (p *Pages) postOpen(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ticket, waits := p.ticket(r)
	if !waits {
		return web.SeeOther(w, r, LostPath)
	}
	at := account.Visit{Kind: account.Shared, Device: account.DeviceName(r.UserAgent()), From: web.Address(ctx)}
	if form.Ticked("remember") {
		at.Kind = account.Kept
	}
	in, err := p.accounts.UseClaim(ctx, ticket, form.Line("code"), at)
	if err != nil {
		return p.stillWaiting(w, r, form, ticket, err)
	}
	if err := p.leaveOld(r, in.Viewer); err != nil {
		return err
	}
	// The ticket stays: it opens nothing any more, but a form that was sent twice
	// is answered twice alike.
	p.cookies.Set(w, account.Cookie, in.Token, in.Kind.CookieTTL())
	return p.done(w, r, "/settings/keys", "You are in. Add a key now, so that you can come back. Your old keys open nothing any more.")
}

// stillWaiting shows the page again, with what was wrong at its field, or goes
// back to it and says why the door did not open.
func (p *Pages) stillWaiting(w http.ResponseWriter, r *http.Request, form *web.Form, ticket account.Ticket, err error) error {
	if f, ok := fault.From(err); ok && f.Field == "" {
		return p.told(w, r, err, waitingPath)
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return err
	}
	return p.showWaiting(w, r, http.StatusUnprocessableEntity, waiting{Code: ticket.Code, Own: form.Ticked("remember"), Form: form}, ticket)
}

// leaveOld ends the visit that this browser was in before, hidden or not.
func (p *Pages) leaveOld(r *http.Request, now account.Viewer) error {
	old := account.ViewerFrom(r.Context())
	if old.Hidden != "" {
		old.Session = old.Hidden
	}
	if old.Session == "" || old.Session == now.Session {
		return nil
	}
	return p.accounts.End(r.Context(), old)
}

func (p *Pages) postGiveUp(w http.ResponseWriter, r *http.Request) error {
	if ticket, waits := p.ticket(r); waits {
		if err := p.accounts.GiveUp(r.Context(), ticket); err != nil {
			return p.told(w, r, err, waitingPath)
		}
	}
	p.cookies.Expire(w, ticketCookie)
	return p.done(w, r, LostPath, "This device does not ask any more. You can ask again at any time.")
}
