package i18n_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"handrail/internal/platform/i18n"
)

// words are the translations of a small package: complete in Spanish, begun in
// French.
var words = fstest.MapFS{
	"locale/es.json": {Data: []byte(`{
		"Join this group": "Únete a este grupo",
		"{.Name} answered {.Other}": "{.Other} tiene respuesta de {.Name}",
		"verb|Open": "Abrir",
		"state|Open": "Abierto",
		"{.Count} replies": {"one": "Una respuesta", "many": "{.Count} de respuestas", "other": "{.Count} respuestas"}
	}`)},
	"locale/fr.json": {Data: []byte(`{
		"Join this group": "",
		"{.Name} answered {.Other}": "{if true}{.Name}{end} {.Unknown} {{.Other}}",
		"{.Count} replies": {"one": "{.Count} réponse", "many": "", "other": "{.Count} réponses"}
	}`)},
}

func speaking(t *testing.T, lang string) context.Context {
	t.Helper()
	c, err := i18n.NewCatalogue(words)
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(context.Background(), c.WithPseudo().For(lang))
}

func TestWithoutATranslatorEnglishIsSpoken(t *testing.T) {
	ctx := context.Background()
	same(t, i18n.T(ctx, "Join this group"), "Join this group")
	same(t, i18n.From(ctx).Lang(), "en")
	same(t, i18n.From(ctx).Dir(), "ltr")
	same(t, i18n.TC(ctx, "verb", "Open"), "Open")
	same(t, i18n.N(ctx, 0, "One reply", "{.Count} replies"), "0 replies")
	same(t, i18n.N(ctx, 1, "One reply", "{.Count} replies"), "One reply")
	same(t, i18n.N(ctx, 1200, "One reply", "{.Count} replies"), "1,200 replies")
}

func TestEnglishWithoutArgumentsCostsNothing(t *testing.T) {
	ctx := context.Background()
	if allocs := testing.AllocsPerRun(100, func() { i18n.T(ctx, "Join this group") }); allocs != 0 {
		t.Errorf("T made %v allocations", allocs)
	}
}

func TestTextsAreSaidInTheReadersLanguage(t *testing.T) {
	ctx := speaking(t, "es")
	same(t, i18n.T(ctx, "Join this group"), "Únete a este grupo")
	same(t, i18n.TC(ctx, "verb", "Open"), "Abrir")
	same(t, i18n.TC(ctx, "state", "Open"), "Abierto")
	same(t, i18n.T(ctx, "Open"), "Open") // no context, no translation
	same(t, i18n.T(ctx, "{.Name} answered {.Other}", i18n.Args{"Name": "Bo"}, i18n.Args{"Other": "Ana"}), "Ana tiene respuesta de Bo")
}

func TestWhatALanguageLacksIsSaidInEnglish(t *testing.T) {
	ctx := speaking(t, "fr")
	same(t, i18n.T(ctx, "Join this group"), "Join this group")
	same(t, i18n.T(ctx, "{.Name} left", i18n.Args{"Name": "Bo"}), "Bo left")
	same(t, i18n.N(ctx, 1, "One seat", "{.Count} seats"), "One seat")
	same(t, i18n.N(ctx, 2, "One seat", "{.Count} seats"), "2 seats")
	// A form that is missing is said with the form for "other".
	same(t, i18n.N(ctx, 2_000_000, "One reply", "{.Count} replies"), "2\u00a0000\u00a0000 réponses")
}

func TestPluralsFollowTheLanguage(t *testing.T) {
	for _, c := range []struct {
		lang  string
		count int
		want  string
	}{
		{"es", 0, "0 respuestas"},
		{"es", 1, "Una respuesta"},
		{"es", 2, "2 respuestas"},
		{"es", 1_000_000, "1.000.000 de respuestas"},
		{"fr", 0, "0 réponse"}, // nought is singular in French
		{"fr", 1, "1 réponse"},
		{"fr", 2, "2 réponses"},
	} {
		same(t, i18n.N(speaking(t, c.lang), c.count, "One reply", "{.Count} replies"), c.want)
	}
}

func TestOnlyNamedValuesAreFilled(t *testing.T) {
	args := i18n.Args{"Name": "{.Other}", "Other": "Ana"}
	// A value is not read again for placeholders.
	same(t, i18n.T(context.Background(), "{.Name} answered {.Other}", args), "{.Other} answered Ana")
	// A translation cannot run anything, and what has no value stays visible.
	same(t, i18n.T(speaking(t, "fr"), "{.Name} answered {.Other}", args), "{if true}{.Other}{end} {.Unknown} {Ana}")
	same(t, i18n.T(context.Background(), "{.Name} left {now}"), "{.Name} left {now}")
}

func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 999, "999"}, {"en", 1000, "1,000"}, {"en", -1234567, "-1,234,567"}, {"en-XB", 1000, "1,000"},
		{"es", 1234, "1234"}, {"es", 9999, "9999"}, {"es", -9999, "-9999"}, {"es", 10000, "10.000"},
		{"fr", 999, "999"}, {"fr", 1234, "1\u00a0234"},
	} {
		same(t, i18n.Number(speaking(t, c.lang), c.n), c.want)
	}
}

func TestTenthsAreWrittenAsTheLanguageDoes(t *testing.T) {
	for lang, want := range map[string]string{"en": "0.3", "en-XB": "0.3", "es": "0,3", "fr": "0,3"} {
		same(t, i18n.Tenths(speaking(t, lang), 3), want)
	}
}

func TestOneCatalogueServesManyReaders(t *testing.T) {
	c, err := i18n.NewCatalogue(words)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"en": "12,000 replies", "es": "12.000 respuestas", "fr": "12\u00a0000 réponses"}
	var readers sync.WaitGroup
	for i := range 64 {
		lang := []string{"en", "es", "fr"}[i%3]
		readers.Go(func() {
			ctx := i18n.With(context.Background(), c.For(lang))
			for range 50 {
				if got := i18n.N(ctx, 12000, "One reply", "{.Count} replies"); got != want[lang] {
					t.Errorf("%s: %q, want %q", lang, got, want[lang])
				}
				if c.Match("", lang+"-XX") != lang {
					t.Errorf("%s: matched otherwise", lang)
				}
			}
		})
	}
	readers.Wait()
}

func ExampleT() {
	fmt.Println(i18n.T(context.Background(), "{.Name} answered", i18n.Args{"Name": "Bo"}))
	// Output: Bo answered
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
