package door

import (
	"encoding/json"
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// stepCookie carries the token of the second step, as long as that is good for.
const (
	stepCookie = "step"
	stepFor    = 10 * time.Minute
)

func (p *Pages) getSignIn(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, signInPage(p.signIn(r, r.URL.Query().Get("next"))))
}

func (p *Pages) signIn(r *http.Request, next string) shown {
	viewer := account.ViewerFrom(r.Context())
	return shown{Passkeys: p.accounts.HasPasskeys(), Present: viewer.Account != "", Hidden: viewer.Hidden != "", Next: carried(next)}
}

// postSignIn takes a name and words. Whatever is wrong, the answer is the same.
func (p *Pages) postSignIn(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	next := form.Line("next")
	entry, err := p.accounts.SignIn(r.Context(), account.Attempt{
		Name: form.Line("name"), Words: r.PostForm.Get("words"), Visit: p.visit(r, form),
	})
	if isClosed(err) {
		return p.closed(w, r)
	}
	if err != nil {
		if err := accept(r, form, err); err != nil {
			return err
		}
		v := p.signIn(r, next)
		v.Name, v.Remember, v.Form = form.Line("name"), form.Ticked("remember"), form
		return web.Render(w, r, http.StatusUnprocessableEntity, signInPage(v))
	}
	return p.enter(w, r, entry, next)
}

func (p *Pages) visit(r *http.Request, form *web.Form) account.Visit {
	kind := account.Shared
	if form.Ticked("remember") {
		kind = account.Kept
	}
	return account.Visit{Kind: kind, Device: account.DeviceName(r.UserAgent()), From: web.Address(r.Context())}
}

// accept takes what somebody can put right as a mistake of the form: what
// belongs to a field, and what says to begin again. The rest it returns.
func accept(r *http.Request, form *web.Form, err error) error {
	found, ok := fault.From(err)
	if ok && found.Field == "" && (found.Kind == fault.Invalid || found.Kind == fault.Conflict) {
		form.Wrong(r.Context(), "", found.Say, found.Args)
		return nil
	}
	return form.Accept(r.Context(), err)
}

// isClosed tells whether somebody showed the keys of a seat that was closed.
func isClosed(err error) bool { return fault.KindOf(err) == fault.Forbidden }

// closed meets whoever showed the keys of a seat that was closed, and nobody
// else: it is the only way to be told.
func (p *Pages) closed(w http.ResponseWriter, r *http.Request) error {
	p.cookies.Expire(w, stepCookie)
	return web.Render(w, r, http.StatusForbidden, closedPage())
}

// postAskPasskey answers what the browser asks a passkey. It names nobody.
func (p *Pages) postAskPasskey(w http.ResponseWriter, r *http.Request) error {
	if !p.accounts.HasPasskeys() {
		return fault.Missing()
	}
	q, err := p.accounts.AskPasskey(r.Context())
	if err != nil {
		return err
	}
	return ask(w, q)
}

func ask(w http.ResponseWriter, q account.Question) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(q)
}

// postPasskey takes the passkey that answered.
func (p *Pages) postPasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	next := form.Line("next")
	entry, err := p.accounts.SignInWithPasskey(r.Context(), form.Line("state"), []byte(r.PostForm.Get("answer")), p.visit(r, form))
	if isClosed(err) {
		return p.closed(w, r)
	}
	if err != nil {
		if err := accept(r, form, err); err != nil {
			return err
		}
		v := p.signIn(r, next)
		v.Passkey = form
		return web.Render(w, r, http.StatusUnprocessableEntity, signInPage(v))
	}
	return p.enter(w, r, entry, next)
}

// enter gives the browser its new key, or sends it to the second step. What
// this browser was before ends with it.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request, entry account.Entry, next string) error {
	if entry.Step != "" {
		p.cookies.Set(w, stepCookie, entry.Step, stepFor)
		return web.SeeOther(w, r, toward(stepPath, next))
	}
	if err := p.leaveOld(r); err != nil {
		return err
	}
	p.cookies.Expire(w, stepCookie)
	p.cookies.Set(w, account.Cookie, entry.Token, entry.Kind.CookieTTL())
	return web.SeeOther(w, r, onward(next))
}

func (p *Pages) getStep(w http.ResponseWriter, r *http.Request) error {
	next := r.URL.Query().Get("next")
	if p.cookies.Get(r, stepCookie) == "" {
		return web.SeeOther(w, r, toward(SignInPath, next))
	}
	return web.Render(w, r, http.StatusOK, stepPage(onward(next), nil))
}

// postStep takes the code of the app, or a recovery code.
func (p *Pages) postStep(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	token, next := p.cookies.Get(r, stepCookie), onward(form.Line("next"))
	if token == "" {
		return web.SeeOther(w, r, toward(SignInPath, next))
	}
	entry, err := p.accounts.Step(r.Context(), token, typedCode(form), web.Address(r.Context()))
	switch found, ok := fault.From(err); {
	case err == nil:
		return p.enter(w, r, entry, next)
	case isClosed(err):
		return p.closed(w, r)
	case ok && found.Field == "code":
		form.Wrong(r.Context(), "code", found.Say, found.Args)
		return web.Render(w, r, http.StatusUnprocessableEntity, stepPage(next, form))
	case ok && (found.Kind == fault.Conflict || found.Kind == fault.Invalid):
		p.cookies.Expire(w, stepCookie)
		p.cookies.Flash(w, i18n.T(r.Context(), found.Say, found.Args))
		return web.SeeOther(w, r, toward(SignInPath, next))
	}
	return err
}

// typedCode is the code of the app, or else the recovery code.
func typedCode(form *web.Form) string {
	if code := form.Line("code"); code != "" {
		return code
	}
	return form.Line("recovery")
}
