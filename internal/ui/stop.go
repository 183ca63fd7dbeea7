package ui

// StopProps describes a section hung from the rail.
type StopProps struct {
	ID      string // of the heading, unique on the page
	Heading string
	Lit     bool // carries the lamp
	Over    bool // a small heading over something larger
}
