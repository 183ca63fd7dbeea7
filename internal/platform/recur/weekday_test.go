package recur_test

import (
	"testing"
	"time"

	"handrail/internal/platform/recur"
)

func TestDaysOfTheWeekInEveryNumbering(t *testing.T) {
	for i, c := range []struct {
		guide, bmlt, iso int
		letters          string
	}{{0, 1, 7, "SU"}, {1, 2, 1, "MO"}, {2, 3, 2, "TU"}, {3, 4, 3, "WE"}, {4, 5, 4, "TH"}, {5, 6, 5, "FR"}, {6, 7, 6, "SA"}} {
		day := time.Weekday(i)
		for numbering, number := range map[recur.Numbering]int{recur.MeetingGuide: c.guide, recur.BMLT: c.bmlt, recur.ISO: c.iso} {
			back, ok := numbering.Weekday(number)
			if numbering.Number(day) != number || back != day || !ok {
				t.Errorf("%s is %d, and %d is %s", day, numbering.Number(day), number, back)
			}
		}
		if back, ok := recur.FromLetters(c.letters); recur.Letters(day) != c.letters || back != day || !ok {
			t.Errorf("%s is %s", day, recur.Letters(day))
		}
	}
	for numbering, wrong := range map[recur.Numbering][]int{recur.MeetingGuide: {-1, 7}, recur.BMLT: {0, 8}, recur.ISO: {0, 8}} {
		for _, number := range wrong {
			if day, ok := numbering.Weekday(number); ok {
				t.Errorf("%d of %d is %s", number, numbering, day)
			}
		}
	}
	for _, text := range []string{"", "su", "S", "SUN", "XX"} {
		if day, ok := recur.FromLetters(text); ok {
			t.Errorf("%q is %s", text, day)
		}
	}
}
