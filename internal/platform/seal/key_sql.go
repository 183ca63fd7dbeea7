package seal

import (
	"context"
	"strconv"

	"handrail/internal/platform/db"
)

const keyColumns = `owner_hash, version, wrapped, made_at, COALESCE(destroyed_at, 0)`

type keyRow struct {
	OwnerHash   string
	Version     int64
	Wrapped     []byte
	MadeAt      int64
	DestroyedAt int64
}

// Fields are keyColumns.
func (r *keyRow) Fields() []any {
	return []any{&r.OwnerHash, &r.Version, &r.Wrapped, &r.MadeAt, &r.DestroyedAt}
}

// place binds a wrapped key to its row.
func (r keyRow) place() []byte {
	return []byte(r.OwnerHash + ":" + strconv.FormatInt(r.Version, 10))
}

func newestOf(ctx context.Context, tx *db.Tx, hash string) (keyRow, error) {
	return db.One[keyRow](ctx, tx, `SELECT `+keyColumns+` FROM seal_key WHERE owner_hash = ? ORDER BY version DESC LIMIT 1`, hash)
}

func keyAt(ctx context.Context, tx *db.Tx, hash string, version int64) (keyRow, error) {
	return db.One[keyRow](ctx, tx, `SELECT `+keyColumns+` FROM seal_key WHERE owner_hash = ? AND version = ?`, hash, version)
}

func oldestOf(ctx context.Context, tx *db.Tx, hash string) (keyRow, error) {
	return db.One[keyRow](ctx, tx, `SELECT `+keyColumns+` FROM seal_key WHERE owner_hash = ? AND wrapped IS NOT NULL ORDER BY version LIMIT 1`, hash)
}

func insertKey(ctx context.Context, tx *db.Tx, r keyRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO seal_key (owner_hash, version, wrapped, made_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.OwnerHash, r.Version, r.Wrapped, r.MadeAt)
	return err
}

// forgetKeys empties the owner's keys up to a version.
func forgetKeys(ctx context.Context, tx *db.Tx, hash string, upTo, at int64) error {
	_, err := tx.Exec(ctx, `UPDATE seal_key SET wrapped = NULL, destroyed_at = ? WHERE owner_hash = ? AND version <= ? AND wrapped IS NOT NULL`, at, hash, upTo)
	return err
}

// destroyKeys empties every key of the owner, and adds the row after which none
// comes.
func destroyKeys(ctx context.Context, tx *db.Tx, hash string, at int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO seal_key (owner_hash, version, wrapped, made_at, destroyed_at) VALUES (?, ?, NULL, ?, ?) ON CONFLICT DO NOTHING`,
		hash, int64(lastVersion), at, at)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE seal_key SET wrapped = NULL, destroyed_at = ? WHERE owner_hash = ? AND wrapped IS NOT NULL`, at, hash)
	return err
}

func keysAfter(ctx context.Context, tx *db.Tx, hash string, version int64, limit int) ([]keyRow, error) {
	return db.All[keyRow](ctx, tx, `SELECT `+keyColumns+` FROM seal_key
		WHERE owner_hash > ? OR (owner_hash = ? AND version > ?) ORDER BY owner_hash, version LIMIT ?`, hash, hash, version, limit)
}

func rewrapKey(ctx context.Context, tx *db.Tx, r keyRow) error {
	_, err := tx.Exec(ctx, `UPDATE seal_key SET wrapped = ? WHERE owner_hash = ? AND version = ? AND wrapped IS NOT NULL`, r.Wrapped, r.OwnerHash, r.Version)
	return err
}

// mergeKey takes a key from a backup: a destroyed one always, a living one only
// where nothing is known of it.
func mergeKey(ctx context.Context, tx *db.Tx, r keyRow) error {
	if r.Wrapped == nil {
		_, err := tx.Exec(ctx, `INSERT INTO seal_key (owner_hash, version, wrapped, made_at, destroyed_at) VALUES (?, ?, NULL, ?, ?)
			ON CONFLICT (owner_hash, version) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at`,
			r.OwnerHash, r.Version, r.MadeAt, r.DestroyedAt)
		return err
	}
	return insertKey(ctx, tx, r)
}

// keepDestroyed empties every key older than one that was destroyed, whichever
// versions were known here and there.
func keepDestroyed(ctx context.Context, tx *db.Tx, at int64) error {
	_, err := tx.Exec(ctx, `UPDATE seal_key SET wrapped = NULL, destroyed_at = ? WHERE wrapped IS NOT NULL
		AND EXISTS (SELECT 1 FROM seal_key gone WHERE gone.owner_hash = seal_key.owner_hash AND gone.wrapped IS NULL AND gone.version > seal_key.version)`, at)
	return err
}

type markRow struct {
	Number int64
	Value  string
}

// Fields are the columns of selectMark.
func (r *markRow) Fields() []any { return []any{&r.Number, &r.Value} }

const (
	selectMark = `SELECT number, value FROM seal_mark WHERE name = ?`
	raiseMark  = `INSERT INTO seal_mark (name, number, value) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET number = excluded.number, value = excluded.value WHERE excluded.number > seal_mark.number`
	replaceMark = `INSERT INTO seal_mark (name, number, value) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET number = excluded.number, value = excluded.value`
)
