package search

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// What somebody may type at most: letters, and words, phrases and filters.
const (
	LettersMost = 200
	TermsMost   = 12
)

// Query is what somebody typed, understood. A document is found when it has
// every term and flag.
type Query struct {
	Spaces []string  // what stood after "in:", as it was typed; the caller finds the spaces
	From   []string  // what stood after "from:", as it was typed; the caller finds the memberships
	Before time.Time // only what is older; zero for no end
	After  time.Time // only what is as old or newer; zero for no beginning
	Has    []string  // flags

	terms [][]string // words, and phrases of several that follow one another
}

// Parse understands what somebody typed: words, "phrases", and the filters
// in:NAME, from:NAME, before:YYYY-MM-DD, after:YYYY-MM-DD and has:FLAG. A value
// with spaces stands in quotes, as in from:"Ana M". A date is a day in zone,
// which begins at its midnight: after: takes the day itself, before: does not.
// flags are what has: knows. What looks like another filter is words. What
// cannot be meant is a fault at the field "q".
func Parse(text string, zone *time.Location, flags []string) (Query, error) {
	var q Query
	if utf8.RuneCountInString(text) > LettersMost {
		return q, fault.Field("q", "Please look for less at once: {.Most} letters at most.", i18n.Args{"Most": LettersMost})
	}
	for _, p := range pieces(text) {
		if err := q.take(p, zone, flags); err != nil {
			return Query{}, err
		}
	}
	switch n := len(q.terms) + len(q.Spaces) + len(q.From) + len(q.Has); {
	case n > TermsMost:
		return Query{}, fault.Field("q", "Please look for less at once: {.Most} words at most.", i18n.Args{"Most": TermsMost})
	case n == 0 && q.Before.IsZero() && q.After.IsZero():
		return Query{}, fault.Field("q", "Type a word to look for.")
	}
	return q, nil
}

// HasWords tells whether there is more in q than filters.
func (q Query) HasWords() bool { return len(q.terms) > 0 }

// piece is a word, a phrase, or a filter with its value.
type piece struct{ filter, value string }

var filters = []string{"in", "from", "before", "after", "has"}

// straight are quotation marks as phones and other languages write them.
var straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`, "＂", `"`, "：", ":")

func pieces(text string) []piece {
	var all []piece
	rest := straight.Replace(text)
	for {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if rest == "" {
			return all
		}
		var p piece
		if name, value, found := strings.Cut(rest, ":"); found && slices.Contains(filters, strings.ToLower(name)) &&
			value != "" && strings.IndexFunc(value, unicode.IsSpace) != 0 {
			p.filter, rest = strings.ToLower(name), value
		}
		p.value, rest = quoted(rest)
		all = append(all, p)
	}
}

// quoted takes what stands between quotes at the beginning of text, or else
// what comes before the next space or quote.
func quoted(text string) (value, rest string) {
	if inside, is := strings.CutPrefix(text, `"`); is {
		value, rest, _ = strings.Cut(inside, `"`)
		return value, rest
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r == '"' || unicode.IsSpace(r) })
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

func (q *Query) take(p piece, zone *time.Location, flags []string) error {
	value := strings.TrimSpace(p.value)
	switch p.filter {
	case "in", "from":
		if value == "" {
			return nil
		}
		into := &q.Spaces
		if p.filter == "from" {
			into = &q.From
		}
		*into = append(*into, value)
	case "before", "after":
		return q.takeDay(p.filter, value, zone)
	case "has":
		flag := strings.ToLower(value)
		if !slices.Contains(flags, flag) {
			return fault.Field("q", "“has:” goes with one of these: {.Words}.", i18n.Args{"Words": strings.Join(flags, ", ")})
		}
		q.Has = append(q.Has, flag)
	default:
		q.takeWords(value)
	}
	return nil
}

func (q *Query) takeDay(filter, value string, zone *time.Location) error {
	day, err := time.ParseInLocation(time.DateOnly, value, zone)
	if err != nil || day.UnixMilli() < 0 {
		return fault.Field("q", "Write the day like this: {.Filter}:2026-01-31.", i18n.Args{"Filter": filter})
	}
	if filter == "before" {
		q.Before = day
	} else {
		q.After = day
	}
	return nil
}

func (q *Query) takeWords(value string) {
	var term []string
	for _, t := range tokens(value) {
		term = append(term, t.word)
	}
	if len(term) > 0 {
		q.terms = append(q.terms, term)
	}
}
