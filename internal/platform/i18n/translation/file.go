package translation

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"handrail/internal/platform/i18n"
)

// file is a locale file as it lies on the disk.
type file struct {
	exists  bool
	bytes   []byte
	entries i18n.Translations
}

// readFile reads a locale file. One that does not exist is empty.
func readFile(path string) (file, error) {
	bytes, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return file{}, nil
	}
	if err != nil {
		return file{}, err
	}
	entries, err := i18n.ParseTranslations(bytes)
	return file{exists: true, bytes: bytes, entries: entries}, err
}

// format lays translations out: sorted, one to a line, so that a change of one
// text is a change of one line.
func format(entries i18n.Translations) []byte {
	plain := map[string]any{}
	for key, entry := range entries {
		plain[key] = entry.Text
		if entry.Plural() {
			plain[key] = entry.Forms
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(plain); err != nil {
		panic("translation: texts are always written as JSON: " + err.Error())
	}
	return out.Bytes()
}

// languages are those asked for, and every other that some package has a file
// for.
func (s *Source) languages() ([]string, error) {
	all := map[string]bool{}
	for _, lang := range s.options.Languages {
		all[lang] = true
	}
	for _, p := range s.Packages {
		files, err := filepath.Glob(filepath.Join(p.Dir, "locale", "*.json"))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			all[strings.TrimSuffix(filepath.Base(f), ".json")] = true
		}
	}
	return slices.Sorted(maps.Keys(all)), nil
}
