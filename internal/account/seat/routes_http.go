package seat

import (
	"context"
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. What is guessed at has a limit of its own below, in package
// account.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	keyLimit  = limit.Rule{Name: "keys", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (p *Pages) Routes() []web.Route {
	page := func(path string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + path, Audience: web.Accounts, Limit: pageLimit, Handler: h}
	}
	act := func(path string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + path, Audience: web.Accounts, Limit: keyLimit, Handler: h}
	}
	// A browser's question is asked by a script, which has no key of a form.
	question := func(path string, h web.Handler) web.Route {
		route := act(path, h)
		route.Repeatable = true
		return route
	}
	return []web.Route{
		page(SettingsPath, p.getSettings),

		page(KeysPath, p.getKeys),
		act(notNowPath, p.postNotNow),
		question(KeysPath+"/passkey/begin", p.postPasskeyBegin),
		act(KeysPath+"/passkey", p.freshly(KeysPath, p.postPasskey)),
		page(phrasePath, p.freshly(phrasePath, p.getPhrase)),
		act(phrasePath, p.freshly(phrasePath, p.postPhrase)),
		act(phrasePath+"/kept", p.freshly(phrasePath, p.postPhraseKept)),
		page(passphrasePath, p.freshly(passphrasePath, p.getPassphrase)),
		act(passphrasePath, p.freshly(passphrasePath, p.postPassphrase)),
		page(appPath, p.freshly(appPath, p.getApp)),
		act(appPath, p.freshly(appPath, p.postApp)),
		act(appPath+"/code", p.freshly(appPath, p.postAppCode)),
		page(codesPath, p.getCodes),
		act(codesPath, p.freshly(codesPath, p.postCodes)),
		page(KeysPath+"/{key}/removal", p.freshly("", p.getRemoval)),
		act(KeysPath+"/{key}/removal", p.freshly("", p.postRemoval)),

		page(ProvePath, p.getProve),
		act(ProvePath, p.postProve),
		question(ProvePath+"/passkey/begin", p.postProveBegin),
		act(ProvePath+"/passkey", p.postProvePasskey),

		page(NamePath, p.getName),
		act(NamePath, p.freshly(NamePath, p.postName)),
		page(DevicesPath, p.getDevices),
		act(DevicesPath+"/{session}/end", p.freshly(DevicesPath, p.postEnd)),
		act(DevicesPath+"/end-others", p.freshly(DevicesPath, p.postEndOthers)),
		page(AgreedPath, p.getAgreed),
		act(AgreedPath, p.postAgreed),
		act(AgreedPath+"/taken-back", p.postTakenBack),
	}
}

// freshly runs a handler for whoever showed a key a short while ago. Everybody
// else shows one first, and then comes to the page back, or, where it is "",
// to the page of the same address.
func (p *Pages) freshly(back string, h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if p.accounts.IsFresh(account.ViewerFrom(r.Context())) {
			return h(w, r)
		}
		if back == "" {
			return web.SeeOther(w, r, ProveFirst(r.URL.Path))
		}
		return web.SeeOther(w, r, ProveFirst(back))
	}
}

// change runs what gives the viewer's session a new token, and hands that to
// their browser: it will be kept for as long as the one before.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, v account.Viewer) (token string, err error)) error {
	ctx := r.Context()
	v := account.ViewerFrom(ctx)
	session, err := p.accounts.SessionFor(ctx, v)
	if err != nil {
		return err
	}
	token, err := do(ctx, v)
	if err != nil {
		return err
	}
	p.cookies.Set(w, account.Cookie, token, session.Kind.CookieTTL())
	return nil
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right. Any other error is for the error page.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Conflict && f.Kind != fault.Invalid {
		return err
	}
	return p.done(w, r, back, f.Say, f.Args)
}

// again shows a page once more with what was wrong at its fields. Errors that
// belong to no field are told on the page back.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, form *web.Form, err error, back string, show func(status int) error) error {
	if err := form.Accept(r.Context(), err); err != nil {
		return p.told(w, r, err, back)
	}
	return show(http.StatusUnprocessableEntity)
}
