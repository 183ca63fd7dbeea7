package site

import (
	"net/url"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// The most characters that each text may have.
const (
	nameLimit    = 40
	lineLimit    = 120
	addressLimit = 500
)

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

// check says what is wrong with what a steward typed, at its field.
func (s Site) check() error {
	switch {
	case s.Name == "":
		return fault.Field("name", "Give this place a name. It can be a plain one, like the name of a street.")
	case utf8.RuneCountInString(s.Name) > nameLimit:
		return fault.Field("name", "Make the name {.Limit} characters or shorter.", i18n.Args{"Limit": nameLimit})
	case utf8.RuneCountInString(s.Operator) > lineLimit:
		return fault.Field("operator", "Make this {.Limit} characters or shorter.", i18n.Args{"Limit": lineLimit})
	case utf8.RuneCountInString(s.Contact) > lineLimit:
		return fault.Field("contact", "Make this {.Limit} characters or shorter.", i18n.Args{"Limit": lineLimit})
	case !slices.Contains(Registrations(), s.Registration):
		return fault.Field("registration", "Choose how people come in.")
	case !slices.Contains(Foundings(), s.Founding):
		return fault.Field("founding", "Choose who may found groups.")
	case s.Country != "" && !countryCode.MatchString(s.Country):
		return fault.Field("country", "Choose a country from the list.")
	case !slices.Contains([]string{"en", "es", "fr"}, s.Language):
		return fault.Field("language", "Choose a language from the list.")
	case !knownZone(s.Zone):
		return fault.Field("zone", "Choose a time zone from the list, like Europe/Lisbon.")
	case s.ExitTo != "" && !isAddress(s.ExitTo):
		return fault.Field("exit_to", "Write a full address, like https://www.example.org/, or leave this empty.")
	}
	return nil
}

// Registrations lists the ways of coming in, the most open first.
func Registrations() []Registration {
	return []Registration{OpenToAll, ByApproval, ByInvitation, Closed}
}

// Foundings lists who may found groups, the usual choice first.
func Foundings() []Founding {
	return []Founding{FoundByApproval, FoundInvited, FoundByAnyone}
}

func knownZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

func isAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && len(text) <= addressLimit && u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http")
}
