// Package backup copies one installation, whole, at one point in time, into
// one encrypted file, and brings it back: into the same engine or the other.
//
// A backup is age(gzip(tar)). First comes about.json, which says what it is;
// then the rows of every table that belongs to Handrail, the jobs that wait,
// and the uploads; last complete.json with the SHA-256 of each part, without
// which the file is not whole. Rows are JSON lines that are the same bytes on
// both engines: the logical export.
//
// The data keys go to a file of their own, of which there is one generation,
// and the server's key to neither. So a key that was destroyed is gone from
// every backup too.
package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"filippo.io/age"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/seal"
)

// Source is the installation that is copied. It may be at work meanwhile.
type Source struct {
	DB         *db.DB // may be read-only
	Tables     []declare.Table
	Migrations fs.FS
	Files      blob.Store // the uploads
	Version    string     // of this program
	Keys       *seal.Keeper
	Clock      clock.Clock
}

// Order says what to write, and where to. What is left empty is not written.
type Order struct {
	File       string          // the encrypted backup
	Recipients []age.Recipient // who can open it; without any, File is refused
	Plain      string          // the logical export, not encrypted
	Keys       string          // the data keys, wrapped by the server's key
	Progress   func(Progress)  // called now and then; may be nil
}

// Progress is how far a long piece of work has come.
type Progress struct {
	What        string // "rows", "bytes of uploads", or "bytes of the backup"
	Done, Total int64
}

// Made is what was written.
type Made struct {
	Rows, Jobs, Files, Bytes int64 // Bytes of the uploads
	// Damaged are the keys of uploads that were left out: on the disk they are
	// not what was put there.
	Damaged []string
}

// ErrNoRecipient says that nobody could open the backup that was asked for.
var ErrNoRecipient = errors.New("a backup is always encrypted: name who can open it with --recipient, or set HANDRAIL_BACKUP_PASSPHRASE")

// ErrBehind says that the database has to be brought up to date first.
var ErrBehind = errors.New("the database is older than this version of Handrail: run `handrail migrate` first, or make the backup with the version that wrote it")

// errTwice keeps a snapshot from being taken half from one moment and half
// from another.
var errTwice = errors.New("the database broke off while it was being read: try again")

// Write makes what o asks for from one moment of s. Each file is there in full
// or not at all; an earlier one is replaced only by a whole one. When ctx ends,
// nothing is left behind.
func Write(ctx context.Context, s Source, o Order) (Made, error) {
	var made Made
	if o.File != "" && len(o.Recipients) == 0 {
		return made, ErrNoRecipient
	}
	schema, err := s.schema(ctx)
	if err != nil {
		return made, err
	}
	var files pending
	defer files.discard()
	out := &output{about: About{
		Format: format, Handrail: s.Version, Engine: s.DB.Engine().String(), Schema: schema, MadeAt: clock.Millis(s.Clock.Now()),
	}}
	if err := out.open(&files, o); err != nil {
		return made, err
	}
	if err := s.rows(ctx, out, o.Progress, &made); err != nil {
		return made, err
	}
	if out.archive != nil {
		if err := s.uploads(ctx, out.archive, o.Progress, &made); err != nil {
			return made, err
		}
	}
	if err := out.close(); err != nil {
		return made, err
	}
	if o.Keys != "" {
		if err := s.keys(ctx, &files, o.Keys); err != nil {
			return made, err
		}
	}
	return made, files.keep()
}

// schema is the number of the source's schema, which has to be the newest.
func (s Source) schema(ctx context.Context) (int64, error) {
	current, newest, err := s.DB.SchemaVersion(ctx, s.Migrations)
	switch {
	case err != nil:
		return 0, err
	case current > newest:
		return 0, db.ErrNewer
	case current < newest:
		return 0, ErrBehind
	}
	return current, nil
}

// output is where rows go: an archive, a plain file, or both.
type output struct {
	about   About
	archive *archive
	plain   *plain
}

