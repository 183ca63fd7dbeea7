package door

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// postHide locks this visit at once.
func (p *Pages) postHide(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.Hide(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/")
}

// getOpenAgain asks for a key of whoever hid their visit on this device.
func (p *Pages) getOpenAgain(w http.ResponseWriter, r *http.Request) error {
	return p.openAgain(w, r, http.StatusOK, nil, nil)
}

func (p *Pages) openAgain(w http.ResponseWriter, r *http.Request, status int, words, passkey *web.Form) error {
	viewer := account.ViewerFrom(r.Context())
	if viewer.Hidden == "" {
		return web.SeeOther(w, r, SignInPath)
	}
	steps, err := p.accounts.TakesSteps(r.Context(), viewer)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, openAgainPage(locked{Passkeys: p.accounts.HasPasskeys(), Steps: steps, Form: words, Passkey: passkey}))
}

// locked is what the page of opening again shows.
type locked struct {
	Passkeys bool
	Steps    bool      // words alone do not open it
	Form     *web.Form // what was wrong with the words
	Passkey  *web.Form // what was wrong with the passkey
}

func (p *Pages) postOpenAgain(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	viewer := account.ViewerFrom(r.Context())
	if viewer.Hidden == "" {
		return web.SeeOther(w, r, SignInPath)
	}
	token, err := p.accounts.Prove(r.Context(), viewer, account.Proof{Words: r.PostForm.Get("words"), Code: typedCode(form), From: web.Address(r.Context())})
	if err != nil {
		if err := accept(r, form, err); err != nil {
			return err
		}
		return p.openAgain(w, r, http.StatusUnprocessableEntity, form, nil)
	}
	return p.opened(w, r, viewer, token)
}

// opened gives the browser the new key of its old visit.
func (p *Pages) opened(w http.ResponseWriter, r *http.Request, viewer account.Viewer, token string) error {
	kind, err := p.accounts.KindFor(r.Context(), viewer)
	if err != nil {
		return err
	}
	p.cookies.Set(w, account.Cookie, token, kind.CookieTTL())
	return web.SeeOther(w, r, homePath)
}

func (p *Pages) postAskProof(w http.ResponseWriter, r *http.Request) error {
	viewer := account.ViewerFrom(r.Context())
	if viewer.Hidden == "" || !p.accounts.HasPasskeys() {
		return fault.Missing()
	}
	q, err := p.accounts.AskProof(r.Context(), viewer)
	if err != nil {
		return err
	}
	return ask(w, q)
}

func (p *Pages) postProof(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	viewer := account.ViewerFrom(r.Context())
	if viewer.Hidden == "" {
		return web.SeeOther(w, r, SignInPath)
	}
	token, err := p.accounts.ProveWithPasskey(r.Context(), viewer, form.Line("state"), []byte(r.PostForm.Get("answer")))
	if err != nil {
		if err := accept(r, form, err); err != nil {
			return err
		}
		return p.openAgain(w, r, http.StatusUnprocessableEntity, nil, form)
	}
	return p.opened(w, r, viewer, token)
}
