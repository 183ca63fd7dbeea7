package seal

import (
	"context"
	"fmt"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// Inspect is Open for one who only looks: it writes nothing, and store may be
// read-only. It is fault.Missing when no server key was ever used here.
func Inspect(ctx context.Context, store *db.DB, c clock.Clock, server []byte) (*Keeper, error) {
	if len(server) != KeyBytes {
		return nil, fmt.Errorf("seal: the server's key has %d bytes, not %d", len(server), KeyBytes)
	}
	k := &Keeper{store: store, clock: c, server: server}
	_, kept, err := k.Mark(ctx, checkMark)
	if err != nil {
		return nil, err
	}
	return k, opensCheck(server, kept)
}

// IsEmpty tells whether store, which may be read-only, holds no data key: none
// was ever made here, or there is no store yet.
func IsEmpty(ctx context.Context, store *db.DB) (bool, error) {
	var rows int64
	err := store.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		there, err := db.Scalar[int64](ctx, tx, tx.Pick(db.Pair{
			SQLite:   `SELECT COUNT(*) FROM sqlite_schema WHERE name = 'seal_key'`,
			Postgres: `SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'seal_key'`,
		}))
		if err != nil || there == 0 {
			return err
		}
		rows, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM seal_key`)
		return err
	})
	return rows == 0, err
}
