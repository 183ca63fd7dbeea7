package i18n

import (
	"regexp"
	"strings"
	"unicode"
)

// The marks of the Unicode Bidirectional Algorithm (UAX #9) that turn a stretch
// of Latin letters to read from right to left.
const (
	rightToLeftMark     = "\u200f"
	rightToLeftOverride = "\u202e"
	popDirection        = "\u202c"
)

// untouched is what the pseudo-locale leaves as it is and where it is: markup,
// addresses and figures, which read left to right in every script.
var untouched = regexp.MustCompile(`<[^<>]*>|&[a-z]+;|https?://\S+|[0-9]+(?:[.,:][0-9]+)*`)

// accents keeps every letter recognisable and shows at a glance which words
// went through the translator.
var accents = strings.NewReplacer(
	"a", "å", "b", "ƀ", "c", "ç", "d", "ð", "e", "é", "f", "ƒ", "g", "ĝ", "h", "ĥ", "i", "î",
	"j", "ĵ", "k", "ķ", "l", "ļ", "m", "ɱ", "n", "ñ", "o", "ö", "p", "þ", "q", "ǫ", "r", "ŕ",
	"s", "š", "t", "ţ", "u", "û", "v", "ṽ", "w", "ŵ", "x", "ẋ", "y", "ý", "z", "ž",
	"A", "Å", "B", "Ɓ", "C", "Ç", "D", "Ð", "E", "É", "F", "Ƒ", "G", "Ĝ", "H", "Ĥ", "I", "Î",
	"J", "Ĵ", "K", "Ķ", "L", "Ļ", "M", "Ṁ", "N", "Ñ", "O", "Ö", "P", "Þ", "Q", "Ǫ", "R", "Ŕ",
	"S", "Š", "T", "Ţ", "U", "Û", "V", "Ṽ", "W", "Ŵ", "X", "Ẋ", "Y", "Ý", "Z", "Ž",
)

// mirrored is text in the pseudo-locale: accented, three letters in ten
// doubled, since most languages are longer than English, and reading from right
// to left. Placeholders are filled as ever.
func mirrored(text string, args []Args) string {
	var said strings.Builder
	var l lengthener
	for _, p := range pieces(text) {
		if p.name != "" {
			said.WriteString(value(p, args))
			continue
		}
		from := 0
		for _, at := range untouched.FindAllStringIndex(p.text, -1) {
			said.WriteString(l.override(p.text[from:at[0]]))
			said.WriteString(p.text[at[0]:at[1]])
			from = at[1]
		}
		said.WriteString(l.override(p.text[from:]))
	}
	return said.String()
}

// lengthener spreads the doubled letters over all the stretches of a text.
type lengthener struct{ owed int } // tenths of a letter

func (l *lengthener) override(run string) string {
	if !strings.ContainsFunc(run, unicode.IsLetter) {
		return run
	}
	var long strings.Builder
	for _, r := range run {
		long.WriteRune(r)
		if !unicode.IsLetter(r) {
			continue
		}
		l.owed += 3
		if l.owed > 0 {
			long.WriteRune(r)
			l.owed -= 10
		}
	}
	return rightToLeftMark + rightToLeftOverride + accents.Replace(long.String()) + popDirection + rightToLeftMark
}
