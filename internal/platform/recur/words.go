package recur

import (
	"context"
	"embed"
	"maps"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"handrail/internal/platform/i18n"
)

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS

// Words say how the series repeats, without its time, its zone and its end:
// "Every Tuesday", "Second Tuesday of the month". A single date is "Once". A
// rule that no form can show is said to repeat in a way of its own.
func (s Series) Words(ctx context.Context) string {
	p := s.Pattern()
	switch p.Kind {
	case Once:
		return i18n.T(ctx, "Once")
	case EveryDay:
		return everyDay(ctx, p)
	case EveryWeek:
		return everyWeek(ctx, p)
	case EveryMonth:
		return everyMonth(ctx, p, i18n.Args{"Nth": listed(ctx, nthWords(ctx, p.Nth)), "Days": listed(ctx, dayWords(ctx, p.Days))})
	case EveryMonths:
		return everyMonths(ctx, p, i18n.Args{"Day": dayOfMonth(ctx, p.MonthDay)})
	case EveryYear:
		return everyYear(ctx, p)
	}
	return i18n.T(ctx, "On dates of its own")
}

// End says when the series ends: "Until 14 March 2027", after its last date. It
// is "" for a series without an end, and for a single date.
func (s Series) End(ctx context.Context) string {
	last, ok := s.Last()
	if !ok || s.Rule.IsZero() {
		return ""
	}
	return i18n.T(ctx, "Until {.Date}", i18n.Args{"Date": i18n.ShortDate(ctx, last.Slot.UTC(), time.UTC)})
}

func everyDay(ctx context.Context, p Pattern) string {
	switch p.Every {
	case 1:
		return i18n.T(ctx, "Every day")
	case 2:
		return i18n.T(ctx, "Every other day")
	}
	return i18n.T(ctx, "Every {.Count} days", counted(p.Every, nil))
}

func everyWeek(ctx context.Context, p Pattern) string {
	if len(p.Days) == 7 {
		return everyDayOfWeek(ctx, p.Every)
	}
	args := i18n.Args{"Days": listed(ctx, dayWords(ctx, p.Days))}
	switch p.Every {
	case 1:
		return sentence(i18n.T(ctx, "Every {.Days}", args))
	case 2:
		return sentence(i18n.T(ctx, "Every other {.Days}", args))
	}
	return sentence(i18n.T(ctx, "{.Days}, every {.Count} weeks", counted(p.Every, args)))
}

func everyDayOfWeek(ctx context.Context, every int) string {
	switch every {
	case 1:
		return i18n.T(ctx, "Every day")
	case 2:
		return i18n.T(ctx, "Each day of every other week")
	}
	return i18n.T(ctx, "Each day, every {.Count} weeks", counted(every, nil))
}

func everyMonth(ctx context.Context, p Pattern, args i18n.Args) string {
	switch p.Every {
	case 1:
		return sentence(i18n.T(ctx, "{.Nth} {.Days} of the month", args))
	case 2:
		return sentence(i18n.T(ctx, "{.Nth} {.Days} of every other month", args))
	}
	return sentence(i18n.T(ctx, "{.Nth} {.Days}, every {.Count} months", counted(p.Every, args)))
}

func everyMonths(ctx context.Context, p Pattern, args i18n.Args) string {
	if p.MonthDay == -1 {
		return lastDayOf(ctx, p.Every)
	}
	switch p.Every {
	case 1:
		return sentence(i18n.T(ctx, "Day {.Day} of the month", args))
	case 2:
		return sentence(i18n.T(ctx, "Day {.Day} of every other month", args))
	}
	return sentence(i18n.T(ctx, "Day {.Day}, every {.Count} months", counted(p.Every, args)))
}

func lastDayOf(ctx context.Context, every int) string {
	switch every {
	case 1:
		return i18n.T(ctx, "Last day of the month")
	case 2:
		return i18n.T(ctx, "Last day of every other month")
	}
	return i18n.T(ctx, "Last day of the month, every {.Count} months", counted(every, nil))
}

func everyYear(ctx context.Context, p Pattern) string {
	switch p.Every {
	case 1:
		return i18n.T(ctx, "Every year on the same date")
	case 2:
		return i18n.T(ctx, "Every other year on the same date")
	}
	return i18n.T(ctx, "Every {.Count} years on the same date", counted(p.Every, nil))
}

// dayWords are the names of the days.
func dayWords(ctx context.Context, days []time.Weekday) (words []string) {
	names := i18n.Weekdays(ctx)
	for _, day := range days {
		words = append(words, names[ISO.Number(day)-1])
	}
	return words
}

// nthWords are the words for the ordinals, as they stand before a weekday.
func nthWords(ctx context.Context, nths []int) (words []string) {
	for _, nth := range nths {
		words = append(words, nthWord(ctx, nth))
	}
	return words
}

func nthWord(ctx context.Context, nth int) string {
	switch nth {
	case 1:
		return i18n.TC(ctx, "weekday of the month", "first")
	case 2:
		return i18n.TC(ctx, "weekday of the month", "second")
	case 3:
		return i18n.TC(ctx, "weekday of the month", "third")
	case 4:
		return i18n.TC(ctx, "weekday of the month", "fourth")
	case 5:
		return i18n.TC(ctx, "weekday of the month", "fifth")
	}
	return i18n.TC(ctx, "weekday of the month", "last")
}

// counted adds how many days, weeks, months or years lie between: three or more,
// so that no language needs another form.
func counted(every int, args i18n.Args) i18n.Args {
	more := maps.Clone(args)
	if more == nil {
		more = i18n.Args{}
	}
	more["Count"] = every
	return more
}

// listed is "Monday", "Monday and Friday", "Monday, Wednesday and Friday".
func listed(ctx context.Context, words []string) string {
	list := words[0]
	for i, word := range words[1:] {
		if i == len(words)-2 {
			return i18n.TC(ctx, "end of a list", "{.List} and {.Last}", i18n.Args{"List": list, "Last": word})
		}
		list = i18n.TC(ctx, "middle of a list", "{.List}, {.Next}", i18n.Args{"List": list, "Next": word})
	}
	return list
}

// dayOfMonth is the number of the day. French says the first one otherwise.
func dayOfMonth(ctx context.Context, day int) string {
	if day == 1 {
		return i18n.TC(ctx, "day of the month", "1")
	}
	return strconv.Itoa(day)
}

// sentence begins with a capital.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToTitle(first)) + text[size:]
}
