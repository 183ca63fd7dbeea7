package doctor

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
)

// keys looks at the data keys and at what is checked with them.
func (h House) keys(ctx context.Context, d *db.DB, readable bool) []Finding {
	if _, err := os.Stat(h.KeyAddress); !db.IsPostgres(h.KeyAddress) && errors.Is(err, fs.ErrNotExist) {
		return []Finding{noKeys()}
	}
	store, err := db.Open(ctx, db.Options{Address: h.KeyAddress, ReadOnly: true})
	if err != nil {
		return []Finding{unreadable("store of data keys", err)}
	}
	defer store.Close()
	sound := whole(ctx, store, "store of data keys")
	if !sound.IsFine() {
		return []Finding{sound}
	}
	keeper, found := h.keeper(ctx, store)
	list := []Finding{sound, found}
	if keeper != nil && readable {
		list = append(list, h.chain(ctx, d, keeper))
	}
	return list
}

func noKeys() Finding {
	return wrong("If this installation was never started, start it. Otherwise bring the keys back: `handrail restore --keys FILE --server-key FILE`.", "There are no data keys.")
}

// keeper tries the server's key on the data keys. Without a keeper the finding
// is wrong.
func (h House) keeper(ctx context.Context, store *db.DB) (*seal.Keeper, Finding) {
	const remedy = "Put it back from where it was kept: `handrail restore --server-key FILE`, or HANDRAIL_SERVER_KEY."
	server, err := h.ServerKey()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, wrong(remedy, "The server's key is missing: what is sealed cannot be read.")
	}
	if err != nil {
		return nil, wrong(remedy, "The server's key cannot be read: %v.", err)
	}
	keeper, err := seal.Inspect(ctx, store, h.Clock, server)
	switch {
	case errors.Is(err, seal.ErrWrongServerKey):
		return nil, wrong("Put the right one back from where it was kept.", "The server's key is not the one that the data keys are locked with: what is sealed cannot be read.")
	case err != nil:
		if empty, emptyErr := seal.IsEmpty(ctx, store); emptyErr == nil && empty {
			return nil, noKeys()
		}
		return nil, unreadable("store of data keys", err)
	}
	return keeper, fine("The server's key opens the data keys.")
}

// chain verifies the record of what was done in running the site.
func (h House) chain(ctx context.Context, d *db.DB, keeper *seal.Keeper) Finding {
	const remedy = "Find out who can write to the database besides Handrail. A backup from before the break shows what was there."
	report, err := audit.New(d, h.Clock, keeper, slog.New(slog.DiscardHandler)).Verify(ctx)
	switch {
	case errors.Is(err, seal.ErrDestroyed):
		return wrong(remedy, "The record of what stewards did cannot be checked: its key is gone.")
	case err != nil:
		return wrong(remedy, "The record of what stewards did cannot be checked: %v.", err)
	case !report.Sound():
		return wrong(remedy, "The record of what stewards did is broken at entry %d: %s.", report.Broken, report.Why)
	}
	return fine("The record of what stewards did is whole: %d entries.", report.Entries)
}
