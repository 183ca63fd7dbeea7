package helplines

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"handrail/internal/platform/i18n"
)

func loaded(t *testing.T) []Line {
	t.Helper()
	lines, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func in(t *testing.T, lang string) context.Context {
	t.Helper()
	catalogue, err := i18n.NewCatalogue(Locale)
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(t.Context(), catalogue.For(lang))
}

func TestTheCountriesWePromiseHaveLines(t *testing.T) {
	lines := loaded(t)
	promised := "US CA GB IE AU NZ DE FR ES IN AR MX PT IT NL BE CH AT ZA BR SE NO DK FI PL CL CO PE EU ZZ"
	if got := codes(); strings.Join(sorted(promised), " ") != strings.Join(got, " ") {
		t.Errorf("files for %v, want %s", got, promised)
	}
	for _, country := range strings.Fields(promised) {
		if len(of(on(lines, country), Emergency, nil)) == 0 {
			t.Errorf("%s: no emergency number is on", country)
		}
	}
	if n := len(of(on(lines, Elsewhere), Directory, nil)); n < 2 {
		t.Errorf("%d directories are on, want two for whoever finds nothing", n)
	}
}

func sorted(words string) []string {
	fields := strings.Fields(words)
	slices.Sort(fields)
	return fields
}

// The countries done first know every kind of help that a recovery group needs,
// even where a line still waits for a steward.
func TestTheFirstCountriesHaveEveryKind(t *testing.T) {
	lines := loaded(t)
	for _, country := range strings.Fields("US CA AU NZ DE FR ES") {
		for _, kind := range []Kind{Crisis, Overdose, Violence, Young, Gambling, Eating} {
			if !slices.ContainsFunc(lines, func(l Line) bool { return l.Country == country && l.Kind == kind }) {
				t.Errorf("%s has no line for %s", country, kind)
			}
		}
	}
}

func TestALineThatIsOnSaysWhereAndWhenItWasFound(t *testing.T) {
	for _, l := range loaded(t) {
		if l.On && (l.Source == Unconfirmed || !strings.Contains(l.Source, ".") || l.CheckedOn.Time().IsZero()) {
			t.Errorf("%s is on; source %q, checked on %q", l.ID, l.Source, l.CheckedOn)
		}
		if l.Source == Unconfirmed && (l.On || l.CheckedOn != "") {
			t.Errorf("%s was not confirmed; on %v, checked on %q", l.ID, l.On, l.CheckedOn)
		}
	}
}

func TestAFileWithAMistakeIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"unknown field": `[{"id":"gb-a","kind":"crisis","name":"A","phone":{"shown":"116 123","dial":"116123"},"source":"s","checked_on":"2026-11-22","colour":"red"}]`,
		"not JSON":      `[{`,
		"broken rule":   `[{"id":"fr-a","kind":"crisis","name":"A","phone":{"shown":"116 123","dial":"116123"},"source":"` + Unconfirmed + `"}]`,
	} {
		if _, err := load(fstest.MapFS{"data/gb.json": {Data: []byte(body)}}); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
}

func TestALineIsSaidInTheReadersLanguage(t *testing.T) {
	emergency := Line{Kind: Emergency, Answers: All}
	listed := Line{Name: "Línea 113", Kind: Crisis, Option: "5", Languages: []string{"es", "en"},
		Hours: []Span{{Days: MonToThu, From: "10:00", To: "22:00"}, {Days: FriToSun, From: "10:00", To: "18:00"}}}
	for _, test := range []struct{ lang, title, name, when, press, speaks string }{
		{"en", "Police, ambulance, fire", "Línea 113",
			"Monday to Thursday, 10:00 to 22:00 where the line is; Friday to Sunday, 10:00 to 18:00 where the line is",
			"When they answer, press 5.", "Spanish, English"},
		{"es", "Policía, ambulancia, bomberos", "Línea 113",
			"De lunes a jueves, de 10:00 a 22:00, hora del lugar de la línea; De viernes a domingo, de 10:00 a 18:00, hora del lugar de la línea",
			"Cuando contesten, pulsa 5.", "español, inglés"},
	} {
		ctx := in(t, test.lang)
		if got := emergency.Title(ctx); got != test.title {
			t.Errorf("%s: title %q", test.lang, got)
		}
		if got := listed.Title(ctx); got != test.name {
			t.Errorf("%s: name %q", test.lang, got)
		}
		if got := listed.When(ctx); got != test.when {
			t.Errorf("%s: when %q", test.lang, got)
		}
		if got := listed.Press(ctx); got != test.press {
			t.Errorf("%s: press %q", test.lang, got)
		}
		if got := strings.Join(listed.Speaks(ctx), ", "); got != test.speaks {
			t.Errorf("%s: speaks %q", test.lang, got)
		}
	}
	if got := (Line{Kind: Crisis}).Press(t.Context()) + (Line{}).When(t.Context()); got != "" {
		t.Errorf("nothing known, but %q is said", got)
	}
}

// A language may be translated here before the Unicode tables know its names
// for languages and countries.
func TestNamesAreEnglishWhereALanguageHasNone(t *testing.T) {
	catalogue, err := i18n.NewCatalogue(fstest.MapFS{"locale/sc.json": {Data: []byte(`{"Free": "Gratuit"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := i18n.With(t.Context(), catalogue.For("sc"))
	if lang := i18n.From(ctx).Lang(); lang != "sc" {
		t.Fatalf("the reader reads %q", lang)
	}
	if got := (Line{Languages: []string{"fr"}}).Speaks(ctx); got[0] != "French" {
		t.Errorf("speaks %q", got)
	}
	if got := Countries(ctx)[0].Name; got != "Argentina" {
		t.Errorf("first country %q", got)
	}
}

func TestTheDangersWereChecked(t *testing.T) {
	dangers, err := Dangers()
	if err != nil {
		t.Fatal(err)
	}
	if len(dangers) != 2 {
		t.Fatalf("%d sentences, want two", len(dangers))
	}
	for name, broken := range map[string]Danger{
		"not checked": {Text: "x"},
		"no author":   {Text: "x", Checks: []Reading{{Page: "https://example.org/", CheckedOn: "2026-11-22"}}},
		"no page":     {Text: "x", Checks: []Reading{{By: "NHS", CheckedOn: "2026-11-22"}}},
		"no day":      {Text: "x", Checks: []Reading{{By: "NHS", Page: "https://example.org/"}}},
	} {
		if checkDangers([]Danger{broken}) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
