package recur_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"handrail/internal/platform/recur"
)

// The forty zones: all that change their clocks in an odd way, and enough of
// the others.
var fortyZones = []string{
	"America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Berlin", "Australia/Sydney", "Australia/Lord_Howe",
	"America/Santiago", "Africa/Casablanca", "Asia/Kathmandu", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham",
	"Pacific/Apia", "America/Nuuk", "Asia/Gaza", "Africa/Cairo", "Europe/Dublin", "Europe/Lisbon", "America/Sao_Paulo",
	"America/Asuncion", "America/Havana", "America/Mexico_City", "America/Phoenix", "America/Anchorage", "America/Caracas",
	"Asia/Tehran", "Asia/Jerusalem", "Asia/Beirut", "Asia/Pyongyang", "Asia/Tokyo", "Asia/Shanghai", "Asia/Amman",
	"Europe/Istanbul", "Europe/Moscow", "Europe/Chisinau", "Antarctica/Troll", "Pacific/Norfolk", "Pacific/Easter",
	"Pacific/Auckland", "UTC",
}

// plainRule is a rule as the oracle reads it.
type plainRule struct {
	freq                         string
	interval                     int
	months, monthDays, positions []int
	days                         []plainDay
	weekStart                    time.Weekday
	count                        int
	until                        time.Time // a date, all of which counts; zero is none
}

type plainDay struct {
	nth int
	day time.Weekday
}

var letters = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// text is the rule in RFC 5545's form.
func (r plainRule) text() string {
	text := fmt.Sprintf("FREQ=%s;INTERVAL=%d;WKST=%s", r.freq, r.interval, letters[r.weekStart])
	list := func(name string, numbers []int) {
		if len(numbers) > 0 {
			text += ";" + name + "=" + strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]")
		}
	}
	list("BYMONTH", r.months)
	list("BYMONTHDAY", r.monthDays)
	list("BYSETPOS", r.positions)
	var days []string
	for _, d := range r.days {
		if d.nth != 0 {
			days = append(days, fmt.Sprint(d.nth)+letters[d.day])
		} else {
			days = append(days, letters[d.day])
		}
	}
	if len(days) > 0 {
		text += ";BYDAY=" + strings.Join(days, ",")
	}
	if r.count > 0 {
		text += fmt.Sprint(";COUNT=", r.count)
	}
	if !r.until.IsZero() {
		text += ";UNTIL=" + r.until.Format("20060102")
	}
	return text
}

// anyRule draws rules of every frequency with every part it may have.
func anyRule(t *rapid.T) plainRule {
	r := plainRule{
		freq:      rapid.SampledFrom([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}).Draw(t, "freq"),
		interval:  rapid.SampledFrom([]int{1, 1, 1, 2, 3, 5, 13}).Draw(t, "interval"),
		weekStart: time.Weekday(rapid.IntRange(0, 6).Draw(t, "wkst")),
	}
	sometimes := func(what string) bool { return rapid.IntRange(0, 2).Draw(t, what) == 0 }
	if sometimes("by month") {
		r.months = rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 1, 4, rapid.ID).Draw(t, "months")
	}
	if r.freq != "WEEKLY" && sometimes("by day of month") {
		day := rapid.OneOf(rapid.IntRange(1, 31), rapid.IntRange(-31, -1))
		r.monthDays = rapid.SliceOfNDistinct(day, 1, 4, rapid.ID).Draw(t, "month days")
	}
	if !sometimes("without days") {
		most := map[string]int{"MONTHLY": 5, "YEARLY": 53}[r.freq]
		if r.freq == "YEARLY" && len(r.months) > 0 {
			most = 5
		}
		nth := rapid.OneOf(rapid.Just(0), rapid.IntRange(-min(most, 5), min(most, 5)), rapid.IntRange(-most, most))
		r.days = rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) plainDay {
			return plainDay{nth.Draw(t, "nth"), time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))}
		}), 1, 4, rapid.ID).Draw(t, "days")
	}
	if len(r.months)+len(r.monthDays)+len(r.days) > 0 && sometimes("by position") {
		at := rapid.OneOf(rapid.IntRange(1, 8), rapid.IntRange(-8, -1))
		r.positions = rapid.SliceOfNDistinct(at, 1, 3, rapid.ID).Draw(t, "positions")
	}
	return r
}

// slots are the dates of the rule in the given years after first, found by
// looking at every single day and reading the RFC.
func (r plainRule) slots(first time.Time, years int) (list []time.Time) {
	count := 0
	whole := map[string][]time.Time{}
	for day := first; day.Before(first.AddDate(years, 0, 0)); day = day.AddDate(0, 0, 1) {
		if !r.until.IsZero() && !day.Before(r.until.AddDate(0, 0, 1)) {
			return list
		}
		start, end, away := r.period(first, day)
		if away%r.interval != 0 {
			continue
		}
		key := start.Format("20060102")
		if _, known := whole[key]; !known {
			set := []time.Time{}
			for d := start; d.Before(end); d = d.AddDate(0, 0, 1) {
				if r.takes(first, d) {
					set = append(set, d)
				}
			}
			whole[key] = set
		}
		if r.chooses(whole[key], day) {
			if count++; r.count > 0 && count > r.count {
				return list
			}
			list = append(list, day)
		}
	}
	return list
}

