package i18n

import (
	"context"
	"time"
)

// MonthAndYear is the month of t in UTC: "March 2027".
func MonthAndYear(ctx context.Context, t time.Time) string {
	return T(ctx, "{.Month} {.Year}", Args{"Month": T(ctx, month(t.UTC().Month())), "Year": t.UTC().Year()})
}

// Weekdays are the names of the days, from Monday (ISO 8601).
func Weekdays(ctx context.Context) []string {
	var days []string
	for n := range 7 {
		days = append(days, T(ctx, weekday(time.Weekday((n+1)%7))))
	}
	return days
}