func (o *output) open(files *pending, order Order) error {
	if order.Plain != "" {
		f, err := files.create(order.Plain, onlyPlain)
		if err != nil {
			return err
		}
		o.plain = newPlain(f)
	}
	if order.File != "" {
		f, err := files.create(order.File, onlyBackups)
		if err != nil {
			return err
		}
		o.archive, err = newArchive(f, order.Recipients)
		return err
	}
	return nil
}

// begin writes what comes before the rows.
func (o *output) begin(tables []Table) error {
	o.about.Tables = tables
	if o.archive == nil {
		return nil
	}
	return o.archive.begin(o.about)
}

// table is where the rows of t go. Each Write is one row.
func (o *output) table(t Table) (io.Writer, error) {
	var writers []io.Writer
	if o.archive != nil {
		part, err := o.archive.part(rowsFolder + t.Name)
		if err != nil {
			return nil, err
		}
		writers = append(writers, part)
	}
	if o.plain != nil {
		if err := o.plain.table(t); err != nil {
			return nil, err
		}
		writers = append(writers, o.plain)
	}
	return io.MultiWriter(writers...), nil
}

func (o *output) close() error {
	if o.plain != nil {
		if err := o.plain.w.Flush(); err != nil {
			return err
		}
	}
	if o.archive != nil {
		return o.archive.close()
	}
	return nil
}

// rows writes every row and every waiting job, as one transaction sees them.
func (s Source) rows(ctx context.Context, out *output, progress func(Progress), made *Made) error {
	begun := false
	return snapshot(ctx, s.DB, func(ctx context.Context, tx *db.Tx) error {
		if begun {
			return errTwice
		}
		begun = true
		tables, total, err := describeDeclared(ctx, tx, s.Tables)
		if err != nil {
			return err
		}
		if err := out.begin(tables); err != nil {
			return err
		}
		for _, t := range tables {
			w, err := out.table(t)
			if err != nil {
				return err
			}
			err = eachRow(ctx, tx, t, func(line []byte) error {
				made.Rows++
				tell(progress, "rows", made.Rows, total)
				_, err := w.Write(line)
				return err
			})
			if err != nil {
				return fmt.Errorf("read %s: %w", t.Name, err)
			}
		}
		if out.archive == nil {
			return nil
		}
		return s.jobs(ctx, tx, out.archive, made)
	})
}

func (s Source) jobs(ctx context.Context, tx *db.Tx, a *archive, made *Made) error {
	w, err := a.part(jobsPart)
	if err != nil {
		return err
	}
	return jobs.Export(ctx, s.DB, tx, func(j jobs.Waiting) error {
		line, err := jsonLine(j)
		if err != nil {
			return err
		}
		made.Jobs++
		_, err = w.Write(line)
		return err
	})
}

func (s Source) keys(ctx context.Context, files *pending, path string) error {
	keys, err := s.Keys.Export(ctx)
	if err != nil {
		return fmt.Errorf("read the data keys: %w", err)
	}
	line, err := jsonLine(keys)
	if err != nil {
		return err
	}
	// Keys come to their place before rows: so the rows that are there never
	// need a key that is not.
	f, err := files.createFirst(path, onlyKeys)
	if err != nil {
		return err
	}
	_, err = f.Write(line)
	return err
}

const tellEvery = 1000

// tell says how far the work is: now and then, and at its end.
func tell(progress func(Progress), what string, done, total int64) {
	if progress != nil && (done%tellEvery == 0 || done >= total) {
		progress(Progress{What: what, Done: done, Total: total})
	}
}

// snapshot runs fn in a read-only transaction that sees one moment throughout.
// On SQLite every one does.
func snapshot(ctx context.Context, d *db.DB, fn func(context.Context, *db.Tx) error) error {
	return d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if d.Engine() == db.Postgres {
			if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`); err != nil {
				return err
			}
		}
		return fn(ctx, tx)
	})
}
