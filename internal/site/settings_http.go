package site

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

// settings is what the form about the site shows.
type settings struct {
	Site      Site
	Form      *web.Form
	Languages []ui.Option
	Countries []ui.Option
}

func (s *Service) settings(ctx context.Context, site Site, form *web.Form) settings {
	return settings{Site: site, Form: form, Languages: s.languageOptions(), Countries: countryOptions(ctx)}
}

// languageOptions are the languages a site can speak; the pseudo-locale, which
// developers read, is not one of them.
func (s *Service) languageOptions() []ui.Option {
	var options []ui.Option
	for _, l := range s.languages.Languages() {
		if l.Code != i18n.Pseudo {
			options = append(options, ui.Option{Value: l.Code, Label: l.Name})
		}
	}
	return options
}

// countryOptions are the places whose help lines we know, and "another".
func countryOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: i18n.T(ctx, "Another country, or none")}}
	for _, c := range helplines.Countries(ctx) {
		options = append(options, ui.Option{Value: c.Code, Label: c.Name})
	}
	return options
}

// read takes a site from a form. What it does not ask stays as it is.
func (s *Service) read(r *http.Request) (Site, *web.Form, error) {
	form, err := web.ReadForm(r)
	if err != nil {
		return Site{}, nil, err
	}
	next, err := s.Get(r.Context())
	if err != nil {
		return Site{}, nil, err
	}
	next.Name, next.Operator, next.Contact = form.Line("name"), form.Line("operator"), form.Line("contact")
	next.Welcome, next.Registration = form.Text("welcome"), Registration(form.Line("registration"))
	if _, asked := r.PostForm["founding"]; asked {
		next.Founding = Founding(form.Line("founding"))
	}
	next.Country, next.Language, next.Zone = form.Line("country"), form.Line("language"), form.Line("zone")
	next.ExitTo = form.Line("exit_to")
	return next, form, nil
}

// again shows the form once more, with all that was typed and what is wrong.
func (s *Service) again(w http.ResponseWriter, r *http.Request, typed Site, form *web.Form, err error, page func(settings) templ.Component) error {
	if err := form.Accept(r.Context(), err); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, page(s.settings(r.Context(), typed, form)))
}

func registrationOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(OpenToAll), Label: i18n.T(ctx, "Anybody can come in"), Why: i18n.T(ctx, "The usual choice for an open community.")},
		{Value: string(ByApproval), Label: i18n.T(ctx, "People ask, and a steward says yes")},
		{Value: string(ByInvitation), Label: i18n.T(ctx, "Only with an invitation")},
		{Value: string(Closed), Label: i18n.T(ctx, "Nobody new for now")},
	}
}

func foundingOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(FoundByApproval), Label: i18n.T(ctx, "Members ask, and a steward says yes"), Why: i18n.T(ctx, "The usual choice. You see each new group before others do.")},
		{Value: string(FoundInvited), Label: i18n.T(ctx, "Only those whom a steward invites to it")},
		{Value: string(FoundByAnyone), Label: i18n.T(ctx, "Every member"), Why: i18n.T(ctx, "A new group is open at once.")},
	}
}
