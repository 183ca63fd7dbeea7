package leaving

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"handrail/internal/account"
	"handrail/internal/account/archive"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// progressStep is after how many rows the page may say something new.
const progressStep = 250

// Make makes a copy that was asked for. It bears being cut off at any point and
// run again, and does nothing when nobody waits for the copy any more.
func (p *Pages) Make(ctx context.Context, copy string) error {
	file := id.Random()
	work, err := p.accounts.BeginCopy(ctx, copy, file)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	err = p.deleteFiles(ctx, []string{work.Stale})
	if err == nil {
		err = p.build(ctx, copy, file, work)
	}
	if err == nil {
		return nil
	}
	return p.undo(context.WithoutCancel(ctx), copy, file, err)
}

// undo takes away what a try left, and says that it did not work, unless nobody
// waits for it any more.
func (p *Pages) undo(ctx context.Context, copy, file string, err error) error {
	gone := p.deleteFiles(ctx, []string{file})
	if fault.KindOf(err) == fault.NotFound {
		return gone
	}
	if stuck := p.accounts.StickCopy(ctx, copy, file); fault.KindOf(stuck) != fault.NotFound {
		err = errors.Join(err, stuck)
	}
	return errors.Join(err, gone)
}

// build writes the copy and puts it where it can be fetched. It is
// fault.Missing when nobody waits for it any more.
func (p *Pages) build(ctx context.Context, copy, file string, work account.CopyWork) error {
	ctx = i18n.With(ctx, p.languages.For(work.Language))
	total, err := p.total(ctx, work.Account)
	if err != nil {
		return err
	}
	draft, err := p.draft()
	if err != nil {
		return err
	}
	defer draft.Close()
	said := func(rows int64) error { return p.accounts.CopyProgress(ctx, copy, file, rows, total) }
	if err := said(0); err != nil {
		return err
	}
	if err := p.lock(ctx, draft, work, said); err != nil {
		return err
	}
	size, err := draft.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := draft.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := p.files.Put(ctx, file, draft, size); err != nil {
		return err
	}
	return p.accounts.FinishCopy(ctx, copy, file)
}

// draft is a file without a name: however this ends, nothing is left of it.
func (p *Pages) draft() (*os.File, error) {
	f, err := os.CreateTemp(p.scratch, ".copy-*")
	if err != nil {
		return nil, err
	}
	return f, os.Remove(f.Name())
}

// lock writes the locked page. What is read goes from one end of a pipe to the
// other, and never to the disk in the clear.
func (p *Pages) lock(ctx context.Context, w io.Writer, work account.CopyWork, progress func(rows int64) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	from, to := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := p.belongings.WriteCopy(ctx, to, work.Account, p.clock.Now(), func(rows int64) {
			if rows%progressStep != 0 {
				return
			}
			if err := progress(rows); err != nil {
				stop(err)
			}
		})
		to.CloseWithError(err)
		ended <- err
	}()
	err := archive.Write(w, work.Phrase, from, archive.WordsIn(ctx))
	from.CloseWithError(err)
	err = errors.Join(err, <-ended)
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// total is how many rows a copy will have.
func (p *Pages) total(ctx context.Context, account string) (total int64, err error) {
	counts, err := p.belongings.Count(ctx, account)
	if err != nil {
		return 0, err
	}
	for _, t := range p.tables {
		if !slices.ContainsFunc(t.Columns, func(c declare.Column) bool { return c.Export == declare.ToOwner }) {
			delete(counts, t.Name)
		}
	}
	for _, n := range counts {
		total += n
	}
	return total, nil
}

func (p *Pages) deleteFiles(ctx context.Context, files []string) error {
	for _, file := range files {
		if file == "" {
			continue
		}
		if err := p.files.Delete(ctx, file); err != nil {
			return err
		}
	}
	return nil
}

// Sweep deletes copies whose time is over, and files that belong to no copy:
// what a crash left.
func (p *Pages) Sweep(ctx context.Context) error {
	files, err := p.accounts.SweepCopies(ctx)
	if err != nil {
		return err
	}
	if err := p.deleteFiles(ctx, files); err != nil {
		return err
	}
	// A file is named in its row before it is there, so one without a row has
	// lost it.
	var all []string
	err = p.files.List(ctx, func(o blob.Object) error {
		all = append(all, o.Key)
		return nil
	})
	if err != nil {
		return err
	}
	for _, file := range all {
		is, err := p.accounts.IsCopy(ctx, file)
		if err != nil {
			return err
		}
		if !is {
			err = p.files.Delete(ctx, file)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
