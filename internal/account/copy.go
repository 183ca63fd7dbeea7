package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/seal"
)

// CopyState says how far a copy of everything is.
type CopyState string

// The states.
const (
	CopyAsked CopyState = "asked" // it is being made, or about to be
	CopyStuck CopyState = "stuck" // the last try did not work
	CopyReady CopyState = "ready" // it can be fetched
)

// CopyKept is how long a copy can be fetched, and how long one that does not
// get made is waited for.
const CopyKept = 48 * time.Hour

// copyWords is how many words lock a copy. Whoever finds the file can guess for
// years: ten words of at least 1,626 are 106 bits.
const copyWords = 10

// Copy is a copy of everything an account has here. There is at most one.
type Copy struct {
	ID          string
	State       CopyState
	File        string // its key in the store of copies, or ""
	Done, Total int64  // rows; Total is 0 until it is known
	Asked, Ends time.Time
}

// CopyWanted is emitted in the transaction in which somebody asks for a copy.
type CopyWanted struct{ Copy string }

// AskCopy asks for a copy, to be made after the answer. The phrase that locks
// it is given here and nowhere else: it is kept, sealed, until the copy is
// made. While there is one already it is a Conflict.
func (s *Service) AskCopy(ctx context.Context, v Viewer) (phrase string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	lang := langOf(ctx)
	phrase = strings.Join(strings.Fields(secret.NewPhrase(lang) + " " + secret.NewPhrase(lang))[:copyWords], " ")
	row := copyRow{ID: id.Random(), Account: v.Account, State: CopyAsked, MadeAt: clock.Millis(s.clock.Now()), EndsAt: clock.Millis(s.clock.Now().Add(CopyKept))}
	if row.Secret, err = s.keys.Seal(ctx, ownerOf(v.Account), []byte(phrase), copyColumn(row.ID)); err != nil {
		return "", fmt.Errorf("seal the phrase of a copy: %w", err)
	}
	return phrase, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", v.Account); err != nil {
			return err
		}
		switch present, err := copyOf(ctx, tx, v.Account); {
		case err == nil && present.EndsAt > row.MadeAt:
			return fault.New(fault.Conflict, "There is a copy already. Fetch it, or delete it first.")
		case err != nil && fault.KindOf(err) != fault.NotFound:
			return err
		}
		if err := insertCopy(ctx, tx, row); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, CopyWanted{Copy: row.ID})
	})
}

func copyColumn(row string) string { return "account_copy.secret:" + row }

// CopyFor is the viewer's copy. Without one it is fault.Missing.
func (s *Service) CopyFor(ctx context.Context, v Viewer) (c Copy, err error) {
	if v.Account == "" {
		return c, NeedsSession()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := copyOf(ctx, tx, v.Account)
		if err == nil && row.EndsAt <= clock.Millis(s.clock.Now()) {
			err = fault.Missing()
		}
		c = row.copy()
		return err
	})
	return c, err
}

// DropCopy forgets the viewer's copy, and says which file is to be deleted with
// it, or "". The work on one that is being made ends by itself. With
// unfinished, one that is ready stays: it was made while somebody stopped it.
func (s *Service) DropCopy(ctx context.Context, v Viewer, copy string, unfinished bool) (file string, err error) {
	if v.Account == "" {
		return "", NeedsSession()
	}
	return file, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := copyByID(ctx, tx, copy)
		switch {
		case err != nil:
			return err
		case row.Account != v.Account:
			return fault.Missing()
		case unfinished && row.State == CopyReady:
			return nil
		}
		file = row.File
		return deleteCopy(ctx, tx, copy)
	})
}

// CopyWork is what it takes to make a copy.
type CopyWork struct {
	Account  string
	Phrase   string
	Language string // of its words
	Stale    string // a file of an earlier try, to be deleted, or ""
}

// BeginCopy begins to make a copy that will lie in file. A try before this one
// loses: what it made is not taken. It is fault.Missing when nobody waits for
// the copy any more.
func (s *Service) BeginCopy(ctx context.Context, copy, file string) (CopyWork, error) {
	var row copyRow
	var a accountRow
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if row, err = copyByID(ctx, tx, copy); err != nil {
			return err
		}
		if a, err = accountByID(ctx, tx, row.Account); err != nil {
			return err
		}
		if row.State == CopyReady || a.Standing == Erasing {
			return fault.Missing()
		}
		return beginCopy(ctx, tx, copy, file)
	})
	if err != nil {
		return CopyWork{}, err
	}
	phrase, err := s.keys.Open(ctx, ownerOf(row.Account), row.Secret, copyColumn(row.ID))
	if errors.Is(err, seal.ErrDestroyed) {
		return CopyWork{}, fault.Missing() // they are being erased
	}
	return CopyWork{Account: row.Account, Phrase: string(phrase), Language: a.Language, Stale: row.File}, err
}

// CopyProgress notes how far this try is. It is fault.Missing once the copy is
// not wanted any more, or another try began.
func (s *Service) CopyProgress(ctx context.Context, copy, file string, done, total int64) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return writeCopyProgress(ctx, tx, copy, file, done, total) })
}

// FinishCopy says that the file is there, and forgets the phrase. It is
// fault.Missing like CopyProgress; the file is then the caller's to delete.
func (s *Service) FinishCopy(ctx context.Context, copy, file string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return finishCopy(ctx, tx, copy, file, s.clock.Now().Add(CopyKept))
	})
}

// StickCopy says that this try did not work.
func (s *Service) StickCopy(ctx context.Context, copy, file string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return stickCopy(ctx, tx, copy, file) })
}

// CopyFiles are the files of an account's copies.
func (s *Service) CopyFiles(ctx context.Context, account string) ([]string, error) {
	return s.files(ctx, func(ctx context.Context, tx *db.Tx) ([]idRow, error) { return filesOf(ctx, tx, account) })
}

// SweepCopies forgets copies whose time is over and says which files are to be
// deleted with them.
func (s *Service) SweepCopies(ctx context.Context) (files []string, err error) {
	now := s.clock.Now()
	if files, err = s.files(ctx, func(ctx context.Context, tx *db.Tx) ([]idRow, error) { return filesUntil(ctx, tx, now) }); err != nil {
		return nil, err
	}
	return files, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteCopiesUntil(ctx, tx, now) })
}

func (s *Service) files(ctx context.Context, find func(ctx context.Context, tx *db.Tx) ([]idRow, error)) (files []string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := find(ctx, tx)
		for _, row := range rows {
			files = append(files, string(row))
		}
		return err
	})
	return files, err
}

// IsCopy tells whether a file belongs to a copy.
func (s *Service) IsCopy(ctx context.Context, file string) (is bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := copiesIn(ctx, tx, file)
		is = n > 0
		return err
	})
	return is, err
}
