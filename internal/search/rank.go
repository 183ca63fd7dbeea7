package search

import (
	"cmp"
	"slices"
	"strings"
)

// byRank puts first what has the words more often and earlier. What is alike
// stays newest first.
func byRank(rows []documentRow, terms [][]string) {
	scores := make(map[int64]float64, len(rows))
	for _, r := range rows {
		scores[r.Place] = score(r.Words, terms)
	}
	slices.SortStableFunc(rows, func(a, b documentRow) int { return cmp.Compare(scores[b.Place], scores[a.Place]) })
}

// score adds for each term a number below 1 that grows with how often it is
// there, and one below 1 that grows the earlier it is. Nothing but the document
// counts: how rare a word is elsewhere would tell about what others wrote.
func score(words string, terms [][]string) float64 {
	var sum float64
	for _, term := range terms {
		phrase := " " + strings.Join(term, " ") + " "
		at := strings.Index(words, phrase)
		if at < 0 {
			continue
		}
		often := float64(strings.Count(words, phrase))
		early := float64(strings.Count(words[:at+1], " "))
		sum += often/(often+1) + 1/(1+early/50)
	}
	return sum
}
