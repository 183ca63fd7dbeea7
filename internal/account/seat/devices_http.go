package seat

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/web"
)

// devicesView is where somebody is signed in, this device first.
type devicesView struct {
	Here   account.Session
	Others []account.Session
}

func (p *Pages) getDevices(w http.ResponseWriter, r *http.Request) error {
	sessions, err := p.accounts.SessionsFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	var v devicesView
	for _, s := range sessions {
		if s.Present {
			v.Here = s
		} else {
			v.Others = append(v.Others, s)
		}
	}
	return web.Render(w, r, http.StatusOK, devicesPage(v))
}

func (p *Pages) postEnd(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.EndOne(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("session")); err != nil {
		return err
	}
	return p.done(w, r, DevicesPath, "That device is signed out.")
}

func (p *Pages) postEndOthers(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.EndOthers(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return p.done(w, r, DevicesPath, "Every other device is signed out.")
}
