package recur_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
)

// TestASeriesInWords is said in three languages. The first date is a Tuesday,
// the 24th.
func TestASeriesInWords(t *testing.T) {
	all, err := i18n.NewCatalogue(recur.Locale)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ rule, en, es, fr string }{
		{"", "Once", "Una vez", "Une fois"},
		{"FREQ=DAILY", "Every day", "Cada día", "Chaque jour"},
		{"FREQ=DAILY;INTERVAL=2", "Every other day", "Un día sí y otro no", "Un jour sur deux"},
		{"FREQ=DAILY;INTERVAL=3", "Every 3 days", "Cada 3 días", "Tous les 3 jours"},
		{"FREQ=WEEKLY", "Every Tuesday", "Cada martes", "Chaque mardi"},
		{"FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every Monday, Wednesday and Friday", "Cada lunes, miércoles y viernes", "Chaque lundi, mercredi et vendredi"},
		{"FREQ=WEEKLY;BYDAY=SU,MO", "Every Monday and Sunday", "Cada lunes y domingo", "Chaque lundi et dimanche"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Every other Tuesday", "Cada dos semanas: martes", "Toutes les deux semaines\u00a0: mardi"},
		{"FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH", "Tuesday and Thursday, every 3 weeks", "Cada 3 semanas: martes y jueves", "Toutes les 3 semaines\u00a0: mardi et jeudi"},
		{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day", "Cada día", "Chaque jour"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Each day of every other week", "Todos los días, una semana sí y otra no", "Chaque jour, une semaine sur deux"},
		{"FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Each day, every 4 weeks", "Todos los días, cada 4 semanas", "Chaque jour, toutes les 4 semaines"},
		{"FREQ=MONTHLY;BYDAY=2TU", "Second Tuesday of the month", "Segundo martes del mes", "Deuxième mardi du mois"},
		{"FREQ=MONTHLY;BYDAY=-1FR", "Last Friday of the month", "Último viernes del mes", "Dernier vendredi du mois"},
		{"FREQ=MONTHLY;BYDAY=1SA,3SA", "First and third Saturday of the month", "Primer y tercer sábado del mes", "Premier et troisième samedi du mois"},
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=4SU", "Fourth Sunday of every other month", "Cuarto domingo, cada dos meses", "Quatrième dimanche, tous les deux mois"},
		{"FREQ=MONTHLY;INTERVAL=3;BYDAY=5MO", "Fifth Monday, every 3 months", "Quinto lunes, cada 3 meses", "Cinquième lundi, tous les 3 mois"},
		{"FREQ=MONTHLY", "Day 24 of the month", "El día 24 del mes", "Le 24 du mois"},
		{"FREQ=MONTHLY;BYMONTHDAY=1", "Day 1 of the month", "El día 1 del mes", "Le 1er du mois"},
		{"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "Day 15 of every other month", "El día 15, cada dos meses", "Le 15, tous les deux mois"},
		{"FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=15", "Day 15, every 6 months", "El día 15, cada 6 meses", "Le 15, tous les 6 mois"},
		{"FREQ=MONTHLY;BYMONTHDAY=-1", "Last day of the month", "Último día del mes", "Dernier jour du mois"},
		{"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", "Last day of every other month", "Último día del mes, cada dos meses", "Dernier jour du mois, tous les deux mois"},
		{"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "Last day of the month, every 3 months", "Último día del mes, cada 3 meses", "Dernier jour du mois, tous les 3 mois"},
		{"FREQ=YEARLY", "Every year on the same date", "Cada año en la misma fecha", "Chaque année à la même date"},
		{"FREQ=YEARLY;INTERVAL=2", "Every other year on the same date", "Cada dos años en la misma fecha", "Une année sur deux à la même date"},
		{"FREQ=YEARLY;INTERVAL=5", "Every 5 years on the same date", "Cada 5 años en la misma fecha", "Tous les 5 ans à la même date"},
		{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "On dates of its own", "En fechas propias", "À des dates particulières"},
	} {
		s := recur.Series{First: wallOf(t, "20261124T1900"), Rule: ruleOf(t, c.rule)}
		for lang, want := range map[string]string{"en": c.en, "es": c.es, "fr": c.fr} {
			if got := s.Words(i18n.With(t.Context(), all.For(lang))); got != want {
				t.Errorf("%s in %s: %q, not %q", c.rule, lang, got, want)
			}
		}
	}
}

func TestTheEndInWords(t *testing.T) {
	for _, c := range []struct{ rule, until, want string }{
		{"", "", ""},
		{"FREQ=WEEKLY", "", ""},
		{"FREQ=WEEKLY;COUNT=2", "", "Until 1 December 2026"},
		{"FREQ=WEEKLY", "20261201T1900", "Until 24 November 2026"},
	} {
		s := recur.Series{First: wallOf(t, "20261124T1900"), Zone: zoneOf(t, "Pacific/Auckland"), Rule: ruleOf(t, c.rule)}
		if c.until != "" {
			s.Until = wallOf(t, c.until)
		}
		if got := s.End(t.Context()); got != c.want {
			t.Errorf("%s until %s: %q", c.rule, c.until, got)
		}
	}
}

// TestAPatternIsARuleAndBack: what a form shows becomes a rule, and that rule
// the same form.
func TestAPatternIsARuleAndBack(t *testing.T) {
	first := wallOf(t, "20261124T1900")
	rapid.Check(t, func(t *rapid.T) {
		p := recur.Pattern{Kind: rapid.SampledFrom(recur.Kinds()).Draw(t, "kind")}
		if p.Kind != recur.Once {
			p.Every = rapid.IntRange(1, 1000).Draw(t, "every")
			p.Count = rapid.IntRange(0, 4000).Draw(t, "count")
		}
		monday := func(a, b time.Weekday) int { return (int(a)+6)%7 - (int(b)+6)%7 }
		if p.Kind == recur.EveryWeek || p.Kind == recur.EveryMonth {
			p.Days = rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(0, 6), func(n int) time.Weekday { return time.Weekday(n) }), 1, 7, rapid.ID).Draw(t, "days")
			slices.SortFunc(p.Days, monday)
		}
		if p.Kind == recur.EveryMonth {
			p.Nth = rapid.SliceOfNDistinct(rapid.IntRange(1, 5), 1, 3, rapid.ID).Draw(t, "nth")
			slices.Sort(p.Nth)
			if rapid.Bool().Draw(t, "last") {
				p.Nth = append(p.Nth, -1)
			}
		}
		if p.Kind == recur.EveryMonths {
			p.MonthDay = rapid.OneOf(rapid.IntRange(1, 31), rapid.Just(-1)).Draw(t, "day")
		}
		rule, err := p.Rule()
		if err != nil {
			t.Fatalf("%+v: %v", p, err)
		}
		s := recur.Series{First: first, Rule: rule}
		if back := s.Pattern(); fmt.Sprint(back) != fmt.Sprint(p) {
			t.Fatalf("%+v became %s and %+v", p, rule, back)
		}
		read, err := recur.ParseRule(rule.String())
		if err != nil || !read.Equal(rule) {
			t.Fatalf("%s is read as %s: %v", rule, read, err)
		}
	})
}

