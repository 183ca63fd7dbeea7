package feed

import (
	"strings"
	"unicode/utf8"
)

// A spreadsheet takes a cell for a formula that begins with one of these; some take
// those of full width too.
const formulaSigns = "=+-@\t\r＝＋－＠"

// formulaMark stands before what is no formula.
const formulaMark = "'"

// A spreadsheet may part cells at another sign than we do, and knows no quotation
// marks in the middle of one. So each piece of a cell is guarded that could become
// one: behind these signs always, or only where it could do harm, since people write
// "Mon - Fri", lists with a dash on each line, and places like 40.7,-74.0.
const (
	partings = ";\t|"
	perhaps  = " ,\n\r"
	harm     = "(|!" // a call, or another program
)

// guarded is a cell that no spreadsheet takes for a formula, wherever it parts it.
func guarded(cell string) string {
	if !strings.ContainsAny(cell, formulaSigns) {
		return cell
	}
	return pieces(cell, func(piece string) string { return formulaMark + piece })
}

// unguarded is the cell that guarded was given.
func unguarded(cell string) string {
	if !strings.Contains(cell, formulaMark) {
		return cell
	}
	return pieces(cell, func(piece string) string { return strings.TrimPrefix(piece, formulaMark) })
}

// pieces is a cell with those of its pieces changed that could be formulas.
func pieces(cell string, change func(string) string) string {
	var b strings.Builder
	for start := 0; start < len(cell); {
		end := len(cell)
		if at := strings.IndexAny(cell[start:], partings+perhaps); at >= 0 {
			end = start + at + 1
		}
		piece := cell[start:end]
		if isFormula(cell, start) {
			piece = change(piece)
		}
		b.WriteString(piece)
		start = end
	}
	return b.String()
}

// isFormula tells that the piece of a cell that begins at a place could be taken for
// a formula, behind marks of quotation.
func isFormula(cell string, start int) bool {
	piece := strings.TrimLeft(cell[start:], `'"`)
	sign, _ := utf8.DecodeRuneInString(piece)
	switch {
	case piece == "" || !strings.ContainsRune(formulaSigns, sign):
		return false
	case start == 0:
		return true
	case sign == '\t' || sign == '\r':
		return false // a parting: what follows is looked at itself
	}
	before := cell[start-1]
	if strings.IndexByte(partings, before) >= 0 || before != ' ' && (sign == '=' || sign == '＝') {
		return true
	}
	if end := strings.IndexAny(piece, string(before)+"\n"); end >= 0 {
		piece = piece[:end]
	}
	return strings.ContainsAny(piece, harm)
}
