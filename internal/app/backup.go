package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"handrail/internal/backup"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
	"handrail/migrations"
)

var errCutOff = errors.New("a restore into this data folder was cut off: start Handrail once, or run `handrail restore` again, and it is finished or undone")

// Backup writes what o asks for. The installation may be at work meanwhile,
// and nothing in it is changed.
func Backup(ctx context.Context, c Config, o backup.Order) (backup.Made, error) {
	if backup.Unfinished(string(c.Folder)) {
		return backup.Made{}, errCutOff
	}
	if err := c.mustHold(); err != nil {
		return backup.Made{}, err
	}
	d, err := db.Open(ctx, db.Options{Address: c.Address(), ReadOnly: true})
	if err != nil {
		return backup.Made{}, err
	}
	defer d.Close()
	s := backup.Source{DB: d, Tables: Declared(), Migrations: migrations.Files, Version: Version, Clock: c.Clock}
	if _, err := os.Stat(c.Folder.Files()); err == nil {
		files, err := blob.OpenFolder(c.Folder.Files())
		if err != nil {
			return backup.Made{}, err
		}
		defer files.Close()
		s.Files = files
	}
	if o.Keys != "" {
		store, keeper, err := c.inspectKeys(ctx)
		if err != nil {
			return backup.Made{}, err
		}
		defer store.Close()
		s.Keys = keeper
	}
	return backup.Write(ctx, s, o)
}

// mustHold keeps a mistyped folder from being taken for an empty community.
func (c Config) mustHold() error {
	if c.Database != "" {
		return nil
	}
	if _, err := os.Stat(c.Folder.Database()); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no Handrail in %s: name its data folder with --data", c.Folder)
	}
	return nil
}

// inspectKeys opens the data keys to look at, with the server's key, or with
// the next one where a change of it was cut off.
func (c Config) inspectKeys(ctx context.Context) (*db.DB, *seal.Keeper, error) {
	server, err := c.Folder.heldServerKey()
	if err != nil {
		return nil, nil, err
	}
	store, err := db.Open(ctx, db.Options{Address: c.keyAddress(), ReadOnly: true})
	if err != nil {
		return nil, nil, err
	}
	keeper, err := seal.Inspect(ctx, store, c.Clock, server)
	if errors.Is(err, seal.ErrWrongServerKey) {
		if text, readErr := os.ReadFile(c.Folder.nextServerKey()); readErr == nil {
			if next, parseErr := parseServerKey(string(text)); parseErr == nil {
				keeper, err = seal.Inspect(ctx, store, c.Clock, next)
			}
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, store.Close())
	}
	return store, keeper, nil
}

// heldServerKey is the server's key as it is kept, and fs.ErrNotExist where
// there is none. It never makes one.
func (f Folder) heldServerKey() ([]byte, error) {
	if text := os.Getenv("HANDRAIL_SERVER_KEY"); text != "" {
		return parseServerKey(text)
	}
	text, err := os.ReadFile(f.ServerKey())
	if err != nil {
		return nil, err
	}
	return parseServerKey(string(text))
}
