package site

import (
	"cmp"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Reading is what the viewer's account keeps, or their browser. The country of
// the help lines is the browser's: it is asked where one is.
func (s *Service) Reading(r *http.Request, viewer account.Viewer) Reading {
	here := ReadingFrom(s.cookies.Get(r, readingCookie))
	if viewer.Settings.Reading == "" {
		return here
	}
	reading := ReadingFrom(viewer.Settings.Reading)
	reading.Country = cmp.Or(here.Country, reading.Country)
	return reading
}

// remember has the browser keep what was chosen.
func (s *Service) remember(w http.ResponseWriter, reading Reading) {
	if text := reading.Text(); text != "" {
		s.cookies.Set(w, readingCookie, text, readingTTL)
	} else {
		s.cookies.Expire(w, readingCookie)
	}
}

// keep keeps what was chosen, on this device and with the viewer's account.
func (s *Service) keep(w http.ResponseWriter, r *http.Request, reading Reading) error {
	reading = reading.known()
	s.remember(w, reading)
	return s.accounts.Keep(r.Context(), account.ViewerFrom(r.Context()), account.Settings{Language: reading.Language, Zone: reading.Zone, Reading: reading.Text()})
}

func (s *Service) present(r *http.Request) Reading {
	return s.Reading(r, account.ViewerFrom(r.Context()))
}

func (s *Service) getReading(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, readingPage(s.present(r), s.languages.Languages(), nil))
}

func (s *Service) postReading(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reading := Reading{
		Language: form.Line("language"), Zone: form.Line("zone"), Theme: form.Line("theme"),
		Contrast: form.Line("contrast"), Motion: form.Line("motion"), Discreet: form.Ticked("discreet"), Country: s.present(r).Country,
	}
	if reading.Zone != "" && !knownZone(reading.Zone) {
		err := fault.Field("zone", "Choose a time zone from the list, like Europe/Lisbon.")
		return s.readingAgain(w, r, reading, form, err)
	}
	if err := s.keep(w, r, reading); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(i18n.With(r.Context(), s.languages.For(reading.Language)), "Changed."))
	return web.SeeOther(w, r, "/settings/reading")
}

func (s *Service) readingAgain(w http.ResponseWriter, r *http.Request, reading Reading, form *web.Form, err error) error {
	if err := form.Accept(r.Context(), err); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, readingPage(reading, s.languages.Languages(), form))
}
