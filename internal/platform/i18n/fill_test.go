package i18n

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// TestPiecesAreThoseOfThePattern holds the parts of a text against what a regular
// expression finds, over many small texts of the signs that matter.
func TestPiecesAreThoseOfThePattern(t *testing.T) {
	placeholder := regexp.MustCompile(`\{\.([A-Za-z][A-Za-z0-9]*)\}`)
	r := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 50_000 {
		var text strings.Builder
		for range r.IntN(14) {
			text.WriteString([]string{"{.", "}", "Name", "a", "Z9", "9", ".", "{", "é", "@", " ", "{.Name}"}[r.IntN(12)])
		}
		names := placeholder.FindAllStringSubmatch(text.String(), -1)
		found += len(names)
		var again strings.Builder
		for _, p := range pieces(text.String()) {
			again.WriteString(p.text)
			if p.name == "" {
				continue
			}
			if len(names) == 0 || names[0][0] != p.text || names[0][1] != p.name {
				t.Fatalf("%q: %+v is not what the pattern finds: %v", text.String(), p, names)
			}
			names = names[1:]
		}
		if len(names) > 0 || again.String() != text.String() {
			t.Fatalf("%q: left over %v, put together %q", text.String(), names, again.String())
		}
	}
	if found < 10_000 {
		t.Fatalf("only %d placeholders were in the texts of the test", found)
	}
}
