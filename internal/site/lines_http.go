package site

import (
	"net/http"
	"slices"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// linesView is the stewards' page about help lines of one country.
type linesView struct {
	Country   string
	Countries []helplines.Country
	Lines     []helplines.Line
	Typed     OwnLine
	Form      *web.Form
}

func (s *Service) getLines(w http.ResponseWriter, r *http.Request) error {
	return s.showLines(w, r, http.StatusOK, OwnLine{}, nil)
}

func (s *Service) showLines(w http.ResponseWriter, r *http.Request, status int, typed OwnLine, form *web.Form) error {
	country := linesCountry(r, typed)
	lines, err := s.Lines(r.Context())
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l helplines.Line) bool { return l.Country != country })
	typed.Country = country
	return web.Render(w, r, status, linesPage(linesView{
		Country: country, Countries: helplines.Countries(r.Context()), Lines: lines, Typed: typed, Form: form,
	}))
}

// linesCountry is whose lines to show: asked for, typed, or the site's own.
func linesCountry(r *http.Request, typed OwnLine) string {
	for _, code := range []string{r.URL.Query().Get("country"), typed.Country, From(r.Context()).Country} {
		if countryCode.MatchString(code) {
			return helplines.Place(code)
		}
	}
	return helplines.Elsewhere
}

func (s *Service) postLine(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	typed := OwnLine{
		Country: form.Line("country"), Kind: helplines.Kind(form.Line("kind")), Name: form.Line("name"),
		Phone: form.Line("phone"), SMS: form.Line("sms"), SMSBody: form.Line("sms_body"), Web: form.Line("web"),
	}
	if _, err := s.Add(r.Context(), account.ViewerFrom(r.Context()), typed); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return s.showLines(w, r, http.StatusUnprocessableEntity, typed, form)
	}
	return s.linesDone(w, r, typed.Country, "The line is on the help page now.")
}

func (s *Service) postConfirmation(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("line")
	if err := s.Confirm(r.Context(), account.ViewerFrom(r.Context()), id); err != nil {
		return err
	}
	return s.linesDone(w, r, countryOf(id), "Confirmed today. It is on the help page.")
}

func (s *Service) postRest(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("line")
	if err := s.Rest(r.Context(), account.ViewerFrom(r.Context()), id); err != nil {
		return err
	}
	return s.linesDone(w, r, countryOf(id), "Taken off the help page. You can confirm it again at any time.")
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("line")
	if err := s.Remove(r.Context(), account.ViewerFrom(r.Context()), id); err != nil {
		return err
	}
	return s.linesDone(w, r, countryOf(id), "Removed.")
}

func (s *Service) linesDone(w http.ResponseWriter, r *http.Request, country string, say i18n.Text) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say))
	return web.SeeOther(w, r, "/admin/help-lines?country="+country)
}
