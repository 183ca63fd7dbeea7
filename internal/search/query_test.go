package search_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/search"
)

func TestFiltersAreUnderstood(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	q, err := search.Parse(`hope in:General FROM:"Ana M" from:José has:Picture before:2026-03-09 after:2026-03-08 http://x`, zone, flags)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(q.Spaces, []string{"General"}) || !slices.Equal(q.From, []string{"Ana M", "José"}) || !slices.Equal(q.Has, []string{"picture"}) || !q.HasWords() {
		t.Errorf("understood as %+v", q)
	}
	// The day on which clocks go forward has 23 hours.
	if q.After.UTC() != time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC) || q.Before.Sub(q.After) != 23*time.Hour {
		t.Errorf("from %v to %v", q.After, q.Before)
	}
}

func TestWhatCannotBeMeantIsSaid(t *testing.T) {
	for _, text := range []string{
		"", "   ", "!!!", `""`, "before:soon", "after:2026-02-30", "before:2026-1-1", "after:0001-01-01", "has:dragons", "hope has:",
		strings.Repeat("é", 201), "a b c d e f g h i j k l m", "in: from:",
	} {
		_, err := search.Parse(text, time.UTC, flags)
		f, said := fault.From(err)
		if text == "hope has:" || text == "in: from:" { // without a value they are words
			if err != nil {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if !said || f.Kind != fault.Invalid || f.Field != "q" || f.Say == "" {
			t.Errorf("%q is answered with %v", text, err)
		}
	}
	for _, text := range []string{strings.Repeat("é", 200), "a b c d e f g h i j k l", "foo:bar", "before:", "has:poll", "after:2026-02-28", "from:x"} {
		if _, err := search.Parse(text, time.UTC, flags); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`a "b c" in:x from:"y z" has:poll before:2026-01-01`, "“q” «r»", "\x00\xff", `in:"`} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, text, body string) {
		q, err := search.Parse(text, time.UTC, flags)
		if _, said := fault.From(err); err != nil && !said {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil && len(q.Snippet(body)) > 200 {
			t.Fatalf("a snippet of %d pieces", len(q.Snippet(body)))
		}
	})
}

func TestSnippets(t *testing.T) {
	long := strings.Repeat("so it goes ", 40)
	for _, c := range []struct{ asked, text, want string }{
		{"hope", "I have  Hope\n\n<b>today</b>", "I have [Hope] <b>today</b>"},
		{`"a way" way`, "a way, any way", "[a way], any [way]"},
		{"dont don't", "Don’t", "[Don’t]"},
		{"日本", "今日本語", "今[日本]語"},
		{"é", "E e\u0301! x", "[E] [e\u0301]! x"},
		{"nothing", "here it is", "here it is"},
		{"hope", "hope\u202e evil\x07", "[hope] evil"},
		{"hope", long + "hope " + long, "… " + strings.Repeat("so it goes ", 5) + "[hope] " + strings.Repeat("so it goes ", 16) + "so …"},
	} {
		q, err := search.Parse(c.asked, time.UTC, nil)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, s := range q.Snippet(c.text) {
			if s.Match {
				b.WriteString("[" + s.Text + "]")
			} else {
				b.WriteString(s.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("%q in %q:\n%q, want\n%q", c.asked, c.text, b.String(), c.want)
		}
	}
}
