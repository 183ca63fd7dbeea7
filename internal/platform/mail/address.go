package mail

import (
	"log/slog"
	"strings"
	"unique"

	"golang.org/x/net/idna"

	"handrail/internal/platform/fault"
)

const (
	maxAddress = 254 // RFC 5321 §4.5.3.1.3, without the angle brackets
	maxLocal   = 64  // RFC 5321 §4.5.3.1.1
	maxLabel   = 63
)

// Address is an e-mail address that does not print itself: a log line or an
// error that holds one says only that there is one. It lies behind a handle
// because fmt would otherwise show it inside another struct. Addresses are
// equal when their texts are.
type Address struct{ text unique.Handle[string] }

// ParseAddress reads an address as people type it: name@example.org, without
// a display name, quotes, comments or an IP address (the Dot-string form of
// RFC 5321 §4.1.2). A domain in other letters becomes its ASCII form. The
// error is a fault at the field "email".
func ParseAddress(s string) (Address, error) {
	local, domain, found := strings.Cut(strings.TrimSpace(s), "@")
	domain, ok := plainDomain(domain)
	if !found || !ok || !plainLocal(local) || len(local)+1+len(domain) > maxAddress {
		return Address{}, fault.Field("email", "That is not an e-mail address we can use. It should look like name@example.org.")
	}
	return Address{unique.Make(local + "@" + domain)}, nil
}

// Text is the address itself, to store or to send to; never to log.
func (a Address) Text() string {
	if a.IsZero() {
		return ""
	}
	return a.text.Value()
}

// IsZero tells whether there is no address.
func (a Address) IsZero() bool { return a == Address{} }

// String hides the address.
func (a Address) String() string { return "[e-mail address]" }

// GoString hides the address.
func (a Address) GoString() string { return a.String() }

// LogValue hides the address.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.String()) }

func (a Address) domain() string {
	_, domain, _ := strings.Cut(a.Text(), "@")
	return domain
}

func plainLocal(local string) bool {
	if len(local) > maxLocal {
		return false
	}
	for _, atom := range strings.Split(local, ".") {
		if atom == "" || strings.ContainsFunc(atom, notAtom) {
			return false
		}
	}
	return true
}

// notAtom is the complement of atext, RFC 5322 §3.2.3.
func notAtom(r rune) bool {
	return !letterOrDigit(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

func plainDomain(domain string) (string, bool) {
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return "", false
	}
	if again, err := idna.Lookup.ToASCII(ascii); err != nil || again != ascii {
		return "", false // broken letters may come out as something that is no name
	}
	labels := strings.Split(ascii, ".")
	for _, label := range labels {
		if !plainLabel(label) {
			return "", false
		}
	}
	last := labels[len(labels)-1]
	return ascii, len(labels) > 1 && strings.Trim(last, "0123456789") != ""
}

func plainLabel(label string) bool {
	return label != "" && len(label) <= maxLabel && !strings.ContainsFunc(label, notLabel)
}

func notLabel(r rune) bool { return !letterOrDigit(r) && r != '-' }

func letterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
