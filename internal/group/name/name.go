// Package name says which names a persona may have: what a name is made of,
// which names look the same to a hurried eye, and which claim to be somebody
// that has to be checked first. It keeps nothing and asks nobody.
package name

import (
	"embed"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Locale holds the translations of this package's texts.
//
//go:embed locale/*.json
var Locale embed.FS

// Most is how long a clean name may be, in code points after NFKC.
const Most = 40

// mostBytes is more than any name takes: nothing longer is worked on.
const mostBytes = 1000

// heap is how many marks may follow one letter: two of those that every script
// can borrow (heaps of them cover other lines), five of a script's own, which
// Burmese and Tibetan need.
const (
	heapBorrowed = 2
	heapOwn      = 5
)

var (
	// address is what leads out of here: a page, a mailbox or a handle.
	address = regexp.MustCompile(`(?i)@|://|\bwww\.|\b[\p{L}\p{Nd}-]{2,}\.(com|org|net|info|io|app|gg|xyz|online|link|site|club|chat|ly|tv|dev|me|co|uk|de|fr|es|eu|us|ca|mx|ar)\b|\b[\p{L}\p{Nd}-]+\.\p{L}{2,}/`)

	// telephone is seven digits or more, however they are parted.
	telephone = regexp.MustCompile(`\p{Nd}([\s().+/-]*\p{Nd}){6,}`)
)

// Clean brings a typed name to the form in which it is kept and shown: NFKC,
// without variation selectors, no space at its ends, one between words. A name
// may be of any script and hold emoji, and has one letter at least and Most
// characters at most. What hides (directions, fillers, controls), heaps of
// marks and ways to reach somebody are refused, at the field "name".
func Clean(typed string) (string, error) {
	if len(typed) > mostBytes {
		return "", tooLong()
	}
	clean := strings.Join(strings.Fields(strings.Map(unselected, norm.NFKC.String(typed))), " ")
	clean = norm.NFKC.String(clean)
	switch {
	case clean == "":
		return "", fault.Field("name", "Please choose a name. It does not have to be your own.")
	case hides(clean):
		return "", fault.Field("name", "There is a sign in this name that cannot be seen. Please type the name again.")
	case utf8.RuneCountInString(clean) > Most:
		return "", tooLong()
	case heaped(clean):
		return "", fault.Field("name", "There are too many marks on one letter. Please take some away.")
	case address.MatchString(clean) || telephone.MatchString(clean):
		return "", fault.Field("name", "Please leave out how to reach you: no numbers to call, no mail, no links. It keeps you safe.")
	case strings.IndexFunc(clean, unicode.IsLetter) < 0:
		return "", fault.Field("name", "Please use at least one letter. Numbers, signs and emoji are fine beside it.")
	}
	return clean, nil
}

func tooLong() error {
	return fault.Field("name", "Please use {.Most} letters or fewer.", i18n.Args{"Most": Most})
}

func unselected(r rune) rune {
	if unicode.Is(unicode.Variation_Selector, r) {
		return -1
	}
	return r
}

// hides says whether a rune of the name changes it without being seen, or shows
// as nothing that all readers have.
func hides(name string) bool {
	runes := []rune(name)
	for i, r := range runes {
		if joiner(r) && i > 0 && i < len(runes)-1 && joins(runes[i-1], runes[i+1]) {
			continue
		}
		if ignorable(r) || blank(r) || !unicode.IsGraphic(r) {
			return true
		}
	}
	return false
}

// joiner is U+200C and U+200D: Persian and the scripts of India write with
// them, and emoji are put together with them.
func joiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

func joins(before, after rune) bool {
	return cursive(before) && cursive(after) || pictured(before) && pictured(after)
}

func cursive(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
		unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar)
}

// pictured is an emoji, or the tone of skin that follows one.
func pictured(r rune) bool {
	return unicode.Is(unicode.So, r) || r >= 0x1F3FB && r <= 0x1F3FF || r == '♀' || r == '♂'
}

func ignorable(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// blank is what Unicode counts as a visible sign and fonts draw as nothing.
func blank(r rune) bool {
	return strings.ContainsRune("\u2800\U0001d159\ufffc\ufffd", r)
}

// heaped says whether too many marks follow one letter, or one follows none.
func heaped(name string) bool {
	borrowed, all, loose := 0, 0, true
	for _, r := range name {
		if !unicode.IsMark(r) {
			borrowed, all, loose = 0, 0, unicode.IsSpace(r)
			continue
		}
		if all++; unicode.Is(unicode.Inherited, r) {
			borrowed++
		}
		if loose || borrowed > heapBorrowed || all > heapOwn {
			return true
		}
	}
	return false
}
