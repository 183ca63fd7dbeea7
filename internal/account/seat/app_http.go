package seat

import (
	"context"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// appView is how an authenticator app is set up.
type appView struct {
	Offer account.AppOffer // its Secret is "" before it is made
	Again bool             // there is an earlier app
	None  bool             // there is no key that the app could be a second step to
	Form  *web.Form
}

func (p *Pages) getApp(w http.ResponseWriter, r *http.Request) error {
	return p.showApp(w, r, http.StatusOK, nil)
}

func (p *Pages) showApp(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	v := account.ViewerFrom(r.Context())
	offer, err := p.accounts.OfferedAppFor(r.Context(), v, p.cookies.Get(r, appCookie))
	if err != nil && fault.KindOf(err) != fault.Conflict { // a conflict: there is none, or it is too old
		return err
	}
	return web.Render(w, r, status, appPage(appView{Offer: offer, Again: v.Steps, None: v.Keys == 0, Form: form}))
}

func (p *Pages) postApp(w http.ResponseWriter, r *http.Request) error {
	token, err := p.accounts.OfferApp(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return p.told(w, r, err, KeysPath)
	}
	p.cookies.Set(w, appCookie, token, offerFor)
	return web.SeeOther(w, r, appPath)
}

func (p *Pages) postAppCode(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	err = p.change(w, r, func(ctx context.Context, v account.Viewer) (string, error) {
		return p.accounts.KeepApp(ctx, v, p.cookies.Get(r, appCookie), form.Line("code"))
	})
	if err != nil {
		return p.again(w, r, form, err, appPath, func(status int) error { return p.showApp(w, r, status, form) })
	}
	p.cookies.Expire(w, appCookie)
	return p.done(w, r, codesPath, "Your app is kept. From now on we ask for its code after your words.")
}

// codesView is the recovery codes, shown once, or how many are left.
type codesView struct {
	Codes []string
	Left  int
	Steps bool // a phone with an app can be lost
	None  bool // there is no key that the codes could stand in for
}

func (p *Pages) getCodes(w http.ResponseWriter, r *http.Request) error {
	v := account.ViewerFrom(r.Context())
	_, left, err := p.accounts.KeysFor(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, codesPage(codesView{Left: left, Steps: v.Steps, None: v.Keys == 0}))
}

// postCodes shows the codes in its own answer: they lie at no address, and
// nowhere that they could be asked for again.
func (p *Pages) postCodes(w http.ResponseWriter, r *http.Request) error {
	var codes []string
	err := p.change(w, r, func(ctx context.Context, v account.Viewer) (token string, err error) {
		codes, token, err = p.accounts.NewCodes(ctx, v)
		return token, err
	})
	if err != nil {
		return p.told(w, r, err, KeysPath)
	}
	return web.Render(w, r, http.StatusOK, codesPage(codesView{Codes: codes, Left: len(codes)}))
}