// period is the day, week, month or year around day, and how many lie between
// it and that of the first date.
func (r plainRule) period(first, day time.Time) (start, end time.Time, away int) {
	switch r.freq {
	case "DAILY":
		return day, day.AddDate(0, 0, 1), int(day.Sub(first).Hours() / 24)
	case "WEEKLY":
		for start = day; start.Weekday() != r.weekStart; {
			start = start.AddDate(0, 0, -1)
		}
		for first.Weekday() != r.weekStart {
			first = first.AddDate(0, 0, -1)
		}
		return start, start.AddDate(0, 0, 7), int(start.Sub(first).Hours() / 24 / 7)
	case "MONTHLY":
		start = day.AddDate(0, 0, 1-day.Day())
		return start, start.AddDate(0, 1, 0), (day.Year()-first.Year())*12 + int(day.Month()-first.Month())
	}
	start = day.AddDate(0, 0, 1-day.YearDay())
	return start, start.AddDate(1, 0, 0), day.Year() - first.Year()
}

// takes says whether the parts but BYSETPOS give the day.
func (r plainRule) takes(first, day time.Time) bool {
	if len(r.months) > 0 && !slices.Contains(r.months, int(day.Month())) {
		return false
	}
	if len(r.monthDays) > 0 && !slices.Contains(r.monthDays, day.Day()) && !slices.Contains(r.monthDays, day.Day()-1-lengthOfMonth(day)) {
		return false
	}
	if len(r.days) > 0 {
		return slices.ContainsFunc(r.days, func(d plainDay) bool { return d.day == day.Weekday() && r.isNth(d.nth, day) })
	}
	if len(r.monthDays) > 0 {
		return true
	}
	switch r.freq {
	case "WEEKLY":
		return day.Weekday() == first.Weekday()
	case "MONTHLY":
		return day.Day() == first.Day()
	case "YEARLY":
		return day.Day() == first.Day() && (len(r.months) > 0 || day.Month() == first.Month())
	}
	return true
}

func lengthOfMonth(day time.Time) int {
	length := 0
	for d := day.AddDate(0, 0, 1-day.Day()); d.Month() == day.Month(); d = d.AddDate(0, 0, 1) {
		length++
	}
	return length
}

// isNth counts the days of the same name from the start and the end of the
// month, or of the year.
func (r plainRule) isNth(nth int, day time.Time) bool {
	if nth == 0 {
		return true
	}
	same := func(d time.Time) bool {
		return d.Year() == day.Year() && (d.Month() == day.Month() || r.freq == "YEARLY" && len(r.months) == 0)
	}
	step, count := 7, 1
	if nth > 0 {
		step = -7
	}
	for d := day.AddDate(0, 0, step); same(d); d = d.AddDate(0, 0, step) {
		count++
	}
	return max(nth, -nth) == count
}

func (r plainRule) chooses(set []time.Time, day time.Time) bool {
	at := slices.IndexFunc(set, day.Equal)
	if at < 0 || len(r.positions) == 0 {
		return at >= 0
	}
	return slices.Contains(r.positions, at+1) || slices.Contains(r.positions, at-len(set))
}

// offsets is what the clocks of a zone showed when, found by asking every
// quarter of an hour.
type offsets []stretch

type stretch struct {
	from, to int64 // unix seconds
	seconds  int
}

func scan(t testing.TB, name string, from, to time.Time) (list offsets) {
	zone := zoneOf(t, name)
	for at := from.Unix(); at < to.Unix(); at += 900 {
		_, seconds := time.Unix(at, 0).In(zone).Zone()
		if n := len(list); n > 0 && list[n-1].seconds == seconds {
			list[n-1].to = at + 900
			continue
		}
		list = append(list, stretch{at, at + 900, seconds})
	}
	return list
}

// instant is what RFC 5545 §3.3.5 says a wall stands for.
func (o offsets) instant(wall time.Time) (int64, recur.Fit) {
	var found []int64
	before := int64(0)
	for _, s := range o {
		at := wall.Unix() - int64(s.seconds)
		if s.from <= at && at < s.to {
			found = append(found, at)
		}
		if at >= s.to {
			before = at
		}
	}
	switch len(found) {
	case 0:
		return before, recur.Skipped
	case 1:
		return found[0], recur.Exact
	}
	return found[0], recur.Doubled
}

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := recur.Zone(name)
	if err != nil {
		t.Fatalf("zone %s: %v", name, err)
	}
	return zone
}

func wallOf(t testing.TB, text string) recur.Wall {
	t.Helper()
	w, err := recur.ParseWall(text)
	if err != nil {
		t.Fatalf("wall %q: %v", text, err)
	}
	return w
}

func ruleOf(t testing.TB, text string) recur.Rule {
	t.Helper()
	r, err := recur.ParseRule(text)
	if err != nil {
		t.Fatalf("rule %q: %v", text, err)
	}
	return r
}
