package app

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/leaving"
	"handrail/internal/home"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/db"
	"handrail/internal/platform/jobs"
)

// eraseJob erases one account.
const eraseJob = "account.erase"

// The times of the work for those who leave.
const (
	eraseTime  = 10 * time.Minute
	copyTime   = 30 * time.Minute
	eraseAgain = 2 * time.Second // until what is left is looked at again
	copyTries  = 6               // a quarter of an hour
)

// erased is the payload of eraseJob.
type erased struct{ Account string }

// openLeaving builds how somebody takes what is theirs, rests, or goes.
func (a *App) openLeaving() error {
	files, err := blob.OpenFolder(a.Config.Folder.Copies())
	if err != nil {
		return err
	}
	a.onClose(func() { files.Close() })
	a.Leaving = leaving.New(leaving.Options{
		Clock: a.Config.Clock, Accounts: a.Accounts, Belongings: a.Belongings, Cookies: a.cookies, Languages: a.languages,
		Tables: Declared(), Files: files, Scratch: string(a.Config.Folder),
	})
	jobs.Handle(a.Jobs, eraseJob, a.erase, jobs.Timeout(eraseTime))
	return nil
}

// beginErasing has an account erased by a job, which exists when tx commits.
func (a *App) beginErasing(ctx context.Context, tx *db.Tx, e account.StandingChanged) error {
	if e.Standing != account.Erasing {
		return nil
	}
	return a.Jobs.Add(ctx, tx, eraseJob, erased{e.Account})
}

// erase does a part of the work, and leaves the rest to a job after it, so that
// nobody's erasing holds up that of others.
func (a *App) erase(ctx context.Context, e erased) error {
	done, err := a.Leaving.Erase(ctx, e.Account)
	if err != nil || done {
		return err
	}
	return a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return a.Jobs.Add(ctx, tx, eraseJob, e, jobs.At(a.Config.Clock.Now().Add(eraseAgain)))
	})
}

// EraseDue begins to erase those whose 30 days are over, and goes on with those
// whose job was lost: one that failed for good, or a backup brought back.
func (a *App) EraseDue(ctx context.Context) error {
	if err := a.Accounts.EraseDue(ctx); err != nil {
		return err
	}
	begun, err := a.Accounts.BeingErased(ctx)
	if err != nil || len(begun) == 0 {
		return err
	}
	return a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range begun {
			if err := a.Jobs.Add(ctx, tx, eraseJob, erased{one}, jobs.Unique(one)); err != nil {
				return err
			}
		}
		return nil
	})
}

// makeCopy makes a copy that somebody asked for.
func (a *App) makeCopy(ctx context.Context, e account.CopyWanted) error {
	return a.Leaving.Make(ctx, e.Copy)
}

// leavingPanel says on the first page that somebody rests or leaves, and when.
func (a *App) leavingPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	heading, body, err := a.Leaving.Notice(ctx, viewer)
	if err != nil || body == nil {
		return nil, err
	}
	return &home.PanelView{ID: "leaving", Heading: heading, Body: body}, nil
}
