package app

import (
	"context"
	"errors"
	"net/url"

	"handrail/internal/backup"
	"handrail/internal/platform/db"
	"handrail/migrations"
)

var errOtherSchema = errors.New("the database was made by another version of Handrail: run `handrail migrate` first, with the server stopped")

// Beside opens an installation for a command of its operator, and lets go of it
// when do is done. A server may be at work on it meanwhile: nothing is locked
// or migrated. What has to reach its open pages reaches them as work, within
// seconds.
func Beside(ctx context.Context, c Config, do func(ctx context.Context, a *App) error) error {
	if backup.Unfinished(string(c.Folder)) {
		return errCutOff
	}
	if err := c.mustHold(); err != nil {
		return err
	}
	if err := c.mustFit(ctx); err != nil {
		return err
	}
	base := &url.URL{Scheme: "http", Host: "localhost"}
	if c.BaseURL != "" {
		found, err := c.base(nil)
		if err != nil {
			return err
		}
		base = found
	}
	c.beside = true
	a, err := New(ctx, c, base)
	if err != nil {
		return err
	}
	defer a.Close()
	return do(ctx, a)
}

// mustFit refuses a database that New would change.
func (c Config) mustFit(ctx context.Context) error {
	d, err := db.Open(ctx, db.Options{Address: c.Address(), ReadOnly: true})
	if err != nil {
		return err
	}
	defer d.Close()
	current, newest, err := d.SchemaVersion(ctx, migrations.Files)
	if err == nil && current != newest {
		return errOtherSchema
	}
	return err
}
