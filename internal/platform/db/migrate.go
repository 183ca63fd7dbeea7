package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// ErrNewer is returned when the database was written by a newer Handrail. It
// is left unchanged.
var ErrNewer = errors.New("the database was written by a newer version of Handrail")

const migrationTable = "goose_version"

// Migrate brings the schema up to date with the numbered files. NAME.sql serves
// both engines; NAME.sqlite.sql and NAME.postgres.sql come as a pair. Nodes that
// start together are taken in turn by the caller, through Exclusive.
func (d *DB) Migrate(ctx context.Context, files fs.FS) error {
	provider, err := d.provider(files)
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, provider); err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return explain(err)
}

// SchemaVersion says how far the schema is, and how far files would bring it.
func (d *DB) SchemaVersion(ctx context.Context, files fs.FS) (current, newest int64, err error) {
	provider, err := d.provider(files)
	if err != nil {
		return 0, 0, err
	}
	current, newest, err = provider.GetVersions(ctx)
	return current, newest, explain(err)
}

func refuseNewer(ctx context.Context, provider *goose.Provider) error {
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return explain(err)
	}
	if current > newest {
		return fmt.Errorf("%w: its schema is number %d, this version knows %d", ErrNewer, current, newest)
	}
	return nil
}

func (d *DB) provider(files fs.FS) (*goose.Provider, error) {
	dialect := goose.DialectSQLite3
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	store, err := database.NewStore(dialect, migrationTable)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectCustom, d.writer, engineFiles{files, d.engine}, goose.WithStore(store), goose.WithDisableGlobalRegistry(true))
}

// engineFiles hides the other engine's half of each pair: goose refuses two
// files of one number.
type engineFiles struct {
	fs.FS
	engine Engine
}

// ReadDir lists what is for this engine.
func (f engineFiles) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	if err != nil {
		return nil, err
	}
	other := ".postgres.sql"
	if f.engine == Postgres {
		other = ".sqlite.sql"
	}
	var mine []fs.DirEntry
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), other) {
			mine = append(mine, e)
		}
	}
	return mine, nil
}
