package entry

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// languages are those in which groups can speak, each by its own name: more than
// the program is translated to.
func languages() []ui.Option {
	var all []ui.Option
	for _, l := range word.Languages() {
		all = append(all, ui.Option{Value: l.Code, Label: l.Name})
	}
	return all
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
