package name

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/platform/i18n"
)

// Claim is what a name claims to be, or "" when it claims nothing.
type Claim string

// The claims that need somebody to have checked them.
const (
	Title      Claim = "title"      // a profession that treats people
	Official   Claim = "official"   // the site, its stewards, or a role in the group
	Fellowship Claim = "fellowship" // a fellowship or organisation outside
)

// Say tells kindly what to do about the claim; it is "" for none.
func (c Claim) Say() i18n.Text {
	switch c {
	case Title:
		return "This name says that you treat people. Please choose another, or ask those who run the group to check it first."
	case Official:
		return "This name sounds as if you speak for this place or for the group. Please choose another."
	case Fellowship:
		return "This name has the name of a fellowship in it. Please choose another: each of us speaks for themselves."
	}
	return ""
}

// Claims says what the name claims, in English, Spanish or French, in whole
// words, also when they are joined ("DrAna"), taken apart ("A d m i n") or
// disguised ("0fficial"). Ordinary names that only begin or sound like one are
// left alone.
func Claims(name string) Claim {
	said := heard(name)
	for _, c := range []struct {
		claim Claim
		words []string
	}{{Fellowship, fellowships()}, {Title, titles()}, {Official, officials()}} {
		if slices.ContainsFunc(c.words, said.holds) {
			return c.claim
		}
	}
	return said.shortened()
}

// saying is a name as it could be heard: its words in order, folded and not,
// once as written and once parted where a capital or a digit begins a word.
type saying struct {
	ways  [][]word
	whole string // all words joined, folded
}

type word struct {
	typed, folded string
}

var (
	dotted = regexp.MustCompile(`(\p{Lu}\.)+\p{Lu}\b\.?`)
	camel  = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)
	number = regexp.MustCompile(`\p{Nd}+`)
)

func heard(name string) saying {
	name = norm.NFKC.String(strings.ToValidUTF8(name, ""))
	name = dotted.ReplaceAllStringFunc(name, func(s string) string { return strings.ReplaceAll(s, ".", "") + " " })
	parted := camel.ReplaceAllString(name, "$1 $2")
	ways := [][]word{words(name), words(parted), words(number.ReplaceAllString(parted, " "))}
	return saying{ways, plain(name)}
}

func words(name string) []word {
	var all []word
	for _, typed := range strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && r != '$' && r != '|'
	}) {
		all = append(all, word{typed, plain(typed)})
	}
	return all
}

// plain is the skeleton with the digits that are written for letters read as
// those letters.
func plain(name string) string {
	return strings.NewReplacer("4", "a", "3", "e", "5", "s", "7", "t", "8", "b", "9", "g").Replace(Fold(name))
}

// Lengths, in letters, from which a word is also found between other letters,
// and from which it is also found taken apart.
const (
	within = 9
	apart  = 5
)

// holds says whether the words hold the one that is looked for. What is shorter
// than apart must stand as one word, or as single letters not all capital, for
// initials are.
func (s saying) holds(sought string) bool {
	folded := plain(sought)
	if len(sought) >= within && strings.Contains(s.whole, folded) {
		return true
	}
	return slices.ContainsFunc(s.ways, func(all []word) bool {
		for from := range all {
			for to := from + 1; to <= len(all); to++ {
				if run := all[from:to]; join(run) == folded && (to == from+1 || len(sought) >= apart || scattered(run)) {
					return true
				}
			}
		}
		return false
	})
}

func join(run []word) string {
	var all strings.Builder
	for _, w := range run {
		all.WriteString(w.typed)
	}
	return plain(all.String())
}

func scattered(run []word) bool {
	small := false
	for _, w := range run {
		if len([]rune(w.typed)) > 1 {
			return false
		}
		small = small || strings.ToUpper(w.typed) != w.typed
	}
	return small
}

// shortened is the claim of an abbreviation that is one only in capitals: Nami
// is a name, and Md is another.
func (s saying) shortened() Claim {
	for _, all := range s.ways {
		for i, w := range all {
			if strings.ToUpper(w.typed) != w.typed {
				continue
			}
			if slices.ContainsFunc(fellowshipLetters(), func(sought string) bool { return w.folded == plain(sought) }) {
				return Fellowship
			}
			if i > 0 && w.folded == plain("MD") {
				return Title
			}
		}
	}
	return ""
}
