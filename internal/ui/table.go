package ui

import "github.com/a-h/templ"

// TableProps is a table. Its first column names the rows.
type TableProps struct {
	ID      string // of the caption, unique on the page
	Caption string
	Head    []Column
	Rows    [][]Cell

	// Stack sets each row as a block of its own on a narrow screen, each cell
	// under its column's name. Without it a wide table scrolls sideways in its
	// own frame.
	Stack bool
}

// Column is the head of a column.
type Column struct {
	Label  string
	Number bool // figures, set to the end of the line
}

// Cell is what stands in a row under a column: words, or a component.
type Cell struct {
	Text string
	Part templ.Component
}

// Cells makes a row of words.
func Cells(words ...string) []Cell {
	row := make([]Cell, len(words))
	for n, one := range words {
		row[n] = Cell{Text: one}
	}
	return row
}
