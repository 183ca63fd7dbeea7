package translation

import (
	"regexp"
	"strings"
	"unicode"

	"handrail/internal/platform/i18n"
)

// Sentence is a sentence and the school grade it takes to read it.
type Sentence struct {
	Words []string
	Grade float64
}

// sentenceEnd is where one sentence stops and the next begins. A point inside a
// word or a figure is neither.
var sentenceEnd = regexp.MustCompile(`[.!?…]+["”’)]*(\s+|$)|\n+`)

// Sentences reads English prose and gives each sentence its Flesch-Kincaid grade
// (Kincaid et al. 1975: 0.39 × words per sentence + 11.8 × syllables per word −
// 15.59). A placeholder counts as a word of one syllable.
func Sentences(english string) []Sentence {
	for _, name := range i18n.Placeholders(english) {
		english = strings.ReplaceAll(english, "{."+name+"}", "x")
	}
	var all []Sentence
	for _, part := range sentenceEnd.Split(english, -1) {
		words := wordsOf(part)
		if len(words) == 0 {
			continue
		}
		spoken := 0
		for _, word := range words {
			spoken += Syllables(word)
		}
		count := float64(len(words))
		all = append(all, Sentence{words, 0.39*count + 11.8*float64(spoken)/count - 15.59})
	}
	return all
}

func wordsOf(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—/", r)
	}) {
		word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if word != "" {
			words = append(words, strings.ToLower(word))
		}
	}
	return words
}

var (
	vowels = regexp.MustCompile(`[aeiouy]+`)

	// unspoken are the endings whose e is not heard: made, times, called.
	unspoken = regexp.MustCompile(`([^aeiouyl]e|[aeiouy]le|[^aeioucghlsxz]es|[aeiouy]les|thes|[^aeioudlt]ed|[aeioulrwy]led|que)$`)

	// apart are two vowels heard one after the other: diary, radio, video, trying.
	apart = regexp.MustCompile(`[^cgst]i[ao]|[^aeioug]eo([^u]|$)|[aeiouy]ing|[aeiou]y[aeou]|[^qg]ua[lrt]|uous|[^t]ience|[pl]ient|iu[ms]|ious?ly|quie|suici|giant|yone|creat|area|idea|react`)

	// joined are those of them that are heard as one: people, million, business.
	joined = regexp.MustCompile(`people|[lnm]ion|viou|marria|busine`)

	// inside is an e that falls silent where words or parts of words are joined:
	// someone, careful, safely.
	inside = regexp.MustCompile(`^(some|every|home|safe|there|care|life|place|time|side|note|here|else|mile|guide|frame|wide|like|name|base)[^aeiudrsnl]|^milest|^guideli|[aeiou][^aeiouyl]+e(ly|ful|less|ment)`)
)

// Syllables estimates how many syllables an English word has, by its groups of
// vowels and the commonest exceptions. A figure counts as one.
func Syllables(word string) int {
	n := len(vowels.FindAllString(word, -1))
	n -= len(unspoken.FindAllString(word, -1))
	n += len(apart.FindAllString(word, -1))
	n -= len(joined.FindAllString(word, -1))
	n -= len(inside.FindAllString(word, -1))
	return max(n, 1)
}
