package i18n_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"handrail/internal/platform/i18n"
)

const (
	override = "\u202e" // right-to-left override
	pop      = "\u202c" // end of it
	mark     = "\u200f" // right-to-left mark
)

func TestThePseudoLocaleReadsFromTheRight(t *testing.T) {
	ctx := speaking(t, "en-XB")
	same(t, i18n.T(ctx, "Join {.Group} by 19:30", i18n.Args{"Group": "Dawn"}),
		mark+override+"ĴĴöîññ "+pop+mark+"Dawn"+mark+override+" ƀý "+pop+mark+"19:30")
	same(t, i18n.N(ctx, 1, "One", "{.Count} more"), mark+override+"ÖÖñé"+pop+mark)
	same(t, i18n.N(ctx, 2, "One", "{.Count} more"), "2"+mark+override+" ɱɱöŕéé"+pop+mark)
	same(t, i18n.T(ctx, "{.A}: {.B}", i18n.Args{"A": 1, "B": 2}), "1: 2")
}

// texts are like ours: words, figures, an occasional tag or address, and
// placeholders.
func texts() *rapid.Generator[string] {
	part := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z]{1,12}`),
		rapid.StringMatching(`[0-9]{1,3}(:[0-9]{2})?`),
		rapid.SampledFrom([]string{"{.Name}", "{.Count}", "<b>", "</b>", "https://example.org/Path?a=b", "&amp;", "?", "one, two."}),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(part, 0, 8).Draw(t, "parts"), " ")
	})
}

var overridden = regexp.MustCompile(mark + override + "([^" + override + pop + mark + "]*)" + pop + mark)

func TestThePseudoLocaleKeepsWhatMatters(t *testing.T) {
	ctx := speaking(t, "en-XB")
	rapid.Check(t, func(rt *rapid.T) {
		text := texts().Draw(rt, "text")
		said := i18n.T(ctx, i18n.Text(text))

		outside := overridden.ReplaceAllString(said, "")
		if strings.ContainsAny(outside, override+pop+mark) {
			rt.Fatalf("marks out of balance: %q", said)
		}
		for _, kept := range regexp.MustCompile(`\{\.\w+\}|</?b>|https://\S+|&amp;|\d+(:\d+)?`).FindAllString(text, -1) {
			if strings.Count(outside, kept) < strings.Count(strings.Join(strings.Fields(text), " "), kept) {
				rt.Fatalf("%q is changed or turned round: %q", kept, said)
			}
		}
		for _, run := range overridden.FindAllStringSubmatch(said, -1) {
			if regexp.MustCompile(`[A-Za-z0-9<{&]`).MatchString(run[1]) {
				rt.Fatalf("not accented: %q", run[1])
			}
		}
	})
}

func TestThePseudoLocaleIsThreeTenthsLonger(t *testing.T) {
	ctx := speaking(t, "en-XB")
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`[A-Za-z]{1,9}( [A-Za-z]{1,9}){0,9}`).Draw(rt, "text")
		before, after := letters(text), letters(i18n.T(ctx, i18n.Text(text)))
		if want := before + (before*3+9)/10; after != want {
			rt.Fatalf("%d letters became %d, want %d", before, after, want)
		}
	})
}

func TestFilledValuesAreNeverAltered(t *testing.T) {
	for _, lang := range []string{"en", "es", "fr", "en-XB"} {
		ctx := speaking(t, lang)
		rapid.Check(t, func(rt *rapid.T) {
			value := rapid.String().Draw(rt, "value")
			said := i18n.T(ctx, "Hello {.Name}", i18n.Args{"Name": value})
			if !strings.HasSuffix(said, value) {
				rt.Fatalf("%s: %q lost %q", lang, said, value)
			}
		})
	}
}

func TestEnglishIsTheTextItself(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := texts().Draw(rt, "text")
		if said := i18n.T(context.Background(), i18n.Text(text)); said != text {
			rt.Fatalf("%q became %q", text, said)
		}
	})
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
