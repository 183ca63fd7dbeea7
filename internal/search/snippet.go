package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a piece of text, and whether it is what was looked for. It is plain
// text: a page escapes it.
type Span struct {
	Text  string
	Match bool
}

// A snippet is at most so many bytes, of which some come before the first match.
const (
	snippetMost   = 240
	snippetBefore = 60
)

// Snippet is the part of a text around the first match, or its beginning, with
// the matches marked. White space is folded to one space; an ellipsis stands
// where the text goes on.
func (q Query) Snippet(text string) []Span {
	text = strings.ToValidUTF8(text, "\ufffd")
	marks := q.marks(text)
	first := 0
	if len(marks) > 0 {
		first = marks[0].from
	}
	from, to := window(text, first)
	var spans []Span
	add := func(part string, match bool) {
		if part = visible(part); part != "" {
			spans = append(spans, Span{part, match})
		}
	}
	if from > 0 {
		add("… ", false)
	}
	at := from
	for _, m := range marks {
		if m.from < at || m.to > to {
			continue
		}
		add(text[at:m.from], false)
		add(text[m.from:m.to], true)
		at = m.to
	}
	add(text[at:to], false)
	if to < len(text) {
		add(" …", false)
	}
	return spans
}

// marks are the matches in a text, in their order and apart from one another.
func (q Query) marks(text string) []token {
	all := tokens(text)
	var marks []token
	for i := 0; i < len(all); {
		n := q.matchAt(all[i:])
		if n == 0 {
			i++
			continue
		}
		mark := token{from: all[i].from, to: all[i+n-1].to}
		if last := len(marks) - 1; last < 0 || marks[last].to <= mark.from {
			marks = append(marks, mark)
		}
		i += n
	}
	return marks
}

// matchAt is how many words the longest term has that the words begin with.
func (q Query) matchAt(words []token) int {
	longest := 0
	for _, term := range q.terms {
		if len(term) > longest && len(term) <= len(words) && begins(words, term) {
			longest = len(term)
		}
	}
	return longest
}

func begins(words []token, term []string) bool {
	for i, word := range term {
		if words[i].word != word {
			return false
		}
	}
	return true
}

// window is the part of a text to show around a place. It begins and ends
// between words where words are short enough, and always between characters.
func window(text string, place int) (from, to int) {
	from = max(place-snippetBefore, 0)
	if from > 0 {
		for !utf8.RuneStart(text[from]) {
			from++
		}
		if space := strings.IndexFunc(text[from:place], unicode.IsSpace); space >= 0 {
			from = place - len(strings.TrimLeftFunc(text[from+space:place], unicode.IsSpace))
		}
	}
	to = min(from+snippetMost, len(text))
	if to < len(text) {
		for !utf8.RuneStart(text[to]) {
			to--
		}
		if space := strings.LastIndexFunc(text[place:to], unicode.IsSpace); space > 0 {
			to = place + space
		}
	}
	return from, to
}

// visible folds white space, and drops signs that steer what is shown, which
// would reach beyond the snippet.
func visible(part string) string {
	var b strings.Builder
	space := false
	for _, r := range part {
		switch {
		case unicode.IsSpace(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			continue
		}
		b.WriteRune(r)
		space = false
	}
	return b.String()
}
