package i18n

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Locale holds the translations of this package's own words, those of dates
// and times. Every catalogue has them.
//
//go:embed locale/*.json
var Locale embed.FS

// cities holds, by language, the names of zones' cities where they differ from
// those in the IANA time zone database (Unicode CLDR: exemplarCity).
//
//go:embed cities/*.json
var cities embed.FS

// The two languages that need no file: English, in which every text is
// written, and the pseudo-locale made from it.
const (
	English = "en"
	Pseudo  = "en-XB"
)

const (
	leftToRight = "ltr"
	rightToLeft = "rtl"
)

// Language is a language a reader can choose.
type Language struct {
	Code string // BCP 47: "es"
	Name string // in itself: "Español"
	Dir  string // "ltr" or "rtl"
}

// Catalogue holds every translation of every package. It cannot change once
// made, and serves any number of readers at once.
type Catalogue struct {
	tags    []language.Tag // English first, then by code
	matcher language.Matcher
	voices  map[string]*voice // by code; English has none
	pseudo  bool
}

// NewCatalogue reads locale/CODE.json from each of the files, which are
// usually the embedded files of the packages that have words. A value is a
// translation, or an object of CLDR plural forms under the key of the text for
// "other"; one left empty is not there yet, and is said in English. When two
// packages translate the same key, the first one given is used.
func NewCatalogue(files ...fs.FS) (*Catalogue, error) {
	read := map[string]map[string]*goi18n.Message{}
	for _, one := range append([]fs.FS{Locale}, files...) {
		names, err := fs.Glob(one, "locale/*.json")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if err := readLocale(one, name, read); err != nil {
				return nil, fmt.Errorf("read %s: %w", name, err)
			}
		}
	}
	return build(read)
}

func readLocale(files fs.FS, name string, read map[string]map[string]*goi18n.Message) error {
	code := strings.TrimSuffix(path.Base(name), ".json")
	bytes, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	translations, err := ParseTranslations(bytes)
	if err != nil {
		return err
	}
	if read[code] == nil {
		read[code] = map[string]*goi18n.Message{}
	}
	for key, entry := range translations {
		m := entry.message(key)
		if read[code][m.ID] == nil && !entry.Empty() {
			read[code][m.ID] = m
		}
	}
	return nil
}

func build(read map[string]map[string]*goi18n.Message) (*Catalogue, error) {
	bundle := goi18n.NewBundle(language.English)
	c := &Catalogue{tags: []language.Tag{language.English}, voices: map[string]*voice{}}
	for _, code := range slices.Sorted(maps.Keys(read)) {
		tag, err := language.Parse(code)
		if err != nil || tag.String() != code {
			return nil, fmt.Errorf("locale/%s.json is not named for a language", code)
		}
		if err := bundle.AddMessages(tag, slices.Collect(maps.Values(read[code]))...); err != nil {
			return nil, err
		}
		names, err := cityNames(code)
		if err != nil {
			return nil, err
		}
		c.tags = append(c.tags, tag)
		c.voices[code] = &voice{tag: tag, dir: direction(tag), words: goi18n.NewLocalizer(bundle, code), cities: names}
	}
	c.matcher = language.NewMatcher(c.tags)
	return c, nil
}

func cityNames(code string) (map[string]string, error) {
	bytes, err := cities.ReadFile("cities/" + code + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names map[string]string
	err = json.Unmarshal(bytes, &names)
	return names, err
}

// WithPseudo is the same catalogue with the pseudo-locale offered too. It is
// for development and demonstrations.
func (c *Catalogue) WithPseudo() *Catalogue {
	with := *c
	with.pseudo = true
	with.voices = maps.Clone(c.voices)
	with.voices[Pseudo] = &voice{tag: language.MustParse(Pseudo), dir: rightToLeft, pseudo: true}
	return &with
}

// For is the translator of the language with that code, and the English one
// for a code the catalogue does not have.
func (c *Catalogue) For(lang string) Translator {
	return Translator{voice: c.voices[lang]}
}

// Languages lists what a reader can choose: English, then the others by code,
// and the pseudo-locale last where it is offered.
func (c *Catalogue) Languages() []Language {
	var list []Language
	for _, tag := range c.tags {
		list = append(list, Language{Code: tag.String(), Name: ownName(tag), Dir: direction(tag)})
	}
	if c.pseudo {
		list = append(list, Language{Code: Pseudo, Name: mirrored("English, mirrored", nil), Dir: rightToLeft})
	}
	return list
}

// ownName begins with a capital, as in a list.
func ownName(tag language.Tag) string {
	name := display.Self.Name(tag)
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// Match is the code of the language to speak: the one chosen before, as the
// cookie holds it, else the best of the browser's Accept-Language (RFC 9110
// §12.5.4), else English.
func (c *Catalogue) Match(cookie, acceptLanguage string) string {
	return c.MatchOr(English, cookie, acceptLanguage)
}

// MatchOr is Match with a site's own language in place of English, for a
// browser that asks for none we have.
func (c *Catalogue) MatchOr(site, cookie, acceptLanguage string) string {
	if c.has(cookie) {
		return cookie
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err == nil && len(wanted) > 0 {
		if _, at, sure := c.matcher.Match(wanted...); sure != language.No {
			return c.tags[at].String()
		}
	}
	if c.has(site) {
		return site
	}
	return English
}

func (c *Catalogue) has(code string) bool {
	return code == English || c.voices[code] != nil
}

// direction is that of the script the language is usually written in.
func direction(tag language.Tag) string {
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg":
		return rightToLeft
	}
	return leftToRight
}
