package site

import "time"

// month is a calendar page: weeks from Monday, 0 for a day of another month.
type month struct {
	First time.Time
	Weeks [][7]int
}

func monthOf(now time.Time) month {
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	days := first.AddDate(0, 1, -1).Day()
	lead := (int(first.Weekday()) + 6) % 7 // days before the first, from Monday
	m := month{First: first}
	for cell := 0; cell < lead+days; cell++ {
		if cell%7 == 0 {
			m.Weeks = append(m.Weeks, [7]int{})
		}
		if cell >= lead {
			m.Weeks[len(m.Weeks)-1][cell%7] = cell - lead + 1
		}
	}
	return m
}

// shortDay is a weekday as calendars in our languages shorten it: three letters.
func shortDay(name string) string {
	letters := []rune(name)
	return string(letters[:min(3, len(letters))])
}
