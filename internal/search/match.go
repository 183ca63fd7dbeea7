package search

import (
	"cmp"
	"slices"
	"strings"
)

// What the index is asked for at most. The rest is compared with the words of
// each document that the index proposes.
const (
	ofPhrase = 8    // words of one phrase
	inAll    = 4000 // terms, over all groups
	authors  = 50   // authors, spaces or topics
)

// match is what the index is asked: in one of the groups, one of each of the
// needs. A group is the key that its terms begin with.
type match struct {
	groups []groupKey
	needs  [][]string
}

type groupKey struct{ id, key string }

// newMatch says what to ask the index, and which phrases and words have to be
// looked for in what it proposes.
func newMatch(q Query, s Scope) (m match, left []string) {
	for _, r := range s.Groups {
		m.groups = append(m.groups, groupKey{r.Group, key(r.Group)})
	}
	m.filter("©", s.Authors)
	m.filter("§", s.Spaces)
	m.filter("¶", s.Topics)
	for _, flag := range q.Has {
		m.needs = append(m.needs, []string{"¿" + flag})
	}
	words, left := parts(q.terms)
	room := max(inAll/max(len(m.groups), 1)-len(q.Has), 1)
	for i, word := range words {
		if i < room {
			m.needs = append(m.needs, []string{word})
		} else {
			left = append(left, " "+word+" ")
		}
	}
	if len(m.needs) == 0 {
		m.needs = [][]string{{""}} // the term of every document
	}
	return m, left
}

// parts are the words of the terms, those first that are rare as a rule, and
// the phrases as they stand in the words of a document.
func parts(terms [][]string) (words, phrases []string) {
	for _, term := range terms {
		words = append(words, longest(term, ofPhrase)...)
		if len(term) > 1 {
			phrases = append(phrases, " "+strings.Join(term, " ")+" ")
		}
	}
	return longest(words, len(words)), phrases
}

func longest(words []string, most int) []string {
	sorted := slices.Clone(words)
	slices.SortFunc(sorted, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	sorted = slices.Compact(sorted)
	return sorted[:min(most, len(sorted))]
}

func (m *match) filter(sign string, ids []string) {
	if len(ids) == 0 || len(ids)*len(m.groups) > inAll || len(ids) > authors {
		return // judge looks at each
	}
	var any []string
	for _, id := range ids {
		any = append(any, sign+strings.ReplaceAll(id, "-", ""))
	}
	m.needs = append(m.needs, any)
}

// key is what the terms of a group begin with: the same as the schema makes it.
func key(group string) string {
	flat := strings.ReplaceAll(group, "-", "")
	return flat[max(len(flat)-8, 0):]
}

// fts5 is m as FTS5 takes it. A term holds letters, digits and the signs of
// this package, so nothing in it ends a string.
func (m match) fts5() string {
	all := make([]string, len(m.groups))
	for i, g := range m.groups {
		all[i] = "(" + m.of(g.key, `"`, " AND ", " OR ") + ")"
	}
	return strings.Join(all, " OR ")
}

type groupQuery struct {
	G string `json:"g"`
	Q string `json:"q"`
}

// postgres is m as tsqueries, one for each group.
func (m match) postgres() []groupQuery {
	all := make([]groupQuery, len(m.groups))
	for i, g := range m.groups {
		all[i] = groupQuery{g.id, m.of(g.key, `'`, " & ", " | ")}
	}
	return all
}

func (m match) of(key, quote, and, or string) string {
	var b strings.Builder
	for i, any := range m.needs {
		if i > 0 {
			b.WriteString(and)
		}
		b.WriteByte('(')
		for j, term := range any {
			if j > 0 {
				b.WriteString(or)
			}
			b.WriteString(quote + key + term + quote)
		}
		b.WriteByte(')')
	}
	return b.String()
}
