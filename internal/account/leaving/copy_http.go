package leaving

import (
	"context"
	"mime"
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/archive"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// sendWithin is how long a copy may take to a slow phone.
const sendWithin = 30 * time.Minute

// copyView is the page of the copy.
type copyView struct {
	Copy account.Copy // none where its ID is ""
	Lost bool         // it was ready, and its file is not here any more
	Late bool         // it is stuck, and no longer tried again
}

// triesFor is how long a copy that does not get made is tried again.
const triesFor = 30 * time.Minute

func (v copyView) path(act string) string { return CopyPath + "/" + v.Copy.ID + "/" + act }

func (p *Pages) copyView(ctx context.Context, v account.Viewer) (copyView, error) {
	c, err := p.accounts.CopyFor(ctx, v)
	if fault.KindOf(err) == fault.NotFound {
		return copyView{}, nil
	}
	if err != nil {
		return copyView{}, err
	}
	view := copyView{Copy: c, Late: p.clock.Now().Sub(c.Asked) > triesFor}
	if c.State == account.CopyReady {
		file, _, err := p.files.Open(ctx, c.File)
		if fault.KindOf(err) == fault.NotFound {
			view.Lost = true
			return view, nil
		}
		if err != nil {
			return view, err
		}
		file.Close()
	}
	return view, nil
}

func (p *Pages) getCopy(w http.ResponseWriter, r *http.Request) error {
	v, err := p.copyView(r.Context(), viewer(r))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, copyPage(v))
}

// postCopy answers with the phrase: this is the one time that it is shown.
func (p *Pages) postCopy(w http.ResponseWriter, r *http.Request) error {
	v := viewer(r)
	if !p.accounts.IsFresh(v) {
		return prove(w, r, CopyPath)
	}
	phrase, err := p.accounts.AskCopy(r.Context(), v)
	if fault.KindOf(err) == fault.Conflict {
		return web.SeeOther(w, r, CopyPath) // it shows the one there is
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, phrasePage(phrase))
}

// getFile hands the locked page over, to be saved and never to be shown here.
func (p *Pages) getFile(w http.ResponseWriter, r *http.Request) error {
	c, err := p.accounts.CopyFor(r.Context(), viewer(r))
	if err != nil {
		return err
	}
	if c.ID != r.PathValue("copy") || c.State != account.CopyReady {
		return fault.Missing()
	}
	file, _, err := p.files.Open(r.Context(), c.File)
	if fault.KindOf(err) == fault.NotFound {
		return web.SeeOther(w, r, CopyPath) // it says that the file is lost
	}
	if err != nil {
		return err
	}
	defer file.Close()
	// Not every writer has a deadline: in tests there is none to move.
	_ = http.NewResponseController(w).SetWriteDeadline(p.clock.Now().Add(sendWithin))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": archive.FileName}))
	http.ServeContent(w, r, archive.FileName, time.Time{}, file)
	return nil
}

func (p *Pages) postCancel(w http.ResponseWriter, r *http.Request) error {
	if err := p.drop(r, true); err != nil {
		return err
	}
	return p.done(w, r, CopyPath, "Stopped.")
}

func (p *Pages) postRemoval(w http.ResponseWriter, r *http.Request) error {
	if err := p.drop(r, false); err != nil {
		return err
	}
	return p.done(w, r, CopyPath, "The copy is deleted here. What you saved is still yours.")
}

// drop forgets a copy. One that is forgotten already is as it should be.
func (p *Pages) drop(r *http.Request, unfinished bool) error {
	file, err := p.accounts.DropCopy(r.Context(), viewer(r), r.PathValue("copy"), unfinished)
	if err != nil {
		return err
	}
	return p.deleteFiles(r.Context(), []string{file})
}

// progressWords say how far a copy is.
func progressWords(ctx context.Context, c account.Copy) string {
	if c.Total == 0 {
		return i18n.T(ctx, "It begins in a moment.")
	}
	return i18n.N(ctx, int(c.Total), "{.Done} of {.Count} entry is ready.", "{.Done} of {.Count} entries are ready.", i18n.Args{"Done": i18n.Number(ctx, int(c.Done))})
}
