package leaving

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// leavingView is the page of the ways to rest or go.
type leavingView struct {
	Viewer  account.Viewer
	At      time.Time // when everything is erased, for who is leaving
	Would   time.Time // when it would be, for who is not
	Remains []remain
	Form    *web.Form
}

func (p *Pages) leavingView(r *http.Request) (leavingView, error) {
	v := leavingView{Viewer: viewer(r), Would: p.clock.Now().Add(account.LeaveIn), Remains: p.remains(r.Context())}
	if v.Viewer.Standing != account.Leaving {
		return v, nil
	}
	at, err := p.accounts.LeavesAt(r.Context(), v.Viewer)
	v.At = at
	return v, err
}

func (p *Pages) getLeaving(w http.ResponseWriter, r *http.Request) error {
	v, err := p.leavingView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, leavingPage(v))
}

func (p *Pages) postRest(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.Rest(r.Context(), viewer(r)); err != nil {
		return err
	}
	return p.done(w, r, LeavingPath, "You are resting. Come back whenever you like.")
}

func (p *Pages) postReturn(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.Return(r.Context(), viewer(r)); err != nil {
		return err
	}
	return p.done(w, r, LeavingPath, "Good that you are here. Everything is as it was.")
}

func (p *Pages) postLeave(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.LeaveLater(r.Context(), viewer(r)); err != nil {
		return err
	}
	return p.done(w, r, LeavingPath, "You are leaving. Until the day below you can still stay.")
}

// getErase asks once more. Whoever has keys shows one first, so that nobody
// else can erase them on a device that lies open.
func (p *Pages) getErase(w http.ResponseWriter, r *http.Request) error {
	if !p.accounts.IsFresh(viewer(r)) {
		return prove(w, r, erasePath)
	}
	v, err := p.leavingView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, erasePage(v))
}

func (p *Pages) postErase(w http.ResponseWriter, r *http.Request) error {
	v := viewer(r)
	if v.Account == "" {
		return web.SeeOther(w, r, GonePath)
	}
	if !p.accounts.IsFresh(v) {
		return prove(w, r, erasePath)
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if !form.Ticked("sure") {
		form.Wrong(r.Context(), "sure", "Tick the box if you want everything to be erased now.")
		page, err := p.leavingView(r)
		if err != nil {
			return err
		}
		page.Form = form
		return web.Render(w, r, http.StatusUnprocessableEntity, erasePage(page))
	}
	if err := p.accounts.EraseNow(r.Context(), v); err != nil {
		return err
	}
	p.cookies.Expire(w, account.Cookie)
	return web.SeeOther(w, r, GonePath)
}

func (p *Pages) getGone(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, gonePage(p.remains(r.Context())))
}

// titleOf is what the page is called, by how somebody stands.
func titleOf(s account.Standing) i18n.Text {
	switch s {
	case account.Resting:
		return "You are resting"
	case account.Leaving:
		return "You are leaving"
	}
	return "Rest, or leave"
}
