package secret

import (
	"slices"
	"strings"
	"unicode"
)

// between is what people and printers put between the letters of a code.
func between(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Dash, r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("_.,", r)
}

// invisible is what changes a text without being seen: directions, joiners,
// fillers, selectors.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// control is what a keyboard does not write, and bytes that are no text.
func control(r rune) bool {
	return unicode.IsControl(r) || r == unicode.ReplacementChar
}

// oneScript says whether all letters and marks may stand in one word: they are
// of one script, or of those that Japanese, Korean and Bopomofo mix (UTS #39
// §5.2). What all scripts share is left out.
func oneScript(text string) bool {
	var found []string
	for _, r := range text {
		if name := scriptOf(r); name != "" && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	if len(found) < 2 {
		return true
	}
	for _, mix := range [][]string{{"Han", "Hiragana", "Katakana"}, {"Han", "Hangul"}, {"Han", "Bopomofo"}} {
		if !slices.ContainsFunc(found, func(name string) bool { return !slices.Contains(mix, name) }) {
			return true
		}
	}
	return false
}

// scriptOf is "" for what scripts share: digits, hyphens, marks without a home.
func scriptOf(r rune) string {
	if unicode.In(r, unicode.Common, unicode.Inherited) {
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return "unknown"
}
