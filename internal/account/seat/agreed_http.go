package seat

import (
	"context"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// agreedView is all that somebody ever agreed to here.
type agreedView struct {
	Holds   bool // to the present text
	Before  bool // to an earlier one
	Present []i18n.Text
	List    []agreement
	Form    *web.Form
	Named   string // the form that Form is about
}

// agreement is one yes, with the words it was said to.
type agreement struct {
	account.Consent
	Words []i18n.Text
}

// errorsIn are the mistakes of one of the page's forms.
func (v agreedView) errorsIn(form string) ui.Errors {
	if v.Named != form {
		return nil
	}
	return ui.ErrorsIn(v.Form)
}

func (p *Pages) agreedView(ctx context.Context) (v agreedView, err error) {
	viewer := account.ViewerFrom(ctx)
	consents, err := p.accounts.ConsentsFor(ctx, viewer)
	v = agreedView{Holds: viewer.Consents, Present: account.Present().Words}
	for _, c := range consents {
		text, _ := account.TextOf(c.Version)
		v.List = append(v.List, agreement{c, text.Words})
		v.Before = v.Before || c.Withdrawn.IsZero() && c.Version != account.Present().Version
	}
	return v, err
}

func (p *Pages) getAgreed(w http.ResponseWriter, r *http.Request) error {
	return p.showAgreed(w, r, http.StatusOK, "", nil)
}

func (p *Pages) showAgreed(w http.ResponseWriter, r *http.Request, status int, named string, form *web.Form) error {
	v, err := p.agreedView(r.Context())
	if err != nil {
		return err
	}
	v.Named, v.Form = named, form
	return web.Render(w, r, status, agreedPage(v))
}

func (p *Pages) postAgreed(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if !form.Ticked("consent") {
		form.Wrong(r.Context(), "consent", "Tick this if you agree. Without it we may not keep anything for you.")
		return p.showAgreed(w, r, http.StatusUnprocessableEntity, "agree", form)
	}
	if err := p.accounts.Agree(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return p.done(w, r, AgreedPath, "Thank you. You can take it back at any time.")
}

func (p *Pages) postTakenBack(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if !form.Ticked("sure") {
		form.Wrong(r.Context(), "sure", "Tick this if you want to take it back.")
		return p.showAgreed(w, r, http.StatusUnprocessableEntity, "back", form)
	}
	if err := p.accounts.TakeBack(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return p.done(w, r, AgreedPath, "You have taken it back. You can agree again, take a copy, or leave.")
}
