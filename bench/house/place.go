//go:build bench

package house

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"

	"handrail/internal/platform/id"
)

// Place is where one run keeps all that it makes: a folder and, with PostgreSQL,
// a database of its own. Both are empty at first, and gone at its end.
type Place struct {
	Engine   string // sqlite or postgres
	Folder   string
	Database string // its address, or "" for SQLite in the data folder
}

// Run measures something once, on SQLite, and ends the program.
func Run(measure func(ctx context.Context, p Place) error) {
	end(at(context.Background(), "sqlite", measure))
}

// RunOn measures something on one engine or on "both", one after the other, and
// ends the program: with 1 where that failed.
func RunOn(engine string, measure func(ctx context.Context, p Place) error) {
	var wrong error
	for _, name := range []string{"sqlite", "postgres"} {
		if engine == name || engine == "both" {
			if err := at(context.Background(), name, measure); err != nil {
				wrong = errors.Join(wrong, fmt.Errorf("%s: %w", name, err))
			}
		}
	}
	end(wrong)
}

func end(wrong error) {
	if wrong != nil {
		fmt.Fprintln(os.Stderr, wrong)
		os.Exit(1)
	}
	os.Exit(0)
}

// at makes a place, and takes it away again.
func at(ctx context.Context, engine string, measure func(ctx context.Context, p Place) error) (err error) {
	p := Place{Engine: engine}
	if p.Folder, err = os.MkdirTemp("", "handrail-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(p.Folder)
	if engine == "postgres" {
		drop, err := p.makeDatabase(ctx)
		if err != nil {
			return err
		}
		defer drop()
	}
	return measure(ctx, p)
}

// makeDatabase makes one on the server for tests.
func (p *Place) makeDatabase(ctx context.Context) (drop func(), err error) {
	address, err := url.Parse(os.Getenv("HANDRAIL_TEST_POSTGRES"))
	if err != nil || address.Host == "" {
		return nil, errors.New("HANDRAIL_TEST_POSTGRES has to say where a PostgreSQL is")
	}
	server, name := address.String(), "handrail_bench_"+strings.ReplaceAll(id.Random(), "-", "")
	if err := execute(ctx, server, `CREATE DATABASE `+name); err != nil {
		return nil, err
	}
	address.Path = "/" + name
	p.Database = address.String()
	return func() {
		if err := execute(ctx, server, `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}, nil
}

// execute says one thing to a PostgreSQL, outside any transaction.
func execute(ctx context.Context, address, statement string) error {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, statement)
	return err
}

// Data is the data folder of the house at this place.
func (p Place) Data() string { return filepath.Join(p.Folder, "data") }

// Args tells the program about this place.
func (p Place) Args() []string {
	args := []string{"--data", p.Data()}
	if p.Database != "" {
		args = append(args, "--database", p.Database)
	}
	return args
}

// Serve starts the program at this place.
func (p Place) Serve() (*House, error) {
	h, err := New(nil, p.Args()...)
	if err != nil {
		return nil, err
	}
	_, err = h.Start()
	return h, err
}

// Settle has PostgreSQL look at what was written, as it does by itself within
// minutes. SQLite is measured without: it looks at nothing by itself.
func (p Place) Settle(ctx context.Context) error {
	if p.Database == "" {
		return nil
	}
	return execute(ctx, p.Database, `VACUUM ANALYZE`)
}
