package site

import (
	"net/http"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

func (s *Service) getReading(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, readingPage(s.Reading(r), s.languages.Languages(), nil))
}

func (s *Service) postReading(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reading := Reading{
		Language: form.Line("language"), Zone: form.Line("zone"), Theme: form.Line("theme"),
		Contrast: form.Line("contrast"), Country: s.Reading(r).Country,
	}
	if reading.Zone != "" && !knownZone(reading.Zone) {
		err := fault.Field("zone", "Choose a time zone from the list, like Europe/Lisbon.")
		return s.readingAgain(w, r, reading, form, err)
	}
	reading.known().keep(w, s.cookies)
	s.cookies.Flash(w, i18n.T(i18n.With(r.Context(), s.languages.For(reading.Language)), "Changed. This device will remember it."))
	return web.SeeOther(w, r, "/settings/reading")
}

func (s *Service) readingAgain(w http.ResponseWriter, r *http.Request, reading Reading, form *web.Form, err error) error {
	if err := form.Accept(r.Context(), err); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, readingPage(reading, s.languages.Languages(), form))
}
