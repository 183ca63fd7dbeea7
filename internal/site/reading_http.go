package site

import (
	"net/http"
	"net/url"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Reading is what the browser kept. What cannot be read counts as not chosen.
func (s *Service) Reading(r *http.Request) Reading {
	v, err := url.ParseQuery(s.cookies.Get(r, readingCookie))
	if err != nil {
		return Reading{}
	}
	reading := Reading{Language: v.Get("l"), Zone: v.Get("z"), Theme: v.Get("t"), Contrast: v.Get("c"), Country: v.Get("k")}
	return reading.known()
}

// keep gives the browser what was chosen.
func (r Reading) keep(w http.ResponseWriter, cookies web.Cookies) {
	v := url.Values{}
	for name, value := range map[string]string{"l": r.Language, "z": r.Zone, "t": r.Theme, "c": r.Contrast, "k": r.Country} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		cookies.Expire(w, readingCookie)
		return
	}
	cookies.Set(w, readingCookie, v.Encode(), readingTTL)
}

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
