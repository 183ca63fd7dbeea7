package search

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestFoldingHoldsStill: folding again changes nothing, so that what is folded
// by one version and looked for by the same is found; and nothing in a word
// means anything to an engine.
func TestFoldingHoldsStill(t *testing.T) {
	check := func(fail func(string, ...any), text string) {
		once := spaced(text)
		if twice := spaced(once); twice != once {
			fail("%q is folded to %q, and that to %q", text, once, twice)
		}
		for _, word := range strings.Fields(once) {
			for _, r := range word {
				if r < utf8.RuneSelf && (r < 'a' || r > 'z') && (r < '0' || r > '9') || !wordy(r) && !unicode.IsMark(r) {
					fail("%q has the word %q", text, word)
				}
			}
		}
		if !strings.HasPrefix(once, " ") || !strings.HasSuffix(once, " ") || strings.Contains(once, "  ") {
			fail("%q is folded to %q", text, once)
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		check(t.Errorf, string(r))
	}
	rapid.Check(t, func(rt *rapid.T) { check(rt.Fatalf, rapid.String().Draw(rt, "text")) })
}

// TestPlacesOfWords: a word stands for bytes of the text, in order, and by
// itself gives the same word.
func TestPlacesOfWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String().Draw(rt, "text")
		at := 0
		for _, w := range tokens(text) {
			if w.from < at && w.from != at || w.to <= w.from || w.to > len(text) || !utf8.RuneStart(text[w.from]) {
				rt.Fatalf("%q has %+v after %d", text, w, at)
			}
			found := false
			for _, again := range tokens(text[w.from:w.to]) {
				found = found || again.word == w.word
			}
			if !found {
				rt.Fatalf("%q: %q is not in %q", text, w.word, text[w.from:w.to])
			}
			at = w.from
		}
	})
}
