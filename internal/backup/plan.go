package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
)

// A restore works in a folder of its own within the data folder. What it means
// to do stands there in plan.json: as long as that does not say ready, the
// restore can be undone; from then on it can only be finished.
const (
	stagingFolder = "restoring"
	planFile      = "plan.json"
	keptPrefix    = "before-restore-"
)

type plan struct {
	Ready  bool   `json:"ready"`
	Schema string `json:"schema,omitempty"` // of the new rows, on PostgreSQL
	Kept   string `json:"kept"`             // the folder for what was there
	Object string `json:"object,omitempty"` // names the backup
}

// keptSchema is the schema for the rows that were there.
func (p plan) keptSchema() string { return strings.ReplaceAll(p.Kept, "-", "_") }

// ErrElsewhere says that a restore into PostgreSQL has to be finished first.
var ErrElsewhere = errors.New("a restore into PostgreSQL was cut off: start Handrail once more with the same --database, and it goes on with it")

func (t Target) staging(name string) string { return filepath.Join(t.Folder, stagingFolder, name) }
func (t Target) ready(name string) string   { return filepath.Join(t.staging("ready"), name) }

// Unfinished tells whether a restore into the data folder was cut off, and
// waits for a Settle.
func Unfinished(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, stagingFolder))
	return err == nil
}

// Settle finishes a restore that was cut off, or undoes it when it had not
// come far enough. Every start calls it before it opens the database.
func (t Target) Settle(ctx context.Context) error {
	if !Unfinished(t.Folder) {
		return nil
	}
	var p plan
	body, err := os.ReadFile(t.staging(planFile))
	if errors.Is(err, fs.ErrNotExist) {
		return t.undo(ctx, p)
	}
	if err == nil {
		err = json.Unmarshal(body, &p)
	}
	if err != nil {
		return fmt.Errorf("read how far a restore had come: %w", err)
	}
	if p.Schema != "" && !db.IsPostgres(t.Address) && p.Ready {
		return ErrElsewhere
	}
	if !p.Ready {
		return t.undo(ctx, p)
	}
	_, err = t.forward(ctx, p)
	return err
}

// begin makes the staging folder and says in it what is to be done.
func (t Target) begin(ctx context.Context) (plan, error) {
	var p plan
	if err := os.MkdirAll(t.ready(""), 0o700); err != nil {
		return p, err
	}
	if db.IsPostgres(t.Address) {
		p.Schema = "restore_" + strings.ReplaceAll(id.Random(), "-", "")[:16]
	}
	err := t.nameKept(ctx, &p)
	if err == nil {
		err = t.write(p)
	}
	if err != nil {
		return p, errors.Join(err, os.RemoveAll(t.staging("")))
	}
	return p, nil
}

// nameKept finds a name that no earlier restore took.
func (t Target) nameKept(ctx context.Context, p *plan) error {
	stamp := keptPrefix + t.Clock.Now().Format("20060102-150405")
	for n := 1; ; n++ {
		p.Kept = stamp
		if n > 1 {
			p.Kept = fmt.Sprintf("%s-%d", stamp, n)
		}
		taken, err := exists(filepath.Join(t.Folder, p.Kept))
		if err == nil && !taken && p.Schema != "" {
			taken, err = t.schemaExists(ctx, p.keptSchema())
		}
		if err != nil || !taken {
			return err
		}
	}
}

func (t Target) write(p plan) error {
	body, err := jsonLine(p)
	if err != nil {
		return err
	}
	if err := writeDurably(t.staging(planFile), body); err != nil {
		return err
	}
	return errors.Join(syncFolder(t.Folder), t.at("restore.plan"))
}

// undo removes everything that a restore made.
func (t Target) undo(ctx context.Context, p plan) error {
	if p.Schema != "" && db.IsPostgres(t.Address) {
		if err := t.dropSchema(ctx, p.Schema); err != nil {
			return err
		}
	}
	return os.RemoveAll(t.staging(""))
}

// forward puts the new in the place of the old. Each of its steps may have been
// taken before.
func (t Target) forward(ctx context.Context, p plan) (Restored, error) {
	var kept Restored
	if p.Schema != "" {
		if err := t.swapSchemas(ctx, p); err != nil {
			return kept, err
		}
		if there, err := t.schemaExists(ctx, p.keptSchema()); err != nil {
			return kept, err
		} else if there {
			kept.KeptSchema = p.keptSchema()
		}
	} else if err := t.swap(p, filepath.Base(t.Address), "-wal", "-shm"); err != nil {
		return kept, err
	}
	if err := t.swap(p, filepath.Base(t.Files)); err != nil {
		return kept, err
	}
	there, err := exists(filepath.Join(t.Folder, p.Kept))
	if err != nil {
		return kept, err
	}
	if there {
		kept.Kept = filepath.Join(t.Folder, p.Kept)
	}
	if t.After != nil {
		if err := t.After(ctx, p.Object); err != nil {
			return kept, err
		}
	}
	return kept, errors.Join(t.at("restore.after"), os.RemoveAll(t.staging("")))
}

// swap moves name, and what belongs to it, out of the way and the new one in.
// While the new one still waits, whatever is in its place is the old one.
func (t Target) swap(p plan, name string, suffixes ...string) error {
	waits, err := exists(t.ready(name))
	if err != nil || !waits {
		return err
	}
	for _, suffix := range append(suffixes, "") {
		if err := t.putAway(p, name+suffix); err != nil {
			return err
		}
	}
	if err := t.at("restore.in"); err != nil {
		return err
	}
	if err := os.Rename(t.ready(name), filepath.Join(t.Folder, name)); err != nil {
		return err
	}
	return errors.Join(syncFolder(t.Folder), syncFolder(t.ready("")), t.at("restore.done"))
}

func (t Target) putAway(p plan, name string) error {
	from := filepath.Join(t.Folder, name)
	there, err := exists(from)
	if err != nil || !there {
		return err
	}
	if err := t.at("restore.away"); err != nil {
		return err
	}
	if empty, err := isEmpty(from); err != nil || empty {
		return errors.Join(err, os.RemoveAll(from))
	}
	kept := filepath.Join(t.Folder, p.Kept)
	if err := os.MkdirAll(kept, 0o700); err != nil {
		return err
	}
	if err := os.Rename(from, filepath.Join(kept, name)); err != nil {
		return err
	}
	return errors.Join(syncFolder(kept), syncFolder(t.Folder))
}
