package seek

import "handrail/internal/site/helplines"

// linesMost is how many help lines stand on a page that is not theirs.
const linesMost = 3

// firstLines are the numbers to call, the most urgent first.
func firstLines(page helplines.Page) (list []helplines.Line) {
	for _, section := range page.Sections {
		for _, line := range section.Lines {
			if line.Calls() && len(list) < linesMost {
				list = append(list, line)
			}
		}
	}
	return list
}
