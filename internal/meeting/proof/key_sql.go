package proof

import (
	"context"

	"handrail/internal/platform/db"
)

// keyRow is a key that papers are signed with.
type keyRow struct {
	id     string
	public []byte
	secret []byte // sealed
	made   int64
}

const keyColumns = `id, public, secret, made_at`

// Fields are keyColumns.
func (r *keyRow) Fields() []any { return []any{&r.id, &r.public, &r.secret, &r.made} }

// signingKeys are all keys, the newest first. There is one a year.
func signingKeys(ctx context.Context, tx *db.Tx) ([]keyRow, error) {
	return db.All[keyRow](ctx, tx, `SELECT `+keyColumns+` FROM meeting_proof_key ORDER BY made_at DESC, id LIMIT 200`)
}

func insertKey(ctx context.Context, tx *db.Tx, r keyRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_proof_key (`+keyColumns+`) VALUES (?, ?, ?, ?)`, r.id, r.public, r.secret, r.made)
	return err
}
