// Package declare is the declaration of data: every column of every table says
// whose it is, why it is kept, for how long, whether it is sealed, how it is
// exported, and what leaving and erasing do to it. The privacy page is printed
// from it, the logical export and erasure are driven by it, and a test fails
// on a column that nobody declared.
package declare

import (
	"strings"

	"handrail/internal/platform/i18n"
)

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

// Sealer is the kind of data key that a column is sealed with. The key itself
// belongs to one account: Owner names it.
type Sealer string

// The kinds. Erasing destroys both; being helped in by others, after every key
// was lost, destroys Private.
const (
	Account Sealer = "account" // what signing in and looking after the account needs
	Private Sealer = "private" // what must not come back when others help somebody in
)

// Owner is the owner, as package seal knows it, of this kind of key of an
// account.
func (s Sealer) Owner(account string) string { return string(s) + ":" + account }

// About says where a sealed value lies; package seal binds the value to it. row
// is the row's id: the values of Table.Order, with colons between them. Every
// sealed column of an account is sealed and opened with it.
func About(table, column, row string) string { return table + "." + column + ":" + row }

// Everyone is the Of of a column that belongs to each account that the row
// belongs to.
const Everyone = "*"

// Column declares one column.
type Column struct {
	Name     string
	Whose    Whose
	Why      i18n.Text // one plain sentence, shown on the privacy page
	Kept     i18n.Text // how long, in plain words
	Sealed   bool      // encrypted with a data key of its owner
	SealedBy Sealer    // which key, where a way leads from the row to an account
	Secret   bool      // opens a door: shown to nobody, not even its owner
	// Of names the way, by its Column, that leads to the account this column
	// belongs to, in a row that belongs to several. "" is the first way, and
	// Everyone all of them.
	Of     string
	Export Export
	Leave  Effect // when a member leaves but keeps their words
	Erase  Effect // when a member erases everything
}

// IsTime tells whether a number in this column is a time, in unix milliseconds
// with 0 for never. Its name says so.
func (c Column) IsTime() bool {
	return c.Name == "at" || strings.HasSuffix(c.Name, "_at") || strings.HasSuffix(c.Name, "_after")
}

// Way says how a row leads to the account that it belongs to.
type Way struct {
	// Column holds the id of the account; or, where Table is set, the value of
	// Key in a row there, and that row's first way leads on.
	Column     string
	Table, Key string
}

// Table declares one table and every column in it.
type Table struct {
	Name string
	// Order lists the columns that sort the logical export; together unique.
	Order []string
	// Title is what the rows are called in somebody's copy, like "Your visits".
	Title i18n.Text
	// Of lists the ways from a row to the accounts that it belongs to. Copies
	// and erasing follow them.
	Of []Way
	// NoWay says, in a table about accounts to which no way leads, why that is
	// and what erases the rows instead.
	NoWay string
	// Outside is true where the logical export leaves the table out: what it
	// holds is remade, or means nothing elsewhere.
	Outside bool
	Columns []Column
}
