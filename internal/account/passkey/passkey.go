// Package passkey speaks the language of passkeys (W3C Web Authentication,
// Level 3) with browsers. It has no tables and no pages: it makes the questions
// that a browser asks a phone or a security key, and judges the answers.
//
// There are three ceremonies: adding a passkey, signing in with one, and
// proving again who is there. Each begins with options, which go to the browser,
// and a state, which stays with us. The caller keeps a state where the browser
// cannot change it, and uses it once: that is what makes an answer good for one
// time only.
package passkey

import (
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Patience is how long a ceremony may take. Browsers give up at the same time.
const Patience = 5 * time.Minute

// MaxAnswer is how long an answer from a browser may be, in bytes. What is
// longer is not looked at.
const MaxAnswer = 64 << 10

// What is said when it does not work. Pages may say the same.
const (
	Refused i18n.Text = "That passkey could not be used. Try again, or use your phrase."
	Late    i18n.Text = "That took too long. Start again with the passkey."
	NotHere i18n.Text = "Passkeys do not work at this address. Use a phrase instead."
)

// Party is this site, as browsers and authenticators know it. It is safe for
// concurrent use.
type Party struct {
	rules *webauthn.WebAuthn // nil where passkeys cannot work
	clock clock.Clock
}

// New makes the party for the address where people find the site, such as
// https://example.org. Passkeys belong to its host for ever: under another host
// they are gone. The port and the scheme may change, and answers are taken from
// exactly base.
func New(base *url.URL, clock clock.Clock) *Party {
	p := &Party{clock: clock}
	if !secure(base) {
		return p
	}
	rules, err := webauthn.New(&webauthn.Config{
		RPID:                  strings.ToLower(base.Hostname()),
		RPOrigins:             []string{base.Scheme + "://" + base.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		// Password managers tell more than they were asked. Nothing here reads it.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: Patience, TimeoutUVD: Patience},
			Registration: webauthn.TimeoutConfig{Timeout: Patience, TimeoutUVD: Patience},
		},
	})
	if err == nil {
		p.rules = rules
	}
	return p
}

// Possible says whether passkeys can work at all: browsers want a name for a
// host, never a bare IP address, and https, except on this machine. Where it is
// false every ceremony fails with NotHere.
func (p *Party) Possible() bool { return p.rules != nil }

// secure is whether browsers allow passkeys on a page of base (W3C Secure
// Contexts), apart from the name, which the library judges.
func secure(base *url.URL) bool {
	host := strings.ToLower(base.Hostname())
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	return host != "" && (base.Scheme == "https" || base.Scheme == "http" && local)
}

// Unusable is the one answer to an answer that proves nothing, whatever is
// wrong with it. Callers use it too, for a state that is gone or was used.
func Unusable() error { return fault.New(fault.Invalid, Refused) }

func impossible() error { return fault.New(fault.Unavailable, NotHere) }

// wanted is how much a browser is asked to make sure of who is there.
func wanted(verify bool) protocol.UserVerificationRequirement {
	if verify {
		return protocol.VerificationRequired
	}
	return protocol.VerificationPreferred
}
