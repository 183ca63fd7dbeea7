package seal

import (
	"context"
	"embed"
	"encoding/base64"
	"io/fs"

	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Schema is the schema of its own in which PostgreSQL keeps the data keys.
const Schema = "handrail_keys"

func migrate(ctx context.Context, store *db.DB) error {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	return store.Exclusive(ctx, "handrail data keys", func(ctx context.Context) error {
		if store.Engine() == db.Postgres {
			if _, err := store.Writer().ExecContext(ctx, `CREATE SCHEMA IF NOT EXISTS `+Schema); err != nil {
				return err
			}
		}
		return store.Migrate(ctx, files)
	})
}

// checkServerKey writes a mark under the server's key at the first start, and
// compares it at every later one.
func (k *Keeper) checkServerKey(ctx context.Context) error {
	_, kept, err := k.Mark(ctx, checkMark)
	if fault.KindOf(err) == fault.NotFound {
		sealed := encrypt(derive(k.server, "check"), nil, []byte(checkValue), nil)
		return k.ReplaceMark(ctx, checkMark, 1, base64.StdEncoding.EncodeToString(sealed))
	}
	if err != nil {
		return err
	}
	return opensCheck(k.server, kept)
}

func opensCheck(server []byte, kept string) error {
	sealed, err := base64.StdEncoding.DecodeString(kept)
	if err != nil {
		return ErrWrongServerKey
	}
	if _, err := decrypt(derive(server, "check"), sealed, 0, nil); err != nil {
		return ErrWrongServerKey
	}
	return nil
}

// Mark reads a small fact kept beside the keys, and is fault.Missing when it
// was never set.
func (k *Keeper) Mark(ctx context.Context, name string) (number int64, value string, err error) {
	var row markRow
	err = k.store.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = db.One[markRow](ctx, tx, selectMark, name)
		return err
	})
	return row.Number, row.Value, err
}

// RaiseMark sets a mark if number is higher than the one that is there.
func (k *Keeper) RaiseMark(ctx context.Context, name string, number int64, value string) error {
	return k.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, raiseMark, name, number, value)
		return err
	})
}

// ReplaceMark sets a mark whatever was there.
func (k *Keeper) ReplaceMark(ctx context.Context, name string, number int64, value string) error {
	return k.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, replaceMark, name, number, value)
		return err
	})
}

// Declared declares the tables of the key store.
func Declared() []declare.Table {
	const kept = "Until you erase your words. Then the key is destroyed and its row says so."
	const seenByHash = "the owner stands there as a hash, in a database of its own; Destroy empties the row"
	return []declare.Table{
		{Name: "seal_key", Outside: true, Order: []string{"owner_hash", "version"}, NoWay: seenByHash, Columns: []declare.Column{
			{Name: "owner_hash", Whose: declare.Members, Why: "Whose key it is, as a fingerprint.", Kept: kept, Leave: declare.Stays, Erase: declare.Stays},
			{Name: "version", Whose: declare.Members, Why: "Which of your keys it is.", Kept: kept, Leave: declare.Stays, Erase: declare.Stays},
			{Name: "wrapped", Whose: declare.Members, Why: "The key that locks your private columns, itself locked.", Kept: kept, Sealed: true, Leave: declare.Cut, Erase: declare.Cut},
			{Name: "made_at", Whose: declare.Members, Why: "When the key was made.", Kept: kept, Leave: declare.Stays, Erase: declare.Stays},
			{Name: "destroyed_at", Whose: declare.Members, Why: "When the key was destroyed, so that no backup brings it back.", Kept: "As long as this site exists", Leave: declare.Stays, Erase: declare.Stays},
		}},
		{Name: "seal_mark", Outside: true, Order: []string{"name"}, Columns: []declare.Column{
			{Name: "name", Whose: declare.Nobodys, Why: "Which fact it is.", Kept: "As long as this site exists"},
			{Name: "number", Whose: declare.Nobodys, Why: "How far the record of what stewards did had come.", Kept: "As long as this site exists"},
			{Name: "value", Whose: declare.Nobodys, Why: "A check that nothing was taken out of that record.", Kept: "As long as this site exists"},
		}},
	}
}
