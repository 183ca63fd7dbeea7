package secret

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// How long the typed part of a sign-in name is, in code points after NFKC.
const (
	NameLeast = 2
	NameMost  = 40
)

// NewName makes the words of a sign-in name in the language "en", "es" or
// "fr", and in English for any other: "Quiet Harbor". WithDigits completes it.
func NewName(lang string) string {
	first, second := nameWords(lang)
	one := pick(first)
	for {
		if two := pick(second); two != one {
			return one + " " + two
		}
	}
}

// CheckName cleans a sign-in name that somebody typed (NFKC, spaces at the ends
// gone, one space between words), or says at the field "name" why it cannot be
// used. It may hold letters, digits, spaces, hyphens and apostrophes, of one
// script, so that no two names look the same and nothing hides in one.
func CheckName(typed string) (clean string, err error) {
	if len(typed) > MostBytes {
		return "", nameLength()
	}
	clean = strings.Join(strings.Fields(norm.NFKC.String(typed)), " ")
	if strings.IndexFunc(clean, notInName) >= 0 || looseMark(clean) {
		return "", fault.Field("name", "Please use letters, numbers and spaces only. The signs - and ' are fine too.")
	}
	if n := utf8.RuneCountInString(clean); n < NameLeast || n > NameMost {
		return "", nameLength()
	}
	if strings.IndexFunc(clean, unicode.IsLetter) < 0 || strings.IndexFunc(clean, letterOrDigit) != 0 {
		return "", fault.Field("name", "Please use at least one letter, and begin with a letter or a number.")
	}
	if heaped(clean) {
		return "", fault.Field("name", "There are too many marks on one letter. Please take some away.")
	}
	if !oneScript(clean) {
		return "", fault.Field("name", "Please write the name in one alphabet: letters of two can look the same.")
	}
	return clean, nil
}

func nameLength() error {
	return fault.Field("name", "Please use between {.Least} and {.Most} letters or numbers.", i18n.Args{"Least": NameLeast, "Most": NameMost})
}

func notInName(r rune) bool {
	return invisible(r) || !letterOrDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(" -'’‐", r)
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// looseMark says whether a mark stands on anything but a letter.
func looseMark(name string) bool {
	before := ' '
	for _, r := range name {
		if unicode.IsMark(r) && !unicode.IsLetter(before) && !unicode.IsMark(before) {
			return true
		}
		before = r
	}
	return false
}

// heaped says whether more than three marks stand on one letter: no language
// needs more, and piles of them cover other lines.
func heaped(name string) bool {
	marks := 0
	for _, r := range norm.NFD.String(name) {
		if marks++; !unicode.IsMark(r) {
			marks = 0
		}
		if marks > 3 {
			return true
		}
	}
	return false
}

// WithDigits adds a hyphen and four random digits to a clean name, so that
// nobody is ever told that a name is taken. The caller tries again when the
// whole is.
func WithDigits(clean string) string { return fmt.Sprintf("%s-%04d", clean, below(10000)) }

// FoldName is the key under which a sign-in name is looked up: small letters
// without accents and digits, nothing between them. So case, accents, spaces,
// hyphens and underscores make no difference. It is "" for what is longer than
// MostBytes, and whenever nothing is left; nobody has that name.
func FoldName(typed string) string {
	if len(typed) > MostBytes {
		return ""
	}
	folded := strings.Map(func(r rune) rune {
		if letterOrDigit(r) || unicode.IsMark(r) {
			return digit(r)
		}
		return -1
	}, settle(typed))
	if len(folded) > MostBytes {
		return ""
	}
	return folded
}
