package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
)

// next is where a new server key lies while the data keys are wrapped anew.
func (f Folder) nextServerKey() string { return f.ServerKey() + ".next" }

// openKeeper opens the data keys. If a change of the server's key was cut off
// after the data keys were wrapped anew, the new key is put in place here.
func (f Folder) openKeeper(ctx context.Context, store *db.DB, c clock.Clock, server []byte) (*seal.Keeper, error) {
	keeper, err := seal.Open(ctx, store, c, server)
	if !errors.Is(err, seal.ErrWrongServerKey) {
		return keeper, err
	}
	text, readErr := os.ReadFile(f.nextServerKey())
	if errors.Is(readErr, fs.ErrNotExist) {
		return nil, err
	}
	next, parseErr := parseServerKey(string(text))
	if err := errors.Join(readErr, parseErr); err != nil {
		return nil, err
	}
	if keeper, err = seal.Open(ctx, store, c, next); err != nil {
		return nil, err
	}
	return keeper, os.Rename(f.nextServerKey(), f.ServerKey())
}

// RotateServerKey gives the installation a new server key. The new key is on
// the disk before any data key is wrapped with it; a crash at any point leaves
// a key that opens them.
func RotateServerKey(ctx context.Context, c Config) error {
	if os.Getenv("HANDRAIL_SERVER_KEY") != "" {
		return errors.New("the server's key comes from HANDRAIL_SERVER_KEY: change it where that is kept")
	}
	unlock, err := c.Folder.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	server, err := c.Folder.LoadServerKey()
	if err != nil {
		return err
	}
	store, err := db.Open(ctx, db.Options{Address: c.keyAddress()})
	if err != nil {
		return err
	}
	defer store.Close()
	keeper, err := c.Folder.openKeeper(ctx, store, c.Clock, server)
	if err != nil {
		return err
	}
	next := make([]byte, serverKeyBytes)
	rand.Read(next) // never fails: crypto/rand ends the program instead
	if err := WriteDurably(c.Folder.nextServerKey(), []byte(EncodeServerKey(next)+"\n")); err != nil {
		return err
	}
	if err := keeper.RotateServerKey(ctx, next); err != nil {
		return err
	}
	return os.Rename(c.Folder.nextServerKey(), c.Folder.ServerKey())
}
