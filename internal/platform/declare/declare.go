// Package declare is the declaration of data: every column of every table says
// whose it is, why it is kept, for how long, whether it is sealed, how it is
// exported, and what leaving and erasing do to it. The privacy page is printed
// from it, the logical export and erasure are driven by it, and a test fails
// on a column that nobody declared.
package declare

import "handrail/internal/platform/i18n"

// Whose says who a column is about.
type Whose int

// Whose data it is.
const (
	Nobodys  Whose = iota // bookkeeping of the program; about no person
	Sites                 // this installation's own settings and texts
	Members               // about one account
	Visitors              // about a session without an account
	Stewards              // about what somebody did in running the site
)

// Export says where a column goes when somebody asks for a copy.
type Export int

// How a column is exported.
const (
	NotExported Export = iota // a secret, or bookkeeping without meaning
	ToOwner                   // to the person it is about
	ToSite                    // with the site's own export
)

// Effect is what leaving or erasing does to a column.
type Effect int

// The effects.
const (
	Stays   Effect = iota // nothing: it is not about the person who leaves
	Goes                  // deleted at once
	Expires               // deleted when Kept says
	Cut                   // the row stays, this value is emptied
	Opaque                // stays, but can no longer be read: its key is destroyed
)

// Column declares one column.
type Column struct {
	Name   string
	Whose  Whose
	Why    i18n.Text // one plain sentence, shown on the privacy page
	Kept   i18n.Text // how long, in plain words
	Sealed bool      // encrypted with a data key of its owner
	Export Export
	Leave  Effect // when a member leaves but keeps their words
	Erase  Effect // when a member erases everything
}

// Table declares one table and every column in it.
type Table struct {
	Name string
	// Order lists the columns that sort the logical export; together unique.
	Order []string
	// Outside is true where the logical export leaves the table out: what it
	// holds is remade, or means nothing elsewhere.
	Outside bool
	Columns []Column
}
