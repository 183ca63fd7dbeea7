package seal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const firstVersion = 1

// lastVersion is the number of the row that says that an owner's keys were
// destroyed for good: no version comes after it.
const lastVersion = 1 << 62

// newestKey is the owner's newest data key; the first is made here.
func (k *Keeper) newestKey(ctx context.Context, owner string) (key []byte, version int64, err error) {
	newest, err := k.newestRow(ctx, owner)
	if fault.KindOf(err) == fault.NotFound {
		if err := k.addKey(ctx, owner, firstVersion); err != nil {
			return nil, 0, err
		}
		newest, err = k.newestRow(ctx, owner)
	}
	if err != nil {
		return nil, 0, err
	}
	key, err = k.unwrap(newest)
	return key, newest.Version, err
}

func (k *Keeper) newestRow(ctx context.Context, owner string) (keyRow, error) {
	var row keyRow
	err := k.store.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = newestOf(ctx, tx, hashOf(owner))
		return err
	})
	return row, err
}

func (k *Keeper) keyOf(ctx context.Context, owner string, version int64) ([]byte, error) {
	var row keyRow
	err := k.store.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = keyAt(ctx, tx, hashOf(owner), version)
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return nil, ErrDestroyed // it was there when the value was sealed
	}
	if err != nil {
		return nil, err
	}
	return k.unwrap(row)
}

// addKey makes a data key, unless another call was quicker. It refuses to when
// the owner's keys were destroyed, or when another node has changed the
// server's key: what is wrapped with the old one could never be opened.
func (k *Keeper) addKey(ctx context.Context, owner string, version int64) error {
	key := make([]byte, KeyBytes)
	rand.Read(key) // never fails: crypto/rand ends the program instead
	row := keyRow{OwnerHash: hashOf(owner), Version: version, MadeAt: clock.Millis(k.clock.Now())}
	row.Wrapped = encrypt(derive(k.server, "wrap"), nil, key, row.place())
	return k.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		check, err := db.One[markRow](ctx, tx, selectMark, checkMark)
		if err != nil {
			return err
		}
		if err := opensCheck(k.server, check.Value); err != nil {
			return err
		}
		newest, err := newestOf(ctx, tx, row.OwnerHash)
		switch {
		case err == nil && newest.Wrapped == nil:
			return ErrDestroyed
		case err != nil && fault.KindOf(err) != fault.NotFound:
			return err
		}
		return insertKey(ctx, tx, row)
	})
}

// write changes the store, one at a time.
func (k *Keeper) write(ctx context.Context, fn func(context.Context, *db.Tx) error) error {
	return k.store.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "seal", "keys"); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

func (k *Keeper) unwrap(row keyRow) ([]byte, error) {
	if row.Wrapped == nil {
		return nil, ErrDestroyed
	}
	key, err := decrypt(derive(k.server, "wrap"), row.Wrapped, 0, row.place())
	if err != nil {
		return nil, fmt.Errorf("unwrap a data key: %w", err)
	}
	return key, nil
}

// Renew gives owner a new data key, which seals from now on. What was sealed
// with the earlier ones still opens.
func (k *Keeper) Renew(ctx context.Context, owner string) error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	_, version, err := k.newestKey(ctx, owner)
	if err != nil {
		return err
	}
	return k.addKey(ctx, owner, version+1)
}

// oldestKey is the owner's oldest data key that was not destroyed.
func (k *Keeper) oldestKey(ctx context.Context, owner string) ([]byte, error) {
	var row keyRow
	err := k.store.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = oldestOf(ctx, tx, hashOf(owner))
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return nil, ErrDestroyed
	}
	if err != nil {
		return nil, err
	}
	return k.unwrap(row)
}

// Forget ends all of the owner's data keys that there are, and gives them a new
// one. What was sealed with the old ones opens nowhere any more; what is sealed
// from now on does. It is ErrDestroyed where Destroy came before.
func (k *Keeper) Forget(ctx context.Context, owner string) error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	newest, err := k.newestRow(ctx, owner)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil
	case err != nil:
		return err
	case newest.Version == lastVersion:
		return ErrDestroyed
	}
	if err := k.addKey(ctx, owner, newest.Version+1); err != nil {
		return err
	}
	err = k.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return forgetKeys(ctx, tx, hashOf(owner), newest.Version, clock.Millis(k.clock.Now()))
	})
	if err != nil {
		return err
	}
	return k.scrub(ctx)
}

// Destroy ends all of the owner's data keys, for good. What was sealed with
// them opens nowhere any more, and the owner never gets another key.
func (k *Keeper) Destroy(ctx context.Context, owner string) error {
	err := k.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return destroyKeys(ctx, tx, hashOf(owner), clock.Millis(k.clock.Now()))
	})
	if err != nil {
		return err
	}
	return k.scrub(ctx)
}

var errStillRead = errors.New("seal: the store is being read, so what was destroyed is still in its log; try again")

// scrub takes the destroyed bytes out of the store's own history: the
// write-ahead log of SQLite, the dead rows of PostgreSQL.
func (k *Keeper) scrub(ctx context.Context) error {
	if k.store.Engine() == db.Postgres {
		_, err := k.store.Writer().ExecContext(ctx, `VACUUM seal_key`)
		return err
	}
	var busy, frames, moved int64
	err := k.store.Writer().QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
	if err == nil && busy != 0 {
		return errStillRead
	}
	return err
}
