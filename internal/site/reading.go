package site

import (
	"net/url"
	"slices"
	"time"
)

// Reading is how somebody reads: kept on their device, in a cookie, and with
// their account if they have one, so that it follows them.
type Reading struct {
	Language string // "en", "es", … or "" for the browser's
	Zone     string // an IANA zone, or "" for the site's
	Theme    string // "light", "dark", or "" for the device's
	Contrast string // "high", or "" for the device's
	Motion   string // "still", or "" for the device's
	Discreet bool   // the window says nothing of this place
	Country  string // whose help lines to show, or "" for the site's
}

const (
	readingCookie = "reading"
	readingTTL    = 365 * 24 * time.Hour
)

// ReadingFrom reads what Text wrote. What cannot be read counts as not chosen.
func ReadingFrom(text string) Reading {
	v, err := url.ParseQuery(text)
	if err != nil {
		return Reading{}
	}
	reading := Reading{
		Language: v.Get("l"), Zone: v.Get("z"), Theme: v.Get("t"), Contrast: v.Get("c"), Motion: v.Get("m"),
		Discreet: v.Get("d") != "", Country: v.Get("k"),
	}
	return reading.known()
}

// Text is the choices as a cookie and an account keep them; "" for none.
func (r Reading) Text() string {
	v := url.Values{}
	chosen := map[string]string{"l": r.Language, "z": r.Zone, "t": r.Theme, "c": r.Contrast, "m": r.Motion, "k": r.Country}
	if r.Discreet {
		chosen["d"] = "1"
	}
	for name, value := range chosen {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v.Encode()
}

// known drops what is not one of the choices.
func (r Reading) known() Reading {
	if !knownZone(r.Zone) {
		r.Zone = ""
	}
	if !slices.Contains([]string{"light", "dark"}, r.Theme) {
		r.Theme = ""
	}
	if r.Motion != "still" {
		r.Motion = ""
	}
	if r.Contrast != "high" {
		r.Contrast = ""
	}
	if !countryCode.MatchString(r.Country) {
		r.Country = ""
	}
	return r
}
