package seal

import (
	"context"
	"encoding/base64"
	"fmt"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const batch = 500

// RotateServerKey wraps every data key with another server key, in one
// transaction, and uses it from then on. The caller has the new key on the
// disk, under another name, before it asks.
func (k *Keeper) RotateServerKey(ctx context.Context, next []byte) error {
	if len(next) != KeyBytes {
		return fmt.Errorf("seal: the server's key has %d bytes, not %d", len(next), KeyBytes)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	err := k.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := eachKey(ctx, tx, func(row keyRow) error {
			if row.Wrapped == nil {
				return nil
			}
			key, err := k.unwrap(row)
			if err != nil {
				return err
			}
			row.Wrapped = encrypt(derive(next, "wrap"), nil, key, row.place())
			return rewrapKey(ctx, tx, row)
		})
		if err != nil {
			return err
		}
		check := encrypt(derive(next, "check"), nil, []byte(checkValue), nil)
		_, err = tx.Exec(ctx, replaceMark, checkMark, int64(1), base64.StdEncoding.EncodeToString(check))
		return err
	})
	if err != nil {
		return err
	}
	k.server = next
	return k.scrub(ctx)
}

func eachKey(ctx context.Context, tx *db.Tx, fn func(keyRow) error) error {
	var hash string
	var version int64
	for {
		rows, err := keysAfter(ctx, tx, hash, version, batch)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if err := fn(row); err != nil {
				return err
			}
		}
		hash, version = rows[len(rows)-1].OwnerHash, rows[len(rows)-1].Version
	}
}

// Record is a data key as a backup has it: still wrapped by the server's key.
// Wrapped is nil for one that was destroyed.
type Record struct {
	OwnerHash   string `json:"owner_hash"`
	Version     int64  `json:"version"`
	Wrapped     []byte `json:"wrapped,omitempty"`
	MadeAt      int64  `json:"made_at"`
	DestroyedAt int64  `json:"destroyed_at,omitempty"`
}

// Copy is the store as a backup has it.
type Copy struct {
	Check string   `json:"check"` // proves which server key wraps the records
	Keys  []Record `json:"keys"`
}

// Export copies every key, wrapped, at one point in time.
func (k *Keeper) Export(ctx context.Context) (Copy, error) {
	var c Copy
	err := k.store.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		mark, err := db.One[markRow](ctx, tx, selectMark, checkMark)
		if err != nil {
			return err
		}
		c = Copy{Check: mark.Value}
		return eachKey(ctx, tx, func(row keyRow) error {
			c.Keys = append(c.Keys, Record(row))
			return nil
		})
	})
	return c, err
}

// Import takes in the keys of a backup. What was destroyed here or there stays
// destroyed. It returns ErrWrongServerKey, having changed nothing, when the
// copy was wrapped with another server key.
func (k *Keeper) Import(ctx context.Context, c Copy) error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if err := opensCheck(k.server, c.Check); err != nil {
		return err
	}
	err := k.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, record := range c.Keys {
			if err := mergeKey(ctx, tx, keyRow(record)); err != nil {
				return err
			}
		}
		return keepDestroyed(ctx, tx, clock.Millis(k.clock.Now()))
	})
	if err != nil {
		return err
	}
	return k.scrub(ctx)
}

// OpensWith tells whether server is the key that wraps the records of c.
func (c Copy) OpensWith(server []byte) bool { return opensCheck(server, c.Check) == nil }
