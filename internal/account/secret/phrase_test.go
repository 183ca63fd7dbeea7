package secret

import (
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSixWordsAreSixtyFourBits(t *testing.T) {
	for lang, left := range map[string]int{"en": 1640, "es": 1736, "fr": 1766} {
		words := suitable(lang)
		if len(words) != left {
			t.Errorf("%s: %d words are left, want %d", lang, len(words), left)
		}
		if bits := PhraseWords * math.Log2(float64(len(words))); bits < 64 {
			t.Errorf("%s: a phrase has %.2f bits", lang, bits)
		}
	}
}

func suitable(lang string) map[string]bool {
	list, unsuitable := phraseList(lang)
	words := map[string]bool{}
	for _, word := range list {
		if folded := FoldPhrase(word); !strings.Contains(unsuitable, " "+folded+" ") {
			words[folded] = true
		}
	}
	return words
}

func TestWordsAreDistinctWithoutAccentsAndOfOneShape(t *testing.T) {
	for _, lang := range []string{"en", "es", "fr"} {
		list, unsuitable := phraseList(lang)
		seen := map[string]bool{}
		for _, word := range list {
			folded := FoldPhrase(word)
			if seen[folded] {
				t.Errorf("%s: %s comes twice", lang, folded)
			}
			if seen[folded] = true; !phraseShape.MatchString(strings.Repeat(folded+" ", 5) + folded) {
				t.Errorf("%s: %s has not the shape of a word of a phrase", lang, folded)
			}
		}
		for _, word := range strings.Fields(unsuitable) {
			if !seen[word] {
				t.Errorf("%s: %s is taken out of a list that does not have it", lang, word)
			}
		}
	}
}

func TestNoUnkindWordIsDrawn(t *testing.T) {
	for lang, words := range map[string]string{"en": "alcohol wine drink drug fat suffer victim goddess", "es": "alcohol vino droga gordo sangre pecado", "fr": "alcool ivresse maigre drogue mort diable"} {
		left := suitable(lang)
		for _, word := range strings.Fields(words) {
			if left[word] {
				t.Errorf("%s: %s can be drawn", lang, word)
			}
		}
		for range 2000 {
			for _, word := range strings.Fields(FoldPhrase(NewPhrase(lang))) {
				if !left[word] {
					t.Fatalf("%s: %s was drawn", lang, word)
				}
			}
		}
	}
}

func TestPhraseIsInItsLanguage(t *testing.T) {
	for asked, lang := range map[string]string{"en": "en", "es": "es", "fr": "fr", "en-XB": "en", "": "en", "de": "en"} {
		left := suitable(lang)
		phrase := NewPhrase(asked)
		if words := strings.Fields(FoldPhrase(phrase)); len(words) != PhraseWords {
			t.Errorf("%s: %q has %d words", asked, phrase, len(words))
		}
		for _, word := range strings.Fields(FoldPhrase(phrase)) {
			if !left[word] {
				t.Errorf("%s: %q is no word of %s", asked, word, lang)
			}
		}
		if phrase != norm.NFC.String(phrase) {
			t.Errorf("%s: %q is not composed", asked, phrase)
		}
	}
	if one, other := NewPhrase("en"), NewPhrase("en"); one == other {
		t.Error("two phrases are the same")
	}
}

func TestPhraseTypedOnAnotherKeyboard(t *testing.T) {
	want := "abaco nino senal oceano lampara jardin"
	for _, typed := range []string{
		"ábaco niño señal océano lámpara jardín",
		"ABACO NINO SENAL OCEANO LAMPARA JARDIN",
		"  Ábaco,niño, señal\tocéano\nlámpara.jardín \u00a0",
		"ábaco-niño–señal—océano lámpara\u2011jardín.",
		norm.NFD.String("Ábaco Niño Señal Océano Lámpara Jardín"),
		"\u202aábaco niño señ\u00adal océa\u200bno lámpara jardín\u202c\ufeff",
		"ａｂａｃｏ nino senal oceano lampara jardin",
	} {
		if got := FoldPhrase(typed); got != want {
			t.Errorf("%q folds to %q", typed, got)
		}
		if got := Fold(typed); got != want {
			t.Errorf("%q in a field for both folds to %q", typed, got)
		}
	}
}

func TestFoldTellsPhrasesFromPassphrases(t *testing.T) {
	for typed, want := range map[string]string{
		"River Apple Stone Cloud Maple Otter":       "river apple stone cloud maple otter",
		"River Apple Stone Cloud Maple":             "River Apple Stone Cloud Maple",
		"River Apple Stone Cloud Maple Otter Extra": "River Apple Stone Cloud Maple Otter Extra",
		"River Apple Stone Cloud Maple Otter7":      "River Apple Stone Cloud Maple Otter7",
		" Spaces stay, in a passphrase ":            " Spaces stay, in a passphrase ",
		"":                                          "",
	} {
		if got := Fold(typed); got != want {
			t.Errorf("%q folds to %q, want %q", typed, got, want)
		}
	}
}

func TestTooLongAPhraseIsNotLookedAt(t *testing.T) {
	million := strings.Repeat("river ", 1_000_000/6)
	if FoldPhrase(million) != "" {
		t.Error("a million characters were folded")
	}
}

func TestAMillionCharactersCostNothing(t *testing.T) {
	million := strings.Repeat("E\u0301", 1_000_000)
	for name, look := range map[string]func(){
		"FoldPhrase": func() { FoldPhrase(million) }, "FoldPassphrase": func() { FoldPassphrase(million) }, "Fold": func() { Fold(million) }, "FoldName": func() { FoldName(million) },
		"FoldCode": func() { FoldCode(million) }, "FoldSpoken": func() { FoldSpoken(million) }, "CheckTOTP": func() { CheckTOTP(rfcKey, million, time.Unix(59, 0), 0) },
		"CheckName": func() { _, _ = CheckName(million) }, "CheckPassphrase": func() { _ = CheckPassphrase(million, "", "") },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		look()
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 256*1024 {
			t.Errorf("%s took %d bytes of memory for a million characters", name, used)
		}
	}
}

func TestEveryPhraseSurvivesTyping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phrase := NewPhrase(rapid.SampledFrom([]string{"en", "es", "fr"}).Draw(t, "lang"))
		change := rapid.SampledFrom([]func(string) string{
			strings.ToUpper, strings.ToTitle, norm.NFD.String, norm.NFKD.String, strings.TrimSpace, FoldPhrase,
			func(s string) string { return strings.ReplaceAll(s, " ", "-") },
			func(s string) string { return " " + strings.ReplaceAll(s, " ", ",\u00a0") + "\r\n" },
		}).Draw(t, "change")
		if got := FoldPhrase(change(phrase)); got != FoldPhrase(phrase) {
			t.Fatalf("%q became %q", phrase, got)
		}
		if Fold(phrase) != FoldPhrase(phrase) {
			t.Fatalf("%q is not taken for a phrase", phrase)
		}
		if err := CheckPassphrase(phrase, "Quiet Zzyzx-4821", "Zzyzx"); err != nil {
			t.Fatalf("%q would be refused as a passphrase: %v", phrase, err)
		}
	})
}
