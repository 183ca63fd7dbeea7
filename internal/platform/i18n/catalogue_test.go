package i18n_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"handrail/internal/platform/i18n"
)

func TestALanguageIsMatchedToTheReader(t *testing.T) {
	c, err := i18n.NewCatalogue(words)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []struct{ cookie, accept, want string }{
		{"", "", "en"},
		{"", "es-MX,en;q=0.8", "es"},
		{"", "de,fr;q=0.3", "fr"},
		{"", "fr;q=0.3,es;q=0.8", "es"},
		{"", "de, zh", "en"},
		{"", "en-GB", "en"},
		{"", "*", "en"},
		{"", ";;;", "en"},
		{"", strings.Repeat("x-", 5000), "en"},
		{"fr", "es", "fr"}, // what the reader chose stands above what the browser asks
		{"en", "es", "en"},
		{"xx", "es", "es"}, // a language we do not have (any more)
		{"en-XB", "es", "es"},
	} {
		same(t, c.Match(m.cookie, m.accept), m.want)
	}
	same(t, c.MatchOr("es", "", "de"), "es")
	same(t, c.MatchOr("es", "", "en-US"), "en")
	same(t, c.MatchOr("xx", "", "de"), "en")
}

func TestThePseudoLocaleIsOfferedOnlyWhenAsked(t *testing.T) {
	plain, err := i18n.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	want := []i18n.Language{{"en", "English", "ltr"}, {"es", "Español", "ltr"}, {"fr", "Français", "ltr"}}
	if got := plain.Languages(); !slices.Equal(got, want) {
		t.Errorf("languages %v", got)
	}
	same(t, plain.For("en-XB").Lang(), "en")

	with := plain.WithPseudo()
	if got := with.Languages(); len(got) != 4 || got[3].Code != "en-XB" || got[3].Dir != "rtl" {
		t.Errorf("languages with the pseudo-locale %v", got)
	}
	same(t, with.Match("en-XB", "es"), "en-XB")
	same(t, with.For("en-XB").Lang(), "en-XB")
	same(t, with.For("en-XB").Dir(), "rtl")
	if len(plain.Languages()) != 3 || plain.For("en-XB").Lang() != "en" {
		t.Error("WithPseudo changed the catalogue it was called on")
	}
}

func TestALanguageIsAddedByItsFilesAlone(t *testing.T) {
	c, err := i18n.NewCatalogue(
		fstest.MapFS{"locale/ar.json": {Data: []byte(`{"Help": "مساعدة", "Leave": ""}`)}},
		fstest.MapFS{"locale/ar.json": {Data: []byte(`{"Help": "ignored", "Leave": "غادر"}`)}},
	)
	if err != nil {
		t.Fatal(err)
	}
	same(t, c.For("ar").Dir(), "rtl")
	same(t, c.Match("", "ar-EG"), "ar")
	ctx := i18n.With(context.Background(), c.For("ar"))
	same(t, i18n.T(ctx, "Help"), "مساعدة")
	same(t, i18n.T(ctx, "Leave"), "غادر") // one left empty gives way to one that is not
}

func TestABrokenFileIsRefused(t *testing.T) {
	for name, content := range map[string]string{
		"locale/es.json":      `{"Help": "Ayuda"`,
		"locale/fr.json":      `{"Help": 3}`,
		"locale/de.json":      `{"Help": null}`,
		"locale/it.json":      `{"Help": {"some": "Aiuti"}}`,
		"locale/klingon.json": `{"Help": "QaH"}`,
		"locale/ES.json":      `{"Help": "Ayuda"}`,
	} {
		if _, err := i18n.NewCatalogue(fstest.MapFS{name: {Data: []byte(content)}}); err == nil {
			t.Errorf("%s was taken: %s", name, content)
		}
	}
}
