package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"handrail/internal/backup"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const (
	clockSlack = 5 * time.Second
	bringBack  = "Stop Handrail, keep a copy of the data folder, and restore the last backup: `handrail restore FILE`."
)

// database looks at the rows, the data keys, and what holds them together.
func (h House) database(ctx context.Context) []Finding {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute) // a large file takes long to read
	defer cancel()
	first := h.reach(ctx)
	if !first.IsFine() {
		return []Finding{first}
	}
	d, err := db.Open(ctx, db.Options{Address: h.Address, ReadOnly: true})
	if err != nil {
		return []Finding{first, unreadable("database", err)}
	}
	defer d.Close()
	list := []Finding{first, whole(ctx, d, "database")}
	if !list[1].IsFine() {
		return list
	}
	schema := h.schema(ctx, d)
	list = append(list, schema)
	if schema.IsFine() {
		list = append(list, h.newestRow(ctx, d))
	}
	list = append(list, h.serverTime(ctx, d))
	return append(list, h.keys(ctx, d, schema.IsFine())...)
}

// reach finds the database and looks at its version.
func (h House) reach(ctx context.Context) Finding {
	if db.IsPostgres(h.Address) {
		return h.reachPostgres(ctx)
	}
	info, err := os.Stat(h.Address)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wrong("Name the data folder with --data, or start Handrail, which makes the database.", "There is no database at %s.", h.Address)
	case err != nil || !info.Mode().IsRegular():
		return wrong("Run this as the user that Handrail runs as.", "The database at %s cannot be looked at: %v.", h.Address, err)
	}
	return fine("The database is %s.", h.Address)
}

func (h House) reachPostgres(ctx context.Context) Finding {
	config, err := pgxpool.ParseConfig(h.Address)
	if err != nil {
		return wrong("Write it like postgres://user:password@host/database.", "The --database address cannot be read.")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		return wrong("Start PostgreSQL, look at the address in --database, and at its log (often pg_hba.conf or the password).", "PostgreSQL does not answer: %v.", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return postgresVersion(conn.PgConn().ParameterStatus("server_version"))
}

// postgresVersion takes the version as the server says it: "15.18 (Debian …)".
func postgresVersion(version string) Finding {
	version, _, _ = strings.Cut(version, " ")
	oldest := strconv.Itoa(db.OldestPostgres)
	if db.Older(version, oldest) {
		return wrong("Move the database to PostgreSQL "+oldest+" or newer: pg_dump and pg_restore, or pg_upgrade.", "PostgreSQL %s is too old: Handrail needs %s.", version, oldest)
	}
	return fine("PostgreSQL %s answers.", version)
}

func unreadable(what string, err error) Finding {
	return wrong(bringBack, "The %s cannot be read: %v.", what, err)
}

// whole reads every page of an SQLite file, and checks what refers to what.
// PostgreSQL looks after that itself.
func whole(ctx context.Context, d *db.DB, what string) Finding {
	var damage []damaged
	var loose []damaged
	err := d.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		damage, err = db.All[damaged](ctx, tx, tx.Pick(selectDamage))
		if err != nil {
			return err
		}
		loose, err = db.All[damaged](ctx, tx, tx.Pick(selectLoose))
		return err
	})
	switch {
	case err != nil:
		return unreadable(what, err)
	case len(damage) > 0:
		return wrong(bringBack, "The %s is damaged: %s.", what, join(damage))
	case len(loose) > 0:
		return wrong(bringBack, "In the %s, rows refer to rows that are not there: %s.", what, join(loose))
	}
	return fine("The %s is whole.", what)
}

type damaged struct{ where string }

// Fields are the columns of the checks in whole.
func (d *damaged) Fields() []any { return []any{&d.where} }

func join(list []damaged) string {
	var words []string
	for _, d := range list {
		words = append(words, strings.Join(strings.Fields(d.where), " "))
	}
	return strings.Join(words, "; ")
}

func (h House) schema(ctx context.Context, d *db.DB) Finding {
	current, newest, err := d.SchemaVersion(ctx, h.Migrations)
	switch {
	case err != nil:
		return wrong("Look whether --database and --data name the right place. If they do: "+bringBack, "This is not a database of Handrail, or how far it is cannot be read: %v.", err)
	case current > newest:
		return wrong("Install that version of Handrail, or a newer one. This one leaves the database alone.", "The database was written by a newer version of Handrail (number %d; this one knows %d).", current, newest)
	case current < newest:
		return fine("The database is at number %d. The next start brings it to %d.", current, newest)
	}
	return fine("The database is up to date, at number %d.", current)
}

// newestRow compares this machine's clock with what was written last.
func (h House) newestRow(ctx context.Context, d *db.DB) Finding {
	var newest int64
	err := d.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		newest, err = backup.NewestRow(ctx, tx, h.Tables)
		return err
	})
	if err != nil {
		return unreadable("database", err)
	}
	if behind := clock.FromMillis(newest).Sub(h.Clock.Now()); behind > clockSlack {
		return wrong("Set the clock, and keep it right with a time service (`timedatectl set-ntp true`). Do not write before that: sessions would end and meetings come at wrong times.",
			"This machine's clock is %s behind the newest row of the database.", behind.Round(time.Second))
	}
	return fine("This machine's clock is not behind the newest row.")
}

// serverTime compares this machine's clock with PostgreSQL's.
func (h House) serverTime(ctx context.Context, d *db.DB) Finding {
	if d.Engine() == db.SQLite {
		return Finding{}
	}
	before := h.Clock.Now()
	there, err := d.Now(ctx)
	if err != nil {
		return unreadable("database", err)
	}
	return timesApart(before, clock.FromMillis(there), h.Clock.Now())
}

// timesApart looks at a time that was read elsewhere between before and after.
func timesApart(before, there, after time.Time) Finding {
	apart := before.Sub(there)
	if late := there.Sub(after); late > apart {
		apart = late
	}
	if apart > clockSlack {
		return wrong("Keep both machines right with a time service (`timedatectl set-ntp true`).", "This machine's clock and PostgreSQL's are %s apart.", apart.Round(time.Second))
	}
	return fine("This machine's clock and PostgreSQL's agree.")
}
