package translation

import (
	"fmt"
	"maps"
	"slices"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// forms lists, by CLDR plural form of a language, the counts that take it. It
// asks the library that will choose between them; whole numbers up to a
// thousand and a million show every form that a count can have.
func forms(lang string) (map[string][]int, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("%q is not a language: %w", lang, err)
	}
	bundle := goi18n.NewBundle(tag)
	err = bundle.AddMessages(tag, &goi18n.Message{
		ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other",
	})
	if err != nil {
		return nil, err
	}
	asked := goi18n.NewLocalizer(bundle, lang)
	found := map[string][]int{"other": nil}
	for count := range 1001 {
		if err := probe(asked, count, found); err != nil {
			return nil, err
		}
	}
	return found, probe(asked, 1_000_000, found)
}

func probe(asked *goi18n.Localizer, count int, found map[string][]int) error {
	form, err := asked.Localize(&goi18n.LocalizeConfig{MessageID: "form", PluralCount: count})
	found[form] = append(found[form], count)
	return err
}

func names(forms map[string][]int) []string { return slices.Sorted(maps.Keys(forms)) }
