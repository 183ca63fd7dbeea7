package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"handrail/internal/backup"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
	"handrail/migrations"
)

// From says what to bring back.
type From struct {
	File      string // the backup; or "" to bring back keys alone
	Keys      string // the file of data keys that was written beside it, or ""
	ServerKey string // the file of the server's key, or "" where it is in place
	backup.Choice
}

// Returned is what came back.
type Returned struct {
	backup.Restored
	// WithoutKeys is true where no data keys were given and none are here: what
	// was sealed cannot be read.
	WithoutKeys bool
}

// Restore brings back what f names, into a data folder that nobody uses. It
// changes nothing until everything has been checked.
func Restore(ctx context.Context, c Config, f From) (Returned, error) {
	var r Returned
	c.Database = backup.Quiet(c.Database)
	release, err := c.takeFolder()
	if err != nil {
		return r, err
	}
	r, err = c.restore(ctx, f)
	release(err == nil)
	return r, err
}

// takeFolder locks the data folder, making it where it is not there. What was
// made goes again when nothing came of it.
func (c Config) takeFolder() (release func(kept bool), err error) {
	if c.Folder.IsDemo() {
		return nil, fmt.Errorf("%s holds a demo. Choose another folder with --data", c.Folder)
	}
	_, err = os.Stat(string(c.Folder))
	made := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(string(c.Folder), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	unlock, err := c.Folder.Lock()
	if err != nil {
		return nil, fmt.Errorf("%w: %s. Stop it first", err, c.Folder)
	}
	return func(kept bool) {
		if made && !kept {
			os.Remove(c.Folder.lock())
			os.Remove(string(c.Folder)) // stays where something else is in it
		}
		unlock()
	}, nil
}

func (c Config) restore(ctx context.Context, f From) (r Returned, err error) {
	if err := c.Settle(ctx); err != nil {
		return r, err
	}
	keys, err := c.checkKeys(ctx, f)
	if err != nil {
		return r, err
	}
	if f.File == "" {
		return r, keys.place(ctx, c)
	}
	r.WithoutKeys = keys.missing
	t := c.target()
	t.Keys = func(ctx context.Context) error { return keys.place(ctx, c) }
	r.Restored, err = backup.Restore(ctx, f.File, t, f.Choice)
	return r, err
}

// target is where this installation's backups are brought back to.
func (c Config) target() backup.Target {
	return backup.Target{
		Folder: string(c.Folder), Address: c.Address(), Files: c.Folder.Files(), Version: Version,
		Migrations: migrations.Files, Clock: c.Clock, Schema: Schema, After: c.afterRestore, Points: c.Points,
	}
}

// Settle finishes a restore that was cut off, or undoes it. Every start calls
// it, with the folder locked, before it opens anything.
func (c Config) Settle(ctx context.Context) error {
	c.Database = backup.Quiet(c.Database)
	return c.target().Settle(ctx)
}

// afterRestore takes the restored record of what stewards did for the true one.
// Without the server's key there is nothing yet to hold it against.
func (c Config) afterRestore(ctx context.Context, object string) error {
	server, err := c.Folder.heldServerKey()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Options{Address: c.Address()})
	if err != nil {
		return err
	}
	defer d.Close()
	return c.withKeeper(ctx, server, func(keeper *seal.Keeper) error {
		return audit.New(d, c.Clock, keeper, c.Log).Rebase(ctx, object)
	})
}

func (c Config) withKeeper(ctx context.Context, server []byte, fn func(*seal.Keeper) error) error {
	store, err := db.Open(ctx, db.Options{Address: c.keyAddress()})
	if err != nil {
		return err
	}
	defer store.Close()
	keeper, err := c.Folder.openKeeper(ctx, store, c.Clock, server)
	if err != nil {
		return err
	}
	return fn(keeper)
}

// returningKeys are keys that were checked and are to be put in their place.
type returningKeys struct {
	server  []byte
	isNew   bool // the server's key is not in the folder yet
	copy    *seal.Copy
	missing bool
}

// checkKeys proves that the keys that are given, and those that are here, belong
// together.
func (c Config) checkKeys(ctx context.Context, f From) (k returningKeys, err error) {
	held, err := c.Folder.heldServerKey()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	k.server = held
	if f.ServerKey != "" {
		text, err := os.ReadFile(f.ServerKey)
		if err != nil {
			return k, err
		}
		if k.server, err = parseServerKey(string(text)); err != nil {
			return k, fmt.Errorf("%s: %w", f.ServerKey, err)
		}
		if held != nil && !bytes.Equal(held, k.server) {
			return k, errors.New("this data folder has another server key than the one you gave. Restore into a new, empty folder: --data DIR")
		}
		k.isNew = held == nil
	}
	if f.Keys != "" {
		if err := k.read(f.Keys); err != nil {
			return k, err
		}
	}
	here, err := c.checkHeldKeys(ctx, k.server)
	k.missing = !here && k.copy == nil
	return k, err
}

func (k *returningKeys) read(path string) error {
	keys, err := backup.ReadKeys(path)
	switch {
	case err != nil:
		return err
	case k.server == nil:
		return fmt.Errorf("%s is locked with the server's key: give that too, with --server-key FILE", path)
	case !keys.OpensWith(k.server):
		return fmt.Errorf("%s was locked with another server key. Find the one that was kept when this backup was made, and give it with --server-key FILE", path)
	}
	k.copy = &keys
	return nil
}

// checkHeldKeys tells whether a store of data keys is here, and refuses one that
// the server's key does not open.
func (c Config) checkHeldKeys(ctx context.Context, server []byte) (here bool, err error) {
	if _, err := os.Stat(c.Folder.Keys()); c.Database == "" && errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	store, err := db.Open(ctx, db.Options{Address: c.keyAddress(), ReadOnly: true})
	if err != nil {
		return false, err
	}
	defer store.Close()
	empty, err := seal.IsEmpty(ctx, store)
	if err != nil {
		return false, err
	}
	if server == nil {
		if !empty {
			err = errors.New("the data keys are here, but the server's key is not: give it with --server-key FILE")
		}
		return false, err
	}
	_, err = seal.Inspect(ctx, store, c.Clock, server)
	if empty && !errors.Is(err, seal.ErrWrongServerKey) {
		return err == nil, nil
	}
	if err != nil {
		return false, fmt.Errorf("the server's key does not open the data keys that are here: %w", err)
	}
	return true, nil
}

// place puts the keys where they belong: the server's key first.
func (k returningKeys) place(ctx context.Context, c Config) error {
	if k.isNew {
		if err := os.MkdirAll(c.Folder.Secrets(), 0o700); err != nil {
			return err
		}
		if err := WriteDurably(c.Folder.ServerKey(), []byte(EncodeServerKey(k.server)+"\n")); err != nil {
			return err
		}
	}
	if k.copy == nil {
		return nil
	}
	return c.withKeeper(ctx, k.server, func(keeper *seal.Keeper) error { return keeper.Import(ctx, *k.copy) })
}
