package recur

import (
	"slices"
	"time"

	"handrail/internal/platform/fault"
)

// Kind is one of the ways to repeat that a form offers.
type Kind string

// The kinds. Other is a rule that says more than a form can show.
const (
	Once        Kind = "once"
	EveryDay    Kind = "day"
	EveryWeek   Kind = "week"    // on Days
	EveryMonth  Kind = "month"   // on the Nth of Days: the second Tuesday
	EveryMonths Kind = "monthly" // on the day MonthDay of the month
	EveryYear   Kind = "year"    // on the date of the first one
	Other       Kind = "other"
)

// Kinds are those a form can offer, in the order to offer them in.
func Kinds() []Kind {
	return []Kind{Once, EveryWeek, EveryMonth, EveryMonths, EveryDay, EveryYear}
}

// Pattern is a rule as a form shows it. Fields that a kind does not speak of
// are empty.
type Pattern struct {
	Kind     Kind
	Every    int            // each one: 1; every other one: 2; 0 is 1
	Days     []time.Weekday // from Monday, for EveryWeek and EveryMonth
	Nth      []int          // 1 to 5, and -1 for the last, for EveryMonth
	MonthDay int            // 1 to 31, and -1 for the last day, for EveryMonths
	Count    int            // how many altogether; 0 is no limit
}

// Rule is the pattern as a rule. What is missing or too large is a fault at one
// of the fields "kind", "every", "days", "nth", "monthday" and "count".
func (p Pattern) Rule() (Rule, error) {
	if p.Kind == Once {
		return Rule{}, nil
	}
	r := Rule{every: max(p.Every, 1), weekStart: time.Monday, count: p.Count}
	if r.every > mostEvery {
		return Rule{}, fault.Field("every", "Please write a number from 1 to 1000.")
	}
	if r.count < 0 || r.count > mostCount {
		return Rule{}, fault.Field("count", "Please write a number from 1 to 4000, or leave this empty.")
	}
	if err := p.fill(&r); err != nil {
		return Rule{}, err
	}
	return r.sorted(), nil
}

func (p Pattern) fill(r *Rule) error {
	switch p.Kind {
	case EveryDay:
		r.freq = Daily
	case EveryYear:
		r.freq = Yearly
	case EveryWeek:
		r.freq = Weekly
		return p.fillDays(r, []int{0})
	case EveryMonth:
		r.freq = Monthly
		if len(p.Nth) == 0 || slices.ContainsFunc(p.Nth, func(n int) bool { return n != -1 && (n < 1 || n > 5) }) {
			return fault.Field("nth", "Choose which one of the month: the first, the second, or the last.")
		}
		return p.fillDays(r, p.Nth)
	case EveryMonths:
		r.freq = Monthly
		if p.MonthDay != -1 && (p.MonthDay < 1 || p.MonthDay > 31) {
			return fault.Field("monthday", "Choose a day of the month, from 1 to 31.")
		}
		r.monthDays = []int{p.MonthDay}
	default:
		return fault.Field("kind", "Choose how often it takes place.")
	}
	return nil
}

func (p Pattern) fillDays(r *Rule, nths []int) error {
	if len(p.Days) == 0 {
		return fault.Field("days", "Choose at least one day of the week.")
	}
	for _, nth := range nths {
		for _, day := range p.Days {
			if day < time.Sunday || day > time.Saturday {
				return fault.Field("days", "Choose at least one day of the week.")
			}
			r.days = append(r.days, weekdayNth{nth, day})
		}
	}
	return nil
}

// Pattern is the rule as a form shows it, with what the first date implies. Its
// Kind is Other, and nothing else is set, when a form cannot show all of it; the
// rule then is to be kept as it is. An UNTIL is not part of the pattern.
func (s Series) Pattern() Pattern {
	r := s.Rule
	p := Pattern{Kind: Other, Every: r.every, Count: r.count}
	switch {
	case r.IsZero():
		return Pattern{Kind: Once}
	case r.freq == Weekly:
		p.Kind, p.Days = EveryWeek, weekdaysOf(r.days)
		if len(p.Days) == 0 {
			p.Days = []time.Weekday{s.First.Weekday()}
		}
	case r.freq == Daily:
		p.Kind = EveryDay
	case r.freq == Monthly && len(r.days) > 0:
		p.Kind, p.Days, p.Nth = EveryMonth, weekdaysOf(r.days), nthsOf(r.days)
	case r.freq == Monthly && len(r.monthDays) < 2:
		_, _, day := s.First.Date()
		p.Kind, p.MonthDay = EveryMonths, append(slices.Clone(r.monthDays), day)[0]
	case r.freq == Yearly:
		p.Kind = EveryYear
	}
	if !s.says(p) {
		return Pattern{Kind: Other}
	}
	return p
}

// says tells that the pattern says all that the rule does.
func (s Series) says(p Pattern) bool {
	again, err := p.Rule()
	if err != nil {
		return false
	}
	r := s.Rule
	r.end = end{}
	if r.freq != Weekly || r.every == 1 {
		again.weekStart = r.weekStart // makes no difference then
	}
	implied := Series{First: s.First, Rule: again}
	return r.Equal(again) || r.explicit(s.First).Equal(implied.Rule.explicit(s.First))
}

// explicit is the rule with the one day said that a first date implies, where
// the rule says nothing.
func (r Rule) explicit(first Wall) Rule {
	if len(r.days)+len(r.monthDays) > 0 || first.IsZero() {
		return r
	}
	_, _, day := first.Date()
	switch r.freq {
	case Weekly:
		r.days = []weekdayNth{{0, first.Weekday()}}
	case Monthly:
		r.monthDays = []int{day}
	}
	return r
}

// weekdaysOf are the days of the week in days, from Monday, each once.
func weekdaysOf(days []weekdayNth) (list []time.Weekday) {
	for _, d := range days {
		list = append(list, d.day)
	}
	return once(list, func(a, b time.Weekday) int { return ISO.Number(a) - ISO.Number(b) })
}

// nthsOf are the ordinals in days, the last one last, each once.
func nthsOf(days []weekdayNth) (list []int) {
	for _, d := range days {
		list = append(list, d.nth)
	}
	return once(list, func(a, b int) int { return rank(a) - rank(b) })
}
