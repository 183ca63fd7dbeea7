package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// marksInARow is how many marks may sit on one letter. Living scripts stack
// three or four; text that climbs over its neighbours stacks hundreds.
const marksInARow = 6

// clean makes text of anything: valid UTF-8, line ends as "\n", no control
// characters, none of the invisible signs that turn the order of the text after
// them around, and no towers of marks. Tab and newline stay; so do the marks
// U+200E, U+200F and U+061C, which people who mix scripts need.
func clean(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	marks := 0
	for i, r := range s {
		switch {
		case r == '\r':
			if !strings.HasPrefix(s[i+1:], "\n") {
				out.WriteByte('\n')
			}
			continue
		case r == '\u2028' || r == '\u2029':
			out.WriteByte('\n')
			continue
		case unwanted(r):
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > marksInARow {
				continue
			}
		default:
			marks = 0
		}
		out.WriteRune(r) // utf8.RuneError for a broken byte
	}
	return out.String()
}

// unwanted is true of control characters (C0 but tab and newline, DEL, C1), of
// embeddings, overrides and isolates of direction (UAX #9: U+202A to U+202E,
// U+2066 to U+2069), of annotation signs and of the byte-order mark.
func unwanted(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case r < utf8.RuneSelf:
		return r < ' ' || r == 0x7f
	}
	return r <= 0x9f || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 ||
		0xfff9 <= r && r <= 0xfffb || r == 0xfeff
}
