package account

import (
	"context"

	"handrail/internal/platform/db"
)

func erasing(ctx context.Context, tx *db.Tx) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM account_account WHERE standing = 'erasing' ORDER BY made_at LIMIT 500`)
}

// sealedName is a sign-in name as it lies in the database.
type sealedName struct {
	ID   string
	Name []byte
}

// Fields are the columns of sealedNames.
func (n *sealedName) Fields() []any { return []any{&n.ID, &n.Name} }

func sealedNames(ctx context.Context, tx *db.Tx, after string) ([]sealedName, error) {
	return db.All[sealedName](ctx, tx, `SELECT id, name FROM account_account WHERE id > ? AND standing <> 'erasing' AND name IS NOT NULL ORDER BY id LIMIT 500`, after)
}
