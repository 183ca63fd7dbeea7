package name

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

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
// left alone. The name is one that Clean has let pass.
func Claims(name string) Claim {
	said := heard(name)
	for _, list := range sought() {
		if slices.ContainsFunc(list.words, said.holds) || slices.ContainsFunc(list.letters, said.spells) {
			return list.claim
		}
	}
	return ""
}

// Lengths, in letters, from which a word is also found between other letters,
// and from which it is also found taken apart.
const (
	within = 9
	apart  = 5
)

// longest is of how many pieces a word that is taken apart is put together: a
// longer word is found in the name as a whole.
const longest = within - 1

// saying is a name as it could be heard.
type saying struct {
	whole    string          // all of it, plain
	words    map[string]bool // each word, plain, and single letters put together
	runs     map[string]bool // words that follow each other, put together, plain
	capitals map[string]bool // each word in capitals, plain; with what stands before it, after a space
}

var (
	dotted = regexp.MustCompile(`(\p{Lu}\p{Ll}{0,2}\.)+\p{Lu}\b\.?`)
	camel  = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)
	number = regexp.MustCompile(`\p{Nd}+`)
)

// heard parts the name into words as it is written, where a capital begins a
// word, and at numbers.
func heard(name string) saying {
	name = norm.NFKC.String(strings.ToValidUTF8(name, ""))
	said := saying{plain(name), map[string]bool{}, map[string]bool{}, map[string]bool{}}
	name = dotted.ReplaceAllStringFunc(name, func(s string) string { return strings.ReplaceAll(s, ".", "") + " " })
	parted := camel.ReplaceAllString(name, "$1 $2")
	for _, way := range []string{name, parted, number.ReplaceAllString(parted, " ")} {
		said.hear(strings.FieldsFunc(way, between))
	}
	return said
}

func between(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && r != '$' && r != '|'
}

func (s saying) hear(words []string) {
	for from, word := range words {
		s.words[plain(word)] = true
		if shouted(word) {
			s.capitals[plain(word)] = true
			s.capitals[" "+plain(word)] = s.capitals[" "+plain(word)] || from > 0
		}
		for to := from + 2; to <= min(len(words), from+longest); to++ {
			run := plain(strings.Join(words[from:to], ""))
			s.runs[run] = true
			s.words[run] = s.words[run] || scattered(words[from:to])
		}
	}
}

// shouted says whether a word is of capitals, but for a letter among many, as
// abbreviations are.
func shouted(word string) bool {
	capitals, others := 0, 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			capitals++
		} else {
			others++
		}
	}
	return capitals > 2*others
}

// plain is the skeleton, with digits that are written for letters read as those
// letters.
func plain(name string) string { return leet.Replace(Fold(name)) }

var leet = strings.NewReplacer("4", "a", "3", "e", "5", "s", "7", "t", "8", "b", "9", "g")

// scattered says whether the words are single letters, not all of them capitals:
// those are initials.
func scattered(words []string) bool {
	joined := strings.Join(words, "")
	return utf8.RuneCountInString(joined) == len(words) && strings.ToUpper(joined) != joined
}

func (s saying) holds(sought string) bool {
	return s.words[sought] || len(sought) >= apart && s.runs[sought] || len(sought) >= within && strings.Contains(s.whole, sought)
}

func (s saying) spells(sought string) bool { return s.capitals[sought] }

type list struct {
	claim   Claim
	words   []string // plain
	letters []string // plain, that count in capitals alone: Nami is a name, and Md is one; with a space, not as the first word
}

// sought is all that is looked for, made plain once.
var sought = sync.OnceValue(func() []list {
	return []list{
		{Fellowship, plainly(fellowships), plainly(fellowshipLetters)},
		{Official, plainly(officials), nil},
		{Title, plainly(titles), []string{" " + plain("MD")}},
	}
})

func plainly(words string) []string {
	all := strings.Fields(words)
	for i := range all {
		all[i] = plain(all[i])
	}
	return all
}
