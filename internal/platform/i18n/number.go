package i18n

import (
	"context"
	"strconv"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Number writes n as the reader's language does: 12,345 in English, 12.345 in
// Spanish, with a space in French.
func Number(ctx context.Context, n int) string {
	return number(From(ctx).tag(), n)
}

func number(tag language.Tag, n int) string {
	if -1000 < n && n < 1000 {
		return strconv.Itoa(n)
	}
	return message.NewPrinter(tag).Sprintf("%d", n)
}
