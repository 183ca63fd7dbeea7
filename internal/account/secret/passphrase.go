package secret

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// How long a passphrase of one's own may be, in code points after NFKC (NIST
// SP 800-63B-4 §3.1.1.2). There is no rule on which characters it holds.
const (
	PassphraseLeast = 15
	PassphraseMost  = 256
)

// FoldPassphrase brings a typed passphrase to the form that is hashed: NFKC, so
// that keyboards which write é in one or in two code points agree. Nothing else
// changes: spaces, also at the ends, and upper case are part of it. What is
// longer than MostBytes comes back as it is: cut short, it would be another
// passphrase.
func FoldPassphrase(typed string) string {
	if len(typed) > MostBytes {
		return typed
	}
	return norm.NFKC.String(typed)
}

// CheckPassphrase says why somebody's own passphrase cannot be used, as a fault
// at the field "passphrase", or nil. It refuses what is too short or too long,
// what is guessed first (passwords that many people use, rows of keys,
// repetitions, or little else than these), and what holds the sign-in name or
// the name of the site, also backwards.
func CheckPassphrase(passphrase, name, siteName string) error {
	folded := FoldPassphrase(passphrase)
	switch length := utf8.RuneCountInString(folded); {
	case strings.IndexFunc(folded, control) >= 0:
		return fault.Field("passphrase", "There is a character in it that cannot be used. Please type it again with letters, numbers and signs.")
	case length < PassphraseLeast:
		return fault.Field("passphrase", "This is too short. Use at least {.Least} letters. Five words that do not go together are good.", i18n.Args{"Least": PassphraseLeast})
	case length > PassphraseMost:
		return fault.Field("passphrase", "This is too long. Use at most {.Most} characters.", i18n.Args{"Most": PassphraseMost})
	case holds(folded, name):
		return fault.Field("passphrase", "Your sign-in name is in it, so it is easy to guess. Choose words that have nothing to do with your name.")
	case holds(folded, siteName):
		return fault.Field("passphrase", "The name of this place is in it, so it is easy to guess. Choose other words.")
	case guessable(folded):
		return fault.Field("passphrase", "Others would try this early on. It is a common password, a row of keys, or the same thing again and again. Choose five words that do not go together.")
	}
	return nil
}
