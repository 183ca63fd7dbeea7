package richtext

import "strings"

// The cost of a source is a bound on the steps goldmark spends beyond reading
// it through, found by counting marks. A step took a nanosecond or less on the
// machine it was measured on.
const (
	// tooCostly is where a source is refused. A chat message hardly reaches it.
	// In a post it takes one paragraph in which every third character is a mark.
	tooCostly = 40_000_000
	// costly is where a source goes to the lane of costly ones.
	costly = 6_000_000
	// A line and an address take so many steps even where there is one of them.
	perLine, perAddress = 1_000, 5_000
)

// isCostly tells whether a source takes markedly longer than ordinary text of
// its length.
func isCostly(source string, cost int64) bool {
	lines := int64(strings.Count(source, "\n"))
	addresses := int64(strings.Count(source, "@") + strings.Count(source, "://"))
	return cost+lines*perLine+addresses*perAddress > costly
}

// weigh is the cost of a clean source. Goldmark is super-linear only within one
// paragraph, and no paragraph reaches over an empty line, so that a piece
// between empty lines is never smaller than the parser's.
func weigh(source string) int64 {
	var cost int64
	var p piece
	for line := range strings.Lines(source) {
		if strings.Trim(line, " \t\n") == "" {
			cost += p.cost()
			p = piece{}
			continue
		}
		p.add(line)
	}
	return cost + p.cost()
}

// piece is what is counted of the text between two empty lines.
type piece struct {
	bytes, lines int64
	marks        int64 // runs of * or _, and brackets
	ticks        int64 // backticks after a backslash
	ahead        int64 // bytes from each ]( to the end of its line
}

// add counts one more line.
func (p *piece) add(line string) {
	p.bytes += int64(len(line))
	p.lines++
	var last byte
	for i := range len(line) {
		c := line[i]
		switch {
		case c == '[' || c == ']' || (c == '*' || c == '_') && c != last:
			p.marks++
		case c == '`' && last == '\\':
			p.ticks++
		case c == '(' && last == ']':
			p.ahead += int64(len(line) - i)
		}
		last = c
	}
}

// cost counts what is slow: a closing * or _ looks back through every mark
// before it; a ] looks through the nodes since its [ and through the lines of
// the piece; a ]( looks for the end of an address to the end of the line; and
// a run of backticks cut short by a backslash looks for its like to the end,
// and makes a node for every line on the way.
func (p *piece) cost() int64 {
	return p.marks*(p.marks+p.lines) + p.ahead + p.ticks*(p.bytes+64*p.lines)
}
