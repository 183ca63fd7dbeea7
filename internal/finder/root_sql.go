package finder

import (
	"context"

	"handrail/internal/platform/db"
)

// Fields are the columns of finder_root, but for the id.
func (r *root) Fields() []any { return []any{&r.Address, &r.Name, &r.Sketch} }

func firstRoot(ctx context.Context, tx *db.Tx) (root, error) {
	return db.One[root](ctx, tx, `SELECT address, name, sketch FROM finder_root WHERE id = 'first'`)
}

// keepRoot notes by what the server is known.
func keepRoot(ctx context.Context, tx *db.Tx, r root) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_root (id, address, name, sketch) VALUES ('first', ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET address = excluded.address, name = excluded.name, sketch = excluded.sketch`, r.Address, r.Name, r.Sketch)
	return err
}

// docsListed are the listings of a source that are not gone, by key.
func docsListed(ctx context.Context, tx *db.Tx, source, after string, most int) ([]listingRow, error) {
	return db.All[listingRow](ctx, tx, `SELECT `+listingColumns+` FROM finder_listing l
		WHERE l.source_id = ? AND l.gone_at = 0 AND l.key > ? ORDER BY l.key LIMIT ?`, source, after, most)
}

// giveIDsBack lets the next BMLT server be the first.
func giveIDsBack(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE finder_counter SET value = 0 WHERE name = ?`, idsCounter)
	return err
}

// idsKept tells whether a source keeps its numbers now.
func idsKept(ctx context.Context, tx *db.Tx) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM finder_source WHERE keeps_ids`)
	return n > 0, err
}
