package secret

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Codes is how many recovery codes an account has at a time.
const Codes = 10

const (
	codeLength   = 26 // letters of five bits: 130 bits
	spokenLength = 8  // 40 bits
)

// crockford is the alphabet of Douglas Crockford's base 32: no I, L, O or U,
// so that nothing is mistaken for a digit.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewCodes makes ten recovery codes of 130 random bits each, printed in groups
// ("7QK2M-…"). They are shown once. What is stored is HashCode of their
// FoldCode: above 112 bits a plain hash is enough (NIST SP 800-63B-4 §3.1.2.2).
func NewCodes() []string {
	codes := make([]string, Codes)
	for i := range codes {
		codes[i] = grouped(randomLetters(codeLength), 5)
	}
	return codes
}

// FoldCode brings a typed recovery code to the form that is hashed, 26 letters
// without dashes: spaces and dashes are dropped, O is 0, I and L are 1. It says
// false when that is not a code.
func FoldCode(typed string) (folded string, ok bool) { return foldLetters(typed, codeLength) }

// HashCode is what is stored of a folded recovery or spoken code: its SHA-256
// in hexadecimal, 64 letters.
func HashCode(folded string) string {
	sum := sha256.Sum256([]byte(folded))
	return hex.EncodeToString(sum[:])
}

// NewSpoken makes a code to be said aloud or read over a shoulder, like
// "7QK2-M0XV". It has 40 bits, so it must end soon and be tried rarely.
func NewSpoken() string { return grouped(randomLetters(spokenLength), 4) }

// FoldSpoken brings a typed spoken code to one form, eight letters without the
// dash, in the way of FoldCode. It says false when that is not one.
func FoldSpoken(typed string) (folded string, ok bool) { return foldLetters(typed, spokenLength) }

func randomLetters(n int) string {
	b := randomBytes(n)
	for i := range b {
		b[i] = crockford[b[i]%32] // 256 is a multiple of 32: all are as likely
	}
	return string(b)
}

// grouped puts dashes between groups of the size. A rest of one letter stays
// with the last group.
func grouped(letters string, size int) string {
	var groups []string
	for len(letters) > size+1 {
		groups, letters = append(groups, letters[:size]), letters[size:]
	}
	return strings.Join(append(groups, letters), "-")
}

func foldLetters(typed string, length int) (string, bool) {
	if len(typed) > MostBytes {
		return "", false
	}
	folded := strings.Map(codeLetter, strings.ToUpper(norm.NFKC.String(typed)))
	if len(folded) != length || strings.Trim(folded, crockford) != "" {
		return "", false
	}
	return folded, true
}

// codeLetter mends what is easily mistaken, and drops what stands between.
func codeLetter(r rune) rune {
	switch {
	case r == 'O':
		return '0'
	case r == 'I' || r == 'L':
		return '1'
	case between(r):
		return -1
	}
	return digit(r)
}
