package backup

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/platform/db"
	"handrail/internal/platform/jobs"
)

// lineMost is the longest row that is read back. A row holds texts and small
// sealed values, each far below this.
const lineMost = 64 << 20

// errDiffers says that what was loaded is not what the backup holds.
var errDiffers = errors.New("the rows that were loaded are not the rows of the backup")

// load fills a new, empty database, and proves that it holds what was saved.
func (s *staged) load(ctx context.Context, d *db.DB, t Target, progress func(Progress)) error {
	if err := d.Migrate(ctx, upTo{t.Migrations, s.Schema}); err != nil {
		return err
	}
	if err := d.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.fill(ctx, tx, progress) }); err != nil {
		return err
	}
	if err := s.prove(ctx, d); err != nil {
		return err
	}
	if err := t.Schema(ctx, d); err != nil {
		return err
	}
	return s.loadJobs(ctx, d)
}

// fill writes the rows. Foreign keys are looked at once all are there, since
// rows may refer to later ones.
func (s *staged) fill(ctx context.Context, tx *db.Tx, progress func(Progress)) error {
	check, err := deferKeys(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range s.Tables {
		if err := s.fits(ctx, tx, t); err != nil {
			return err
		}
		if err := clearTable(ctx, tx, t); err != nil { // a migration may have put rows there
			return err
		}
	}
	var done, total int64
	for _, p := range s.parts {
		if strings.HasPrefix(p.Name, rowsFolder) {
			total += p.Rows
		}
	}
	for _, t := range s.Tables {
		if err := s.fillTable(ctx, tx, t, func() { done++; tell(progress, "rows", done, total) }); err != nil {
			return fmt.Errorf("load %s: %w", t.Name, err)
		}
	}
	return check(ctx)
}

// fits compares a table of the backup with the one that is there now.
func (s *staged) fits(ctx context.Context, tx *db.Tx, t Table) error {
	here := Table{Name: t.Name, Order: t.Order, Columns: slices.Clone(t.Columns)}
	if err := here.describe(ctx, tx); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if !slices.Equal(here.Columns, t.Columns) {
		return fmt.Errorf("%w (%s has other columns)", ErrDamaged, t.Name)
	}
	return nil
}

func (s *staged) fillTable(ctx context.Context, tx *db.Tx, t Table, loaded func()) error {
	rows, err := newInserter(ctx, tx, t)
	if err != nil {
		return err
	}
	err = eachLine(s.rowsOf(t), func(line []byte) error {
		values, err := parseRow(t.Columns, line)
		if err != nil {
			return fmt.Errorf("%w (%v)", ErrDamaged, err)
		}
		loaded()
		return rows.add(ctx, values)
	})
	return errors.Join(err, rows.close(ctx, err == nil))
}

// eachLine calls fn with every line of a file, which need not exist.
func eachLine(path string, fn func(line []byte) error) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 1<<16), lineMost)
	for lines.Scan() {
		if err := fn(lines.Bytes()); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return ErrTooLarge
	}
	return lines.Err()
}

// prove exports the loaded rows once more and compares every table.
func (s *staged) prove(ctx context.Context, d *db.DB) error {
	return snapshot(ctx, d, func(ctx context.Context, tx *db.Tx) error {
		for _, t := range s.Tables {
			sum := sha256.New()
			err := eachRow(ctx, tx, t, func(line []byte) error {
				sum.Write(line)
				return nil
			})
			if err != nil {
				return err
			}
			if hex.EncodeToString(sum.Sum(nil)) != s.parts[rowsFolder+t.Name].SHA256 {
				return fmt.Errorf("%w: %s", errDiffers, t.Name)
			}
		}
		return nil
	})
}

func (s *staged) loadJobs(ctx context.Context, d *db.DB) error {
	var list []jobs.Waiting
	err := eachLine(s.rows+"/"+jobsPart, func(line []byte) error {
		var j jobs.Waiting
		if err := json.Unmarshal(line, &j); err != nil {
			return fmt.Errorf("%w (%v)", ErrDamaged, err)
		}
		list = append(list, j)
		return nil
	})
	if err != nil {
		return err
	}
	return d.In(ctx, func(ctx context.Context, tx *db.Tx) error { return jobs.Import(ctx, d, tx, list) })
}

// upTo shows the migrations as they were when the backup was made.
type upTo struct {
	fs.FS
	newest int64
}

// ReadDir lists the migrations up to the newest.
func (u upTo) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(u.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return numberOf(e) > u.newest }), err
}

// newestOf is the number of the last migration.
func newestOf(migrations fs.FS) (newest int64, err error) {
	entries, err := fs.ReadDir(migrations, ".")
	for _, e := range entries {
		newest = max(newest, numberOf(e))
	}
	return newest, err
}

// numberOf is the number that a migration's name begins with, or 0.
func numberOf(e fs.DirEntry) int64 {
	number, _, _ := strings.Cut(e.Name(), "_")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
