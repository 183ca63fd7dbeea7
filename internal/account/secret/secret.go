// Package secret makes, folds, checks and hashes what people come in with:
// phrases, passphrases, one-time codes, recovery codes, spoken codes and
// sign-in names. It keeps nothing: rows are the business of package account.
//
// To fold is to bring what somebody typed, on whichever keyboard, to the one
// form that is hashed or looked up. Folding never fails and never changes what
// is folded already, so whoever stores a secret stores the hash of its fold.
// What is longer than MostBytes is not looked at.
//
// Tables: none. Events: none.
package secret

import (
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"math/big"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// MostBytes is how much of anything typed is looked at: 1 KiB. Anything longer
// is answered like something wrong, at no cost.
const MostBytes = 1024

// Equal says whether two hashes are the same, in a time that does not depend
// on where they differ. Nothing equals an empty hash, not even another.
func Equal(a, b []byte) bool {
	return len(a) > 0 && subtle.ConstantTimeCompare(a, b) == 1
}

// below is a number from 0 to n-1 from the system's source of randomness, each
// as likely as the others. It cannot fail: crypto/rand ends the program first.
func below(n int) int {
	v, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic("secret: " + err.Error())
	}
	return int(v.Int64())
}

func pick(list []string) string { return list[below(len(list))] }

// settle folds case, and drops accents and what cannot be seen, until nothing
// changes any more: one round may compose what the next folds.
func settle(text string) string {
	fold := cases.Fold()
	for range 4 {
		next := plain(fold.String(norm.NFKD.String(text)))
		if next == text {
			break
		}
		text = next
	}
	return text
}

// plain is text without the marks above and below Latin, Greek and Cyrillic
// letters and without invisible characters, in the composed form of NFKC. Marks
// of other scripts stay: there they are vowels.
func plain(text string) string {
	bare := strings.Map(func(r rune) rune {
		switch {
		case r >= 0x0300 && r <= 0x036F, invisible(r):
			return -1
		case r == 'ı': // whose capital is the I of everybody
			return 'i'
		}
		return r
	}, norm.NFKD.String(text))
	return norm.NFKC.String(bare)
}

// digit turns a decimal digit of any script into 0 to 9, and leaves everything
// else. Unicode keeps the ten digits of a script together, zero first.
func digit(r rune) rune {
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	for _, some := range unicode.Nd.R16 {
		if lo, hi := rune(some.Lo), rune(some.Hi); lo <= r && r <= hi {
			return '0' + (r-lo)%10
		}
	}
	for _, some := range unicode.Nd.R32 {
		if lo, hi := rune(some.Lo), rune(some.Hi); lo <= r && r <= hi {
			return '0' + (r-lo)%10
		}
	}
	return r
}
