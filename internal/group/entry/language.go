package entry

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// languages are those in which groups can speak, each by its own name: more than
// the program is translated to.
func languages() []ui.Option {
	return []ui.Option{
		{Value: "en", Label: "English"}, {Value: "es", Label: "Español"}, {Value: "fr", Label: "Français"},
		{Value: "ar", Label: "العربية"}, {Value: "bn", Label: "বাংলা"}, {Value: "cs", Label: "Čeština"},
		{Value: "da", Label: "Dansk"}, {Value: "de", Label: "Deutsch"}, {Value: "el", Label: "Ελληνικά"},
		{Value: "fa", Label: "فارسی"}, {Value: "fi", Label: "Suomi"}, {Value: "he", Label: "עברית"},
		{Value: "hi", Label: "हिन्दी"}, {Value: "hu", Label: "Magyar"}, {Value: "id", Label: "Bahasa Indonesia"},
		{Value: "it", Label: "Italiano"}, {Value: "ja", Label: "日本語"}, {Value: "ko", Label: "한국어"},
		{Value: "nl", Label: "Nederlands"}, {Value: "no", Label: "Norsk"}, {Value: "pl", Label: "Polski"},
		{Value: "pt", Label: "Português"}, {Value: "ro", Label: "Română"}, {Value: "ru", Label: "Русский"},
		{Value: "sv", Label: "Svenska"}, {Value: "sw", Label: "Kiswahili"}, {Value: "tl", Label: "Tagalog"},
		{Value: "tr", Label: "Türkçe"}, {Value: "uk", Label: "Українська"}, {Value: "ur", Label: "اردو"},
		{Value: "vi", Label: "Tiếng Việt"}, {Value: "zh", Label: "中文"},
	}
}

func isLanguage(code string) bool {
	return slices.ContainsFunc(languages(), func(o ui.Option) bool { return o.Value == code })
}

// languageNames are the languages with these codes, in one line.
func languageNames(codes []string) string {
	var names []string
	for _, o := range languages() {
		if slices.Contains(codes, o.Value) {
			names = append(names, o.Label)
		}
	}
	return strings.Join(names, ", ")
}

// anyOf puts "any" before the choices of a filter.
func anyOf(ctx context.Context, all []ui.Option) []ui.Option {
	return append([]ui.Option{{Label: i18n.TC(ctx, "filter", "Any")}}, all...)
}
