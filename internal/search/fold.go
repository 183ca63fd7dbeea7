package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// wordMost is how many letters of a word count. What is longer is found by its
// first letters.
const wordMost = 64

// token is a folded word, and the bytes of the text that it stands for.
type token struct {
	word     string
	from, to int
}

// tokens are the words of a text, in their order. A word is a run of letters
// and digits. Scripts that are written without spaces have a word for each
// character. Case, accents, widths and ligatures make no difference.
func tokens(text string) []token {
	var all []token
	for at := 0; at < len(text); {
		to := runEnd(text, at)
		if to == at {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		for _, word := range fold(text[at:to]) {
			all = append(all, token{word, at, to})
		}
		at = to
	}
	return all
}

// runEnd is where the run of letters that begins at from ends: from itself where
// none begins.
func runEnd(text string, from int) int {
	to := from
	for to < len(text) {
		r, size := utf8.DecodeRuneInString(text[to:])
		switch {
		case to == from && single(r):
			return marksEnd(text, to+size)
		case to > from && continues(r), wordy(r) && !single(r):
			to += size
		default:
			return to
		}
	}
	return to
}

func marksEnd(text string, to int) int {
	for to < len(text) {
		r, size := utf8.DecodeRuneInString(text[to:])
		if !continues(r) {
			return to
		}
		to += size
	}
	return to
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// continues tells whether r belongs to the letter before it: a mark, or a sign
// that cannot be seen. The space without width parts words.
func continues(r rune) bool {
	return unicode.IsMark(r) || unicode.Is(unicode.Cf, r) && r != '\u200b'
}

// single tells whether r is of a script that does not part words by spaces.
func single(r rune) bool {
	return r >= 0x0e00 && wordy(r) && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// fold is a run as it is compared. A ligature or a fraction may hold several
// words.
func fold(run string) []string {
	if isASCII(run) {
		return []string{cut(strings.ToLower(run))}
	}
	folded := norm.NFKD.String(cases.Fold().String(norm.NFKD.String(run)))
	folded = norm.NFC.String(strings.Map(plain, folded))
	folded = alike.Replace(folded)
	var words []string
	for at := 0; at < len(folded); {
		to := runEnd(folded, at)
		if to == at {
			_, size := utf8.DecodeRuneInString(folded[at:])
			at += size
			continue
		}
		words = append(words, cut(folded[at:to]))
		at = to
	}
	return words
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plain drops accents and what cannot be seen, and writes digits of every script
// alike. Marks that make another letter of one stay, as in the scripts of India
// and in kana.
func plain(r rune) rune {
	switch {
	case unicode.Is(unicode.Cf, r):
		return -1
	case r == '\u3099' || r == '\u309a':
		return r
	case unicode.IsMark(r) && unicode.In(r, unicode.Inherited, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew):
		return -1
	case r > unicode.MaxASCII && unicode.IsDigit(r):
		return digit(r)
	}
	return unicode.ToLower(r) // package cases folds Cherokee to capitals and back
}

// digit is the ASCII digit of the same value. Decimal digits stand in tens
// (The Unicode Standard, 4.6).
func digit(r rune) rune {
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return '0' + r - zero
}

// alike are letters that many keyboards lack, and that are no letter with a mark
// to Unicode.
var alike = strings.NewReplacer("ı", "i", "ł", "l", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ħ", "h")

func cut(word string) string {
	if len(word) <= wordMost {
		return word
	}
	n := 0
	for at := range word {
		if n == wordMost {
			return word[:at]
		}
		n++
	}
	return word
}

// spaced are the words of a text with a space before and behind each. Words
// that follow one another in a text do so there.
func spaced(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 2)
	b.WriteByte(' ')
	for _, t := range tokens(text) {
		b.WriteString(t.word)
		b.WriteByte(' ')
	}
	return b.String()
}
