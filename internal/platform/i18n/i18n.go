// Package i18n says the program's own words in the reader's language.
//
// A text is written in English, as a constant, where it is used:
//
//	i18n.T(ctx, "Join this group")
//	i18n.T(ctx, "{.Name} answered", i18n.Args{"Name": name})
//	i18n.TC(ctx, "verb", "Open")
//	i18n.N(ctx, count, "{.Count} reply", "{.Count} replies")
//
// The English is also the key of its translations, which lie beside the code
// that says it: each package with words embeds locale/es.json, locale/fr.json
// and so on. The command in cmd/translations collects every constant of type
// Text and says which of them a language lacks.
//
// Only the Translator of the request rides in the context. Texts that members
// write are never translated and never pass through here, save as the value of
// a placeholder.
package i18n

import (
	"context"
	"strings"
)

// Text is a constant English text, shown to people, and the key of its
// translations. Fields and parameters that hold such a text have this type, so
// that whatever is assigned to them is found and translated. Placeholders are
// written {.Name}. A text holds no markup and no "|".
type Text string

// Args are the values of a text's placeholders, by name. A value is shown as
// fmt.Sprint shows it; numbers and times are put into words first, with Number,
// Date and the like. A placeholder without a value stays visible as {.Name}.
type Args = map[string]any

type key struct{}

// With makes t the translator of everything said under the context.
func With(ctx context.Context, t Translator) context.Context {
	return context.WithValue(ctx, key{}, t)
}

// From is the translator of the context. Without one it speaks English.
func From(ctx context.Context) Translator {
	t, _ := ctx.Value(key{}).(Translator)
	return t
}

// T says text in the reader's language, or in English where that language lacks
// it.
func T(ctx context.Context, text Text, args ...Args) string {
	return From(ctx).say("", text, args)
}

// TC is T for a word that means different things in different places: context
// tells them apart ("verb", "noun", "button"). Translators see it; readers do
// not.
func TC(ctx context.Context, context string, text Text, args ...Args) string {
	return From(ctx).say(context, text, args)
}

// N says how many: one when the language uses its singular for count, other
// otherwise; a translation has as many forms as its language needs (CLDR
// plural rules). {.Count} is filled with the count as the language writes it.
func N(ctx context.Context, count int, one, other Text, args ...Args) string {
	return From(ctx).count(count, one, other, args)
}

// contextual is the key of text in context: "context|text", or the text itself.
func contextual(context string, text Text) string {
	if context == "" {
		return string(text)
	}
	return strings.Join([]string{context, string(text)}, "|")
}
