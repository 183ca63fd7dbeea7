package i18n

import (
	"context"
	"strconv"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Number writes n as the reader's language does (Unicode CLDR): 12,345 in
// English, 12.345 in Spanish, with a no-break space in French.
func Number(ctx context.Context, n int) string {
	return number(From(ctx).tag(), n)
}

func number(tag language.Tag, n int) string {
	if ungrouped := grouping(tag); -ungrouped < n && n < ungrouped {
		return strconv.Itoa(n)
	}
	return message.NewPrinter(tag).Sprintf("%d", n)
}

// grouping is the first number whose digits are grouped. Spanish leaves four
// digits together (CLDR: minimumGroupingDigits), which x/text does not know.
func grouping(tag language.Tag) int {
	if base, _ := tag.Base(); base.String() == "es" {
		return 10_000
	}
	return 1_000
}

// Tenths writes a number of tenths as the reader's language does: 3 is 0.3 in
// English, and 0,3 in Spanish and French.
func Tenths(ctx context.Context, tenths int) string {
	return message.NewPrinter(From(ctx).tag()).Sprintf("%.1f", float64(tenths)/10)
}
