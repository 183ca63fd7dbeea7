package site

import (
	"slices"
	"time"
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