// TestAFormSaysAllOrNothing: where any rule is shown as a pattern, the pattern
// gives the same dates.
func TestAFormSaysAllOrNothing(t *testing.T) {
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		plain, first := anyRule(t), anyFirst(t)
		rule, err := recur.ParseRule(plain.text())
		if err != nil {
			t.Fatal(err)
		}
		s := recur.Series{First: recur.WallOf(first), Rule: rule}
		p := s.Pattern()
		if p.Kind == recur.Other {
			return
		}
		shown++
		again := s
		if again.Rule, err = p.Rule(); err != nil {
			t.Fatalf("%s is %+v: %v", rule, p, err)
		}
		to := first.AddDate(20, 0, 0)
		if !slices.Equal(s.Between(first, to), again.Between(first, to)) {
			t.Fatalf("%s from %s is shown as %+v, which is %s", rule, s.First, p, again.Rule)
		}
	})
	if shown == 0 {
		t.Error("no rule could be shown")
	}
}

func TestWhatAFormLacks(t *testing.T) {
	tuesday := []time.Weekday{time.Tuesday}
	for field, list := range map[string][]recur.Pattern{
		"kind":     {{}, {Kind: recur.Other}, {Kind: "hour"}},
		"every":    {{Kind: recur.EveryDay, Every: 1001}},
		"count":    {{Kind: recur.EveryDay, Count: 4001}, {Kind: recur.EveryDay, Count: -1}},
		"days":     {{Kind: recur.EveryWeek}, {Kind: recur.EveryMonth, Nth: []int{1}}, {Kind: recur.EveryWeek, Days: []time.Weekday{7}}},
		"nth":      {{Kind: recur.EveryMonth, Days: tuesday}, {Kind: recur.EveryMonth, Days: tuesday, Nth: []int{0}}, {Kind: recur.EveryMonth, Days: tuesday, Nth: []int{6}}},
		"monthday": {{Kind: recur.EveryMonths}, {Kind: recur.EveryMonths, MonthDay: 32}, {Kind: recur.EveryMonths, MonthDay: -2}},
	} {
		for _, p := range list {
			_, err := p.Rule()
			if f, ok := fault.From(err); !ok || f.Kind != fault.Invalid || f.Field != field {
				t.Errorf("%+v: %v", p, err)
			}
		}
	}
}
