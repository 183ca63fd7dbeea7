package site

import (
	"context"
	"strings"

	"handrail/internal/platform/i18n"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

// countryOf is the country that a line's id begins with.
func countryOf(id string) string {
	code, _, _ := strings.Cut(id, "-")
	return strings.ToUpper(code)
}

func isOwn(l helplines.Line) bool { return strings.HasPrefix(l.ID, strings.ToLower(l.Country)+"-own-") }

func kindOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: i18n.T(ctx, "Choose one")}}
	for _, kind := range helplines.Kinds() {
		if kind != helplines.Emergency {
			options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Title())})
		}
	}
	return options
}

// numberOf is how a line is reached, in one line.
func numberOf(l helplines.Line) string {
	var parts []string
	for _, part := range []string{l.Phone.Shown, strings.TrimSpace(l.SMS.Shown + " " + l.SMS.Body), webName(l.Web)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}
