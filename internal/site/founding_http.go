package site

import (
	"net/http"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// foundingPath is where whoever came by the set-up link makes the seat of the
// first steward.
const foundingPath = "/set-up/steward"

// founding is what the first steward said so far.
type founding struct {
	Consents     bool
	Device, Name string
	Form         *web.Form
}

func (s *Service) getFounding(w http.ResponseWriter, r *http.Request) error {
	switch {
	case !account.ViewerFrom(r.Context()).HasPass(account.SetUp):
		return fault.Missing()
	case !From(r.Context()).SetUp:
		return web.SeeOther(w, r, "/set-up")
	}
	return web.Render(w, r, http.StatusOK, foundingPage(founding{}))
}

// postFounding makes the seat. The pass lives on until the seat holds two keys,
// but not in this browser: it has the seat now. Sending the form twice makes
// one seat.
func (s *Service) postFounding(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f := founding{Consents: form.Ticked("consent"), Device: form.Line("device"), Name: form.Line("name"), Form: form}
	kind := account.Shared
	if f.Device == "own" {
		kind = account.Kept
	}
	welcome, err := s.accounts.FoundSteward(r.Context(), account.ViewerFrom(r.Context()), account.Arrival{
		Name: f.Name, Kind: kind, Device: account.DeviceName(r.UserAgent()), Consents: f.Consents, Once: r.PostForm.Get(web.OnceField),
	})
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, foundingPage(f))
	}
	s.cookies.Set(w, account.Cookie, welcome.Token, kind.CookieTTL())
	s.cookies.Flash(w, i18n.T(r.Context(), "This is your seat. Now add two keys: then you look after this place with it."))
	return web.SeeOther(w, r, "/settings/keys")
}

// describes joins what explains the consent box: the words it is about, and what
// was wrong with it.
func (f founding) describes(words string) templ.Attributes {
	if f.Form.At("consent") != "" {
		words += " founding-consent-error"
	}
	return templ.Attributes{"aria-describedby": words}
}
