package seat

import (
	"context"
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// The cookies that lead to what was offered and is not kept yet: a secret has
// no place in an address, which browsers write down.
const (
	phraseCookie = "words"
	appCookie    = "app"
	offerFor     = 10 * time.Minute
)

// phraseView is six words to be written down, once.
type phraseView struct {
	Name   string
	Phrase string // "" before it is made
	Host   string
	Form   *web.Form
}

func (p *Pages) getPhrase(w http.ResponseWriter, r *http.Request) error {
	return p.showPhrase(w, r, http.StatusOK, nil)
}

func (p *Pages) showPhrase(w http.ResponseWriter, r *http.Request, status int, form *web.Form) (err error) {
	ctx := r.Context()
	v := account.ViewerFrom(ctx)
	view := phraseView{Host: p.host, Form: form}
	if view.Name, err = p.accounts.NameFor(ctx, v); err != nil {
		return err
	}
	view.Phrase, err = p.accounts.OfferedPhraseFor(ctx, v, p.cookies.Get(r, phraseCookie))
	if err != nil && fault.KindOf(err) != fault.Conflict { // a conflict: there is none, or it is too old
		return err
	}
	return web.Render(w, r, status, phrasePage(view))
}

func (p *Pages) postPhrase(w http.ResponseWriter, r *http.Request) error {
	token, err := p.accounts.OfferPhrase(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return p.told(w, r, err, KeysPath)
	}
	p.cookies.Set(w, phraseCookie, token, offerFor)
	return web.SeeOther(w, r, phrasePath)
}

func (p *Pages) postPhraseKept(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if !form.Ticked("kept") {
		form.Wrong(r.Context(), "kept", "Write the words down first, then tick this. We cannot show them again.")
		return p.showPhrase(w, r, http.StatusUnprocessableEntity, form)
	}
	err = p.change(w, r, func(ctx context.Context, v account.Viewer) (string, error) {
		return p.accounts.KeepPhrase(ctx, v, p.cookies.Get(r, phraseCookie))
	})
	if err != nil {
		return p.told(w, r, err, phrasePath)
	}
	p.cookies.Expire(w, phraseCookie)
	return p.done(w, r, KeysPath, "Your phrase is kept. From now on you can come back with it, and with your sign-in name.")
}

// passphraseView is the form for words of one's own. They are never shown
// again, not even after a mistake.
type passphraseView struct {
	Name string
	Form *web.Form
}

func (p *Pages) getPassphrase(w http.ResponseWriter, r *http.Request) error {
	return p.showPassphrase(w, r, http.StatusOK, nil)
}

func (p *Pages) showPassphrase(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	name, err := p.accounts.NameFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, status, passphrasePage(passphraseView{Name: name, Form: form}))
}

func (p *Pages) postPassphrase(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	err = p.change(w, r, func(ctx context.Context, v account.Viewer) (string, error) {
		return p.accounts.SetPassphrase(ctx, v, r.PostForm.Get("passphrase"))
	})
	if err != nil {
		return p.again(w, r, form, err, KeysPath, func(status int) error { return p.showPassphrase(w, r, status, form) })
	}
	return p.done(w, r, KeysPath, "Your passphrase is kept. From now on you can come back with it, and with your sign-in name.")
}
