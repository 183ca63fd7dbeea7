package ui

import (
	"slices"
	"strconv"
)

// Place is a link by its name: a tab, or a step of the crumbs.
type Place struct {
	Label   string
	Href    string
	Current bool
}

// PagesProps is the numbering of a long list. There is no endless scroll.
type PagesProps struct {
	Label string // for screen readers: "Pages of topics"
	Page  int    // counted from 1
	Last  int

	// Href is the address of page n. Nil gives "?page=n".
	Href func(n int) string
}

func (p PagesProps) href(n int) string {
	if p.Href == nil {
		return "?page=" + strconv.Itoa(n)
	}
	return p.Href(n)
}

// shown are the page numbers to offer: the first, the last and those around the
// reader. 0 stands for a gap.
func (p PagesProps) shown() []int {
	var pages []int
	for _, n := range []int{1, p.Page - 1, p.Page, p.Page + 1, p.Last} {
		if n >= 1 && n <= p.Last && !slices.Contains(pages, n) {
			pages = append(pages, n)
		}
	}
	return withGaps(pages)
}

// withGaps puts a 0 where numbers are left out. A single number left out is
// shown instead: it takes no more room than the gap.
func withGaps(pages []int) []int {
	var out []int
	last := 0
	for _, n := range pages {
		if n == last+2 {
			out = append(out, last+1)
		}
		if n > last+2 {
			out = append(out, 0)
		}
		out = append(out, n)
		last = n
	}
	return out
}
