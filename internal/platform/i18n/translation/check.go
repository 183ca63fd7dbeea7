package translation

import (
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"

	"handrail/internal/platform/i18n"
)

// Check lists everything that keeps the translations from being complete: texts
// that are missing, stale, or of the wrong form; placeholders that differ; files
// that are not as Sync writes them; packages whose translations nobody reads;
// and texts that cannot be translated at all.
func (s *Source) Check() ([]Problem, error) {
	var all []Problem
	for _, p := range s.Packages {
		all = append(all, p.problems...)
		all = append(all, s.unread(p)...)
	}
	languages, err := s.languages()
	if err != nil {
		return nil, err
	}
	for _, lang := range languages {
		found, err := s.checkLanguage(lang)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return inOrder(all), nil
}

func (s *Source) checkLanguage(lang string) ([]Problem, error) {
	forms, err := forms(lang)
	if err != nil {
		return nil, err
	}
	var all []Problem
	said := map[string]saying{}
	for _, p := range s.Packages {
		f, err := readFile(p.file(lang))
		if err != nil {
			all = append(all, s.inFile(p, lang, "%v", err))
			continue
		}
		all = append(all, s.compare(p, lang, f, forms)...)
		all = append(all, s.conflicts(p, lang, f, said)...)
	}
	return all, nil
}

// unread reports a package whose translations would not reach a reader.
func (s *Source) unread(p *Package) []Problem {
	switch {
	case len(p.Texts) == 0:
		return nil
	case !p.embeds:
		return []Problem{{File: s.relative(p.Dir), Say: "has texts and no Locale: embed locale/*.json as var Locale embed.FS"}}
	case s.reads && !s.read[p.Path] && p.Path != s.options.I18n:
		return []Problem{{File: s.relative(p.Dir), Say: "its translations are not read: give its Locale to i18n.NewCatalogue"}}
	}
	return nil
}

func (s *Source) compare(p *Package, lang string, f file, forms map[string][]int) []Problem {
	if len(p.Texts) > 0 && !f.exists {
		return []Problem{s.inFile(p, lang, "does not exist, and the package has %d texts", len(p.Texts))}
	}
	var all []Problem
	for _, key := range p.keys() {
		text, entry := p.Texts[key], f.entries[key]
		for _, say := range wrong(text, entry, forms) {
			all = append(all, s.problem(text.At, "%s: %q %s", lang, key, say))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(f.entries)) {
		if _, used := p.Texts[key]; !used {
			all = append(all, s.inFile(p, lang, "%q is stale: the package does not say it", key))
		}
	}
	if f.exists && string(format(f.entries)) != string(f.bytes) {
		all = append(all, s.inFile(p, lang, "is not sorted and laid out as sync does it"))
	}
	return all
}

func (s *Source) inFile(p *Package, lang, format string, args ...any) Problem {
	return s.problem(token.Position{Filename: p.file(lang)}, format, args...)
}

// wrong says what keeps entry from translating text.
func wrong(text Text, entry i18n.Entry, forms map[string][]int) []string {
	switch {
	case entry.Empty():
		return []string{"is missing"}
	case entry.Plural() && !text.Plural:
		return []string{"is one text, and not counted"}
	case !entry.Plural() && text.Plural:
		return []string{"is counted: give the forms " + strings.Join(names(forms), ", ")}
	case !text.Plural:
		return differing("", i18n.Placeholders(text.Other), i18n.Placeholders(entry.Text))
	}
	var all []string
	for _, form := range names(forms) {
		all = append(all, wrongForm(text, form, entry.Forms[form], forms[form])...)
	}
	for _, form := range slices.Sorted(maps.Keys(entry.Forms)) {
		if _, used := forms[form]; !used {
			all = append(all, fmt.Sprintf("has a form %q that the language does not use", form))
		}
	}
	return all
}

// wrongForm holds one plural form against the English. A form that stands for a
// single number may leave out the count, as in "One reply".
func wrongForm(text Text, form, said string, counts []int) []string {
	if said == "" {
		return []string{fmt.Sprintf("lacks the form %q", form)}
	}
	want, got := i18n.Placeholders(text.Other), i18n.Placeholders(said)
	if len(counts) == 1 && form != "other" && !slices.Contains(got, "Count") {
		want = slices.DeleteFunc(want, func(name string) bool { return name == "Count" })
	}
	return differing(fmt.Sprintf(" in the form %q", form), want, got)
}

func differing(where string, want, got []string) []string {
	var all []string
	for _, name := range want {
		if !slices.Contains(got, name) {
			all = append(all, fmt.Sprintf("loses {.%s}%s", name, where))
		}
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			all = append(all, fmt.Sprintf("has a {.%s}%s that the English has not", name, where))
		}
	}
	return all
}

// saying is a translation and where it was first met.
type saying struct {
	entry i18n.Entry
	file  string
}

// conflicts reports a key that two packages translate differently: readers would
// get the one that is read first.
func (s *Source) conflicts(p *Package, lang string, f file, said map[string]saying) []Problem {
	var all []Problem
	for _, key := range slices.Sorted(maps.Keys(f.entries)) {
		entry := f.entries[key]
		if entry.Empty() {
			continue
		}
		kind := fmt.Sprint(entry.Plural(), key)
		before, met := said[kind]
		if !met {
			said[kind] = saying{entry, s.relative(p.file(lang))}
			continue
		}
		if before.entry.Text != entry.Text || !maps.Equal(before.entry.Forms, entry.Forms) {
			all = append(all, s.inFile(p, lang, "%q is translated differently in %s: say it alike, or give one a context", key, before.file))
		}
	}
	return all
}
