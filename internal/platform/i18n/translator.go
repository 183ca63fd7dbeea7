package i18n

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Translator speaks one language. The zero Translator speaks English. It is
// made by Catalogue.For, cannot change, and serves any number of readers at
// once.
type Translator struct {
	voice *voice // nil speaks English
}

// voice is what a language other than English needs.
type voice struct {
	tag    language.Tag
	dir    string
	pseudo bool
	words  *goi18n.Localizer // nil in the pseudo-locale
	cities map[string]string // by zone, where the language has names of its own
}

// Lang is the language's BCP 47 code, for the lang attribute: "en", "es", "fr",
// "en-XB".
func (t Translator) Lang() string {
	if t.voice == nil {
		return English
	}
	return t.voice.tag.String()
}

// Dir is the direction the language is written in, for the dir attribute: "ltr"
// or "rtl".
func (t Translator) Dir() string {
	if t.voice == nil {
		return leftToRight
	}
	return t.voice.dir
}

// say and count ignore go-i18n's errors: it reports a text or a form that is not
// translated, and then says the next best or nothing, for which English stands
// in.
func (t Translator) say(context string, text Text, args []Args) string {
	if t.voice == nil {
		return fill(string(text), args)
	}
	if t.voice.pseudo {
		return mirrored(string(text), args)
	}
	said, _ := t.voice.words.Localize(&goi18n.LocalizeConfig{
		MessageID:      contextual(context, text),
		TemplateData:   args,
		TemplateParser: parser{},
	})
	if said == "" {
		return fill(string(text), args)
	}
	return said
}

func (t Translator) count(count int, one, other Text, args []Args) string {
	args = append([]Args{{"Count": number(t.tag(), count)}}, args...)
	english := other
	if count == 1 || count == -1 {
		english = one
	}
	if t.voice == nil {
		return fill(string(english), args)
	}
	if t.voice.pseudo {
		return mirrored(string(english), args)
	}
	said, _ := t.voice.words.Localize(&goi18n.LocalizeConfig{
		MessageID:      pluralKey(string(other)),
		PluralCount:    count,
		TemplateData:   args,
		TemplateParser: parser{},
	})
	if said == "" {
		return fill(string(english), args)
	}
	return said
}

// tag is the language whose numbers and dates are used.
func (t Translator) tag() language.Tag {
	if t.voice == nil || t.voice.pseudo {
		return language.English
	}
	return t.voice.tag
}
