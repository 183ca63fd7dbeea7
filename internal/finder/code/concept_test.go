package code_test

import (
	"slices"
	"testing"

	"handrail/internal/finder/code"
	"handrail/internal/platform/i18n"
)

func TestConceptsAreOfferedInOrder(t *testing.T) {
	kinds := []code.Kind{code.Whom, code.Openness, code.Language, code.Access, code.Shape, code.Reading, code.Other}
	at := 0
	for _, c := range code.Concepts() {
		now := slices.Index(kinds, c.Kind())
		if now < at {
			t.Errorf("%q (%s) comes after %s", c, c.Kind(), kinds[at])
		}
		at = now
	}
	if at != len(kinds)-1 {
		t.Errorf("the last kind is %s", kinds[at])
	}
}

func TestEveryConceptMeansOneThing(t *testing.T) {
	label, word := map[string]code.Concept{}, map[code.Concept]bool{}
	world, lang := map[string]code.Concept{}, map[string]code.Concept{}
	for _, c := range code.Concepts() {
		said := c.Say(t.Context())
		if word[c] || said == "" || label[said] != "" {
			t.Errorf("%q is called %q, as is %q", c, said, label[said])
		}
		word[c], label[said] = true, c
		if wider := c.Wider(); wider != "" && (!wider.Known() || wider == c || wider.Wider() != "" && wider.Wider() == c) {
			t.Errorf("%q is a part of %q", c, wider)
		}
		if id := c.WorldID(); id != "" {
			if got, ok := code.FromWorldID(id); !ok || got != c {
				t.Errorf("%s is %q and %q", id, got, c)
			}
			world[id] = c
		}
		if tag := c.Lang(); tag != "" {
			if got, ok := code.FromLanguage(tag); !ok || got != c {
				t.Errorf("%s is %q and %q", tag, got, c)
			}
			lang[tag] = c
		}
	}
	if len(world) < 30 || len(lang) < 50 {
		t.Errorf("%d world ids, %d languages", len(world), len(lang))
	}
}

// A BMLT server passes on these formats under these codes.
func TestFormatsOfWorldServicesHaveTheirCodes(t *testing.T) {
	for _, id := range []string{
		"CPT", "BT", "BEG", "CAN", "CW", "DISC", "GL", "IP", "IW", "JFT", "LIT", "LC", "TC", "M", "MED", "NS", "QA",
		"RA", "SPAD", "SPK", "STEP", "SWG", "TOP", "TRAD", "VAR", "W", "Y", "SMOK",
	} {
		says(t, id, id)
	}
	for id, want := range map[string]string{"CLOSED": "C", "OPEN": "O", "VM": "ONL", "WCHR": "X", "wchr": "X"} {
		says(t, id, want)
	}
	if c, ok := code.FromWorldID("LANG"); ok {
		t.Errorf("LANG, which is no single language, is %q", c)
	}
	if c, ok := code.FromWorldID(""); ok {
		t.Errorf("no id is %q", c)
	}
}

func says(t *testing.T, id, want string) {
	t.Helper()
	c, ok := code.FromWorldID(id)
	if got, said := code.CodeFor("na", c); !ok || !said || got != want {
		t.Errorf("%s is %q, which is said by %q %v", id, c, got, said)
	}
}

func TestLanguagesAreFoundByTheirTags(t *testing.T) {
	for tag, want := range map[string]code.Concept{
		"es": "spanish", "es-MX": "spanish", "pt_BR": "portuguese", "NB": "norwegian", "fil": "tagalog", "zh-Hant": "chinese",
		"": "", "xx": "", "-": "",
	} {
		if got, ok := code.FromLanguage(tag); got != want || ok != (want != "") {
			t.Errorf("%q is %q %v", tag, got, ok)
		}
	}
}

func TestTitlesAreNotTranslated(t *testing.T) {
	catalogue, err := i18n.NewCatalogue(code.Locale)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"es", "fr"} {
		ctx := i18n.With(t.Context(), catalogue.For(lang))
		for c, want := range map[code.Concept]string{"big-book": "Big Book", "it-works": "It Works: How and Why"} {
			if got := c.Say(ctx); got != want {
				t.Errorf("%s: %q is called %q", lang, c, got)
			}
		}
		for _, c := range []code.Concept{"german", "steps", "indigenous"} {
			if c.Say(ctx) == c.Say(t.Context()) {
				t.Errorf("%s: %q is in English", lang, c)
			}
		}
	}
}

func TestFormatsOfServersAreFoundByName(t *testing.T) {
	for name, want := range map[string]code.Concept{
		"Round Robin": "round-robin", "Bi-Lingual": "two-languages", "ASL": "sign-language", "Five and Dime": "five-and-ten",
		"Something of theirs": "", "": "",
	} {
		if got, ok := code.Named(name); got != want || ok != (want != "") || ok && !got.Known() {
			t.Errorf("%q is %q %v", name, got, ok)
		}
	}
}
