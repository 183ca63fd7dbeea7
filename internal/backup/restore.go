package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// Target is where a backup is brought back to. The caller has locked the data
// folder; nothing else uses it.
type Target struct {
	Folder     string // the data folder, which exists
	Address    string // postgres://…, or the path of the SQLite file in Folder
	Files      string // the folder of uploads in Folder
	Version    string // of this program
	Migrations fs.FS
	Clock      clock.Clock

	// Schema brings a database up to date, with everything that runs in it.
	Schema func(context.Context, *db.DB) error
	// Keys puts the data keys in their place. It is called once the backup is
	// checked and loaded, before anything takes the place of what was there.
	Keys func(context.Context) error
	// After is called once all is in its place, and again when that was cut
	// off. object names the backup.
	After func(ctx context.Context, object string) error

	// Points, where set, is asked at each named fault point. Tests set it.
	Points func(name string) error
}

// Choice is how to read a backup.
type Choice struct {
	Identities []age.Identity // what opens it
	Most       int64          // how many bytes it may unpack to; 0 for a tebibyte
	Progress   func(Progress) // called now and then; may be nil
}

// Restored is what was brought back.
type Restored struct {
	About
	Kept       string // the folder that keeps what was there before, or ""
	KeptSchema string // the schema in which PostgreSQL keeps it, or ""
}

const most = 1 << 40

// Restore reads the backup at path to its end, checks every part, builds a new
// database from it beside the one that is there, and then puts the new one in
// its place. Until that moment nothing that is there changes. When the process
// ends in between, the next Settle finishes or undoes it.
func Restore(ctx context.Context, path string, t Target, c Choice) (Restored, error) {
	if err := t.Settle(ctx); err != nil {
		return Restored{}, err
	}
	p, err := t.begin(ctx)
	if err != nil {
		return Restored{}, err
	}
	about, err := t.prepare(ctx, path, p, c)
	if err == nil {
		p.Ready, p.Object = true, clock.FromMillis(about.MadeAt).Format("2006-01-02T15:04:05Z")
		err = t.write(p)
	}
	if err != nil {
		return Restored{}, errors.Join(err, t.undo(context.WithoutCancel(ctx), p))
	}
	// From here the new one is what counts, whatever happens.
	kept, err := t.forward(context.WithoutCancel(ctx), p)
	kept.About = about
	if err != nil {
		err = fmt.Errorf("the backup is checked and loaded, but not yet in its place: %w. The next start goes on with it", err)
	}
	return kept, err
}

// prepare does everything that leaves what is there alone.
func (t Target) prepare(ctx context.Context, path string, p plan, c Choice) (About, error) {
	if err := t.movable(); err != nil {
		return About{}, err
	}
	room, err := t.room(c)
	if err != nil {
		return About{}, err
	}
	newest, err := newestOf(t.Migrations)
	if err != nil {
		return About{}, err
	}
	files, err := blob.OpenFolder(t.ready(filepath.Base(t.Files)))
	if err != nil {
		return About{}, err
	}
	defer files.Close()
	r := &reader{most: room, version: t.Version, schema: newest, files: files, tell: c.Progress}
	r.rows = t.staging("rows")
	if err := os.Mkdir(r.rows, 0o700); err != nil {
		return About{}, err
	}
	if err := r.read(ctx, path, c.Identities); err != nil {
		return r.About, err
	}
	if err := t.at("restore.read"); err != nil {
		return r.About, err
	}
	if err := t.build(ctx, p, &r.staged, c.Progress); err != nil {
		return r.About, err
	}
	if err := t.at("restore.built"); err != nil {
		return r.About, err
	}
	if t.Keys != nil {
		if err := t.Keys(ctx); err != nil {
			return r.About, err
		}
	}
	return r.About, errors.Join(t.at("restore.keys"), syncTree(t.ready("")))
}

// movable refuses uploads that could not be moved aside in one step.
func (t Target) movable() error {
	info, err := os.Lstat(t.Files)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	mounted, err := isMount(t.Files)
	if err == nil && (mounted || !info.IsDir()) {
		err = fmt.Errorf("%s is a link or a disk of its own, and cannot be replaced in one step: take the link or the mount away, restore, copy the files that are then in %s to where they belong, and put it back", t.Files, t.Files)
	}
	return err
}

// build makes the new database: a file in the staging folder, or a schema of
// its own.
func (t Target) build(ctx context.Context, p plan, s *staged, progress func(Progress)) error {
	if p.Schema != "" {
		return t.buildSchema(ctx, p, s, progress)
	}
	path := t.ready(filepath.Base(t.Address))
	d, err := db.Open(ctx, db.Options{Address: path})
	if err != nil {
		return err
	}
	if err := errors.Join(s.load(ctx, d, t, progress), d.Close()); err != nil {
		return err
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return errors.New("the new database could not be closed")
	}
	return os.Chmod(path, 0o600)
}

func (t Target) at(point string) error {
	if t.Points == nil {
		return nil
	}
	if err := t.Points(point); err != nil {
		return fmt.Errorf("fault point %s: %w", point, err)
	}
	return nil
}
