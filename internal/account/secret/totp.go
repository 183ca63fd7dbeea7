package secret

import (
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"golang.org/x/text/unicode/norm"
)

// totpStep is how long a one-time code stands, in seconds (RFC 6238 §5.2). The
// one before and the one after are taken too: clocks differ, and people type
// slowly.
const totpStep = 30

// NewTOTP makes the key that an authenticator app shares with us: 160 random
// bits in base 32 (RFC 4226 §4), 32 letters. Keep it sealed.
func NewTOTP() string { return base32.StdEncoding.EncodeToString(randomBytes(20)) }

// TOTPAddress is the otpauth:// address that an authenticator app takes, from
// a link or a QR code. Whoever opens the app reads issuer and name.
func TOTPAddress(secret, issuer, name string) string {
	label := strings.ReplaceAll(issuer, ":", " ") + ":" + strings.ReplaceAll(name, ":", " ")
	query := url.Values{"secret": {secret}, "issuer": {strings.ReplaceAll(issuer, ":", " ")},
		"algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	// Apps read a plus as a plus.
	return "otpauth://totp/" + url.PathEscape(label) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// TOTPCode is the code of six digits that an app shows now, for the
// demonstration and for tests. It is "" when the secret is not one.
func TOTPCode(secret string, now time.Time) string { return totpCode(secret, now.Unix()/totpStep) }

// CheckTOTP says whether the code, typed with or without spaces, is right now,
// and of which step. Steps up to lastStep are refused, as a code is good once
// (RFC 6238 §5.2): the caller stores the step it gets, in the transaction that
// lets the person in and with a lock on the account.
func CheckTOTP(secret, code string, now time.Time, lastStep int64) (step int64, ok bool) {
	typed := foldDigits(code)
	current := now.Unix() / totpStep
	for at := current - 1; at <= current+1; at++ {
		if sameCode(totpCode(secret, at), typed) && at > lastStep {
			step, ok = at, true
		}
	}
	return step, ok
}

func totpCode(secret string, step int64) string {
	code, err := hotp.GenerateCode(secret, uint64(max(step, 0)))
	if err != nil || secret == "" {
		return ""
	}
	return code
}

func sameCode(right, typed string) bool {
	return right != "" && subtle.ConstantTimeCompare([]byte(right), []byte(typed)) == 1
}

func foldDigits(typed string) string {
	if len(typed) > MostBytes {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if between(r) {
			return -1
		}
		return digit(r)
	}, norm.NFKC.String(typed))
}
