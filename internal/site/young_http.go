package site

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"handrail/internal/site/helplines"
)

// Young are the help lines for young people where the reader is, and the
// numbers for when somebody is in danger. Where there are none for young people
// alone, those for everybody stand in.
func (s *Service) Young(r *http.Request) templ.Component {
	country := s.present(r).Country
	if country == "" {
		country = From(r.Context()).Country
	}
	page := helplines.Arrange(s.shownLines(r.Context()), country)
	return youngLines(sectionsOf(page, helplines.Young, helplines.Crisis), sectionsOf(page, helplines.Emergency))
}

// sectionsOf is the first of these kinds that the page has lines of, and the
// directories where it has none.
func sectionsOf(page helplines.Page, kinds ...helplines.Kind) []helplines.Section {
	for _, kind := range append(kinds, helplines.Directory) {
		i := slices.IndexFunc(page.Sections, func(s helplines.Section) bool { return s.Kind == kind })
		if i >= 0 {
			return page.Sections[i : i+1]
		}
	}
	return nil
}
