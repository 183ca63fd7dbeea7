package translation

import (
	"embed"
	"encoding/json"
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// long is the number of words up to which a sentence is easy whatever its words.
const long = 8

// avoid lists, by language, the words that Handrail does not say of people.
//
//go:embed avoid/*.json
var avoid embed.FS

// Avoided is a group of words that the program does not say, after the
// "Words Matter" list of the US National Institute on Drug Abuse.
type Avoided struct {
	Words []string `json:"avoid"` // every form of them
	Say   string   `json:"say"`   // what is said in their place
	But   []string `json:"but"`   // phrases in which they are right
}

// Words lists the English sentences of more than eight words that take more than
// the grade to read, and the texts in any language that hold a word to avoid.
func (s *Source) Words(grade float64) ([]Problem, error) {
	english, err := avoided("en")
	if err != nil {
		return nil, err
	}
	var all []Problem
	for _, p := range s.Packages {
		for _, key := range p.keys() {
			text := p.Texts[key]
			for _, said := range text.English() {
				for _, say := range append(hard(said, grade), unkind(said, english)...) {
					all = append(all, s.problem(text.At, "%s", say))
				}
			}
		}
	}
	translated, err := s.translatedWords()
	return inOrder(append(all, translated...)), err
}

func (s *Source) translatedWords() ([]Problem, error) {
	languages, err := s.languages()
	if err != nil {
		return nil, err
	}
	var all []Problem
	for _, lang := range languages {
		list, err := avoided(lang)
		if err != nil {
			return nil, err
		}
		for _, p := range s.Packages {
			f, err := readFile(p.file(lang))
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", p.file(lang), err)
			}
			for _, key := range slices.Sorted(maps.Keys(f.entries)) {
				entry := f.entries[key]
				for _, said := range append(slices.Sorted(maps.Values(entry.Forms)), entry.Text) {
					for _, say := range unkind(said, list) {
						all = append(all, s.problem(token.Position{Filename: p.file(lang)}, "%s", say))
					}
				}
			}
		}
	}
	return all, nil
}

func hard(english string, grade float64) []string {
	var all []string
	for _, sentence := range Sentences(english) {
		if len(sentence.Words) > long && sentence.Grade > grade {
			all = append(all, fmt.Sprintf("reads at grade %.1f: %q", sentence.Grade, strings.Join(sentence.Words, " ")))
		}
	}
	return all
}

// avoided is the list of the language, empty when it has none.
func avoided(lang string) ([]Avoided, error) {
	names, err := avoid.ReadDir("avoid")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if name.Name() != lang+".json" {
			continue
		}
		bytes, err := avoid.ReadFile("avoid/" + name.Name())
		if err != nil {
			return nil, err
		}
		var list []Avoided
		return list, json.Unmarshal(bytes, &list)
	}
	return nil, nil
}

func unkind(said string, list []Avoided) []string {
	var all []string
	for _, a := range list {
		text := spaced(said)
		for _, phrase := range a.But {
			text = strings.ReplaceAll(text, spaced(phrase), " · ")
		}
		for _, word := range a.Words {
			if strings.Contains(text, spaced(word)) {
				all = append(all, fmt.Sprintf("%q in %q: say %s", word, said, a.Say))
			}
		}
	}
	return all
}

// spaced is text in small letters, its words parted by single spaces and nothing
// else, with a space at either end.
func spaced(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}
