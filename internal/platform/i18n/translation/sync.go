package translation

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"handrail/internal/platform/i18n"
)

// Synced says what Sync did to one file, in numbers of texts.
type Synced struct {
	File   string
	Left   int // still to be translated, in whole or in part
	Filled int // translated by another package, and taken from there
	Stale  int // taken out
}

func (s Synced) String() string {
	return fmt.Sprintf("%s: %d to translate, %d translated elsewhere, %d stale taken out", s.File, s.Left, s.Filled, s.Stale)
}

// Sync brings every locale file up to date with the code: texts that are missing
// are added, empty unless another package has translated them; stale ones are
// taken out; plural forms are those of the language. It lists the files it
// wrote.
func (s *Source) Sync() ([]Synced, error) {
	languages, err := s.languages()
	if err != nil {
		return nil, err
	}
	var all []Synced
	for _, lang := range languages {
		done, err := s.syncLanguage(lang)
		if err != nil {
			return all, err
		}
		all = append(all, done...)
	}
	return all, nil
}

func (s *Source) syncLanguage(lang string) ([]Synced, error) {
	forms, err := forms(lang)
	if err != nil {
		return nil, err
	}
	files := map[*Package]file{}
	known := i18n.Translations{}
	for _, p := range s.Packages {
		f, err := readFile(p.file(lang))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", p.file(lang), err)
		}
		files[p] = f
		for key, entry := range f.entries {
			if !entry.Empty() {
				known[key] = entry
			}
		}
	}
	var all []Synced
	for _, p := range s.Packages {
		if len(p.Texts) == 0 && !files[p].exists {
			continue
		}
		next, done := synced(p, files[p].entries, known, forms)
		if string(format(next)) == string(files[p].bytes) {
			continue
		}
		done.File = s.relative(p.file(lang))
		if err := write(p.file(lang), format(next)); err != nil {
			return all, err
		}
		all = append(all, done)
	}
	return all, nil
}

// synced is what a file should hold, from what it holds and what other packages
// know.
func synced(p *Package, has, known i18n.Translations, forms map[string][]int) (i18n.Translations, Synced) {
	next, done := i18n.Translations{}, Synced{}
	for key, text := range p.Texts {
		entry := fitting(text, has[key], forms)
		if entry.Empty() {
			entry = fitting(text, known[key], forms)
			if !entry.Empty() {
				done.Filled++
			}
		}
		if entry.Empty() || slices.Contains(slices.Collect(maps.Values(entry.Forms)), "") {
			done.Left++
		}
		next[key] = entry
	}
	for key := range has {
		if _, used := p.Texts[key]; !used {
			done.Stale++
		}
	}
	return next, done
}

// fitting is as much of entry as serves text, with every form it needs.
func fitting(text Text, entry i18n.Entry, forms map[string][]int) i18n.Entry {
	if !text.Plural {
		return i18n.Entry{Text: entry.Text}
	}
	all := map[string]string{}
	for form := range forms {
		all[form] = entry.Forms[form]
	}
	return i18n.Entry{Forms: all}
}

func write(path string, bytes []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, bytes, 0o644)
}
