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

// claimRoot notes that a server got the numbers, unless it is noted already.
func claimRoot(ctx context.Context, tx *db.Tx, address, name string) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_root (id, address, name, sketch) VALUES ('first', ?, ?, '') ON CONFLICT (id) DO NOTHING`, address, name)
	return err
}

// keepRoot notes by what the server is known after a good copy.
func keepRoot(ctx context.Context, tx *db.Tx, r root) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_root (id, address, name, sketch) VALUES ('first', ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET address = excluded.address, name = excluded.name, sketch = excluded.sketch`, r.Address, r.Name, r.Sketch)
	return err
}

// nameRoot notes where the server was and what it was called when it is removed.
func nameRoot(ctx context.Context, tx *db.Tx, address, name string) error {
	_, err := tx.Exec(ctx, `UPDATE finder_root SET address = ?, name = ? WHERE id = 'first'`, address, name)
	return err
}

// idsKept tells whether a source keeps its numbers now.
func idsKept(ctx context.Context, tx *db.Tx) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM finder_source WHERE keeps_ids`)
	return n > 0, err
}
