package backup

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// restoring is how the connections of a restore call themselves.
const restoring = "handrail-restore"

// ErrInUse says that another Handrail has the database open.
var ErrInUse = errors.New("another Handrail is using this database: stop it first")

// Quiet is the address of a PostgreSQL database under which a restore and what
// it calls connect, so that they are not taken for a Handrail at work. Any
// other address stays as it is.
func Quiet(address string) string { return with(address, "application_name", restoring) }

func with(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil || !db.IsPostgres(address) {
		return address // Open says what is wrong with it
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// home runs fn on the database as it is.
func (t Target) home(ctx context.Context, fn func(*db.DB) error) error {
	d, err := db.Open(ctx, db.Options{Address: Quiet(t.Address)})
	if err != nil {
		return err
	}
	return errors.Join(fn(d), d.Close())
}

func (t Target) schemaExists(ctx context.Context, name string) (there bool, err error) {
	err = t.home(ctx, func(d *db.DB) error {
		return d.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			there, err = hasSchema(ctx, tx, name)
			return err
		})
	})
	return there, err
}

func hasSchema(ctx context.Context, tx *db.Tx, name string) (bool, error) {
	return db.Scalar[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = ?)`, name)
}

func (t Target) dropSchema(ctx context.Context, name string) error {
	return t.home(ctx, func(d *db.DB) error {
		return d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DROP SCHEMA IF EXISTS `+quoted(name)+` CASCADE`)
			return err
		})
	})
}

// buildSchema loads the backup into a schema of its own.
func (t Target) buildSchema(ctx context.Context, p plan, s *staged, progress func(Progress)) error {
	err := t.home(ctx, func(d *db.DB) error {
		return d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := refuseInUse(ctx, tx); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `CREATE SCHEMA `+quoted(p.Schema))
			return err
		})
	})
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Options{Address: with(Quiet(t.Address), "search_path", p.Schema)})
	if err != nil {
		return err
	}
	return errors.Join(s.load(ctx, d, t, progress), d.Close())
}

func refuseInUse(ctx context.Context, tx *db.Tx) error {
	others, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name LIKE 'handrail%' AND application_name <> ?`, restoring)
	if err == nil && others > 0 {
		return ErrInUse
	}
	return err
}

// swapSchemas gives the new schema the name of the old in one transaction. The
// old one is renamed, or dropped where there is nothing in it.
func (t Target) swapSchemas(ctx context.Context, p plan) error {
	err := t.home(ctx, func(d *db.DB) error {
		return d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if waits, err := hasSchema(ctx, tx, p.Schema); err != nil || !waits {
				return err
			}
			if err := refuseInUse(ctx, tx); err != nil {
				return err
			}
			current, err := currentSchema(ctx, tx)
			if err != nil {
				return err
			}
			for _, statement := range []string{
				current.leaves(p.keptSchema()),
				`ALTER SCHEMA ` + quoted(p.Schema) + ` RENAME TO ` + current.Name,
			} {
				if _, err := tx.Exec(ctx, statement); err != nil {
					return fmt.Errorf("put the new rows in the place of the old: %w", err)
				}
			}
			return t.at("restore.renaming")
		})
	})
	if err != nil {
		return err
	}
	return t.at("restore.renamed")
}

type schemaRow struct {
	Name    string // quoted where need be
	IsEmpty bool
}

// Fields are the columns of thisSchema.
func (r *schemaRow) Fields() []any { return []any{&r.Name, &r.IsEmpty} }

const thisSchema = `SELECT quote_ident(nspname), NOT EXISTS (
		SELECT 1 FROM pg_depend WHERE refclassid = 'pg_namespace'::regclass AND refobjid = n.oid)
	FROM pg_namespace n WHERE nspname = current_schema()`

// currentSchema is where an unqualified name leads.
func currentSchema(ctx context.Context, tx *db.Tx) (schemaRow, error) {
	row, err := db.One[schemaRow](ctx, tx, thisSchema)
	if fault.KindOf(err) == fault.NotFound {
		return row, errors.New("the database has no schema that tables can be made in: create the one that search_path names")
	}
	return row, err
}

func (r schemaRow) leaves(kept string) string {
	if r.IsEmpty {
		return `DROP SCHEMA ` + r.Name
	}
	return `ALTER SCHEMA ` + r.Name + ` RENAME TO ` + quoted(strings.ToLower(kept))
}
