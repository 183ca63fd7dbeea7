package voice

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCompare(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"a\nb\nc", "a\nb\nc", "0a 0b 0c"},
		{"a\nb\nc", "a\nc\n\nd", "0a 1b 0c 2d"},
		{"a\nb", "b\na", "1a 0b 2a"},
		{"a", "", "1a"},
		{"", "a", "2a"},
		{strings.Repeat("x\n", mostLines+1), "a", strings.Repeat("1x ", mostLines+1) + "2a"},
	} {
		var got []string
		for _, one := range compare(c.before, c.after) {
			got = append(got, fmt.Sprint(int(one.Kind))+one.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("from %q to %q: %v", c.before, c.after, got)
		}
	}
}

// TestCompareGivesBothTextsBack: what stays and goes is the first text, what
// stays and comes the second.
func TestCompareGivesBothTextsBack(t *testing.T) {
	lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 30)
	rapid.Check(t, func(t *rapid.T) {
		before, after := lines.Draw(t, "before"), lines.Draw(t, "after")
		var first, second []string
		for _, c := range compare(strings.Join(before, "\n"), strings.Join(after, "\n")) {
			if c.Kind != Come {
				first = append(first, c.Text)
			}
			if c.Kind != Gone {
				second = append(second, c.Text)
			}
		}
		if fmt.Sprint(first) != fmt.Sprint(before) || fmt.Sprint(second) != fmt.Sprint(after) {
			t.Fatalf("%v and %v", first, second)
		}
	})
}
