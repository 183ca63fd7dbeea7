package note

import (
	"cmp"
	"context"
	"slices"

	"handrail/internal/platform/db"
	"handrail/internal/platform/i18n"
)

// kindRow is a kind as stewards left it. Of one that came with the program, an
// empty label or sentence is the one that came with it.
type kindRow struct {
	ID, Label, About string
	Place            int64
	Gone             bool

	from shipped // what came with the program; the zero shipped for one that stewards added
}

// Fields are the columns of writtenRows.
func (r *kindRow) Fields() []any { return []any{&r.ID, &r.Label, &r.About, &r.Place, &r.Gone} }

// kind is the row in the reader's language.
func (r kindRow) kind(ctx context.Context) Kind {
	k := Kind{ID: r.ID, Label: r.Label, About: r.About, Own: r.own(), New: !r.own() && r.Label+r.About != "", Gone: r.Gone}
	if k.Label == "" {
		k.Label = i18n.T(ctx, cmp.Or(r.from.Label, nameless))
	}
	if k.About == "" && !r.own() {
		k.About = i18n.T(ctx, r.from.About)
	}
	return k
}

// nameless is what a kind is called of which nothing is known.
const nameless i18n.Text = "Something heavy"

func (r kindRow) own() bool { return r.from.ID == "" }

// allRows are all kinds in their order: what stewards wrote, over what came with
// the program.
func allRows(ctx context.Context, tx *db.Tx) ([]kindRow, error) {
	written, err := writtenRows(ctx, tx)
	if err != nil {
		return nil, err
	}
	var all []kindRow
	for n, one := range shippedKinds() {
		row := kindRow{ID: one.ID, Place: int64(n)}
		if i := slices.IndexFunc(written, func(r kindRow) bool { return r.ID == one.ID }); i >= 0 {
			row = written[i]
			written = slices.Delete(written, i, i+1)
		}
		row.from = one
		all = append(all, row)
	}
	all = append(all, written...)
	slices.SortStableFunc(all, func(a, b kindRow) int { return int(a.Place - b.Place) })
	return all, nil
}

func writtenRows(ctx context.Context, tx *db.Tx) ([]kindRow, error) {
	return db.All[kindRow](ctx, tx, `SELECT id, label, about, place, gone FROM group_note ORDER BY place, id LIMIT 500`)
}

func writeRow(ctx context.Context, tx *db.Tx, r kindRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_note (id, label, about, place, gone) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET label = excluded.label, about = excluded.about, place = excluded.place, gone = excluded.gone`,
		r.ID, r.Label, r.About, r.Place, r.Gone)
	return err
}
