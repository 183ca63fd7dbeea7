package secret

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/tyler-smith/go-bip39/wordlists"
	"golang.org/x/text/unicode/norm"
)

// PhraseWords is how many words a phrase has. Six words of at least 1,626 are
// 64 bits or more, which no limited guessing gets through (NIST SP 800-63B-4
// §3.1.2.2).
const PhraseWords = 6

// NewPhrase makes six words at random in the language "en", "es" or "fr", and
// in English for any other, spelled as they are written and with spaces
// between. What is stored is the hash of its FoldPhrase, never of the phrase as
// it is shown: that one has accents.
func NewPhrase(lang string) string {
	words := make([]string, PhraseWords)
	for i := range words {
		words[i] = phraseWord(lang)
	}
	return strings.Join(words, " ")
}

// phraseWord draws until a word comes that we would say to anybody: each of
// those is as likely as the others.
func phraseWord(lang string) string {
	list, unsuitable := phraseList(lang)
	for {
		word := norm.NFC.String(pick(list))
		if !strings.Contains(unsuitable, " "+plain(word)+" ") {
			return word
		}
	}
}

func phraseList(lang string) (list []string, unsuitable string) {
	switch lang {
	case "es":
		return wordlists.Spanish, unsuitableSpanish
	case "fr":
		return wordlists.French, unsuitableFrench
	default:
		return wordlists.English, unsuitableEnglish
	}
}

// FoldPhrase brings a typed phrase to the form that is hashed: small letters
// without accents, one space between words. Upper case, accents, hyphens,
// commas, dots, line breaks and invisible characters make no difference. It is
// "" for what is longer than MostBytes.
func FoldPhrase(typed string) string {
	if len(typed) > MostBytes {
		return ""
	}
	return strings.Join(wordsOf(settle(typed)), " ")
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !letterOrDigit(r) && !unicode.IsMark(r) })
}

// phraseShape is what every phrase looks like when folded. It does not ask
// which words: a list may change, and a phrase made before must still open.
var phraseShape = regexp.MustCompile(`^[a-z]{3,8}( [a-z]{3,8}){5}$`)

// Fold is for a field that takes either, a phrase or a passphrase of one's own:
// what has the shape of six words is folded as a phrase, anything else as a
// passphrase. So one hash is compared with both. Whoever lets people use such a
// field stores the hash of Fold for both kinds.
func Fold(typed string) string {
	if phrase := FoldPhrase(typed); phraseShape.MatchString(phrase) {
		return phrase
	}
	return FoldPassphrase(typed)
}
