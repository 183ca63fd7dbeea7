package recur

import (
	"testing"
	"time"
)

func series(t testing.TB, first, rule string) Series {
	t.Helper()
	w, err := ParseWall(first)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParseRule(rule)
	if err != nil {
		t.Fatal(err)
	}
	return Series{First: w, Rule: r}
}

// looked is how many days were looked at for the question.
func looked(s Series, from, to time.Time) int {
	work := Looks
	s.between(from, to, &work)
	return Looks - work
}

// TestOldSeriesCostNoMore counts the days that are looked at for a fortnight,
// ten and three hundred years after the first date.
func TestOldSeriesCostNoMore(t *testing.T) {
	from := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 14)
	for rule, most := range map[string]int{
		"FREQ=DAILY": 20, "FREQ=DAILY;INTERVAL=3": 8, "FREQ=WEEKLY;BYDAY=TU": 28, "FREQ=WEEKLY;INTERVAL=7;BYDAY=TU": 14, "FREQ=MONTHLY;BYDAY=2TU": 62, "FREQ=YEARLY": 732,
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30": 20, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": 732,
	} {
		for _, first := range []string{"20161129T1900", "17261129T1900"} {
			if n := looked(series(t, first, rule), from, to); n > most {
				t.Errorf("%s from %s looks at %d days", rule, first, n)
			}
		}
	}
}

// TestNothingIsSearchedForEver: rules without a date, or with few, over all of
// time.
func TestNothingIsSearchedForEver(t *testing.T) {
	from, to := time.Date(-9000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(90000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, rule := range []string{
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=4000", "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
		"FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;COUNT=4000", "FREQ=DAILY", "FREQ=YEARLY;BYDAY=53MO;BYSETPOS=366",
	} {
		s := series(t, "20260101T1900", rule)
		if n := looked(s, from, to); n > Looks+366 {
			t.Errorf("%s looks at %d days", rule, n)
		}
		if got := s.Between(from, to); len(got) > Most {
			t.Errorf("%s gives %d dates", rule, len(got))
		}
		s.Next(to)
		s.Next(from)
		s.Last()
	}
}

// TestATableForClocksIsNotAskedForEach: within half a year without a change the
// zone is looked up once.
func TestATableForClocksIsNotAskedForEach(t *testing.T) {
	zone, err := Zone("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	f := newFace(zone)
	w, _ := ParseWall("20261129T1900")
	f.at(w)
	known := f
	for range 15 {
		if w = w.AddDays(7); true {
			f.at(w)
		}
	}
	if f != known {
		t.Error("it was looked up again")
	}
}

func BenchmarkBetween(b *testing.B) {
	from := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	zone, err := Zone("Europe/Lisbon")
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name, rule string
		days       int
	}{
		{"fortnight of a ten-year-old weekly", "FREQ=WEEKLY;BYDAY=TU", 14},
		{"fortnight of a ten-year-old monthly", "FREQ=MONTHLY;BYDAY=2TU", 14},
		{"year of a ten-year-old weekly", "FREQ=WEEKLY;BYDAY=TU", 365},
		{"fortnight of a rule without a date", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 14},
	} {
		s := series(b, "20161129T1900", c.rule)
		s.Zone = zone
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Between(from, from.AddDate(0, 0, c.days))
			}
		})
	}
	b.Run("next of a rule without a date", func(b *testing.B) {
		s := series(b, "20161129T1900", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
		for b.Loop() {
			s.Next(from)
		}
	})
	b.Run("zone", func(b *testing.B) {
		for b.Loop() {
			if _, err := Zone("Europe/Lisbon"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("rule", func(b *testing.B) {
		for b.Loop() {
			if _, err := ParseRule("FREQ=MONTHLY;BYDAY=2TU"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
