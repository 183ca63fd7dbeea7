package seat

import (
	"context"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/web"
)

// proveView asks for a key of somebody who is here already.
type proveView struct {
	Next     string
	Phrase   bool // which words they have
	Words    bool
	Steps    bool // a code beside the words
	Passkey  bool
	Passkeys bool // they work at this address
	Form     *web.Form
}

func (v proveView) hasWords() bool { return v.Phrase || v.Words }

func (p *Pages) getProve(w http.ResponseWriter, r *http.Request) error {
	next := ownPath(r.URL.Query().Get("next"), SettingsPath)
	if account.ViewerFrom(r.Context()).Keys == 0 {
		return web.SeeOther(w, r, next) // there is nothing to show, and nothing asks for it
	}
	return p.showProve(w, r, http.StatusOK, next, nil)
}

func (p *Pages) showProve(w http.ResponseWriter, r *http.Request, status int, next string, form *web.Form) error {
	ctx := r.Context()
	v := account.ViewerFrom(ctx)
	keys, _, err := p.accounts.KeysFor(ctx, v)
	if err != nil {
		return err
	}
	held := keysView{Keys: keys}
	return web.Render(w, r, status, provePage(proveView{
		Next: next, Phrase: held.has(account.Phrase), Words: held.has(account.Passphrase), Steps: v.Steps,
		Passkey: held.has(account.Passkey), Passkeys: p.accounts.HasPasskeys(), Form: form,
	}))
}

func (p *Pages) postProve(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	next := ownPath(form.Line("next"), SettingsPath)
	err = p.change(w, r, func(ctx context.Context, v account.Viewer) (string, error) {
		return p.accounts.Prove(ctx, v, account.Proof{Words: r.PostForm.Get("words"), Code: form.Line("code"), From: web.Address(ctx)})
	})
	if err != nil {
		return p.again(w, r, form, err, ProveFirst(next), func(status int) error { return p.showProve(w, r, status, next, form) })
	}
	return web.SeeOther(w, r, next)
}

// postProveBegin answers a script: what to ask the browser.
func (p *Pages) postProveBegin(w http.ResponseWriter, r *http.Request) error {
	question, err := p.accounts.AskProof(r.Context(), account.ViewerFrom(r.Context()))
	return tell(w, question, err)
}

func (p *Pages) postProvePasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	next := ownPath(form.Line("next"), SettingsPath)
	err = p.change(w, r, func(ctx context.Context, v account.Viewer) (string, error) {
		return p.accounts.ProveWithPasskey(ctx, v, form.Line("state"), []byte(form.Text("answer")))
	})
	if err != nil {
		return p.told(w, r, err, ProveFirst(next))
	}
	return web.SeeOther(w, r, next)
}
