package recur

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Frequency is what a rule counts in.
type Frequency int

// The frequencies. Single is that of the zero Rule, which does not repeat.
const (
	Single Frequency = iota
	Daily
	Weekly
	Monthly
	Yearly
)

// Rule says how something repeats: a recurrence rule of RFC 5545 §3.3.10 in
// days, weeks, months or years. The zero Rule is a single date.
type Rule struct {
	freq      Frequency
	every     int // INTERVAL
	months    []int
	monthDays []int
	days      []weekdayNth
	positions []int
	weekStart time.Weekday
	count     int
	end       end
}

// weekdayNth is a part of BYDAY: a day of the week, and which of them: 2 is the
// second, -1 the last, 0 all.
type weekdayNth struct {
	nth int
	day time.Weekday
}

// end is UNTIL. It is an instant, or a Wall where the rule was written without
// a zone.
type end struct {
	text string // as it was written
	at   time.Time
	wall Wall
}

// IsZero tells that the rule is a single date.
func (r Rule) IsZero() bool { return r.freq == Single }

// Frequency is what the rule counts in.
func (r Rule) Frequency() Frequency { return r.freq }

// Every is how many days, weeks, months or years lie between: 1 is each.
func (r Rule) Every() int { return r.every }

// Count is how many occurrences there are altogether, or 0 for no such limit.
func (r Rule) Count() int { return r.count }

// Ends tells that the rule itself says when to stop, by COUNT or UNTIL.
func (r Rule) Ends() bool { return r.count > 0 || r.end.text != "" }

// Endless is the same rule without COUNT and UNTIL.
func (r Rule) Endless() Rule {
	r.count, r.end = 0, end{}
	return r
}

// Equal tells that both rules say the same in the same words.
func (r Rule) Equal(o Rule) bool { return r.String() == o.String() }

// String is the rule in RFC 5545's form, always the same for the same rule:
// "FREQ=MONTHLY;BYDAY=2TU". A zero Rule is "".
func (r Rule) String() string {
	if r.IsZero() {
		return ""
	}
	parts := []string{"FREQ=" + [...]string{"", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}[r.freq]}
	add := func(name string, values []string) {
		if len(values) > 0 {
			parts = append(parts, name+"="+strings.Join(values, ","))
		}
	}
	if r.every > 1 {
		add("INTERVAL", texts([]int{r.every}))
	}
	add("BYMONTH", texts(r.months))
	add("BYMONTHDAY", texts(r.monthDays))
	add("BYDAY", dayTexts(r.days))
	add("BYSETPOS", texts(r.positions))
	if r.weekStart != time.Monday {
		add("WKST", []string{Letters(r.weekStart)})
	}
	if r.count > 0 {
		add("COUNT", texts([]int{r.count}))
	}
	if r.end.text != "" {
		add("UNTIL", []string{r.end.text})
	}
	return strings.Join(parts, ";")
}

// MarshalText is String (encoding.TextMarshaler).
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Rule) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRule(string(text))
	return err
}

func texts(numbers []int) (list []string) {
	for _, n := range numbers {
		list = append(list, strconv.Itoa(n))
	}
	return list
}

func dayTexts(days []weekdayNth) (list []string) {
	for _, d := range days {
		text := Letters(d.day)
		if d.nth != 0 {
			text = strconv.Itoa(d.nth) + text
		}
		list = append(list, text)
	}
	return list
}

// sorted puts the lists of a rule in their one order, each value once.
func (r Rule) sorted() Rule {
	for _, list := range []*[]int{&r.months, &r.monthDays, &r.positions} {
		*list = once(*list, func(a, b int) int { return rank(a) - rank(b) })
	}
	r.days = once(r.days, func(a, b weekdayNth) int {
		if a.nth != b.nth {
			return rank(a.nth) - rank(b.nth)
		}
		return ISO.Number(a.day) - ISO.Number(b.day)
	})
	return r
}

// rank puts those counted from the end behind those counted from the start.
func rank(n int) int {
	if n < 0 {
		return 1000 + n
	}
	return n
}

func once[T comparable](list []T, order func(a, b T) int) []T {
	list = slices.Clone(list)
	slices.SortFunc(list, order)
	return slices.Compact(list)
}
