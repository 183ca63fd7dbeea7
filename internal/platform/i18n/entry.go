package i18n

import (
	"encoding/json"
	"errors"
	"fmt"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Entry is one translation: its text, or its plural forms.
type Entry struct {
	Text  string
	Forms map[string]string // by CLDR category: zero, one, two, few, many, other
}

// Translations is the content of a locale/CODE.json, by key.
type Translations map[string]Entry

// ParseTranslations reads a locale file. It refuses anything but an object of
// texts and of objects of plural forms.
func ParseTranslations(bytes []byte) (Translations, error) {
	var read Translations
	err := json.Unmarshal(bytes, &read)
	return read, err
}

// Empty says whether nobody has translated any of the entry yet.
func (e Entry) Empty() bool {
	for _, form := range e.Forms {
		if form != "" {
			return false
		}
	}
	return e.Text == ""
}

// Plural says whether the entry holds plural forms.
func (e Entry) Plural() bool { return e.Forms != nil }

// UnmarshalJSON reads a text or an object of plural forms.
func (e *Entry) UnmarshalJSON(bytes []byte) error {
	if len(bytes) > 0 && bytes[0] == '"' {
		return json.Unmarshal(bytes, &e.Text)
	}
	if err := json.Unmarshal(bytes, &e.Forms); err != nil {
		return err
	}
	if e.Forms == nil {
		return errors.New("a translation is a text or an object of plural forms")
	}
	for form := range e.Forms {
		switch form {
		case "zero", "one", "two", "few", "many", "other":
		default:
			return fmt.Errorf("%q is not a CLDR plural form", form)
		}
	}
	return nil
}

// message is the entry as go-i18n keeps it. Plurals have keys of their own, so
// that one text may be said alone in one package and counted in another.
func (e Entry) message(key string) *goi18n.Message {
	if !e.Plural() {
		return &goi18n.Message{ID: key, Other: e.Text}
	}
	return &goi18n.Message{
		ID: pluralKey(key), Zero: e.Forms["zero"], One: e.Forms["one"], Two: e.Forms["two"],
		Few: e.Forms["few"], Many: e.Forms["many"], Other: e.Forms["other"],
	}
}

func pluralKey(other string) string { return "plural\x1f" + other }
