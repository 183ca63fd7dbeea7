package ui

import "github.com/a-h/templ"

// RowProps is a line of a list.
type RowProps struct {
	Title string
	Href  string // makes the whole line a way there; empty for a line that leads nowhere
	Meta  string // a quieter line below
	Fresh bool   // come since the reader last looked; set bolder, and Mark says so

	Mark    templ.Component // a badge before the meta line
	Picture templ.Component // an Avatar or an Icon before the words
	End     templ.Component // after the words: a button, a time
}

func (p RowProps) class() string {
	class := "line"
	if p.Picture == nil {
		class += " line-bare"
	}
	if p.End != nil {
		class += " line-end"
	}
	if p.Fresh {
		class += " fresh"
	}
	return class
}
