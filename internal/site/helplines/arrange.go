package helplines

// Page is the lines of a place, in the order in which they are shown.
type Page struct {
	Place    string // of the lines: a country with a file, Europe or Elsewhere
	Sections []Section
	Few      bool // nobody to talk to is known there, so the directories come early
	Oldest   Date // the longest ago that a line of the page was looked up
}

// Section is the lines under one heading.
type Section struct {
	Kind  Kind
	Lines []Line // at least one
}

// Arrange puts the lines that are on for somebody in the country in order: the
// emergency number first, then voices, then writing, then the others by kind,
// and directories of other lines last. A line that can be called and written
// to stands under both of those headings. Where a country has no emergency
// number that is on, that of Europe or Elsewhere stands in; where it has nobody
// to talk to, the directories come right after the emergency number.
func Arrange(lines []Line, country string) Page {
	page := Page{Place: Place(country)}
	here := on(lines, page.Place)
	page.add(Emergency, emergency(lines, here))
	voices := of(here, Crisis, Line.Calls)
	directories := of(on(lines, Elsewhere), Directory, nil)
	page.Few = len(voices) == 0
	if page.Few {
		page.add(Directory, directories)
	}
	page.add(Crisis, voices)
	page.add(Writing, append(of(here, Crisis, Line.Writes), of(here, Writing, nil)...))
	for _, kind := range narrower() {
		page.add(kind, of(here, kind, nil))
	}
	if !page.Few {
		page.add(Directory, directories)
	}
	return page
}

// add puts a section on the page, unless it is empty.
func (p *Page) add(kind Kind, lines []Line) {
	if len(lines) == 0 {
		return
	}
	p.Sections = append(p.Sections, Section{kind, lines})
	for _, l := range lines {
		if p.Oldest == "" || l.CheckedOn < p.Oldest {
			p.Oldest = l.CheckedOn
		}
	}
}

// emergency are the numbers to call from here, or those that stand in.
func emergency(lines, here []Line) []Line {
	if found := of(here, Emergency, nil); len(found) > 0 {
		return found
	}
	return of(on(lines, Elsewhere), Emergency, nil)
}

// on are the lines of a place that are on.
func on(lines []Line, place string) []Line {
	var found []Line
	for _, l := range lines {
		if l.On && l.Country == place {
			found = append(found, l)
		}
	}
	return found
}

// of are the lines of a kind, among those for which also holds, if given.
func of(lines []Line, kind Kind, also func(Line) bool) []Line {
	var found []Line
	for _, l := range lines {
		if l.Kind == kind && (also == nil || also(l)) {
			found = append(found, l)
		}
	}
	return found
}
