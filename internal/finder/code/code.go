// Package code knows what the short codes of a fellowship's meetings mean.
//
// A code belongs to its programme: S is Spanish in one and a speaker in
// another. Each is read as a Concept, which means one thing everywhere, is
// offered in the finder and said in the reader's language. Titles of books are
// names and stay as they are in every language.
//
// The package is pure: tables and look-ups.
package code

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Locale are the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Handrail is the programme of the groups of this installation. Its codes are
// the concepts themselves.
const Handrail = "handrail"

// Programme is a fellowship, or another family of groups, with its own codes.
type Programme struct {
	Key   string // for good, as feeds and other finders write it: "aa", "al-anon"
	Name  string // as it calls itself
	Short string // what its people say
}

// meaning is one code of one programme.
type meaning struct {
	code    string
	concept Concept
	name    string // in English, as feeds may write it in place of the code
}

// fellowship is a programme with what is written in its feeds.
type fellowship struct {
	Programme
	codes []meaning
}

// book is a fellowship, ready to be asked.
type book struct {
	Programme
	byCode map[string]meaning // folded
	byName map[string]meaning
	code   map[Concept]string
}

// books are all programmes by their key. Nothing changes them.
var books = sync.OnceValue(func() map[string]*book {
	all := map[string]*book{}
	for _, f := range fellowships() {
		all[f.Key] = bind(f)
	}
	return all
})

// Programmes are all that are known, ours first, then by name.
func Programmes() []Programme {
	var list []Programme
	for _, f := range fellowships() {
		list = append(list, f.Programme)
	}
	slices.SortStableFunc(list[1:], func(a, b Programme) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// ProgrammeOf finds a programme by its key.
func ProgrammeOf(key string) (Programme, bool) {
	b, ok := books()[key]
	if !ok {
		return Programme{}, false
	}
	return b.Programme, true
}

// Read finds the code that a feed of a programme means by a text: a code or its
// English name, in any case, or another known spelling. A text that is not known
// comes back without blanks around it, and without a concept.
func Read(programme, text string) (code string, c Concept, known bool) {
	text = strings.TrimSpace(text)
	b, ok := books()[programme]
	if !ok {
		return text, "", false
	}
	if m, ok := b.byCode[strings.ToLower(text)]; ok {
		return m.code, m.concept, true
	}
	if m, ok := b.byName[fold(text)]; ok {
		return m.code, m.concept, true
	}
	return text, "", false
}

// CodeFor is the code by which a programme says a concept; false where it has
// none.
func CodeFor(programme string, c Concept) (string, bool) {
	b, ok := books()[programme]
	if !ok {
		return "", false
	}
	code, ok := b.code[c]
	return code, ok
}

// Name is the English name of a code in its programme, "" for one that is not
// known. It is what a feed may hold in place of the code.
func Name(programme, code string) string {
	b, ok := books()[programme]
	if !ok {
		return ""
	}
	return b.byCode[strings.ToLower(strings.TrimSpace(code))].name
}

// bind makes a fellowship ready. Its own codes come first; those of languages
// and those that every programme has fill what is left.
func bind(f fellowship) *book {
	b := &book{Programme: f.Programme, byCode: map[string]meaning{}, byName: map[string]meaning{}, code: map[Concept]string{}}
	for _, list := range [][]meaning{f.codes, everywhere(), languages()} {
		for _, m := range list {
			b.add(m)
		}
	}
	for _, s := range spellings() {
		if code, ok := b.code[s.concept]; ok {
			b.call(s.name, b.byCode[strings.ToLower(code)])
		}
	}
	return b
}

func (b *book) add(m meaning) {
	if _, taken := b.byCode[strings.ToLower(m.code)]; taken {
		return
	}
	b.byCode[strings.ToLower(m.code)] = m
	b.call(m.name, m)
	if _, taken := b.code[m.concept]; !taken {
		b.code[m.concept] = m.code
	}
}

func (b *book) call(name string, m meaning) {
	if _, taken := b.byName[fold(name)]; !taken {
		b.byName[fold(name)] = m
	}
}

// fold makes names alike that differ in case, blanks and signs only.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}
