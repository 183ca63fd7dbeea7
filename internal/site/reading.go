package site

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"handrail/internal/platform/web"
)

// Reading is how somebody reads: kept on their device, in a cookie, and known
// to nobody else.
type Reading struct {
	Language string // "en", "es", … or "" for the browser's
	Zone     string // an IANA zone, or "" for the site's
	Theme    string // "light", "dark", or "" for the device's
	Contrast string // "high", or "" for the device's
	Country  string // whose help lines to show, or "" for the site's
}

const (
	readingCookie = "reading"
	readingTTL    = 365 * 24 * time.Hour
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

// known drops what is not one of the choices.
func (r Reading) known() Reading {
	if !knownZone(r.Zone) {
		r.Zone = ""
	}
	if !slices.Contains([]string{"light", "dark"}, r.Theme) {
		r.Theme = ""
	}
	if r.Contrast != "high" {
		r.Contrast = ""
	}
	if !countryCode.MatchString(r.Country) {
		r.Country = ""
	}
	return r
}
