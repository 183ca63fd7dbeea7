// Package belongings finds what belongs to an account, by the declaration of
// data: it counts the rows, reads them for a copy or for whoever must know what
// the server could hand over, and erases them. No feature writes any of this
// for itself: it declares its tables.
//
// It has no tables of its own and writes those of others, as declared.
package belongings

import (
	"context"
	"errors"
	"slices"

	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/seal"
)

// page is how many rows are read, or changed, in one transaction at most.
const page = 500

var errNobody = errors.New("belongings: no account was named")

// Belongings knows the declaration. It is safe for concurrent use once every
// Own has been said.
type Belongings struct {
	db     *db.DB
	keys   *seal.Keeper
	tables []table
	own    []owned
}

// New makes Belongings over the tables to which a way is declared. They stand
// in the order in which rows may be written. It fails where the declaration
// does not pass declare.Check.
func New(d *db.DB, keys *seal.Keeper, tables []declare.Table) (*Belongings, error) {
	if err := declare.Check(tables); err != nil {
		return nil, err
	}
	b := &Belongings{db: d, keys: keys}
	for _, t := range tables {
		if len(t.Of) > 0 {
			b.tables = append(b.tables, newTable(t, tables))
		}
	}
	return b, nil
}

// How is the way in which somebody goes.
type How int

// The two.
const (
	Erasing How = iota // everything goes
	Leaving            // words that others build on stay, as of a former member
)

func (h How) effect(c declare.Column) declare.Effect {
	if h == Leaving {
		return c.Leave
	}
	return c.Erase
}

// Hooks stand for rows that no way leads to, because the database does not know
// whose they are.
type Hooks struct {
	// Title and Columns are as a table has them.
	Title   i18n.Text
	Columns []declare.Column
	// BeforeKeys is true where the rows are found with a key of the account.
	// They are erased before the keys are; all else comes after.
	BeforeKeys bool
	Count      func(ctx context.Context, account string) (int64, error)
	// Read calls visit with each row: with the columns that are exported, or
	// with all.
	Read func(ctx context.Context, account string, all bool, visit func(Row) error) error
	// Erase changes at most this many rows and says how many; fewer means that
	// nothing is left. It bears being called again.
	Erase func(ctx context.Context, account string, how How, most int) (int, error)
}

type owned struct {
	name string
	Hooks
}

// Own adds rows that only the caller finds, under a name like that of a table.
// It is said while the program is put together.
func (b *Belongings) Own(name string, h Hooks) { b.own = append(b.own, owned{name, h}) }

// Count says for each table, and each name given to Own, how many rows belong
// to the account.
func (b *Belongings) Count(ctx context.Context, account string) (map[string]int64, error) {
	if account == "" {
		return nil, errNobody
	}
	counts := map[string]int64{}
	err := b.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		for _, t := range b.tables {
			if counts[t.Name], err = t.count(ctx, tx, account); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, o := range b.own {
		if counts[o.name], err = o.Count(ctx, account); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// Remain is one column that outlives whoever it is about.
type Remain struct {
	Table  string
	Column declare.Column // with Why and Kept
	Effect declare.Effect // Stays, Expires or Opaque
}

// Remains lists what is left about somebody who goes, and why, to be said
// beforehand.
func Remains(tables []declare.Table, how How) []Remain {
	var left []Remain
	for _, t := range tables {
		for _, c := range t.Columns {
			about := c.Whose == declare.Members || c.Whose == declare.Stewards
			if effect := how.effect(c); about && slices.Contains([]declare.Effect{declare.Stays, declare.Expires, declare.Opaque}, effect) {
				left = append(left, Remain{Table: t.Name, Column: c, Effect: effect})
			}
		}
	}
	return left
}
