package voice

import "strings"

// Change is a line of two texts set side by side.
type Change struct {
	Text string
	Kind ChangeKind
}

// ChangeKind says what became of a line.
type ChangeKind int

// The kinds.
const (
	Same ChangeKind = iota
	Gone
	Come
)

// mostLines is how long the texts may be that are compared line by line. Longer
// ones are shown one after the other.
const mostLines = 600

// compare says what changed from one text to another, line by line, by their
// longest common part. Empty lines are left out.
func compare(before, after string) []Change {
	a, b := linesOf(before), linesOf(after)
	if len(a) > mostLines || len(b) > mostLines {
		return append(allOf(a, Gone), allOf(b, Come)...)
	}
	common := commonLengths(a, b)
	var list []Change
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			list = append(list, Change{a[i], Same})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			list = append(list, Change{a[i], Gone})
			i++
		default:
			list = append(list, Change{b[j], Come})
			j++
		}
	}
	return append(append(list, allOf(a[i:], Gone)...), allOf(b[j:], Come)...)
}

// commonLengths is, for each place in a and each in b, how many lines the rest
// of both have in common, in order.
func commonLengths(a, b []string) [][]int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			table[i][j] = max(table[i+1][j], table[i][j+1])
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			}
		}
	}
	return table
}

func linesOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func allOf(lines []string, kind ChangeKind) []Change {
	list := make([]Change, len(lines))
	for i, line := range lines {
		list[i] = Change{line, kind}
	}
	return list
}
